//! Whom two people both met.

use super::network::{EntityIndex, Network, OccasionIndex};

/// Somebody whom both met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Who.
    pub who: EntityIndex,
    /// The events with the one.
    pub with_first: Vec<OccasionIndex>,
    /// The events with the other.
    pub with_second: Vec<OccasionIndex>,
}

/// Those whom both met, in one event or in several; most events first, then by name.
pub fn common(network: &Network, first: EntityIndex, second: EntityIndex) -> Vec<Shared> {
    let (Some(one), Some(other)) = (network.node(first), network.node(second)) else { return Vec::new() };
    let mut shared: Vec<Shared> = network
        .graph
        .neighbors(one)
        .filter_map(|between| {
            let with_first = network.graph.find_edge(one, between)?;
            let with_second = network.graph.find_edge(between, other)?;
            Some(Shared {
                who: network.graph[between],
                with_first: network.graph[with_first].occasions.clone(),
                with_second: network.graph[with_second].occasions.clone(),
            })
        })
        .collect();
    shared.sort_by(|left, right| {
        let events = |shared: &Shared| std::cmp::Reverse(shared.with_first.len() + shared.with_second.len());
        let name = |shared: &Shared| &network.entity(shared.who).name;
        (events(left), name(left), left.who).cmp(&(events(right), name(right), right.who))
    });
    shared
}
