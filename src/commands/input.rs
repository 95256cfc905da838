//! What was typed about the input → what the stages take.

use crate::cli::{InputArgs, InputForm};
use crate::ingest::{Form, Options, parse_date};
use crate::language::{ReadError, Reader};
use anyhow::Context;

/// How to read the articles.
///
/// # Errors
/// Where `--date` is no date.
pub fn options(arguments: &InputArgs) -> anyhow::Result<Options> {
    let date = match &arguments.date {
        Some(text) => Some(parse_date(text).with_context(|| format!("--date {text}: not a date, write YYYY-MM-DD"))?),
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
