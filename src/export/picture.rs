//! [`Network`] → what a picture shows of it: the strongest nodes with their places, colours and sizes, and their ties.

use super::layout::{Extent, Point, Spring, layout};
use super::lettering;
use super::svg::counted;
use crate::analysis::adjacency::Adjacency;
use crate::analysis::communities::communities;
use crate::analysis::network::{EntityIndex, Network, Occasion, OccasionIndex, Tie};
use crate::facts::{EntityKind, Status};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Nodes up to this number all have their names beside them.
pub const ALL_NAMED: usize = 60;
/// Communities with a colour of their own; those below share one.
pub const COLOURED: usize = 11;

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// Something happened.
    Solid,
    /// At best it is planned.
    Dashed,
    /// At best it is possible.
    LongDashed,
    /// It is denied or cancelled.
    Dotted,
}

impl Line {
    /// The line of one status.
    pub fn of(status: Status) -> Self {
        match status {
            Status::Happened => Self::Solid,
            Status::Planned => Self::Dashed,
            Status::Possible => Self::LongDashed,
            Status::Denied | Status::Cancelled => Self::Dotted,
        }
    }

    /// The line of a tie: that of its surest event.
    pub fn of_tie<'a>(occasions: impl Iterator<Item = &'a Occasion>) -> Self {
        occasions.map(|occasion| Self::of(occasion.status)).min().unwrap_or(Self::Dotted)
    }
}

/// A node of the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Who or what.
    pub entity: EntityIndex,
    /// Where, in pixels.
    pub point: Point,
    /// Radius in pixels.
    pub radius: f64,
    /// 0 for the community with the most events.
    pub community: usize,
    /// Number of events shared with others of the picture.
    pub events: usize,
}

/// A tie of the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// Position of one end in [`Picture::dots`].
    pub one: usize,
    /// Position of the other.
    pub other: usize,
    /// Its events, by date.
    pub occasions: Vec<OccasionIndex>,
    /// How it is drawn.
    pub line: Line,
}

/// What is shown, and how much is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The nodes, those of most events first.
    pub dots: Vec<Dot>,
    /// The ties between them.
    pub strokes: Vec<Stroke>,
    /// For each community the position of its node with most events, in the order of their numbers.
    pub heads: Vec<usize>,
    /// Number of nodes for which there was no room.
    pub left_out: usize,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
}

impl Picture {
    /// Shows at most `limit` nodes, those that share most events.
    pub fn new(network: &Network, limit: usize) -> Self {
        let chosen = strongest(network, limit);
        let number: BTreeMap<NodeIndex, usize> =
            chosen.iter().enumerate().map(|(position, &(node, _))| (node, position)).collect();
        let mut strokes: Vec<Stroke> = network
            .graph
            .edge_references()
            .filter_map(|edge| {
                let (one, other) = (*number.get(&edge.source())?, *number.get(&edge.target())?);
                Some(stroke(network, one.min(other), one.max(other), edge.weight()))
            })
            .collect();
        strokes.sort_by_key(|stroke| (stroke.one, stroke.other));
        let events: Vec<usize> = chosen.iter().map(|&(_, events)| events).collect();
        let communities = colours(&events, &strokes);
        let most = chosen.first().map_or(1, |&(_, events)| events.max(1)) as f64;
        let dots: Vec<Dot> = chosen
            .iter()
            .zip(&communities)
            .map(|(&(node, events), &community)| Dot {
                entity: network.graph[node],
                point: Point::default(),
                radius: 6.0 + 12.0 * (events as f64 / most).sqrt(),
                community,
                events,
            })
            .collect();
        let mut heads: Vec<usize> = Vec::new();
        for community in 0..communities.iter().max().map_or(0, |last| last + 1) {
            heads.extend(communities.iter().position(|&of| of == community));
        }
        let left_out = network.graph.node_count() - chosen.len();
        let mut picture = Self { dots, strokes, heads, left_out, width: 0.0, height: 0.0 };
        picture.arrange(network);
        picture
    }

    /// "16 nodes, 20 ties; events from 2026-02-11 to 2026-06-21".
    pub fn summary(&self, network: &Network) -> String {
        let mut summary = format!("{}, {}", counted(self.dots.len(), "node"), counted(self.strokes.len(), "tie"));
        if self.left_out > 0 {
            let _ = write!(summary, "; {} with fewer events not shown", self.left_out);
        }
        let shown = self.strokes.iter().flat_map(|stroke| &stroke.occasions);
        let dated = || shown.clone().map(|&index| network.occasion(index).when).filter(|when| when.days().is_some());
        let first = dated().min_by_key(|when| when.days()).and_then(|when| when.start.or(when.end));
        let last =
            dated().max_by_key(|when| when.days().map(|(_, last)| last)).and_then(|when| when.end.or(when.start));
        if let (Some(first), Some(last)) = (first, last) {
            let _ = match first == last {
                true => write!(summary, "; events of {first}"),
                false => write!(summary, "; events from {first} to {last}"),
            };
        }
        summary
    }

    fn arrange(&mut self, network: &Network) {
        const MARGIN: f64 = 24.0;
        let all_named = self.dots.len() <= ALL_NAMED;
        let extents: Vec<Extent> = self
            .dots
            .iter()
            .map(|dot| {
                let size = letter_size(dot.radius);
                let label = lettering::width(&lettering::short(&network.entity(dot.entity).name), size);
                if all_named {
                    let half_width = dot.radius.max(label / 2.0) + 2.0;
                    Extent { half_width, above: dot.radius + 2.0, below: dot.radius + 1.3 * size + 4.0 }
                } else {
                    Extent { half_width: dot.radius + 3.0, above: dot.radius + 3.0, below: dot.radius + 3.0 }
                }
            })
            .collect();
        let springs: Vec<Spring> = self
            .strokes
            .iter()
            .map(|stroke| Spring { one: stroke.one, other: stroke.other, weight: stroke.occasions.len() as f64 })
            .collect();
        let points = layout(&extents, &springs);
        for ((dot, point), extent) in self.dots.iter_mut().zip(points).zip(&extents) {
            dot.point = Point { x: point.x + MARGIN, y: point.y + MARGIN };
            self.width = self.width.max(dot.point.x + extent.half_width + MARGIN);
            self.height = self.height.max(dot.point.y + extent.below + MARGIN);
        }
    }
}

/// Size of the letters beside a node of this radius, in pixels.
pub fn letter_size(radius: f64) -> f64 {
    11.0 + (radius - 6.0).max(0.0) * 0.25
}

/// The word under which a kind of node stands in a legend.
pub fn kind_label(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "Person",
        EntityKind::Organisation => "Organisation",
        EntityKind::Place => "Place",
        EntityKind::Group => "Group",
        EntityKind::Nationality => "Nationality",
        EntityKind::Other => "Other",
    }
}

/// The nodes that share most events with others, most first, with the number of events.
fn strongest(network: &Network, limit: usize) -> Vec<(NodeIndex, usize)> {
    let events = |node: NodeIndex| -> usize {
        let mut shared: Vec<OccasionIndex> =
            network.graph.edges(node).flat_map(|edge| edge.weight().occasions.iter().copied()).collect();
        shared.sort_unstable();
        shared.dedup();
        shared.len()
    };
    let mut nodes: Vec<(NodeIndex, usize)> = network.graph.node_indices().map(|node| (node, events(node))).collect();
    nodes.sort_by_key(|&(node, events)| (std::cmp::Reverse(events), node));
    nodes.truncate(limit);
    // Of those that are left, whoever is tied to none of the others would stand there without saying anything.
    let kept: std::collections::BTreeSet<NodeIndex> = nodes.iter().map(|&(node, _)| node).collect();
    nodes.retain(|&(node, _)| network.graph.neighbors(node).any(|neighbour| kept.contains(&neighbour)));
    nodes
}

fn stroke(network: &Network, one: usize, other: usize, tie: &Tie) -> Stroke {
    let line = Line::of_tie(tie.occasions.iter().map(|&index| network.occasion(index)));
    Stroke { one, other, occasions: tie.occasions.clone(), line }
}

/// The community of each node, numbered by the events of its members: colours are for those of whom there is much news.
fn colours(events: &[usize], strokes: &[Stroke]) -> Vec<usize> {
    let edges = strokes.iter().map(|stroke| (stroke.one as u32, stroke.other as u32, stroke.occasions.len() as f64));
    let found = communities(&Adjacency::from_edges(events.len(), edges), 1);
    let mut sums = vec![0; found.count];
    found.of.iter().zip(events).for_each(|(&community, events)| sums[community as usize] += events);
    let mut order: Vec<usize> = (0..found.count).collect();
    order.sort_by_key(|&community| std::cmp::Reverse(sums[community]));
    let mut rank = vec![0; found.count];
    order.into_iter().enumerate().for_each(|(position, community)| rank[community] = position);
    found.of.into_iter().map(|community| rank[community as usize]).collect()
}
