//! The page with the network, used in a real Chromium: it opens without complaints, search finds a person, a click on a
//! tie shows the sentence of the article, filters and the slider of time work.
//!
//! Needs Chromium and Python (`make test` sets them up); where they are missing the test says so and passes.

use attache::analysis::calendar::When;
use attache::analysis::network::{Entity, EntityIndex, Evidence, Network, Occasion};
use attache::analysis::random::Random;
use attache::export::html::html;
use attache::export::picture::Picture;
use attache::facts::{EntityKind, Status};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

const FORENAMES: [&str; 10] = ["Ana", "Jon", "Zoë", "Mika", "Lucía", "Paul", "Nadia", "Oskar", "Ines", "Tariq"];
const SURNAMES: [&str; 10] =
    ["Ruiz", "Berg", "Lindqvist", "Tanaka", "Okafor", "Novák", "Delacroix", "Haddad", "O'Brien", "Castellanos"];

fn name(number: usize) -> String {
    let generation = ["", " II", " III"][number / 100];
    format!("{} {}{generation}", FORENAMES[number % 10], SURNAMES[(number + number / 10) % 10])
}

/// People in groups of ten, and some meetings between the groups.
fn network(people: usize, meetings: usize) -> Network {
    let mut random = Random::new(people as u64);
    let entities = (0..people).map(|number| Entity {
        iri: format!("https://example.org/{number:04}").into(),
        name: name(number).into(),
        aliases: Vec::new(),
        kind: EntityKind::Person,
    });
    let (role, document): (Arc<str>, Arc<str>) = ("participant".into(), "https://news.example.org/talks".into());
    let classes: [Arc<str>; 2] = ["Meeting".into(), "Visit".into()];
    let statuses = [Status::Happened, Status::Happened, Status::Planned, Status::Denied, Status::Possible];
    let occasions = (0..meetings).map(|number| {
        // The first meeting is that of the first two; so is none of the others.
        let one = if number == 0 { 0 } else { 1 + random.below(people - 1) };
        let group = one / 10 * 10;
        let near = group + random.below(10.min(people - group));
        let other = if number == 0 {
            1
        } else if random.below(8) == 0 {
            random.below(people)
        } else {
            near
        };
        let other = if other == one || other == 0 { (one % (people - 1)) + 1 } else { other };
        Occasion {
            iri: format!("https://example.org/meeting/{number}").into(),
            class: Arc::clone(&classes[usize::from(number % 3 == 1)]),
            label: format!("{} and {} meet", name(one), name(other)).into(),
            participants: [one, other].map(|who| (EntityIndex(who as u32), Arc::clone(&role))).to_vec(),
            places: Vec::new(),
            when: When { start: format!("2025-{:02}-{:02}", 1 + number % 12, 1 + number % 28).parse().ok(), end: None },
            why: Some("talks on </script> & fish".into()),
            status: statuses[number % 5],
            evidence: vec![Evidence {
                text: format!("{} met {} to talk about <b>fish</b>.", name(one), name(other)).into(),
                document: Arc::clone(&document),
                title: Some("Talks on fish".into()),
                source: Some("Example Wire".into()),
            }],
        }
    });
    Network::new(entities.collect(), occasions.collect(), &[EntityKind::Person])
}

fn used_in_chromium(people: usize, meetings: usize) -> Option<Value> {
    let found = |program: &str| {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.exists())
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let browser = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(found);
    let own: PathBuf = root.join(".venv/bin/python");
    let python = if own.exists() { Some(own) } else { found("python3") };
    let (Some(_), Some(python)) = (browser, python) else {
        eprintln!("skipped: Chromium or Python is missing; `make test` installs them");
        return None;
    };
    let network = network(people, meetings);
    let page = html(&network, &Picture::new(&network, 1_000), "Who met whom");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    fs::write(&path, page).unwrap();
    let output = Command::new(python)
        .arg(root.join("tests/pictures/chromium.py"))
        .arg(&path)
        .args([name(0), name(1)])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_page_opens_finds_a_person_and_shows_the_sentence() {
    let Some(seen) = used_in_chromium(30, 60) else { return };
    assert_eq!(seen["complaints"], serde_json::json!([]));
    assert_eq!(seen["requests"], serde_json::json!([]), "the page loads nothing");
    assert!(seen["found"][0].as_str().unwrap().contains(&name(0)), "{seen}");
    assert!(seen["person"].as_str().unwrap().starts_with(&name(0)));
    let tie = seen["tie"].as_str().unwrap();
    assert!(tie.starts_with(&format!("{} and {}", name(0), name(1))), "{tie}");
    assert!(tie.contains(&format!("“{} met {} to talk about <b>fish</b>.”", name(0), name(1))), "{tie}");
    assert!(tie.contains("Example Wire: Talks on fish") && tie.contains("talks on </script> & fish"));
    assert!(seen["node"].as_str().unwrap().starts_with(&name(0)));
    assert_eq!(seen["zoomed"], true);
    assert_eq!(seen["zoomed by key"], true);
    assert_eq!(seen["faded"], 0);
    assert!(seen["faded under the mouse"].as_u64() > Some(10), "whoever is not tied to a person fades: {seen}");
    assert!(seen["until while playing"].as_str() < seen["until"].as_str(), "{seen}");
    assert_eq!(seen["until after stopping"][0], seen["until after stopping"][1]);
    assert!(seen["since"].as_str().unwrap().starts_with("2025-"));
}

#[test]
fn at_30_nodes_every_node_has_its_name_and_none_overlap() {
    let Some(seen) = used_in_chromium(30, 60) else { return };
    assert_eq!(seen["names"], seen["nodes"]);
    assert_eq!(seen["overlaps"], serde_json::json!([]));
}

#[test]
fn at_300_nodes_no_names_overlap_and_the_page_remains_navigable() {
    let Some(seen) = used_in_chromium(300, 700) else { return };
    assert_eq!(seen["complaints"], serde_json::json!([]));
    assert_eq!(seen["overlaps"], serde_json::json!([]));
    assert!(seen["names"].as_u64() > Some(60), "{}", seen["names"]);
    assert!(seen["person"].as_str().unwrap().starts_with(&name(0)));
    assert!(seen["nodes in the later half"].as_u64() < seen["nodes"].as_u64());
}
