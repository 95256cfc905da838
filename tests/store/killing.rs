//! Killed at any moment, the store holds whole documents, and the same additions end in the same graph.
#![cfg(all(feature = "rocksdb", unix))]

use crate::support::{Article, one_of_many};
use attache::export::{everything, write_rdf};
use attache::graph::Store;
use oxigraph::io::RdfFormat;
use oxigraph::model::Quad;
use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Where the process that is killed writes; it is the test below, started once more.
const FOLDER: &str = "ATTACHE_TEST_STORE_TO_BE_KILLED";

const ARTICLES: usize = 200;

/// The additions in portions as `add` makes them: some single, most together.
fn portions() -> Vec<Vec<Article>> {
    let mut numbers = 0..ARTICLES;
    let mut portions = Vec::new();
    for size in [1, 2, 40, 3, 60, 1, 80, 20].into_iter().cycle() {
        let portion: Vec<Article> = numbers.by_ref().take(size).map(one_of_many).collect();
        if portion.is_empty() {
            return portions;
        }
        portions.push(portion);
    }
    portions
}

fn add_all(folder: &Path) -> Result<()> {
    let store = Store::create(folder)?;
    for portion in portions() {
        store.add(portion.iter().map(Article::addition).collect())?;
    }
    Ok(())
}

fn dump(store: &Store) -> Result<String> {
    let mut out = Vec::new();
    write_rdf(everything(store, true)?, RdfFormat::NQuads, &mut out)?;
    Ok(String::from_utf8(out)?)
}

fn assert_whole_documents(store: &Store) -> Result<usize> {
    let mut graphs: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
    for quad in store.quads() {
        let quad = quad?;
        if !Store::is_current(&quad.graph_name) {
            graphs.entry(quad.graph_name.to_string()).or_default().push(quad);
        }
    }
    let mut whole = BTreeMap::new();
    for number in 0..ARTICLES {
        let mapped = one_of_many(number).mapped();
        whole.insert(mapped.document.to_string(), mapped.quads);
    }
    for (document, quads) in &graphs {
        assert_eq!(Some(quads.len()), whole.get(document).map(Vec::len), "{document} is not whole");
    }
    assert_eq!(graphs.len(), store.documents()?.len());
    Ok(graphs.len())
}

#[test]
fn a_store_whose_maker_was_killed_before_it_was_one_is_made_anew() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let made = |name: &str, files: &[&str]| -> Result<bool> {
        let path = folder.path().join(name);
        fs::create_dir(&path)?;
        for file in files {
            fs::write(path.join(file), "begun")?;
        }
        let Ok(store) = Store::create(&path) else { return Ok(false) };
        store.add(vec![one_of_many(0).addition()])?;
        drop(store);
        Ok(Store::open(&path)?.documents()?.len() == 1)
    };
    let begun = ["attache.lock", "LOG", "LOCK", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"];
    for files in 0..=begun.len() {
        assert!(made(&format!("begun-{files}"), &begun[..files])?, "{files}");
    }
    assert!(!made("without-lock", &begun[1..])?);
    assert!(!made("with-notes", &["attache.lock", "LOG", "notes.txt"])?);
    Ok(())
}

#[test]
fn twenty_kills_at_twenty_moments_leave_whole_documents() -> Result<()> {
    if let Some(folder) = env::var_os(FOLDER) {
        return add_all(Path::new(&folder));
    }
    let folder = tempfile::tempdir()?;
    let undisturbed = folder.path().join("undisturbed");
    let started = Instant::now();
    add_all(&undisturbed)?;
    let took = started.elapsed();
    let expected = dump(&Store::open(&undisturbed)?)?;
    let mut found = Vec::new();
    for moment in 0..20 {
        let killed = folder.path().join(format!("killed-{moment}"));
        let mut child = Command::new(env::current_exe()?)
            .args(["--exact", "killing::twenty_kills_at_twenty_moments_leave_whole_documents"])
            .env(FOLDER, &killed)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        sleep(took * (moment + 1) / 20 + Duration::from_millis(3 * u64::from(moment)));
        child.kill()?;
        child.wait()?;
        let store = Store::create(&killed)?;
        found.push(assert_whole_documents(&store)?);
        drop(store);
        if moment % 5 == 2 {
            add_all(&killed)?;
            assert_eq!(dump(&Store::open(&killed)?)?, expected, "killed at moment {moment}");
        }
    }
    assert!(found.iter().any(|&documents| documents > 0), "the killed processes wrote nothing");
    eprintln!("documents in the store at each kill, of {ARTICLES}: {found:?}");
    Ok(())
}
