//! `attache query`: what can be typed.

use clap::{Args, ValueEnum};

/// `query`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache query --list
  attache query who-met-whom
  attache query timeline --set who=\"Jane Roe\" --format csv
  echo 'SELECT (COUNT(*) AS ?n) WHERE { ?event a att:Meeting }' | attache query -")]
pub struct QueryArgs {
    /// Name of a query (see --list), a file of SPARQL, or `-` for standard input.
    #[arg(value_name = "NAME|FILE|-", required_unless_present_any = ["list", "sparql"])]
    pub query: Option<String>,

    /// SPARQL as an argument.
    #[arg(short = 'e', long, value_name = "TEXT", conflicts_with = "query")]
    pub sparql: Option<String>,

    /// List the named queries with what they give.
    #[arg(long)]
    pub list: bool,

    /// Fill a parameter of the query; may be given several times.
    #[arg(long, value_name = "VAR=VALUE")]
    pub set: Vec<String>,

    /// Form of the output. SPARQL results for SELECT and ASK, RDF for CONSTRUCT and DESCRIBE.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = QueryFormat::Table)]
    pub format: QueryFormat,

    /// Give up after this many seconds.
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<f64>,
}

/// Forms of `query`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QueryFormat {
    /// A table that fits the terminal.
    Table,
    /// SPARQL results as CSV.
    Csv,
    /// SPARQL results as TSV.
    Tsv,
    /// SPARQL results as JSON.
    Json,
    /// SPARQL results as XML.
    Xml,
    /// Turtle.
    Turtle,
    /// N-Triples.
    Ntriples,
    /// JSON-LD.
    Jsonld,
    /// RDF/XML.
    Rdfxml,
}
