//! The words that the time grammar reads: runs of letters, runs of digits, single marks.
//!
//! They are finer than the tokens of the [`Analysis`](crate::language::Analysis) ("9–11" is three, "1990s" two) and
//! do not depend on any model, so that the grammar reads every text alike.

use crate::text::Span;

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Letters,
    Digits,
    Mark,
}

/// A word of the time grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the text.
    pub span: Span,
    /// In lower case; curly apostrophes and dashes made plain.
    pub text: String,
    pub shape: Shape,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether it touches the word before it.
    pub joined: bool,
    /// Whether an empty line stands between it and the word before it.
    pub new_paragraph: bool,
}

/// Divides a text into words.
pub(super) fn divide(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let (mut joined, mut line_ends) = (false, 0);
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() {
            joined = false;
            line_ends += usize::from(first == '\n');
            continue;
        }
        let shape = if first.is_ascii_digit() {
            Shape::Digits
        } else if first.is_alphabetic() {
            Shape::Letters
        } else {
            Shape::Mark
        };
        let mut end = start + first.len_utf8();
        while shape != Shape::Mark
            && let Some(&(at, next)) = chars.peek()
            && (if shape == Shape::Digits { next.is_ascii_digit() } else { next.is_alphabetic() })
        {
            end = at + next.len_utf8();
            chars.next();
        }
        let text = match first {
            '’' | '‘' | '`' => "'".to_owned(),
            '–' | '—' | '‑' | '‐' | '−' => "-".to_owned(),
            _ => text[start..end].to_lowercase(),
        };
        words.push(Word {
            span: Span::new(start, end),
            text,
            shape,
            capital: first.is_uppercase(),
            joined,
            new_paragraph: line_ends > 1 || words.is_empty(),
        });
        joined = true;
        line_ends = 0;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::divide;

    #[test]
    fn digits_letters_and_marks_are_words_of_their_own() {
        let texts: Vec<_> = divide("March 9–11, the 1990s").into_iter().map(|word| word.text).collect();
        assert_eq!(texts, ["march", "9", "-", "11", ",", "the", "1990", "s"]);
    }
}
