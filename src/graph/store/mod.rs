//! The store: Oxigraph on RocksDB, or in memory where the crate is built without it.
//!
//! What lies in it:
//! - a named graph for each document, as [`map`](super::map) made it;
//! - the graph [`CURRENT`]: what follows from all documents together, kept up with every change;
//! - the default graph: the union of those, so that a question over everything meets each triple once;
//! - the graph [`STORE`]: the store's version, and the fingerprint of each document. It is no part of the union.

mod beside;
mod changes;
mod error;
#[cfg(feature = "rocksdb")]
mod lock;
mod read;
mod settle;
mod write;

pub use beside::Beside;
pub use error::StoreError;
pub use read::StoredDocument;
pub use write::{Addition, Change};

use super::vocabulary::att;
use oxigraph::model::{GraphNameRef, Literal, NamedNodeRef, QuadRef, Term};
use oxigraph::store::Store as Oxigraph;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Graph of what follows from all documents together.
pub const CURRENT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/attache/graph/current");

/// Graph of the store's own bookkeeping.
pub const STORE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/attache/graph/store");

/// Version of the store's layout. 2: words, document, label, place and purpose are settled as well.
pub const VERSION: u64 = 2;

/// How long to wait for a store that another process has open.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The file, in the folder of a store, that is locked while it is open.
const LOCK_FILE: &str = "attache.lock";

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// A knowledge graph on disk or in memory.
#[derive(Clone)]
pub struct Store {
    inner: Oxigraph,
    folder: Option<PathBuf>,
    /// Held while the store is open, and let go after it is closed.
    _lock: Option<Arc<File>>,
}

impl Store {
    /// A store in memory.
    ///
    /// # Errors
    /// [`StoreError`] where Oxigraph cannot make one.
    pub fn in_memory() -> Result<Self, StoreError> {
        let store = Self { inner: Oxigraph::new()?, folder: None, _lock: None };
        store.stamp()?;
        Ok(store)
    }

    /// Opens the store of a folder to read and write, making it where the folder is missing or empty.
    ///
    /// # Errors
    /// [`StoreError`]: in use, no store, written by a newer version, disk full …
    pub fn create(folder: &Path) -> Result<Self, StoreError> {
        match fs::read_dir(folder) {
            Ok(entries) => {
                if !is_empty(entries) && !is_store(folder) {
                    return Err(StoreError::NotAStore(folder.to_owned()));
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(_) if folder.is_file() => return Err(StoreError::NotAStore(folder.to_owned())),
            Err(error) => return Err(StoreError::Io(folder.to_owned(), error)),
        }
        Self::open_folder(folder, Access::Write)
    }

    /// Opens the store of a folder, which must be there, to read: others may read it at the same time. (What an earlier
    /// version wrote, and what a writer that was killed left undone, is brought up to date first.)
    ///
    /// # Errors
    /// [`StoreError`], as for [`Store::create`], and [`StoreError::Missing`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::must_be_there(folder)?;
        match Self::open_folder(folder, Access::Read) {
            Err(StoreError::OutOfDate | StoreError::Storage(_)) => Self::open_folder(folder, Access::Write),
            opened => opened,
        }
    }

    /// Opens the store of a folder, which must be there, to read and write.
    ///
    /// # Errors
    /// [`StoreError`], as for [`Store::create`], and [`StoreError::Missing`].
    pub fn open_to_write(folder: &Path) -> Result<Self, StoreError> {
        Self::must_be_there(folder)?;
        Self::open_folder(folder, Access::Write)
    }

    fn must_be_there(folder: &Path) -> Result<(), StoreError> {
        if is_store(folder) {
            return Ok(());
        }
        let missing = !folder.exists() || fs::read_dir(folder).is_ok_and(is_empty);
        let folder = folder.to_owned();
        Err(if missing { StoreError::Missing(folder) } else { StoreError::NotAStore(folder) })
    }

    fn open_folder(folder: &Path, access: Access) -> Result<Self, StoreError> {
        let started = Instant::now();
        let (lock, inner) = loop {
            let opened = open_locked(folder, access);
            match opened {
                Err(StoreError::InUse(_)) if started.elapsed() < PATIENCE => sleep(Duration::from_millis(100)),
                opened => break opened?,
            }
        };
        let store = Self { inner, folder: Some(folder.to_owned()), _lock: lock.map(Arc::new) };
        match access {
            Access::Read if !store.is_up_to_date()? || store.has_pending()? => Err(StoreError::OutOfDate),
            Access::Read => Ok(store),
            Access::Write => {
                store.stamp()?;
                store.settle_pending()?;
                Ok(store)
            }
        }
    }

    /// Whether this version's program wrote the store; not where an earlier one did, or none yet.
    fn is_up_to_date(&self) -> Result<bool, StoreError> {
        match self.number(att::STORE_VERSION)? {
            Some(version) if version > VERSION => Err(StoreError::Newer { found: version, known: VERSION }),
            version => Ok(version == Some(VERSION)),
        }
    }

    /// Checks the version, or writes it into a new store. What an earlier version wrote is brought up to date.
    fn stamp(&self) -> Result<(), StoreError> {
        if self.is_up_to_date()? {
            return Ok(());
        }
        if self.number(att::STORE_VERSION)?.is_some() {
            self.settle_anew()?;
        } else if !self.inner.is_empty()? {
            return Err(StoreError::NotAStore(self.folder.clone().unwrap_or_default()));
        }
        let version = Literal::from(VERSION);
        Ok(self.inner.insert(QuadRef::new(STORE, att::STORE_VERSION, &version, STORE))?)
    }

    /// The greatest number that the bookkeeping holds under a property.
    fn number(&self, property: NamedNodeRef<'_>) -> Result<Option<u64>, StoreError> {
        let mut greatest = None;
        for quad in
            self.inner.quads_for_pattern(Some(STORE.into()), Some(property), None, Some(GraphNameRef::from(STORE)))
        {
            if let Term::Literal(literal) = quad?.object
                && let Ok(number) = literal.value().parse::<u64>()
            {
                greatest = greatest.max(Some(number));
            }
        }
        Ok(greatest)
    }

    /// Counts the changes of the store: two equal numbers, the same content.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn generation(&self) -> Result<u64, StoreError> {
        Ok(self.number(att::GENERATION)?.unwrap_or(0))
    }

    /// The Oxigraph store, for questions.
    pub fn oxigraph(&self) -> &Oxigraph {
        &self.inner
    }

    /// The folder it lies in; none for a store in memory.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Writes everything to disk, so that the next opening is quick.
    ///
    /// # Errors
    /// [`StoreError`] where the disk cannot be written.
    pub fn flush(&self) -> Result<(), StoreError> {
        #[cfg(feature = "rocksdb")]
        if self.folder.is_some() {
            self.inner.flush()?;
        }
        Ok(())
    }

    /// Puts the files in order after many additions, so that questions are answered faster.
    ///
    /// # Errors
    /// [`StoreError`] where the disk cannot be written.
    pub fn tidy(&self) -> Result<(), StoreError> {
        #[cfg(feature = "rocksdb")]
        if self.folder.is_some() {
            self.inner.optimize()?;
        }
        Ok(())
    }
}

/// Whether a folder holds RocksDB's files.
fn is_store(folder: &Path) -> bool {
    folder.join("CURRENT").is_file()
}

/// Whether there is nothing in a folder, or no more than a store that was to be made, had its maker not been killed: the
/// lock, and what RocksDB writes before `CURRENT`.
fn is_empty(entries: fs::ReadDir) -> bool {
    let names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let begun = |name: &str| {
        matches!(name, "LOCK" | "LOG" | "IDENTITY")
            || name.starts_with("LOG.old.")
            || name.starts_with("MANIFEST-")
            || name.ends_with(".dbtmp")
    };
    let locked = names.iter().any(|name| name == LOCK_FILE);
    names.iter().all(|name| name == LOCK_FILE || locked && begun(name))
}

#[cfg(feature = "rocksdb")]
fn open_locked(folder: &Path, access: Access) -> Result<(Option<File>, Oxigraph), StoreError> {
    if access == Access::Write {
        fs::create_dir_all(folder).map_err(|error| StoreError::Io(folder.to_owned(), error))?;
    }
    let lock = lock::lock(folder, access)?;
    let opened = match access {
        Access::Read => Oxigraph::open_read_only(folder),
        Access::Write => Oxigraph::open(folder),
    };
    Ok((lock, opened.map_err(|error| StoreError::opening(folder, error))?))
}

#[cfg(not(feature = "rocksdb"))]
fn open_locked(_folder: &Path, _access: Access) -> Result<(Option<File>, Oxigraph), StoreError> {
    Err(StoreError::WithoutDisk)
}
