//! The day of writing of a document that came without a date: the dateline of a press release says it.

use super::Found;
use super::calendar::{self, Unit};
use super::grammar::Grammar;
use super::value::{self, Setting};
use super::words::Word;
use crate::ingest::Document;
use jiff::civil::Date;

/// Lines at the head of a document among which a date is taken for its date.
const HEAD_LINES: usize = 8;

/// A full date that fills most of one of the first lines.
pub(super) fn date_of_writing(document: &Document, grammar: &Grammar, words: &[Word], found: &[Found]) -> Option<Date> {
    let head: usize = document.text.split_inclusive('\n').take(HEAD_LINES).map(str::len).sum();
    for found in found {
        let span = words[found.words.start].span.cover(words[found.words.end - 1].span);
        if span.end > head {
            break;
        }
        let line_start = document.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = document.text[span.end..].find('\n').map_or(document.text.len(), |at| span.end + at);
        let in_dateline = document.parts.dateline.is_some_and(|dateline| dateline.contains(span));
        if !in_dateline && 2 * span.len() < document.text[line_start..line_end].trim().len() {
            continue;
        }
        let value = value::evaluate(grammar, grammar.value(found.rule), &found.captures, &Setting::default());
        if let Some((date, Unit::Day)) = value.as_deref().and_then(calendar::first_day) {
            return Some(date);
        }
    }
    None
}
