//! Checking data against shapes.

use super::shapes::{Constraint, PropertyShape, Shapes, Target};
use crate::graph::map::time_literal;
use oxigraph::model::{GraphNameRef, Literal, NamedNodeRef, NamedOrBlankNode, Quad, Term, vocab::rdf};
use oxigraph::store::{StorageError, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A node that is not as its shape says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The node.
    pub focus: String,
    /// The property, `^` before it where it leads to the node; none for the node itself.
    pub path: Option<String>,
    /// The value that is wrong; none where there are too few or too many.
    pub value: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.focus, self.message)?;
        match (&self.path, &self.value) {
            (Some(path), Some(value)) => write!(f, " ({path} {value})"),
            (Some(path), None) => write!(f, " ({path})"),
            (None, _) => Ok(()),
        }
    }
}

/// The violations in the default graph of a store, sorted.
///
/// # Errors
/// Where the store cannot be read.
pub fn validate(store: &Store, shapes: &Shapes) -> Result<Vec<Violation>, StorageError> {
    let data = Data { store };
    let mut violations = BTreeSet::new();
    for shape in &shapes.shapes {
        let mut targets = BTreeMap::new();
        for target in &shape.targets {
            for node in data.targets(target)? {
                targets.insert(node.to_string(), node);
            }
        }
        for (name, node) in targets {
            for constraint in &shape.node {
                if !data.fits(&node, constraint)? {
                    let message = broken(constraint);
                    violations.insert(Violation { focus: name.clone(), path: None, value: None, message });
                }
            }
            for property in &shape.properties {
                data.property(&name, &node, property, &mut violations)?;
            }
        }
    }
    Ok(violations.into_iter().collect())
}

struct Data<'a> {
    store: &'a Store,
}

impl Data<'_> {
    fn quads(
        &self,
        subject: Option<&NamedOrBlankNode>,
        property: NamedNodeRef<'_>,
        object: Option<&Term>,
    ) -> Result<Vec<Quad>, StorageError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        let (subject, object) = (subject.map(NamedOrBlankNode::as_ref), object.map(Term::as_ref));
        self.store.quads_for_pattern(subject, Some(property), object, graph).collect()
    }

    fn targets(&self, target: &Target) -> Result<Vec<Term>, StorageError> {
        let quads = match target {
            Target::Class(class) => self.quads(None, rdf::TYPE, Some(&class.clone().into()))?,
            Target::SubjectsOf(property) | Target::ObjectsOf(property) => self.quads(None, property.as_ref(), None)?,
        };
        let node = |quad: Quad| match target {
            Target::ObjectsOf(_) => quad.object,
            _ => quad.subject.into(),
        };
        Ok(quads.into_iter().map(node).collect())
    }

    fn property(
        &self,
        name: &str,
        node: &Term,
        shape: &PropertyShape,
        violations: &mut BTreeSet<Violation>,
    ) -> Result<(), StorageError> {
        let values: Vec<Term> = if shape.inverse {
            self.quads(None, shape.path.as_ref(), Some(node))?.into_iter().map(|quad| quad.subject.into()).collect()
        } else {
            match as_subject(node) {
                Some(subject) => {
                    self.quads(Some(&subject), shape.path.as_ref(), None)?.into_iter().map(|quad| quad.object).collect()
                }
                None => Vec::new(),
            }
        };
        let path = Some(format!("{}{}", if shape.inverse { "^" } else { "" }, shape.path));
        let mut report = |value: Option<&Term>, message: String| {
            let message = shape.message.clone().unwrap_or(message);
            let value = value.map(Term::to_string);
            violations.insert(Violation { focus: name.to_owned(), path: path.clone(), value, message });
        };
        if values.len() < shape.minimum {
            report(None, format!("at least {} needed, {} there", shape.minimum, values.len()));
        }
        if let Some(maximum) = shape.maximum.filter(|&maximum| values.len() > maximum) {
            report(None, format!("at most {maximum} allowed, {} there", values.len()));
        }
        for wanted in shape.has_value.iter().filter(|wanted| !values.contains(wanted)) {
            report(Some(wanted), "this value is missing".to_owned());
        }
        for value in &values {
            for constraint in &shape.values {
                if !self.fits(value, constraint)? {
                    report(Some(value), broken(constraint));
                }
            }
        }
        Ok(())
    }

    fn fits(&self, value: &Term, constraint: &Constraint) -> Result<bool, StorageError> {
        Ok(match constraint {
            Constraint::Datatype(datatype) => {
                matches!(value, Term::Literal(literal) if literal.datatype() == datatype.as_ref() && is_valid(literal))
            }
            Constraint::Class(class) => match as_subject(value) {
                Some(subject) => !self.quads(Some(&subject), rdf::TYPE, Some(&class.clone().into()))?.is_empty(),
                None => false,
            },
            Constraint::Iri => matches!(value, Term::NamedNode(_)),
            Constraint::Literal => matches!(value, Term::Literal(_)),
            Constraint::In(allowed) => allowed.contains(value),
            Constraint::AtLeast(bound) => compare(value, bound).is_some_and(|difference| difference >= 0.0),
            Constraint::AtMost(bound) => compare(value, bound).is_some_and(|difference| difference <= 0.0),
            Constraint::Longer(least) => match value {
                Term::Literal(literal) => literal.value().chars().count() >= *least,
                Term::NamedNode(node) => node.as_str().chars().count() >= *least,
                Term::BlankNode(_) => false,
            },
            Constraint::Or(branches) => {
                for branch in branches {
                    let mut all = true;
                    for constraint in branch {
                        all = all && self.fits(value, constraint)?;
                    }
                    if all {
                        return Ok(true);
                    }
                }
                false
            }
        })
    }
}

fn as_subject(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        Term::Literal(_) => None,
    }
}

/// Value minus bound, for numbers.
fn compare(value: &Term, bound: &Literal) -> Option<f64> {
    let Term::Literal(value) = value else { return None };
    Some(value.value().parse::<f64>().ok()? - bound.value().parse::<f64>().ok()?)
}

/// Whether the words of a literal are a value of its datatype, for the datatypes that the shapes use.
fn is_valid(literal: &Literal) -> bool {
    let words = literal.value();
    match literal.datatype().as_str().rsplit('#').next() {
        Some("date" | "gYear" | "gYearMonth") => {
            time_literal(words).is_some_and(|valid| valid.datatype() == literal.datatype())
        }
        Some("decimal") => {
            let digits = words.trim_start_matches(['+', '-']);
            digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && words.parse::<f64>().is_ok()
        }
        Some("integer") => words.parse::<i64>().is_ok(),
        Some("boolean") => matches!(words, "true" | "false" | "0" | "1"),
        _ => true,
    }
}

fn broken(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Datatype(datatype) => format!("a value of {datatype} is needed"),
        Constraint::Class(class) => format!("an instance of {class} is needed"),
        Constraint::Iri => "an IRI is needed".to_owned(),
        Constraint::Literal => "a literal is needed".to_owned(),
        Constraint::In(_) => "the value is none of those allowed".to_owned(),
        Constraint::AtLeast(bound) => format!("at least {} is needed", bound.value()),
        Constraint::AtMost(bound) => format!("at most {} is allowed", bound.value()),
        Constraint::Longer(least) => format!("at least {least} characters are needed"),
        Constraint::Or(_) => "the value has none of the forms allowed".to_owned(),
    }
}
