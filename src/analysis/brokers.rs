//! Who holds the network together: cut points, bridges and Burt's constraint.

use super::adjacency::Adjacency;
use super::network::{EntityIndex, Tie};
use petgraph::graph::{NodeIndex, UnGraph};
use rayon::prelude::*;
use rustworkx_core::connectivity;

/// The entities without whom the network would fall apart (John Hopcroft, Robert Tarjan, 1973), in ascending order.
pub fn cut_points(graph: &UnGraph<EntityIndex, Tie>) -> Vec<NodeIndex> {
    let mut points: Vec<NodeIndex> = connectivity::articulation_points(graph, None).into_iter().collect();
    points.sort_unstable();
    points
}

/// The ties without which the network would fall apart, each from its lower to its higher node, in ascending order.
pub fn bridges(graph: &UnGraph<EntityIndex, Tie>) -> Vec<(NodeIndex, NodeIndex)> {
    let ends = connectivity::bridges(graph).into_iter();
    let mut bridges: Vec<_> = ends.map(|(one, other)| (one.min(other), one.max(other))).collect();
    bridges.sort_unstable();
    bridges
}

/// How far an entity's contacts are tied to one another, so that nothing is to be gained between them (Ronald Burt,
/// "Structural Holes", 1992). A low value is that of a broker. Weighted by the number of shared events; contacts of
/// contacts count only where they are contacts too, as in NetworkX. An entity without ties has no value.
pub fn constraint(adjacency: &Adjacency) -> Vec<Option<f64>> {
    let strengths: Vec<f64> = (0..adjacency.len()).map(|node| adjacency.strength(node)).collect();
    let nodes: Vec<usize> = (0..adjacency.len()).collect();
    nodes
        .par_iter()
        .with_min_len(256)
        .map_init(
            || vec![0.0; adjacency.len()],
            |invested, &node| {
                if adjacency.degree(node) == 0 {
                    return None;
                }
                // The share of all ties that goes to each contact; 0 for everybody else.
                for (contact, weight) in adjacency.ties(node) {
                    invested[contact] = weight / strengths[node];
                }
                let sum = adjacency
                    .ties(node)
                    .map(|(contact, weight)| {
                        let indirect: f64 = adjacency
                            .ties(contact)
                            .map(|(between, tie)| invested[between] * tie / strengths[between])
                            .sum();
                        (weight / strengths[node] + indirect).powi(2)
                    })
                    .sum();
                for &contact in adjacency.neighbours(node) {
                    invested[contact as usize] = 0.0;
                }
                Some(sum)
            },
        )
        .collect()
}
