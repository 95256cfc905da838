//! Results in the form that is asked for.

use super::QueryError;
use super::table::Table;
use crate::export::serializer;
use crate::export::xml::fit_for_xml;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::Triple;
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::{self, Write};

/// The form of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table for people; `width` in columns of the terminal, none where it is no terminal.
    #[allow(missing_docs)]
    Table { width: Option<usize> },
    /// SPARQL results.
    Results(QueryResultsFormat),
    /// RDF, for CONSTRUCT and DESCRIBE.
    Rdf(RdfFormat),
}

/// Why results cannot be printed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrintError {
    /// The query stopped on the way.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// They cannot be written.
    #[error("the results cannot be written")]
    Io(#[from] io::Error),
    /// The form does not fit the kind of query.
    #[error("{0}")]
    Form(&'static str),
    /// A prefix of this crate is wrong.
    #[error(transparent)]
    Prefix(#[from] oxigraph::model::IriParseError),
}

/// Writes an answer; gives whether there was anything to write.
///
/// # Errors
/// [`PrintError`]: the query stops on the way, the output cannot be written, or the form does not fit (RDF for a
/// SELECT, CSV for a CONSTRUCT).
pub fn print(answer: QueryResults<'_>, form: Form, mut out: impl Write) -> Result<bool, PrintError> {
    match (answer, form) {
        (QueryResults::Boolean(truth), Form::Table { .. }) => {
            writeln!(out, "{}", if truth { "yes" } else { "no" })?;
            Ok(truth)
        }
        (QueryResults::Boolean(truth), Form::Results(format)) => {
            let mut out = QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(out, truth)?;
            if format == QueryResultsFormat::Json {
                writeln!(out)?;
            }
            Ok(truth)
        }
        (QueryResults::Solutions(solutions), Form::Table { width }) => {
            let mut table = Table::new(solutions.variables().iter().map(|variable| variable.as_str()));
            for solution in solutions {
                let solution = solution.map_err(QueryError::from)?;
                table.add(solution.values().iter().map(Option::as_ref));
            }
            table.write(width, &mut out)?;
            Ok(!table.is_empty())
        }
        (QueryResults::Solutions(solutions), Form::Results(format)) => {
            let out = fit_for_xml(out, format == QueryResultsFormat::Xml);
            let mut serializer = QueryResultsSerializer::from_format(format)
                .serialize_solutions_to_writer(out, solutions.variables().to_vec())?;
            let mut any = false;
            for solution in solutions {
                serializer.serialize(&solution.map_err(QueryError::from)?)?;
                any = true;
            }
            let mut out = serializer.finish()?;
            if format == QueryResultsFormat::Json {
                writeln!(out)?;
            }
            Ok(any)
        }
        (QueryResults::Graph(triples), form) => {
            let format = match form {
                Form::Rdf(format) => format,
                Form::Table { .. } => RdfFormat::Turtle,
                Form::Results(QueryResultsFormat::Json) => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
                Form::Results(QueryResultsFormat::Xml) => RdfFormat::RdfXml,
                Form::Results(_) => {
                    return Err(PrintError::Form(
                        "CONSTRUCT and DESCRIBE give RDF: choose turtle, ntriples, jsonld or rdfxml",
                    ));
                }
            };
            let mut found = Vec::new();
            for triple in triples {
                found.push(triple.map_err(QueryError::from)?);
            }
            write_triples(&mut found, format, out)?;
            Ok(!found.is_empty())
        }
        (_, Form::Rdf(_)) => Err(PrintError::Form("SELECT and ASK give no RDF: choose table, csv, tsv, json or xml")),
    }
}

fn write_triples(triples: &mut Vec<Triple>, format: RdfFormat, out: impl Write) -> Result<(), PrintError> {
    triples.sort_by_cached_key(Triple::to_string);
    triples.dedup();
    let mut serializer = serializer(format, out)?;
    for triple in triples.iter() {
        serializer.serialize_triple(triple)?;
    }
    serializer.finish()?;
    Ok(())
}
