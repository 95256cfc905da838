//! `attache analyse`.

use super::{NotBuilt, Outcome};
use crate::cli::Analysis;

/// Runs the command.
pub fn run(_analysis: &Analysis) -> anyhow::Result<Outcome> {
    Err(NotBuilt("analyse").into())
}
