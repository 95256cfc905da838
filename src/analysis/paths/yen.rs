//! Further paths, one by one (Jin Yen, "Finding the K Shortest Loopless Paths in a Network", 1971). Each is searched for
//! with the steps to the goal as a lower bound (A*: Peter Hart, Nils Nilsson, Bertram Raphael, 1968), so that in a large
//! network only what lies between the two is looked at.

use super::length::{Length, weight_between};
use super::waves::Remaining;
use crate::analysis::adjacency::Adjacency;
use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

/// Adds the best paths that are not found yet, until there are as many as wanted, or no more. `found` holds the best
/// paths so far, at least one.
pub(super) fn further(
    adjacency: &Adjacency,
    remaining: Remaining,
    goal: u32,
    found: &mut Vec<Vec<u32>>,
    wanted: usize,
) {
    let search = Search { adjacency, remaining, goal };
    let mut candidates: BTreeSet<(Length, Vec<u32>)> = BTreeSet::new();
    // Each path has been left at each of its nodes once all of the first ones, and then each new one, are gone through.
    let mut left = 0;
    while found.len() < wanted {
        for number in left..found.len() {
            search.leave(number, found, &mut candidates);
        }
        left = found.len();
        loop {
            match candidates.pop_first() {
                Some((_, path)) if found.contains(&path) => continue,
                Some((_, path)) => break found.push(path),
                None => return,
            }
        }
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
    /// Adds, for each node of a path that was found, the best path that leaves it there for a node to which no path
    /// that was found goes on.
    fn leave(&self, number: usize, found: &[Vec<u32>], candidates: &mut BTreeSet<(Length, Vec<u32>)>) {
        let last = &found[number];
        let mut so_far = Length::NOTHING;
        for spur in 0..last.len() - 1 {
            let root = &last[..=spur];
            // Steps that a path takes from here, and nodes that this path has been at.
            let used: HashSet<u32> = found
                .iter()
                .filter(|path| path.starts_with(root))
                .filter_map(|path| path.get(spur + 1).copied())
                .collect();
            let passed: HashSet<u32> = root[..spur].iter().copied().collect();
            if let Some((length, rest)) = self.shortest(last[spur], &passed, &used) {
                let whole: Vec<u32> = root[..spur].iter().chain(&rest).copied().collect();
                let length = Length { steps: so_far.steps + length.steps, weakness: so_far.weakness + length.weakness };
                candidates.insert((length, whole));
            }
            so_far = so_far.and(weight_between(self.adjacency, last[spur], last[spur + 1]));
        }
    }

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
                return Ok((so_far, way(&reached, start, node)));
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
                let better = |&(known, by): &(Length, u32)| match length.cmp(&known) {
                    Ordering::Less => true,
                    // Of equal ways that over the lower nodes; all ways to `node` and `by` are known by now.
                    Ordering::Equal => way(&reached, start, node) < way(&reached, start, by),
                    Ordering::Greater => false,
                };
                if reached.get(&neighbour).is_none_or(better) {
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
}

/// The way on which a node was reached.
fn way(reached: &HashMap<u32, (Length, u32)>, start: u32, mut node: u32) -> Vec<u32> {
    let mut way = vec![node];
    while node != start {
        node = reached[&node].1;
        way.push(node);
    }
    way.reverse();
    way
}
