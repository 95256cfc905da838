//! Questions to the store: the named queries of `queries/*.rq` and any other SPARQL 1.1.
//!
//! In: a store and the text of a query. Out: SPARQL results or RDF, in the form that is asked for. The default graph
//! of the store is the union of all documents, so a question without `GRAPH` is a question over everything.

mod answers;
mod named;
mod order;
mod print;
mod table;

pub use answers::{AnswerError, answer};
pub use named::{Filled, NamedQuery, ParameterError, named_queries};
pub use print::{Form, PrintError, print};
pub use table::Table;

use crate::graph::vocabulary::PREFIXES;
use order::Unsorted;
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator, SparqlSyntaxError};
use oxigraph::store::Store;
use spargebra::{Query, SparqlParser};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The text is no SPARQL.
    #[error("the query does not parse: {}", place(.0))]
    Syntax(#[from] Box<SparqlSyntaxError>),
    /// The prefixes of this crate are wrong.
    #[error(transparent)]
    Prefix(#[from] oxigraph::model::IriParseError),
    /// It took too long.
    #[error("the query was stopped after {limit} seconds: narrow it, or give it more with --timeout", limit = .0.as_secs_f64())]
    TimedOut(Duration),
    /// Anything that goes wrong while it runs.
    #[error("the query failed: {0}")]
    Evaluation(#[from] QueryEvaluationError),
}

/// The parser's message with line and column in words.
fn place(error: &SparqlSyntaxError) -> String {
    let message = error.to_string();
    let Some((position, rest)) = message.strip_prefix("error at ").and_then(|rest| rest.split_once(": ")) else {
        return message;
    };
    match position.split_once(':') {
        Some((line, column)) => format!("line {line}, column {column}: {rest}"),
        None => message,
    }
}

/// Asks a store. The prefixes of [`PREFIXES`] need not be declared. Rows are computed as they are taken.
///
/// # Errors
/// [`QueryError`]: the text is no SPARQL, or its evaluation fails.
pub fn ask(store: &Store, sparql: &str) -> Result<QueryResults<'static>, QueryError> {
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in PREFIXES {
        parser = parser.with_prefix(*prefix, *namespace)?;
    }
    let query = parser.parse_query(sparql).map_err(Box::new)?;
    let answer = |query: Query| SparqlEvaluator::new().for_query(query).on_store(store).execute();
    if let Some(unsorted) = Unsorted::new(&query)
        && let QueryResults::Solutions(rows) = answer(unsorted.query.clone())?
        && let Some(sorted) = unsorted.sort(rows)?
    {
        return Ok(sorted);
    }
    Ok(answer(query)?)
}

/// Does work, such as asking and printing, that must be done in time. Work that is not is left alone: it goes on
/// until the process ends. (Oxigraph's own cancellation would stop it only where it reads from the store, and a join
/// of what has been read may take hours.)
///
/// # Errors
/// [`QueryError::TimedOut`].
pub fn within<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Result<T, QueryError> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    receiver.recv_timeout(limit).map_err(|_| QueryError::TimedOut(limit))
}
