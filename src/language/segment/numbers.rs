//! Numbers of the lexer: decimals, dates, times, ordinals, telephone numbers, and the units written onto them.

use super::words::{Chunk, is_word, listed};

/// Whether a number begins at `at`: a digit, or a plus sign or point before one.
pub(super) fn begins(chunk: &Chunk, at: usize) -> bool {
    let digit = |index: usize| chunk.at(index).is_some_and(|c| c.is_numeric());
    match chunk.at(at) {
        Some(c) if c.is_numeric() => true,
        Some('.' | '+') => digit(at + 1) && chunk.before(at).is_none_or(|c| !is_word(c) && c != '.'),
        _ => false,
    }
}

/// Where the number that begins at `at` ends.
pub(super) fn end(chunk: &Chunk, at: usize) -> usize {
    let first = chunk.run(at, |c| matches!(c, '+' | '.')).min(at + 1);
    let mut end = chunk.run(first, char::is_numeric);
    if let Some(telephone) = telephone(chunk, first) {
        return telephone;
    }
    loop {
        let next = chunk.run((end + 1).min(chunk.characters.len()), char::is_numeric);
        let more = next > end + 1;
        match chunk.at(end) {
            Some(',') if more && !thousands(chunk, end, next) => break,
            Some('.' | ',' | ':' | '/') if more => end = next,
            _ => break,
        }
    }
    // Letters written onto the number: a unit is a word of its own, an ordinal's ending or a code is not.
    let letters = chunk.run(end, |c| is_word(c) && !c.is_numeric());
    if letters == end {
        return end;
    }
    let tail = chunk.slice(end, letters);
    let whole = chunk.at(letters).is_none_or(|c| !c.is_numeric());
    if whole && listed(|lexicon| &lexicon.units, tail) {
        return end;
    }
    let mut all = chunk.run(end, is_word);
    while chunk.at(all) == Some('-') && chunk.at(all + 1).is_some_and(|c| c.is_ascii_digit()) && !whole {
        all = chunk.run(all + 1, is_word);
    }
    all
}

/// Whether a comma, followed by digits up to `next`, divides thousands ("1,000", "1,00,000") and not two numbers.
fn thousands(chunk: &Chunk, comma: usize, next: usize) -> bool {
    match next - comma - 1 {
        3 => true,
        2 => {
            chunk.at(next) == Some(',')
                && chunk.run((next + 1).min(chunk.characters.len()), char::is_numeric) == next + 4
        }
        _ => false,
    }
}

/// In characters.
const LONGEST_TELEPHONE: usize = 40;

/// Telephone numbers and dates with hyphens: `713-853-3989`, `1-800-991-9019`, `11-20-2000`, `2026-03-15`.
fn telephone(chunk: &Chunk, at: usize) -> Option<usize> {
    let near =
        Chunk { characters: &chunk.characters[..(at + LONGEST_TELEPHONE).min(chunk.characters.len())], ..*chunk };
    let end = near.run(at, |c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/'));
    let text = chunk.slice(at, end).trim_end_matches(['-', '.', '/']);
    let lengths: Vec<usize> = text.split(['-', '.', '/']).map(str::len).collect();
    let hyphen = text.contains('-');
    let known = match lengths.as_slice() {
        [.., 3, 4] => hyphen || lengths.len() > 2,
        [1 | 2, 1 | 2, 2 | 4] | [4, 2, 2] => hyphen,
        [5, 4] => hyphen,
        _ => false,
    };
    let last = at + text.chars().count();
    (known && chunk.at(last).is_none_or(|c| !is_word(c))).then_some(last)
}
