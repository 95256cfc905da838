//! ORDER BY after the evaluation instead of within it.
//!
//! Oxigraph (0.5) fetches the terms of the sort keys from the disk at each comparison of two rows: n log n times, where
//! they must be fetched n times for the answer anyway. So a query is asked without its ORDER BY, and its rows are
//! sorted here, in SPARQL's order (<https://www.w3.org/TR/sparql11-query/#modOrderBy>). Where a key holds anything but
//! IRIs, strings and whole numbers, Oxigraph's own sorting is left to do it.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use std::cmp::Ordering;
use std::sync::Arc;

/// A query whose rows are to be sorted here.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unsorted {
    /// The query without its ORDER BY.
    pub(super) query: Query,
    /// The sort keys, the first first, and whether the greatest comes first.
    keys: Vec<(Variable, bool)>,
    /// The columns that are asked for; those that are there only as keys come after them.
    variables: Vec<Variable>,
    /// LIMIT and OFFSET.
    start: usize,
    length: Option<usize>,
}

/// What a sort key may hold, in SPARQL's order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Unbound,
    Iri(String),
    Number(i64),
    Text(String),
}

impl Unsorted {
    /// Takes the ORDER BY out of a SELECT; none where there is none, or one by anything but variables.
    pub(super) fn new(query: &Query) -> Option<Self> {
        let Query::Select { dataset, pattern, base_iri } = query else { return None };
        let (pattern, start, length) = match pattern {
            GraphPattern::Slice { inner, start, length } => (inner.as_ref(), *start, *length),
            whole => (whole, 0, None),
        };
        let GraphPattern::Project { inner, variables } = pattern else { return None };
        let GraphPattern::OrderBy { inner, expression } = inner.as_ref() else { return None };
        let key = |order: &OrderExpression| match order {
            OrderExpression::Asc(Expression::Variable(variable)) => Some((variable.clone(), false)),
            OrderExpression::Desc(Expression::Variable(variable)) => Some((variable.clone(), true)),
            OrderExpression::Asc(_) | OrderExpression::Desc(_) => None,
        };
        let keys: Vec<(Variable, bool)> = expression.iter().map(key).collect::<Option<_>>()?;
        let mut all = variables.clone();
        for (variable, _) in &keys {
            if !all.contains(variable) {
                all.push(variable.clone());
            }
        }
        let pattern = GraphPattern::Project { inner: inner.clone(), variables: all };
        let query = Query::Select { dataset: dataset.clone(), pattern, base_iri: base_iri.clone() };
        Some(Self { query, keys, variables: variables.clone(), start, length })
    }

    /// Sorts the rows; none where a key holds what is not sorted here.
    pub(super) fn sort(
        &self,
        rows: QuerySolutionIter<'static>,
    ) -> Result<Option<QueryResults<'static>>, QueryEvaluationError> {
        let rows: Vec<QuerySolution> = rows.collect::<Result<_, _>>()?;
        let mut keyed = Vec::with_capacity(rows.len());
        for row in rows {
            let keys = self.keys.iter().map(|(variable, _)| key(row.get(variable))).collect::<Option<Vec<_>>>();
            let Some(keys) = keys else { return Ok(None) };
            keyed.push((keys, row));
        }
        for (place, _) in self.keys.iter().enumerate() {
            let is_number = |(keys, _): &(Vec<Key>, QuerySolution)| matches!(keys[place], Key::Number(_));
            let is_text = |(keys, _): &(Vec<Key>, QuerySolution)| matches!(keys[place], Key::Text(_));
            // SPARQL leaves open how a number and a string compare.
            if keyed.iter().any(is_number) && keyed.iter().any(is_text) {
                return Ok(None);
            }
        }
        keyed.sort_by(|(one, _), (other, _)| self.compare(one, other));
        let variables: Arc<[Variable]> = self.variables.clone().into();
        let count = variables.len();
        let rows = keyed.into_iter().skip(self.start).take(self.length.unwrap_or(usize::MAX));
        let rows = rows.map(move |(_, row)| Ok(row.values()[..count].to_vec()));
        Ok(Some(QuerySolutionIter::from_tuples(variables, rows).into()))
    }

    fn compare(&self, one: &[Key], other: &[Key]) -> Ordering {
        let pairs = one.iter().zip(other).zip(&self.keys);
        pairs
            .map(|((one, other), &(_, descending))| if descending { other.cmp(one) } else { one.cmp(other) })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

fn key(term: Option<&Term>) -> Option<Key> {
    match term {
        None => Some(Key::Unbound),
        Some(Term::NamedNode(node)) => Some(Key::Iri(node.as_str().to_owned())),
        Some(Term::Literal(literal)) if literal.language().is_none() && literal.datatype() == xsd::STRING => {
            Some(Key::Text(literal.value().to_owned()))
        }
        Some(Term::Literal(literal)) if literal.datatype() == xsd::INTEGER => {
            literal.value().parse().ok().map(Key::Number)
        }
        Some(Term::Literal(_) | Term::BlankNode(_)) => None,
    }
}
