//! `attache extract`: articles → facts, as a pure filter without a store.

use super::{Outcome, input};
use crate::cli::{ExtractArgs, ExtractFormat};
use crate::export;
use crate::facts;
use crate::graph::vocabulary::nif;
use crate::graph::{Mint, map};
use crate::ingest::Document;
use crate::language::Reader;
use oxigraph::io::{RdfFormat, WriterQuadSerializer};
use oxigraph::model::{GraphNameRef, Quad, QuadRef};
use rayon::prelude::*;
use std::io::{BufWriter, StdoutLock, Write, stdout};
use std::thread;

/// So many articles are in work at a time.
const BATCH: usize = 64;

/// Runs the command.
///
/// # Errors
/// Bad arguments, or output that cannot be written. An article that cannot be read is named on standard error.
pub fn run(arguments: &ExtractArgs) -> anyhow::Result<Outcome> {
    let mint = Mint::new(&arguments.base)?;
    let mut articles = input::open(&arguments.input)?;
    let threads = match arguments.input.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let reader = input::reader(&arguments.input)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let mut out = Output::new(arguments.format)?;
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
        let readings = pool.install(|| {
            let one = |document| read(&reader, document, arguments, &mint);
            batch.par_iter().map(one).collect::<Vec<_>>()
        });
        for reading in readings {
            out.write(reading?)?;
        }
    }
    out.finish()?;
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Done })
}

/// What an article gives, in the form that is asked for.
enum Reading {
    Json(String),
    Quads(Vec<Quad>),
}

fn read(reader: &Reader, document: &Document, arguments: &ExtractArgs, mint: &Mint) -> anyhow::Result<Reading> {
    let analysis = reader.read(document)?;
    let mut facts = facts::extract(document, &analysis);
    if arguments.format == ExtractFormat::Json {
        let json = export::json::document(document, &facts, mint, arguments.min_confidence);
        return Ok(Reading::Json(serde_json::to_string(&json)?));
    }
    facts.keep_sure(arguments.min_confidence);
    let mut quads = map(document, &analysis, &facts, mint).quads;
    quads.retain(|quad| quad.predicate.as_ref() != nif::IS_STRING);
    Ok(Reading::Quads(quads))
}

/// Standard output, article by article in the order of the input.
enum Output {
    Json(BufWriter<StdoutLock<'static>>),
    Rdf { serializer: Box<WriterQuadSerializer<Box<dyn Write>>>, merge: bool },
}

impl Output {
    fn new(format: ExtractFormat) -> anyhow::Result<Self> {
        let out = BufWriter::new(stdout().lock());
        let rdf = match format {
            ExtractFormat::Json => return Ok(Self::Json(out)),
            ExtractFormat::Nquads => RdfFormat::NQuads,
            ExtractFormat::Trig => RdfFormat::TriG,
            ExtractFormat::Turtle => RdfFormat::Turtle,
        };
        let serializer = Box::new(export::serializer(rdf, out)?);
        Ok(Self::Rdf { serializer, merge: format == ExtractFormat::Turtle })
    }

    fn write(&mut self, reading: Reading) -> anyhow::Result<()> {
        match (self, reading) {
            (Self::Json(out), Reading::Json(line)) => writeln!(out, "{line}")?,
            (Self::Rdf { serializer, merge }, Reading::Quads(quads)) => {
                for quad in &quads {
                    let graph_name = if *merge { GraphNameRef::DefaultGraph } else { quad.graph_name.as_ref() };
                    serializer.serialize_quad(QuadRef { graph_name, ..quad.as_ref() })?;
                }
            }
            (Self::Json(_), Reading::Quads(_)) | (Self::Rdf { .. }, Reading::Json(_)) => {}
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Json(mut out) => out.flush()?,
            Self::Rdf { serializer, .. } => serializer.finish()?.flush()?,
        }
        Ok(())
    }
}
