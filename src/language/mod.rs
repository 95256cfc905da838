//! [`Document`](crate::ingest::Document) → [`Analysis`]: sentences, words, tags, lemmas, trees, names and roles.
//!
//! In: the text of one document. Out: its linguistic analysis, every part of it a byte span of the text.
//! The reader is a small neural encoder with several heads, embedded in the binary (`models/english`).
//! The way: [`segment()`] → batches of passages → the networks, on threads of the reader's own → decoding.

mod analysis;
mod batches;
pub mod conllu;
mod decode;
mod error;
mod inference;
mod model;
mod network;
mod reader;
mod segment;
mod tree;
mod workers;

pub use analysis::{
    Analysis, Features, Name, NameKind, Number, Person, Predicate, Role, Sentence, Tense, Token, TokenId, Upos,
    VerbForm, Voice,
};
pub use error::ReadError;
pub use reader::Reader;
pub use segment::{Segmentation, SentenceBounds, segment};
pub use tree::{Trees, relation_is};
