//! `attache extract`.

use super::{NotBuilt, Outcome};
use crate::cli::ExtractArgs;

/// Runs the command.
pub fn run(_arguments: &ExtractArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("extract").into())
}
