//! Store → [`Network`]: who took part in which events, when and where.
//!
//! The store is read by property, one after the other along its index, and joined here: for a network of a million
//! events that is several times faster than asking for each event. The words (labels, reasons, evidence) are read
//! afterwards, by [`describe`](super::details::describe), and only for the events that are shown.

use super::calendar::PartialDate;
use super::drafts::{Draft, Events};
use super::error::AnalysisError;
use super::network::{Entity, EntityIndex, Network};
use super::selection::{ROLE, Selection, class_of_kind, kind_of_class, same_name};
use crate::facts::{EntityKind, Status};
use crate::graph::vocabulary::{ATT, att, org, rdf, schema, sem};
use crate::graph::{Store, status_iri};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use oxigraph::store::Store as Oxigraph;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

const STATUSES: [Status; 5] = [Status::Happened, Status::Planned, Status::Possible, Status::Denied, Status::Cancelled];

/// Reads the selected events and everybody who took part in them. All entities of the store are in the network's list,
/// so that any of them can be named.
///
/// # Errors
/// [`AnalysisError`]: the store is empty or cannot be read; a kind, document or publisher that is not in it.
pub fn project(store: &Store, selection: &Selection) -> Result<Network, AnalysisError> {
    let documents = documents(store, selection)?;
    let graphs: Vec<GraphNameRef<'_>> = match &documents {
        None => vec![GraphNameRef::DefaultGraph],
        Some(documents) => documents.iter().map(|document| GraphNameRef::from(document.as_ref())).collect(),
    };
    let reader = Reader { store: store.oxigraph(), graphs, of_documents: documents.is_some() };
    let (entities, numbers) = reader.entities()?;
    let mut events = Events { entities: &numbers, drafts: Vec::new(), numbers: HashMap::new() };
    reader.classes(selection, &mut events)?;
    reader.times(&mut events)?;
    events.drafts.iter_mut().for_each(|draft| draft.wanted &= selection.window.takes(draft.when()));
    reader.statuses(&mut events)?;
    let statuses = &selection.statuses;
    events.drafts.iter_mut().for_each(|draft| {
        draft.wanted &= statuses.is_empty() || statuses.contains(&draft.status);
    });
    reader.participants(&mut events)?;
    reader.places(&mut events, &entities)?;
    let occasions = events.drafts.into_iter().filter(|draft| draft.wanted).map(Draft::finish).collect();
    let entities = entities.into_iter().map(|(entity, _)| entity).collect();
    Ok(Network::new(entities, occasions, &selection.entities))
}

/// The documents that the selection takes; `None` for all.
fn documents(store: &Store, selection: &Selection) -> Result<Option<Vec<NamedNode>>, AnalysisError> {
    let all = store.documents()?;
    if all.is_empty() {
        return Err(AnalysisError::Empty);
    }
    let mut chosen: Option<Vec<NamedNode>> = None;
    if let Some(name) = &selection.document {
        let found = store.find_documents(name)?;
        if found.is_empty() {
            return Err(AnalysisError::NoSuchDocument(name.clone()));
        }
        chosen = Some(found);
    }
    if let Some(name) = &selection.source {
        let published = published_by(store, name)?;
        chosen = Some(match chosen {
            Some(chosen) => chosen.into_iter().filter(|document| published.contains(document)).collect(),
            None => published.into_iter().collect(),
        });
    }
    Ok(chosen)
}

fn published_by(store: &Store, name: &str) -> Result<BTreeSet<NamedNode>, AnalysisError> {
    let mut published = BTreeSet::new();
    let mut present = BTreeSet::new();
    for quad in in_union(store.oxigraph(), schema::PUBLISHER, None) {
        let quad = quad?;
        let Term::NamedNode(publisher) = &quad.object else { continue };
        let names = store.about(publisher.as_ref())?;
        let names =
            names.iter().filter(|quad| quad.predicate.as_ref() == schema::NAME).filter_map(|quad| match &quad.object {
                Term::Literal(name) => Some(name.value()),
                _ => None,
            });
        for publisher_name in names {
            present.insert(publisher_name.to_owned());
            if same_name(publisher_name, name)
                && let NamedOrBlankNode::NamedNode(document) = &quad.subject
            {
                published.insert(document.clone());
            }
        }
    }
    if published.is_empty() {
        return Err(AnalysisError::NoSuchSource {
            source_name: name.to_owned(),
            present: present.into_iter().collect(),
        });
    }
    Ok(published)
}

fn in_union<'a>(
    store: &'a Oxigraph,
    property: NamedNodeRef<'a>,
    object: Option<TermRef<'a>>,
) -> impl Iterator<Item = Result<Quad, oxigraph::store::StorageError>> + 'a {
    store.quads_for_pattern(None, Some(property), object, Some(GraphNameRef::DefaultGraph))
}

/// How precise a place is: the least is the most specific.
const PLACE_CLASSES: [(NamedNodeRef<'static>, u8); 5] =
    [(schema::PLACE, 1), (schema::BUILDING, 0), (schema::CITY, 2), (schema::REGION, 3), (schema::COUNTRY, 4)];

struct Reader<'a> {
    store: &'a Oxigraph,
    graphs: Vec<GraphNameRef<'a>>,
    of_documents: bool,
}

impl Reader<'_> {
    fn quads<'b>(
        &'b self,
        property: NamedNodeRef<'b>,
        object: Option<TermRef<'b>>,
    ) -> impl Iterator<Item = Result<Quad, oxigraph::store::StorageError>> + 'b {
        self.graphs
            .iter()
            .flat_map(move |&graph| self.store.quads_for_pattern(None, Some(property), object, Some(graph)))
    }

    /// All entities of the store, with how precise a place they are.
    #[allow(clippy::type_complexity)]
    fn entities(&self) -> Result<(Vec<(Entity, u8)>, HashMap<String, EntityIndex>), AnalysisError> {
        let mut entities: Vec<(Entity, u8)> = Vec::new();
        let mut numbers: HashMap<String, EntityIndex> = HashMap::new();
        let kinds = [
            (schema::PERSON, EntityKind::Person),
            (schema::ORGANIZATION, EntityKind::Organisation),
            (schema::PLACE, EntityKind::Place),
            (att::GROUP, EntityKind::Group),
            (att::PEOPLE, EntityKind::Nationality),
            (schema::THING, EntityKind::Other),
        ];
        for (class, kind) in kinds {
            for quad in in_union(self.store, rdf::TYPE, Some(class.into())) {
                let NamedOrBlankNode::NamedNode(subject) = quad?.subject else { continue };
                let iri = subject.into_string();
                numbers.entry(iri).or_insert_with_key(|iri| {
                    let entity = Entity { iri: iri.as_str().into(), name: "".into(), aliases: Vec::new(), kind };
                    entities.push((entity, 1));
                    EntityIndex(entities.len() as u32 - 1)
                });
            }
        }
        let at = |subject: &NamedOrBlankNode| -> Option<usize> {
            let NamedOrBlankNode::NamedNode(subject) = subject else { return None };
            numbers.get(subject.as_str()).map(|index| index.0 as usize)
        };
        for (class, precision) in PLACE_CLASSES {
            for quad in in_union(self.store, rdf::TYPE, Some(class.into())) {
                if let Some(number) = at(&quad?.subject) {
                    entities[number].1 = precision;
                }
            }
        }
        for quad in in_union(self.store, att::MAIN_NAME, None) {
            let quad = quad?;
            if let (Some(number), Term::Literal(name)) = (at(&quad.subject), &quad.object) {
                entities[number].0.name = name.value().into();
            }
        }
        for property in [schema::NAME, schema::ALTERNATE_NAME] {
            for quad in in_union(self.store, property, None) {
                let quad = quad?;
                let (Some(number), Term::Literal(name)) = (at(&quad.subject), &quad.object) else { continue };
                let entity = &mut entities[number].0;
                if entity.name.is_empty() {
                    entity.name = name.value().into();
                } else if *entity.name != *name.value() && entity.aliases.iter().all(|alias| **alias != *name.value()) {
                    entity.aliases.push(name.value().into());
                }
            }
        }
        for (entity, _) in &mut entities {
            entity.aliases.sort();
            if entity.name.is_empty() {
                entity.name = entity.iri.rsplit(['/', '#']).next().unwrap_or_default().into();
            }
        }
        Ok((entities, numbers))
    }

    fn classes(&self, selection: &Selection, events: &mut Events<'_>) -> Result<(), AnalysisError> {
        if selection.kinds.is_empty() || selection.kinds.iter().any(|kind| kind == "all") {
            return self.all_classes(events);
        }
        for kind in &selection.kinds {
            let class = class_of_kind(kind.trim());
            let before = events.drafts.len();
            if class == ROLE {
                self.memberships(events)?;
            } else if let Ok(iri) = NamedNode::new(format!("{ATT}{class}")) {
                let class: Arc<str> = class.into();
                for quad in self.quads(rdf::TYPE, Some(iri.as_ref().into())) {
                    if let NamedOrBlankNode::NamedNode(event) = quad?.subject {
                        events.add(event.into_string(), &class);
                    }
                }
            }
            if events.drafts.len() == before && !self.is_known(kind)? {
                return Err(AnalysisError::NoSuchKind { kind: kind.clone(), present: self.kinds_present()? });
            }
        }
        Ok(())
    }

    /// Whether the store as a whole has events of a kind, or the kind was named twice.
    fn is_known(&self, kind: &str) -> Result<bool, AnalysisError> {
        Ok(self.kinds_present()?.contains(&kind_of_class(&class_of_kind(kind.trim()))))
    }

    fn kinds_present(&self) -> Result<Vec<String>, AnalysisError> {
        let all = Reader { store: self.store, graphs: vec![GraphNameRef::DefaultGraph], of_documents: false };
        let nobody = HashMap::new();
        let mut events = Events { entities: &nobody, drafts: Vec::new(), numbers: HashMap::new() };
        all.all_classes(&mut events)?;
        all.memberships(&mut events)?;
        let kinds: BTreeSet<String> = events.drafts.iter().map(|draft| kind_of_class(&draft.class)).collect();
        Ok(kinds.into_iter().collect())
    }

    fn all_classes(&self, events: &mut Events<'_>) -> Result<(), AnalysisError> {
        let unknown: Arc<str> = Arc::from("Event");
        for quad in self.quads(rdf::TYPE, Some(sem::EVENT.into())) {
            if let NamedOrBlankNode::NamedNode(event) = quad?.subject {
                events.add(event.into_string(), &unknown);
            }
        }
        let mut names: HashMap<String, Arc<str>> = HashMap::new();
        for quad in self.quads(rdf::TYPE, None) {
            let quad = quad?;
            let Term::NamedNode(class) = &quad.object else { continue };
            let Some(local) = class.as_str().strip_prefix(ATT) else { continue };
            let Some(draft) = events.draft(&quad.subject) else { continue };
            let name = names.entry(local.to_owned()).or_insert_with(|| Arc::from(local));
            // Of several classes the first in alphabetical order, whatever the order of the store.
            if *draft.class == *"Event" || **name < *draft.class {
                draft.class = Arc::clone(name);
            }
        }
        Ok(())
    }

    /// Posts held: the member and where the post is held.
    fn memberships(&self, events: &mut Events<'_>) -> Result<(), AnalysisError> {
        let class: Arc<str> = Arc::from(ROLE);
        for quad in self.quads(rdf::TYPE, Some(org::MEMBERSHIP.into())) {
            if let NamedOrBlankNode::NamedNode(membership) = quad?.subject {
                events.add(membership.into_string(), &class);
            }
        }
        for (property, role) in [(org::MEMBER, "member"), (att::HELD_AT, "heldAt")] {
            self.fill(events, property, role)?;
        }
        Ok(())
    }

    fn participants(&self, events: &mut Events<'_>) -> Result<(), AnalysisError> {
        self.fill(events, sem::HAS_ACTOR, "actor")
    }

    fn fill(&self, events: &mut Events<'_>, property: NamedNodeRef<'_>, role: &str) -> Result<(), AnalysisError> {
        let role: Arc<str> = role.into();
        for quad in self.quads(property, None) {
            let quad = quad?;
            let Some(entity) = events.entity(&quad.object) else { continue };
            if let Some(draft) = events.draft(&quad.subject) {
                draft.participants.push((entity, Arc::clone(&role)));
            }
        }
        Ok(())
    }

    fn times(&self, events: &mut Events<'_>) -> Result<(), AnalysisError> {
        for (property, is_end) in [(sem::BEGIN, false), (sem::END, true)] {
            for quad in self.quads(property, None) {
                let quad = quad?;
                let Term::Literal(literal) = &quad.object else { continue };
                let Ok(date) = literal.value().parse::<PartialDate>() else { continue };
                if let Some(draft) = events.draft(&quad.subject) {
                    let known = if is_end { &mut draft.end } else { &mut draft.start };
                    *known = Some(known.map_or(date, |known| more_precise(known, date)));
                }
            }
        }
        Ok(())
    }

    fn statuses(&self, events: &mut Events<'_>) -> Result<(), AnalysisError> {
        let property = if self.of_documents { att::STATUS } else { att::CURRENT_STATUS };
        for status in STATUSES {
            for quad in self.quads(property, Some(status_iri(status).into())) {
                if let Some(draft) = events.draft(&quad?.subject) {
                    draft.status = status;
                }
            }
        }
        Ok(())
    }

    fn places(&self, events: &mut Events<'_>, entities: &[(Entity, u8)]) -> Result<(), AnalysisError> {
        for quad in self.quads(sem::HAS_PLACE, None) {
            let quad = quad?;
            let Some(place) = events.entity(&quad.object) else { continue };
            if let Some(draft) = events.draft(&quad.subject) {
                draft.places.push((entities[place.0 as usize].1, place));
                draft.places.sort_unstable();
                draft.places.dedup();
            }
        }
        Ok(())
    }
}

/// A day says more than a month; of two days the first counts, whatever the order of the store.
fn more_precise(one: PartialDate, other: PartialDate) -> PartialDate {
    let precision = |date: PartialDate| (date.last_day() - date.first_day(), date);
    if precision(one) <= precision(other) { one } else { other }
}
