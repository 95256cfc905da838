//! `attache remove`.

use super::{NotBuilt, Outcome};
use crate::cli::RemoveArgs;

/// Runs the command.
pub fn run(_arguments: &RemoveArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("remove").into())
}
