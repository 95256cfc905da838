//! A web page → the article in it. The text comes out of the page by the method of Readability (dom_smoothie),
//! title, date, publisher and address from its metadata: JSON-LD, Open Graph, Dublin Core, `<time>`, `<link>`.

use super::date;
use super::draft::Draft;
use super::error::Reason;
use dom_smoothie::{Article, Config, Readability, TextMode};
use jiff::civil::Date;
use serde_json::Value;

/// Pages of more tags are bombs: the longest live blogs have a tenth.
const MOST_TAGS: usize = 200_000;
/// Deeper pages are bombs: browsers stop at 512.
const DEEPEST: usize = 512;
/// Fewer words are a page's menu, not an article.
const FEWEST_WORDS: usize = 10;
/// Tags that may stay open: they say nothing about depth.
const UNCLOSED: [&str; 28] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "source", "td", "th", "tr", "track", "wbr", "thead", "tbody", "tfoot", "colgroup", "body", "html",
];

/// Meta elements that hold the day of publication, best first: the attribute that names them and its value.
const DATES: [(&str, &str); 10] = [
    ("property", "article:published_time"),
    ("itemprop", "datePublished"),
    ("name", "parsely-pub-date"),
    ("name", "dcterms.issued"),
    ("name", "dcterms.created"),
    ("name", "dc.date.issued"),
    ("name", "dc.date"),
    ("name", "pubdate"),
    ("name", "publish-date"),
    ("name", "date"),
];

/// The article of a page.
///
/// # Errors
/// [`Reason::Bomb`], [`Reason::NoArticle`].
pub fn read(page: &str) -> Result<Draft, Reason> {
    check(page)?;
    let config = Config { disable_json_ld: true, text_mode: TextMode::Formatted, ..Config::default() };
    let mut readability = Readability::new(page, None, Some(config)).map_err(|_| Reason::NoArticle)?;
    let metadata = metadata(&readability);
    let article = readability.parse().map_err(|_| Reason::NoArticle)?;
    if article.text_content.split_whitespace().take(FEWEST_WORDS).count() < FEWEST_WORDS {
        return Err(Reason::NoArticle);
    }
    Ok(draft(article, metadata))
}

/// The words of a fragment of HTML, a paragraph a line; plain text stays as it is.
///
/// # Errors
/// [`Reason::Bomb`].
pub fn words(fragment: &str) -> Result<String, Reason> {
    if !fragment.contains(['<', '&']) {
        return Ok(fragment.trim().to_owned());
    }
    check(fragment)?;
    let page = Readability::from(fragment);
    page.doc.select("script, style, noscript, template").remove();
    Ok(tidy(&page.doc.formatted_text()))
}

#[derive(Debug, Default)]
struct Metadata {
    title: Option<String>,
    date: Option<Date>,
    source: Option<String>,
    url: Option<String>,
}

fn draft(article: Article, metadata: Metadata) -> Draft {
    let title = metadata.title.unwrap_or(article.title);
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let body = tidy(&article.text_content);
    // The reader of the page sees the headline above the text.
    let text = if title.is_empty() || body.lines().next().is_some_and(|line| line.trim() == title) {
        body
    } else {
        format!("{title}\n\n{body}")
    };
    Draft {
        id: String::new(),
        url: metadata.url,
        title: Some(title),
        date: metadata.date,
        source: metadata.source.or(article.site_name),
        text,
    }
}

/// No white space at the ends of lines, at most one empty line in a row.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut gap = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            gap = true;
        } else {
            if !tidied.is_empty() {
                tidied.push_str(if gap { "\n\n" } else { "\n" });
            }
            gap = false;
            tidied.push_str(line);
        }
    }
    tidied
}

fn metadata(page: &Readability) -> Metadata {
    let mut found = Metadata::default();
    for script in page.doc.select("script[type=\"application/ld+json\"]").iter() {
        if let Ok(value) = serde_json::from_str::<Value>(script.text().trim()) {
            linked_data(&value, &mut found);
        }
    }
    let attribute = |selector: &str, name: &str| {
        let selection = page.doc.select(selector);
        selection.iter().find_map(|element| element.attr(name)).map(|value| value.trim().to_owned())
    };
    let content = |key: &str, value: &str| attribute(&format!("meta[{key}=\"{value}\"]"), "content");
    for (key, value) in DATES {
        if found.date.is_none() {
            found.date = content(key, value).and_then(|text| date::parse(&text));
        }
    }
    if found.date.is_none() {
        found.date = attribute("time[datetime]", "datetime").and_then(|text| date::parse(&text));
    }
    found.title = found.title.or_else(|| content("property", "og:title"));
    found.source = found.source.or_else(|| content("property", "og:site_name"));
    let absolute = |address: &String| address.starts_with("http://") || address.starts_with("https://");
    found.url = attribute("link[rel=\"canonical\"]", "href")
        .filter(absolute)
        .or_else(|| content("property", "og:url").filter(absolute))
        .or_else(|| found.url.filter(absolute));
    found
}

/// What schema.org's description of an article says, wherever in the value it stands.
fn linked_data(value: &Value, found: &mut Metadata) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| linked_data(item, found)),
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
            if is_article(members.get("@type")) {
                found.title = found.title.take().or_else(|| text("headline"));
                found.date = found.date.or_else(|| text("datePublished").and_then(|day| date::parse(&day)));
                found.url = found.url.take().or_else(|| text("url"));
                let publisher = members.get("publisher").and_then(|publisher| publisher.get("name"));
                found.source = found.source.take().or_else(|| publisher.and_then(Value::as_str).map(str::to_owned));
            }
            if let Some(graph) = members.get("@graph") {
                linked_data(graph, found);
            }
        }
        _ => {}
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let names = |name: &str| name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report";
    match kind {
        Some(Value::String(name)) => names(name),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(names),
        _ => false,
    }
}

/// Refuses pages that would take the parser minutes or overflow its stack, by a look at their tags alone.
fn check(page: &str) -> Result<(), Reason> {
    let (mut tags, mut depth) = (0usize, 0usize);
    for (at, _) in page.match_indices('<') {
        let rest = &page.as_bytes()[at + 1..];
        let closes = rest.first() == Some(&b'/');
        let name = if closes { &rest[1..] } else { rest };
        let length = name.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if length == 0 {
            continue;
        }
        tags += 1;
        if tags > MOST_TAGS {
            return Err(Reason::Bomb(format!("more than {MOST_TAGS} tags")));
        }
        let name = String::from_utf8_lossy(&name[..length]).to_ascii_lowercase();
        if UNCLOSED.contains(&name.as_str()) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return Err(Reason::Bomb(format!("more than {DEEPEST} elements within each other")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{read, words};

    const PAGE: &str = "<!DOCTYPE html><html lang=en><head><title>Ministers meet in Lisbon | The Example</title>\
        <link rel=canonical href=\"https://example.org/lisbon\">\
        <meta property=\"og:title\" content=\"Ministers meet in Lisbon\">\
        <meta property=\"og:site_name\" content=\"The Example\">\
        <script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"NewsArticle\",\
        \"datePublished\":\"2026-03-13T08:00:00Z\"}]}</script></head>\
        <body><nav><a href=/>Home</a> <a href=/w>World</a></nav><article><h1>Ministers meet in Lisbon</h1>\
        <p>LISBON — Foreign Minister Ana Duarte met her counterpart Tom Field on Friday for talks on grain, the \
        ministry said, and the two agreed to meet again, in Oslo, before the end of the year.</p>\
        <p>“We have come a long way,” Duarte said after the meeting, which had been put off twice because of the \
        storm over the Atlantic, and thanked her guest for his patience.</p></article>\
        <footer>© The Example</footer></body></html>";

    #[test]
    fn the_article_and_its_metadata_come_out_of_the_page() {
        let draft = read(PAGE).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Ministers meet in Lisbon"));
        assert_eq!(draft.url.as_deref(), Some("https://example.org/lisbon"));
        assert_eq!(draft.source.as_deref(), Some("The Example"));
        assert_eq!(draft.date.map(|day| day.to_string()).as_deref(), Some("2026-03-13"));
        assert!(draft.text.starts_with("Ministers meet in Lisbon\n\nLISBON — Foreign Minister Ana Duarte met"));
        assert!(draft.text.contains("before the end of the year.\n\n“We have come a long way,” Duarte said"));
        assert!(!draft.text.contains("World") && !draft.text.contains('©'));
    }

    #[test]
    fn a_fragment_gives_its_words_a_paragraph_a_line() {
        assert_eq!(words("<p>They met.</p><p>They &amp; we agreed.</p>").unwrap(), "They met.\n\nThey & we agreed.");
        assert_eq!(words("No markup at all").unwrap(), "No markup at all");
        assert_eq!(words("<script>alert(1)</script><p>They met.</p>").unwrap(), "They met.");
    }

    #[test]
    fn bombs_are_refused_at_once() {
        assert!(read(&"<div>".repeat(1_000_000)).unwrap_err().to_string().contains("within each other"));
        assert!(read(&"<br>".repeat(1_000_000)).unwrap_err().to_string().contains("tags"));
    }

    #[test]
    fn a_page_without_an_article_says_so() {
        assert!(read("<html><body></body></html>").is_err_and(|reason| reason.to_string().contains("no article")));
    }
}
