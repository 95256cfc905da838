//! What can be wrong with an input. Every error names the document and says what can be done.

use std::fmt;
use std::io;

/// A document that could not be read: its name and why. The others go on.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct IngestError {
    /// The path, with the line or the entry where the file holds several articles.
    pub name: String,
    /// Why it could not be read.
    pub reason: Reason,
}

impl IngestError {
    /// An error about the document of this name.
    pub fn new(name: impl Into<String>, reason: Reason) -> Self {
        Self { name: name.into(), reason }
    }
}

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing lies at the path.
    #[error("no such file or folder")]
    Missing,
    /// The operating system refuses.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// A device, socket or pipe.
    #[error("is a {0}, not a file; name a file or a folder, or pipe the text in and name `-`")]
    NotAFile(&'static str),
    /// A folder without a file of a known form.
    #[error("holds no file that could be an article ({0})")]
    EmptyFolder(String),
    /// No text at all.
    #[error("is empty")]
    Empty,
    /// Not text.
    #[error("is not text but {0}")]
    Binary(&'static str),
    /// Bytes of value zero.
    #[error("is not text: a NUL byte at byte {0}")]
    Nul(usize),
    /// Too long.
    #[error("is longer than {} MB; split it into articles (one a file, or one a line as JSON Lines)", .limit / 1_000_000)]
    TooLong {
        /// The longest article that is read, in bytes.
        limit: usize,
    },
    /// Bytes that do not decode.
    #[error("is not valid {0}; convert it to UTF-8 first (`iconv -f … -t UTF-8`)")]
    Encoding(String),
    /// A page of too many elements, or too deeply nested.
    #[error("is no page of news: {0}")]
    Bomb(String),
    /// A page in which no article text could be found.
    #[error("no article text found in the page")]
    NoArticle,
    /// A line that is not JSON.
    #[error("is not a JSON object: {0}")]
    Json(String),
    /// A member that must be there, or has the wrong type.
    #[error("member \"{member}\" {problem}")]
    Member {
        /// Its name.
        member: &'static str,
        /// "is missing", "is not a string".
        problem: &'static str,
    },
    /// A date that is none.
    #[error("\"{0}\" is not a date; write YYYY-MM-DD")]
    Date(String),
    /// Not a feed.
    #[error("is not an RSS or Atom feed: {0}")]
    Feed(String),
    /// Not English.
    #[error("looks like {0}, and only English is read; --force reads it all the same")]
    Language(Tongue),
}

/// A language by its English name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tongue(pub whatlang::Lang);

impl fmt::Display for Tongue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.eng_name())
    }
}
