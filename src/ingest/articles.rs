//! Paths → articles, one after the other: the stream that `add`, `extract` and `parse` share.
//!
//! Files come in the order of the paths, the files of a folder in the order of their names, so that the output is the
//! same on every machine. What cannot be read is an error in its place in the stream; the stream goes on.

use super::decode::decode;
use super::document::Document;
use super::draft::Draft;
use super::error::{IngestError, Reason};
use super::options::{Form, LONGEST_ARTICLE, Options};
use super::walk::{Input, inputs};
use super::{feed, html, json};
use std::collections::VecDeque;
use std::io::{BufRead, Read};
use std::path::PathBuf;

type Outcome = Result<Document, IngestError>;

/// The stream of articles. Nothing is read before it is asked for, and one article at a time is held.
pub struct Articles {
    inputs: VecDeque<Result<Input, IngestError>>,
    options: Options,
    /// What is left of the input that is being read.
    ready: VecDeque<Outcome>,
    lines: Option<Lines>,
}

/// JSON Lines under way.
struct Lines {
    name: String,
    reader: Box<dyn BufRead + Send>,
    number: usize,
}

/// The articles at these paths; `-` is standard input.
pub fn articles(paths: &[PathBuf], options: Options) -> Articles {
    Articles { inputs: inputs(paths), options, ready: VecDeque::new(), lines: None }
}

/// The articles in these bytes; `name` is a file's name, by which the form is told and errors call it.
///
/// ```
/// use attache::ingest::{Options, articles_of};
/// let text = b"Ministers meet\n\nLISBON - Ana Duarte met Tom Field on Friday.".to_vec();
/// let article = articles_of("lisbon.txt", text, Options::default()).next().expect("one article")?;
/// assert_eq!(article.title.as_deref(), Some("Ministers meet"));
/// assert_eq!(article.parts.dateline.map(|span| span.of(&article.text)), Some("LISBON -"));
/// # Ok::<(), attache::ingest::IngestError>(())
/// ```
pub fn articles_of(name: &str, bytes: Vec<u8>, options: Options) -> Articles {
    let inputs = VecDeque::from([Ok(Input::memory(name, bytes))]);
    Articles { inputs, options, ready: VecDeque::new(), lines: None }
}

impl Articles {
    /// How many files are still to be opened: for a progress bar.
    pub fn files_left(&self) -> usize {
        self.inputs.len()
    }

    fn open(&mut self, mut input: Input) -> Result<(), IngestError> {
        let opened = input.open();
        let failed = |reason: Reason| IngestError::new(&input.name, reason);
        let mut reader = opened.map_err(failed)?;
        let head = reader.fill_buf().map_err(|error| failed(error.into()))?;
        let form = self.options.form.or(input.form()).unwrap_or_else(|| Form::of_bytes(head));
        if form == Form::JsonLines && !head.iter().take(1).any(|byte| *byte == b'[') && is_line(head) {
            self.lines = Some(Lines { name: input.name.clone(), reader, number: 0 });
            return Ok(());
        }
        let bytes = read_bounded(&mut reader).map_err(failed)?;
        let text = decode(&bytes).map_err(failed)?;
        let drafts: Vec<Result<Draft, IngestError>> = match form {
            Form::Text => vec![Ok(Draft { text, ..Draft::default() })],
            Form::Html => vec![html::read(&text).map_err(failed)],
            Form::Feed => feed::read(&input.name, &text).map_err(failed)?,
            Form::JsonLines => match json::read_whole(&text) {
                Some(drafts) => numbered(&input.name, drafts),
                None => {
                    numbered(&input.name, text.lines().filter(|line| !line.trim().is_empty()).map(json::read).collect())
                }
            },
        };
        let several = drafts.len() > 1;
        for (index, draft) in drafts.into_iter().enumerate() {
            let name = if several { format!("{}, entry {}", input.name, index + 1) } else { input.name.clone() };
            let id = if several { format!("{}-{}", input.id, index + 1) } else { input.id.clone() };
            self.ready.push_back(draft.and_then(|draft| self.finish(&name, &id, draft)));
        }
        Ok(())
    }

    fn finish(&self, name: &str, id: &str, mut draft: Draft) -> Outcome {
        if draft.id.trim().is_empty() {
            id.clone_into(&mut draft.id);
        }
        draft.finish(&self.options).map_err(|reason| IngestError::new(name, reason))
    }

    fn next_line(&mut self) -> Option<Outcome> {
        loop {
            let lines = self.lines.as_mut()?;
            lines.number += 1;
            let name = format!("{}, line {}", lines.name, lines.number);
            let id = format!("{}-{}", super::walk::stem(&lines.name), lines.number);
            let line = match lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => {
                    self.lines = None;
                    return None;
                }
                Err(reason) => {
                    if matches!(reason, Reason::Unreadable(_)) {
                        self.lines = None;
                    }
                    return Some(Err(IngestError::new(name, reason)));
                }
            };
            if !line.trim().is_empty() {
                let draft = json::read(&line).map_err(|reason| IngestError::new(&name, reason));
                return Some(draft.and_then(|draft| self.finish(&name, &id, draft)));
            }
        }
    }
}

impl Iterator for Articles {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        loop {
            if let Some(outcome) = self.ready.pop_front().or_else(|| self.next_line()) {
                return Some(outcome);
            }
            let opened = self.inputs.pop_front()?.and_then(|input| self.open(input));
            if let Err(error) = opened {
                return Some(Err(error));
            }
        }
    }
}

impl Lines {
    /// The next line without its end; a line that is too long is passed over.
    fn next(&mut self) -> Result<Option<String>, Reason> {
        // JSON may write a character in six bytes (`\u00e9`).
        let limit = 6 * LONGEST_ARTICLE as u64;
        let mut bytes = Vec::new();
        self.reader.by_ref().take(limit).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.len() as u64 == limit && bytes.last() != Some(&b'\n') {
            self.skip_line()?;
            return Err(Reason::TooLong { limit: LONGEST_ARTICLE });
        }
        let line = String::from_utf8(bytes).map_err(|_| Reason::Encoding("UTF-8, as JSON must be".to_owned()))?;
        Ok(Some(line.trim_start_matches('\u{feff}').trim_end().to_owned()))
    }

    fn skip_line(&mut self) -> Result<(), Reason> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(end) => (end + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.reader.consume(used);
            if done {
                return Ok(());
            }
        }
    }
}

/// Whether an input of JSON begins with a whole object on its first line, or with a line that is longer than the
/// buffer: an object that is spread over lines does not.
fn is_line(head: &[u8]) -> bool {
    let end = head.iter().position(|byte| *byte == b'\n').unwrap_or(head.len());
    end == head.len() || head[..end].trim_ascii_end().ends_with(b"}") || !head.trim_ascii_start().starts_with(b"{")
}

fn numbered(name: &str, drafts: Vec<Result<Draft, Reason>>) -> Vec<Result<Draft, IngestError>> {
    let label = |(index, draft): (usize, Result<Draft, Reason>)| {
        draft.map_err(|reason| IngestError::new(format!("{name}, entry {}", index + 1), reason))
    };
    drafts.into_iter().enumerate().map(label).collect()
}

/// Reads to the end, but no further than the longest article.
fn read_bounded(reader: &mut dyn BufRead) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    // UTF-16 takes up to twice the bytes of UTF-8, and a page more than its text.
    reader.take(2 * LONGEST_ARTICLE as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > 2 * LONGEST_ARTICLE { Err(Reason::TooLong { limit: LONGEST_ARTICLE }) } else { Ok(bytes) }
}
