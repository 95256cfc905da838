//! `attache validate`: what can be typed.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// `validate`.
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// An RDF file to check instead of the store.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}
