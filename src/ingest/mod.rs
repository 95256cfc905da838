//! Bytes → [`Document`]s.
//!
//! In: files, folders, standard input: plain text, HTML, JSON Lines, RSS and Atom.
//! Out: one [`Document`] an article, its text fixed for good, its metadata as far as the input tells, and the parts
//! of the text that are not running sentences; or an [`IngestError`] that names the document and says why not.
//! What headlines, datelines and web furniture look like is data: `ontology/press/`.

mod articles;
mod date;
mod dateline;
mod decode;
mod document;
mod draft;
mod english;
mod error;
mod feed;
mod furniture;
mod html;
mod json;
mod layout;
mod options;
mod walk;

pub use articles::{Articles, articles, articles_of};
pub use date::of_publication as parse_date;
pub use document::{Document, DocumentParts};
pub use error::{IngestError, Reason, Tongue};
pub use options::{Form, LONGEST_ARTICLE, Options};
