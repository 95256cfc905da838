//! Answers kept beside the store: the named queries, without parameters, until the store changes.
//!
//! Joining ten columns of 20,000 meetings and fetching their words takes Oxigraph the better part of a second; the answer
//! is the same until the store changes, so it is written down once. A kept answer bears the store's generation and the
//! query's hash in its name: it is never used for another content or another query.

use super::{Form, NamedQuery, PrintError, ask, print};
use crate::graph::{Store, StoreError};
use oxigraph::sparql::results::QueryResultsFormat;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Folder of the kept answers, in the folder of the store.
const FOLDER: &str = "answers";

/// The place of one kept answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    folder: PathBuf,
    /// `who-met-whom.table.`: what the files of this query and form have in common.
    stem: String,
    /// `who-met-whom.table.5f1d….17`: what they have in common for this query's text and this content.
    name: String,
}

impl Kept {
    /// Where the answer of a query in a form is kept for the store as it is now; none for a store in memory, and for
    /// tables that fit a terminal.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn place(store: &Store, name: &str, sparql: &str, form: Form) -> Result<Option<Self>, StoreError> {
        let (Some(folder), Some(form)) = (store.folder(), tag(form)) else { return Ok(None) };
        let mut hasher = Sha256::new();
        hasher.update(env!("CARGO_PKG_VERSION"));
        hasher.update(sparql);
        let hash: String = hasher.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let stem = format!("{name}.{form}.");
        let name = format!("{stem}{hash}.{}", store.generation()?);
        Ok(Some(Self { folder: folder.join(FOLDER), stem, name }))
    }

    /// The kept answer, if there is one, and whether it has any rows.
    pub fn read(&self) -> Option<(File, bool)> {
        [true, false].into_iter().find_map(|any| Some((File::open(self.file(any)).ok()?, any)))
    }

    /// Keeps an answer: `write` makes it and says whether it has any rows. Older ones of the same query and form are
    /// thrown away.
    ///
    /// # Errors
    /// Where `write` fails or the disk cannot be written.
    pub fn keep<E: From<io::Error>>(&self, write: impl FnOnce(&mut dyn Write) -> Result<bool, E>) -> Result<(), E> {
        fs::create_dir_all(&self.folder)?;
        let draft = self.folder.join(format!("{}draft", self.stem));
        let mut out = BufWriter::new(File::create(&draft)?);
        let any = write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?;
        self.throw_away_older(&draft)?;
        Ok(fs::rename(&draft, self.file(any))?)
    }

    fn file(&self, any: bool) -> PathBuf {
        self.folder.join(format!("{}.{}", self.name, if any { "rows" } else { "empty" }))
    }

    fn throw_away_older(&self, draft: &Path) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with(&self.stem) && path != draft {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

/// The name of a form whose answers are kept.
fn tag(form: Form) -> Option<&'static str> {
    match form {
        Form::Table { width: None } => Some("table"),
        Form::Table { width: Some(_) } | Form::Rdf(_) => None,
        Form::Results(QueryResultsFormat::Csv) => Some("csv"),
        Form::Results(QueryResultsFormat::Tsv) => Some("tsv"),
        Form::Results(QueryResultsFormat::Json) => Some("json"),
        Form::Results(_) => Some("xml"),
    }
}

/// Answers the question that is asked first, so that it waits for nobody: called after additions.
///
/// # Errors
/// Where the query fails or the answer cannot be written.
pub fn prepare(store: &Store, name: &str) -> Result<(), PrintError> {
    let Some(query) = NamedQuery::find(name) else { return Ok(()) };
    let form = Form::Table { width: None };
    let place = Kept::place(store, name, query.text, form).map_err(io::Error::other)?;
    if let Some(place) = place.filter(|place| place.read().is_none()) {
        place.keep(|out| print(ask(store.oxigraph(), query.text)?, form, out))?;
    }
    Ok(())
}
