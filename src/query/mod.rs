//! Questions to the store: the named queries of `queries/*.rq` and any other SPARQL 1.1.
//!
//! In: a store and the text of a query. Out: SPARQL results or RDF, in the form that is asked for. The default graph
//! of the store is the union of all documents, so a question without `GRAPH` is a question over everything.

mod answers;
mod named;
mod print;
mod table;

pub use answers::{Kept, prepare};
pub use named::{Filled, NamedQuery, ParameterError, named_queries};
pub use print::{Form, PrintError, print};
pub use table::Table;

use crate::graph::vocabulary::PREFIXES;
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator, SparqlSyntaxError};
use oxigraph::store::Store;
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

/// A question being answered.
pub struct Answer {
    /// Rows, a truth value, or triples; they are computed as they are taken.
    pub results: QueryResults<'static>,
    timeout: Option<Duration>,
}

impl Answer {
    /// What an error on the way means: a stopped query is one that took too long.
    pub fn error(timeout: Option<Duration>, error: QueryEvaluationError) -> QueryError {
        match (timeout, error) {
            (Some(timeout), QueryEvaluationError::Cancelled) => QueryError::TimedOut(timeout),
            (_, error) => QueryError::Evaluation(error),
        }
    }

    /// The time limit it was given.
    pub fn timeout(&self) -> Option<Duration> {
        self.timeout
    }
}

/// Asks a store. The prefixes of [`PREFIXES`] need not be declared.
///
/// # Errors
/// [`QueryError`]: the text is no SPARQL, it takes longer than `timeout`, or its evaluation fails.
pub fn ask(store: &Store, sparql: &str, timeout: Option<Duration>) -> Result<Answer, QueryError> {
    let mut evaluator = SparqlEvaluator::new();
    for (prefix, namespace) in PREFIXES {
        evaluator = evaluator.with_prefix(*prefix, *namespace)?;
    }
    if let Some(limit) = timeout {
        let token = CancellationToken::new();
        evaluator = evaluator.with_cancellation_token(token.clone());
        // The thread ends with the process at the latest: nobody waits for it.
        thread::spawn(move || {
            thread::sleep(limit);
            token.cancel();
        });
    }
    let prepared = evaluator.parse_query(sparql).map_err(Box::new)?;
    let results = prepared.on_store(store).execute().map_err(|error| Answer::error(timeout, error))?;
    Ok(Answer { results, timeout })
}
