//! Scores against gold annotations: what `attache evaluate` prints.
//!
//! In: gold files, and a way to read documents. Out: counts that add up over files and print as a table.

pub mod attribution;
pub mod contacts;
pub mod coreference;
pub mod facts;
pub mod factuality;
pub mod names;
pub mod parse;
pub mod questions;
pub mod roles;
mod score;
pub mod time;

pub use score::Score;

use std::io;
use std::path::{Path, PathBuf};

/// The files with an extension among paths; folders are searched through. In alphabetical order within each path.
///
/// # Errors
/// Where a path does not exist or a folder cannot be read.
pub fn files(paths: &[PathBuf], extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            search(path, extension, &mut found)?;
        } else if path.exists() {
            found.push(path.clone());
        } else {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("{}: not found", path.display())));
        }
    }
    Ok(found)
}

fn search(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            search(&path, extension, found)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    Ok(())
}
