//! `attache show`.

use super::{NotBuilt, Outcome};
use crate::cli::ShowArgs;

/// Runs the command.
pub fn run(_arguments: &ShowArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("show").into())
}
