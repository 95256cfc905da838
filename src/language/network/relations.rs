//! The relation of a word to its head (biaffine: T. Dozat and C. Manning, *Deep Biaffine Attention for Neural Dependency
//! Parsing*, 2017).

use super::Processor;
use super::attention::{Rows, products};
use super::floats::gelu;
use super::graph::Graph;
use super::layer::add;
use super::linear::Linear;

pub(crate) struct Relations {
    processor: Processor,
    dependent: Linear,
    head: Linear,
    pair: Linear,
    single: Linear,
}

/// Words that are done at a time: the products of a word with all labels are a few thousand numbers.
const BLOCK: usize = 48;

impl Relations {
    /// Reads the graph `relations.onnx`; states have `hidden` numbers.
    pub fn new(file: &[u8], hidden: usize, processor: Processor) -> Result<Self, String> {
        let mut graph = Graph::new(file, processor)?;
        let dependent = graph.linear(hidden, None)?;
        let width = dependent.width();
        let head = graph.linear(hidden, width)?;
        let pair = graph.linear(width, None)?;
        let single = graph.linear(2 * width, pair.width() / width.max(1))?;
        graph.finish()?;
        Ok(Self { processor, dependent, head, pair, single })
    }

    /// Scores of all relations between words and their heads: `states` has a row for each word and root, `words` are the
    /// rows of words and `heads` those of their heads.
    pub fn run(&self, states: &[f32], words: &[usize], heads: &[usize]) -> Vec<f32> {
        let (width, labels) = (self.dependent.width(), self.single.width());
        let mut dependents = self.dependent.apply(states);
        gelu(self.processor, &mut dependents);
        let mut governors = self.head.apply(states);
        gelu(self.processor, &mut governors);
        let mut out = Vec::with_capacity(words.len() * labels);
        for (words, heads) in words.chunks(BLOCK).zip(heads.chunks(BLOCK)) {
            let (mut of_words, mut of_both) = (Vec::new(), Vec::new());
            for (&word, &head) in words.iter().zip(heads) {
                let dependent = &dependents[word * width..][..width];
                of_words.extend_from_slice(dependent);
                of_both.extend_from_slice(dependent);
                of_both.extend_from_slice(&governors[head * width..][..width]);
            }
            let start = out.len();
            let pairs = self.pair.apply(&of_words);
            for (row, &head) in heads.iter().enumerate() {
                let left = Rows { values: &governors, stride: width, column: 0 };
                let right = Rows { values: &pairs, stride: width, column: 0 };
                products(
                    self.processor,
                    (left, head..head + 1),
                    (right, row * labels..(row + 1) * labels),
                    width,
                    &mut out,
                );
            }
            add(&mut out[start..], &self.single.apply(&of_both));
        }
        out
    }
}
