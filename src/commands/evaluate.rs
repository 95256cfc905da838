//! `attache evaluate`.

use super::Outcome;
use super::parse::treebank;
use crate::cli::{EvaluateArgs, EvaluateFacts, EvaluateFiles, Evaluation};
use crate::evaluate::attribution::{self, AttributionScore};
use crate::evaluate::contacts::{self, ContactScores};
use crate::evaluate::coreference::{ChainScores, GapScores, gap_texts, gold_chains};
use crate::evaluate::facts::{Article, FactScores, Verdicts, examples};
use crate::evaluate::factuality::{FactualityScores, graded};
use crate::evaluate::files;
use crate::evaluate::names::{NameScores, NamedSentences, names};
use crate::evaluate::parse::{ParseScores, parse};
use crate::evaluate::questions::{QuestionScores, questions};
use crate::evaluate::roles::{Propositions, RoleScores, roles};
use crate::evaluate::time::{TimeMl, TimeScore};
use crate::export;
use crate::facts::entities::{self, chains};
use crate::facts::events::Rules;
use crate::facts::{confidence, extract, findings, unfitted};
use crate::graph::Mint;
use crate::identity::Gazetteer;
use crate::ingest::{Document, Options, articles_of};
use crate::language::{Reader, Trees};
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
    let Some(task) = &arguments.task else {
        return facts(&arguments.facts);
    };
    match task {
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
            let trees = Trees::new(&analysis);
            let found = findings(&document, &trees);
            let read = (&analysis, &found.referents, found.attributions.as_slice());
            let (score, statements) = AttributionScore::of(&document, &gold, read, report);
            if let Some(file) = &files.training {
                let facts = unfitted(&document, &trees);
                let signs = confidence::signs(&facts, &document, &trees);
                let verdicts = Verdicts { statements, ..Verdicts::default() };
                append(file, &examples(&document.id, &facts, &signs, &verdicts))?;
            }
            Ok(score)
        }),
        Evaluation::Questions(files) => score::<QuestionScores>(files, "csv", |reader, path, report| {
            let gold = questions(&fs::read_to_string(path)?, &sentences_of(path)?)?;
            Ok(QuestionScores::of(reader, &gold, report)?)
        }),
        Evaluation::Contacts(files) => score::<ContactScores>(files, "jsonl", |reader, path, report| {
            let text = fs::read_to_string(path)?;
            let mut sum = ContactScores::default();
            for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let gold = contacts::read(line).with_context(|| format!("line {}", number + 1))?;
                if gold.events.is_empty() {
                    continue;
                }
                let analysis = match &gold.words {
                    Some(words) => reader.read_segmented(&gold.document, words)?,
                    None => reader.read(&gold.document)?,
                };
                sum += ContactScores::of(&gold, &analysis, report);
            }
            Ok(sum)
        }),
        Evaluation::Factuality(files) => {
            let rules = Rules::embedded()?;
            score::<FactualityScores>(files, "conll", |reader, path, report| {
                Ok(FactualityScores::of(reader, rules, &graded(&fs::read_to_string(path)?), report)?)
            })
        }
        Evaluation::Facts(arguments) => facts(arguments),
    }
}

/// Scores what `extract` makes of the articles of gold files.
fn facts(arguments: &EvaluateFacts) -> anyhow::Result<Outcome> {
    let EvaluateFiles { errors, .. } = arguments.files;
    let mint = Mint::default();
    score_and_tell::<FactScores>(&arguments.files, "json", errors || arguments.per_article, |reader, path, report| {
        let Some(gold) = gold_article(path)? else { return Ok(FactScores::default()) };
        let document = article_beside(path, &gold)?;
        let analysis = reader.read(&document)?;
        let facts = extract(&document, &analysis);
        let found = serde_json::from_value(export::json::document(&document, &facts, &mint, 0.0))?;
        let mut tell = |line: String| {
            if errors {
                report(line);
            }
        };
        let (scores, verdicts) = FactScores::of(&gold, &found, &mut tell);
        if let Some(file) = &arguments.files.training {
            let trees = Trees::new(&analysis);
            let signs = confidence::signs(&unfitted(&document, &trees), &document, &trees);
            append(file, &examples(&gold.id, &facts, &signs, &verdicts))?;
        }
        if arguments.per_article {
            report(format!("{}  {}", gold.id, scores.in_short()));
        }
        Ok(scores)
    })
}

/// Adds lines to a file for the training scripts.
fn append(file: &Path, lines: &[String]) -> anyhow::Result<()> {
    let mut out = fs::OpenOptions::new().create(true).append(true).open(file)?;
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Scores file after file, and prints the sum.
fn score<Scores: Default + AddAssign + Display>(
    arguments: &EvaluateFiles,
    extension: &str,
    one: impl FnMut(&Reader, &Path, &mut dyn FnMut(String)) -> anyhow::Result<Scores>,
) -> anyhow::Result<Outcome> {
    score_and_tell(arguments, extension, arguments.errors, one)
}

/// Scores file after file; prints what is reported on the way, if that is asked for, and the sum.
fn score_and_tell<Scores: Default + AddAssign + Display>(
    arguments: &EvaluateFiles,
    extension: &str,
    tell: bool,
    mut one: impl FnMut(&Reader, &Path, &mut dyn FnMut(String)) -> anyhow::Result<Scores>,
) -> anyhow::Result<Outcome> {
    let reader = Reader::embedded()?;
    let mut out = io::stdout().lock();
    let mut told = Vec::new();
    let mut sum = Scores::default();
    for path in files(&arguments.gold, extension)? {
        let mut report = |line: String| {
            if tell {
                told.push(line);
            }
        };
        sum += one(&reader, &path, &mut report).with_context(|| path.display().to_string())?;
    }
    for line in told {
        writeln!(out, "{line}")?;
    }
    write!(out, "{sum}")?;
    Ok(Outcome::Done)
}

/// A gold file of facts; `None` for other JSON.
fn gold_article(path: &Path) -> anyhow::Result<Option<Article>> {
    let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    Ok(if json.get("people").is_some() { Some(serde_json::from_value(json)?) } else { None })
}

/// The article of a gold file: the text beside it, read as `extract` reads it, of the gold file's day.
fn article_beside(path: &Path, gold: &Article) -> anyhow::Result<Document> {
    let file = path.with_extension("txt");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let line = serde_json::json!({"id": gold.id, "date": gold.date, "text": text}).to_string();
    let article = articles_of("gold.jsonl", line.into_bytes(), Options::default()).next();
    Ok(article.with_context(|| format!("{}: no article", file.display()))??)
}

/// The sentences of a table of questions `gold/NAME.gold.csv`: `sentences/NAME.full.csv` beside its folder.
fn sentences_of(path: &Path) -> anyhow::Result<String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().and_then(Path::parent).unwrap_or(Path::new(".")).join("sentences");
    let file = folder.join(name.replace(".gold.csv", ".full.csv"));
    fs::read_to_string(&file).with_context(|| file.display().to_string())
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
