//! `attache validate`: SHACL, for the store or for an RDF file.

use super::Outcome;
use crate::cli::ValidateArgs;
use crate::graph::{Shapes, Store, validate};
use anstream::{eprintln, println};
use anyhow::{Context, bail};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Most violations that are named.
const MOST: usize = 50;

/// Runs the command.
///
/// # Errors
/// No store, a file that is no RDF. Violations are named on standard error and give [`Outcome::SomeFailed`].
pub fn run(arguments: &ValidateArgs, store: &Path) -> anyhow::Result<Outcome> {
    let shapes = Shapes::embedded()?;
    let violations = match &arguments.file {
        Some(path) => validate(&load(path)?, &shapes)?,
        None => validate(Store::open(store)?.oxigraph(), &shapes)?,
    };
    for violation in violations.iter().take(MOST) {
        eprintln!("error: {violation}");
    }
    if violations.len() > MOST {
        eprintln!("… and {} more", violations.len() - MOST);
    }
    if violations.is_empty() {
        println!("the data conforms to the shapes");
        Ok(Outcome::Done)
    } else {
        println!("{} violations of the shapes", violations.len());
        Ok(Outcome::SomeFailed)
    }
}

/// The quads of a file, its graphs merged, in a store in memory.
fn load(path: &Path) -> anyhow::Result<oxigraph::store::Store> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let Some(format) = RdfFormat::from_extension(extension) else {
        bail!("{}: not known as RDF: the name must end in .ttl, .trig, .nt, .nq, .jsonld or .rdf", path.display());
    };
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let store = oxigraph::store::Store::new()?;
    for quad in RdfParser::from_format(format).for_reader(BufReader::new(file)) {
        let quad = quad.with_context(|| format!("{} is no {}", path.display(), format.name()))?;
        store.insert(&Quad { graph_name: GraphName::DefaultGraph, ..quad })?;
    }
    Ok(store)
}
