//! Patterns of the lexer: addresses, smileys, acronyms, hyphens, slashes.

use super::lexicon::Lexicon;
use super::words::{Chunk, is_word, listed};

/// Longest name of a host, with what may stand before its `@`, in characters: what is longer is no address.
const LONGEST_HOST: usize = 320;

/// Web and e-mail addresses, names of hosts and of files: `https://…`, `www.…`, `a@b.org`, `example.com/x`, `a.pdf`.
pub(super) fn address(chunk: &Chunk, at: usize) -> Option<usize> {
    if !chunk.at(at)?.is_alphanumeric() || chunk.before(at).is_some_and(is_word) {
        return None;
    }
    let last = chunk.characters.len();
    let head: String = chunk.slice(at, (at + 8).min(last)).chars().flat_map(char::to_lowercase).collect();
    let schemes = ["http://", "https://", "ftp://", "www.", "mailto:", "doi:10"];
    if schemes.iter().any(|scheme| head.starts_with(scheme)) {
        return Some(trimmed(chunk, at, last));
    }
    let near = Chunk { characters: &chunk.characters[..(at + LONGEST_HOST).min(last)], ..*chunk };
    let host = near.run(at, |c| is_word(c) || matches!(c, '.' | '-' | '+' | '%'));
    if chunk.at(host) == Some('@') && chunk.at(host + 1).is_some_and(char::is_alphanumeric) {
        return Some(trimmed(chunk, at, chunk.run(host + 1, |c| is_word(c) || matches!(c, '.' | '-'))));
    }
    let end = trimmed(chunk, at, host);
    let name = chunk.slice(at, end);
    let (stem, ending) = name.rsplit_once('.')?;
    let is_group = |part: &str| part.len() > 1 && part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if stem.contains('.') && name.split('.').all(is_group) {
        return Some(end);
    }
    let plain = ending.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let known = (plain || ending == stem_case(stem, ending)) && listed(|lexicon| &lexicon.domains, ending);
    if !known || stem.ends_with('.') || stem.len() < 2 {
        return None;
    }
    match chunk.at(end) {
        Some('/') => Some(trimmed(chunk, at, last)),
        _ => Some(end),
    }
}

/// The ending in capitals, where the stem is in capitals (`ENRON.XLS`).
fn stem_case(stem: &str, last: &str) -> String {
    if stem.chars().any(char::is_lowercase) { String::new() } else { last.to_uppercase() }
}

/// An end without the punctuation that follows an address, and without a bracket that was not opened in it.
fn trimmed(chunk: &Chunk, at: usize, mut end: usize) -> usize {
    let opened = chunk.slice(at, end).contains('(');
    while end > at + 1 {
        let last = chunk.characters[end - 1].1;
        let bracket = last == ')' && !opened;
        let mark = matches!(
            last,
            '.' | ',' | ';' | ':' | '!' | '?' | '>' | ']' | '"' | '\'' | '”' | '’' | '“' | '…' | '-' | '—' | '»'
        );
        if !(bracket || mark) {
            break;
        }
        end -= 1;
    }
    end
}

/// A smiley that stands alone or between a word and the end of the chunk.
pub(super) fn smiley(chunk: &Chunk, at: usize) -> Option<usize> {
    if chunk.characters[at].1.is_ascii_digit() || chunk.characters.len() - at > 4 {
        return None;
    }
    let rest = chunk.slice(at, chunk.characters.len());
    let found = Lexicon::get().smileys.iter().find(|smiley| rest == **smiley)?;
    let alone = !found.starts_with(char::is_alphabetic) || at == 0;
    let bracketed = *found == ":)" && chunk.slice(0, at).contains('(');
    (alone && !bracketed).then(|| at + found.chars().count())
}

/// A word that begins with an apostrophe: `'s`, `'90s`, `'em`, `'tis`.
pub(super) fn apostrophe(chunk: &Chunk, at: usize) -> Option<usize> {
    let end = chunk.run(at + 1, char::is_alphanumeric);
    let word = chunk.slice(at + 1, end).to_lowercase();
    let clitic =
        matches!(word.as_str(), "s" | "m" | "re" | "ve" | "ll" | "d" | "em" | "til" | "cause" | "tis" | "twas");
    let decade = word.strip_suffix('s').is_some_and(|d| d.len() == 2 && d.bytes().all(|b| b.is_ascii_digit()));
    let year = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit()) && chunk.at(end) != Some('\'');
    let whole = chunk.at(end).is_none_or(|c| !is_word(c) && c != '\'');
    ((clitic || decade || year) && whole).then_some(end)
}

/// Whether the period at `end` belongs to the word begun at `at`: `U.S`, `Ph.D`, `e.g`.
pub(super) fn inner_period(chunk: &Chunk, at: usize, end: usize) -> bool {
    let before = chunk.slice(at, end);
    let part = before.rsplit('.').next().unwrap_or(before);
    let next = chunk.slice(end + 1, chunk.run(end + 1, is_word));
    let single = part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    single && next.chars().count() <= 3
        || (part == "Ph" || part == "M" || part == "B") && next.len() <= 2
        || part.chars().all(|c| c.is_ascii_digit()) && next.chars().all(|c| c.is_ascii_digit())
}

/// Whether the hyphen at `end` stays within the word begun at `at`: after prefixes, before suffixes.
pub(super) fn inner_hyphen(chunk: &Chunk, at: usize, end: usize) -> bool {
    let before = chunk.slice(at, end);
    let after = chunk.slice(end + 1, chunk.run(end + 1, is_word));
    let first_part = before.split('-').next().unwrap_or(before);
    listed(|lexicon| &lexicon.prefixes, first_part) && first_part.len() == before.len()
        || listed(|lexicon| &lexicon.suffixes, after)
}

/// Whether the slash at `end` stays within the word: `I/C`, `w/o`, `n/a`.
pub(super) fn inner_slash(chunk: &Chunk, at: usize, end: usize) -> bool {
    let next = chunk.run(end + 1, is_word);
    end - at == 1 && next - end == 2 && chunk.at(next) != Some('/')
}

/// Whether an abbreviation keeps the period after it. At the end of a sentence an acronym does ("in the U.S.": GUM's
/// habit, so that a name is one string wherever it stands), others leave it to the sentence.
pub(super) fn keeps_period(word: &str, ends_sentence: bool) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let acronym = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2 && !part.is_empty());
    let initial = letters == 1 && word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let listed = listed(|lexicon| &lexicon.abbreviations, word);
    acronym || (!ends_sentence && (initial || listed))
}

/// Marks that combine with the letter before.
pub(super) fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// What modifies the symbol before it: variation selectors, joiners, skin tones, tags, a second flag letter.
pub(super) fn is_modifier(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
        || is_mark(character)
}
