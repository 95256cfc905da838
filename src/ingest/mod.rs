//! Bytes → [`Document`]s.
//!
//! In: files, folders, standard input: plain text, HTML, JSON Lines, RSS and Atom.
//! Out: one [`Document`] an article, its text fixed for good, its metadata as far as the input tells.

mod document;

pub use document::{Document, DocumentParts};
