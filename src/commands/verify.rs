//! `attache verify`.

use super::{NotBuilt, Outcome};
use crate::cli::StoreArgs;

/// Runs the command.
pub fn run(_arguments: &StoreArgs) -> anyhow::Result<Outcome> {
    Err(NotBuilt("verify").into())
}
