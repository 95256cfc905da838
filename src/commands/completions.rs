//! `attache completions`: the scripts that the build made from the command line's types.

use super::Outcome;
use crate::cli::{CompletionsArgs, Shell};
use std::io::Write;

/// Prints the completion script of a shell.
pub fn run(arguments: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let script = match arguments.shell {
        Shell::Bash => include_str!(concat!(env!("OUT_DIR"), "/completions/attache.bash")),
        Shell::Elvish => include_str!(concat!(env!("OUT_DIR"), "/completions/attache.elv")),
        Shell::Fish => include_str!(concat!(env!("OUT_DIR"), "/completions/attache.fish")),
        Shell::Powershell => include_str!(concat!(env!("OUT_DIR"), "/completions/_attache.ps1")),
        Shell::Zsh => include_str!(concat!(env!("OUT_DIR"), "/completions/_attache")),
    };
    std::io::stdout().lock().write_all(script.as_bytes())?;
    Ok(Outcome::Done)
}
