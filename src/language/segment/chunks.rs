//! Chunks: what stands between spaces, cut also where a sentence may end without a space ("home...Julie").

use crate::text::Span;

/// The chunks of `text[span]`, in order. Spans are bytes of `text`.
pub(super) fn chunks(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = None;
    for (offset, character) in span.of(text).char_indices() {
        let at = span.start + offset;
        if is_space(character) {
            if let Some(begin) = start.take() {
                cut(text, Span::new(begin, at), &mut found);
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(begin) = start {
        cut(text, Span::new(begin, span.end), &mut found);
    }
    found
}

/// Spaces, control characters, the byte order mark and marks of the direction of writing: nothing of these is ever part
/// of a word.
pub(super) fn is_space(character: char) -> bool {
    let mark = matches!(
        character,
        '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    mark || character.is_whitespace() || character.is_control()
}

/// Cuts a chunk after a run of final punctuation that follows a word and is followed by another.
fn cut(text: &str, span: Span, found: &mut Vec<Span>) {
    let chunk = span.of(text);
    let whole = chunk.contains('@')
        || chunk.contains("://")
        || chunk.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    if whole || !chunk.contains(['.', '!', '?', '…']) {
        found.push(span);
        return;
    }
    let characters: Vec<(usize, char)> = chunk.char_indices().collect();
    let mut begin = 0;
    let mut at = 0;
    while at < characters.len() {
        if !is_final(characters[at].1) {
            at += 1;
            continue;
        }
        let run = (at..characters.len()).find(|&i| !is_final(characters[i].1)).unwrap_or(characters.len());
        let after_word = at - begin >= 2
            && characters[at - 1].1.is_alphabetic()
            && characters[at - 2].1.is_alphabetic()
            && !characters[at - 1].1.is_uppercase();
        let only_period = run == at + 1 && characters[at].1 == '.';
        let before_word = run + 1 < characters.len()
            && characters[run].1.is_alphabetic()
            && (!only_period || (characters[run].1.is_uppercase() && characters[run + 1].1.is_lowercase()));
        if after_word && before_word {
            found.push(Span::new(span.start + characters[begin].0, span.start + characters[run].0));
            begin = run;
        }
        at = run;
    }
    found.push(Span::new(span.start + characters[begin].0, span.end));
}

fn is_final(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…')
}
