//! `attache query`.

use super::{NotBuilt, Outcome};
use crate::cli::QueryArgs;

/// Runs the command.
pub fn run(_arguments: &QueryArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("query").into())
}
