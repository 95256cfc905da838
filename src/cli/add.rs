//! `attache add`: what can be typed.

use super::input::InputArgs;
use clap::Args;

/// `add`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache add article.txt --date 2026-03-13
  attache add news/ feed.xml export.jsonl
  curl -s https://example.org/story.html | attache add - --url https://example.org/story.html

Adding an article again changes nothing; a changed article with the same URL replaces its facts.
An article that cannot be read is named on standard error, the others go in, and the exit status is 2.")]
pub struct AddArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,

    /// Base of the IRIs that are made for things without one of their own.
    #[arg(long, value_name = "IRI", default_value = "https://w3id.org/attache/id/")]
    pub base: String,

    /// Leave out facts of lower confidence (0 to 1).
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub min_confidence: f32,

    /// No progress bar and no summary.
    #[arg(short, long)]
    pub quiet: bool,
}
