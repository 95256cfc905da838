//! What the caller knows about the input that the input does not say.

use jiff::civil::Date;

/// The longest article that is read, in bytes. A novel has one million, and the longest live blogs about as much.
pub const LONGEST_ARTICLE: usize = 10_000_000;

/// Forms of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Plain text, one article a file.
    Text,
    /// A web page.
    Html,
    /// JSON Lines, one article a line; a file that is one JSON object or array passes too.
    JsonLines,
    /// RSS, Atom or JSON Feed.
    Feed,
}

/// How to read, and what holds for articles that do not say otherwise.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The form, where it is not to be told from name and first bytes.
    pub form: Option<Form>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Address.
    pub url: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Take articles that do not look like English.
    pub force: bool,
}

impl Form {
    /// The form that a file name's extension stands for.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" | "json" => Some(Self::JsonLines),
            "rss" | "atom" | "xml" => Some(Self::Feed),
            _ => None,
        }
    }

    /// The form that the first bytes of an input look like.
    pub fn of_bytes(head: &[u8]) -> Self {
        let text = String::from_utf8_lossy(head);
        let head = text.trim_start_matches('\u{feff}').trim_start();
        let begins = |prefix: &str| head.get(..prefix.len()).is_some_and(|found| found.eq_ignore_ascii_case(prefix));
        let has_root = |name: &str| head.contains(name);
        if begins("<!doctype html") || begins("<html") {
            Self::Html
        } else if begins("<rss") || begins("<feed") || begins("<rdf:RDF") {
            Self::Feed
        } else if begins("<?xml") || begins("<!--") {
            if has_root("<rss") || has_root("<feed") || has_root("<rdf:RDF") { Self::Feed } else { Self::Html }
        } else if begins("{\"") || begins("{ \"") || begins("{\n") || begins("[{") {
            Self::JsonLines
        } else {
            Self::Text
        }
    }
}
