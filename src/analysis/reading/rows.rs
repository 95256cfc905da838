//! The triples of one property, as rows of a query.
//!
//! Oxigraph looks up the words of each term that it gives out by themselves, and that is what takes the time. Of a quad
//! it gives out all four; of a query only what is asked for: the subject, and the object where it is not given.

use crate::analysis::error::AnalysisError;
use oxigraph::model::{GraphNameRef, NamedNodeRef, Term, Variable};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// An IRI and what it has under the property, where that was not given.
pub(super) type Row = (Box<str>, Option<Term>);

/// The IRIs that have a property in a graph, and what they have under it where that is not given.
///
/// # Errors
/// [`AnalysisError`] where the store cannot be read; so may each row.
pub(super) fn rows(
    store: &Store,
    graph: GraphNameRef<'_>,
    property: NamedNodeRef<'_>,
    object: Option<NamedNodeRef<'_>>,
) -> Result<impl Iterator<Item = Result<Row, AnalysisError>> + use<>, AnalysisError> {
    let (of, at) = (Variable::new_unchecked("of"), Variable::new_unchecked("at"));
    let mut variables = vec![of.clone()];
    let triple = TriplePattern {
        subject: of.into(),
        predicate: property.into_owned().into(),
        object: match object {
            Some(object) => TermPattern::NamedNode(object.into_owned()),
            None => {
                variables.push(at.clone());
                at.into()
            }
        },
    };
    let mut pattern = GraphPattern::Bgp { patterns: vec![triple] };
    if let GraphNameRef::NamedNode(graph) = graph {
        pattern = GraphPattern::Graph { name: NamedNodePattern::NamedNode(graph.into_owned()), inner: pattern.into() };
    }
    let pattern = GraphPattern::Project { inner: pattern.into(), variables };
    let query = Query::Select { dataset: None, pattern, base_iri: None };
    let rows = match SparqlEvaluator::new().for_query(query).on_store(store).execute()? {
        QueryResults::Solutions(rows) => Some(rows),
        QueryResults::Boolean(_) | QueryResults::Graph(_) => None,
    };
    Ok(rows.into_iter().flatten().filter_map(|row| match row {
        Ok(row) => match row.get(0) {
            Some(Term::NamedNode(subject)) => Some(Ok((subject.as_str().into(), row.get(1).cloned()))),
            _ => None,
        },
        Err(error) => Some(Err(error.into())),
    }))
}
