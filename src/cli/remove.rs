//! `attache remove`: what can be typed.

use clap::Args;

/// `remove`.
#[derive(Debug, Args)]
pub struct RemoveArgs {
    /// IRI, URL or id of the articles, as `attache query documents` shows them.
    #[arg(value_name = "DOCUMENT", required = true)]
    pub documents: Vec<String>,
}
