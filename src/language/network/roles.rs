//! The roles of predicates: two narrow layers over the words of the sentence, which are told where the predicate stands.

use super::Processor;
use super::encoder::add_rows;
use super::floats::{Norm, normalise};
use super::graph::Graph;
use super::layer::{Context, Layer};
use super::linear::Linear;
use std::ops::Range;

pub(crate) struct Roles {
    processor: Processor,
    word: Linear,
    predicate: Linear,
    distances: Vec<f32>,
    norm: Norm,
    layers: [Layer; 2],
    out: Linear,
}

/// The predicates to find the roles of.
pub(crate) struct RolesInput<'a> {
    /// A row for each word (and whatever else the ranges leave out).
    pub states: &'a [f32],
    /// For each predicate the rows of its sentence's words, and its own row.
    pub predicates: Vec<(Range<usize>, usize)>,
}

/// Rows that are done at a time: what is kept does not grow with the number of predicates.
const BLOCK: usize = 512;

impl Roles {
    /// Reads the graph `roles.onnx`; states have `hidden` numbers.
    pub fn new(file: &[u8], hidden: usize, processor: Processor) -> Result<Self, String> {
        let mut graph = Graph::new(file, processor)?;
        let word = graph.linear(hidden, None)?;
        let width = word.width();
        let roles = Self {
            processor,
            predicate: graph.linear(hidden, width)?,
            distances: graph.floats(width)?,
            norm: graph.norm(width)?,
            layers: [Layer::new(&mut graph, width)?, Layer::new(&mut graph, width)?],
            out: graph.linear(width, None)?,
            word,
        };
        graph.finish()?;
        Ok(roles)
    }

    /// The scores of all labels for each word of each predicate's sentence.
    pub fn run(&self, input: &RolesInput) -> Vec<Vec<f32>> {
        if input.predicates.is_empty() {
            return Vec::new();
        }
        let words = self.word.apply(input.states);
        let mut found = Vec::with_capacity(input.predicates.len());
        let mut rest = input.predicates.as_slice();
        while !rest.is_empty() {
            let mut sum = 0;
            let fits = rest.iter().take_while(|(rows, _)| {
                sum += rows.len();
                sum <= BLOCK
            });
            let block;
            (block, rest) = rest.split_at(fits.count().max(1));
            self.run_block(input.states, &words, block, &mut found);
        }
        found
    }

    fn run_block(
        &self,
        states: &[f32],
        words: &[f32],
        predicates: &[(Range<usize>, usize)],
        found: &mut Vec<Vec<f32>>,
    ) {
        let (hidden, width, labels) = (self.word.depth(), self.word.width(), self.out.width());
        let reach = (self.distances.len() / width / 2) as isize;
        let of_predicates: Vec<f32> =
            predicates.iter().flat_map(|&(_, row)| &states[row * hidden..][..hidden]).copied().collect();
        let of_predicates = self.predicate.apply(&of_predicates);
        let mut x = Vec::new();
        let mut contexts = Vec::new();
        for (index, (rows, predicate)) in predicates.iter().enumerate() {
            let start = x.len() / width;
            x.extend_from_slice(&words[rows.start * width..rows.end * width]);
            let new = &mut x[start * width..];
            add_rows(new, &of_predicates, width, rows.clone().map(|_| index));
            let distance = |row: usize| row as isize - *predicate as isize;
            let distances = rows.clone().map(|row| (distance(row).clamp(-reach, reach) + reach) as usize);
            add_rows(new, &self.distances, width, distances);
            let rows = start..start + rows.len();
            contexts.push(Context { rows: rows.clone(), wanted: rows });
        }
        normalise(self.processor, &self.norm, &mut x);
        let every: Vec<usize> = (0..x.len() / width).collect();
        for layer in &self.layers {
            x = layer.apply(&x, &contexts, &every);
        }
        let scores = self.out.apply(&x);
        found.extend(contexts.iter().map(|c| scores[c.rows.start * labels..c.rows.end * labels].to_vec()));
    }
}
