//! `attache explain`.

use super::{NotBuilt, Outcome};
use crate::cli::ExplainArgs;

/// Runs the command.
pub fn run(_arguments: &ExplainArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("explain").into())
}
