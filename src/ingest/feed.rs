//! RSS and Atom → articles: an entry an article, its text the entry's content, or else its summary.

use super::date;
use super::draft::Draft;
use super::error::{IngestError, Reason};
use super::html;
use feed_rs::model::Entry;
use feed_rs::parser::Builder;
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::ops::Add;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Deeper feeds are bombs.
const DEEPEST: usize = 100;
const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

/// The articles of a feed; `name` is the file's, for errors.
///
/// # Errors
/// [`Reason::Feed`], [`Reason::Bomb`] for the feed; [`Reason::Date`] and others for single entries.
pub fn read(name: &str, text: &str) -> Result<Vec<Result<Draft, IngestError>>, Reason> {
    let text = without_declaration(text);
    check(text)?;
    // The feed's parser silently drops a date that it cannot read, and knows no days without a time. So a date goes
    // through it as midnight of its day on the publisher's own calendar, and one that is none as a second of the
    // epoch's first day that says where in the list its words are.
    let broken = Arc::new(Mutex::new(Vec::<String>::new()));
    let words_of = Arc::clone(&broken);
    let parser = Builder::new()
        .timestamp_parser(move |words| {
            let seconds = match date::parse(words) {
                Some(day) => days_since_epoch(day) * SECONDS_OF_A_DAY,
                None => {
                    let mut list = words_of.lock().unwrap_or_else(PoisonError::into_inner);
                    list.push(words.trim().to_owned());
                    list.len() as i64 - 1
                }
            };
            Some(Default::default()).map(|epoch| epoch_plus(epoch, seconds))
        })
        .build();
    let feed = parser.parse(text.as_bytes()).map_err(|error| Reason::Feed(error.to_string()))?;
    let source = feed.title.as_ref().map(|title| title.content.trim().to_owned());
    let broken = broken.lock().unwrap_or_else(PoisonError::into_inner);
    let name_of = |index: usize, entry: &Entry| {
        let title = entry.title.as_ref().map(|title| title.content.trim().to_owned()).filter(|title| !title.is_empty());
        format!("{name}, entry {} ({})", index + 1, title.unwrap_or_else(|| entry.id.clone()))
    };
    let read = |(index, entry): (usize, &Entry)| {
        draft(entry, source.clone(), &broken).map_err(|reason| IngestError::new(name_of(index, entry), reason))
    };
    Ok(feed.entries.iter().enumerate().map(read).collect())
}

/// Adds seconds to any clock that counts in durations.
fn epoch_plus<T: Add<Duration, Output = T>>(epoch: T, seconds: i64) -> T {
    epoch + Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
}

fn days_since_epoch(day: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(day).map_or(0, |span| i64::from(span.get_days())).max(0)
}

fn draft(entry: &Entry, source: Option<String>, broken: &[String]) -> Result<Draft, Reason> {
    let date = match entry.published.or(entry.updated).map(|time| time.timestamp()) {
        Some(seconds) if seconds < SECONDS_OF_A_DAY => {
            let words = usize::try_from(seconds).ok().and_then(|index| broken.get(index));
            return Err(Reason::Date(words.cloned().unwrap_or_default()));
        }
        Some(seconds) => day_of(seconds / SECONDS_OF_A_DAY),
        None => None,
    };
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let body = html::words(content.filter(|text| !text.trim().is_empty()).or(summary).unwrap_or(""))?;
    if body.is_empty() {
        return Err(Reason::Empty);
    }
    let title = entry.title.as_ref().map(|title| html::words(&title.content)).transpose()?;
    let text = match &title {
        Some(title) if !title.is_empty() && !body.starts_with(title.as_str()) => format!("{title}\n\n{body}"),
        _ => body,
    };
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    Ok(Draft { id: entry.id.clone(), url: link.map(|link| link.href.clone()), title, date, source, text })
}

fn day_of(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(span).ok()
}

/// The text is decoded already: what its declaration says of an encoding holds no more.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start();
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}

/// Refuses what the feed's parser would stumble over: elements nested too deeply for a parser that recurses, and a
/// declaration that is not at the beginning.
fn check(text: &str) -> Result<(), Reason> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Decl(_)) => return Err(Reason::Feed("an XML declaration in its midst".to_owned())),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(Reason::Feed(error.to_string())),
        }
        if depth > DEEPEST {
            return Err(Reason::Bomb(format!("more than {DEEPEST} elements within each other")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>The Example</title>
        <link>https://example.org/</link><description>News</description>
        <item><title>Ministers meet</title><link>https://example.org/1</link><guid>one</guid>
        <pubDate>Fri, 13 Mar 2026 23:30:00 -0500</pubDate>
        <description>&lt;p&gt;The ministers met.&lt;/p&gt;&lt;p&gt;They agreed.&lt;/p&gt;</description></item>
        <item><title>No date that one could read</title><link>https://example.org/2</link><guid>two</guid>
        <pubDate>the day before the feast</pubDate><description>They met again.</description></item>
        <item><title>No date at all</title><link>https://example.org/3</link><guid>three</guid>
        <description>They parted.</description></item></channel></rss>"#;

    #[test]
    fn an_entry_is_an_article_with_the_date_of_the_publishers_calendar() {
        let articles = read("feed.xml", RSS).unwrap();
        let first = articles[0].as_ref().unwrap();
        assert_eq!(first.text, "Ministers meet\n\nThe ministers met.\n\nThey agreed.");
        assert_eq!(first.date.map(|day| day.to_string()).as_deref(), Some("2026-03-13"));
        assert_eq!((first.id.as_str(), first.url.as_deref()), ("one", Some("https://example.org/1")));
        assert_eq!(first.source.as_deref(), Some("The Example"));
    }

    #[test]
    fn a_broken_date_is_named_and_the_other_entries_go_in() {
        let articles = read("feed.xml", RSS).unwrap();
        let error = articles[1].as_ref().unwrap_err().to_string();
        assert!(error.starts_with("feed.xml, entry 2 (No date that one could read):"), "{error}");
        assert!(error.contains("is not a date"), "{error}");
        assert_eq!(articles[2].as_ref().unwrap().date, None);
    }

    #[test]
    fn what_is_no_feed_says_so() {
        assert!(
            read("a", "<html><p>They met.</p></html>").unwrap_err().to_string().contains("not an RSS or Atom feed")
        );
        let late = "They met. <?xml version=\"1.0\" encoding=\"latin1\"?>";
        assert!(read("a", late).unwrap_err().to_string().contains("declaration in its midst"));
        assert!(read("a", &"<a>".repeat(10_000)).unwrap_err().to_string().contains("within each other"));
    }
}
