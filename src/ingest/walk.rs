//! Paths → files to be opened. Folders are walked in the order of names, links to folders are not followed.

use super::error::{IngestError, Reason};
use super::options::Form;
use std::collections::VecDeque;
use std::fs::{self, File, FileType};
use std::io::{self, BufRead, BufReader, Cursor};
use std::path::{Path, PathBuf};

/// Enough to see the form of an input by, in bytes.
const BUFFER: usize = 64 * 1024;

/// Where an input's bytes come from.
#[derive(Debug)]
enum Source {
    StandardInput,
    File(PathBuf),
    Memory(Vec<u8>),
}

/// An input to be opened.
#[derive(Debug)]
pub struct Input {
    source: Source,
    /// What errors call it.
    pub name: String,
    /// What its document is called where it does not say.
    pub id: String,
}

impl Input {
    fn file(path: &Path) -> Self {
        let name = path.display().to_string();
        Self { source: Source::File(path.to_owned()), id: stem(&name), name }
    }

    /// Bytes that are there already, under a name as a file might have it.
    pub fn memory(name: &str, bytes: Vec<u8>) -> Self {
        Self { source: Source::Memory(bytes), id: stem(name), name: name.to_owned() }
    }

    /// The form that the name stands for.
    pub fn form(&self) -> Option<Form> {
        match &self.source {
            Source::StandardInput => None,
            Source::File(_) | Source::Memory(_) => form_of(Path::new(&self.name)),
        }
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn open(&mut self) -> Result<Box<dyn BufRead + Send>, Reason> {
        match &mut self.source {
            Source::StandardInput => Ok(Box::new(BufReader::with_capacity(BUFFER, io::stdin()))),
            Source::File(path) => Ok(Box::new(BufReader::with_capacity(BUFFER, File::open(path)?))),
            Source::Memory(bytes) => Ok(Box::new(Cursor::new(std::mem::take(bytes)))),
        }
    }
}

/// A file's name without folders and extension.
pub fn stem(name: &str) -> String {
    Path::new(name).file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// All files at these paths.
pub fn inputs(paths: &[PathBuf]) -> VecDeque<Result<Input, IngestError>> {
    let mut found = VecDeque::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let name = "standard input".to_owned();
            found.push_back(Ok(Input { source: Source::StandardInput, id: "stdin".to_owned(), name }));
        } else {
            named(path, &mut found);
        }
    }
    found
}

/// A path that was typed: whatever its name, it is meant.
fn named(path: &Path, found: &mut VecDeque<Result<Input, IngestError>>) {
    let failed = |reason: Reason| IngestError::new(path.display().to_string(), reason);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => found.push_back(Err(failed(Reason::Missing))),
        Err(error) => found.push_back(Err(failed(error.into()))),
        Ok(metadata) if metadata.is_dir() => {
            let before = found.len();
            walk(path, found);
            if found.len() == before {
                let forms = ".txt, .html, .jsonl, .xml, .rss, .atom".to_owned();
                found.push_back(Err(failed(Reason::EmptyFolder(forms))));
            }
        }
        Ok(metadata) if metadata.is_file() => found.push_back(Ok(Input::file(path))),
        Ok(metadata) => found.push_back(Err(failed(Reason::NotAFile(sort_of(metadata.file_type()))))),
    }
}

/// The files of a folder that could be articles by their names.
fn walk(folder: &Path, found: &mut VecDeque<Result<Input, IngestError>>) {
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => {
            found.push_back(Err(IngestError::new(folder.display().to_string(), error.into())));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let Ok(kind) = fs::symlink_metadata(&path).map(|metadata| metadata.file_type()) else { continue };
        if hidden {
            continue;
        }
        if kind.is_dir() {
            walk(&path, found);
        } else if form_of(&path).is_some() && path.extension().is_none_or(|extension| extension != "json") {
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_file() => found.push_back(Ok(Input::file(&path))),
                Ok(metadata) if metadata.is_dir() => {}
                Ok(metadata) => {
                    let reason = Reason::NotAFile(sort_of(metadata.file_type()));
                    found.push_back(Err(IngestError::new(path.display().to_string(), reason)));
                }
                Err(error) => found.push_back(Err(IngestError::new(path.display().to_string(), error.into()))),
            }
        } else {
            tracing::info!("{}: passed over, by its name it is no article", path.display());
        }
    }
}

fn form_of(path: &Path) -> Option<Form> {
    Form::of_extension(path.extension()?.to_str()?)
}

#[cfg(unix)]
fn sort_of(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "pipe"
    } else if kind.is_socket() {
        "socket"
    } else {
        "device"
    }
}

#[cfg(not(unix))]
fn sort_of(_kind: FileType) -> &'static str {
    "device"
}
