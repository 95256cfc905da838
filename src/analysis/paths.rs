//! How two people are connected: the k shortest paths.

use super::adjacency::Adjacency;
use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

/// The length of a path: fewer steps first; of as many steps, that of the stronger ties.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Length {
    steps: u32,
    /// Sum of 1 / weight of the ties.
    weakness: f64,
}

impl Eq for Length {}

impl Ord for Length {
    fn cmp(&self, other: &Self) -> Ordering {
        self.steps.cmp(&other.steps).then_with(|| self.weakness.total_cmp(&other.weakness))
    }
}

impl PartialOrd for Length {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Length {
    const NOTHING: Self = Self { steps: 0, weakness: 0.0 };

    fn and(self, weight: f64) -> Self {
        Self { steps: self.steps + 1, weakness: self.weakness + 1.0 / weight }
    }
}

/// Up to `wanted` shortest paths without a repeated node from one node to another, best first; of equal ones that
/// with the lower nodes (Jin Yen, "Finding the K Shortest Loopless Paths in a Network", 1971). Each is searched for
/// with the steps to the goal as a lower bound (A*: Peter Hart, Nils Nilsson, Bertram Raphael, 1968), so that in a
/// large network only what lies between the two is looked at (the bound is exact as far as a search from both ends has
/// gone before it met).
pub fn shortest_paths(adjacency: &Adjacency, from: usize, to: usize, wanted: usize) -> Vec<Vec<u32>> {
    if from == to || wanted == 0 {
        return Vec::new();
    }
    let search = Search { adjacency, remaining: Remaining::new(adjacency, from, to), goal: to as u32 };
    let Some(first) = search.shortest(from as u32, &HashSet::new(), &HashSet::new()) else {
        return Vec::new();
    };
    let mut found = vec![first.1];
    let mut candidates: BTreeSet<(Length, Vec<u32>)> = BTreeSet::new();
    while found.len() < wanted {
        let last = found[found.len() - 1].clone();
        let mut so_far = Length::NOTHING;
        for spur in 0..last.len() - 1 {
            let root = &last[..=spur];
            // Steps that an earlier path takes from here, and nodes that this path has been at.
            let used: HashSet<u32> = found
                .iter()
                .filter(|path| path.starts_with(root))
                .filter_map(|path| path.get(spur + 1).copied())
                .collect();
            let passed: HashSet<u32> = root[..spur].iter().copied().collect();
            if let Some((length, rest)) = search.shortest(last[spur], &passed, &used) {
                let whole: Vec<u32> = root[..spur].iter().chain(&rest).copied().collect();
                let length = Length { steps: so_far.steps + length.steps, weakness: so_far.weakness + length.weakness };
                candidates.insert((length, whole));
            }
            so_far = so_far.and(weight_between(adjacency, last[spur], last[spur + 1]));
        }
        loop {
            match candidates.pop_first() {
                Some((_, path)) if found.contains(&path) => continue,
                Some((_, path)) => break found.push(path),
                None => return found,
            }
        }
    }
    found
}

fn weight_between(adjacency: &Adjacency, one: u32, other: u32) -> f64 {
    let found = adjacency.neighbours(one as usize).binary_search(&other);
    found.map_or(1.0, |position| adjacency.weights(one as usize)[position])
}

/// A lower bound of the steps from each node to the goal: exact near the goal, and beyond that the nearest that was
/// not looked at.
struct Remaining {
    /// Steps and one more; 0 for what was not looked at. (Zeroes cost nothing until they are touched.)
    reached: Vec<u32>,
    /// For what is not in `reached`; `u32::MAX` where all that can be reached from the goal is.
    beyond: u32,
}

impl Remaining {
    /// Searches from both ends, always on from the side with fewer open ties, until they meet; what the side of the
    /// goal has seen is the bound.
    fn new(adjacency: &Adjacency, from: usize, to: usize) -> Self {
        let mut ahead = Wave::new(adjacency.len(), from);
        let mut back = Wave::new(adjacency.len(), to);
        while !ahead.rim.is_empty() && !back.rim.is_empty() {
            if ahead.rim.iter().any(|&node| back.reached[node as usize] > 0) {
                break;
            }
            if ahead.cost(adjacency) < back.cost(adjacency) { ahead.step(adjacency) } else { back.step(adjacency) }
        }
        let beyond = if back.rim.is_empty() { u32::MAX } else { back.radius + 1 };
        Self { reached: back.reached, beyond }
    }

    fn of(&self, node: u32) -> u32 {
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

struct Search<'a> {
    adjacency: &'a Adjacency,
    remaining: Remaining,
    goal: u32,
}

/// A node to go on from: at the top of the heap the one with the least length over all.
#[derive(PartialEq, Eq)]
struct Open {
    whole: Length,
    so_far: Length,
    node: u32,
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of equal lengths over all the one that is nearer to the goal comes first, then the lower node.
        let key = |open: &Self| (open.whole, std::cmp::Reverse(open.so_far.steps), open.node);
        key(other).cmp(&key(self))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Search<'_> {
    /// The shortest path from `start` that goes through none of `passed`, and whose first step is none of `used`.
    ///
    /// Only what can be part of a path of so many steps is looked at, and if there is none, of one step more (Richard
    /// Korf, "Depth-First Iterative-Deepening", 1985); after a few rounds everything.
    fn shortest(&self, start: u32, passed: &HashSet<u32>, used: &HashSet<u32>) -> Option<(Length, Vec<u32>)> {
        const ROUNDS: usize = 3;
        let mut most = self.remaining.of(start);
        for round in 0.. {
            if most == u32::MAX {
                return None;
            }
            match self.within(start, passed, used, most) {
                Ok(found) => return Some(found),
                Err(next) if round < ROUNDS || next == u32::MAX => most = next,
                Err(_) => most = u32::MAX - 1,
            }
        }
        None
    }

    /// The same among paths of at most so many steps; else the steps that the next try must allow.
    fn within(
        &self,
        start: u32,
        passed: &HashSet<u32>,
        used: &HashSet<u32>,
        most: u32,
    ) -> Result<(Length, Vec<u32>), u32> {
        let mut next = u32::MAX;
        let mut reached: HashMap<u32, (Length, u32)> = HashMap::from([(start, (Length::NOTHING, start))]);
        let mut closed: HashSet<u32> = HashSet::new();
        let mut open = BinaryHeap::from([self.open(start, Length::NOTHING)]);
        while let Some(Open { so_far, node, .. }) = open.pop() {
            if node == self.goal {
                return Ok((so_far, self.way_back(&reached, start)));
            }
            if !closed.insert(node) {
                continue;
            }
            for (neighbour, weight) in self.adjacency.ties(node as usize) {
                let neighbour = neighbour as u32;
                let length = so_far.and(weight);
                let steps = length.steps.saturating_add(self.remaining.of(neighbour));
                if steps > most {
                    next = next.min(steps);
                    continue;
                }
                let barred = passed.contains(&neighbour) || (node == start && used.contains(&neighbour));
                if barred || closed.contains(&neighbour) {
                    continue;
                }
                let better = reached.get(&neighbour).is_none_or(|&(known, by)| (length, node) < (known, by));
                if better {
                    reached.insert(neighbour, (length, node));
                    open.push(self.open(neighbour, length));
                }
            }
        }
        Err(next)
    }

    fn open(&self, node: u32, so_far: Length) -> Open {
        let steps = so_far.steps.saturating_add(self.remaining.of(node));
        Open { whole: Length { steps, weakness: so_far.weakness }, so_far, node }
    }

    fn way_back(&self, reached: &HashMap<u32, (Length, u32)>, start: u32) -> Vec<u32> {
        let mut path = vec![self.goal];
        let mut node = self.goal;
        while node != start {
            node = reached[&node].1;
            path.push(node);
        }
        path.reverse();
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square 0-1-3-2-0 whose way over 2 has the stronger ties, a detour 0-4-5-3, and 6 alone with 7.
    fn network() -> Adjacency {
        let edges =
            [(0, 1, 1.0), (1, 3, 1.0), (0, 2, 5.0), (2, 3, 5.0), (0, 4, 9.0), (4, 5, 9.0), (3, 5, 9.0), (6, 7, 1.0)];
        Adjacency::from_edges(8, edges.into_iter())
    }

    #[test]
    fn fewer_steps_come_first_then_stronger_ties() {
        let paths = shortest_paths(&network(), 0, 3, 3);
        assert_eq!(paths, [vec![0, 2, 3], vec![0, 1, 3], vec![0, 4, 5, 3]]);
    }

    #[test]
    fn there_are_no_more_paths_than_there_are() {
        assert_eq!(shortest_paths(&network(), 0, 3, 50).len(), 3);
    }

    #[test]
    fn where_there_is_no_way_there_is_no_path() {
        assert!(shortest_paths(&network(), 0, 7, 3).is_empty());
        assert!(shortest_paths(&network(), 0, 0, 3).is_empty());
    }
}
