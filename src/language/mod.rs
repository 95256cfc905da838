//! [`Document`](crate::ingest::Document) → [`Analysis`]: sentences, words, tags, lemmas, trees, names and roles.
//!
//! In: the text of one document. Out: its linguistic analysis, every part of it a byte span of the text.
//! The reader is a small neural encoder with several heads, embedded in the binary (`models/english`).

mod analysis;
mod tree;

pub use analysis::{
    Analysis, Features, Name, NameKind, Number, Person, Predicate, Role, Sentence, Tense, Token, TokenId, Upos,
    VerbForm, Voice,
};
pub use tree::{Trees, relation_is};
