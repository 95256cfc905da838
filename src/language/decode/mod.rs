//! Scores of the heads → trees, spans and lemmas that are well formed.

mod lemmas;
mod spans;
mod tree;

pub(super) use lemmas::{LemmaTable, lemma};
pub(super) use spans::{LabelledSpan, spans};
pub(super) use tree::heads;
