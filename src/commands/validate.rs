//! `attache validate`.

use super::{NotBuilt, Outcome};
use crate::cli::ValidateArgs;

/// Runs the command.
pub fn run(_arguments: &ValidateArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("validate").into())
}
