//! Reading shapes.

use oxigraph::io::{RdfFormat, RdfParser, RdfSyntaxError};
use oxigraph::model::{Graph, Literal, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term, TermRef, vocab::rdf};

/// The shapes of Attaché's data.
const SHAPES: &str = include_str!("../../../ontology/shapes.ttl");

const SHACL: &str = "http://www.w3.org/ns/shacl#";

/// Shapes that data can be checked against.
#[derive(Debug, Clone)]
pub struct Shapes {
    pub(super) shapes: Vec<NodeShape>,
}

#[derive(Debug, Clone)]
pub(super) struct NodeShape {
    pub(super) targets: Vec<Target>,
    /// Constraints on the node itself.
    pub(super) node: Vec<Constraint>,
    pub(super) properties: Vec<PropertyShape>,
}

#[derive(Debug, Clone)]
pub(super) enum Target {
    Class(NamedNode),
    SubjectsOf(NamedNode),
    ObjectsOf(NamedNode),
}

#[derive(Debug, Clone)]
pub(super) struct PropertyShape {
    pub(super) path: NamedNode,
    pub(super) inverse: bool,
    pub(super) minimum: usize,
    pub(super) maximum: Option<usize>,
    pub(super) has_value: Vec<Term>,
    /// Constraints on each value.
    pub(super) values: Vec<Constraint>,
    pub(super) message: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) enum Constraint {
    Datatype(NamedNode),
    Class(NamedNode),
    Iri,
    Literal,
    In(Vec<Term>),
    AtLeast(Literal),
    AtMost(Literal),
    Longer(usize),
    Or(Vec<Vec<Constraint>>),
}

/// Why shapes cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShapesError {
    /// They are no Turtle.
    #[error("the shapes cannot be read: {0}")]
    Parse(#[from] RdfSyntaxError),
    /// They use something that this validator does not know.
    #[error("the shapes use `{0}`, which this validator does not know")]
    Unknown(String),
    /// A property shape without a path, a list that is none …
    #[error("the shapes are not well formed: {0}")]
    Form(&'static str),
}

impl Shapes {
    /// The shapes of Attaché's data: `ontology/shapes.ttl`.
    ///
    /// # Errors
    /// Never for the file that is built in; a test reads it.
    pub fn embedded() -> Result<Self, ShapesError> {
        Self::parse(SHAPES)
    }

    /// Reads shapes from Turtle.
    ///
    /// # Errors
    /// [`ShapesError`] where they are no Turtle, not well formed, or use what this validator does not know.
    pub fn parse(turtle: &str) -> Result<Self, ShapesError> {
        let mut graph = Graph::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
            let quad = quad?;
            graph.insert(oxigraph::model::Triple::new(quad.subject, quad.predicate, quad.object).as_ref());
        }
        let mut nodes: Vec<NamedOrBlankNodeRef<'_>> =
            graph.subjects_for_predicate_object(rdf::TYPE, sh("NodeShape").as_ref()).collect();
        nodes.sort_by_key(ToString::to_string);
        let shapes = nodes.into_iter().map(|node| node_shape(&graph, node)).collect::<Result<_, _>>()?;
        Ok(Self { shapes })
    }
}

fn sh(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{SHACL}{name}"))
}

fn node_shape(graph: &Graph, node: NamedOrBlankNodeRef<'_>) -> Result<NodeShape, ShapesError> {
    let mut shape = NodeShape { targets: Vec::new(), node: Vec::new(), properties: Vec::new() };
    for triple in graph.triples_for_subject(node) {
        let Some(name) = triple.predicate.as_str().strip_prefix(SHACL) else { continue };
        match (name, triple.object) {
            ("targetClass", TermRef::NamedNode(class)) => shape.targets.push(Target::Class(class.into_owned())),
            ("targetSubjectsOf", TermRef::NamedNode(property)) => {
                shape.targets.push(Target::SubjectsOf(property.into_owned()));
            }
            ("targetObjectsOf", TermRef::NamedNode(property)) => {
                shape.targets.push(Target::ObjectsOf(property.into_owned()));
            }
            ("property", object) => shape.properties.push(property_shape(graph, subject(object)?)?),
            (name, object) => shape.node.push(constraint(graph, name, object)?),
        }
    }
    shape.properties.sort_by(|a, b| (&a.path, a.inverse).cmp(&(&b.path, b.inverse)));
    Ok(shape)
}

fn property_shape(graph: &Graph, node: NamedOrBlankNodeRef<'_>) -> Result<PropertyShape, ShapesError> {
    let mut path = None;
    let mut shape = PropertyShape {
        path: rdf::TYPE.into_owned(),
        inverse: false,
        minimum: 0,
        maximum: None,
        has_value: Vec::new(),
        values: Vec::new(),
        message: None,
    };
    for triple in graph.triples_for_subject(node) {
        let Some(name) = triple.predicate.as_str().strip_prefix(SHACL) else { continue };
        match (name, triple.object) {
            ("path", TermRef::NamedNode(property)) => path = Some(property.into_owned()),
            ("path", TermRef::BlankNode(inverse)) => {
                match graph.object_for_subject_predicate(inverse, sh("inversePath").as_ref()) {
                    Some(TermRef::NamedNode(property)) => {
                        path = Some(property.into_owned());
                        shape.inverse = true;
                    }
                    _ => return Err(ShapesError::Unknown("sh:path".to_owned())),
                }
            }
            ("minCount", object) => shape.minimum = number(object)?,
            ("maxCount", object) => shape.maximum = Some(number(object)?),
            ("hasValue", object) => shape.has_value.push(object.into_owned()),
            ("message", TermRef::Literal(message)) => shape.message = Some(message.value().to_owned()),
            (name, object) => shape.values.push(constraint(graph, name, object)?),
        }
    }
    shape.path = path.ok_or(ShapesError::Form("a property shape without a path"))?;
    Ok(shape)
}

fn constraint(graph: &Graph, name: &str, object: TermRef<'_>) -> Result<Constraint, ShapesError> {
    Ok(match (name, object) {
        ("datatype", TermRef::NamedNode(datatype)) => Constraint::Datatype(datatype.into_owned()),
        ("class", TermRef::NamedNode(class)) => Constraint::Class(class.into_owned()),
        ("nodeKind", TermRef::NamedNode(kind)) if kind == sh("IRI").as_ref() => Constraint::Iri,
        ("nodeKind", TermRef::NamedNode(kind)) if kind == sh("Literal").as_ref() => Constraint::Literal,
        ("in", list) => Constraint::In(items(graph, list)?.into_iter().map(TermRef::into_owned).collect()),
        ("minInclusive", TermRef::Literal(bound)) => Constraint::AtLeast(bound.into_owned()),
        ("maxInclusive", TermRef::Literal(bound)) => Constraint::AtMost(bound.into_owned()),
        ("minLength", bound) => Constraint::Longer(number(bound)?),
        ("or", list) => {
            let mut branches = Vec::new();
            for branch in items(graph, list)? {
                let mut constraints = Vec::new();
                for triple in graph.triples_for_subject(subject(branch)?) {
                    if let Some(name) = triple.predicate.as_str().strip_prefix(SHACL) {
                        constraints.push(constraint(graph, name, triple.object)?);
                    }
                }
                branches.push(constraints);
            }
            Constraint::Or(branches)
        }
        (name, _) => return Err(ShapesError::Unknown(format!("sh:{name}"))),
    })
}

fn subject(term: TermRef<'_>) -> Result<NamedOrBlankNodeRef<'_>, ShapesError> {
    match term {
        TermRef::NamedNode(node) => Ok(node.into()),
        TermRef::BlankNode(node) => Ok(node.into()),
        TermRef::Literal(_) => Err(ShapesError::Form("a literal where a shape is expected")),
    }
}

fn number(term: TermRef<'_>) -> Result<usize, ShapesError> {
    match term {
        TermRef::Literal(literal) => {
            literal.value().parse().map_err(|_| ShapesError::Form("a count that is no number"))
        }
        _ => Err(ShapesError::Form("a count that is no number")),
    }
}

/// The items of an RDF list.
fn items<'a>(graph: &'a Graph, list: TermRef<'a>) -> Result<Vec<TermRef<'a>>, ShapesError> {
    let mut items = Vec::new();
    let mut rest = list;
    while rest != TermRef::NamedNode(rdf::NIL) {
        let node = subject(rest)?;
        let object = |property: NamedNodeRef<'_>| graph.object_for_subject_predicate(node, property);
        items.push(object(rdf::FIRST).ok_or(ShapesError::Form("a list without an item"))?);
        rest = object(rdf::REST).ok_or(ShapesError::Form("a list without an end"))?;
    }
    Ok(items)
}
