//! Store → [`Gathered`]: who took part in which events, when and where.
//!
//! The store is read by property, along its index, and joined here: for a network of a million events that is several
//! times faster than asking for each event. The properties are read side by side. The words (labels, reasons, evidence) are
//! read afterwards, by [`describe`](crate::analysis::details::describe), and only for the events that are shown.

mod entities;
mod rows;
mod touched;

use crate::analysis::calendar::{PartialDate, When};
use crate::analysis::error::AnalysisError;
use crate::analysis::gathered::Gathered;
use crate::analysis::network::{Entity, EntityIndex, Occasion, by_date};
use crate::analysis::selection::ROLE;
use crate::facts::Status;
use crate::graph::status_iri;
use crate::graph::vocabulary::{ATT, att, org, rdf, sem};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, Term};
use oxigraph::store::Store as Oxigraph;
use rayon::iter::Either;
use rayon::prelude::*;
use rows::{Row, rows};
use std::collections::HashMap;
use std::iter;
use std::sync::Arc;

const STATUSES: [Status; 5] = [Status::Happened, Status::Planned, Status::Possible, Status::Denied, Status::Cancelled];

/// The class of an event that has none of Attaché's own.
const UNKNOWN: &str = "Event";

/// Entities whose events are asked for together, by one thread.
const PORTION: usize = 512;

/// What is read: the union of all documents, or the graphs of some.
pub struct Reader<'a> {
    store: &'a Oxigraph,
    graphs: Vec<GraphNameRef<'a>>,
    of_documents: bool,
}

/// What is said of an event.
enum Fact {
    Start(PartialDate),
    End(PartialDate),
    Is(Status),
    TakesPart(EntityIndex, &'static str),
    At(EntityIndex),
}

/// A part of the reading that needs no other.
enum Errand<'a> {
    Dates(NamedNodeRef<'static>, fn(PartialDate) -> Fact),
    Status(Status),
    Participants(NamedNodeRef<'static>, &'static str),
    /// The events of entities, from a number on.
    Actors(usize, &'a [Entity]),
    Places,
}

impl<'a> Reader<'a> {
    /// Reads what all documents say.
    pub fn of_everything(store: &'a Oxigraph) -> Self {
        Self { store, graphs: vec![GraphNameRef::DefaultGraph], of_documents: false }
    }

    /// Reads what some documents say.
    pub fn of_documents(store: &'a Oxigraph, documents: &'a [NamedNode]) -> Self {
        let graphs = documents.iter().map(|document| GraphNameRef::from(document.as_ref())).collect();
        Self { store, graphs, of_documents: true }
    }

    /// All entities of the store, and the events and posts that the documents tell of.
    ///
    /// # Errors
    /// [`AnalysisError::Store`] where the store cannot be read.
    pub fn gather(&self) -> Result<Gathered, AnalysisError> {
        let (entities, events) = rayon::join(|| self.entities(), || self.events());
        let ((entities, precision), mut occasions) = (entities?, events?);
        let facts: Vec<Vec<(u32, Fact)>> = {
            let known = Known {
                entities: numbers(&entities, |entity| &entity.iri),
                occasions: numbers(&occasions, |occasion| &occasion.iri),
            };
            self.errands(&entities).par_iter().map(|errand| self.run(errand, &known)).collect::<Result<_, _>>()?
        };
        apply(&mut occasions, facts.into_iter().flatten());
        occasions.par_iter_mut().for_each(|occasion| put_in_order(occasion, |place| precision[place.0 as usize]));
        by_date(&mut occasions);
        Ok(Gathered { entities, occasions })
    }

    /// What has a property, in all graphs that are read, and what it has there, where that is not given.
    fn rows(
        &self,
        property: NamedNodeRef<'_>,
        object: Option<NamedNodeRef<'_>>,
    ) -> impl Iterator<Item = Result<Row, AnalysisError>> {
        self.graphs.iter().flat_map(move |&graph| match rows(self.store, graph, property, object) {
            Ok(rows) => Either::Left(rows),
            Err(error) => Either::Right(iter::once(Err(error))),
        })
    }

    /// The IRIs of a class.
    fn instances(&self, class: NamedNodeRef<'_>) -> Result<Vec<Box<str>>, AnalysisError> {
        self.rows(rdf::TYPE, Some(class)).map(|row| Ok(row?.0)).collect()
    }

    /// The events and the posts held, with their classes and nothing else.
    fn events(&self) -> Result<Vec<Occasion>, AnalysisError> {
        let class = |class: NamedNodeRef<'_>| -> Result<Vec<Box<str>>, AnalysisError> {
            let mut found = self.instances(class)?;
            if self.of_documents {
                found.par_sort_unstable();
                found.dedup();
            }
            Ok(found)
        };
        let (events, posts) = rayon::join(|| class(sem::EVENT), || class(org::MEMBERSHIP));
        let (events, posts) = (events?, posts?);
        let classes = self.classes(&events)?;
        let role: Arc<str> = Arc::from(ROLE);
        let posts = posts.into_iter().map(|iri| (iri, Arc::clone(&role)));
        Ok(events.into_iter().zip(classes).chain(posts).map(|(iri, class)| occasion(iri, class)).collect())
    }

    /// The class of each event. Any event whose class is not known yet tells of a class, and that class of all its
    /// events: reading the classes of each by itself would take a search of the index each.
    fn classes(&self, events: &[Box<str>]) -> Result<Vec<Arc<str>>, AnalysisError> {
        let numbers = numbers(events, |iri| iri);
        let unknown: Arc<str> = Arc::from(UNKNOWN);
        let mut classes: Vec<Option<Arc<str>>> = vec![None; events.len()];
        for number in 0..events.len() {
            if classes[number].is_some() {
                continue;
            }
            let Some(class) = self.class_of(&events[number])? else {
                classes[number] = Some(Arc::clone(&unknown));
                continue;
            };
            let iri = NamedNode::new_unchecked(format!("{ATT}{class}"));
            let class: Arc<str> = class.into();
            for event in self.instances(iri.as_ref())? {
                if let Some(&number) = numbers.get(&*event) {
                    // Of several classes the first in alphabetical order, whatever the order of the store.
                    let known = &mut classes[number as usize];
                    if known.as_ref().is_none_or(|known| class < *known) {
                        *known = Some(Arc::clone(&class));
                    }
                }
            }
        }
        Ok(classes.into_iter().map(|class| class.unwrap_or_else(|| Arc::clone(&unknown))).collect())
    }

    /// The local name of an event's class: of several the first in alphabetical order.
    fn class_of(&self, event: &str) -> Result<Option<String>, AnalysisError> {
        let subject = NamedNodeRef::new_unchecked(event);
        let mut found: Option<String> = None;
        for &graph in &self.graphs {
            for quad in self.store.quads_for_pattern(Some(subject.into()), Some(rdf::TYPE), None, Some(graph)) {
                if let Term::NamedNode(class) = quad?.object
                    && let Some(local) = class.as_str().strip_prefix(ATT)
                    && found.as_deref().is_none_or(|found| local < found)
                {
                    found = Some(local.to_owned());
                }
            }
        }
        Ok(found)
    }

    fn errands<'b>(&self, entities: &'b [Entity]) -> Vec<Errand<'b>> {
        let mut errands = vec![
            Errand::Dates(sem::BEGIN, Fact::Start),
            Errand::Dates(sem::END, Fact::End),
            Errand::Places,
            Errand::Participants(org::MEMBER, "member"),
            Errand::Participants(att::HELD_AT, "heldAt"),
        ];
        // What has no status of its own happened, so that the many that did need not be read.
        errands.extend(STATUSES.into_iter().filter(|&status| status != Status::Happened).map(Errand::Status));
        if self.of_documents {
            errands.push(Errand::Participants(sem::HAS_ACTOR, "actor"));
        } else {
            let portions = entities.chunks(PORTION).enumerate();
            errands.extend(portions.map(|(number, portion)| Errand::Actors(number * PORTION, portion)));
        }
        errands
    }

    fn run(&self, errand: &Errand<'_>, known: &Known<'_>) -> Result<Vec<(u32, Fact)>, AnalysisError> {
        let mut facts = Vec::new();
        match *errand {
            Errand::Dates(property, fact) => {
                for row in self.rows(property, None) {
                    let (event, value) = row?;
                    if let (Some(number), Some(Term::Literal(literal))) = (known.occasion(&event), value)
                        && let Ok(date) = literal.value().parse()
                    {
                        facts.push((number, fact(date)));
                    }
                }
            }
            Errand::Status(status) => {
                let property = if self.of_documents { att::STATUS } else { att::CURRENT_STATUS };
                for row in self.rows(property, Some(status_iri(status))) {
                    facts.extend(known.occasion(&row?.0).map(|number| (number, Fact::Is(status))));
                }
            }
            Errand::Participants(property, role) => {
                for row in self.rows(property, None) {
                    let (event, entity) = row?;
                    if let (Some(number), Some(entity)) = (known.occasion(&event), known.entity(entity)) {
                        facts.push((number, Fact::TakesPart(entity, role)));
                    }
                }
            }
            Errand::Actors(first, entities) => {
                for (position, entity) in entities.iter().enumerate() {
                    let index = EntityIndex((first + position) as u32);
                    for row in self.rows(sem::HAS_ACTOR, Some(NamedNodeRef::new_unchecked(&entity.iri))) {
                        facts.extend(known.occasion(&row?.0).map(|number| (number, Fact::TakesPart(index, "actor"))));
                    }
                }
            }
            Errand::Places => {
                for row in self.rows(sem::HAS_PLACE, None) {
                    let (event, place) = row?;
                    if let (Some(number), Some(place)) = (known.occasion(&event), known.entity(place)) {
                        facts.push((number, Fact::At(place)));
                    }
                }
            }
        }
        Ok(facts)
    }
}

/// An event of which nothing is known yet.
fn occasion(iri: Box<str>, class: Arc<str>) -> Occasion {
    Occasion {
        iri,
        class,
        label: "".into(),
        participants: Vec::new(),
        places: Vec::new(),
        when: When::default(),
        why: None,
        status: Status::Happened,
        evidence: Vec::new(),
    }
}

/// Adds to events what is said of them, each by its number.
fn apply(occasions: &mut [Occasion], facts: impl IntoIterator<Item = (u32, Fact)>) {
    let roles: HashMap<&str, Arc<str>> = ["actor", "member", "heldAt"].map(|role| (role, Arc::from(role))).into();
    for (number, fact) in facts {
        let occasion = &mut occasions[number as usize];
        let when = &mut occasion.when;
        match fact {
            Fact::Start(date) => when.start = Some(when.start.map_or(date, |known| more_precise(known, date))),
            Fact::End(date) => when.end = Some(when.end.map_or(date, |known| more_precise(known, date))),
            Fact::Is(status) => occasion.status = status,
            Fact::TakesPart(entity, role) => occasion.participants.push((entity, Arc::clone(&roles[role]))),
            Fact::At(place) => occasion.places.push(place),
        }
    }
}

/// Leaves what an event says in one order, whatever that of the store.
fn put_in_order(occasion: &mut Occasion, precision: impl Fn(EntityIndex) -> u8) {
    let When { start, end } = occasion.when;
    occasion.when.end = end.filter(|_| end != start);
    occasion.places.sort_unstable_by_key(|&place| (precision(place), place));
    occasion.places.dedup();
    occasion.participants.sort_unstable();
    occasion.participants.dedup();
}

/// The numbers of what is known by IRI.
struct Known<'a> {
    entities: HashMap<&'a str, u32>,
    occasions: HashMap<&'a str, u32>,
}

impl Known<'_> {
    fn occasion(&self, iri: &str) -> Option<u32> {
        self.occasions.get(iri).copied()
    }

    fn entity(&self, term: Option<Term>) -> Option<EntityIndex> {
        let Some(Term::NamedNode(iri)) = term else { return None };
        self.entities.get(iri.as_str()).copied().map(EntityIndex)
    }
}

fn numbers<T>(things: &[T], iri: impl Fn(&T) -> &str) -> HashMap<&str, u32> {
    things.iter().enumerate().map(|(number, thing)| (iri(thing), number as u32)).collect()
}

/// A day says more than a month; of two days the first counts, whatever the order of the store.
fn more_precise(one: PartialDate, other: PartialDate) -> PartialDate {
    let precision = |date: PartialDate| (date.last_day() - date.first_day(), date);
    if precision(one) <= precision(other) { one } else { other }
}
