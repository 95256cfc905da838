//! `attache remove`: an article, and what it alone supports, leaves the store.

use super::Outcome;
use crate::cli::RemoveArgs;
use crate::graph::Store;
use anstream::eprintln;
use std::path::Path;

/// Runs the command.
///
/// # Errors
/// No store, or one that cannot be written. A document that is not there, or an id that several documents have, is
/// told on standard error; the others are removed.
pub fn run(arguments: &RemoveArgs, store: &Path) -> anyhow::Result<Outcome> {
    let store = Store::open_to_write(store)?;
    let mut removed = 0;
    let mut outcome = Outcome::Done;
    for name in &arguments.documents {
        match store.find_documents(name)?.as_slice() {
            [] => {
                eprintln!("error: {name}: no such document in the store; `attache query documents` lists them");
                outcome = Outcome::SomeFailed;
            }
            [document] => removed += usize::from(store.remove(document)?),
            several => {
                let list: Vec<String> = several.iter().map(|document| format!("  {}", document.as_str())).collect();
                eprintln!("error: {name}: several documents have this id, say which by its IRI:\n{}", list.join("\n"));
                outcome = Outcome::SomeFailed;
            }
        }
    }
    if removed > 0 {
        store.flush()?;
    }
    eprintln!("{removed} document{} removed", if removed == 1 { "" } else { "s" });
    Ok(outcome)
}
