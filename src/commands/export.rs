//! `attache export`: the graph as RDF or as a picture.

use super::Outcome;
use crate::cli::{ExportArgs, ExportFormat};
use crate::export::{around, everything, rdf_format, write_dot, write_rdf};
use crate::graph::{FindError, Store, find_entity};
use anstream::eprintln;
use anyhow::Context;
use oxigraph::model::Quad;
use std::fs::File;
use std::io::{BufWriter, Write, stdout};

/// Runs the command.
///
/// # Errors
/// No store, or a file that cannot be written.
pub fn run(arguments: &ExportArgs) -> anyhow::Result<Outcome> {
    let store = Store::open(&arguments.store.store)?;
    let quads = match &arguments.about {
        None => everything(&store, arguments.with_text)?,
        Some(name) => match find_entity(&store, name) {
            Ok(entity) => around(&store, &entity.iri, arguments.depth, arguments.with_text)?,
            Err(error @ (FindError::Nothing(_) | FindError::Several { .. })) => {
                eprintln!("{error}");
                return Ok(Outcome::NothingFound);
            }
            Err(error) => return Err(error.into()),
        },
    };
    match &arguments.output {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            let mut out = BufWriter::new(file);
            write(quads, arguments.format, &mut out)?;
            out.flush().with_context(|| format!("cannot write {}", path.display()))?;
        }
        None => {
            let mut out = BufWriter::new(stdout().lock());
            write(quads, arguments.format, &mut out)?;
            out.flush()?;
        }
    }
    Ok(Outcome::Done)
}

fn write(quads: Vec<Quad>, format: ExportFormat, out: &mut impl Write) -> anyhow::Result<()> {
    if let Some(rdf) = rdf_format(format) {
        return Ok(write_rdf(quads, rdf, out)?);
    }
    match format {
        ExportFormat::Dot => Ok(write_dot(&quads, out)?),
        _ => Err(super::NotBuilt("export --format graphml|gexf|svg|html").into()),
    }
}
