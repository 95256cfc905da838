//! Labelled spans from the scores of each word's labels: the best path that is well formed.
//!
//! A. Viterbi, *Error Bounds for Convolutional Codes* (1967), with transitions that are allowed or not.

use super::log_sum_exp;
use crate::language::model::Part;
use std::ops::Range;

/// A span that was found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LabelledSpan<T> {
    /// Indices of its words.
    pub words: Range<usize>,
    pub label: T,
    /// Geometric mean of the probabilities of its words' labels.
    pub confidence: f32,
}

/// The spans of the best well-formed path through `scores`, a row of `labels.len()` logits a word. At `barred` no span
/// may stand.
pub(crate) fn spans<T: Copy + PartialEq>(
    labels: &[Part<T>],
    scores: &[f32],
    barred: Option<usize>,
) -> Vec<LabelledSpan<T>> {
    let width = labels.len();
    let rows = scores.len() / width.max(1);
    if rows == 0 {
        return Vec::new();
    }
    let ends = labels.iter().any(|label| matches!(label, Part::End(_)));
    // Inside and end labels come after the same span's labels alone; all others after whatever closes a span.
    let before: Vec<Option<Vec<usize>>> = labels
        .iter()
        .map(|&to| match to {
            Part::Inside(label) | Part::End(label) => {
                Some((0..width).filter(|&from| labels[from].open() == Some(label)).collect())
            }
            _ => None,
        })
        .collect();
    let closed: Vec<usize> = (0..width).filter(|&from| !ends || labels[from].open().is_none()).collect();
    let mut best = vec![f32::NEG_INFINITY; width];
    let mut back = vec![0_u16; rows * width];
    let mut next = best.clone();
    for row in 0..rows {
        let after_closed = if row == 0 { (0.0, 0) } else { highest(&best, &closed) };
        for (to, before) in before.iter().enumerate() {
            let (score, from) = match before {
                Some(_) if row == 0 => (f32::NEG_INFINITY, 0),
                Some(before) => highest(&best, before),
                None => after_closed,
            };
            let here = barred == Some(row) && labels[to] != Part::Outside;
            next[to] = if here { f32::NEG_INFINITY } else { score + scores[row * width + to] };
            back[row * width + to] = from as u16;
        }
        std::mem::swap(&mut best, &mut next);
    }
    let mut last = 0;
    let mut top = f32::NEG_INFINITY;
    for (index, &label) in labels.iter().enumerate() {
        let complete = !ends || matches!(label, Part::Outside | Part::End(_) | Part::Single(_));
        if complete && best[index] > top {
            (last, top) = (index, best[index]);
        }
    }
    let mut path = vec![last; rows];
    for row in (1..rows).rev() {
        path[row - 1] = usize::from(back[row * width + path[row]]);
    }
    collect(labels, scores, &path)
}

/// The highest score of the given labels, and whose it is.
fn highest(scores: &[f32], labels: &[usize]) -> (f32, usize) {
    let mut best = (f32::NEG_INFINITY, 0);
    for &label in labels {
        if scores[label] > best.0 {
            best = (scores[label], label);
        }
    }
    best
}

fn collect<T: Copy + PartialEq>(labels: &[Part<T>], scores: &[f32], path: &[usize]) -> Vec<LabelledSpan<T>> {
    let width = labels.len();
    let mut found: Vec<LabelledSpan<T>> = Vec::new();
    let mut log_sum = 0.0;
    for (row, &index) in path.iter().enumerate() {
        let row_scores = &scores[row * width..(row + 1) * width];
        let log = || row_scores[index] - log_sum_exp(row_scores.iter().copied());
        match labels[index] {
            Part::Outside => {}
            Part::Begin(label) | Part::Single(label) => {
                log_sum = log();
                found.push(LabelledSpan { words: row..row + 1, label, confidence: libm::expf(log_sum) });
            }
            Part::Inside(_) | Part::End(_) => {
                log_sum += log();
                if let Some(last) = found.last_mut() {
                    last.words.end = row + 1;
                    last.confidence = libm::expf(log_sum / last.words.len() as f32);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: [Part<u8>; 5] = [Part::Outside, Part::Begin(1), Part::Inside(1), Part::End(1), Part::Single(1)];

    /// Scores that like the given labels best, and the second given less.
    fn scores(best: &[(usize, usize)]) -> Vec<f32> {
        best.iter()
            .flat_map(|&(first, second)| {
                (0..5).map(move |i| {
                    if i == first {
                        2.0
                    } else if i == second {
                        1.5
                    } else {
                        0.0
                    }
                })
            })
            .collect()
    }

    #[test]
    fn a_span_runs_from_begin_to_end() {
        let found = spans(&LABELS, &scores(&[(0, 0), (1, 1), (2, 2), (3, 3)]), None);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words, 1..4);
        assert!(found[0].confidence > 0.4 && found[0].confidence < 1.0);
    }

    #[test]
    fn a_begin_without_an_end_is_not_taken() {
        let found = spans(&LABELS, &scores(&[(1, 4), (0, 0)]), None);
        assert_eq!(found.iter().map(|s| s.words.clone()).collect::<Vec<_>>(), [0..1]);
    }

    #[test]
    fn nothing_stands_where_it_is_barred() {
        assert!(spans(&LABELS, &scores(&[(4, 0)]), Some(0)).is_empty());
        assert!(spans(&LABELS, &[], None).is_empty());
    }
}
