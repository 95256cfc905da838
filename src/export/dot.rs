//! The graph as a picture for Graphviz: people, organisations and places as different shapes, events as labelled
//! nodes between them, dashed where they are not sure to take place, dotted where they are denied or called off.

use crate::facts::EntityKind;
use crate::graph::vocabulary::{ATT, att, org, rdf, schema, sem};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Most characters of a line of a label.
const LINE: usize = 32;

#[derive(Default)]
struct Node {
    classes: BTreeSet<String>,
    /// The name that follows from all documents, else the first that one gives.
    main_name: Option<String>,
    names: BTreeSet<String>,
    labels: BTreeSet<String>,
    status: BTreeSet<String>,
    current_status: Option<String>,
    /// Property and object of the edges that are drawn.
    edges: BTreeSet<(String, String)>,
}

/// Writes the events, memberships and those who take part in them in the DOT language.
///
/// # Errors
/// Where the output cannot be written.
pub fn write_dot<'a>(quads: impl IntoIterator<Item = &'a Quad>, mut out: impl Write) -> io::Result<()> {
    let nodes = gather(quads);
    let drawn: BTreeMap<&str, &Node> = nodes
        .iter()
        .filter(|(_, node)| !node.edges.is_empty() && (is_event(node) || is_membership(node)))
        .map(|(iri, node)| (iri.as_str(), node))
        .collect();
    let ends: BTreeSet<&str> = drawn.values().flat_map(|node| &node.edges).map(|(_, object)| object.as_str()).collect();

    writeln!(out, "graph attache {{")?;
    let lines = splines(drawn.values().map(|node| node.edges.len()).sum());
    writeln!(out, "  graph [layout=neato, overlap=false, splines={lines}, outputorder=edgesfirst];")?;
    writeln!(out, "  node [fontname=\"Helvetica\", fontsize=11, style=filled];")?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#666666\"];")?;
    for iri in ends.iter().filter(|iri| !drawn.contains_key(*iri)) {
        let (shape, colour) = shape(nodes.get(*iri));
        let label = nodes.get(*iri).and_then(name).unwrap_or(iri);
        writeln!(out, "  {} [label={}, shape={shape}, fillcolor=\"{colour}\"];", quoted(iri), quoted(&wrapped(label)))?;
    }
    for (iri, node) in &drawn {
        if is_membership(node) {
            let label = node.labels.first().map_or("", String::as_str);
            let label = quoted(&wrapped(label));
            writeln!(out, "  {} [label={label}, shape=plaintext, fillcolor=\"#ffffff\"];", quoted(iri))?;
        } else {
            let label = node.labels.first().map_or(*iri, String::as_str);
            let (style, label) = (style(node), quoted(&wrapped(label)));
            let filled = format!("filled,rounded{}", style.map(|style| format!(",{style}")).unwrap_or_default());
            writeln!(out, "  {} [label={label}, shape=box, style=\"{filled}\", fillcolor=\"#fff3c4\"];", quoted(iri))?;
        }
    }
    for (iri, node) in &drawn {
        let style = style(node).map(|style| format!(", style={style}")).unwrap_or_default();
        for (property, object) in &node.edges {
            let label = quoted(property);
            writeln!(out, "  {} -- {} [label={label}{style}];", quoted(iri), quoted(object))?;
        }
    }
    writeln!(out, "}}")
}

fn gather<'a>(quads: impl IntoIterator<Item = &'a Quad>) -> BTreeMap<String, Node> {
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    let mut purposes = Vec::new();
    for quad in quads {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
        let property = quad.predicate.as_ref();
        let node = nodes.entry(subject.as_str().to_owned()).or_default();
        match &quad.object {
            Term::Literal(literal) => {
                let words = literal.value().to_owned();
                if property == att::MAIN_NAME {
                    node.main_name = Some(words);
                } else if property == schema::NAME {
                    node.names.insert(words);
                } else if property == rdf::LABEL || property == att::ROLE_NAME {
                    node.labels.insert(words);
                }
            }
            Term::NamedNode(object) => {
                let object = object.as_str().to_owned();
                if property == rdf::TYPE {
                    node.classes.insert(object);
                } else if property == att::CURRENT_STATUS {
                    node.current_status = Some(object);
                } else if property == att::STATUS {
                    node.status.insert(object);
                } else if let Some(label) = edge_label(property) {
                    node.edges.insert((label, object));
                } else if property == att::PURPOSE_EVENT {
                    purposes.push((subject.as_str().to_owned(), object));
                }
            }
            Term::BlankNode(_) => {}
        }
    }
    for (event, purpose) in purposes {
        if nodes.get(&purpose).is_some_and(is_event)
            && let Some(node) = nodes.get_mut(&event)
        {
            node.edges.insert(("for".to_owned(), purpose));
        }
    }
    // A role of its own says more than "actor", which every role is too.
    for node in nodes.values_mut() {
        let told: BTreeSet<String> =
            node.edges.iter().filter(|(label, _)| label != ACTOR).map(|(_, object)| object.clone()).collect();
        node.edges.retain(|(label, object)| label != ACTOR || !told.contains(object));
    }
    nodes
}

const ACTOR: &str = "actor";

fn edge_label(property: NamedNodeRef<'_>) -> Option<String> {
    if property == sem::HAS_PLACE {
        Some("in".to_owned())
    } else if property == sem::HAS_ACTOR {
        Some(ACTOR.to_owned())
    } else if property == org::MEMBER {
        Some("held by".to_owned())
    } else if property == att::HELD_AT {
        Some("at".to_owned())
    } else {
        let local = property.as_str().strip_prefix(ATT)?;
        let settled = [att::CURRENT_STATUS, att::BEST_CLAIM, att::BEST_DOCUMENT];
        let known =
            [att::ABOUT, att::STATUS, att::FORM, att::PURPOSE_AT, att::SAID_AT, att::PURPOSE_EVENT, att::PART_OF];
        (!known.contains(&property) && !settled.contains(&property)).then(|| local.to_owned())
    }
}

fn is_event(node: &Node) -> bool {
    node.classes.contains(sem::EVENT.as_str())
}

fn is_membership(node: &Node) -> bool {
    node.classes.contains(org::MEMBERSHIP.as_str())
}

fn name(node: &Node) -> Option<&str> {
    node.main_name.as_deref().or_else(|| node.names.first().map(String::as_str))
}

fn shape(node: Option<&Node>) -> (&'static str, &'static str) {
    let is = |class: NamedNodeRef<'_>| node.is_some_and(|node| node.classes.contains(class.as_str()));
    look(if is(schema::PERSON) {
        EntityKind::Person
    } else if is(schema::ORGANIZATION) {
        EntityKind::Organisation
    } else if is(schema::PLACE) {
        EntityKind::Place
    } else if is(att::GROUP) {
        EntityKind::Group
    } else {
        EntityKind::Other
    })
}

/// Whether Graphviz leads lines around nodes: with many lines that takes it minutes.
pub(super) fn splines(lines: usize) -> &'static str {
    const FEW: usize = 250;
    if lines <= FEW { "true" } else { "line" }
}

/// Graphviz' shape, and a colour, for a kind of entity.
pub(super) fn look(kind: EntityKind) -> (&'static str, &'static str) {
    match kind {
        EntityKind::Person => ("ellipse", "#cfe3ff"),
        EntityKind::Organisation => ("box", "#d9f2d9"),
        EntityKind::Place => ("house", "#f6d9e6"),
        EntityKind::Group => ("octagon", "#e6e6e6"),
        EntityKind::Nationality | EntityKind::Other => ("hexagon", "#eeeeee"),
    }
}

fn style(node: &Node) -> Option<&'static str> {
    let status = node.current_status.as_deref().or_else(|| node.status.first().map(String::as_str))?;
    match status.strip_prefix(ATT)? {
        "Planned" | "Possible" => Some("dashed"),
        "Denied" | "Cancelled" => Some("dotted"),
        _ => None,
    }
}

/// Breaks a label into lines at spaces.
fn wrapped(label: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in label.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + word.chars().count() >= LINE {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines.join("\n")
}

/// A quoted string of the DOT language. A backslash is doubled: Graphviz would take `\N` for the node's name. NUL and
/// other control characters have no place in a picture.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            // Graphviz reads entities in labels; a plain ampersand before letters would be taken for one.
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_backslashes_and_line_breaks_cannot_end_a_string_of_dot() {
        assert_eq!(quoted("a\"] b\\N\nc\u{0}"), r#""a\"] b\\N\nc ""#);
        assert_eq!(quoted("R&D"), "\"R&amp;D\"");
    }

    #[test]
    fn a_long_label_is_broken_at_spaces() {
        assert_eq!(wrapped("Anna Berg and Jan Kowalski meet in Oslo"), "Anna Berg and Jan Kowalski meet\nin Oslo");
    }
}
