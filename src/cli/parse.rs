//! `attache parse`: what can be typed.

use super::input::InputArgs;
use clap::Args;

/// `parse`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  echo 'The ministers met in Oslo on Monday.' | attache parse -
  attache parse --pretokenized treebank.conllu")]
pub struct ParseArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,

    /// The input is CoNLL-U: keep its sentences and words.
    #[arg(long)]
    pub pretokenized: bool,
}
