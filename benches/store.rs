//! Writing articles' facts to the store, beside Oxigraph's own bulk loader on the same quads; and the first questions.
//!
//! `cargo bench --bench store`. The quads are those that end up in the store, the union in the default graph among
//! them. The store of 10,000 articles that `questions` asks is made once, in the folder of the build.

#[path = "../tests/support/mod.rs"]
mod support;

use attache::graph::Store;
use attache::graph::store::Addition;
use attache::query::{Form, NamedQuery, ask, named_queries, print};
use divan::counter::ItemsCount;
use oxigraph::model::Quad;
use std::io::sink;
use std::path::PathBuf;
use support::one_of_many;

/// Articles that are written at a time.
const ARTICLES: usize = 1000;

/// So many articles go in together: as many as `attache add` takes where the readers are ahead of the writer, which
/// is what is measured here.
const PORTION: usize = 480;

fn main() {
    divan::main();
}

fn additions() -> Vec<Addition> {
    (0..ARTICLES).map(|number| one_of_many(number).addition()).collect()
}

fn fill(store: &Store, mut additions: Vec<Addition>) {
    while !additions.is_empty() {
        let rest = additions.split_off(additions.len().min(PORTION));
        store.add(additions).expect("the store takes the articles");
        additions = rest;
    }
}

/// All quads that a store of the articles holds.
fn quads() -> Vec<Quad> {
    let store = Store::in_memory().expect("a store in memory");
    fill(&store, additions());
    store.oxigraph().iter().collect::<Result<_, _>>().expect("the store can be read")
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn write_with_attache(bencher: divan::Bencher) {
    let count = quads().len();
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| (tempfile::tempdir().expect("a folder"), additions()))
        .bench_values(|(folder, additions)| {
            let store = Store::create(folder.path()).expect("a store");
            fill(&store, additions);
            folder
        });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn write_with_oxigraphs_bulk_loader(bencher: divan::Bencher) {
    let quads = quads();
    bencher
        .counter(ItemsCount::new(quads.len()))
        .with_inputs(|| (tempfile::tempdir().expect("a folder"), quads.clone()))
        .bench_values(|(folder, quads)| {
            let store = oxigraph::store::Store::open(folder.path()).expect("a store");
            let mut loader = store.bulk_loader();
            loader.load_quads(quads).expect("the quads are loaded");
            loader.commit().expect("the quads are written");
            folder
        });
}

mod questions {
    use super::*;

    /// A store of 10,000 articles, as `attache add` leaves it.
    fn large() -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("store-of-10000-articles");
        if !folder.join("complete").exists() {
            let _ = std::fs::remove_dir_all(&folder);
            let store = Store::create(&folder).expect("a store");
            let mut numbers = 0..10_000;
            loop {
                let portion: Vec<Addition> =
                    numbers.by_ref().take(PORTION).map(|number| one_of_many(number).addition()).collect();
                if portion.is_empty() {
                    break;
                }
                store.add(portion).expect("the store takes the articles");
            }
            store.flush().expect("the store is written");
            store.tidy().expect("the store is put in order");
            std::fs::write(folder.join("complete"), "").expect("a mark");
        }
        folder
    }

    #[divan::bench(sample_count = 10, sample_size = 1)]
    fn open(bencher: divan::Bencher) {
        let folder = large();
        bencher.bench(|| Store::open(&folder).expect("the store opens"));
    }

    /// Each named query computed anew, opening the store included.
    #[divan::bench(sample_count = 3, sample_size = 1, args = named_queries().map(|query| query.name))]
    fn ask_after_opening(bencher: divan::Bencher, name: &str) {
        let folder = large();
        let query = NamedQuery::find(name).expect("the query");
        bencher.bench(|| {
            let store = Store::open(&folder).expect("the store opens");
            let answer = ask(store.oxigraph(), query.text).expect("an answer");
            print(answer, Form::Table { width: None }, sink()).expect("rows")
        });
    }
}
