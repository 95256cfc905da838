//! Finding the entity that a person means: accents, case and parts of names do not matter.

use super::mint::slug;
use super::store::{Store, StoreError};
use super::vocabulary::{att, gaf, rdf, schema};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::BTreeMap;

/// How alike two names must be (Jaro–Winkler, 0 to 1) to be taken for each other with a spelling mistake.
const ALIKE: f64 = 0.92;

/// Most candidates that are named.
const MOST: usize = 20;

/// An entity of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its IRI.
    pub iri: NamedNode,
    /// Its main name.
    pub name: String,
    /// person, organisation, place, group, people or thing.
    pub kind: &'static str,
    /// How often the articles mention it by name or description.
    pub mentions: usize,
}

/// Why a name means no single entity.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// Nothing like it is in the store.
    #[error("nobody and nothing in the store is called `{0}`")]
    Nothing(String),
    /// Several entities have that name, or part of a name.
    #[error("`{asked}` may mean any of these; say which, by its full name or its IRI:\n{}", list(.candidates))]
    #[allow(missing_docs)]
    Several { asked: String, candidates: Vec<Found> },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn list(candidates: &[Found]) -> String {
    let line = |found: &Found| format!("  {} ({}, {} mentions)  {}", found.name, found.kind, found.mentions, found.iri);
    candidates.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The entity that a name, a part of a name or an IRI means.
///
/// The closest way of meaning decides: its IRI; its main name; another of its names; words of a name ("Berg");
/// a name with a spelling mistake. Among several of the same closeness there is no guess.
///
/// # Errors
/// [`FindError::Nothing`], [`FindError::Several`], or that the store cannot be read.
pub fn find_entity(store: &Store, asked: &str) -> Result<Found, FindError> {
    let as_iri = asked.trim().trim_start_matches('<').trim_end_matches('>');
    if let Ok(iri) = NamedNode::new(as_iri)
        && let Some(found) = describe(store, &iri)?
    {
        return Ok(found);
    }
    let wanted = slug(asked);
    let mut best = 0;
    let mut fitting: Vec<NamedNode> = Vec::new();
    for (entity, names) in names(store)? {
        let closeness = names.iter().map(|(name, main)| closeness(&wanted, &slug(name), *main)).max().unwrap_or(0);
        if closeness > best {
            best = closeness;
            fitting.clear();
        }
        if closeness == best && best > 0 {
            fitting.push(entity);
        }
    }
    let mut candidates = Vec::new();
    for iri in &fitting {
        candidates.extend(describe(store, iri)?);
    }
    candidates.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.iri.cmp(&b.iri)));
    match candidates.len() {
        0 => Err(FindError::Nothing(asked.to_owned())),
        1 => Ok(candidates.remove(0)),
        _ => {
            candidates.truncate(MOST);
            Err(FindError::Several { asked: asked.to_owned(), candidates })
        }
    }
}

/// How closely a wanted name fits one that an entity has, as slugs: 0 not at all.
fn closeness(wanted: &str, name: &str, main: bool) -> u8 {
    if wanted.is_empty() {
        0
    } else if wanted == name {
        if main { 5 } else { 4 }
    } else if wanted.split('-').all(|word| name.split('-').any(|other| other == word)) {
        3
    } else if wanted.len() > 3 && name.split('-').any(|word| word.starts_with(wanted)) {
        2
    } else if strsim::jaro_winkler(wanted, name) >= ALIKE {
        1
    } else {
        0
    }
}

/// The names of every entity, and whether each is its main name.
fn names(store: &Store) -> Result<BTreeMap<NamedNode, Vec<(String, bool)>>, StoreError> {
    let mut names: BTreeMap<NamedNode, Vec<(String, bool)>> = BTreeMap::new();
    for (property, main) in [(att::MAIN_NAME, true), (schema::NAME, false), (schema::ALTERNATE_NAME, false)] {
        for quad in store.with_property(property)? {
            if let (NamedOrBlankNode::NamedNode(entity), Term::Literal(name)) = (quad.subject, quad.object) {
                names.entry(entity).or_default().push((name.value().to_owned(), main));
            }
        }
    }
    Ok(names)
}

fn describe(store: &Store, iri: &NamedNode) -> Result<Option<Found>, StoreError> {
    let quads = store.about(iri.as_ref())?;
    let Some(name) = quads.iter().find_map(|quad| match &quad.object {
        Term::Literal(name) if quad.predicate.as_ref() == att::MAIN_NAME => Some(name.value().to_owned()),
        _ => None,
    }) else {
        return Ok(None);
    };
    let mentions = quads.iter().filter(|quad| quad.predicate.as_ref() == gaf::DENOTED_BY).count();
    Ok(Some(Found { iri: iri.clone(), name, kind: kind(&quads), mentions }))
}

fn kind(quads: &[Quad]) -> &'static str {
    let is = |class: NamedNodeRef<'_>| {
        quads.iter().any(|quad| {
            quad.predicate.as_ref() == rdf::TYPE
                && matches!(&quad.object, Term::NamedNode(found) if found.as_ref() == class)
        })
    };
    let kinds = [
        (schema::PERSON, "person"),
        (schema::ORGANIZATION, "organisation"),
        (schema::PLACE, "place"),
        (att::GROUP, "group"),
        (att::PEOPLE, "people"),
    ];
    kinds.into_iter().find(|(class, _)| is(*class)).map_or("thing", |(_, kind)| kind)
}

impl Store {
    /// The triples of the union that have a property.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn with_property(&self, property: NamedNodeRef<'_>) -> Result<Vec<Quad>, StoreError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        Ok(self.oxigraph().quads_for_pattern(None, Some(property), None, graph).collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::closeness;

    #[test]
    fn a_surname_is_closer_than_a_beginning_and_a_beginning_than_a_spelling_mistake() {
        let names = [("anna-berg", "berg"), ("anna-bergstrom", "berg"), ("anna-berg", "ana-berg")];
        let found: Vec<u8> = names.iter().map(|(name, wanted)| closeness(wanted, name, true)).collect();
        assert_eq!(found, [3, 2, 1]);
    }
}
