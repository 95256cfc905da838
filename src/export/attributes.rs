//! What GraphML and GEXF say of each node and tie, as tables.

use super::picture::Line;
use crate::analysis::adjacency::Adjacency;
use crate::analysis::betweenness::{Effort, betweenness};
use crate::analysis::centrality::page_rank;
use crate::analysis::communities::communities;
use crate::analysis::network::{Network, Occasion, Side, Tie, kind_name};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;
use std::fmt;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
}

impl Kind {
    /// GraphML's word for it.
    pub fn graphml_name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Whole => "long",
            Self::Number => "double",
        }
    }

    /// GEXF's word for it.
    pub fn gexf_name(self) -> &'static str {
        self.graphml_name()
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words; empty ones are left out.
    Text(String),
    /// A whole number.
    Whole(usize),
    /// A number.
    Number(f64),
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Whole(number) => write!(formatter, "{number}"),
            Self::Number(number) => write!(formatter, "{number}"),
        }
    }
}

/// Rows with named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names and types.
    pub columns: &'static [(&'static str, Kind)],
    /// A row for each node or tie, in the order of the graph.
    pub rows: Vec<Vec<Value>>,
}

/// Nodes and ties.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// A row for each node.
    pub nodes: Table,
    /// A row for each tie.
    pub edges: Table,
    /// The ends of each tie.
    pub ends: Vec<(usize, usize)>,
}

const NODE_COLUMNS: &[(&str, Kind)] = &[
    ("label", Kind::Text),
    ("iri", Kind::Text),
    ("kind", Kind::Text),
    ("aliases", Kind::Text),
    ("degree", Kind::Whole),
    ("strength", Kind::Number),
    ("pagerank", Kind::Number),
    ("betweenness", Kind::Number),
    ("community", Kind::Whole),
];

const EDGE_COLUMNS: &[(&str, Kind)] = &[
    ("weight", Kind::Number),
    ("line", Kind::Text),
    ("kinds", Kind::Text),
    ("statuses", Kind::Text),
    ("first", Kind::Text),
    ("last", Kind::Text),
    ("places", Kind::Text),
    ("why", Kind::Text),
    ("evidence", Kind::Text),
    ("events", Kind::Text),
];

const SIDE_COLUMNS: &[(&str, Kind)] = &[
    ("label", Kind::Text),
    ("iri", Kind::Text),
    ("side", Kind::Text),
    ("kind", Kind::Text),
    ("when", Kind::Text),
    ("where", Kind::Text),
    ("why", Kind::Text),
    ("status", Kind::Text),
    ("evidence", Kind::Text),
];

const ROLE_COLUMNS: &[(&str, Kind)] = &[("role", Kind::Text)];

/// The two-sided graph: entities and events are nodes, roles are ties.
pub fn two_sided(network: &Network) -> Tables {
    let graph = network.event_graph();
    let text = |text: &str| Value::Text(text.to_owned());
    let nodes = graph
        .node_weights()
        .map(|side| match *side {
            Side::Entity(index) => {
                let entity = network.entity(index);
                let mut row = vec![text(&entity.name), text(&entity.iri), text("entity"), text(kind_name(entity.kind))];
                row.resize(SIDE_COLUMNS.len(), text(""));
                row
            }
            Side::Occasion(index) => {
                let occasion = network.occasion(index);
                vec![
                    text(&occasion.label),
                    text(&occasion.iri),
                    text("event"),
                    text(&occasion.class),
                    Value::Text(occasion.when.to_string()),
                    Value::Text(network.place_names(occasion)),
                    text(occasion.why.as_deref().unwrap_or_default()),
                    text(occasion.status.name()),
                    text(occasion.evidence.first().map_or("", |words| &*words.text)),
                ]
            }
        })
        .collect();
    let edges = graph.edge_weights().map(|role| vec![text(role)]).collect();
    let ends = graph.edge_references().map(|edge| (edge.source().index(), edge.target().index())).collect();
    Tables {
        nodes: Table { columns: SIDE_COLUMNS, rows: nodes },
        edges: Table { columns: ROLE_COLUMNS, rows: edges },
        ends,
    }
}

/// Everything that is said of nodes and ties.
pub fn tables(network: &Network) -> Tables {
    const SEED: u64 = 1;
    let adjacency = Adjacency::new(&network.graph);
    let ranks = page_rank(&adjacency);
    let between = betweenness(&adjacency, Effort::fitting(&adjacency, SEED));
    let found = communities(&adjacency, SEED);
    let nodes = network
        .graph
        .node_indices()
        .map(|node| {
            let entity = network.entity_at(node);
            let number = node.index();
            vec![
                Value::Text(entity.name.to_string()),
                Value::Text(entity.iri.to_string()),
                Value::Text(kind_name(entity.kind).to_owned()),
                Value::Text(entity.aliases.join("; ")),
                Value::Whole(adjacency.degree(number)),
                Value::Number(adjacency.strength(number)),
                Value::Number(ranks[number]),
                Value::Number(between[number]),
                Value::Whole(found.of[number] as usize + 1),
            ]
        })
        .collect();
    let edges = network.graph.edge_references().map(|edge| edge_row(network, edge.weight())).collect();
    let ends = network.graph.edge_references().map(|edge| (edge.source().index(), edge.target().index())).collect();
    Tables {
        nodes: Table { columns: NODE_COLUMNS, rows: nodes },
        edges: Table { columns: EDGE_COLUMNS, rows: edges },
        ends,
    }
}

fn edge_row(network: &Network, tie: &Tie) -> Vec<Value> {
    let occasions: Vec<&Occasion> = tie.occasions.iter().map(|&index| network.occasion(index)).collect();
    let each = |text: fn(&Network, &Occasion) -> String| {
        let texts: BTreeSet<String> = occasions.iter().map(|occasion| text(network, occasion)).collect();
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        Value::Text(texts.join("; "))
    };
    let dates: Vec<_> = occasions.iter().filter_map(|occasion| occasion.when.start.or(occasion.when.end)).collect();
    let date = |date: Option<&crate::analysis::calendar::PartialDate>| {
        Value::Text(date.map(ToString::to_string).unwrap_or_default())
    };
    let line = match Line::of_tie(occasions.iter().copied()) {
        Line::Solid => "solid",
        Line::Dashed => "dashed",
        Line::LongDashed => "long dashed",
        Line::Dotted => "dotted",
    };
    vec![
        Value::Number(tie.weight()),
        Value::Text(line.to_owned()),
        each(|_, occasion| occasion.class.to_string()),
        each(|_, occasion| occasion.status.name().to_owned()),
        date(dates.iter().min()),
        date(dates.iter().max()),
        each(|network, occasion| network.place_names(occasion)),
        each(|_, occasion| occasion.why.as_deref().unwrap_or_default().to_owned()),
        each(|_, occasion| occasion.evidence.first().map(|words| words.text.to_string()).unwrap_or_default()),
        each(|_, occasion| occasion.iri.to_string()),
    ]
}
