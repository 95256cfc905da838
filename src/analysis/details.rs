//! The words of events: labels, reasons, roles and evidence, read for those that are shown.

use super::error::AnalysisError;
use super::network::{EntityIndex, Evidence, Network, OccasionIndex};
use super::selection::{ROLE, Selection, same_name};
use crate::graph::Store;
use crate::graph::vocabulary::{ATT, att, nif, org, prov, rdf, schema, sem};
use oxigraph::model::{NamedNode, NamedNodeRef, Quad, Term};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Passages shown for one event; the rest says the same.
const PASSAGES: usize = 12;

/// Reads the words of some events into the network.
///
/// # Errors
/// [`AnalysisError::Store`] where the store cannot be read.
pub fn describe(
    store: &Store,
    selection: &Selection,
    network: &mut Network,
    occasions: impl IntoIterator<Item = OccasionIndex>,
) -> Result<(), AnalysisError> {
    let numbers: HashMap<Box<str>, EntityIndex> = network
        .entities
        .iter()
        .enumerate()
        .map(|(number, entity)| (entity.iri.clone(), EntityIndex(number as u32)))
        .collect();
    let mut describer = Describer { store, selection, numbers, documents: BTreeMap::new() };
    for index in occasions {
        describer.one(network, index)?;
    }
    Ok(())
}

/// What is known of a document.
#[derive(Clone)]
struct Document {
    iri: Arc<str>,
    id: Option<String>,
    title: Option<Arc<str>>,
    source: Option<Arc<str>>,
}

struct Describer<'a> {
    store: &'a Store,
    selection: &'a Selection,
    numbers: HashMap<Box<str>, EntityIndex>,
    documents: BTreeMap<String, Document>,
}

impl Describer<'_> {
    fn one(&mut self, network: &mut Network, index: OccasionIndex) -> Result<(), AnalysisError> {
        let occasion = network.occasion(index);
        if !occasion.label.is_empty() {
            return Ok(());
        }
        let iri = NamedNode::new_unchecked(&*occasion.iri);
        let quads = self.store.about(iri.as_ref())?;
        let mut label = text(&quads, rdf::LABEL);
        let mut why = text(&quads, att::PURPOSE);
        if *occasion.class == *ROLE {
            label = self.label_of_post(network, index, &quads)?;
        }
        if why.is_none() {
            why = self.purpose_event(&quads)?;
        }
        let roles = self.roles(&quads);
        let evidence = self.evidence(iri.as_ref(), &quads)?;
        let occasion = &mut network.occasions[index.0 as usize];
        occasion.label = label.unwrap_or_else(|| occasion.class.to_string()).into();
        occasion.why = why.map(Into::into);
        for (entity, role) in &mut occasion.participants {
            if let Some(named) = roles.get(entity) {
                *role = Arc::clone(named);
            }
        }
        occasion.evidence = evidence;
        Ok(())
    }

    /// "Daniel Osei: senior analyst, Corvina".
    fn label_of_post(
        &self,
        network: &Network,
        index: OccasionIndex,
        quads: &[Quad],
    ) -> Result<Option<String>, AnalysisError> {
        let occasion = network.occasion(index);
        let name = |role: &str| {
            let found = occasion.participants.iter().find(|(_, of)| **of == *role);
            found.map(|&(entity, _)| network.entity(entity).name.to_string())
        };
        let post = match node(quads, org::ROLE) {
            Some(role) => text(&self.store.about(role)?, rdf::PREF_LABEL),
            None => None,
        };
        let at = name("heldAt").or_else(|| text(quads, att::HELD_AT_NAME));
        let words: Vec<String> = [post, at].into_iter().flatten().collect();
        Ok(name("member").map(|who| format!("{who}: {}", words.join(", "))))
    }

    fn purpose_event(&self, quads: &[Quad]) -> Result<Option<String>, AnalysisError> {
        match node(quads, att::PURPOSE_EVENT) {
            Some(event) => Ok(text(&self.store.about(event)?, rdf::LABEL)),
            None => Ok(None),
        }
    }

    /// The role of each entity: the first in alphabetical order of those in our own namespace.
    fn roles(&self, quads: &[Quad]) -> BTreeMap<EntityIndex, Arc<str>> {
        let mut roles: BTreeMap<EntityIndex, Arc<str>> = BTreeMap::new();
        for quad in quads.iter().filter(|quad| quad.predicate.as_ref() != sem::HAS_ACTOR) {
            let Some(role) = quad.predicate.as_str().strip_prefix(ATT) else { continue };
            let Term::NamedNode(object) = &quad.object else { continue };
            if let Some(&entity) = self.numbers.get(object.as_str()) {
                let known = roles.entry(entity).or_insert_with(|| role.into());
                if role < &**known {
                    *known = role.into();
                }
            }
        }
        roles
    }

    /// The passages that claims rest on: that of the best claim first, then by document and place.
    fn evidence(&mut self, about: NamedNodeRef<'_>, quads: &[Quad]) -> Result<Vec<Evidence>, AnalysisError> {
        let best = node(quads, att::BEST_CLAIM).map(NamedNodeRef::into_owned);
        let mut passages: BTreeMap<(bool, String, usize, String), Evidence> = BTreeMap::new();
        for quad in self.store.pointing_to(about)?.iter().filter(|quad| quad.predicate.as_ref() == att::ABOUT) {
            let oxigraph::model::NamedOrBlankNode::NamedNode(claim) = &quad.subject else { continue };
            let claim_quads = self.store.about(claim.as_ref())?;
            let Some(phrase) = node(&claim_quads, prov::WAS_DERIVED_FROM) else { continue };
            let Some(words) = self.sentence(phrase)? else { continue };
            let (iri, characters) = phrase.as_str().split_once("#char=").unwrap_or((phrase.as_str(), ""));
            let begin = characters.split(',').next().and_then(|begin| begin.parse().ok()).unwrap_or(0);
            let document = self.document(iri)?;
            if !self.takes(&document) {
                continue;
            }
            let key = (best.as_ref() != Some(claim), iri.to_owned(), begin, words.clone());
            let Document { iri, title, source, .. } = document;
            passages.insert(key, Evidence { text: words.into(), document: iri, title, source });
        }
        let mut evidence: Vec<Evidence> = Vec::new();
        for passage in passages.into_values() {
            if !evidence.contains(&passage) {
                evidence.push(passage);
            }
        }
        evidence.truncate(PASSAGES);
        Ok(evidence)
    }

    /// The sentence that a phrase stands in, or the phrase itself.
    fn sentence(&self, phrase: NamedNodeRef<'_>) -> Result<Option<String>, AnalysisError> {
        let quads = self.store.about(phrase)?;
        if let Some(sentence) = node(&quads, nif::IN_SENTENCE)
            && let Some(words) = text(&self.store.about(sentence)?, nif::ANCHOR_OF)
        {
            return Ok(Some(words));
        }
        Ok(text(&quads, nif::ANCHOR_OF))
    }

    fn document(&mut self, iri: &str) -> Result<Document, AnalysisError> {
        if let Some(known) = self.documents.get(iri) {
            return Ok(known.clone());
        }
        let quads = self.store.about(NamedNodeRef::new_unchecked(iri))?;
        let source = match node(&quads, schema::PUBLISHER) {
            Some(publisher) => text(&self.store.about(publisher)?, schema::NAME),
            None => None,
        };
        let document = Document {
            iri: iri.into(),
            id: text(&quads, schema::IDENTIFIER),
            title: text(&quads, schema::HEADLINE).map(Into::into),
            source: source.map(Into::into),
        };
        self.documents.insert(iri.to_owned(), document.clone());
        Ok(document)
    }

    /// Whether the selection takes what a document says.
    fn takes(&self, document: &Document) -> bool {
        let named = self.selection.document.as_deref().is_none_or(|name| {
            *document.iri == *name.split('#').next().unwrap_or(name) || document.id.as_deref() == Some(name)
        });
        let published = self
            .selection
            .source
            .as_deref()
            .is_none_or(|name| same_name(document.source.as_deref().unwrap_or_default(), name));
        named && published
    }
}

/// The literal of a property: of several the shortest, and of those the first in alphabetical order.
fn text(quads: &[Quad], property: NamedNodeRef<'_>) -> Option<String> {
    let literals =
        quads.iter().filter(|quad| quad.predicate.as_ref() == property).filter_map(|quad| match &quad.object {
            Term::Literal(literal) => Some(literal.value()),
            _ => None,
        });
    literals.min_by_key(|value| (value.len(), *value)).map(str::to_owned)
}

/// The node of a property: of several the first in alphabetical order.
fn node<'a>(quads: &'a [Quad], property: NamedNodeRef<'_>) -> Option<NamedNodeRef<'a>> {
    let nodes = quads.iter().filter(|quad| quad.predicate.as_ref() == property).filter_map(|quad| match &quad.object {
        Term::NamedNode(node) => Some(node.as_ref()),
        _ => None,
    });
    nodes.min_by_key(|node| node.as_str())
}
