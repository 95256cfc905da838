//! `attache query`: a named query, a file, an argument or standard input → an answer.

use super::Outcome;
use crate::cli::{QueryArgs, QueryFormat};
use crate::graph::Store;
use crate::query::{Filled, Form, Kept, NamedQuery, PrintError, ask, named_queries, print, within};
use anyhow::{Context, bail};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
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
    let (name, text) = question(arguments)?;
    let filled = Filled::new(&text, &arguments.set)?;
    let form = form(arguments.format);
    let store = Store::open(store)?;
    let any = match arguments.timeout {
        None => {
            let mut out = BufWriter::with_capacity(1 << 16, stdout().lock());
            let any = match name.filter(|_| arguments.set.is_empty()) {
                Some(name) => kept(&store, name, &filled.text, form, &mut out)?,
                None => print(ask(store.oxigraph(), &filled.text)?, form, &mut out)?,
            };
            out.flush()?;
            any
        }
        Some(seconds) => {
            let limit = Duration::try_from_secs_f64(seconds).context("--timeout takes seconds, such as 2.5")?;
            let (any, text) = within(limit, move || {
                let mut text = Vec::new();
                let any = print(ask(store.oxigraph(), &filled.text)?, form, &mut text)?;
                Ok::<_, PrintError>((any, text))
            })??;
            stdout().lock().write_all(&text)?;
            any
        }
    };
    Ok(if any { Outcome::Done } else { Outcome::NothingFound })
}

/// Answers a named query from what was written down when it was asked last, or writes it down now.
fn kept(store: &Store, name: &str, sparql: &str, form: Form, out: &mut impl Write) -> anyhow::Result<bool> {
    let Some(place) = Kept::place(store, name, sparql, form)? else {
        return Ok(print(ask(store.oxigraph(), sparql)?, form, out)?);
    };
    if place.read().is_none() {
        match place.keep::<PrintError>(|draft| print(ask(store.oxigraph(), sparql)?, form, draft)) {
            Ok(()) => {}
            // Where the disk has no room for it, the answer is given all the same.
            Err(PrintError::Io(_)) => return Ok(print(ask(store.oxigraph(), sparql)?, form, out)?),
            Err(error) => return Err(error.into()),
        }
    }
    let (mut answer, any) = place.read().context("the answer was taken away while it was read")?;
    io::copy(&mut answer, out)?;
    Ok(any)
}

/// The name and text of the query; a name only for the named ones.
fn question(arguments: &QueryArgs) -> anyhow::Result<(Option<&'static str>, String)> {
    if let Some(sparql) = &arguments.sparql {
        return Ok((None, sparql.clone()));
    }
    let asked = arguments.query.as_deref().unwrap_or("-");
    if asked == "-" {
        let mut text = String::new();
        stdin().lock().read_to_string(&mut text).context("cannot read the query from standard input")?;
        return Ok((None, text));
    }
    if let Some(query) = NamedQuery::find(asked) {
        return Ok((Some(query.name), query.text.to_owned()));
    }
    match fs::read_to_string(asked) {
        Ok(text) => Ok((None, text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let near = named_queries()
                .map(|query| (strsim::jaro_winkler(asked, query.name), query.name))
                .filter(|(likeness, _)| *likeness > 0.8)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let hint = near.map(|(_, name)| format!("; did you mean `{name}`?")).unwrap_or_default();
            bail!("`{asked}` is neither a named query (see `attache query --list`) nor a file{hint}")
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {asked}")),
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
