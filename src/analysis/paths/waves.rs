//! How far it is to the goal, as far as it must be known.

use crate::analysis::adjacency::Adjacency;

/// A lower bound of the steps from each node to the goal: exact near the goal, and beyond that the nearest that was
/// not looked at.
pub(super) struct Remaining {
    /// Steps and one more; 0 for what was not looked at. (Zeroes cost nothing until they are touched.)
    reached: Vec<u32>,
    /// For what is not in `reached`; `u32::MAX` where all that can be reached from the goal is.
    beyond: u32,
}

impl Remaining {
    /// Searches from both ends, always on from the side with fewer open ties, until they meet; what the side of the
    /// goal has seen is the bound. Gives the steps of the shortest path as well, if there is one.
    pub(super) fn new(adjacency: &Adjacency, from: usize, to: usize) -> (Self, Option<u32>) {
        let mut ahead = Wave::new(adjacency.len(), from);
        let mut back = Wave::new(adjacency.len(), to);
        let mut steps = None;
        while !ahead.rim.is_empty() && !back.rim.is_empty() {
            if ahead.rim.iter().any(|&node| back.reached[node as usize] > 0) {
                steps = Some(ahead.radius + back.radius);
                break;
            }
            if ahead.cost(adjacency) < back.cost(adjacency) { ahead.step(adjacency) } else { back.step(adjacency) }
        }
        let beyond = if back.rim.is_empty() { u32::MAX } else { back.radius + 1 };
        (Self { reached: back.reached, beyond }, steps)
    }

    pub(super) fn of(&self, node: u32) -> u32 {
        self.reached[node as usize].checked_sub(1).unwrap_or(self.beyond)
    }
}

/// A breadth-first search that goes on by one step at a time.
struct Wave {
    /// Steps and one more; 0 for what was not reached yet.
    reached: Vec<u32>,
    rim: Vec<u32>,
    radius: u32,
}

impl Wave {
    fn new(count: usize, start: usize) -> Self {
        let mut reached = vec![0; count];
        reached[start] = 1;
        Self { reached, rim: vec![start as u32], radius: 0 }
    }

    fn cost(&self, adjacency: &Adjacency) -> usize {
        self.rim.iter().map(|&node| adjacency.degree(node as usize)).sum()
    }

    fn step(&mut self, adjacency: &Adjacency) {
        self.radius += 1;
        let mut next = Vec::new();
        for &node in &self.rim {
            for &neighbour in adjacency.neighbours(node as usize) {
                if self.reached[neighbour as usize] == 0 {
                    self.reached[neighbour as usize] = self.radius + 1;
                    next.push(neighbour);
                }
            }
        }
        self.rim = next;
    }
}
