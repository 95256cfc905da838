//! Results written back as RDF: a graph of its own for each analysis, with where it comes from in PROV-O.
//!
//! `ontology/analysis.ttl` documents the properties; each is named after the column of the report. The graph's name is
//! made of what was asked, so that the same analysis, done again, takes the place of the older one.

use super::error::AnalysisError;
use super::report::{Cell, Report};
use crate::graph::store::CURRENT;
use crate::graph::vocabulary::{ANALYSIS, analysis, prov, rdf};
use crate::graph::{Store, analysis_graph};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};

/// Writes a report into the store; `words` say what was asked. Returns the name of its graph.
///
/// # Errors
/// [`AnalysisError::Store`] where the store cannot be written.
pub fn save(store: &Store, name: &str, words: &str, report: &Report) -> Result<NamedNode, AnalysisError> {
    let graph = analysis_graph(name, words);
    let mut quads = origin(&graph, words);
    for (number, row) in report.rows.iter().enumerate() {
        quads.extend(row_quads(&graph, report.columns, row, number + 1));
    }
    store.put_graph(&graph, &quads)?;
    Ok(graph)
}

/// What made the graph, out of what.
fn origin(graph: &NamedNode, words: &str) -> Vec<Quad> {
    let activity = NamedNode::new_unchecked(format!("{}#activity", graph.as_str()));
    let software = NamedNode::new_unchecked(format!("{ANALYSIS}attache-{}", env!("CARGO_PKG_VERSION")));
    let quad = |subject: &NamedNode, property: NamedNodeRef<'_>, object: Term| {
        Quad::new(subject.clone(), property.into_owned(), object, graph.clone())
    };
    vec![
        quad(graph, rdf::TYPE, prov::ENTITY.into_owned().into()),
        quad(graph, prov::WAS_GENERATED_BY, activity.clone().into()),
        quad(graph, prov::WAS_DERIVED_FROM, CURRENT.into_owned().into()),
        quad(&activity, rdf::TYPE, prov::ACTIVITY.into_owned().into()),
        quad(&activity, rdf::LABEL, Literal::new_simple_literal(words).into()),
        quad(&activity, prov::USED, CURRENT.into_owned().into()),
        quad(&activity, prov::WAS_ASSOCIATED_WITH, software.clone().into()),
        quad(&software, rdf::TYPE, prov::SOFTWARE_AGENT.into_owned().into()),
        quad(&software, rdf::LABEL, Literal::new_simple_literal(concat!("Attaché ", env!("CARGO_PKG_VERSION"))).into()),
    ]
}

/// A row about an entity is said of the entity itself; any other is a node of its own.
fn row_quads(graph: &NamedNode, columns: &[&str], row: &[Cell], number: usize) -> Vec<Quad> {
    let entity = columns.iter().zip(row).find_map(|(&column, cell)| match cell {
        Cell::Text(iri) if column == "entity*" => NamedNode::new(iri).ok(),
        _ => None,
    });
    let own = entity.is_none();
    let subject = entity.unwrap_or_else(|| NamedNode::new_unchecked(format!("{}#{number}", graph.as_str())));
    let mut quads = Vec::new();
    let mut add = |property: NamedNode, object: Term| {
        quads.push(Quad::new(subject.clone(), property, object, graph.clone()));
    };
    if own {
        add(rdf::TYPE.into_owned(), analysis::FINDING.into_owned().into());
    }
    for (&column, cell) in columns.iter().zip(row).filter(|&(&column, _)| column != "entity*") {
        // The entity's own name is known already.
        if !own && matches!(cell, Cell::Entity(_)) && column == "who" {
            continue;
        }
        let property = NamedNode::new_unchecked(format!("{ANALYSIS}{}", local_name(column)));
        for object in objects(column, cell) {
            add(property.clone(), object);
        }
    }
    quads
}

fn objects(column: &str, cell: &Cell) -> Vec<Term> {
    let iri = |iri: &str| NamedNode::new(iri).map(Term::from).ok();
    match cell {
        Cell::Nothing => Vec::new(),
        Cell::Text(text) if column.ends_with('*') => iri(text).into_iter().collect(),
        Cell::Text(text) => vec![Literal::new_simple_literal(text).into()],
        Cell::Whole(number) => vec![Literal::from(*number).into()],
        Cell::Number(number) => vec![Literal::from(*number).into()],
        Cell::Yes(yes) => vec![Literal::from(*yes).into()],
        Cell::Entity(entity) => iri(&entity.iri).into_iter().collect(),
        Cell::Entities(entities) => entities.iter().filter_map(|entity| iri(&entity.iri)).collect(),
    }
}

/// "cut point" → `cutPoint`, "event*" → `event`.
fn local_name(column: &str) -> String {
    let mut name = String::new();
    for (number, word) in column.trim_end_matches('*').split(' ').enumerate() {
        let mut letters = word.chars();
        if number > 0 {
            name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        }
        name.extend(letters);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_become_properties() {
        assert_eq!(local_name("cut point"), "cutPoint");
        assert_eq!(local_name("event*"), "event");
    }

    #[test]
    fn a_row_about_an_entity_is_said_of_it() {
        let graph = NamedNode::new_unchecked("https://example.org/graph");
        let row = [Cell::from("Ana Ruiz"), Cell::Number(0.5), Cell::from("https://example.org/ana")];
        let quads = row_quads(&graph, &["name", "pagerank", "entity*"], &row, 1);
        assert!(quads.iter().all(|quad| quad.subject.to_string() == "<https://example.org/ana>"));
        assert!(quads.iter().any(|quad| quad.predicate.as_str() == format!("{ANALYSIS}pagerank")));
    }
}
