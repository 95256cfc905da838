//! `attache verify`: the words of every fact still stand where the fact says.

use super::Outcome;
use crate::graph::{Store, verify};
use anstream::{eprintln, println};
use std::path::Path;

/// Runs the command.
///
/// # Errors
/// No store, or one that cannot be read. Broken evidence is named on standard error and gives
/// [`Outcome::SomeFailed`].
pub fn run(store: &Path) -> anyhow::Result<Outcome> {
    let verified = verify(&Store::open(store)?)?;
    for (phrase, reason) in &verified.broken {
        eprintln!("error: {}: {reason}", phrase.as_str());
    }
    println!(
        "{} document{}: {} pieces of evidence stand in the text word for word, {} do not",
        verified.documents,
        if verified.documents == 1 { "" } else { "s" },
        verified.sound,
        verified.broken.len()
    );
    Ok(if verified.broken.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}
