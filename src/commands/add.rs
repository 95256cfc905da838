//! `attache add`: articles → the store. Readers on all processors, one writer.

use super::{Outcome, input};
use crate::analysis::projection;
use crate::cli::AddArgs;
use crate::facts;
use crate::graph::store::{Addition, Change};
use crate::graph::{Mint, Store, StoreError, map};
use crate::ingest::{Articles, Document};
use crate::language::{ReadError, Reader};
use crate::query::{self, NamedQuery};
use anstream::eprintln;
use anyhow::anyhow;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oxigraph::model::NamedNode;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// So many articles are read at a time, and wait for the writer together.
const BATCH: usize = 48;

/// So many articles at most are written together, or a batch more.
const TOGETHER: usize = 480;

/// From so many new articles on the store's files are put in order afterwards.
const MANY: usize = 500;

/// Up to so many documents, the first question is answered beforehand after each change, and the network gathered for the
/// analyses: a second or two at most.
const LARGE: usize = 20_000;

/// In a larger store only where it is no more than so many times what was added: one article more must not wait for the
/// answer over all the others.
const SHARE: usize = 20;

/// What the reading side hands to the writer.
enum Work {
    /// Articles that are new or changed.
    Add(Vec<Addition>),
    /// An article that is there already, and the id it came with.
    Known(NamedNode, String),
}

/// What was done.
#[derive(Default)]
struct Summary {
    added: usize,
    replaced: usize,
    unchanged: usize,
    events: usize,
    failed: usize,
}

/// Runs the command.
///
/// # Errors
/// Bad arguments, or a store that cannot be opened or written. An article that cannot be read is named on standard
/// error, and the others go in.
pub fn run(arguments: &AddArgs, store: &Path) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let mint = Mint::new(&arguments.base)?;
    let articles = input::open(&arguments.input)?;
    let store = Store::create(store)?;
    let bar = progress(arguments.quiet, &articles);
    let (sender, receiver) = sync_channel(TOGETHER / BATCH);
    let summary = thread::scope(|scope| {
        let (store, bar) = (&store, &bar);
        let writer = scope.spawn(move || write(store, &receiver, bar));
        let read = read(store, articles, arguments, &mint, &sender, bar);
        drop(sender);
        let written = writer.join().map_err(|_| anyhow!("the writer stopped"))?;
        // The writer's error is the cause where both sides stopped.
        let mut summary = written?;
        let (failed, events) = read?;
        summary.failed = failed;
        summary.events = events;
        anyhow::Ok(summary)
    })?;
    bar.finish_and_clear();
    if summary.added + summary.replaced > 0 {
        finish(&store, &summary)?;
    }
    if !arguments.quiet {
        report(&summary, started.elapsed());
    }
    Ok(if summary.failed > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

/// Leaves the store quick to open and to ask.
fn finish(store: &Store, summary: &Summary) -> anyhow::Result<()> {
    store.flush()?;
    if summary.added + summary.replaced >= MANY {
        store.tidy()?;
    }
    let (changed, documents) = (summary.added + summary.replaced, store.documents()?.len());
    if documents > LARGE.max(SHARE * changed) {
        return Ok(());
    }
    // The articles are in: that an answer fails is no failure of theirs.
    if let Some(Err(error)) = NamedQuery::find("who-met-whom").map(|first| query::answer(store, first)) {
        tracing::info!("no answer was kept: {error}");
    }
    if let Err(error) = projection::prepare(store) {
        tracing::info!("no network was kept: {error}");
    }
    Ok(())
}

/// Reads the articles batch by batch, in their order. Gives how many could not be read, and the number of events.
fn read(
    store: &Store,
    mut articles: Articles,
    arguments: &AddArgs,
    mint: &Mint,
    sender: &SyncSender<Work>,
    bar: &ProgressBar,
) -> anyhow::Result<(usize, usize)> {
    let threads = match arguments.input.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    // The model takes a moment to load: not for articles that are all known.
    let mut reader: Option<Reader> = None;
    let mut seen = BTreeSet::new();
    let (mut failed, mut events) = (0, 0);
    loop {
        let mut batch = Vec::new();
        let mut taken = 0;
        for article in articles.by_ref().take(BATCH) {
            taken += 1;
            match article {
                Ok(document) => {
                    let iri = mint.document(&document);
                    let fingerprint = fingerprint(&document, arguments);
                    let first = seen.insert(iri.clone());
                    if first && store.fingerprint(iri.as_ref())?.as_ref() == Some(&fingerprint) {
                        if sender.send(Work::Known(iri, document.id)).is_err() {
                            return Ok((failed, events));
                        }
                    } else {
                        batch.push((document, fingerprint));
                    }
                }
                Err(error) => {
                    failed += 1;
                    bar.suspend(|| input::complain(&error));
                }
            }
        }
        if taken == 0 {
            return Ok((failed, events));
        }
        bar.set_length(bar.length().unwrap_or(0).max(seen.len() as u64 + articles.files_left() as u64));
        if batch.is_empty() {
            continue;
        }
        let reader = match &reader {
            Some(reader) => reader,
            None => reader.insert(Reader::with_threads(threads)?),
        };
        let least = arguments.min_confidence;
        let additions: Vec<(Addition, usize)> = pool.install(|| {
            let one = |(document, fingerprint)| addition(reader, &document, fingerprint, mint, least);
            batch.into_par_iter().map(one).collect::<Result<_, ReadError>>()
        })?;
        events += additions.iter().map(|(_, events)| events).sum::<usize>();
        let additions = additions.into_iter().map(|(addition, _)| addition).collect();
        if sender.send(Work::Add(additions)).is_err() {
            return Ok((failed, events));
        }
    }
}

fn addition(
    reader: &Reader,
    document: &Document,
    fingerprint: String,
    mint: &Mint,
    least: f32,
) -> Result<(Addition, usize), ReadError> {
    let analysis = reader.read(document)?;
    let mut facts = facts::extract(document, &analysis);
    facts.keep_sure(least);
    let told: BTreeSet<u32> = facts.claims.iter().map(|claim| claim.event.0).collect();
    let mapped = map(document, &analysis, &facts, mint);
    Ok((Addition { mapped, fingerprint }, told.len()))
}

/// Stands for all that the quads of an article depend on. Its id is left out: the same article may come under two.
fn fingerprint(document: &Document, arguments: &AddArgs) -> String {
    let mut hasher = Sha256::new();
    let date = document.date.map(|date| date.to_string());
    let least = arguments.min_confidence.to_string();
    let version = format!("{} {}", env!("CARGO_PKG_VERSION"), arguments.base);
    for part in [
        Some(version.as_str()),
        Some(least.as_str()),
        document.url.as_deref(),
        document.title.as_deref(),
        date.as_deref(),
        document.source.as_deref(),
        document.language.as_deref(),
        Some(document.text.as_str()),
    ] {
        hasher.update([u8::from(part.is_some())]);
        hasher.update(part.unwrap_or_default());
        hasher.update([0]);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The one writer of the store. Where the readers are ahead of it, it takes what waits together: the bulk loader is
/// three times as fast with 500 articles as with 50.
fn write(store: &Store, receiver: &Receiver<Work>, bar: &ProgressBar) -> Result<Summary, StoreError> {
    let mut summary = Summary::default();
    let mut next = None;
    while let Some(work) = next.take().or_else(|| receiver.recv().ok()) {
        match work {
            Work::Known(document, id) => {
                store.also_known_as(&document, &id)?;
                summary.unchanged += 1;
                bar.inc(1);
            }
            Work::Add(mut additions) => {
                while additions.len() < TOGETHER {
                    match receiver.try_recv() {
                        Ok(Work::Add(more)) => additions.extend(more),
                        Ok(known) => {
                            next = Some(known);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                let count = additions.len() as u64;
                for change in store.add(additions)? {
                    match change {
                        Change::Added => summary.added += 1,
                        Change::Replaced => summary.replaced += 1,
                        Change::Unchanged => summary.unchanged += 1,
                    }
                }
                bar.inc(count);
            }
        }
    }
    Ok(summary)
}

fn progress(quiet: bool, articles: &Articles) -> ProgressBar {
    let bar = ProgressBar::new(articles.files_left() as u64);
    if quiet || !stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} articles, {elapsed} gone, {eta} to go") {
        bar.set_style(style);
    }
    bar
}

fn report(summary: &Summary, took: Duration) {
    let documents = summary.added + summary.replaced + summary.unchanged;
    let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let mut details = Vec::new();
    for (count, what) in [
        (summary.added, "new"),
        (summary.replaced, "changed"),
        (summary.unchanged, "known already"),
        (summary.failed, "not read"),
    ] {
        if count > 0 {
            details.push(format!("{count} {what}"));
        }
    }
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    let (documents, events) = (plural(documents, "document"), plural(summary.events, "event"));
    eprintln!("{documents}{details}, {events}, {:.1} seconds", took.as_secs_f64());
}
