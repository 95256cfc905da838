//! The store: Oxigraph on RocksDB, or in memory where the crate is built without it.
//!
//! What lies in it:
//! - a named graph for each document, as [`map`](super::map) made it;
//! - the graph [`CURRENT`]: what follows from all documents together, kept up with every change;
//! - the default graph: the union of those, so that a question over everything meets each triple once;
//! - the graph [`STORE`]: the store's version, and the fingerprint of each document. It is no part of the union.

mod error;
mod read;
mod settle;
mod write;

pub use error::StoreError;
pub use read::StoredDocument;
pub use write::{Addition, Change};

use super::vocabulary::att;
use oxigraph::model::{GraphNameRef, Literal, NamedNodeRef, QuadRef, Term};
use oxigraph::store::Store as Oxigraph;
use std::fs;
use std::path::{Path, PathBuf};
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

/// A knowledge graph on disk or in memory.
#[derive(Clone)]
pub struct Store {
    inner: Oxigraph,
    folder: Option<PathBuf>,
}

impl Store {
    /// A store in memory.
    ///
    /// # Errors
    /// [`StoreError`] where Oxigraph cannot make one.
    pub fn in_memory() -> Result<Self, StoreError> {
        let store = Self { inner: Oxigraph::new()?, folder: None };
        store.stamp()?;
        Ok(store)
    }

    /// Opens the store of a folder, making it where the folder is missing or empty.
    ///
    /// # Errors
    /// [`StoreError`]: in use by another process, no store, written by a newer version, disk full …
    pub fn create(folder: &Path) -> Result<Self, StoreError> {
        match fs::read_dir(folder) {
            Ok(mut entries) => {
                if entries.next().is_some() && !is_store(folder) {
                    return Err(StoreError::NotAStore(folder.to_owned()));
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(_) if folder.is_file() => return Err(StoreError::NotAStore(folder.to_owned())),
            Err(error) => return Err(StoreError::Io(folder.to_owned(), error)),
        }
        Self::open_folder(folder)
    }

    /// Opens the store of a folder, which must be there.
    ///
    /// # Errors
    /// [`StoreError`], as for [`Store::create`], and [`StoreError::Missing`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        if !folder.exists() {
            return Err(StoreError::Missing(folder.to_owned()));
        }
        if !is_store(folder) {
            let empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
            let folder = folder.to_owned();
            return Err(if empty { StoreError::Missing(folder) } else { StoreError::NotAStore(folder) });
        }
        Self::open_folder(folder)
    }

    fn open_folder(folder: &Path) -> Result<Self, StoreError> {
        let started = Instant::now();
        let inner = loop {
            match open_oxigraph(folder) {
                Ok(inner) => break inner,
                Err(StoreError::InUse(_)) if started.elapsed() < PATIENCE => sleep(Duration::from_millis(100)),
                Err(error) => return Err(error),
            }
        };
        let store = Self { inner, folder: Some(folder.to_owned()) };
        store.stamp()?;
        store.settle_pending()?;
        Ok(store)
    }

    /// Checks the version, or writes it into a new store. What an earlier version wrote is brought up to date.
    fn stamp(&self) -> Result<(), StoreError> {
        match self.number(att::STORE_VERSION)? {
            Some(version) if version == VERSION => return Ok(()),
            Some(version) if version > VERSION => return Err(StoreError::Newer { found: version, known: VERSION }),
            Some(_) => self.settle_anew()?,
            None if self.inner.is_empty()? => {}
            None => return Err(StoreError::NotAStore(self.folder.clone().unwrap_or_default())),
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

#[cfg(feature = "rocksdb")]
fn open_oxigraph(folder: &Path) -> Result<Oxigraph, StoreError> {
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(|error| StoreError::Io(folder.to_owned(), error))?;
    }
    Oxigraph::open(folder).map_err(|error| StoreError::opening(folder, error))
}

#[cfg(not(feature = "rocksdb"))]
fn open_oxigraph(_folder: &Path) -> Result<Oxigraph, StoreError> {
    Err(StoreError::WithoutDisk)
}
