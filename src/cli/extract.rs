//! `attache extract`: what can be typed.

use super::input::InputArgs;
use clap::{Args, ValueEnum};

/// `extract`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache extract article.txt --date 2026-03-13
  cat articles.jsonl | attache extract - --input jsonl | jq '.meetings[]'
  attache extract article.html --format turtle")]
pub struct ExtractArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,

    /// Form of the output.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ExtractFormat::Json)]
    pub format: ExtractFormat,

    /// Base of the IRIs that are made for things without one of their own.
    #[arg(long, value_name = "IRI", default_value = "https://w3id.org/attache/id/")]
    pub base: String,

    /// Leave out facts of lower confidence (0 to 1).
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub min_confidence: f32,
}

/// Forms of `extract`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// One JSON object an article and line.
    Json,
    /// N-Quads.
    Nquads,
    /// TriG.
    Trig,
    /// Turtle.
    Turtle,
}
