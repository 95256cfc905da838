//! The command line: what can be typed, nothing else. `commands/` gives it meaning, and the build script reads these
//! files to make the man page and the shell completions, so they stand on `clap` and the standard library alone.

mod add;
mod analyse;
mod completions;
mod evaluate;
mod explain;
mod export;
mod extract;
mod input;
mod parse;
mod query;
mod remove;
mod selection;
mod show;
mod validate;

pub use add::AddArgs;
pub use analyse::{AnalyseArgs, Analysis, AnalysisFormat, PairArgs, PathArgs, ProjectionArgs, TimelineArgs};
pub use completions::{CompletionsArgs, Shell};
pub use evaluate::{EvaluateArgs, EvaluateFacts, EvaluateFiles, Evaluation};
pub use explain::ExplainArgs;
pub use export::{ExportArgs, ExportFormat};
pub use extract::{ExtractArgs, ExtractFormat};
pub use input::{InputArgs, InputForm};
pub use parse::ParseArgs;
pub use query::{QueryArgs, QueryFormat};
pub use remove::RemoveArgs;
pub use selection::SelectionArgs;
pub use show::ShowArgs;
pub use validate::ValidateArgs;

use clap::{Parser, Subcommand, ValueHint};
use std::path::PathBuf;

/// Who met whom, where, when and why: a knowledge graph of the news, every fact with the words it was taken from.
#[derive(Debug, Parser)]
#[command(
    name = "attache",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  attache add articles/                    read a folder of articles into ./attache-store
  attache query who-met-whom               ask who met whom, where, when and why
  attache show \"Jane Roe\"                  everything the articles say about one person
  attache export --format dot -o graph.dot draw it

Exit status: 0 done, 1 done but nothing found, 2 an error."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// Folder of the store.
    #[arg(long, global = true, value_name = "DIR", env = "ATTACHE_STORE", default_value = "attache-store", value_hint = ValueHint::DirPath)]
    pub store: PathBuf,

    /// Say more on standard error; twice for more still.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles into the store.
    Add(AddArgs),
    /// Read articles and print what they say, without a store.
    Extract(ExtractArgs),
    /// Ask the store: a named query, a SPARQL file, or standard input.
    Query(QueryArgs),
    /// Everything the store knows about one person, organisation or place.
    Show(ShowArgs),
    /// Why the graph says so: each claim with its sentence, its rule and who said it.
    Explain(ExplainArgs),
    /// Analyse the network of who deals with whom.
    Analyse(AnalyseArgs),
    /// Write the graph as RDF or as a picture.
    Export(ExportArgs),
    /// Check that the words of every fact stand in the article where the fact says.
    Verify,
    /// Check the store, or an RDF file, against the SHACL shapes.
    Validate(ValidateArgs),
    /// Take an article and what it alone supports out of the store.
    Remove(RemoveArgs),
    /// Score the reading against gold annotations.
    Evaluate(EvaluateArgs),
    /// Print the linguistic analysis as CoNLL-U.
    Parse(ParseArgs),
    /// Print the completion script of a shell.
    Completions(CompletionsArgs),
    /// Print the manual page.
    Man,
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::{Command, CommandFactory};
    use std::collections::BTreeSet;

    /// Clap itself looks for this in debug builds only.
    #[test]
    fn no_two_arguments_of_a_command_share_a_name() {
        fn look(command: &Command) {
            let mut names = BTreeSet::new();
            for argument in command.get_arguments() {
                assert!(names.insert(argument.get_id()), "{} of {}", argument.get_id(), command.get_name());
            }
            command.get_subcommands().for_each(look);
        }
        look(&Cli::command());
    }
}
