//! The graph as two flat arrays (compressed sparse rows), for the algorithms that go over all edges many times.

use super::network::Tie;
use petgraph::graph::UnGraph;
use petgraph::visit::EdgeRef;

/// For each node its neighbours, in ascending order, with the weight of the tie. An undirected edge stands at both
/// its ends.
#[derive(Debug, Clone, Default)]
pub struct Adjacency {
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f64>,
}

impl Adjacency {
    /// The graph of ties, weighted by the number of shared events.
    pub fn new<N>(graph: &UnGraph<N, Tie>) -> Self {
        let edges = graph
            .edge_references()
            .map(|edge| (edge.source().index() as u32, edge.target().index() as u32, edge.weight().weight()));
        Self::from_edges(graph.node_count(), edges)
    }

    /// `nodes` nodes and undirected edges between different ones, each given once.
    pub fn from_edges(nodes: usize, edges: impl Iterator<Item = (u32, u32, f64)> + Clone) -> Self {
        let mut offsets = vec![0_usize; nodes + 1];
        for (one, other, _) in edges.clone() {
            offsets[one as usize + 1] += 1;
            offsets[other as usize + 1] += 1;
        }
        for node in 0..nodes {
            offsets[node + 1] += offsets[node];
        }
        let mut cursor = offsets.clone();
        let mut entries = vec![(0_u32, 0.0_f64); offsets[nodes]];
        for (one, other, weight) in edges {
            entries[cursor[one as usize]] = (other, weight);
            cursor[one as usize] += 1;
            entries[cursor[other as usize]] = (one, weight);
            cursor[other as usize] += 1;
        }
        for node in 0..nodes {
            entries[offsets[node]..offsets[node + 1]].sort_unstable_by_key(|entry| entry.0);
        }
        let (neighbours, weights) = entries.into_iter().unzip();
        Self { offsets, neighbours, weights }
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of undirected edges.
    pub fn edge_count(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// Number of neighbours.
    pub fn degree(&self, node: usize) -> usize {
        self.offsets[node + 1] - self.offsets[node]
    }

    /// The neighbours, in ascending order.
    pub fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.offsets[node]..self.offsets[node + 1]]
    }

    /// The weights of the ties to [`Self::neighbours`], in the same order.
    pub fn weights(&self, node: usize) -> &[f64] {
        &self.weights[self.offsets[node]..self.offsets[node + 1]]
    }

    /// Neighbours with weights.
    pub fn ties(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.neighbours(node).iter().zip(self.weights(node)).map(|(&neighbour, &weight)| (neighbour as usize, weight))
    }

    /// Sum of the weights of a node's ties.
    pub fn strength(&self, node: usize) -> f64 {
        self.weights(node).iter().sum()
    }
}
