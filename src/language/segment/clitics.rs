//! Words written as one that are several in Universal Dependencies: "don't" → do n't, "Trump's" → Trump 's,
//! "cannot" → can not.

use super::lexicon::Lexicon;
use crate::text::Span;

const ENDINGS: [&str; 6] = ["'s", "'m", "'re", "'ve", "'ll", "'d"];

/// Appends the parts of the word `text[span]`: one, where it is not several.
pub(super) fn divide(text: &str, span: Span, words: &mut Vec<Span>) {
    let word = span.of(text);
    // The longest that can be divided is a word with two clitics ("shouldn't've").
    if word.len() > 64 || !word.starts_with(char::is_alphanumeric) {
        words.push(span);
        return;
    }
    let lower = plain(word);
    if lower.len() != plain_length(word) {
        words.push(span);
        return;
    }
    if let Some(parts) = Lexicon::get().contractions.get(&lower) {
        let mut start = span.start;
        for length in parts {
            words.push(Span::new(start, start + length));
            start += length;
        }
        return;
    }
    match clitic_start(&lower).and_then(|start| original(word, start)) {
        Some(start) => {
            divide(text, Span::new(span.start, span.start + start), words);
            words.push(Span::new(span.start + start, span.end));
        }
        None => words.push(span),
    }
}

/// Whether two neighbouring words are written as one: the second is a clitic.
pub(crate) fn joins(first: &str, second: &str) -> bool {
    if !first.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '#')) {
        return false;
    }
    let second = plain(second);
    ENDINGS.contains(&second.as_str())
        || second == "n't"
        || (second == "'" && first.ends_with(['s', 'S', 'z', 'x']))
        || Lexicon::get().contractions.get(&(plain(first) + &second)).is_some_and(|parts| parts.len() == 2)
        || (Lexicon::get().contracted.contains(second.as_str()) && matches!(plain(first).as_str(), "du" | "n"))
}

/// Byte in the plain word at which its last clitic begins.
fn clitic_start(lower: &str) -> Option<usize> {
    let ending = ENDINGS.into_iter().chain(["n't"]).find(|ending| lower.ends_with(ending))?;
    let start = lower.len() - ending.len();
    (start > 0 && lower[..start].ends_with(|c: char| c.is_alphanumeric() || c == '.')).then_some(start)
}

/// In lower case (ASCII only, so that lengths stay), with straight apostrophes.
fn plain(word: &str) -> String {
    word.chars().map(|c| if matches!(c, '’' | '`' | '‘') { '\'' } else { c.to_ascii_lowercase() }).collect()
}

fn plain_length(word: &str) -> usize {
    word.chars().map(|c| if matches!(c, '’' | '`' | '‘') { 1 } else { c.len_utf8() }).sum()
}

/// The byte of the word that stands at a byte of its plain form.
fn original(word: &str, plain_at: usize) -> Option<usize> {
    let mut seen = 0;
    for (at, c) in word.char_indices() {
        if seen == plain_at {
            return Some(at);
        }
        seen += if matches!(c, '’' | '`' | '‘') { 1 } else { c.len_utf8() };
    }
    None
}
