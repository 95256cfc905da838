//! `attache export`: the graph as RDF or as a picture.

use super::Outcome;
use crate::analysis::arguments::{PICTURE, selection};
use crate::analysis::error::AnalysisError;
use crate::cli::{ExportArgs, ExportFormat};
use crate::export::network::{Centre, Extent, PictureForm, network_picture};
use crate::export::{around, everything, rdf_format, write_dot, write_rdf};
use crate::graph::{FindError, Store, find_entity};
use anstream::eprintln;
use anyhow::Context;
use oxigraph::model::Quad;
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;

/// Runs the command.
///
/// # Errors
/// No store, or a file that cannot be written.
pub fn run(arguments: &ExportArgs, store: &Path) -> anyhow::Result<Outcome> {
    if let Some(form) = picture_form(arguments.format) {
        return picture(arguments, form, store);
    }
    let store = Store::open(store)?;
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
    deliver(arguments.output.as_deref(), |out| write(quads, arguments.format, out))?;
    Ok(Outcome::Done)
}

/// Opens the file, or standard output, for what is to be written.
fn deliver(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    match path {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            let mut out = BufWriter::new(file);
            write(&mut out)?;
            out.flush().with_context(|| format!("cannot write {}", path.display()))
        }
        None => {
            let mut out = BufWriter::new(stdout().lock());
            write(&mut out)?;
            Ok(out.flush()?)
        }
    }
}

fn picture_form(format: ExportFormat) -> Option<PictureForm> {
    match format {
        ExportFormat::DotNetwork => Some(PictureForm::Dot),
        ExportFormat::Graphml => Some(PictureForm::Graphml),
        ExportFormat::Gexf => Some(PictureForm::Gexf),
        ExportFormat::Svg => Some(PictureForm::Svg),
        ExportFormat::Html => Some(PictureForm::Html),
        _ => None,
    }
}

/// The network of who deals with whom, as [`crate::analysis`] projects it.
fn picture(arguments: &ExportArgs, form: PictureForm, store: &Path) -> anyhow::Result<Outcome> {
    let selection = selection(&arguments.selection, PICTURE)?;
    let drawn = || -> Result<String, AnalysisError> {
        let store = Store::open(store)?;
        let about = arguments.about.as_ref().map(|name| find_entity(&store, name)).transpose()?;
        let centre = about.as_ref().map(|found| Centre { iri: found.iri.as_str(), steps: arguments.depth });
        let extent = Extent { nodes: arguments.nodes, two_sided: arguments.two_sided };
        network_picture(&store, &selection, centre, form, extent)
    };
    match drawn() {
        Ok(text) => {
            deliver(arguments.output.as_deref(), |out| Ok(out.write_all(text.as_bytes())?))?;
            Ok(Outcome::Done)
        }
        Err(error) if error.is_nothing_found() => {
            eprintln!("{error}");
            Ok(Outcome::NothingFound)
        }
        Err(error) => Err(error.into()),
    }
}

fn write(quads: Vec<Quad>, format: ExportFormat, out: &mut dyn Write) -> anyhow::Result<()> {
    if let Some(rdf) = rdf_format(format) {
        return Ok(write_rdf(quads, rdf, out)?);
    }
    Ok(write_dot(&quads, out)?)
}
