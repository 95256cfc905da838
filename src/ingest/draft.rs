//! What the forms of input have in common: a draft of an article becomes a [`Document`].

use super::decode::normal_lines;
use super::document::Document;
use super::english;
use super::error::Reason;
use super::layout::layout;
use super::options::{LONGEST_ARTICLE, Options};
use jiff::civil::Date;

/// An article as its input gives it.
#[derive(Debug, Default)]
pub struct Draft {
    pub id: String,
    pub url: Option<String>,
    pub title: Option<String>,
    pub date: Option<Date>,
    pub source: Option<String>,
    pub text: String,
}

impl Draft {
    /// Fills in what the caller knows, finds the parts of the text, and checks that it is English.
    pub fn finish(mut self, options: &Options) -> Result<Document, Reason> {
        // JSON and HTML can write line ends and NUL bytes as escapes.
        self.text = normal_lines(self.text);
        if let Some(position) = self.text.find('\0') {
            return Err(Reason::Nul(position));
        }
        if self.text.trim().is_empty() {
            return Err(Reason::Empty);
        }
        if self.text.len() > LONGEST_ARTICLE {
            return Err(Reason::TooLong { limit: LONGEST_ARTICLE });
        }
        let known = |own: Option<String>, given: &Option<String>| {
            own.map(|own| own.trim().to_owned()).filter(|own| !own.is_empty()).or_else(|| given.clone())
        };
        let title = known(self.title, &options.title);
        let layout = layout(&self.text, title.as_deref());
        let title = title.or_else(|| layout.parts.title.map(|span| span.of(&self.text).to_owned()));
        let mut document = Document {
            id: self.id,
            url: known(self.url, &options.url),
            title,
            date: self.date.or(options.date).or(layout.date),
            source: known(self.source, &options.source),
            language: None,
            text: self.text,
            parts: layout.parts,
        };
        let tongue = english::tongue(&document);
        document.language = tongue.and_then(|tongue| english::code(tongue.0)).map(str::to_owned);
        match tongue {
            Some(tongue) if tongue.0 != whatlang::Lang::Eng && !options.force => Err(Reason::Language(tongue)),
            _ => Ok(document),
        }
    }
}
