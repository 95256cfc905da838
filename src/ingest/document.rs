//! The article as the rest of Attaché sees it.

use crate::text::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An article: its text, never changed afterwards, and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// A short name: the input's own `id`, or the file name without its extension.
    pub id: String,
    /// Where the article was published, if the input says so.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The day of publication. Relative dates ("on Monday") resolve against it; without it they stay words.
    pub date: Option<Date>,
    /// Name of the publisher.
    pub source: Option<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// The text, in Unicode, with `\n` line ends. All spans are byte offsets into it.
    pub text: String,
    /// Parts of the text that are not its running sentences.
    pub parts: DocumentParts,
}

/// Parts of the text that stand apart from its running sentences. All spans are bytes of `Document::text`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentParts {
    /// The headline, where it stands in the text as a line of its own.
    pub title: Option<Span>,
    /// "By Jane Roe", "JANE ROE, Associated Press".
    pub byline: Option<Span>,
    /// "WASHINGTON (AP) –": place, agency and dash before the first sentence.
    pub dateline: Option<Span>,
    /// Web furniture ("Click to share on WhatsApp"): nothing is read there.
    pub furniture: Vec<Span>,
}

impl Document {
    /// A document of plain text and nothing else known.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            url: None,
            title: None,
            date: None,
            source: None,
            language: None,
            text: text.into(),
            parts: DocumentParts::default(),
        }
    }
}
