//! The encoder with its heads: pieces in; states, tags, names, predicates and arcs out.

use super::Processor;
use super::attention::{Rows, products};
use super::floats::{Norm, gelu, normalise};
use super::graph::Graph;
use super::layer::{Context, Layer, add};
use super::linear::Linear;

/// Passages of sentences as numbers, one after the other.
#[derive(Default)]
pub(crate) struct EncoderInput {
    /// Pieces with the special ones at the ends of each sentence, and as many shapes.
    pub pieces: Vec<i32>,
    pub shapes: Vec<i32>,
    /// For each word the index of its first piece in its sentence.
    pub first: Vec<usize>,
    /// For each sentence its number of pieces and of words.
    pub sizes: Vec<(usize, usize)>,
    /// For each passage its number of sentences: these are read with one another in view.
    pub passages: Vec<usize>,
}

impl EncoderInput {
    /// The sizes of the sentences of each passage.
    fn sizes_by_passage(&self) -> impl Iterator<Item = &[(usize, usize)]> {
        let mut rest = self.sizes.as_slice();
        self.passages.iter().map(move |&sentences| {
            let passage;
            (passage, rest) = rest.split_at(sentences);
            passage
        })
    }
}

/// Scores and states: a row for each word, sentence after sentence.
pub(crate) struct EncoderOutput {
    /// The state of the root and then those of the words, for each sentence: a row more than words.
    pub states: Vec<f32>,
    pub upos: Vec<f32>,
    pub features: Vec<f32>,
    pub lemmas: Vec<f32>,
    pub names: Vec<f32>,
    pub predicates: Vec<f32>,
    /// For each sentence and each of its words the scores of all heads: first the root, then its words.
    pub arcs: Vec<Vec<f32>>,
}

pub(crate) struct Encoder {
    processor: Processor,
    words: Vec<i8>,
    word_scales: Vec<f32>,
    shapes: Vec<f32>,
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    /// UPOS, features, names, predicates, dependents and governors side by side.
    heads: Linear,
    parts: [usize; 6],
    lemma_inner: Linear,
    lemmas: Linear,
    pair: Linear,
}

const HIDDEN: usize = 384;
const LAYERS: usize = 6;

impl Encoder {
    /// Reads the graph `encoder.onnx`.
    pub fn new(file: &[u8], processor: Processor) -> Result<Self, String> {
        let mut graph = Graph::new(file, processor)?;
        let parts: [usize; 6] = graph.parts.as_slice().try_into().map_err(|_| "a graph without the six heads")?;
        let width = parts.iter().sum::<usize>();
        let words = graph.bytes(HIDDEN)?;
        let word_scales = graph.floats(1)?;
        let positions = graph.floats(HIDDEN)?;
        let shapes = graph.floats(HIDDEN)?;
        let norm = graph.norm(HIDDEN)?;
        let layers = (0..LAYERS).map(|_| Layer::new(&mut graph, HIDDEN)).collect::<Result<_, _>>()?;
        let heads = graph.linear(HIDDEN, width)?;
        let lemma_inner = graph.linear(2 * HIDDEN, None)?;
        let lemmas = graph.linear(lemma_inner.width(), None)?;
        let pair = graph.linear(parts[4], parts[5])?;
        graph.finish()?;
        Ok(Self {
            processor,
            words,
            word_scales,
            shapes,
            positions,
            norm,
            layers,
            heads,
            parts,
            lemma_inner,
            lemmas,
            pair,
        })
    }

    /// Width of a state.
    pub fn hidden(&self) -> usize {
        HIDDEN
    }

    /// Runs the encoder and its heads.
    pub fn run(&self, input: &EncoderInput) -> Result<EncoderOutput, String> {
        let embedded = self.embed(input)?;
        // Of the last layer only the root (the first piece of a sentence) and the first pieces of words are wanted.
        let mut all = Vec::new();
        let mut last = Vec::new();
        let mut wanted = Vec::new();
        let (mut piece, mut word) = (0, 0);
        for sizes in input.sizes_by_passage() {
            let start = (piece, wanted.len());
            for &(pieces, words) in sizes {
                wanted.push(piece);
                wanted.extend(input.first[word..word + words].iter().map(|first| piece + first));
                (piece, word) = (piece + pieces, word + words);
            }
            let rows = start.0..piece;
            all.push(Context { rows: rows.clone(), wanted: rows.clone() });
            last.push(Context { rows, wanted: start.1..wanted.len() });
        }
        let every: Vec<usize> = (0..piece).collect();
        let mut states = embedded.clone();
        for (index, layer) in self.layers.iter().enumerate() {
            states = match index + 1 == LAYERS {
                false => layer.apply(&states, &all, &every),
                true => layer.apply(&states, &last, &wanted),
            };
        }
        Ok(self.read(input, &embedded, &wanted, states))
    }

    /// The sums of what stands for each piece, for its place and for its shape, normalised.
    fn embed(&self, input: &EncoderInput) -> Result<Vec<f32>, String> {
        let mut states = Vec::with_capacity(input.pieces.len() * HIDDEN);
        let places = input.sizes_by_passage().flat_map(|sizes| 0..sizes.iter().map(|(pieces, _)| pieces).sum());
        for ((&piece, &shape), place) in input.pieces.iter().zip(&input.shapes).zip(places) {
            let row = |index: usize| index * HIDDEN..(index + 1) * HIDDEN;
            let (piece, shape) = (piece as usize, shape as usize);
            let parts = (
                self.words.get(row(piece)),
                self.word_scales.get(piece),
                self.positions.get(row(place)),
                self.shapes.get(row(shape)),
            );
            let (Some(word), Some(scale), Some(position), Some(shape)) = parts else {
                return Err("a piece that the model does not know".to_owned());
            };
            let sum = |((&word, position), shape): ((&i8, &f32), &f32)| f32::from(word) * scale + position + shape;
            states.extend(word.iter().zip(position).zip(shape).map(sum));
        }
        normalise(self.processor, &self.norm, &mut states);
        Ok(states)
    }

    /// What the heads say of the states of roots and words.
    fn read(&self, input: &EncoderInput, embedded: &[f32], wanted: &[usize], states: Vec<f32>) -> EncoderOutput {
        let joined = self.heads.apply(&states);
        let mut parts: [Vec<f32>; 6] = std::array::from_fn(|part| Vec::with_capacity(wanted.len() * self.parts[part]));
        let mut spelled = Vec::with_capacity(wanted.len() * 2 * HIDDEN);
        let mut row = 0;
        for &(_, words) in &input.sizes {
            for place in 0..=words {
                let mut from = &joined[row * self.heads.width()..];
                for (index, part) in parts.iter_mut().enumerate() {
                    let numbers;
                    (numbers, from) = from.split_at(self.parts[index]);
                    // The root is only ever a governor.
                    if place > 0 || index == 5 {
                        part.extend_from_slice(numbers);
                    }
                }
                if place > 0 {
                    spelled.extend_from_slice(&states[row * HIDDEN..][..HIDDEN]);
                    spelled.extend_from_slice(&embedded[wanted[row] * HIDDEN..][..HIDDEN]);
                }
                row += 1;
            }
        }
        let [upos, features, names, predicates, mut dependents, mut governors] = parts;
        let mut inner = self.lemma_inner.apply(&spelled);
        gelu(self.processor, &mut inner);
        gelu(self.processor, &mut dependents);
        gelu(self.processor, &mut governors);
        let pairs = self.pair.apply(&dependents);
        let arcs = self.arcs(input, &pairs, &governors);
        let lemmas = self.lemmas.apply(&inner);
        EncoderOutput { states, upos, features, lemmas, names, predicates, arcs }
    }

    /// The scores of every word and root as the head of every word.
    fn arcs(&self, input: &EncoderInput, pairs: &[f32], governors: &[f32]) -> Vec<Vec<f32>> {
        let width = self.pair.width();
        let table = |values| Rows { values, stride: width, column: 0 };
        let (mut word, mut row) = (0, 0);
        let of_sentence = |&(_, words): &(usize, usize)| {
            let mut scores = Vec::with_capacity(words * (words + 1));
            let (left, right) = (word..word + words, row..row + words + 1);
            products(self.processor, (table(pairs), left), (table(governors), right), width, &mut scores);
            (word, row) = (word + words, row + words + 1);
            scores
        };
        input.sizes.iter().map(of_sentence).collect()
    }
}

/// Adds the rows of `others` at `indices` to rows, one to each.
pub(super) fn add_rows(rows: &mut [f32], others: &[f32], width: usize, indices: impl Iterator<Item = usize>) {
    for (row, index) in rows.chunks_exact_mut(width).zip(indices) {
        add(row, &others[index * width..][..width]);
    }
}
