//! `attache analyse`: what can be typed.

use super::selection::SelectionArgs;
use clap::{Args, Subcommand, ValueEnum};

/// `analyse`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache analyse central
  attache analyse path \"Jane Roe\" \"John Doe\"
  attache analyse timeline \"Jane Roe\" --kind meeting,visit --since 2026-01-01")]
pub struct AnalyseArgs {
    /// What to find out.
    #[command(subcommand)]
    pub analysis: Analysis,
}

/// The analyses.
#[derive(Debug, Subcommand)]
pub enum Analysis {
    /// Who stands at the centre: degree, betweenness, eigenvector centrality, PageRank.
    Central(ProjectionArgs),
    /// Who belongs together.
    Communities(ProjectionArgs),
    /// Who connects those who are not connected otherwise.
    Brokers(ProjectionArgs),
    /// How two people are connected, step by step.
    Path(PathArgs),
    /// What happened when, of a person, a pair or a place.
    Timeline(TimelineArgs),
    /// Who met where.
    Places(ProjectionArgs),
    /// Who met most often, and who has stopped meeting.
    Pairs(ProjectionArgs),
    /// Whom both met.
    Common(PairArgs),
}

/// What of the store goes into the network, and what becomes of the result.
#[derive(Debug, Clone, Args)]
pub struct ProjectionArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub selection: SelectionArgs,

    /// Form of the output.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = AnalysisFormat::Table)]
    pub format: AnalysisFormat,

    /// Rows to print; 0 means all. [default: 20 in a table, all in JSON and CSV]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,

    /// Seed of what is drawn by chance.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Write the result into the store, in a graph of its own.
    #[arg(long)]
    pub save: bool,
}

/// `analyse path`.
#[derive(Debug, Args)]
pub struct PathArgs {
    /// Where the path begins.
    #[arg(value_name = "A")]
    pub from: String,

    /// Where it ends.
    #[arg(value_name = "B")]
    pub to: String,

    /// How many paths, shortest first.
    #[arg(short, long, value_name = "N", default_value_t = 3)]
    pub count: usize,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub projection: ProjectionArgs,
}

/// `analyse common`.
#[derive(Debug, Args)]
pub struct PairArgs {
    /// One.
    #[arg(value_name = "A")]
    pub first: String,

    /// The other.
    #[arg(value_name = "B")]
    pub second: String,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub projection: ProjectionArgs,
}

/// `analyse timeline`.
#[derive(Debug, Args)]
pub struct TimelineArgs {
    /// A person or place, or two people.
    #[arg(value_name = "ENTITY", num_args = 0..=2)]
    pub of: Vec<String>,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub projection: ProjectionArgs,
}

/// Forms of `analyse`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnalysisFormat {
    /// A table that fits the terminal.
    Table,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}
