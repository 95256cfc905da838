//! Sentences → batches of passages of windows.
//!
//! A long sentence is cut into windows that the encoder can take. A passage is so many windows in a row that are read
//! with one another in view, as the training has them too: what stands around a sentence helps to tell its names. A
//! batch is so many passages that the weights, once fetched into the cache, are used often.

use super::model::{MAX_PIECES, Model};
use super::network::EncoderInput;
use super::segment::Segmentation;
use std::ops::Range;

/// Pieces in a passage of more than one window.
const PASSAGE_PIECES: usize = 128;
/// Pieces in a batch.
const BATCH_PIECES: usize = 384;

/// A sentence, or a part of a long one, as numbers.
pub(super) struct Window {
    /// Index of the sentence in the segmentation.
    pub sentence: usize,
    /// Indices of its words in the segmentation.
    pub words: Range<usize>,
    pieces: Vec<i32>,
    shapes: Vec<i32>,
    first: Vec<usize>,
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
    let (start, end) = model.special();
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
                first.push(piece - from + 1);
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

/// Windows that go through the networks together.
pub(super) struct Batch {
    pub input: EncoderInput,
    /// Predicates of each window, where they are given.
    pub predicates: Vec<Option<Vec<usize>>>,
}

/// Puts windows together, in their order.
pub(super) fn batches(windows: &[Window]) -> Vec<Batch> {
    let mut found: Vec<Batch> = Vec::new();
    let sizes: Vec<usize> = windows.iter().map(|window| window.pieces.len()).collect();
    for passage in passages(&sizes) {
        let size: usize = sizes[passage.clone()].iter().sum();
        if found.last().is_none_or(|batch| batch.input.pieces.len() + size > BATCH_PIECES) {
            found.push(Batch { input: EncoderInput::default(), predicates: Vec::new() });
        }
        let Some(Batch { input, predicates }) = found.last_mut() else { continue };
        input.passages.push(passage.len());
        for window in &windows[passage] {
            input.pieces.extend(&window.pieces);
            input.shapes.extend(&window.shapes);
            input.first.extend(&window.first);
            input.sizes.push((window.pieces.len(), window.words.len()));
            predicates.push(window.predicates.clone());
        }
    }
    found
}

/// Windows of these sizes as passages: so many in a row as fit, or one alone.
fn passages(sizes: &[usize]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut sum = 0;
    for (index, size) in sizes.iter().enumerate() {
        sum += size;
        match found.last_mut() {
            Some(passage) if sum <= PASSAGE_PIECES => passage.end = index + 1,
            _ => {
                found.push(index..index + 1);
                sum = *size;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{cut, passages};

    #[test]
    fn a_passage_has_so_many_windows_as_fit() {
        assert_eq!(passages(&[100, 20, 8, 1, 127]), [0..3, 3..5]);
        assert_eq!(passages(&[60, 200, 60]), [0..1, 1..2, 2..3]);
        assert!(passages(&[]).is_empty());
    }

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
