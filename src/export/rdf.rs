//! The graph as RDF files, sorted: the same graph gives the same bytes.

use super::xml::fit_for_xml;
use crate::cli::ExportFormat;
use crate::graph::vocabulary::PREFIXES;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{GraphName, IriParseError, Quad, vocab::rdf};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Why RDF cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RdfError {
    /// The output cannot be written.
    #[error("the output cannot be written")]
    Io(#[from] io::Error),
    /// A prefix of this crate is wrong.
    #[error(transparent)]
    Prefix(#[from] IriParseError),
}

/// The RDF form of a format of `export`; none for pictures.
pub fn rdf_format(format: ExportFormat) -> Option<RdfFormat> {
    Some(match format {
        ExportFormat::Turtle => RdfFormat::Turtle,
        ExportFormat::Trig => RdfFormat::TriG,
        ExportFormat::Ntriples => RdfFormat::NTriples,
        ExportFormat::Nquads => RdfFormat::NQuads,
        ExportFormat::Jsonld => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        ExportFormat::Rdfxml => RdfFormat::RdfXml,
        _ => return None,
    })
}

/// Writes quads. TriG and N-Quads keep the graphs, the other forms merge them; RDF/XML has U+FFFD for control characters,
/// which XML cannot hold.
///
/// # Errors
/// [`RdfError`] where the output cannot be written.
pub fn write_rdf(quads: impl IntoIterator<Item = Quad>, format: RdfFormat, out: impl Write) -> Result<(), RdfError> {
    let keep_graphs = matches!(format, RdfFormat::TriG | RdfFormat::NQuads);
    let sorted: BTreeSet<Sorted> = quads
        .into_iter()
        .map(|quad| if keep_graphs { quad } else { Quad { graph_name: GraphName::DefaultGraph, ..quad } })
        .map(Sorted::new)
        .collect();
    let mut serializer = serializer(format, out)?;
    for sorted in &sorted {
        serializer.serialize_quad(&sorted.quad)?;
    }
    let mut out = serializer.finish()?;
    if matches!(format, RdfFormat::JsonLd { .. } | RdfFormat::RdfXml) {
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

/// A writer of RDF with the prefixes of this crate.
///
/// # Errors
/// Never for the prefixes as they are.
pub fn serializer<'a>(
    format: RdfFormat,
    out: impl Write + 'a,
) -> Result<WriterQuadSerializer<Box<dyn Write + 'a>>, IriParseError> {
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *namespace)?;
    }
    Ok(serializer.for_writer(fit_for_xml(out, format == RdfFormat::RdfXml)))
}

/// A quad in its place: by graph, subject, property (types first) and object.
struct Sorted {
    key: (String, String, bool, String, String),
    quad: Quad,
}

impl Sorted {
    fn new(quad: Quad) -> Self {
        let key = (
            quad.graph_name.to_string(),
            quad.subject.to_string(),
            quad.predicate.as_ref() != rdf::TYPE,
            quad.predicate.as_str().to_owned(),
            quad.object.to_string(),
        );
        Self { key, quad }
    }
}

impl PartialEq for Sorted {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Sorted {}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}
