//! The command line: what can be typed, nothing else. `commands/` gives it meaning.

use clap::{Parser, Subcommand};

/// Who met whom, where, when and why: a knowledge graph of the news, every fact with the words it was taken from.
#[derive(Debug, Parser)]
#[command(name = "attache", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {}
