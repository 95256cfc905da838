//! Words of a chunk in the tokenisation of the English Universal Dependencies treebanks (EWT, GUM).
//!
//! A lexer: at each place the first pattern that fits takes its length. Words are then divided into a host and its
//! clitics ([`super::clitics`]).

use super::clitics;
use super::lexicon::Lexicon;
use super::numbers;
use super::patterns;
use crate::text::Span;

/// Appends the words of the chunk `text[span]` to `words` (bytes of `text`).
pub(super) fn split(text: &str, span: Span, ends_sentence: bool, words: &mut Vec<Span>) {
    let characters: Vec<(usize, char)> = span.of(text).char_indices().map(|(at, c)| (span.start + at, c)).collect();
    let chunk = Chunk { text, span, characters: &characters };
    let mut at = 0;
    while at < characters.len() {
        let end = chunk.word_end(at, ends_sentence).max(at + 1);
        let start = characters[at].0;
        clitics::divide(text, Span::new(start, start + chunk.slice(at, end).len()), words);
        at = end;
    }
}

/// A chunk with its characters and their byte offsets in the text.
#[derive(Clone, Copy)]
pub(super) struct Chunk<'a> {
    pub text: &'a str,
    pub span: Span,
    pub characters: &'a [(usize, char)],
}

impl<'a> Chunk<'a> {
    /// The character at an index, if there is one.
    pub fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|&(_, c)| c)
    }

    pub fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|i| self.at(i))
    }

    /// The text from one index of a character up to another.
    pub fn slice(&self, from: usize, to: usize) -> &'a str {
        let start = self.characters.get(from).map_or(self.span.end, |&(at, _)| at);
        let end = self.characters.get(to).map_or(self.span.end, |&(at, _)| at);
        &self.text[start..end]
    }

    /// Index of the first character from `from` on that does not satisfy the test.
    pub fn run(&self, from: usize, test: impl Fn(char) -> bool) -> usize {
        self.characters[from..].iter().position(|&(_, c)| !test(c)).map_or(self.characters.len(), |n| from + n)
    }

    /// Where the word that begins at `at` ends.
    fn word_end(&self, at: usize, ends_sentence: bool) -> usize {
        let first = self.characters[at].1;
        if let Some(end) = patterns::address(self, at).or_else(|| patterns::smiley(self, at)) {
            return end;
        }
        if numbers::begins(self, at) {
            return numbers::end(self, at);
        }
        if is_word(first) {
            return self.letters_end(at, ends_sentence);
        }
        match first {
            '#' | '@' if self.at(at + 1).is_some_and(char::is_alphabetic) && !self.before(at).is_some_and(is_word) => {
                self.run(at + 1, is_word)
            }
            '\'' | '’' | '`' => match patterns::apostrophe(self, at) {
                Some(end) => end,
                None => self.run(at, |c| c == first).min(at + 2),
            },
            '!' | '?' => self.run(at, |c| matches!(c, '!' | '?')),
            '.' | '-' | '=' | '*' | '_' | '~' | '…' | '<' | '>' | '+' | '#' | '•' | '$' => {
                self.run(at, |c| c == first)
            }
            _ => {
                // A symbol with what modifies it: variation selectors, joiners, skin tones, flags.
                let mut end = at + 1;
                while let Some(next) = self.at(end) {
                    let joined = self.before(end) == Some('\u{200d}');
                    if !(joined || patterns::is_modifier(next)) {
                        break;
                    }
                    end += 1;
                }
                end
            }
        }
    }

    /// Where a word of letters ends: with inner apostrophes, `&`, periods of acronyms, and hyphens of prefixes.
    fn letters_end(&self, at: usize, ends_sentence: bool) -> usize {
        let mut end = at;
        loop {
            end = self.run(end, is_word);
            let (Some(mark), Some(next)) = (self.at(end), self.at(end + 1)) else { break };
            let joins = match mark {
                '\'' | '’' | '`' | '&' => is_word(next),
                '*' | '@' => is_word(next),
                '.' => is_word(next) && patterns::inner_period(self, at, end),
                '-' | '\u{2011}' => is_word(next) && patterns::inner_hyphen(self, at, end),
                '/' => is_word(next) && patterns::inner_slash(self, at, end),
                _ => false,
            };
            if !joins {
                break;
            }
            end += 1;
        }
        if self.at(end) == Some('$') && self.slice(at, end).chars().all(char::is_uppercase) && end - at <= 3 {
            return end + 1;
        }
        let periods = self.run(end, |c| c == '.') - end;
        if periods == 1 || periods == 2 {
            let last = periods == 1 && self.run(end + 1, |c| !c.is_alphanumeric()) == self.characters.len();
            if patterns::keeps_period(self.slice(at, end), last && ends_sentence) {
                return end + 1;
            }
        }
        let cut_off = end - at <= 3 && self.at(end) == Some('-') && end + 1 == self.characters.len();
        end + usize::from(cut_off)
    }
}

/// Letters, digits, marks that combine with them, and `_`.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || patterns::is_mark(character)
}

/// Whether a part of a hyphenated word is in a list.
pub(super) fn listed(list: impl Fn(&Lexicon) -> &std::collections::HashSet<&'static str>, word: &str) -> bool {
    list(Lexicon::get()).contains(word.to_lowercase().as_str())
}
