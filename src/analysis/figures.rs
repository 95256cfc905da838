//! Reports on the network as a whole: who is at the centre, who belongs together, who holds it together.

use super::adjacency::Adjacency;
use super::betweenness::{Effort, betweenness};
use super::brokers::{bridges, constraint, cut_points};
use super::centrality::{degree, eigenvector, page_rank};
use super::communities::communities;
use super::network::{Network, kind_name};
use super::report::{Cell, Named, Report};
use petgraph::graph::NodeIndex;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Who is at the centre, by PageRank.
pub fn central(network: &Network, seed: u64) -> Report {
    let adjacency = Adjacency::new(&network.graph);
    let effort = Effort::fitting(&adjacency, seed);
    let degrees = degree(&network.graph);
    let between = betweenness(&adjacency, effort);
    let eigen = eigenvector(&network.graph);
    let ranks = page_rank(&adjacency);
    let rows = by_score(network, &ranks)
        .into_iter()
        .map(|node| {
            let number = node.index();
            let entity = network.entity_at(node);
            vec![
                Cell::from(entity),
                kind_name(entity.kind).into(),
                events_of(network, node).into(),
                adjacency.degree(number).into(),
                Cell::Number(degrees[number]),
                Cell::Number(between[number]),
                eigen.as_ref().map_or(Cell::Nothing, |scores| Cell::Number(scores[number])),
                Cell::Number(ranks[number]),
                Cell::from(&*entity.iri),
            ]
        })
        .collect();
    let note = match effort {
        Effort::Exact => None,
        Effort::Sample { sources, seed } => {
            Some(format!("Betweenness is estimated from {sources} people, drawn with seed {seed}."))
        }
    };
    let columns = &["who", "kind", "events", "ties", "degree", "betweenness", "eigenvector", "pagerank", "entity*"];
    Report { columns, rows, note }
}

/// The nodes by score, highest first, then by name.
fn by_score(network: &Network, scores: &[f64]) -> Vec<NodeIndex> {
    let mut nodes: Vec<NodeIndex> = network.graph.node_indices().collect();
    nodes.sort_by(|&left, &right| {
        let by_name = || network.entity_at(left).name.cmp(&network.entity_at(right).name);
        scores[right.index()].total_cmp(&scores[left.index()]).then_with(by_name)
    });
    nodes
}

/// Number of events that a node shares with others.
fn events_of(network: &Network, node: NodeIndex) -> usize {
    let ties = network.graph.edges(node).flat_map(|edge| edge.weight().occasions.iter());
    ties.collect::<BTreeSet<_>>().len()
}

/// Who belongs together: largest communities first, in each those with the highest PageRank first.
pub fn communities_report(network: &Network, seed: u64) -> Report {
    let adjacency = Adjacency::new(&network.graph);
    let found = communities(&adjacency, seed);
    let ranks = page_rank(&adjacency);
    let mut members: Vec<Vec<NodeIndex>> = vec![Vec::new(); found.count];
    for node in by_score(network, &ranks) {
        members[found.of[node.index()] as usize].push(node);
    }
    let mut within = vec![0; found.count];
    for edge in network.graph.edge_indices() {
        if let Some((one, other)) = network.graph.edge_endpoints(edge)
            && found.of[one.index()] == found.of[other.index()]
        {
            within[found.of[one.index()] as usize] += 1;
        }
    }
    let rows = members
        .iter()
        .enumerate()
        .map(|(number, members)| {
            let named = |&node: &NodeIndex| Named::from(network.entity_at(node));
            vec![
                (number + 1).into(),
                members.len().into(),
                within[number].into(),
                Cell::Entities(members.iter().map(named).collect()),
            ]
        })
        .collect();
    let note = Some(format!(
        "{} communities of {} {}; modularity {:.4}.",
        found.count,
        network.graph.node_count(),
        if network.graph.node_count() == 1 { "member" } else { "members" },
        found.modularity
    ));
    Report { columns: &["community", "size", "ties", "members"], rows, note }
}

/// Who holds the network together: those without whom it would fall apart first, then by betweenness.
pub fn brokers(network: &Network, seed: u64) -> Report {
    let adjacency = Adjacency::new(&network.graph);
    let between = betweenness(&adjacency, Effort::fitting(&adjacency, seed));
    let constraints = constraint(&adjacency);
    let cuts: BTreeSet<NodeIndex> = cut_points(&network.graph).into_iter().collect();
    let mut over: Vec<Vec<Named>> = vec![Vec::new(); network.graph.node_count()];
    for (one, other) in bridges(&network.graph) {
        over[one.index()].push(network.entity_at(other).into());
        over[other.index()].push(network.entity_at(one).into());
    }
    let mut order = by_score(network, &between);
    order.sort_by_key(|node| Reverse(cuts.contains(node)));
    let rows = order
        .into_iter()
        .map(|node| {
            let number = node.index();
            let entity = network.entity_at(node);
            let mut bridged = std::mem::take(&mut over[number]);
            bridged.sort_by(|left, right| left.name.cmp(&right.name));
            vec![
                Cell::from(entity),
                Cell::Yes(cuts.contains(&node)),
                Cell::Entities(bridged),
                Cell::Number(between[number]),
                constraints[number].map_or(Cell::Nothing, Cell::Number),
                Cell::from(&*entity.iri),
            ]
        })
        .collect();
    let columns = &["who", "cut point", "bridge to", "betweenness", "constraint", "entity*"];
    let note = "Without a cut point the network falls into more pieces; \"bridge to\" names those to whom there is no \
                other way; a low constraint is a broker's.";
    Report { columns, rows, note: Some(note.to_owned()) }
}
