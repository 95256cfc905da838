//! Every figure of the analysis agrees with NetworkX, an independent implementation, on the same network.
//!
//! Needs the project's Python environment (`make test` sets it up); where it is missing the tests say so and pass.

#[path = "support/python.rs"]
mod python;

use attache::analysis::adjacency::Adjacency;
use attache::analysis::betweenness::{Effort, betweenness};
use attache::analysis::network::{Entity, EntityIndex, Network, Occasion};
use attache::analysis::random::Random;
use attache::analysis::{brokers, calendar::When, centrality, communities, paths};
use attache::facts::{EntityKind, Status};
use python::python;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Pairs of people who meet, with how often.
type Meetings = BTreeMap<(u32, u32), u32>;

fn figures_of_networkx(python: &PathBuf, question: &Value) -> Value {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/analysis/networkx_figures.py");
    let mut child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python starts");
    child.stdin.take().expect("a pipe").write_all(question.to_string().as_bytes()).expect("Python reads");
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "NetworkX failed");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn network_of(people: u32, meetings: &Meetings) -> Network {
    let entities = (0..people)
        .map(|number| Entity {
            iri: format!("https://example.org/{number:06}").into(),
            name: format!("Person {number}").into(),
            aliases: Vec::new(),
            kind: EntityKind::Person,
        })
        .collect();
    let role: Arc<str> = Arc::from("participant");
    let class: Arc<str> = Arc::from("Meeting");
    let pairs = meetings.iter().flat_map(|(&pair, &times)| (0..times).map(move |time| (pair, time)));
    let occasions = pairs.map(|((one, other), time)| Occasion {
        iri: format!("https://example.org/meeting/{one}-{other}-{time}").into(),
        class: Arc::clone(&class),
        label: "They meet".into(),
        participants: vec![(EntityIndex(one), Arc::clone(&role)), (EntityIndex(other), Arc::clone(&role))],
        places: Vec::new(),
        when: When::default(),
        why: None,
        status: Status::Happened,
        evidence: Vec::new(),
    });
    Network::new(entities, occasions.collect(), &[EntityKind::Person])
}

fn agree(what: &str, ours: &[f64], theirs: &Value) {
    let theirs: Vec<f64> = theirs.as_array().expect("a list").iter().map(|value| value.as_f64().unwrap()).collect();
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (node, (one, other)) in ours.iter().zip(&theirs).enumerate() {
        assert!((one - other).abs() < 1e-6, "{what} of {node}: {one}, by NetworkX {other}");
    }
}

fn compare(people: u32, meetings: &Meetings) {
    let Some(python) = python() else { return };
    let network = network_of(people, meetings);
    assert_eq!(network.graph.node_count(), people as usize, "the test wants a network without loners");
    let adjacency = Adjacency::new(&network.graph);
    let found = communities::communities(&adjacency, 1);
    let mut random = Random::new(99);
    let pairs: Vec<(usize, usize)> = (0..10)
        .map(|_| (random.below(people as usize), random.below(people as usize)))
        .filter(|(a, b)| a != b)
        .collect();
    let edges: Vec<Value> = meetings.iter().map(|((one, other), times)| json!([one, other, times])).collect();
    let question = json!({"nodes": people, "edges": edges, "communities": found.of, "pairs": pairs});
    let theirs = figures_of_networkx(&python, &question);

    agree("degree", &centrality::degree(&network.graph), &theirs["degree"]);
    agree("betweenness", &betweenness(&adjacency, Effort::Exact), &theirs["betweenness"]);
    agree("PageRank", &centrality::page_rank(&adjacency), &theirs["page_rank"]);
    let constraint: Vec<f64> = brokers::constraint(&adjacency).into_iter().map(Option::unwrap).collect();
    agree("constraint", &constraint, &theirs["constraint"]);
    if !theirs["eigenvector"].is_null() {
        agree("eigenvector", &centrality::eigenvector(&network.graph).expect("it settles"), &theirs["eigenvector"]);
    }
    let cut_points: Vec<usize> = brokers::cut_points(&network.graph).iter().map(|node| node.index()).collect();
    assert_eq!(json!(cut_points), theirs["cut_points"]);
    let bridges: Vec<_> =
        brokers::bridges(&network.graph).iter().map(|(one, other)| [one.index(), other.index()]).collect();
    assert_eq!(json!(bridges), theirs["bridges"]);
    let lengths: Vec<Vec<usize>> = pairs
        .iter()
        .map(|&(one, other)| {
            paths::shortest_paths(&adjacency, one, other, 5).iter().map(|path| path.len() - 1).collect()
        })
        .collect();
    assert_eq!(json!(lengths), theirs["paths"]);
    agree("modularity", &[found.modularity], &json!([theirs["modularity"]]));
    let louvain = theirs["louvain"].as_f64().unwrap();
    assert!(found.modularity >= louvain - 1e-9, "modularity {}, NetworkX's Louvain {louvain}", found.modularity);
}

fn meet(meetings: &mut Meetings, one: u32, other: u32, times: u32) {
    if one != other {
        *meetings.entry((one.min(other), one.max(other))).or_default() += times;
    }
}

#[test]
fn on_a_network_with_a_few_famous_people() {
    let mut random = Random::new(1);
    let mut meetings = Meetings::new();
    for newcomer in 1..400_u32 {
        for _ in 0..3 {
            let known = random.fraction().powi(2) * f64::from(newcomer);
            meet(&mut meetings, newcomer, known as u32, 1 + random.below(4) as u32);
        }
    }
    compare(400, &meetings);
}

#[test]
fn on_a_network_of_groups() {
    let mut random = Random::new(2);
    let mut meetings = Meetings::new();
    for person in 0..600_u32 {
        let group = person / 30 * 30;
        for _ in 0..4 {
            meet(&mut meetings, person, group + random.below(30) as u32, 1 + random.below(3) as u32);
        }
        if random.below(4) == 0 {
            meet(&mut meetings, person, random.below(600) as u32, 1);
        }
    }
    compare(600, &meetings);
}

#[test]
fn on_a_chain_of_people() {
    let mut meetings = Meetings::new();
    (1..50).for_each(|person| meet(&mut meetings, person - 1, person, 1 + person % 3));
    compare(50, &meetings);
}

#[test]
fn on_a_network_in_pieces() {
    let mut random = Random::new(4);
    let mut meetings = Meetings::new();
    for piece in 0..12_u32 {
        for person in 1..15_u32 {
            meet(&mut meetings, piece * 15 + person, piece * 15 + random.below(person as usize) as u32, 1);
            meet(&mut meetings, piece * 15 + person, piece * 15 + random.below(15) as u32, 2);
        }
    }
    compare(180, &meetings);
}

#[test]
fn where_everybody_met_everybody() {
    let mut meetings = Meetings::new();
    for one in 0..12 {
        ((one + 1)..12).for_each(|other| meet(&mut meetings, one, other, 1 + (one + other) % 5));
    }
    compare(12, &meetings);
}

#[test]
fn on_networks_drawn_by_chance() {
    for seed in 10..14 {
        let mut random = Random::new(seed);
        let mut meetings = Meetings::new();
        for person in 0..250_u32 {
            meet(&mut meetings, person, (person + 1) % 250, 1);
            meet(&mut meetings, person, random.below(250) as u32, 1 + random.below(9) as u32);
        }
        compare(250, &meetings);
    }
}
