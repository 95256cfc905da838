//! Answers kept beside the store: the named queries, without parameters, until the store changes.
//!
//! Joining ten columns of 20,000 meetings and fetching their words takes Oxigraph the better part of a second; the answer
//! is the same until the store changes, so it is written down once. A kept answer bears the store's generation and the
//! query's hash in its name: it is never used for another content or another query. It holds the rows, so that one answer
//! serves for every form of output.

use super::{NamedQuery, QueryError, ask};
use crate::graph::store::Beside;
use crate::graph::{Store, StoreError};
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Folder of the kept answers, in the folder of the store.
const FOLDER: &str = "answers";

/// The rows of an answer, and the columns that they have.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rows {
    columns: Vec<Variable>,
    rows: Vec<Vec<Option<Term>>>,
}

/// A value as it is written down.
#[derive(Serialize, Deserialize)]
enum Cell<'a> {
    Unbound,
    Iri(&'a str),
    Text(&'a str),
    InLanguage(&'a str, &'a str),
    Typed(&'a str, &'a str),
}

/// What stands at the beginning of a file.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    columns: Vec<&'a str>,
    rows: usize,
}

/// The answer to a named query: as it was kept, or out of the store, and then it is kept where it can be.
///
/// # Errors
/// Where the query fails.
pub fn answer(store: &Store, query: NamedQuery) -> Result<QueryResults<'static>, AnswerError> {
    let place = Beside::new(store, FOLDER, &format!("{}.", query.name), &version(query))?;
    let kept = place.as_ref().and_then(|place| decode(&place.read()?));
    let rows = match kept {
        Some(rows) => rows,
        None => {
            let solutions = match ask(store.oxigraph(), query.text)? {
                QueryResults::Solutions(solutions) => solutions,
                other => return Ok(other),
            };
            let columns = solutions.variables().to_vec();
            let rows = solutions.map(|row| Ok(row.map_err(QueryError::from)?.values().to_vec()));
            let rows = Rows { columns, rows: rows.collect::<Result<_, QueryError>>()? };
            if let (Some(place), Some(bytes)) = (place, encode(&rows))
                && let Err(error) = place.keep(|out| out.write_all(&bytes))
            {
                // It only makes the next time slower.
                tracing::debug!("the answer is not kept: {error}");
            }
            rows
        }
    };
    let columns: Arc<[Variable]> = rows.columns.into();
    Ok(QuerySolutionIter::from_tuples(columns, rows.rows.into_iter().map(Ok)).into())
}

/// Why a named query has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The query fails.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stands for the text of a query and for the program.
fn version(query: NamedQuery) -> String {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    hasher.update(query.text);
    hasher.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// None for what has no IRI and no words: blank nodes.
fn encode(Rows { columns, rows }: &Rows) -> Option<Vec<u8>> {
    let head = Head { columns: columns.iter().map(Variable::as_str).collect(), rows: rows.len() };
    let mut bytes = postcard::to_allocvec(&head).ok()?;
    for term in rows.iter().flatten() {
        let cell = match term {
            None => Cell::Unbound,
            Some(Term::NamedNode(node)) => Cell::Iri(node.as_str()),
            Some(Term::Literal(literal)) => match literal.language() {
                Some(language) => Cell::InLanguage(literal.value(), language),
                None if literal.datatype() == oxigraph::model::vocab::xsd::STRING => Cell::Text(literal.value()),
                None => Cell::Typed(literal.value(), literal.datatype().as_str()),
            },
            Some(Term::BlankNode(_)) => return None,
        };
        bytes = postcard::to_extend(&cell, bytes).ok()?;
    }
    Some(bytes)
}

/// None for a file that is not whole.
fn decode(bytes: &[u8]) -> Option<Rows> {
    let (head, mut rest): (Head<'_>, &[u8]) = postcard::take_from_bytes(bytes).ok()?;
    let columns: Vec<Variable> = head.columns.iter().map(|name| Variable::new(*name).ok()).collect::<Option<_>>()?;
    // A cell takes a byte at least: a number beyond that is that of a broken file, and nothing to make room for.
    if head.rows.checked_mul(columns.len().max(1))? > rest.len() {
        return None;
    }
    let mut rows = Vec::with_capacity(head.rows);
    for _ in 0..head.rows {
        let mut row = Vec::with_capacity(columns.len());
        for _ in 0..columns.len() {
            let (cell, after) = postcard::take_from_bytes(rest).ok()?;
            rest = after;
            row.push(match cell {
                Cell::Unbound => None,
                Cell::Iri(iri) => Some(NamedNode::new_unchecked(iri).into()),
                Cell::Text(text) => Some(Literal::new_simple_literal(text).into()),
                Cell::InLanguage(text, language) => {
                    Some(Literal::new_language_tagged_literal(text, language).ok()?.into())
                }
                Cell::Typed(text, datatype) => {
                    Some(Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype)).into())
                }
            });
        }
        rows.push(row);
    }
    rest.is_empty().then_some(Rows { columns, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::vocab::xsd;

    fn rows() -> Rows {
        let row = vec![
            Some(NamedNode::new_unchecked("https://example.org/ana").into()),
            Some(Literal::new_simple_literal("Ana \"Ruiz\"").into()),
            Some(Literal::new_language_tagged_literal_unchecked("París", "es").into()),
            Some(Literal::new_typed_literal("2026-03-15", xsd::DATE).into()),
            None,
        ];
        let columns = ["who", "name", "place", "start", "end"].map(Variable::new_unchecked);
        Rows { columns: columns.to_vec(), rows: vec![row.clone(), row] }
    }

    #[test]
    fn what_is_read_is_what_was_kept() {
        let bytes = encode(&rows()).unwrap();
        assert_eq!(decode(&bytes), Some(rows()));
    }

    #[test]
    fn a_file_that_is_not_whole_is_not_read() {
        let whole = encode(&rows()).unwrap();
        for end in 0..whole.len() {
            assert_eq!(decode(&whole[..end]), None, "{end} of {} bytes", whole.len());
        }
        assert_eq!(decode(&[&whole[..], b"more"].concat()), None);
    }
}
