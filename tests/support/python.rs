//! The Python that `make test` sets up, for checks by independent implementations.

use std::path::PathBuf;

/// The interpreter in `.venv`; where it is missing, says that the test is skipped.
pub fn python() -> Option<PathBuf> {
    let python = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python");
    if python.exists() {
        return Some(python);
    }
    eprintln!("skipped: {} is missing; `make test` makes it", python.display());
    None
}
