//! The analysis on a synthetic network of 100,000 people and 1,000,000 meetings, side by side with NetworkX and
//! python-igraph on the same machine; prints a table in Markdown. `make test` sets up the Python environment.
//!
//! Times are processor time, of all threads together, so that other work on the machine does not count and our use of
//! several processors gains nothing; ours by the clock stands beside it. `ATTACHE_BENCH_MEETINGS` sets another number
//! of meetings (of a tenth as many people).

use attache::analysis::adjacency::Adjacency;
use attache::analysis::betweenness::{Effort, betweenness};
use attache::analysis::centrality::page_rank;
use attache::analysis::communities::communities;
use attache::analysis::error::AnalysisError;
use attache::analysis::network::{EntityIndex, Network};
use attache::analysis::paths::shortest_paths;
use attache::analysis::projection::project;
use attache::analysis::random::Random;
use attache::analysis::selection::Selection;
use attache::facts::Status;
use attache::graph::store::Addition;
use attache::graph::vocabulary::{att, rdf, schema, sem, xsd};
use attache::graph::{Mapped, Store, status_iri};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Sources of the estimate of betweenness.
const SOURCES: usize = 256;

/// Python reads the RDF of one of this many meetings, and its time is multiplied.
const SHARE: usize = 20;

/// Pairs between whom paths are looked for; the median time counts.
const PAIRS: usize = 25;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let meetings: usize = env::var("ATTACHE_BENCH_MEETINGS").ok().map_or(Ok(1_000_000), |number| number.parse())?;
    let people = (meetings / 10).max(100);
    if let Ok(folder) = env::var("ATTACHE_BENCH_MEASURE") {
        return measure(Path::new(&folder));
    }
    // `cargo test` runs benches too, with `--test`: then there is nothing to measure.
    if env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    eprintln!("a network of {people} people and {meetings} meetings …");
    let drawn = draw(people, meetings);
    fill(folder.path(), people, &drawn)?;
    // A process of its own, so that its memory is that of the analysis.
    let run = |command: &mut Command| -> Result<Figures, Failure> {
        let output = command.output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(figures(&String::from_utf8(output.stdout)?))
    };
    let ours = run(Command::new(env::current_exe()?).env("ATTACHE_BENCH_MEASURE", folder.path()))?;
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/analysis/compare.py");
    let edges = folder.path().join("edges.txt");
    let theirs = |library: &str| {
        if !python.exists() {
            eprintln!("{} is missing: no comparison with {library}", python.display());
            return Figures::new();
        }
        eprintln!("{library} …");
        run(Command::new(&python).arg(&script).arg(library).arg(&edges).arg(SHARE.to_string())).unwrap_or_else(
            |error| {
                eprintln!("{library}: {error}");
                Figures::new()
            },
        )
    };
    let (igraph, rdf, mut networkx) = (theirs("igraph"), theirs("rdf"), theirs("networkx"));
    networkx.extend(rdf.into_iter().filter(|(name, _)| name != "memory"));
    table(&ours, &networkx, &igraph);
    Ok(())
}

/// What was measured by name.
type Figures = BTreeMap<String, Figure>;

struct Figure {
    /// Seconds of processor time, or MiB.
    amount: f64,
    /// Seconds by the clock.
    clock: f64,
    /// To see that the same was worked out.
    result: String,
}

fn figures(lines: &str) -> Figures {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next()?.to_owned();
        let (amount, clock) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some((name, Figure { amount, clock, result: words.next().unwrap_or("").to_owned() }))
    };
    lines.lines().filter_map(line).collect()
}

/// People in groups of very different sizes; seven of ten meetings are within a group, and some people meet far more
/// than others.
fn draw(people: usize, meetings: usize) -> Vec<(u32, u32)> {
    let mut random = Random::new(1);
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut group_of = Vec::with_capacity(people);
    while group_of.len() < people {
        let size = (30.0 / (1.0 - random.fraction()).powf(0.7)).min(2_000.0) as usize;
        let start = group_of.len();
        let end = (start + size).min(people);
        group_of.resize(end, groups.len());
        groups.push((start, end));
    }
    let mut drawn = Vec::with_capacity(meetings);
    while drawn.len() < meetings {
        let one = (random.fraction().powf(1.5) * people as f64) as usize;
        let other = if random.below(10) < 7 {
            let (start, end) = groups[group_of[one]];
            start + (random.fraction().powf(1.5) * (end - start) as f64) as usize
        } else {
            (random.fraction().powi(2) * people as f64) as usize
        };
        if one != other {
            drawn.push((one as u32, other as u32));
        }
    }
    drawn
}

/// Writes the meetings into a store, as triples of the union, and for Python as a list of edges.
fn fill(folder: &Path, people: usize, meetings: &[(u32, u32)]) -> Result<(), Failure> {
    let start = Instant::now();
    let mut ties: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for &(one, other) in meetings {
        *ties.entry((one.min(other), one.max(other))).or_default() += 1;
    }
    let mut edges = BufWriter::new(File::create(folder.join("edges.txt"))?);
    writeln!(edges, "{people}")?;
    for ((one, other), times) in ties {
        writeln!(edges, "{one} {other} {times}")?;
    }
    edges.flush()?;
    let mut pairs = BufWriter::new(File::create(folder.join("pairs.txt"))?);
    for number in 0..PAIRS {
        let (one, other) = (meetings[number * 7919 % meetings.len()].0, meetings[number * 104_729 % meetings.len()].1);
        if one != other {
            writeln!(pairs, "{one} {other}")?;
        }
    }
    pairs.flush()?;
    let iri = |kind: &str, number: usize| {
        NamedNode::new_unchecked(format!("https://w3id.org/attache/id/{kind}/synthetic-{kind}-{number:07}"))
    };
    let quad = |subject: &NamedNode, property: oxigraph::model::NamedNodeRef<'_>, object: oxigraph::model::Term| {
        Quad::new(subject.clone(), property.into_owned(), object, GraphName::DefaultGraph)
    };
    let of_people = (0..people).flat_map(|number| {
        let person = iri("person", number);
        let name = Literal::new_simple_literal(format!("Person {number}"));
        [
            quad(&person, rdf::TYPE, schema::PERSON.into_owned().into()),
            quad(&person, schema::NAME, name.clone().into()),
            quad(&person, att::MAIN_NAME, name.into()),
        ]
    });
    let meeting_class = NamedNode::new_unchecked("https://w3id.org/attache/ontology#Meeting");
    let of_meetings = meetings.iter().enumerate().flat_map(|(number, &(one, other))| {
        let event = iri("event", number);
        let date = format!("{}-{:02}-{:02}", 2000 + number % 25, 1 + number / 25 % 12, 1 + number / 300 % 28);
        [
            quad(&event, rdf::TYPE, sem::EVENT.into_owned().into()),
            quad(&event, rdf::TYPE, meeting_class.clone().into()),
            quad(&event, sem::HAS_ACTOR, iri("person", one as usize).into()),
            quad(&event, sem::HAS_ACTOR, iri("person", other as usize).into()),
            quad(&event, sem::BEGIN, Literal::new_typed_literal(date, xsd::DATE).into()),
            quad(&event, att::CURRENT_STATUS, status_iri(Status::Happened).into_owned().into()),
        ]
    });
    // Some of them for Python, which takes minutes for all.
    let mut sample = BufWriter::new(File::create(folder.join("sample.nt"))?);
    for quad in of_people.clone().take(3 * people / SHARE).chain(of_meetings.clone().take(6 * meetings.len() / SHARE)) {
        writeln!(sample, "{} {} {} .", quad.subject, quad.predicate, quad.object)?;
    }
    sample.flush()?;
    let document = NamedNode::new_unchecked("https://news.example.org/synthetic");
    let store = Store::create(&folder.join("store"))?;
    let graph = attache::graph::store::STORE;
    let fingerprint = Literal::new_simple_literal("synthetic");
    store.oxigraph().insert(&Quad::new(document, att::FINGERPRINT, fingerprint, graph))?;
    let mut loader = store.oxigraph().bulk_loader();
    loader.load_quads(of_people.chain(of_meetings))?;
    loader.commit()?;
    store.flush()?;
    store.tidy()?;
    eprintln!("written in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// An article that tells of a meeting of two of the people.
fn one_more_article() -> Addition {
    let iri = |kind: &str, name: &str| NamedNode::new_unchecked(format!("https://w3id.org/attache/id/{kind}/{name}"));
    let document = NamedNode::new_unchecked("https://news.example.org/one-more");
    let (event, claim) = (iri("event", "one-more"), iri("claim", "one-more"));
    let quad = |subject: &NamedNode, property: oxigraph::model::NamedNodeRef<'_>, object: oxigraph::model::Term| {
        Quad::new(subject.clone(), property.into_owned(), object, document.clone())
    };
    let mut quads = vec![
        quad(&event, rdf::TYPE, sem::EVENT.into_owned().into()),
        quad(&event, rdf::TYPE, NamedNode::new_unchecked("https://w3id.org/attache/ontology#Meeting").into()),
        quad(&event, att::STATUS, status_iri(Status::Happened).into_owned().into()),
        quad(&claim, att::ABOUT, event.clone().into()),
    ];
    for number in [0, 1] {
        let person = iri("person", &format!("synthetic-person-{number:07}"));
        quads.extend([
            quad(&event, sem::HAS_ACTOR, person.clone().into()),
            quad(&person, rdf::TYPE, schema::PERSON.into_owned().into()),
            quad(&person, schema::NAME, Literal::new_simple_literal(format!("Person {number}")).into()),
        ]);
    }
    Addition { mapped: Mapped { document: document.clone(), quads }, fingerprint: "one more".to_owned() }
}

/// Seconds of processor time that the threads of this process have had.
fn processor_time() -> f64 {
    let of_thread = |entry: std::io::Result<fs::DirEntry>| -> Option<f64> {
        let text = fs::read_to_string(entry.ok()?.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse().ok()
    };
    let nanoseconds: f64 = fs::read_dir("/proc/self/task").into_iter().flatten().filter_map(of_thread).sum();
    nanoseconds / 1e9
}

/// Times one thing; a line `name processor clock figure`.
fn timed<T>(name: &str, work: impl FnOnce() -> T, figure: impl FnOnce(&T) -> String) -> T {
    let (start, before) = (Instant::now(), processor_time());
    let result = work();
    let clock = start.elapsed().as_secs_f64();
    println!("{name} {} {clock} {}", processor_time() - before, figure(&result));
    result
}

fn measure(folder: &Path) -> Result<(), Failure> {
    let store = Store::open_to_write(&folder.join("store"))?;
    let selection = Selection { kinds: vec!["meeting".to_owned()], ..Selection::default() };
    let ties = |network: &Result<Network, AnalysisError>| {
        network.as_ref().map_or(0, |network| network.graph.edge_count()).to_string()
    };
    timed("projection", || project(&store, &selection), ties)?;
    memory("memory-projection");
    timed("projection-again", || project(&store, &selection), ties)?;
    store.add(vec![one_more_article()])?;
    let network = timed("projection-after-addition", || project(&store, &selection), ties)?;
    let highest = |scores: &Vec<f64>| scores.iter().copied().fold(0.0, f64::max).to_string();
    let edges: Vec<(u32, u32, f64)> = network
        .graph
        .edge_references()
        .map(|edge| (edge.source().index() as u32, edge.target().index() as u32, edge.weight().weight()))
        .collect();
    let nodes = network.graph.node_count();
    let adjacency = timed(
        "build",
        || Adjacency::from_edges(nodes, edges.iter().copied()),
        |adjacency| adjacency.edge_count().to_string(),
    );
    timed("pagerank", || page_rank(&adjacency), highest);
    timed("communities", || communities(&adjacency, 1), |found| found.modularity.to_string());
    // People are numbered as their IRIs are, and nobody else is in the store.
    let node = |person: &str| Some(network.node(EntityIndex(person.parse().ok()?))?.index());
    let pairs: Vec<(usize, usize)> = fs::read_to_string(folder.join("pairs.txt"))?
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(one, other)| Some((node(one)?, node(other)?)))
        .collect();
    for (name, wanted) in [("path", 1), ("paths", 3)] {
        let mut steps = 0;
        let mut times: Vec<f64> = pairs
            .iter()
            .map(|&(one, other)| {
                let start = Instant::now();
                let paths = shortest_paths(&adjacency, one, other, wanted);
                steps += paths.iter().map(|path| path.len() - 1).sum::<usize>();
                start.elapsed().as_secs_f64()
            })
            .collect();
        times.sort_by(f64::total_cmp);
        // One thread, and too short for the counter of processor time.
        let median = times[times.len() / 2];
        println!("{name} {median} {median} {steps}");
    }
    let sample = Effort::Sample { sources: SOURCES, seed: 1 };
    timed("betweenness", || betweenness(&adjacency, sample), highest);
    memory("memory");
    Ok(())
}

/// Prints the peak of resident memory in MiB.
fn memory(name: &str) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    println!("{name} {} 0", peak.unwrap_or(0.0) / 1024.0);
}

fn table(ours: &Figures, networkx: &Figures, igraph: &Figures) {
    println!("| | Attaché | by the clock | NetworkX | times | python-igraph | times |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let rows = [
        ("the network gathered from all triples, as `add` does when it ends (Python: rdflib)", "projection", "rdflib"),
        ("the same (Python: a line reader made for this file)", "projection", "lines"),
        ("projection from the store from then on (Python: rdflib)", "projection-again", "rdflib"),
        ("the first one after one more article was added (Python: rdflib)", "projection-after-addition", "rdflib"),
        ("projection as it is kept (NetworkX: pickle of the ties alone)", "projection-again", "pickle"),
        ("graph from a list of ties", "build", "build"),
        ("PageRank", "pagerank", "pagerank"),
        ("communities", "communities", "communities"),
        ("shortest path, of the strongest ties, median (igraph: any)", "path", "path"),
        ("the same (NetworkX: any shortest path)", "path", "any-path"),
        ("three shortest paths, of the strongest ties, median (igraph: any)", "paths", "paths"),
        ("the same (NetworkX: any three)", "paths", "any-paths"),
        ("betweenness, 256 sources", "betweenness", "betweenness"),
    ];
    for (words, name, other) in rows {
        let Some(own) = ours.get(name) else { continue };
        let cell = |other: Option<&Figure>| {
            other.map_or("| | ".to_owned(), |other| {
                format!("| {} | {:.1} ", shown(other.amount), other.amount / own.amount)
            })
        };
        let (networkx, igraph) = (cell(networkx.get(other)), cell(igraph.get(other)));
        println!("| {words} | {} | {} {networkx}{igraph}|", shown(own.amount), shown(own.clock));
    }
    let memory = |figures: &Figures, name: &str| {
        figures.get(name).map_or(String::new(), |figure| format!("{:.0} MiB", figure.amount))
    };
    println!("| memory, peak of the first projection | {} | | | | | |", memory(ours, "memory-projection"));
    let [own, theirs, others] = [ours, networkx, igraph].map(|figures| memory(figures, "memory"));
    println!("| memory, peak of all | {own} | | {theirs} | | {others} | |");
    println!("\nWhat came out, as ours, NetworkX, igraph:");
    let result =
        |figures: &Figures, name: &str| figures.get(name).map_or("–".to_owned(), |figure| figure.result.clone());
    for name in ["build", "pagerank", "communities", "communities-leiden", "path", "paths"] {
        println!("{name}: {}, {}, {}", result(ours, name), result(networkx, name), result(igraph, name));
    }
}

fn shown(seconds: f64) -> String {
    if seconds < 0.1 { format!("{:.2} ms", seconds * 1_000.0) } else { format!("{seconds:.2} s") }
}
