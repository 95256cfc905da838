//! `attache man`: the manual page that the build made from the command line's types.

use super::Outcome;
use std::io::Write;

/// Prints the manual page (roff; read it with `attache man | man -l -`).
pub fn run() -> anyhow::Result<Outcome> {
    std::io::stdout().lock().write_all(include_bytes!(concat!(env!("OUT_DIR"), "/man/attache.1")))?;
    Ok(Outcome::Done)
}
