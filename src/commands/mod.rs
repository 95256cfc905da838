//! What each subcommand does: one file a subcommand.
//!
//! In: the arguments as [`crate::cli`] types them. Out: results on standard output, and an [`Outcome`] or an error
//! that `main` turns into the exit status.

mod add;
mod analyse;
mod completions;
mod evaluate;
mod explain;
mod export;
mod extract;
mod input;
mod man;
mod parse;
mod query;
mod remove;
mod show;
mod validate;
mod verify;

use crate::cli::{Cli, Command};
use std::error::Error;
use std::io;
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All done: status 0.
    Done,
    /// Done, but there was nothing to find: status 1.
    NothingFound,
    /// Done as far as possible; what failed has been reported on standard error: status 2.
    SomeFailed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::NothingFound => ExitCode::from(1),
            Outcome::SomeFailed => ExitCode::from(2),
        }
    }
}

/// Runs the command that was typed.
///
/// # Errors
/// Whatever stops the command as a whole. A bad document among good ones is reported on standard error and gives
/// [`Outcome::SomeFailed`].
pub fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    match &cli.command {
        Command::Add(arguments) => add::run(arguments, &cli.store),
        Command::Extract(arguments) => extract::run(arguments),
        Command::Query(arguments) => query::run(arguments, &cli.store),
        Command::Show(arguments) => show::run(arguments, &cli.store),
        Command::Explain(arguments) => explain::run(arguments, &cli.store),
        Command::Analyse(arguments) => analyse::run(&arguments.analysis, &cli.store),
        Command::Export(arguments) => export::run(arguments, &cli.store),
        Command::Verify => verify::run(&cli.store),
        Command::Validate(arguments) => validate::run(arguments, &cli.store),
        Command::Remove(arguments) => remove::run(arguments, &cli.store),
        Command::Evaluate(arguments) => evaluate::run(arguments),
        Command::Parse(arguments) => parse::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man => man::run(),
    }
}

/// Whether an error only says that the reader of our output has gone (`attache … | head`).
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        is_broken_pipe(cause)
            // An error that passes another's words on as its own hides its type, not its words.
            || cause.to_string().to_lowercase().starts_with("broken pipe")
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|json| json.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

fn is_broken_pipe(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| {
        error.kind() == io::ErrorKind::BrokenPipe
            || error.get_ref().is_some_and(|inner| is_broken_pipe(inner as &(dyn Error + 'static)))
    })
}

/// Sends what the program logs to standard error: warnings, with `-v` what it does, with `-vv` everything.
/// `RUST_LOG` overrides both.
pub fn start_log(verbose: u8) {
    let level = match verbose {
        0 => "attache=warn",
        1 => "attache=info",
        _ => "attache=trace",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).without_time().with_target(false).init();
}

/// Columns of the terminal that standard output goes to; none where it goes elsewhere.
fn terminal_width() -> Option<usize> {
    comfy_table::Table::new().width().map(usize::from)
}
