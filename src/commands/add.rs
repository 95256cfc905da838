//! `attache add`.

use super::{NotBuilt, Outcome};
use crate::cli::AddArgs;

/// Runs the command.
pub fn run(_arguments: &AddArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("add").into())
}
