//! The part of the graph around an entity.

use crate::graph::vocabulary::{att, gaf, nif, prov, schema, sem, time};
use crate::graph::{Store, StoreError};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::BTreeSet;

/// All quads of the store, without the articles' text unless it is asked for.
///
/// # Errors
/// [`StoreError`] where the store cannot be read.
pub fn everything(store: &Store, with_text: bool) -> Result<Vec<Quad>, StoreError> {
    store.quads().filter(|quad| with_text || !quad.as_ref().is_ok_and(is_text)).collect()
}

/// The quads of an entity, of what it takes part in, and of those who take part with it, `depth` steps far; with
/// the claims and the words that say so.
///
/// # Errors
/// [`StoreError`] where the store cannot be read.
pub fn around(store: &Store, entity: &NamedNode, depth: usize, with_text: bool) -> Result<Vec<Quad>, StoreError> {
    let mut entities = BTreeSet::from([entity.clone()]);
    let mut facts = BTreeSet::new();
    let mut edge = vec![entity.clone()];
    for _ in 0..depth {
        let mut next = Vec::new();
        for entity in edge {
            for fact in facts_with(store, &entity)? {
                if facts.insert(fact.clone()) {
                    next.extend(parties_of(store, &fact)?.into_iter().filter(|party| entities.insert(party.clone())));
                }
            }
        }
        edge = next;
    }
    let mut nodes: BTreeSet<NamedNode> = entities.union(&facts).cloned().collect();
    let mut open: Vec<NamedNode> = nodes.iter().cloned().collect();
    for fact in &facts {
        for quad in store.pointing_to(fact.as_ref())? {
            if quad.predicate.as_ref() == att::ABOUT {
                add(&quad.subject, &mut nodes, &mut open);
            }
        }
    }
    while let Some(node) = open.pop() {
        for quad in store.about(node.as_ref())? {
            if let Term::NamedNode(object) = &quad.object
                && leads_on(&quad)
            {
                add(&NamedOrBlankNode::NamedNode(object.clone()), &mut nodes, &mut open);
            }
        }
    }
    let of_part = |quad: &Quad| match &quad.subject {
        NamedOrBlankNode::NamedNode(subject) => nodes.contains(subject) && (with_text || !is_text(quad)),
        NamedOrBlankNode::BlankNode(_) => false,
    };
    store.quads().filter(|quad| quad.as_ref().map_or(true, of_part)).collect()
}

fn add(node: &NamedOrBlankNode, nodes: &mut BTreeSet<NamedNode>, open: &mut Vec<NamedNode>) {
    if let NamedOrBlankNode::NamedNode(node) = node
        && nodes.insert(node.clone())
    {
        open.push(node.clone());
    }
}

/// Whether the object is needed to understand the subject: times, words, documents, posts, sources, places.
fn leads_on(quad: &Quad) -> bool {
    let property = quad.predicate.as_ref();
    [
        sem::HAS_TIME,
        sem::HAS_ACTOR,
        sem::HAS_PLACE,
        time::HAS_BEGINNING,
        time::HAS_END,
        gaf::DENOTED_BY,
        prov::WAS_DERIVED_FROM,
        prov::WAS_ATTRIBUTED_TO,
        nif::REFERENCE_CONTEXT,
        nif::IN_SENTENCE,
        nif::SOURCE_URL,
        schema::PUBLISHER,
        schema::CONTAINED_IN,
        crate::graph::vocabulary::org::ROLE,
        att::HELD_AT,
        att::PART_OF,
        att::PURPOSE_AT,
        att::SAID_AT,
    ]
    .contains(&property)
}

/// The events and memberships in which an entity has a part.
fn facts_with(store: &Store, entity: &NamedNode) -> Result<Vec<NamedNode>, StoreError> {
    let mut found = Vec::new();
    for quad in store.pointing_to(entity.as_ref())? {
        let property = quad.predicate.as_ref();
        let part = [sem::HAS_ACTOR, sem::HAS_PLACE, crate::graph::vocabulary::org::MEMBER, att::HELD_AT];
        if part.contains(&property)
            && let NamedOrBlankNode::NamedNode(subject) = quad.subject
        {
            found.push(subject);
        }
    }
    Ok(found)
}

fn parties_of(store: &Store, fact: &NamedNode) -> Result<Vec<NamedNode>, StoreError> {
    let mut found = Vec::new();
    for quad in store.about(fact.as_ref())? {
        let property = quad.predicate.as_ref();
        let part = [sem::HAS_ACTOR, sem::HAS_PLACE, crate::graph::vocabulary::org::MEMBER, att::HELD_AT];
        if part.contains(&property)
            && let Term::NamedNode(object) = quad.object
        {
            found.push(object);
        }
    }
    Ok(found)
}

fn is_text(quad: &Quad) -> bool {
    quad.predicate.as_ref() == nif::IS_STRING
}
