//! The paths of a number of steps that leaves no room for a detour.
//!
//! A way of the least number of steps, or of one more, cannot come to a node twice: without the loop between it would be
//! a way of fewer steps than there is (a loop has two steps at least). So nothing need be barred, and the best ways are
//! found by their exact lengths: first the least length from each node that can be on such a way, backwards from the
//! goal; then, from the start, always the best beginning goes on (A* with an exact bound: Peter Hart, Nils Nilsson,
//! Bertram Raphael, "A Formal Basis for the Heuristic Determination of Minimum Cost Paths", 1968).

use super::length::weakness;
use super::waves::Remaining;
use crate::analysis::adjacency::Adjacency;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Up to `wanted` ways of exactly `steps` steps, best first.
pub(super) fn paths(
    adjacency: &Adjacency,
    remaining: &Remaining,
    from: u32,
    to: u32,
    steps: u32,
    wanted: usize,
) -> Vec<Vec<u32>> {
    let layers = Layers::new(adjacency, remaining, from, to, steps);
    let Some(least) = layers.least(0, from) else { return Vec::new() };
    let mut found = Vec::new();
    // The least weakness that a way with this beginning can have; of equal ones the lower nodes come first.
    let mut open = BinaryHeap::from([Reverse((least, vec![from]))]);
    while let Some(Reverse((whole, path))) = open.pop() {
        let (layer, last) = (path.len() - 1, path[path.len() - 1]);
        if layer == steps as usize {
            found.push(path);
            if found.len() == wanted {
                break;
            }
            continue;
        }
        let so_far = whole - layers.least(layer, last).unwrap_or(0);
        for (neighbour, weight) in adjacency.ties(last as usize) {
            if let Some(rest) = layers.least(layer + 1, neighbour as u32) {
                let longer = path.iter().copied().chain([neighbour as u32]).collect();
                open.push(Reverse((so_far + weakness(weight) + rest, longer)));
            }
        }
    }
    found
}

/// For each number of steps from the start: the nodes from which the goal can be reached in the steps that are left,
/// each with the least weakness of the rest of the way.
struct Layers(Vec<FxHashMap<u32, u64>>);

impl Layers {
    fn new(adjacency: &Adjacency, remaining: &Remaining, from: u32, to: u32, steps: u32) -> Self {
        // Outwards: whatever is not too far from the goal.
        let mut rims: Vec<Vec<u32>> = vec![vec![from]];
        for step in 1..=steps {
            let left = steps - step;
            let near = |&&node: &&u32| if left == 0 { node == to } else { remaining.of(node) <= left };
            let rim = &rims[step as usize - 1];
            let mut next: Vec<u32> =
                rim.iter().flat_map(|&node| adjacency.neighbours(node as usize).iter().filter(near).copied()).collect();
            next.sort_unstable();
            next.dedup();
            rims.push(next);
        }
        // And back: the least weakness of what follows.
        let mut layers: Vec<FxHashMap<u32, u64>> = vec![FxHashMap::default(); rims.len()];
        if rims[steps as usize].contains(&to) {
            layers[steps as usize].insert(to, 0);
        }
        for step in (0..steps as usize).rev() {
            let next = &layers[step + 1];
            let rest = |&node: &u32| {
                let ways = adjacency.ties(node as usize);
                let lengths = ways.filter_map(|(onward, weight)| Some(next.get(&(onward as u32))? + weakness(weight)));
                Some((node, lengths.min()?))
            };
            layers[step] = rims[step].iter().filter_map(rest).collect();
        }
        Self(layers)
    }

    fn least(&self, layer: usize, node: u32) -> Option<u64> {
        self.0.get(layer)?.get(&node).copied()
    }
}
