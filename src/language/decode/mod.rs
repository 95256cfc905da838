//! Scores of the heads → trees, spans and lemmas that are well formed.

mod agreement;
mod attachment;
mod kinds;
mod lemmas;
mod probability;
mod spans;
mod tree;

pub(super) use agreement::past_by_agreement;
pub(super) use attachment::{one_subject_each, people_as_objects, times_after_reporting, titles_of_people};
pub(super) use kinds::agree_on_kinds;
pub(super) use lemmas::LemmaTable;
pub(super) use probability::log_sum_exp;
pub(super) use spans::{LabelledSpan, spans};
pub(super) use tree::heads;
