//! How two people are connected: the k shortest paths.
//!
//! In: the graph as flat arrays, and two nodes. Out: the best paths without a repeated node. Paths of the least number
//! of steps, and of one more, cannot repeat a node, and there are as good as always enough of them: they are read off
//! what two searches, one from each end, have seen (`direct`). Only where there are too few, longer ones are searched
//! for one by one (`yen`).

mod direct;
mod length;
mod waves;
mod yen;

use super::adjacency::Adjacency;
use waves::Remaining;

/// Up to `wanted` shortest paths without a repeated node from one node to another, best first: fewer steps first; of as
/// many steps, that of the stronger ties (the least sum of 1 / weight); of equal ones that with the lower nodes.
pub fn shortest_paths(adjacency: &Adjacency, from: usize, to: usize, wanted: usize) -> Vec<Vec<u32>> {
    if from == to || wanted == 0 {
        return Vec::new();
    }
    let (remaining, steps) = Remaining::new(adjacency, from, to);
    let Some(steps) = steps else { return Vec::new() };
    let mut found = Vec::new();
    for steps in [steps, steps + 1] {
        let wanted = wanted - found.len();
        if wanted > 0 {
            found.extend(direct::paths(adjacency, &remaining, from as u32, to as u32, steps, wanted));
        }
    }
    if found.len() < wanted {
        yen::further(adjacency, remaining, to as u32, &mut found, wanted);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;
    use std::collections::BTreeSet;

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

    /// All paths without a repeated node, best first, by trying everything.
    fn all_paths(adjacency: &Adjacency, from: u32, to: u32) -> Vec<Vec<u32>> {
        fn go_on(adjacency: &Adjacency, path: &mut Vec<u32>, to: u32, found: &mut Vec<Vec<u32>>) {
            let last = path[path.len() - 1];
            if last == to {
                found.push(path.clone());
                return;
            }
            for &neighbour in adjacency.neighbours(last as usize) {
                if !path.contains(&neighbour) {
                    path.push(neighbour);
                    go_on(adjacency, path, to, found);
                    path.pop();
                }
            }
        }
        let mut found = Vec::new();
        go_on(adjacency, &mut vec![from], to, &mut found);
        found.sort_by_cached_key(|path| (length::of_path(adjacency, path), path.clone()));
        found
    }

    #[test]
    fn all_paths_come_in_the_order_of_their_lengths() {
        for seed in 0..60 {
            let mut random = Random::new(seed);
            let people = 5 + random.below(5);
            let mut edges = BTreeSet::new();
            for _ in 0..people + random.below(people) {
                let (one, other) = (random.below(people) as u32, random.below(people) as u32);
                if one != other {
                    edges.insert((one.min(other), one.max(other)));
                }
            }
            let weighted = edges.iter().map(|&(one, other)| (one, other, f64::from(1 + (one * other) % 3)));
            let adjacency = Adjacency::from_edges(people, weighted);
            let expected = all_paths(&adjacency, 0, 1);
            assert_eq!(shortest_paths(&adjacency, 0, 1, usize::MAX), expected, "seed {seed}");
            for wanted in [1, 2, 5] {
                let best: Vec<Vec<u32>> = expected.iter().take(wanted).cloned().collect();
                assert_eq!(shortest_paths(&adjacency, 0, 1, wanted), best, "{wanted} paths, seed {seed}");
            }
        }
    }
}
