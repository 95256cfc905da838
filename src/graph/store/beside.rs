//! Files beside the store: what follows from its content and takes a while to work out, kept until that changes.
//!
//! A file bears the store's generation in its name, so that it is never used for another content.

use super::{Store, StoreError};
use std::fs::{self, DirEntry, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process;

/// The place of one such file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    folder: PathBuf,
    /// What the names of all files for the same begin with, and those of this form.
    stem: String,
    form: String,
    generation: u64,
}

impl Beside {
    /// The file in a folder within that of the store: `stem` is what it is of, `version` changes with the form of the
    /// file and what is asked. None for a store in memory.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn new(store: &Store, folder: &str, stem: &str, version: &str) -> Result<Option<Self>, StoreError> {
        let Some(of_store) = store.folder() else { return Ok(None) };
        let (folder, stem, form) = (of_store.join(folder), stem.to_owned(), format!("{stem}{version}."));
        Ok(Some(Self { folder, stem, form, generation: store.generation()? }))
    }

    fn file(&self, generation: u64) -> PathBuf {
        self.folder.join(format!("{}{generation}", self.form))
    }

    /// What was kept there, if anything.
    pub fn read(&self) -> Option<Vec<u8>> {
        self.read_of(self.generation)
    }

    /// What was kept there in the same form of another generation of the store, if anything.
    pub fn read_of(&self, generation: u64) -> Option<Vec<u8>> {
        fs::read(self.file(generation)).ok()
    }

    /// The last of the earlier generations of the store of which something is kept there in the same form.
    pub fn earlier(&self) -> Option<u64> {
        let generation = |entry: io::Result<DirEntry>| -> Option<u64> {
            entry.ok()?.file_name().to_str()?.strip_prefix(&self.form)?.parse().ok()
        };
        fs::read_dir(&self.folder).ok()?.filter_map(generation).filter(|&then| then < self.generation).max()
    }

    /// Keeps what is written, in the place of what was kept before.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn keep(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // Another process may keep the same at the same time.
        let draft = self.folder.join(format!("{}draft.{}", self.stem, process::id()));
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&draft)?);
        write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.path() != draft && entry.file_name().to_string_lossy().starts_with(&self.stem) {
                fs::remove_file(entry.path())?;
            }
        }
        fs::rename(draft, self.file(self.generation))
    }
}
