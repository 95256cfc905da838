//! Arguments → command → exit code, nothing else.

use anstream::eprintln;
use anstyle::{AnsiColor, Style};
use attache::cli::Cli;
use attache::commands;
use clap::Parser;
use std::process::ExitCode;

const ERROR: Style = AnsiColor::Red.on_default().bold();

fn main() -> ExitCode {
    let cli = Cli::parse();
    commands::start_log(cli.verbose);
    match commands::run(&cli) {
        Ok(outcome) => outcome.into(),
        Err(error) if commands::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{ERROR}error:{ERROR:#} {error:#}");
            ExitCode::from(2)
        }
    }
}
