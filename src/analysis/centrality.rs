//! Who is at the centre: degree, eigenvector centrality and PageRank. (Betweenness has a file of its own.)

use super::adjacency::Adjacency;
use super::network::{EntityIndex, Tie};
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use rustworkx_core::centrality::{degree_centrality, eigenvector_centrality};
use rustworkx_core::connectivity::connected_components;
use std::convert::Infallible;

/// The share of the others that each entity is tied to: 0 to 1 (Linton Freeman, "Centrality in Social Networks", 1978).
pub fn degree(graph: &UnGraph<EntityIndex, Tie>) -> Vec<f64> {
    degree_centrality(graph, None)
}

/// Eigenvector centrality by ties weighted with the number of shared events, of length 1 as a vector
/// (Phillip Bonacich, "Power and Centrality", 1987). `None` where the power iteration does not settle.
///
/// In a network in pieces, one piece would have all of it and the others nothing, however central somebody is there: so
/// each piece is taken by itself, and gets a part of the vector by the number of its nodes.
pub fn eigenvector(graph: &UnGraph<EntityIndex, Tie>) -> Option<Vec<f64>> {
    let pieces = connected_components(graph);
    if pieces.len() < 2 {
        return of_piece(graph, |tie| tie.weight());
    }
    let mut scores = vec![0.0; graph.node_count()];
    let mut place = vec![NodeIndex::end(); graph.node_count()];
    for members in pieces {
        // In ascending order: the same sums on each run.
        let mut members: Vec<NodeIndex> = members.into_iter().collect();
        members.sort_unstable();
        let mut piece: UnGraph<(), f64> = UnGraph::with_capacity(members.len(), members.len());
        for &node in &members {
            place[node.index()] = piece.add_node(());
        }
        let ties = members.iter().flat_map(|&node| graph.edges(node).filter(move |edge| node < edge.target()));
        for tie in ties {
            piece.add_edge(place[tie.source().index()], place[tie.target().index()], tie.weight().weight());
        }
        let share = (members.len() as f64 / graph.node_count() as f64).sqrt();
        for (node, score) in members.into_iter().zip(of_piece(&piece, |&weight| weight)?) {
            scores[node.index()] = score * share;
        }
    }
    Some(scores)
}

fn of_piece<N, E>(graph: &UnGraph<N, E>, weight: impl Fn(&E) -> f64) -> Option<Vec<f64>> {
    const TOLERANCE: f64 = 1e-12;
    let weight = |edge: petgraph::graph::EdgeReference<'_, E>| Ok::<f64, Infallible>(weight(edge.weight()));
    match eigenvector_centrality(graph, weight, Some(5_000), Some(TOLERANCE)) {
        Ok(scores) => scores,
        Err(never) => match never {},
    }
}

/// The share of time that a reader spends at each entity who follows ties at random, a tie of more events more often,
/// and with probability 0.15 begins anew anywhere (Sergey Brin, Lawrence Page, 1998). The shares sum to 1.
///
/// Gauss–Seidel iteration: each new value is used at once, which halves the rounds that the power method needs.
pub fn page_rank(adjacency: &Adjacency) -> Vec<f64> {
    const DAMPING: f64 = 0.85;
    const TOLERANCE: f64 = 1e-10;
    const ROUNDS: usize = 1_000;
    let count = adjacency.len();
    if count == 0 {
        return Vec::new();
    }
    let strengths: Vec<f64> = (0..count).map(|node| adjacency.strength(node)).collect();
    let total: f64 = strengths.iter().sum();
    if total == 0.0 {
        return vec![1.0 / count as f64; count];
    }
    // What an untied node holds is handed to all alike; every untied node holds the same share, so that it can be
    // left out here and be made up for when the ranks are scaled to sum to 1.
    let base = (1.0 - DAMPING) / count as f64;
    // `flow` is rank per unit of strength: what each tie of weight 1 carries.
    let inverse: Vec<f64> =
        strengths.iter().map(|&strength| if strength > 0.0 { 1.0 / strength } else { 0.0 }).collect();
    let mut flow: Vec<f64> = strengths.iter().map(|&strength| if strength > 0.0 { 1.0 / total } else { 0.0 }).collect();
    for _ in 0..ROUNDS {
        let mut change = 0.0;
        for node in 0..count {
            if strengths[node] == 0.0 {
                continue;
            }
            let received: f64 = adjacency.ties(node).map(|(neighbour, weight)| weight * flow[neighbour]).sum();
            let new = (base + DAMPING * received) * inverse[node];
            change += (new - flow[node]).abs() * strengths[node];
            flow[node] = new;
        }
        if change < TOLERANCE {
            break;
        }
    }
    let mut ranks: Vec<f64> = flow
        .iter()
        .zip(&strengths)
        .map(|(&flow, &strength)| if strength > 0.0 { flow * strength } else { base })
        .collect();
    let sum: f64 = ranks.iter().sum();
    ranks.iter_mut().for_each(|rank| *rank /= sum);
    ranks
}

#[cfg(test)]
mod tests {
    use super::super::network::OccasionIndex;
    use super::*;

    #[test]
    fn the_middle_of_a_star_ranks_first() {
        let star = Adjacency::from_edges(4, [(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)].into_iter());
        let ranks = page_rank(&star);
        assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(ranks[0] > 0.45 && (ranks[1] - ranks[3]).abs() < 1e-9, "{ranks:?}");
    }

    #[test]
    fn each_piece_of_a_network_has_its_own_middle() {
        let mut graph = UnGraph::new_undirected();
        let nodes: Vec<NodeIndex> = (0..6).map(|number| graph.add_node(EntityIndex(number))).collect();
        let tie = |events: u32| Tie { occasions: (0..events).map(OccasionIndex).collect() };
        for end in [0, 2, 3] {
            graph.add_edge(nodes[1], nodes[end], tie(1));
        }
        graph.add_edge(nodes[4], nodes[5], tie(9));
        let scores = eigenvector(&graph).unwrap();
        assert!((scores.iter().map(|score| score * score).sum::<f64>() - 1.0).abs() < 1e-9, "{scores:?}");
        assert!(scores[1] > scores[0] && scores[0] > 0.1, "{scores:?}");
        assert!((scores[4] - scores[5]).abs() < 1e-9 && scores[4] < scores[1], "{scores:?}");
    }

    #[test]
    fn nobody_has_no_rank() {
        assert!(page_rank(&Adjacency::from_edges(0, std::iter::empty())).is_empty());
        assert_eq!(page_rank(&Adjacency::from_edges(2, std::iter::empty())), [0.5, 0.5]);
    }
}
