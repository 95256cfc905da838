//! Sums over the words of a sentence: scores of pairs, and mixtures by weight.
//!
//! Eight or sixteen numbers are added up side by side, each in its own lane and in the order of the rows.

use super::floats::{LANES, exponentials};
use super::processor::for_processor;
use std::ops::Range;

/// Numbers of a row in one head of the attention.
pub(super) const HEAD: usize = 32;

/// Rows of numbers that stand in a wider table: from some column on.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub values: &'a [f32],
    /// Numbers from one row to the next.
    pub stride: usize,
    pub column: usize,
}

impl<'a> Rows<'a> {
    #[inline(always)]
    fn row(&self, index: usize, width: usize) -> &'a [f32] {
        let start = index * self.stride + self.column;
        &self.values[start..start + width]
    }
}

/// Rows turned into columns, padded to whole lanes.
struct Turned {
    values: Vec<f32>,
    padded: usize,
}

#[inline(always)]
fn turn(rows: Rows, indices: Range<usize>, width: usize, turned: &mut Turned) {
    let padded = indices.len().next_multiple_of(LANES);
    turned.padded = padded;
    turned.values.clear();
    turned.values.resize(padded * width, 0.0);
    for (place, index) in indices.enumerate() {
        for (column, &value) in rows.row(index, width).iter().enumerate() {
            turned.values[column * padded + place] = value;
        }
    }
}

/// The products of some rows with all turned ones; `scores` has `padded` numbers for each.
#[inline(always)]
fn score<const COUNT: usize>(rows: [&[f32]; COUNT], turned: &Turned, scores: &mut [f32]) {
    let padded = turned.padded;
    for start in (0..padded).step_by(LANES) {
        let mut sums = [[0.0_f32; LANES]; COUNT];
        for column in 0..rows[0].len() {
            let values = &turned.values[column * padded + start..][..LANES];
            for row in 0..COUNT {
                let factor = rows[row][column];
                for lane in 0..LANES {
                    sums[row][lane] += factor * values[lane];
                }
            }
        }
        for row in 0..COUNT {
            scores[row * padded + start..][..LANES].copy_from_slice(&sums[row]);
        }
    }
}

for_processor! {
    /// The product of each of the rows `left` with each of the rows `right`, of `width` numbers each, appended to `out`.
    pub(super) fn products(
        left: (Rows, Range<usize>),
        right: (Rows, Range<usize>),
        width: usize,
        out: &mut Vec<f32>,
    ) {
        let mut turned = Turned { values: Vec::new(), padded: 0 };
        let count = right.1.len();
        turn(right.0, right.1, width, &mut turned);
        let mut scores = vec![0.0; 4 * turned.padded];
        let mut index = left.1.start;
        while index < left.1.end {
            let row = |offset: usize| left.0.row(index + offset, width);
            let done = if index + 4 <= left.1.end {
                score([row(0), row(1), row(2), row(3)], &turned, &mut scores);
                4
            } else {
                score([row(0)], &turned, &mut scores);
                1
            };
            for scores in scores.chunks_exact(turned.padded.max(1)).take(done) {
                out.extend_from_slice(&scores[..count]);
            }
            index += done;
        }
    }
}

/// The weighted sum of rows of one head.
#[inline(always)]
fn mix<const COUNT: usize>(weights: [&[f32]; COUNT], rows: Rows, indices: Range<usize>) -> [[f32; HEAD]; COUNT] {
    let mut sums = [[0.0_f32; HEAD]; COUNT];
    for (place, index) in indices.enumerate() {
        let values = rows.row(index, HEAD);
        for row in 0..COUNT {
            let weight = weights[row][place];
            for lane in 0..HEAD {
                sums[row][lane] += weight * values[lane];
            }
        }
    }
    sums
}

for_processor! {
    /// Self-attention (A. Vaswani et al., *Attention Is All You Need*, 2017) among the rows of a context: for each of `queries`, indices of rows, appends `width` numbers to `out`. The rows of `projected` are
    /// queries, keys and values side by side; the queries have the scale in them.
    pub(super) fn attend(
        projected: &[f32],
        width: usize,
        context: Range<usize>,
        queries: &[usize],
        out: &mut Vec<f32>,
    ) {
        let start = out.len();
        out.resize(start + queries.len() * width, 0.0);
        let mut turned = Turned { values: Vec::new(), padded: 0 };
        let mut scores = vec![0.0; 4 * context.len().next_multiple_of(LANES)];
        for head in (0..width).step_by(HEAD) {
            let part = |index: usize| Rows { values: projected, stride: 3 * width, column: index * width + head };
            turn(part(1), context.clone(), HEAD, &mut turned);
            let padded = turned.padded;
            for (group, queries) in queries.chunks(4).enumerate() {
                let row = |place: usize| part(0).row(queries[place], HEAD);
                match queries.len() {
                    4 => score([row(0), row(1), row(2), row(3)], &turned, &mut scores),
                    _ => (0..queries.len())
                        .for_each(|place| score([row(place)], &turned, &mut scores[place * padded..])),
                }
                let mut totals = [0.0; 4];
                for (total, scores) in totals.iter_mut().zip(scores.chunks_exact_mut(padded)).take(queries.len()) {
                    // What stands beyond the context weighs nothing.
                    scores[context.len()..].fill(f32::NEG_INFINITY);
                    *total = exponentials(scores);
                }
                let mut place = 0;
                while place < queries.len() {
                    let weights = |offset: usize| &scores[(place + offset) * padded..];
                    let mixed = match queries.len() - place {
                        1 => [mix([weights(0)], part(2), context.clone())[0], [0.0; HEAD]],
                        _ => mix([weights(0), weights(1)], part(2), context.clone()),
                    };
                    for (offset, mixed) in mixed.iter().take(queries.len() - place).enumerate() {
                        let at = start + (group * 4 + place + offset) * width + head;
                        let factor = 1.0 / totals[place + offset];
                        for (out, value) in out[at..at + HEAD].iter_mut().zip(mixed) {
                            *out = value * factor;
                        }
                    }
                    place += 2;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Processor;
    use super::*;

    /// Numbers without a pattern, between -1 and 1.
    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7919 + 13) % 1009) as f32 / 504.5 - 1.0).collect()
    }

    #[test]
    fn products_of_rows_are_their_sums_of_products() {
        let (left, right) = (numbers(6 * 24), numbers(19 * 24));
        let rows = |values| Rows { values, stride: 24, column: 4 };
        for processor in Processor::every() {
            let mut out = Vec::new();
            products(processor, (rows(&left), 1..6), (rows(&right), 0..19), 20, &mut out);
            assert_eq!(out.len(), 5 * 19);
            for (at, found) in out.iter().enumerate() {
                let (i, j) = (at / 19 + 1, at % 19);
                let expected: f32 = (4..24).map(|k| left[i * 24 + k] * right[j * 24 + k]).sum();
                assert!((found - expected).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn attention_mixes_values_by_the_weights_of_scores() {
        const WIDTH: usize = 64;
        let projected = numbers(21 * 3 * WIDTH);
        let (context, queries) = (2..21, [2, 5, 6, 7, 9, 20]);
        let mut out = Vec::new();
        attend(Processor::detect(), &projected, WIDTH, context.clone(), &queries, &mut out);
        for (place, &query) in queries.iter().enumerate() {
            for head in [0, HEAD] {
                let at = |row: usize, part: usize, k: usize| projected[(row * 3 + part) * WIDTH + head + k];
                let weights: Vec<f32> = context
                    .clone()
                    .map(|row| (0..HEAD).map(|k| at(query, 0, k) * at(row, 1, k)).sum::<f32>().exp())
                    .collect();
                let total: f32 = weights.iter().sum();
                for k in 0..HEAD {
                    let expected: f32 =
                        context.clone().zip(&weights).map(|(row, weight)| weight * at(row, 2, k)).sum::<f32>() / total;
                    assert!((out[place * WIDTH + head + k] - expected).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn every_processor_gives_the_same_bits() {
        let projected = numbers(37 * 3 * 96);
        let queries: Vec<usize> = (0..37).collect();
        let attended = |processor| {
            let mut out = Vec::new();
            attend(processor, &projected, 96, 0..37, &queries, &mut out);
            out
        };
        for processor in Processor::every() {
            assert_eq!(attended(Processor::PLAIN), attended(processor), "{processor:?}");
        }
    }
}
