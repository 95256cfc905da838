//! What can go wrong with a store, and what to do about it.

use oxigraph::store::StorageError;
use std::io;
#[cfg(feature = "rocksdb")]
use std::path::Path;
use std::path::PathBuf;

/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is nothing at the path.
    #[error("there is no store at {folder}: make one with `attache add ARTICLES --store {folder}`", folder = .0.display())]
    Missing(PathBuf),
    /// There is something else at the path.
    #[error("{folder} is not a store of attache: name another folder with --store", folder = .0.display())]
    NotAStore(PathBuf),
    /// Another process has it open.
    #[error("the store {folder} is in use by another process: wait until it has finished, then try again", folder = .0.display())]
    InUse(PathBuf),
    /// A later version of Attaché wrote it.
    #[error("the store has version {found}, and this attache knows versions up to {known}: use a newer attache")]
    #[allow(missing_docs)]
    Newer { found: u64, known: u64 },
    /// An earlier version wrote it, or its writer was killed: it must be opened to write first.
    #[error("the store must be brought up to date by opening it to write")]
    OutOfDate,
    /// No room on the disk.
    #[error("the disk is full: what was written before is safe; make room and run the same command again")]
    DiskFull,
    /// The folder cannot be read or written.
    #[error("cannot open the store {folder}: {1}", folder = .0.display())]
    Io(PathBuf, #[source] io::Error),
    /// Built without RocksDB.
    #[error("this attache was built without its store on disk: build it with the feature `rocksdb`")]
    WithoutDisk,
    /// Anything else that Oxigraph says.
    #[error("the store cannot be read or written: {0}")]
    Storage(#[source] StorageError),
}

impl From<StorageError> for StoreError {
    fn from(error: StorageError) -> Self {
        if is_disk_full(&error) { Self::DiskFull } else { Self::Storage(error) }
    }
}

impl StoreError {
    /// What an error on opening a folder means. RocksDB tells a locked store only in words.
    #[cfg(feature = "rocksdb")]
    pub(super) fn opening(folder: &Path, error: StorageError) -> Self {
        let words = error.to_string();
        if words.contains("lock file") || words.contains("lock hold by") {
            Self::InUse(folder.to_owned())
        } else if is_disk_full(&error) {
            Self::DiskFull
        } else {
            match error {
                StorageError::Io(error) => Self::Io(folder.to_owned(), error),
                error => Self::Storage(error),
            }
        }
    }
}

fn is_disk_full(error: &StorageError) -> bool {
    matches!(error, StorageError::Io(error) if error.kind() == io::ErrorKind::StorageFull)
        || error.to_string().contains("No space left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_other_errors() {
        let full = StorageError::Io(io::Error::new(io::ErrorKind::StorageFull, "No space left on device"));
        assert!(matches!(StoreError::from(full), StoreError::DiskFull));
        let other = StorageError::Io(io::Error::other("Input/output error"));
        assert!(matches!(StoreError::from(other), StoreError::Storage(_)));
    }

    #[cfg(feature = "rocksdb")]
    #[test]
    fn a_lock_that_another_process_holds_is_told_from_other_errors() {
        let folder = Path::new("news");
        let locked = StorageError::Io(io::Error::other("IO error: While lock file: news/LOCK: Resource unavailable"));
        assert!(matches!(StoreError::opening(folder, locked), StoreError::InUse(_)));
        let denied = StorageError::Io(io::Error::from(io::ErrorKind::PermissionDenied));
        assert!(matches!(StoreError::opening(folder, denied), StoreError::Io(..)));
    }
}
