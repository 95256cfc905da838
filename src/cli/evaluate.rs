//! `attache evaluate`: what can be typed.

use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// `evaluate`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:
  attache evaluate gold/                      the facts of a folder of annotated articles; short for `facts`
  attache evaluate parse en_ewt-ud-dev.conllu"
)]
pub struct EvaluateArgs {
    /// What to score; facts, where only files are given.
    #[command(subcommand)]
    pub task: Option<Evaluation>,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub facts: EvaluateFacts,
}

/// What can be scored.
#[derive(Debug, Subcommand)]
pub enum Evaluation {
    /// Tags, lemmas and trees against CoNLL-U files: UPOS, UAS, LAS, CLAS, lemmas.
    Parse(EvaluateFiles),
    /// Names against IOB2 files: F1 of spans by kind.
    Names(EvaluateFiles),
    /// Semantic roles against PropBank as JSON Lines: F1 of labelled arguments.
    Roles(EvaluateFiles),
    /// Coreference against CoNLL-U files with `Entity=` brackets (OntoGUM): MUC, B³, CEAFe and their mean.
    Coreference(EvaluateFiles),
    /// Ambiguous pronouns against GAP's tables: F1.
    Pronouns(EvaluateFiles),
    /// Time expressions against TimeML: F1 of spans, accuracy of values.
    Time(EvaluateFiles),
    /// Who says what against brat files as PolNeAR has them, the texts in `../text`: precision, recall, speakers.
    Attribution(EvaluateFiles),
    /// Who, where, when, why, what, how against QA-SRL's tables `gold/NAME.gold.csv`, the sentences in
    /// `../sentences/NAME.full.csv`: answers found by roles, and by facts.
    Questions(EvaluateFiles),
    /// Events of contact against RAMS or WikiEvents as JSON Lines: triggers found, F1 of who takes part and where.
    Contacts(EvaluateFiles),
    /// Whether events happened against graded words (Unified Factuality's columns): accuracy, MAE, Pearson's r.
    Factuality(EvaluateFiles),
    /// Extracted facts against gold files as JSON, each beside its article's text: F1 of each kind of fact, and how
    /// often facts of each confidence are right.
    Facts(EvaluateFacts),
}

/// Gold files.
#[derive(Debug, Args)]
pub struct EvaluateFiles {
    /// Files or folders of gold annotations.
    #[arg(value_name = "GOLD", required = true, value_hint = ValueHint::AnyPath)]
    pub gold: Vec<PathBuf>,

    /// Read the raw text instead of the gold tokens.
    #[arg(long)]
    pub raw: bool,

    /// Print each miss and each extra.
    #[arg(long)]
    pub errors: bool,

    /// Append to this file, as JSON Lines, what the scripts of models/training learn from.
    #[arg(long, value_name = "FILE", hide = true, value_hint = ValueHint::FilePath)]
    pub training: Option<PathBuf>,
}

/// `evaluate facts`.
#[derive(Debug, Args)]
pub struct EvaluateFacts {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub files: EvaluateFiles,

    /// Print a line for each article.
    #[arg(long)]
    pub per_article: bool,
}
