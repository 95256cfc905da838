//! GraphML and GEXF, read by programs that are not ours: NetworkX and igraph find every node and tie, with all that is
//! said of it.
//!
//! Needs the project's Python environment (`make test` sets it up); where it is missing the tests say so and pass.

#[path = "analysis/articles.rs"]
mod articles;
#[path = "support/python.rs"]
mod python;

use assert_cmd::Command;
use attache::graph::Store;
use python::python;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with the small world as a file of a form, `network.FORM`.
fn network_file(form: &str, options: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    articles::small_world(&Store::create(&folder.path().join("store")).unwrap());
    let file = folder.path().join(format!("network.{form}"));
    Command::cargo_bin("attache")
        .unwrap()
        .args(["export", "--format", form, "--store"])
        .arg(folder.path().join("store"))
        .arg("-o")
        .arg(&file)
        .args(options)
        .assert()
        .success();
    folder
}

/// The small world as a file of a form, read by an independent reader: `nodes` by label, `edges` by labels of the ends.
fn read(reader: &str, form: &str, options: &[&str]) -> Option<Value> {
    let python = python()?;
    let folder = network_file(form, options);
    let file = folder.path().join(format!("network.{form}"));
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures/read_elsewhere.py");
    let output = std::process::Command::new(python).arg(script).args([reader, form]).arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn edge<'a>(seen: &'a Value, one: &str, other: &str) -> &'a Value {
    let edges = seen["edges"].as_array().unwrap();
    let found = edges.iter().find(|edge| edge[0] == json!([one, other]));
    &found.unwrap_or_else(|| panic!("no tie of {one} and {other} in {seen}"))[1]
}

fn everything_is_there(seen: &Value) {
    assert_eq!(seen["nodes"].as_object().unwrap().len(), 9, "{seen}");
    assert_eq!(seen["edges"].as_array().unwrap().len(), 6, "{seen}");
    let ministry = &seen["nodes"]["Ministry of Ports"];
    assert_eq!(ministry["kind"], "organisation");
    assert_eq!(seen["nodes"]["Jon Berg"]["degree"].as_f64(), Some(2.0), "igraph reads whole numbers as others");
    assert_eq!(seen["nodes"]["Jon Berg"]["strength"].as_f64(), Some(5.0));
    assert_eq!(seen["nodes"]["Jon Berg"]["aliases"], "Berg");
    assert!(seen["nodes"]["Jon Berg"]["iri"].as_str().unwrap().starts_with("https://"));
    let often = edge(seen, "Ana Ruiz", "Jon Berg");
    assert_eq!(often["weight"], json!(4.0));
    assert_eq!((&often["first"], &often["last"]), (&json!("2025-01-03"), &json!("2025-04-02")));
    assert_eq!((&often["kinds"], &often["places"]), (&json!("Meeting"), &json!("Bergen; Oslo")));
    assert!(often["why"].as_str().unwrap().contains("cod quotas"));
    assert!(often["evidence"].as_str().unwrap().contains("Ana Ruiz met Jon Berg in Bergen on 3 February"));
    let planned = edge(seen, "Tariq Haddad", "Zoë Lind");
    assert_eq!((&planned["statuses"], &planned["line"]), (&json!("planned"), &json!("dashed")));
    let denied = edge(seen, "Ana Ruiz", "Pia Holm");
    assert_eq!((&denied["statuses"], &denied["line"]), (&json!("denied"), &json!("dotted")));
}

#[test]
fn networkx_reads_the_graphml_with_everything_in_it() {
    let Some(seen) = read("networkx", "graphml", &[]) else { return };
    everything_is_there(&seen);
}

#[test]
fn networkx_reads_the_gexf_with_everything_in_it() {
    let Some(seen) = read("networkx", "gexf", &[]) else { return };
    everything_is_there(&seen);
    assert_eq!(edge(&seen, "Ana Ruiz", "Jon Berg")["start"], "2025-01-03", "the tie is there from the first event on");
    assert!(seen["nodes"]["Jon Berg"]["viz"]["position"]["x"].is_number(), "a place in the picture");
}

#[test]
fn igraph_reads_the_graphml_as_networkx_does() {
    let (Some(seen), Some(other)) = (read("igraph", "graphml", &[]), read("networkx", "graphml", &[])) else { return };
    everything_is_there(&seen);
    let evidence = |seen: &Value| edge(seen, "Jon Berg", "Zoë Lind")["evidence"].clone();
    assert_eq!(evidence(&seen), evidence(&other));
}

#[test]
fn the_graphml_draws_itself_in_yed() {
    let Some(seen) = read("networkx", "graphml", &[]) else { return };
    let berg = &seen["nodes"]["Jon Berg"];
    assert_eq!(berg["shape_type"], "ellipse", "{seen}");
    let place = |name: &str| (seen["nodes"][name]["x"].to_string(), seen["nodes"][name]["y"].to_string());
    assert_ne!(place("Jon Berg"), place("Zoë Lind"), "each node has its place");
    let file = network_file("graphml", &[]);
    let text = std::fs::read_to_string(file.path().join("network.graphml")).unwrap();
    assert!(text.contains(">Zoë Lind</y:NodeLabel>"), "{text}");
    let lines = |kind: &str| text.matches(&format!("<y:LineStyle color=\"#888888\" type=\"{kind}\"")).count();
    assert_eq!((lines("line"), lines("dashed"), lines("dotted")), (4, 1, 1));
}

#[test]
fn with_two_sides_events_are_nodes_and_roles_are_ties() {
    for (reader, form) in [("networkx", "graphml"), ("networkx", "gexf"), ("igraph", "graphml")] {
        let Some(seen) = read(reader, form, &["--two-sided"]) else { return };
        let meeting = &seen["nodes"]["Jon Berg and Zoë Lind meet"];
        assert_eq!(meeting["side"], "event", "{reader}, {form}: {seen}");
        assert_eq!((&meeting["when"], &meeting["where"]), (&json!("2026-03-05"), &json!("Lima")));
        assert_eq!(meeting["status"], "happened");
        assert_eq!(meeting["evidence"], "Jon Berg met Zoë Lind in Lima on 5 March to talk about ports.");
        assert_eq!(edge(&seen, "Jon Berg", "Jon Berg and Zoë Lind meet")["role"], "participant");
        assert_eq!(edge(&seen, "Jon Berg and Zoë Lind meet", "Lima")["role"], "place");
    }
}
