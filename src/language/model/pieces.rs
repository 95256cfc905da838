//! Word pieces of BERT's uncased vocabulary.
//!
//! J. Devlin et al., *BERT: Pre-training of Deep Bidirectional Transformers* (2019), after Y. Wu et al., *Google's
//! Neural Machine Translation System* (2016): the longest piece that the vocabulary has, from left to right.

use super::punctuation::is_punctuation;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of more pieces is cut: the model saw none longer.
const MAX_PIECES: usize = 12;
/// A word of more characters is unknown, as in BERT.
const MAX_CHARACTERS: usize = 100;

/// The vocabulary.
pub(super) struct Pieces {
    ids: HashMap<&'static str, i32>,
    /// The id of `[CLS]`, which stands before a sentence.
    pub start: i32,
    /// The id of `[SEP]`, which stands after it.
    pub end: i32,
    unknown: i32,
}

impl Pieces {
    /// The vocabulary of a file with one piece a line; `None` where it lacks a special piece.
    pub fn new(file: &'static str) -> Option<Self> {
        let ids: HashMap<_, _> = file.lines().zip(0..).collect();
        let find = |piece| ids.get(piece).copied();
        Some(Self { start: find("[CLS]")?, end: find("[SEP]")?, unknown: find("[UNK]")?, ids })
    }

    /// Appends the ids of a word's pieces: at least one, at most [`MAX_PIECES`].
    pub fn split(&self, word: &str, ids: &mut Vec<i32>) {
        let start = ids.len();
        // What follows the first few hundred bytes of a word can only be cut off again.
        let mut cut = word.len().min(1000);
        while !word.is_char_boundary(cut) {
            cut -= 1;
        }
        for part in parts(&word[..cut]) {
            self.split_part(&part, ids);
            if ids.len() - start >= MAX_PIECES {
                break;
            }
        }
        ids.truncate(start + MAX_PIECES);
        if ids.len() == start {
            ids.push(self.unknown);
        }
    }

    fn split_part(&self, part: &str, ids: &mut Vec<i32>) {
        if part.chars().count() > MAX_CHARACTERS {
            ids.push(self.unknown);
            return;
        }
        let begin = ids.len();
        let mut rest = part;
        let mut continued = String::new();
        while !rest.is_empty() {
            let found = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev().find_map(|end| {
                let piece = &rest[..end];
                let id = if rest.len() == part.len() {
                    self.ids.get(piece)
                } else {
                    continued.clear();
                    continued.push_str("##");
                    continued.push_str(piece);
                    self.ids.get(continued.as_str())
                };
                id.map(|&id| (id, end))
            });
            let Some((id, end)) = found else {
                ids.truncate(begin);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            rest = &rest[end..];
        }
    }
}

/// A word in lower case and without accents, divided at punctuation and CJK characters.
fn parts(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut open = false;
    let plain = word.is_ascii();
    let mut add = |character: char| {
        if character.is_control() || character.is_whitespace() || matches!(character, '\0' | '\u{fffd}') {
            open &= character.is_control() && !character.is_whitespace();
        } else if is_punctuation(character) || is_cjk(character) {
            parts.push(character.to_string());
            open = false;
        } else if open {
            if let Some(last) = parts.last_mut() {
                last.push(character);
            }
        } else {
            parts.push(character.to_string());
            open = true;
        }
    };
    if plain {
        word.chars().for_each(|c| add(c.to_ascii_lowercase()));
    } else {
        word.nfd().filter(|&c| !is_combining_mark(c) && !is_format(c)).flat_map(char::to_lowercase).for_each(add);
    }
    parts
}

/// Soft hyphens, joiners and the like, which BERT's tokeniser drops.
fn is_format(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_cjk(character: char) -> bool {
    matches!(character as u32,
        0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x20000..=0x2a6df | 0x2a700..=0x2b81f | 0x2b820..=0x2ceaf
        | 0xf900..=0xfaff | 0x2f800..=0x2fa1f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> Vec<i32> {
        let pieces = Pieces::new("[UNK]\n[CLS]\n[PAD]\n[SEP]\npari\n##s\nun\n##able\n-\n日\nelan").unwrap();
        let mut ids = Vec::new();
        pieces.split(word, &mut ids);
        ids
    }

    #[test]
    fn the_longest_piece_is_taken_first() {
        assert_eq!(split("PARIS"), [4, 5]);
        assert_eq!(split("unable"), [6, 7]);
    }

    #[test]
    fn accents_go_and_punctuation_stands_alone() {
        assert_eq!(split("élan"), [10]);
        assert_eq!(split("un-paris"), [6, 8, 4, 5]);
        assert_eq!(split("日日"), [9, 9]);
    }

    #[test]
    fn what_the_vocabulary_lacks_is_unknown() {
        assert_eq!(split("xyz"), [0]);
        assert_eq!(split("\u{200d}"), [0]);
        assert_eq!(split(&"a".repeat(100_000)), [0]);
    }
}
