//! What is written conforms to the shapes; an independent engine says the same.

use crate::meeting::berg_meets_kowalski;
use crate::python::python;
use crate::support::{Article, one_of_many};
use attache::export::{everything, write_rdf};
use attache::facts::Status;
use attache::graph::{Shapes, ShapesError, Store, validate, verify};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use std::error::Error;
use std::fs;
use std::process::Command;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn store() -> Result<Store> {
    let mut articles: Vec<Article> = (0..3).map(one_of_many).collect();
    articles.push(berg_meets_kowalski("announced", "2026-03-01", Status::Planned));
    articles.push(berg_meets_kowalski("held", "2026-03-04", Status::Happened));
    // A whole article that is one sentence and one piece of evidence.
    let mut short = Article::new("short", None, "", "Anna Berg met Jan Kowalski.");
    let (berg, kowalski) = (short.person("Anna Berg"), short.person("Jan Kowalski"));
    let roles = [("participant", berg), ("participant", kowalski)];
    short.event("Meeting", &roles, Status::Possible, "Anna Berg met Jan Kowalski.");
    articles.push(short);
    let store = Store::in_memory()?;
    store.add(articles.iter().map(Article::addition).collect())?;
    Ok(store)
}

fn turtle(store: &Store) -> Result<String> {
    let mut out = Vec::new();
    write_rdf(everything(store, false)?, RdfFormat::Turtle, &mut out)?;
    Ok(String::from_utf8(out)?)
}

/// Breaks the data in one way each: what is replaced, and by what.
const WOUNDS: [(&str, &str); 6] = [
    ("att:confidence 0.9 ", "att:confidence 1.9 "),
    ("att:status att:Happened", "att:status att:Perhaps"),
    ("nif:anchorOf", "nif:anchorElsewhere"),
    ("prov:wasGeneratedBy", "prov:wasGuessedBy"),
    ("\"2026-03-03\"^^xsd:date", "\"3 March\""),
    ("org:member ", "org:colleague "),
];

fn load(turtle: &str) -> Result<oxigraph::store::Store> {
    let store = oxigraph::store::Store::new()?;
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
        store.insert(&Quad { graph_name: GraphName::DefaultGraph, ..quad? })?;
    }
    Ok(store)
}

#[test]
fn what_is_written_conforms() -> Result<()> {
    let violations = validate(store()?.oxigraph(), &Shapes::embedded()?)?;
    assert!(violations.is_empty(), "{violations:#?}");
    Ok(())
}

#[test]
fn every_wound_is_seen() -> Result<()> {
    let sound = turtle(&store()?)?;
    for (from, to) in WOUNDS {
        assert!(sound.contains(from), "{from} does not occur in {sound}");
        let violations = validate(&load(&sound.replace(from, to))?, &Shapes::embedded()?)?;
        assert!(!violations.is_empty(), "{from} → {to}");
    }
    Ok(())
}

#[test]
fn an_independent_engine_agrees() -> Result<()> {
    let Some(python) = python() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let sound = turtle(&store()?)?;
    let mut files = vec![(folder.path().join("sound.ttl"), sound.clone(), "True")];
    for (number, (from, to)) in WOUNDS.iter().enumerate() {
        files.push((folder.path().join(format!("wound-{number}.ttl")), sound.replace(from, to), "False"));
    }
    let mut command = Command::new(python);
    let script = "import sys, pyshacl\n\
                  for path in sys.argv[2:]:\n\
                  \x20   ok, _, text = pyshacl.validate(path, shacl_graph=sys.argv[1])\n\
                  \x20   print(ok)\n\
                  \x20   print(text, file=sys.stderr)";
    command.args(["-c", script, concat!(env!("CARGO_MANIFEST_DIR"), "/ontology/shapes.ttl")]);
    for (path, turtle, _) in &files {
        fs::write(path, turtle)?;
        command.arg(path);
    }
    let output = command.output()?;
    let verdicts = String::from_utf8(output.stdout)?;
    let expected: Vec<&str> = files.iter().map(|(_, _, verdict)| *verdict).collect();
    assert_eq!(verdicts.lines().collect::<Vec<_>>(), expected, "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

#[test]
fn a_constraint_that_is_not_known_is_not_passed_over() {
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <s> a sh:NodeShape ; sh:closed true .";
    let shapes = shapes.replace("<s>", "<https://example.org/s>");
    assert!(matches!(Shapes::parse(&shapes), Err(ShapesError::Unknown(name)) if name == "sh:closed"));
}

#[test]
fn every_piece_of_evidence_is_verbatim() -> Result<()> {
    let verified = verify(&store()?)?;
    assert_eq!(verified.documents, 6);
    assert!(verified.sound > 30 && verified.broken.is_empty(), "{verified:?}");
    Ok(())
}

#[test]
fn evidence_that_does_not_stand_in_the_article_is_found() -> Result<()> {
    let store = Store::in_memory()?;
    let mut addition = berg_meets_kowalski("forged", "2026-03-04", Status::Happened).addition();
    for quad in &mut addition.mapped.quads {
        if quad.predicate.as_str().ends_with("#isString") {
            quad.object = oxigraph::model::Literal::new_simple_literal("Something else entirely.").into();
        }
    }
    store.add(vec![addition])?;
    assert!(!verify(&store)?.broken.is_empty());
    Ok(())
}
