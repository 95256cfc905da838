//! `attache export`: what can be typed.

use super::selection::SelectionArgs;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// `export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache export --format turtle -o graph.ttl
  attache export --format dot | dot -Tsvg > graph.svg
  attache export --format html --about \"Jane Roe\" --depth 2 -o roe.html")]
pub struct ExportArgs {
    /// Form of the output.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ExportFormat::Turtle)]
    pub format: ExportFormat,

    /// Only what surrounds this entity (a name, part of a name, or an IRI).
    #[arg(long, value_name = "ENTITY")]
    pub about: Option<String>,

    /// How many steps around the entity of --about.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub depth: usize,

    /// Write to this file instead of standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    /// Nodes of the picture (SVG, HTML), those with most events first; 0 means all.
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub nodes: usize,

    /// Events as nodes of their own, between those who took part (GraphML, GEXF).
    #[arg(long)]
    pub two_sided: bool,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub selection: SelectionArgs,

    /// With the articles' whole text (RDF forms only); the evidence is always there.
    #[arg(long)]
    pub with_text: bool,
}

/// Forms of `export`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Turtle: the graphs of the articles merged into one.
    Turtle,
    /// TriG: one named graph an article.
    Trig,
    /// N-Triples: the graphs merged.
    Ntriples,
    /// N-Quads: one named graph an article.
    Nquads,
    /// JSON-LD.
    Jsonld,
    /// RDF/XML: the graphs merged.
    Rdfxml,
    /// Graphviz.
    Dot,
    /// Graphviz: only people and other entities, tied by the events they share.
    DotNetwork,
    /// GraphML, for yEd, Gephi, Cytoscape.
    Graphml,
    /// GEXF, for Gephi.
    Gexf,
    /// A picture.
    Svg,
    /// A page with the network to look around in; one file, no network needed.
    Html,
}
