//! Scores of the heads → trees, spans and lemmas that are well formed.

mod lemmas;
mod probability;
mod spans;
mod tree;

pub(super) use lemmas::{LemmaTable, lemma};
pub(super) use probability::log_sum_exp;
pub(super) use spans::{LabelledSpan, spans};
pub(super) use tree::heads;
