//! `attache explain`: what can be typed.

use clap::Args;

/// `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache explain \"Jane Roe\"
  attache explain https://w3id.org/attache/id/event/…")]
pub struct ExplainArgs {
    /// IRI of an event, or a name or IRI of an entity.
    #[arg(value_name = "EVENT|ENTITY")]
    pub subject: String,
}
