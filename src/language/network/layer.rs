//! A transformer layer with its norms after the sums, as BERT has them.

use super::Processor;
use super::attention::{HEAD, attend};
use super::floats::{Norm, gelu, normalise};
use super::graph::Graph;
use super::linear::Linear;
use std::ops::Range;

/// Rows that go through the inner part at a time: as many as stay in the cache.
const BLOCK: usize = 48;

pub(super) struct Layer {
    processor: Processor,
    /// Queries, keys and values side by side.
    projections: Linear,
    out: Linear,
    attention_norm: Norm,
    up: Linear,
    down: Linear,
    norm: Norm,
}

/// Rows that attend to one another, and those of them that are wanted of the layer (a range of the list of them).
pub(super) struct Context {
    pub rows: Range<usize>,
    pub wanted: Range<usize>,
}

impl Layer {
    /// The next layer of a graph.
    pub fn new(graph: &mut Graph, width: usize) -> Result<Self, String> {
        if graph.heads * HEAD != width {
            return Err(format!("{} heads for a width of {width}", graph.heads));
        }
        let projections = [graph.linear(width, width)?, graph.linear(width, width)?, graph.linear(width, width)?];
        let projections = Linear::join(projections)?;
        let out = graph.linear(width, width)?;
        let attention_norm = graph.norm(width)?;
        let up = graph.linear(width, None)?;
        let down = graph.linear(up.width(), width)?;
        let processor = graph.processor;
        Ok(Self { processor, projections, out, attention_norm, up, down, norm: graph.norm(width)? })
    }

    /// The states of the wanted rows after the layer.
    pub fn apply(&self, states: &[f32], contexts: &[Context], wanted: &[usize]) -> Vec<f32> {
        let width = self.out.width();
        let projected = self.projections.apply(states);
        let mut mixed = Vec::with_capacity(wanted.len() * width);
        for context in contexts {
            let queries = &wanted[context.wanted.clone()];
            attend(self.processor, &projected, width, context.rows.clone(), queries, &mut mixed);
        }
        let mut after = Vec::with_capacity(wanted.len() * width);
        let (mut bytes, mut attended, mut inner, mut result) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (mixed, rows) in mixed.chunks(BLOCK * width).zip(wanted.chunks(BLOCK)) {
            self.out.apply_to(mixed, &mut bytes, &mut attended);
            for (state, &row) in attended.chunks_exact_mut(width).zip(rows) {
                add(state, &states[row * width..][..width]);
            }
            normalise(self.processor, &self.attention_norm, &mut attended);
            self.up.apply_to(&attended, &mut bytes, &mut inner);
            gelu(self.processor, &mut inner);
            self.down.apply_to(&inner, &mut bytes, &mut result);
            add(&mut result, &attended);
            normalise(self.processor, &self.norm, &mut result);
            after.extend_from_slice(&result);
        }
        after
    }
}

/// Adds numbers to others.
pub(super) fn add(to: &mut [f32], others: &[f32]) {
    for (to, other) in to.iter_mut().zip(others) {
        *to += other;
    }
}
