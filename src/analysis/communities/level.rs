//! One level of the Leiden method: a graph whose nodes are communities of the level below, and what is done on it.

use crate::analysis::adjacency::Adjacency;
use crate::analysis::random::Random;
use std::collections::VecDeque;

/// Sums by community that are cleared by what was touched.
#[derive(Default)]
pub(super) struct Scratch {
    weight_to: Vec<f64>,
    touched: Vec<u32>,
}

impl Scratch {
    fn make_room(&mut self, communities: usize) {
        if self.weight_to.len() < communities {
            self.weight_to.resize(communities, 0.0);
        }
    }

    fn add(&mut self, community: u32, weight: f64) {
        let sum = &mut self.weight_to[community as usize];
        if *sum == 0.0 {
            self.touched.push(community);
        }
        *sum += weight;
    }

    fn clear(&mut self) {
        for &community in &self.touched {
            self.weight_to[community as usize] = 0.0;
        }
        self.touched.clear();
    }
}

/// A graph whose nodes are communities of the level below. Weight within a node counts in its strength only.
pub(super) struct Level {
    offsets: Vec<usize>,
    ties: Vec<(u32, f32)>,
    strengths: Vec<f64>,
    total: f64,
}

impl Level {
    pub(super) fn ground(adjacency: &Adjacency) -> Self {
        let mut offsets = vec![0];
        let mut ties = Vec::with_capacity(2 * adjacency.edge_count());
        for node in 0..adjacency.len() {
            ties.extend(adjacency.ties(node).map(|(neighbour, weight)| (neighbour as u32, weight as f32)));
            offsets.push(ties.len());
        }
        let strengths: Vec<f64> = (0..adjacency.len()).map(|node| adjacency.strength(node)).collect();
        let total = strengths.iter().sum();
        Self { offsets, ties, strengths, total }
    }

    pub(super) fn len(&self) -> usize {
        self.strengths.len()
    }

    fn ties(&self, node: usize) -> &[(u32, f32)] {
        &self.ties[self.offsets[node]..self.offsets[node + 1]]
    }

    fn strengths_of(&self, partition: &[u32]) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        partition.iter().zip(&self.strengths).for_each(|(&community, strength)| sums[community as usize] += strength);
        sums
    }

    /// On the ground level, where no weight lies within nodes.
    pub(super) fn modularity(&self, partition: &[u32]) -> f64 {
        if self.total == 0.0 {
            return 0.0;
        }
        let within: f64 = (0..self.len())
            .flat_map(|node| self.ties(node).iter().map(move |&(neighbour, weight)| (node, neighbour, weight)))
            .filter(|&(node, neighbour, _)| partition[node] == partition[neighbour as usize])
            .map(|(_, _, weight)| f64::from(weight))
            .sum();
        let expected: f64 = self.strengths_of(partition).iter().map(|sum| (sum / self.total).powi(2)).sum();
        within / self.total - expected
    }

    /// Moves nodes to the neighbouring community that gains most, until no move gains. A node is looked at again only
    /// when a neighbour has moved to another community than its own.
    pub(super) fn move_nodes(&self, partition: &mut [u32], random: &mut Random, scratch: &mut Scratch) {
        let mut strengths = self.strengths_of(partition);
        let mut sizes = vec![0_u32; self.len()];
        partition.iter().for_each(|&community| sizes[community as usize] += 1);
        let mut empty: Vec<u32> = (0..self.len() as u32).rev().filter(|&name| sizes[name as usize] == 0).collect();
        scratch.make_room(self.len());
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        random.shuffle(&mut order);
        let mut queue = VecDeque::from(order);
        let mut waits = vec![true; self.len()];
        while let Some(node) = queue.pop_front() {
            let node = node as usize;
            waits[node] = false;
            let own = partition[node];
            for &(neighbour, weight) in self.ties(node) {
                scratch.add(partition[neighbour as usize], f64::from(weight));
            }
            let strength = self.strengths[node];
            let expected = strength / self.total;
            strengths[own as usize] -= strength;
            let stay = scratch.weight_to[own as usize] - expected * strengths[own as usize];
            let (mut best, mut gain) = (own, stay.max(0.0) + 1e-9);
            for &community in &scratch.touched {
                let worth = scratch.weight_to[community as usize] - expected * strengths[community as usize];
                if worth > gain {
                    (best, gain) = (community, worth);
                }
            }
            scratch.clear();
            if best == own && stay < -1e-9 && sizes[own as usize] > 1 {
                best = empty.last().copied().unwrap_or(own);
            }
            strengths[best as usize] += strength;
            if best == own {
                continue;
            }
            if empty.last() == Some(&best) {
                empty.pop();
            }
            sizes[own as usize] -= 1;
            sizes[best as usize] += 1;
            if sizes[own as usize] == 0 {
                empty.push(own);
            }
            partition[node] = best;
            for &(neighbour, _) in self.ties(node) {
                let neighbour = neighbour as usize;
                if !waits[neighbour] && partition[neighbour] != best {
                    waits[neighbour] = true;
                    queue.push_back(neighbour as u32);
                }
            }
        }
    }

    /// Splits each community into parts that hang together well: from single nodes, each is merged at most once into
    /// the best part of its community, if both are tied to the rest of the community more than by chance.
    pub(super) fn refine(&self, partition: &[u32], random: &mut Random, scratch: &mut Scratch) -> Vec<u32> {
        let community_strengths = self.strengths_of(partition);
        let mut parts: Vec<u32> = (0..self.len() as u32).collect();
        let mut part_strengths = self.strengths.clone();
        let mut single = vec![true; self.len()];
        // Weight between a part and the rest of its community.
        let mut outward: Vec<f64> = (0..self.len())
            .map(|node| {
                let same = |neighbour: u32| partition[neighbour as usize] == partition[node];
                self.ties(node).iter().filter(|tie| same(tie.0)).map(|tie| f64::from(tie.1)).sum()
            })
            .collect();
        let well_tied = |part: usize, community: u32, outward: &[f64], part_strengths: &[f64]| {
            let rest = community_strengths[community as usize] - part_strengths[part];
            outward[part] >= part_strengths[part] * rest / self.total
        };
        scratch.make_room(self.len());
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        random.shuffle(&mut order);
        for node in order {
            let node = node as usize;
            let community = partition[node];
            if !single[node] || !well_tied(node, community, &outward, &part_strengths) {
                continue;
            }
            for &(neighbour, weight) in self.ties(node) {
                if partition[neighbour as usize] == community {
                    scratch.add(parts[neighbour as usize], f64::from(weight));
                }
            }
            let expected = self.strengths[node] / self.total;
            let (mut best, mut gain) = (node, 0.0);
            for &part in &scratch.touched {
                let part = part as usize;
                let worth = scratch.weight_to[part] - expected * part_strengths[part];
                if worth > gain && well_tied(part, community, &outward, &part_strengths) {
                    (best, gain) = (part, worth);
                }
            }
            if best != node {
                outward[best] += outward[node] - 2.0 * scratch.weight_to[best];
                part_strengths[best] += self.strengths[node];
                parts[node] = best as u32;
                single[best] = false;
                single[node] = false;
            }
            scratch.clear();
        }
        parts
    }

    pub(super) fn aggregate(&self, parts: &[u32], count: usize, scratch: &mut Scratch) -> Self {
        scratch.make_room(count);
        let mut starts = vec![0_usize; count + 1];
        parts.iter().for_each(|&part| starts[part as usize + 1] += 1);
        for part in 0..count {
            starts[part + 1] += starts[part];
        }
        let mut cursor = starts.clone();
        let mut members = vec![0_u32; self.len()];
        for (node, &part) in parts.iter().enumerate() {
            members[cursor[part as usize]] = node as u32;
            cursor[part as usize] += 1;
        }
        let mut offsets = vec![0];
        let mut ties = Vec::new();
        let mut strengths = vec![0.0; count];
        for part in 0..count {
            for &node in &members[starts[part]..starts[part + 1]] {
                strengths[part] += self.strengths[node as usize];
                for &(neighbour, weight) in self.ties(node as usize) {
                    let other = parts[neighbour as usize];
                    if other as usize != part {
                        scratch.add(other, f64::from(weight));
                    }
                }
            }
            ties.extend(scratch.touched.iter().map(|&other| (other, scratch.weight_to[other as usize] as f32)));
            scratch.clear();
            offsets.push(ties.len());
        }
        Self { offsets, ties, strengths, total: self.total }
    }
}
