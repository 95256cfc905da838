//! `attache parse`.

use super::{NotBuilt, Outcome};
use crate::cli::ParseArgs;

/// Runs the command.
pub fn run(_arguments: &ParseArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("parse").into())
}
