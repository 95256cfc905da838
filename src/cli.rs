//! The command line: what can be typed, nothing else. `commands/` gives it meaning, and the build script reads this
//! file to make the man page and the shell completions, so it stands on `clap` and the standard library alone.

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
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

/// `add`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache add article.txt --date 2026-03-13
  attache add news/ feed.xml export.jsonl
  curl -s https://example.org/story.html | attache add - --url https://example.org/story.html

Adding an article again changes nothing; a changed article with the same URL replaces its facts.
An article that cannot be read is named on standard error, the others go in, and the exit status is 2.")]
pub struct AddArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,

    /// Base of the IRIs that are made for things without one of their own.
    #[arg(long, value_name = "IRI", default_value = "https://w3id.org/attache/id/")]
    pub base: String,

    /// Leave out facts of lower confidence (0 to 1).
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub min_confidence: f32,

    /// No progress bar and no summary.
    #[arg(short, long)]
    pub quiet: bool,
}

/// `extract`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache extract article.txt --date 2026-03-13
  cat articles.jsonl | attache extract - --input jsonl | jq '.meetings[]'
  attache extract article.html --format turtle")]
pub struct ExtractArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,

    /// Form of the output.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ExtractFormat::Json)]
    pub format: ExtractFormat,

    /// Base of the IRIs that are made for things without one of their own.
    #[arg(long, value_name = "IRI", default_value = "https://w3id.org/attache/id/")]
    pub base: String,

    /// Leave out facts of lower confidence (0 to 1).
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub min_confidence: f32,
}

/// Forms of `extract`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// One JSON object an article and line.
    Json,
    /// N-Quads.
    Nquads,
    /// TriG.
    Trig,
    /// Turtle.
    Turtle,
}

/// `query`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache query --list
  attache query who-met-whom
  attache query timeline --set who=\"Jane Roe\" --format csv
  echo 'SELECT (COUNT(*) AS ?n) WHERE { ?event a att:Meeting }' | attache query -")]
pub struct QueryArgs {
    /// Name of a query (see --list), a file of SPARQL, or `-` for standard input.
    #[arg(value_name = "NAME|FILE|-", required_unless_present_any = ["list", "sparql"])]
    pub query: Option<String>,

    /// SPARQL as an argument.
    #[arg(short = 'e', long, value_name = "TEXT", conflicts_with = "query")]
    pub sparql: Option<String>,

    /// List the named queries with what they give.
    #[arg(long)]
    pub list: bool,

    /// Fill a parameter of the query; may be given several times.
    #[arg(long, value_name = "VAR=VALUE")]
    pub set: Vec<String>,

    /// Form of the output. SPARQL results for SELECT and ASK, RDF for CONSTRUCT and DESCRIBE.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = QueryFormat::Table)]
    pub format: QueryFormat,

    /// Give up after this many seconds.
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<f64>,
}

/// Forms of `query`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QueryFormat {
    /// A table that fits the terminal.
    Table,
    /// SPARQL results as CSV.
    Csv,
    /// SPARQL results as TSV.
    Tsv,
    /// SPARQL results as JSON.
    Json,
    /// SPARQL results as XML.
    Xml,
    /// Turtle.
    Turtle,
    /// N-Triples.
    Ntriples,
    /// JSON-LD.
    Jsonld,
    /// RDF/XML.
    Rdfxml,
}

/// `show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache show \"Jane Roe\"
  attache show Roe            part of a name is enough; where several fit, they are listed")]
pub struct ShowArgs {
    /// A name, part of a name, or the IRI of an entity.
    #[arg(value_name = "ENTITY")]
    pub entity: String,
}

/// `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache explain \"Jane Roe\"
  attache explain https://w3id.org/attache/id/event/…")]
pub struct ExplainArgs {
    /// IRI of an event, or a name or IRI of an entity.
    #[arg(value_name = "EVENT|ENTITY")]
    pub subject: String,
}

/// `analyse`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache analyse central
  attache analyse path \"Jane Roe\" \"John Doe\"
  attache analyse timeline \"Jane Roe\" --kind meeting,visit --since 2026-01-01")]
pub struct AnalyseArgs {
    /// What to find out.
    #[command(subcommand)]
    pub analysis: Analysis,
}

/// The analyses.
#[derive(Debug, Subcommand)]
pub enum Analysis {
    /// Who stands at the centre: degree, betweenness, eigenvector centrality, PageRank.
    Central(ProjectionArgs),
    /// Who belongs together.
    Communities(ProjectionArgs),
    /// Who connects those who are not connected otherwise.
    Brokers(ProjectionArgs),
    /// How two people are connected, step by step.
    Path(PathArgs),
    /// What happened when, of a person, a pair or a place.
    Timeline(TimelineArgs),
    /// Who met where.
    Places(ProjectionArgs),
    /// Who met most often, and who has stopped meeting.
    Pairs(ProjectionArgs),
    /// Whom both met.
    Common(PairArgs),
}

/// What of the store goes into the network.
#[derive(Debug, Clone, Args)]
pub struct SelectionArgs {
    /// Kinds of event, separated by commas: meeting, visit, statement, role (posts held) …, or all. [default: meeting
    /// for networks, all for timelines and pictures]
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub kind: Vec<String>,

    /// Only events on or after this day, month or year (YYYY-MM-DD, YYYY-MM, YYYY).
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,

    /// Only events on or before this day, month or year.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,

    /// Only events of these statuses, separated by commas: happened, planned, possible, denied, cancelled, or all.
    /// [default: happened,planned for networks, all for timelines and pictures]
    #[arg(long, value_name = "STATUSES", value_delimiter = ',')]
    pub status: Vec<String>,

    /// Only what this document says (its id, URL or IRI).
    #[arg(long, value_name = "DOCUMENT")]
    pub document: Option<String>,

    /// Only what this publisher says.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,

    /// Kinds of entity to connect, separated by commas: person, organisation, place, group, nationality, other.
    /// [default: person for networks, person,organisation for pictures]
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub entities: Vec<String>,
}

/// What of the store goes into the network, and what becomes of the result.
#[derive(Debug, Clone, Args)]
pub struct ProjectionArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub selection: SelectionArgs,

    /// Form of the output.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = AnalysisFormat::Table)]
    pub format: AnalysisFormat,

    /// Rows to print; 0 means all. [default: 20 in a table, all in JSON and CSV]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,

    /// Seed of what is drawn by chance.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Write the result into the store, in a graph of its own.
    #[arg(long)]
    pub save: bool,
}

/// `analyse path`.
#[derive(Debug, Args)]
pub struct PathArgs {
    /// Where the path begins.
    #[arg(value_name = "A")]
    pub from: String,

    /// Where it ends.
    #[arg(value_name = "B")]
    pub to: String,

    /// How many paths, shortest first.
    #[arg(short, long, value_name = "N", default_value_t = 3)]
    pub count: usize,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub projection: ProjectionArgs,
}

/// `analyse common`.
#[derive(Debug, Args)]
pub struct PairArgs {
    /// One.
    #[arg(value_name = "A")]
    pub first: String,

    /// The other.
    #[arg(value_name = "B")]
    pub second: String,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub projection: ProjectionArgs,
}

/// `analyse timeline`.
#[derive(Debug, Args)]
pub struct TimelineArgs {
    /// A person or place, or two people.
    #[arg(value_name = "ENTITY", num_args = 0..=2)]
    pub of: Vec<String>,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub projection: ProjectionArgs,
}

/// Forms of `analyse`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnalysisFormat {
    /// A table that fits the terminal.
    Table,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}

/// `export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache export --format turtle -o graph.ttl
  attache export --format dot | dot -Tsvg > graph.svg
  attache export --format html --about \"Jane Roe\" --depth 2 -o roe.html")]
pub struct ExportArgs {
    /// Form of the output.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ExportFormat::Turtle)]
    pub format: ExportFormat,

    /// Only what surrounds this entity (a name, part of a name, or an IRI).
    #[arg(long, value_name = "ENTITY")]
    pub about: Option<String>,

    /// How many steps around the entity of --about.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub depth: usize,

    /// Write to this file instead of standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    /// Nodes of the picture (SVG, HTML), those with most events first; 0 means all.
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub nodes: usize,

    /// Events as nodes of their own, between those who took part (GraphML, GEXF).
    #[arg(long)]
    pub two_sided: bool,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub selection: SelectionArgs,

    /// With the articles' whole text (RDF forms only); the evidence is always there.
    #[arg(long)]
    pub with_text: bool,
}

/// Forms of `export`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Turtle: the graphs of the articles merged into one.
    Turtle,
    /// TriG: one named graph an article.
    Trig,
    /// N-Triples: the graphs merged.
    Ntriples,
    /// N-Quads: one named graph an article.
    Nquads,
    /// JSON-LD.
    Jsonld,
    /// RDF/XML: the graphs merged.
    Rdfxml,
    /// Graphviz.
    Dot,
    /// Graphviz: only people and other entities, tied by the events they share.
    DotNetwork,
    /// GraphML, for yEd, Gephi, Cytoscape.
    Graphml,
    /// GEXF, for Gephi.
    Gexf,
    /// A picture.
    Svg,
    /// A page with the network to look around in; one file, no network needed.
    Html,
}

/// `validate`.
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// An RDF file to check instead of the store.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}

/// `remove`.
#[derive(Debug, Args)]
pub struct RemoveArgs {
    /// IRI, URL or id of the articles, as `attache query documents` shows them.
    #[arg(value_name = "DOCUMENT", required = true)]
    pub documents: Vec<String>,
}

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
