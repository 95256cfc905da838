//! `attache completions`: what can be typed.

use clap::{Args, ValueEnum};

/// `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache completions bash > ~/.local/share/bash-completion/completions/attache
  attache completions zsh  > \"${fpath[1]}/_attache\"
  attache completions fish > ~/.config/fish/completions/attache.fish")]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Shells that completions are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}
