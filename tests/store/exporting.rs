//! Files that other programs read: RDF and DOT, whatever the names are.

use crate::meeting::berg_meets_kowalski;
use crate::python::python;
use crate::support::Article;
use attache::export::{around, everything, write_dot, write_rdf};
use attache::facts::Status;
use attache::graph::{Store, find_entity};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::process::{Command, Stdio};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const HOSTILE: [&str; 7] = [
    "Anna \"The Rock\" Berg",
    "Line\nBreak\tMinistry",
    "<script>alert(1)</script>",
    "Back\\slash \\N Ministry\\",
    "End\"] } ; DROP <x>",
    "R&D &amp; &lt; Office",
    "مريم 李 e\u{301} \u{202e}reversed",
];

/// People with names that break careless writers, all meeting each other.
fn hostile() -> Result<Store> {
    let text = format!("They met: {}.", HOSTILE.join(", "));
    let mut article =
        Article::new("hostile \"]", Some("https://news.example/a?b=\"<c>\"&d={e}|f"), "2026-03-04", &text);
    article.document.title = Some("A \"title\" with \\ and\nmore\u{7}".into());
    article.document.source = Some("The \"Daily\" <News>".into());
    let people: Vec<_> = HOSTILE.iter().map(|name| article.person(name)).collect();
    let roles: Vec<_> = people.iter().map(|&person| ("participant", person)).collect();
    let meeting = article.event("Meeting", &roles, Status::Happened, &text);
    article.why(meeting, HOSTILE[4]);
    let store = Store::in_memory()?;
    store.add(vec![article.addition()])?;
    for (id, status) in [("planned", Status::Planned), ("denied", Status::Denied)] {
        let mut article = berg_meets_kowalski(id, "2026-03-01", status);
        article.when(attache::facts::EventId(0), if id == "planned" { "2026-05-01" } else { "2026-06-01" }, None);
        store.add(vec![article.addition()])?;
    }
    Ok(store)
}

const FORMATS: [(RdfFormat, &str, &str); 6] = [
    (RdfFormat::Turtle, "ttl", "turtle"),
    (RdfFormat::TriG, "trig", "trig"),
    (RdfFormat::NTriples, "nt", "nt"),
    (RdfFormat::NQuads, "nq", "nquads"),
    (RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }, "jsonld", "json-ld"),
    (RdfFormat::RdfXml, "rdf", "xml"),
];

fn written(store: &Store, format: RdfFormat) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    write_rdf(everything(store, false)?, format, &mut out)?;
    Ok(out)
}

fn merged(quads: impl IntoIterator<Item = Quad>) -> BTreeSet<String> {
    let quads = quads.into_iter();
    quads.map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad }.to_string()).collect()
}

#[test]
fn every_form_of_rdf_reads_back_as_the_same_triples() -> Result<()> {
    let store = hostile()?;
    let all = merged(everything(&store, false)?);
    // XML has no place for the control character in the title.
    let in_xml = all.iter().map(|triple| triple.replace("\\u0007", "\u{fffd}")).collect();
    assert_ne!(all, in_xml);
    for (format, name, _) in FORMATS {
        let text = written(&store, format)?;
        let quads: Vec<Quad> =
            RdfParser::from_format(format).for_slice(&text).collect::<std::result::Result<_, _>>()?;
        let expected = if format == RdfFormat::RdfXml { &in_xml } else { &all };
        assert!(merged(quads) == *expected, "{name}");
    }
    Ok(())
}

#[test]
fn trig_and_nquads_keep_the_graphs() -> Result<()> {
    let store = hostile()?;
    let graphs = |format| -> Result<BTreeSet<String>> {
        let text = written(&store, format)?;
        let mut graphs = BTreeSet::new();
        for quad in RdfParser::from_format(format).for_slice(&text) {
            graphs.insert(quad?.graph_name.to_string());
        }
        Ok(graphs)
    };
    assert_eq!(graphs(RdfFormat::TriG)?, graphs(RdfFormat::NQuads)?);
    assert_eq!(graphs(RdfFormat::NQuads)?.len(), 4);
    Ok(())
}

#[test]
fn the_whole_text_goes_out_only_where_it_is_asked_for() -> Result<()> {
    let store = hostile()?;
    let texts = |quads: Vec<Quad>| quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#isString")).count();
    assert_eq!((texts(everything(&store, false)?), texts(everything(&store, true)?)), (0, 3));
    Ok(())
}

#[test]
fn around_an_entity_is_less_than_everything_and_grows_with_the_depth() -> Result<()> {
    let store = hostile()?;
    let kowalski = find_entity(&store, "Kowalski")?.iri;
    let near = around(&store, &kowalski, 1, false)?;
    let far = around(&store, &kowalski, 3, false)?;
    let all = everything(&store, false)?;
    assert!(near.iter().any(|quad| quad.to_string().contains("anna-berg")));
    assert!(!near.iter().any(|quad| quad.to_string().contains("script")));
    assert!(near.len() <= far.len() && far.len() < all.len(), "{} {} {}", near.len(), far.len(), all.len());
    Ok(())
}

#[test]
fn rdflib_reads_every_form_and_finds_the_same_triples() -> Result<()> {
    let Some(python) = python() else { return Ok(()) };
    let store = hostile()?;
    let folder = tempfile::tempdir()?;
    let expected = merged(everything(&store, false)?).len().to_string();
    for (format, extension, name) in FORMATS {
        let path = folder.path().join(format!("graph.{extension}"));
        fs::write(&path, written(&store, format)?)?;
        let script = "import sys, rdflib\n\
                      d = rdflib.Dataset(default_union=True)\n\
                      d.parse(sys.argv[1], format=sys.argv[2])\n\
                      print(len(set((s, p, o) for s, p, o, g in d.quads((None, None, None, None)))))";
        let output = Command::new(&python).args(["-c", script]).arg(&path).arg(name).output()?;
        let found = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        assert_eq!(found, expected, "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

#[test]
fn graphviz_draws_the_graph_without_a_warning() -> Result<()> {
    let store = hostile()?;
    let mut dot = Vec::new();
    write_dot(&everything(&store, false)?, &mut dot)?;
    let text = String::from_utf8(dot.clone())?;
    for part in ["shape=ellipse", "shape=house", "style=\"filled,rounded,dashed\"", "style=dotted", "style=dashed"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    if Command::new("dot").arg("-V").stderr(Stdio::null()).status().is_err() {
        eprintln!("skipped: Graphviz is missing; `make test` installs it");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("graph.dot");
    fs::write(&path, dot)?;
    let output = Command::new("dot").arg("-Tsvg").arg(&path).output()?;
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let svg = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script>"), "the label is not escaped");
    Ok(())
}
