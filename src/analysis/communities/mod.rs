//! Who belongs together: communities by the Leiden method.
//!
//! Vincent Traag, Ludo Waltman, Nees Jan van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
//! 2019; the quality is the modularity of Mark Newman and Michelle Girvan, 2004. In the refinement the best community
//! is taken, where the paper draws one by chance. The order of the nodes is drawn with a seed.

mod level;

use super::adjacency::Adjacency;
use super::random::Random;
use level::{Level, Scratch};

/// A division of the nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of each node: 0 for the largest, then by size; of equal ones that with the lowest node comes first.
    pub of: Vec<u32>,
    /// How many there are.
    pub count: usize,
    /// How much more weight lies within communities than by chance: −0.5 to 1.
    pub modularity: f64,
}

/// Finds communities. Small networks are divided from several beginnings, of which the best counts.
pub fn communities(adjacency: &Adjacency, seed: u64) -> Communities {
    const SMALL: usize = 50_000;
    const BEGINNINGS: u64 = 10;
    const PASSES: usize = 4;
    let ground = Level::ground(adjacency);
    let beginnings = if adjacency.edge_count() <= SMALL { BEGINNINGS } else { 1 };
    let mut random = Random::new(seed);
    let mut best: Option<(f64, Vec<u32>)> = None;
    for _ in 0..beginnings {
        let mut partition: Vec<u32> = (0..adjacency.len() as u32).collect();
        let mut quality = f64::NEG_INFINITY;
        for _ in 0..PASSES {
            improve(&ground, &mut partition, &mut random);
            let reached = ground.modularity(&partition);
            let gained = reached - quality;
            quality = reached;
            if gained < 1e-4 {
                break;
            }
        }
        if best.as_ref().is_none_or(|(highest, _)| quality > highest + 1e-12) {
            best = Some((quality, partition));
        }
    }
    let (modularity, partition) = best.unwrap_or_default();
    let (of, count) = by_size(&partition);
    Communities { of, count, modularity: if modularity.is_finite() { modularity } else { 0.0 } }
}

/// The modularity of a division, by the weights of the ties.
pub fn modularity(adjacency: &Adjacency, partition: &[u32]) -> f64 {
    Level::ground(adjacency).modularity(partition)
}

/// One pass: nodes move, communities are refined, and the refined ones are the nodes of the next level.
fn improve(ground: &Level, partition: &mut [u32], random: &mut Random) {
    let mut scratch = Scratch::default();
    compact(partition);
    let mut current = partition.to_vec();
    // The node of the present level that each node of the ground level is part of.
    let mut place: Vec<u32> = (0..ground.len() as u32).collect();
    let mut raised: Option<Level> = None;
    loop {
        let level = raised.as_ref().unwrap_or(ground);
        level.move_nodes(&mut current, random, &mut scratch);
        let count = compact(&mut current);
        for (node, community) in partition.iter_mut().enumerate() {
            *community = current[place[node] as usize];
        }
        if count == level.len() {
            return;
        }
        let mut refined = level.refine(&current, random, &mut scratch);
        let parts = compact(&mut refined);
        if parts == level.len() {
            return;
        }
        let mut above = vec![0; parts];
        for (node, &part) in refined.iter().enumerate() {
            above[part as usize] = current[node];
        }
        let next = level.aggregate(&refined, parts, &mut scratch);
        place.iter_mut().for_each(|node| *node = refined[*node as usize]);
        current = above;
        raised = Some(next);
    }
}

/// Numbers the communities 0, 1, 2 … in the order of their first nodes; returns how many there are.
fn compact(partition: &mut [u32]) -> usize {
    let mut names = vec![u32::MAX; partition.len()];
    let mut count = 0;
    for community in partition {
        let name = &mut names[*community as usize];
        if *name == u32::MAX {
            *name = count;
            count += 1;
        }
        *community = *name;
    }
    count as usize
}

fn by_size(partition: &[u32]) -> (Vec<u32>, usize) {
    let mut compacted = partition.to_vec();
    let count = compact(&mut compacted);
    let mut sizes = vec![0_usize; count];
    compacted.iter().for_each(|&community| sizes[community as usize] += 1);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&community| std::cmp::Reverse(sizes[community]));
    let mut rank = vec![0; count];
    for (new, old) in order.into_iter().enumerate() {
        rank[old] = new as u32;
    }
    compacted.iter_mut().for_each(|community| *community = rank[*community as usize]);
    (compacted, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups of four who all meet, and one meeting between the groups.
    fn two_groups() -> Adjacency {
        let mut edges = vec![(3, 4, 1.0)];
        for group in [0, 4] {
            for one in 0..4 {
                edges.extend((one + 1..4).map(|other| (group + one, group + other, 2.0)));
            }
        }
        Adjacency::from_edges(8, edges.into_iter())
    }

    #[test]
    fn two_groups_are_found() {
        let found = communities(&two_groups(), 1);
        assert_eq!(found.of, [0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(found.count, 2);
        assert!((found.modularity - modularity(&two_groups(), &found.of)).abs() < 1e-12);
        assert!((found.modularity - 0.46).abs() < 1e-12, "{}", found.modularity);
    }

    #[test]
    fn the_same_seed_gives_the_same_communities() {
        let mut random = Random::new(5);
        let edges: std::collections::BTreeSet<(u32, u32)> = (0..600)
            .map(|_| (random.below(200) as u32, random.below(200) as u32))
            .filter(|(one, other)| one < other)
            .collect();
        let graph = Adjacency::from_edges(200, edges.iter().map(|&(one, other)| (one, other, 1.0)));
        assert_eq!(communities(&graph, 9), communities(&graph, 9));
    }

    #[test]
    fn nobody_forms_no_community() {
        let found = communities(&Adjacency::from_edges(0, std::iter::empty()), 1);
        assert_eq!((found.count, found.modularity), (0, 0.0));
    }
}
