//! Who stands between others: betweenness centrality, exact or from a sample.

use super::adjacency::Adjacency;
use super::random::Random;
use rayon::prelude::*;

/// How many sources the shortest paths are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// From every node.
    Exact,
    /// From this many nodes, drawn with a seed.
    Sample {
        /// Number of nodes to count from.
        sources: usize,
        /// Seed of the draw.
        seed: u64,
    },
}

impl Effort {
    /// Exact up to about a thousand million steps, and a sample above.
    pub fn fitting(adjacency: &Adjacency, seed: u64) -> Self {
        const STEPS: usize = 1_000_000_000;
        const SOURCES: usize = 256;
        let steps_of_one = adjacency.len() + 2 * adjacency.edge_count();
        if adjacency.len().saturating_mul(steps_of_one) <= STEPS {
            Self::Exact
        } else {
            Self::Sample { sources: SOURCES, seed }
        }
    }
}

/// The share of shortest paths between two others that lead through each node, 0 to 1 (Ulrik Brandes, "A Faster
/// Algorithm for Betweenness Centrality", 2001). Ties count as steps of one length, whatever their weight.
///
/// A sample estimates it from some sources (Ulrik Brandes, Christian Pich, "Centrality Estimation in Large Networks",
/// 2007), each dependency scaled by nearness to the source, so that nodes beside a source are not overrated (Robert
/// Geisberger, Peter Sanders, Dominik Schultes, "Better Approximation of Betweenness Centrality", 2008: linear
/// scaling).
///
/// rustworkx-core's function adds up in the order in which threads finish, which gives other last digits on each run,
/// and allocates lists of predecessors for each source; here the sources are cut into blocks that do not depend on
/// the number of threads, and predecessors are found again by their distance.
pub fn betweenness(adjacency: &Adjacency, effort: Effort) -> Vec<f64> {
    const BLOCKS: usize = 16;
    let count = adjacency.len();
    if count < 3 {
        return vec![0.0; count];
    }
    let (sources, scaled) = match effort {
        Effort::Sample { sources, seed } if sources < count => (draw(count, sources.max(1), seed), true),
        _ => ((0..count as u32).collect(), false),
    };
    let block = sources.len().div_ceil(BLOCKS);
    let parts: Vec<Vec<f64>> = sources
        .par_chunks(block)
        .map(|sources| {
            let mut search = Search::new(count);
            let mut sums = vec![0.0; count];
            for &source in sources {
                search.from(adjacency, source);
                search.add_dependencies(adjacency, scaled, &mut sums);
            }
            sums
        })
        .collect();
    let pairs = (count - 1) as f64 * (count - 2) as f64;
    // Linear scaling counts a path from one of its ends only, by half on average: twice makes it whole.
    let scale = if scaled { 2.0 } else { 1.0 } * count as f64 / sources.len() as f64 / pairs;
    let mut scores = vec![0.0; count];
    for part in parts {
        scores.iter_mut().zip(part).for_each(|(score, sum)| *score += sum);
    }
    scores.iter_mut().for_each(|score| *score *= scale);
    scores
}

fn draw(count: usize, wanted: usize, seed: u64) -> Vec<u32> {
    let mut random = Random::new(seed);
    let mut nodes: Vec<u32> = (0..count as u32).collect();
    for position in 0..wanted {
        nodes.swap(position, position + random.below(count - position));
    }
    nodes.truncate(wanted);
    nodes.sort_unstable();
    nodes
}

/// A breadth-first search that is used again for each source.
struct Search {
    /// Distance from the source; `u32::MAX` where it was not reached.
    distance: Vec<u32>,
    /// Number of shortest paths from the source.
    paths: Vec<f64>,
    /// What paths through the node come to.
    dependency: Vec<f64>,
    /// The nodes reached, near ones first.
    order: Vec<u32>,
}

impl Search {
    fn new(count: usize) -> Self {
        Self {
            distance: vec![u32::MAX; count],
            paths: vec![0.0; count],
            dependency: vec![0.0; count],
            order: Vec::with_capacity(count),
        }
    }

    fn from(&mut self, adjacency: &Adjacency, source: u32) {
        for &node in &self.order {
            self.distance[node as usize] = u32::MAX;
            self.paths[node as usize] = 0.0;
            self.dependency[node as usize] = 0.0;
        }
        self.order.clear();
        self.distance[source as usize] = 0;
        self.paths[source as usize] = 1.0;
        self.order.push(source);
        let mut next = 0;
        while next < self.order.len() {
            let node = self.order[next] as usize;
            next += 1;
            let step = self.distance[node] + 1;
            let paths = self.paths[node];
            for &neighbour in adjacency.neighbours(node) {
                let reached = &mut self.distance[neighbour as usize];
                if *reached == u32::MAX {
                    *reached = step;
                    self.order.push(neighbour);
                    self.paths[neighbour as usize] = paths;
                } else if *reached == step {
                    self.paths[neighbour as usize] += paths;
                }
            }
        }
    }

    fn add_dependencies(&mut self, adjacency: &Adjacency, scaled: bool, sums: &mut [f64]) {
        for &node in self.order[1..].iter().rev() {
            let node = node as usize;
            let distance = self.distance[node];
            // With linear scaling the dependency carries 1 / distance of each path's far end.
            let end = if scaled { 1.0 / f64::from(distance) } else { 1.0 };
            let share = (end + self.dependency[node]) / self.paths[node];
            for &neighbour in adjacency.neighbours(node) {
                let neighbour = neighbour as usize;
                if self.distance[neighbour] + 1 == distance {
                    self.dependency[neighbour] += self.paths[neighbour] * share;
                }
            }
            let nearness = if scaled { f64::from(distance) } else { 1.0 };
            sums[node] += self.dependency[node] * nearness;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of_five() -> Adjacency {
        Adjacency::from_edges(5, [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0)].into_iter())
    }

    #[test]
    fn the_middle_of_a_path_stands_between_most() {
        let scores = betweenness(&path_of_five(), Effort::Exact);
        let expected = [0.0, 0.5, 4.0 / 6.0, 0.5, 0.0];
        assert!(scores.iter().zip(expected).all(|(score, right)| (score - right).abs() < 1e-12), "{scores:?}");
    }

    #[test]
    fn a_sample_of_everybody_is_exact() {
        let all = Effort::Sample { sources: 5, seed: 1 };
        assert_eq!(betweenness(&path_of_five(), all), betweenness(&path_of_five(), Effort::Exact));
    }

    #[test]
    fn a_sample_comes_near_and_repeats_itself() {
        let mut random = Random::new(7);
        let mut edges = std::collections::BTreeSet::new();
        while edges.len() < 1_200 {
            // Low numbers are drawn more often, so that some nodes are far more central than others.
            let one = (random.fraction() * random.fraction() * 300.0) as u32;
            let other = random.below(300) as u32;
            if one != other {
                edges.insert((one.min(other), one.max(other)));
            }
        }
        let graph = Adjacency::from_edges(300, edges.iter().map(|&(one, other)| (one, other, 1.0)));
        let exact = betweenness(&graph, Effort::Exact);
        let effort = Effort::Sample { sources: 100, seed: 3 };
        let sample = betweenness(&graph, effort);
        assert_eq!(sample, betweenness(&graph, effort));
        let error: f64 = exact.iter().zip(&sample).map(|(right, near)| (right - near).abs()).sum();
        assert!(error < 0.2 * exact.iter().sum::<f64>(), "{error}");
    }
}
