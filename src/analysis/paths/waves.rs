//! How far it is to the goal, as far as it must be known.

use crate::analysis::adjacency::Adjacency;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// A lower bound of the steps from each node to the goal: exact near the goal, and beyond that the nearest that was
/// not looked at.
pub(super) struct Remaining {
    /// Steps. (By what was looked at: an array of all nodes takes longer to come by than most searches take.)
    reached: FxHashMap<u32, u32>,
    /// For what is not in `reached`; `u32::MAX` where all that can be reached from the goal is.
    beyond: u32,
}

impl Remaining {
    /// Searches from both ends, always on from the side with fewer open ties, until they meet; what the side of the
    /// goal has seen is the bound. Gives the steps of the shortest path as well, if there is one.
    pub(super) fn new(adjacency: &Adjacency, from: usize, to: usize) -> (Self, Option<u32>) {
        let mut ahead = Wave::new(from as u32);
        let mut back = Wave::new(to as u32);
        let mut steps = None;
        while !ahead.rim.is_empty() && !back.rim.is_empty() {
            if ahead.rim.iter().any(|node| back.reached.contains_key(node)) {
                steps = Some(ahead.radius + back.radius);
                break;
            }
            if ahead.cost(adjacency) < back.cost(adjacency) { ahead.step(adjacency) } else { back.step(adjacency) }
        }
        let beyond = if back.rim.is_empty() { u32::MAX } else { back.radius + 1 };
        (Self { reached: back.reached, beyond }, steps)
    }

    pub(super) fn of(&self, node: u32) -> u32 {
        self.reached.get(&node).copied().unwrap_or(self.beyond)
    }
}

/// A breadth-first search that goes on by one step at a time.
struct Wave {
    /// The steps to what was reached.
    reached: FxHashMap<u32, u32>,
    rim: Vec<u32>,
    radius: u32,
}

impl Wave {
    fn new(start: u32) -> Self {
        Self { reached: FxHashMap::from_iter([(start, 0)]), rim: vec![start], radius: 0 }
    }

    fn cost(&self, adjacency: &Adjacency) -> usize {
        self.rim.iter().map(|&node| adjacency.degree(node as usize)).sum()
    }

    fn step(&mut self, adjacency: &Adjacency) {
        self.radius += 1;
        let mut next = Vec::new();
        for &node in &self.rim {
            for &neighbour in adjacency.neighbours(node as usize) {
                if let Entry::Vacant(entry) = self.reached.entry(neighbour) {
                    entry.insert(self.radius);
                    next.push(neighbour);
                }
            }
        }
        self.rim = next;
    }
}
