//! `attache export`.

use super::{NotBuilt, Outcome};
use crate::cli::ExportArgs;

/// Runs the command.
pub fn run(_arguments: &ExportArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("export").into())
}
