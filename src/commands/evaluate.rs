//! `attache evaluate`.

use super::parse::treebank;
use super::{NotBuilt, Outcome};
use crate::cli::{EvaluateArgs, EvaluateFiles, Evaluation};
use crate::evaluate::attribution::{self, AttributionScore};
use crate::evaluate::coreference::{ChainScores, GapScores, gap_texts, gold_chains};
use crate::evaluate::files;
use crate::evaluate::names::{NameScores, NamedSentences, names};
use crate::evaluate::parse::{ParseScores, parse};
use crate::evaluate::roles::{Propositions, RoleScores, roles};
use crate::evaluate::time::{TimeMl, TimeScore};
use crate::facts::entities::{self, chains};
use crate::facts::{speech, time};
use crate::identity::Gazetteer;
use crate::ingest::Document;
use crate::language::Reader;
use anyhow::Context;
use std::fmt::Display;
use std::fs;
use std::io::{self, Write};
use std::ops::AddAssign;
use std::path::Path;

/// Runs the command.
///
/// # Errors
/// Where a gold file cannot be read.
pub fn run(arguments: &EvaluateArgs) -> anyhow::Result<Outcome> {
    match &arguments.task {
        Evaluation::Parse(files) => score::<ParseScores>(files, "conllu", |reader, path, report| {
            Ok(parse(reader, &treebank(path)?, files.raw, report)?)
        }),
        Evaluation::Names(files) => score::<NameScores>(files, "iob2", |reader, path, report| {
            Ok(names(reader, &NamedSentences::parse(&fs::read_to_string(path)?), report)?)
        }),
        Evaluation::Roles(files) => {
            score::<RoleScores>(files, "jsonl", |reader, path, report| Ok(roles(reader, &propositions(path)?, report)?))
        }
        Evaluation::Coreference(files) => score::<ChainScores>(files, "conllu", |reader, path, report| {
            let gold = gold_chains(&fs::read_to_string(path)?);
            let (document, words) = treebank(path)?.document(&path.display().to_string());
            let analysis = reader.read_segmented(&document, &words)?;
            let score = ChainScores::of(&gold, &chains(&document, &analysis, Gazetteer::embedded()));
            report(format!("{} {:.2}", path.display(), score.conll() * 100.0));
            Ok(score)
        }),
        Evaluation::Pronouns(files) => score::<GapScores>(files, "tsv", |reader, path, report| {
            let mut sum = GapScores::default();
            for gap in gap_texts(&fs::read_to_string(path)?) {
                let document = Document::from_text(&gap.id, &gap.text);
                let analysis = reader.read(&document)?;
                let score = GapScores::of(&gap, &entities::find(&document, &analysis, Gazetteer::embedded()));
                if score.all.right < score.all.gold.max(score.all.found) {
                    report(format!("{}: byte {} of: {}", gap.id, gap.pronoun, gap.text));
                }
                sum += score;
            }
            Ok(sum)
        }),
        Evaluation::Time(files) => score::<TimeScore>(files, "tml", |reader, path, report| {
            let gold = TimeMl::parse(&path.display().to_string(), &fs::read_to_string(path)?)?;
            let analysis = reader.read(&gold.document)?;
            Ok(TimeScore::of(&gold, &analysis, report))
        }),
        Evaluation::Attribution(files) => score::<AttributionScore>(files, "ann", |reader, path, report| {
            let document = Document::from_text(path.display().to_string(), article_of(path)?);
            let gold = attribution::parse(&fs::read_to_string(path)?, &document.text);
            let analysis = reader.read(&document)?;
            let referents = entities::find(&document, &analysis, Gazetteer::embedded());
            let times = time::find(&document, &analysis);
            let found = speech::find(&document, &analysis, &referents, &times);
            Ok(AttributionScore::of(&document, &gold, (&analysis, &referents, &found), report))
        }),
        Evaluation::Facts(_) => Err(NotBuilt("evaluate facts").into()),
    }
}

/// Scores file after file, and prints the sum.
fn score<Scores: Default + AddAssign + Display>(
    arguments: &EvaluateFiles,
    extension: &str,
    mut one: impl FnMut(&Reader, &Path, &mut dyn FnMut(String)) -> anyhow::Result<Scores>,
) -> anyhow::Result<Outcome> {
    let reader = Reader::embedded()?;
    let mut out = io::stdout().lock();
    let mut errors = Vec::new();
    let mut sum = Scores::default();
    for path in files(&arguments.gold, extension)? {
        let mut report = |line: String| {
            if arguments.errors {
                errors.push(line);
            }
        };
        sum += one(&reader, &path, &mut report).with_context(|| path.display().to_string())?;
    }
    for line in errors {
        writeln!(out, "{line}")?;
    }
    write!(out, "{sum}")?;
    Ok(Outcome::Done)
}

fn propositions(path: &Path) -> anyhow::Result<Vec<Propositions>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| serde_json::from_str(line).with_context(|| format!("line {}", number + 1))).collect()
}

/// The article of a brat file `attributions/NAME_HASH.ann`: `text/NAME.txt` beside its folder.
fn article_of(path: &Path) -> anyhow::Result<String> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = stem.rsplit_once('_').map_or(stem.as_str(), |(name, _)| name);
    let folder = path.parent().and_then(Path::parent).unwrap_or(Path::new(".")).join("text");
    let file = folder.join(format!("{name}.txt"));
    fs::read_to_string(&file).with_context(|| file.display().to_string())
}
