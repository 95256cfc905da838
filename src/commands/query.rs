//! `attache query`: a named query, a file, an argument or standard input → an answer.

use super::Outcome;
use crate::cli::{QueryArgs, QueryFormat};
use crate::graph::Store;
use crate::query::{AnswerError, Filled, Form, NamedQuery, answer, ask, named_queries, print, within};
use anyhow::{Context, bail};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::QueryResultsFormat;
use std::fs;
use std::io::{self, BufWriter, Read, Write, stdin, stdout};
use std::path::Path;
use std::time::Duration;

/// Runs the command.
///
/// # Errors
/// No such query, a syntax error, a parameter that the query does not have, too little time, or no store.
pub fn run(arguments: &QueryArgs, store: &Path) -> anyhow::Result<Outcome> {
    if arguments.list {
        list(&mut stdout().lock())?;
        return Ok(Outcome::Done);
    }
    let question = question(arguments)?;
    let form = form(arguments.format);
    let store = Store::open(store)?;
    let any = match arguments.timeout {
        None => {
            let mut out = BufWriter::with_capacity(1 << 16, stdout().lock());
            let any = print(question.answer(&store)?, form, &mut out)?;
            out.flush()?;
            any
        }
        Some(seconds) => {
            let limit = Duration::try_from_secs_f64(seconds).context("--timeout takes seconds, such as 2.5")?;
            let (any, text) = within(limit, move || {
                let mut text = Vec::new();
                let any = print(question.answer(&store)?, form, &mut text)?;
                anyhow::Ok((any, text))
            })??;
            stdout().lock().write_all(&text)?;
            any
        }
    };
    Ok(if any { Outcome::Done } else { Outcome::NothingFound })
}

/// What is asked.
enum Question {
    /// A named query as it stands, whose answer may have been kept.
    Named(NamedQuery),
    /// Any SPARQL, a named query with its parameters filled in among it.
    Sparql(String),
}

impl Question {
    fn answer(&self, store: &Store) -> Result<QueryResults<'static>, AnswerError> {
        match self {
            Self::Named(query) => answer(store, *query),
            Self::Sparql(text) => Ok(ask(store.oxigraph(), text)?),
        }
    }
}

fn question(arguments: &QueryArgs) -> anyhow::Result<Question> {
    let asked = arguments.query.as_deref().unwrap_or("-");
    let text = if let Some(sparql) = &arguments.sparql {
        sparql.clone()
    } else if asked == "-" {
        let mut text = String::new();
        stdin().lock().read_to_string(&mut text).context("cannot read the query from standard input")?;
        text
    } else if let Some(query) = NamedQuery::find(asked) {
        if arguments.set.is_empty() {
            return Ok(Question::Named(query));
        }
        query.text.to_owned()
    } else {
        read_file(asked)?
    };
    Ok(Question::Sparql(Filled::new(&text, &arguments.set)?.text))
}

/// The text of a file of the name; where there is none, the name may have been meant for a named query.
fn read_file(name: &str) -> anyhow::Result<String> {
    match fs::read_to_string(name) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let near = named_queries()
                .map(|query| (strsim::jaro_winkler(name, query.name), query.name))
                .filter(|(likeness, _)| *likeness > 0.8)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let hint = near.map(|(_, name)| format!("; did you mean `{name}`?")).unwrap_or_default();
            bail!("`{name}` is neither a named query (see `attache query --list`) nor a file{hint}")
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {name}")),
    }
}

fn form(format: QueryFormat) -> Form {
    match format {
        QueryFormat::Table => Form::Table { width: super::terminal_width() },
        QueryFormat::Csv => Form::Results(QueryResultsFormat::Csv),
        QueryFormat::Tsv => Form::Results(QueryResultsFormat::Tsv),
        QueryFormat::Json => Form::Results(QueryResultsFormat::Json),
        QueryFormat::Xml => Form::Results(QueryResultsFormat::Xml),
        QueryFormat::Turtle => Form::Rdf(RdfFormat::Turtle),
        QueryFormat::Ntriples => Form::Rdf(RdfFormat::NTriples),
        QueryFormat::Jsonld => Form::Rdf(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        QueryFormat::Rdfxml => Form::Rdf(RdfFormat::RdfXml),
    }
}

fn list(out: &mut impl Write) -> io::Result<()> {
    for query in named_queries() {
        writeln!(out, "{}", query.name)?;
        for line in query.help() {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}
