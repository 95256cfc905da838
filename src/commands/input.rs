//! What `add`, `extract` and `parse` share: what was typed about the input → what the stages take, and the report of
//! articles that could not be read.

use crate::cli::{InputArgs, InputForm};
use crate::ingest::{Articles, Form, Options, articles, parse_date};
use crate::language::{ReadError, Reader};
use anstream::eprintln;
use anstyle::{AnsiColor, Style};
use anyhow::{Context, bail};
use std::fmt::Display;
use std::io::{IsTerminal, stdin};
use std::path::PathBuf;

const ERROR: Style = AnsiColor::Red.on_default().bold();

/// The stream of articles that the arguments ask for. No path at all means standard input, if something is piped in.
///
/// # Errors
/// A date that is none; no path and nothing piped in; an address or headline for more than one file.
pub fn open(arguments: &InputArgs) -> anyhow::Result<Articles> {
    let paths = paths(arguments)?;
    let one_file = matches!(paths.as_slice(), [path] if !path.is_dir());
    if !one_file && (arguments.url.is_some() || arguments.title.is_some()) {
        bail!("--url and --title are those of one article: give them with one file at a time");
    }
    Ok(articles(&paths, options(arguments)?))
}

/// The paths that were typed, or `-` for none.
///
/// # Errors
/// No path and nothing piped in.
pub fn paths(arguments: &InputArgs) -> anyhow::Result<Vec<PathBuf>> {
    if !arguments.paths.is_empty() {
        return Ok(arguments.paths.clone());
    }
    if stdin().is_terminal() {
        bail!("nothing to read: name files or folders, or pipe an article in");
    }
    Ok(vec![PathBuf::from("-")])
}

/// Says on standard error which article could not be read, and why.
pub fn complain(error: impl Display) {
    eprintln!("{ERROR}error:{ERROR:#} {error}");
}

/// How to read the articles.
///
/// # Errors
/// Where `--date` is no date.
pub fn options(arguments: &InputArgs) -> anyhow::Result<Options> {
    let date = match &arguments.date {
        Some(text) => parse_date(text).with_context(|| format!("--date \"{text}\" is not a date; write YYYY-MM-DD"))?,
        None => None,
    };
    Ok(Options {
        form: arguments.input.map(|form| match form {
            InputForm::Text => Form::Text,
            InputForm::Html => Form::Html,
            InputForm::Jsonl => Form::JsonLines,
            InputForm::Feed => Form::Feed,
        }),
        date,
        url: arguments.url.clone(),
        source: arguments.source.clone(),
        title: arguments.title.clone(),
        force: arguments.force,
    })
}

/// The reader, with as many threads as were asked for.
///
/// # Errors
/// Where the model cannot be used.
pub fn reader(arguments: &InputArgs) -> Result<Reader, ReadError> {
    match arguments.threads {
        0 => Reader::embedded(),
        threads => Reader::with_threads(threads),
    }
}
