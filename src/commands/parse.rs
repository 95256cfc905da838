//! `attache parse`.

use super::{Outcome, input};
use crate::cli::ParseArgs;
use crate::language::conllu::{Treebank, write_document, write_sentence};
use crate::language::{Reader, segment};
use anyhow::Context;
use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// Runs the command.
///
/// # Errors
/// Where the model or the output fails. An article that cannot be read is reported, and the others are read.
pub fn run(arguments: &ParseArgs) -> anyhow::Result<Outcome> {
    let reader = input::reader(&arguments.input)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Done;
    if arguments.pretokenized {
        for path in &input::paths(&arguments.input)? {
            match treebank(path) {
                Ok(treebank) => {
                    for document in treebank.documents() {
                        pretokenized(&reader, &document, &mut out)?;
                    }
                }
                Err(error) => {
                    input::complain(format_args!("{}: {error:#}", path.display()));
                    outcome = Outcome::SomeFailed;
                }
            }
        }
    } else {
        for article in input::open(&arguments.input)? {
            match article {
                Ok(document) => {
                    let found = segment(&document);
                    reader.read_in_parts(&document, &found, |analysis, first| {
                        write_document(&mut out, &document, &analysis, first)
                    })??;
                }
                Err(error) => {
                    input::complain(&error);
                    outcome = Outcome::SomeFailed;
                }
            }
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(outcome)
}

/// Reads a CoNLL-U file, or standard input for `-`.
pub fn treebank(path: &Path) -> anyhow::Result<Treebank> {
    let mut text = String::new();
    if path == Path::new("-") {
        io::stdin().read_to_string(&mut text)?;
    } else {
        text = fs::read_to_string(path)?;
    }
    Treebank::parse(&text).context("not CoNLL-U")
}

/// Reads the words of a treebank's document, and writes them with its own comments.
fn pretokenized(reader: &Reader, treebank: &Treebank, out: &mut impl Write) -> anyhow::Result<()> {
    let (document, found) = treebank.document("treebank");
    let analysis = reader.read_segmented(&document, &found)?;
    for (sentence, read) in treebank.sentences.iter().zip(&analysis.sentences) {
        for comment in &sentence.comments {
            writeln!(out, "# {comment}")?;
        }
        write_sentence(out, &document, &analysis, read, Some(&sentence.multiword))?;
    }
    Ok(())
}
