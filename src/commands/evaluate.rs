//! `attache evaluate`.

use super::{NotBuilt, Outcome};
use crate::cli::EvaluateArgs;

/// Runs the command.
pub fn run(_arguments: &EvaluateArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("evaluate").into())
}
