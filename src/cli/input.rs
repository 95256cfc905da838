//! What is read, of all commands that read articles.

use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// What to read, and what to take for granted where the input does not say.
#[derive(Debug, Clone, Args)]
pub struct InputArgs {
    /// Articles: files, folders (read recursively), `-` for standard input. Text, HTML, JSON Lines, RSS and Atom.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Form of the input; otherwise told from the name and the first bytes.
    #[arg(long, value_enum, value_name = "FORM")]
    pub input: Option<InputForm>,

    /// Day of publication (YYYY-MM-DD) of articles that do not give one. Without it, "on Monday" stays words.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,

    /// Address of the article, where the input does not give one.
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub url: Option<String>,

    /// Name of the publisher, where the input does not give one.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,

    /// Headline, where the input does not give one.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// Read articles that do not look like English all the same.
    #[arg(long)]
    pub force: bool,

    /// Worker threads; 0 means one for each processor. The output is the same for any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

/// Forms of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputForm {
    /// Plain text, one article a file.
    Text,
    /// A web page.
    Html,
    /// JSON Lines: `{"id","url","title","date","source","text"}`, one article a line.
    Jsonl,
    /// RSS or Atom.
    Feed,
}
