//! `attache extract`: articles → facts, as a pure filter without a store.

use super::{NotBuilt, Outcome, input};
use crate::cli::{ExtractArgs, ExtractFormat};
use crate::export;
use crate::facts;
use crate::ingest::Document;
use crate::language::Reader;
use rayon::prelude::*;
use std::io::{BufWriter, Write, stdout};
use std::thread;

/// So many articles are in work at a time.
const BATCH: usize = 64;

/// Runs the command.
///
/// # Errors
/// Bad arguments, or output that cannot be written. An article that cannot be read is named on standard error.
pub fn run(arguments: &ExtractArgs) -> anyhow::Result<Outcome> {
    if arguments.format != ExtractFormat::Json {
        return Err(NotBuilt("extract --format nquads|trig|turtle").into());
    }
    let mut articles = input::open(&arguments.input)?;
    let threads = match arguments.input.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let reader = input::reader(&arguments.input)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let mut out = BufWriter::new(stdout().lock());
    let mut failed = false;
    loop {
        let mut batch: Vec<Document> = Vec::new();
        let mut seen = 0;
        for article in articles.by_ref().take(BATCH) {
            seen += 1;
            match article {
                Ok(document) => batch.push(document),
                Err(error) => {
                    failed = true;
                    input::complain(&error);
                }
            }
        }
        if seen == 0 {
            break;
        }
        let lines =
            pool.install(|| batch.par_iter().map(|document| line(&reader, document, arguments)).collect::<Vec<_>>());
        for line in lines {
            out.write_all(line?.as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Done })
}

fn line(reader: &Reader, document: &Document, arguments: &ExtractArgs) -> anyhow::Result<String> {
    let analysis = reader.read(document)?;
    let facts = facts::extract(document, &analysis);
    Ok(serde_json::to_string(&export::json::document(document, &facts, arguments.min_confidence))?)
}
