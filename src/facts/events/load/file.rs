//! One file of rules as triples by subject, and what is wrong with it.

use crate::facts::Status;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};
use std::collections::HashMap;

pub const ATT: &str = "https://w3id.org/attache/ontology#";
pub const RULE: &str = "https://w3id.org/attache/ontology/rule#";
pub const BASE: &str = "https://w3id.org/attache/ontology/";
pub const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// Why a file of rules is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("ontology/events/{file}.ttl:{line}: {problem}")]
pub struct RuleError {
    /// Name of the file.
    pub file: String,
    /// Line, counted from one.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// A file's triples by subject, in the order of the text.
pub struct File<'a> {
    pub name: &'a str,
    pub text: &'a str,
    pub subjects: Vec<String>,
    pub triples: HashMap<String, Vec<(String, Value)>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Node(String),
    Text { value: String, datatype: String },
}

impl Value {
    pub fn text(&self) -> &str {
        match self {
            Value::Node(value) | Value::Text { value, .. } => value,
        }
    }
}

impl<'a> File<'a> {
    pub fn parse(name: &'a str, text: &'a str) -> Result<Self, RuleError> {
        let mut file = File { name, text, subjects: Vec::new(), triples: HashMap::new() };
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()) {
            let quad = quad.map_err(|error| {
                let line = error.location().map_or(1, |range| range.start.line as usize + 1);
                RuleError { file: name.to_owned(), line, problem: error.to_string() }
            })?;
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            let value = match &quad.object {
                Term::NamedNode(node) => Value::Node(node.as_str().to_owned()),
                Term::BlankNode(node) => Value::Node(node.to_string()),
                Term::Literal(literal) => {
                    Value::Text { value: literal.value().to_owned(), datatype: literal.datatype().as_str().to_owned() }
                }
            };
            let entry = file.triples.entry(subject.clone()).or_default();
            if entry.is_empty() {
                file.subjects.push(subject);
            }
            entry.push((quad.predicate.as_str().to_owned(), value));
        }
        Ok(file)
    }

    pub fn values<'s>(&'s self, subject: &str, property: &'s str) -> impl Iterator<Item = &'s Value> {
        self.triples.get(subject).into_iter().flatten().filter(move |(p, _)| p == property).map(|(_, value)| value)
    }

    pub fn rule_values<'s>(&'s self, subject: &'s str, name: &'s str) -> impl Iterator<Item = &'s Value> {
        self.triples
            .get(subject)
            .into_iter()
            .flatten()
            .filter(move |(p, _)| p.strip_prefix(RULE) == Some(name))
            .map(|(_, value)| value)
    }

    pub fn is_a(&self, subject: &str, class: &str) -> bool {
        self.values(subject, RDF_TYPE).any(|value| value.text() == class)
    }

    /// An error at the first line that holds `words`, or the whole file's first line.
    pub fn error(&self, words: &str, problem: impl Into<String>) -> RuleError {
        let local = words.rsplit(['#', '/']).next().unwrap_or(words);
        let line =
            self.text.lines().position(|line| line.contains(words) || (!local.is_empty() && line.contains(local)));
        RuleError { file: self.name.to_owned(), line: line.map_or(1, |line| line + 1), problem: problem.into() }
    }
}

/// Properties of the rule vocabulary; a misspelt one is an error, not a rule that never fires.
const PROPERTIES: &[&str] = &[
    "adjective",
    "anchored",
    "apart",
    "auxiliary",
    "class",
    "clause",
    "confidence",
    "copula",
    "dated",
    "counterExample",
    "evokes",
    "example",
    "expect",
    "filler",
    "firm",
    "governor",
    "habitual",
    "label",
    "light",
    "minimum",
    "modifier",
    "named",
    "negation",
    "noun",
    "object",
    "otherwise",
    "participants",
    "path",
    "preposition",
    "recalls",
    "role",
    "says",
    "sentence",
    "status",
    "subject",
    "subordinator",
    "text",
    "time",
    "verb",
    "voice",
    "with",
    "without",
    "withoutRelation",
    "word",
    "words",
    "fills",
    "form",
    "purpose",
    "place",
];

pub fn check_properties(file: &File<'_>) -> Result<(), RuleError> {
    for subject in &file.subjects {
        for (property, _) in file.triples.get(subject).into_iter().flatten() {
            if let Some(name) = property.strip_prefix(RULE)
                && !PROPERTIES.contains(&name)
            {
                return Err(file.error(&format!(":{name}"), format!("unknown property rule:{name}")));
            }
        }
    }
    Ok(())
}

pub fn local_name(iri: &str) -> Option<&str> {
    iri.strip_prefix(ATT)
}
pub fn number(file: &File<'_>, subject: &str, name: &str) -> Result<Option<f32>, RuleError> {
    let Some(value) = file.rule_values(subject, name).next() else { return Ok(None) };
    let number = value.text().parse();
    number.map(Some).map_err(|_| file.error(value.text(), format!("rule:{name} is no number: {}", value.text())))
}

pub fn status(iri: &str) -> Option<Status> {
    Some(match local_name(iri)? {
        "Happened" => Status::Happened,
        "Planned" => Status::Planned,
        "Possible" => Status::Possible,
        "Denied" => Status::Denied,
        "Cancelled" => Status::Cancelled,
        _ => return None,
    })
}
