//! Sentences → batches of like length.
//!
//! A long sentence is cut into windows that the encoder can take. Windows are put together by their length in pieces,
//! rounded up: how much a window is padded depends on itself alone, and so do its numbers.

use super::model::{EncoderInput, MAX_PIECES, Model};
use super::segment::Segmentation;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lengths are rounded up to a multiple of this.
const STEP: usize = 4;
/// Pieces in a batch, padding included.
const BATCH_PIECES: usize = 1024;

/// A sentence, or a part of a long one, as numbers.
pub(super) struct Window {
    /// Index of the sentence in the segmentation.
    pub sentence: usize,
    /// Indices of its words in the segmentation.
    pub words: Range<usize>,
    pieces: Vec<i32>,
    shapes: Vec<i32>,
    first: Vec<i32>,
    /// Its predicates, where they are given: indices of words within the window.
    predicates: Option<Vec<usize>>,
}

/// The windows of sentences, in order. `predicates` are the words that are predicates, in order, where that is known.
pub(super) fn windows(
    model: &Model,
    text: &str,
    found: &Segmentation,
    predicates: Option<&[usize]>,
    sentences: Range<usize>,
) -> Vec<Window> {
    let (start, end, _) = model.special();
    let mut windows = Vec::new();
    for sentence in sentences {
        let words = found.sentences[sentence].words.clone();
        let (mut pieces, mut shapes, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
        for word in words.clone() {
            let before = pieces.len();
            model.encode_word(found.words[word].of(text), &mut pieces, &mut shapes);
            lengths.push(pieces.len() - before);
        }
        let mut piece = 0;
        for part in cut(&lengths, |index| is_break(found.words[words.start + index].of(text))) {
            let mut first = Vec::with_capacity(part.len());
            let from = piece;
            for &length in &lengths[part.clone()] {
                first.push((piece - from + 1) as i32);
                piece += length;
            }
            let with_ends = |inner: &[i32], start, end| [&[start], inner, &[end]].concat();
            let words = words.start + part.start..words.start + part.end;
            let given = |all: &[usize]| {
                let inside =
                    all.partition_point(|&word| word < words.start)..all.partition_point(|&word| word < words.end);
                all[inside].iter().map(|word| word - words.start).collect()
            };
            windows.push(Window {
                sentence,
                predicates: predicates.map(given),
                words,
                pieces: with_ends(&pieces[from..piece], start, end),
                shapes: with_ends(&shapes[from..piece], 0, 0),
                first,
            });
        }
    }
    windows
}

/// Cuts words of the given lengths into parts that the encoder can take, where possible after a break in the second
/// half of a part.
fn cut(lengths: &[usize], is_break: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let limit = MAX_PIECES - 2;
    let mut parts = Vec::new();
    let mut start = 0;
    while start < lengths.len() {
        let mut sum = 0;
        let fits = lengths[start..].iter().take_while(|&&length| {
            sum += length;
            sum <= limit
        });
        let mut end = start + fits.count().max(1);
        if end < lengths.len() {
            let middle = start + (end - start) / 2;
            end = (middle..end).rev().find(|&index| is_break(index)).map_or(end, |index| index + 1);
        }
        parts.push(start..end);
        start = end;
    }
    parts
}

fn is_break(word: &str) -> bool {
    matches!(word, "," | ";" | ":" | "." | "!" | "?" | "—" | "–" | "--" | ")" | "”" | "\"")
}

/// Windows of one padded length.
pub(super) struct Batch {
    /// Indices in the list of windows.
    pub members: Vec<usize>,
    /// Words of each member.
    pub words: Vec<usize>,
    /// Predicates of each member, where they are given.
    pub predicates: Vec<Option<Vec<usize>>>,
    pub input: EncoderInput,
}

/// Puts windows together. The batches depend on the windows alone, never on the number of threads.
pub(super) fn batches(model: &Model, windows: &[Window]) -> Vec<Batch> {
    let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, window) in windows.iter().enumerate() {
        by_length.entry(window.pieces.len().next_multiple_of(STEP)).or_default().push(index);
    }
    // Long ones first, so that the last to be done are short and all threads end together.
    let mut found = Vec::new();
    for (length, members) in by_length.into_iter().rev() {
        for members in members.chunks((BATCH_PIECES / length).max(1)) {
            found.push(batch(model, windows, members, length));
        }
    }
    found
}

fn batch(model: &Model, windows: &[Window], members: &[usize], length: usize) -> Batch {
    let (_, _, padding) = model.special();
    let words: Vec<usize> = members.iter().map(|&index| windows[index].words.len()).collect();
    // At least two columns: for one `rten` takes another way, which adds in another order.
    let wide = words.iter().copied().max().unwrap_or(0).max(2);
    let mut input = EncoderInput {
        size: members.len(),
        pieces_wide: length,
        words_wide: wide,
        pieces: Vec::with_capacity(members.len() * length),
        shapes: Vec::with_capacity(members.len() * length),
        mask: Vec::with_capacity(members.len() * length),
        first: Vec::with_capacity(members.len() * wide),
    };
    for (row, &index) in members.iter().enumerate() {
        let window = &windows[index];
        let (pieces_end, words_end) = ((row + 1) * length, (row + 1) * wide);
        input.pieces.extend(&window.pieces);
        input.pieces.resize(pieces_end, padding);
        input.shapes.extend(&window.shapes);
        input.shapes.resize(pieces_end, 0);
        input.mask.resize(row * length + window.pieces.len(), 1);
        input.mask.resize(pieces_end, 0);
        input.first.extend(&window.first);
        input.first.resize(words_end, 0);
    }
    let predicates = members.iter().map(|&index| windows[index].predicates.clone()).collect();
    Batch { members: members.to_vec(), words, predicates, input }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_sentence_that_fits_is_not_cut() {
        assert_eq!(cut(&[1; 254], |_| true), [0..254]);
        assert!(cut(&[], |_| true).is_empty());
    }

    #[test]
    fn a_long_sentence_is_cut_after_a_break() {
        assert_eq!(cut(&[1; 300], |index| index == 199), [0..200, 200..300]);
    }

    #[test]
    fn a_long_sentence_without_a_break_is_cut_where_it_must_be() {
        assert_eq!(cut(&[12; 50], |_| false), [0..21, 21..42, 42..50]);
    }
}
