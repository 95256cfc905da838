//! The network behind the news: entities, the events they took part in, and who is tied to whom by them.

use super::calendar::When;
use crate::facts::{EntityKind, Status};
use petgraph::graph::{NodeIndex, UnGraph};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Index of an entity in [`Network::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIndex(pub u32);

/// Index of an event in [`Network::occasions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OccasionIndex(pub u32);

/// A person, organisation, place … of the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its IRI.
    pub iri: Box<str>,
    /// The name shown.
    pub name: Box<str>,
    /// The other names.
    pub aliases: Vec<Box<str>>,
    /// What it is.
    pub kind: EntityKind,
}

/// The words that tell of an event, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The words, verbatim.
    pub text: Box<str>,
    /// IRI of the document.
    pub document: Arc<str>,
    /// Title of the document.
    pub title: Option<Arc<str>>,
    /// Who published it.
    pub source: Option<Arc<str>>,
}

/// An event of the store: a meeting, a visit, a post held …
#[derive(Debug, Clone, PartialEq)]
pub struct Occasion {
    /// Its IRI.
    pub iri: Box<str>,
    /// Local name of its class: `Meeting`, `Visit` …
    pub class: Arc<str>,
    /// A sentence: "Ana Ruiz and Jon Berg meet in Oslo, 3 May 2026".
    pub label: Box<str>,
    /// Who took part, with the role (`participant`, `visitor`, `speaker` …), in the order of the entities.
    pub participants: Vec<(EntityIndex, Arc<str>)>,
    /// Where, most specific first.
    pub places: Vec<EntityIndex>,
    /// When.
    pub when: When,
    /// Why.
    pub why: Option<Box<str>>,
    /// Whether it took place.
    pub status: Status,
    /// The words that say so.
    pub evidence: Vec<Evidence>,
}

/// The word for a kind of entity, as `--entities` takes it.
pub fn kind_name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Group => "group",
        EntityKind::Nationality => "nationality",
        EntityKind::Other => "other",
    }
}

/// What ties two entities: the events they share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The events, in the order of [`Network::occasions`], that is by date.
    pub occasions: Vec<OccasionIndex>,
}

impl Tie {
    /// How strong the tie is: the number of events shared.
    pub fn weight(&self) -> f64 {
        self.occasions.len() as f64
    }
}

/// A node of the two-sided graph: entities on one side, events on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Who took part, or where.
    Entity(EntityIndex),
    /// In what.
    Occasion(OccasionIndex),
}

/// Entities, events, and the graph of who is tied to whom.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// By IRI.
    pub entities: Vec<Entity>,
    /// By date (those without one last), then by IRI.
    pub occasions: Vec<Occasion>,
    /// The entities that share an event with another; an edge for each pair that shares one.
    pub graph: UnGraph<EntityIndex, Tie>,
    nodes: Vec<Option<NodeIndex>>,
}

impl Network {
    /// Ties every two entities that share an event: participants of one of the `kinds`, and the most specific of the
    /// event's places if [`EntityKind::Place`] is among the kinds. `occasions` refer to entities by their index in
    /// `entities`.
    pub fn new(entities: Vec<Entity>, occasions: Vec<Occasion>, kinds: &[EntityKind]) -> Self {
        let (entities, occasions) = in_order(entities, occasions);
        let taken: Vec<bool> = entities.iter().map(|entity| kinds.contains(&entity.kind)).collect();
        Self::tied(entities, occasions, &taken)
    }

    /// The part of the network up to `steps` ties away from an entity.
    pub fn around(mut self, entity: EntityIndex, steps: usize) -> Self {
        let mut taken = vec![false; self.entities.len()];
        taken[entity.0 as usize] = true;
        let mut rim: Vec<NodeIndex> = self.node(entity).into_iter().collect();
        for _ in 0..steps {
            let mut next = Vec::new();
            for neighbour in rim.into_iter().flat_map(|node| self.graph.neighbors(node)) {
                let number = self.graph[neighbour].0 as usize;
                if !std::mem::replace(&mut taken[number], true) {
                    next.push(neighbour);
                }
            }
            rim = next;
        }
        self.occasions.retain(|occasion| occasion.participants.iter().any(|(who, _)| taken[who.0 as usize]));
        Self::tied(self.entities, self.occasions, &taken)
    }

    /// `taken` says of each entity whether it may be a node.
    fn tied(entities: Vec<Entity>, occasions: Vec<Occasion>, taken: &[bool]) -> Self {
        let mut pairs: Vec<(u32, u32, u32)> = Vec::new();
        let mut members: Vec<u32> = Vec::new();
        for (number, occasion) in occasions.iter().enumerate() {
            let places = occasion.places.iter().take(1);
            let concerned = occasion.participants.iter().map(|(entity, _)| entity).chain(places);
            members.clear();
            members.extend(concerned.map(|entity| entity.0).filter(|&entity| taken[entity as usize]));
            members.sort_unstable();
            members.dedup();
            for (position, &one) in members.iter().enumerate() {
                pairs.extend(members[position + 1..].iter().map(|&other| (one, other, number as u32)));
            }
        }
        pairs.sort_unstable();
        let mut network = Self { nodes: vec![None; entities.len()], entities, occasions, graph: UnGraph::default() };
        network.tie(&pairs);
        network
    }

    /// `pairs` are sorted, so that nodes and edges have the same numbers from run to run.
    fn tie(&mut self, pairs: &[(u32, u32, u32)]) {
        let mut tied = vec![false; self.entities.len()];
        for &(one, other, _) in pairs {
            tied[one as usize] = true;
            tied[other as usize] = true;
        }
        for entity in (0..self.entities.len()).filter(|&entity| tied[entity]) {
            self.nodes[entity] = Some(self.graph.add_node(EntityIndex(entity as u32)));
        }
        for group in pairs.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)) {
            let (one, other, _) = group[0];
            if let (Some(one), Some(other)) = (self.nodes[one as usize], self.nodes[other as usize]) {
                let occasions = group.iter().map(|&(_, _, occasion)| OccasionIndex(occasion)).collect();
                self.graph.add_edge(one, other, Tie { occasions });
            }
        }
    }

    /// The entity of an index.
    pub fn entity(&self, index: EntityIndex) -> &Entity {
        &self.entities[index.0 as usize]
    }

    /// The entity at a node of the graph.
    pub fn entity_at(&self, node: NodeIndex) -> &Entity {
        self.entity(self.graph[node])
    }

    /// The event of an index.
    pub fn occasion(&self, index: OccasionIndex) -> &Occasion {
        &self.occasions[index.0 as usize]
    }

    /// The node of an entity, if it is tied to any other.
    pub fn node(&self, entity: EntityIndex) -> Option<NodeIndex> {
        self.nodes.get(entity.0 as usize).copied().flatten()
    }

    /// Every event with its index.
    pub fn numbered_occasions(&self) -> impl Iterator<Item = (OccasionIndex, &Occasion)> {
        self.occasions.iter().enumerate().map(|(number, occasion)| (OccasionIndex(number as u32), occasion))
    }

    /// "Busan, South Korea": the places of an event, most specific first.
    pub fn place_names(&self, occasion: &Occasion) -> String {
        let names: Vec<&str> = occasion.places.iter().map(|&place| &*self.entity(place).name).collect();
        names.join(", ")
    }

    /// The two-sided graph: entities and events, an edge for each role an entity has in an event (`place` for where
    /// it was). Only what takes part in an event is in it.
    pub fn event_graph(&self) -> UnGraph<Side, Arc<str>> {
        let mut graph = UnGraph::default();
        let mut nodes: BTreeMap<EntityIndex, NodeIndex> = BTreeMap::new();
        let place_role: Arc<str> = Arc::from("place");
        for (index, occasion) in self.numbered_occasions() {
            let event = graph.add_node(Side::Occasion(index));
            let places = occasion.places.iter().map(|&place| (place, &place_role));
            for (entity, role) in occasion.participants.iter().map(|(entity, role)| (*entity, role)).chain(places) {
                let node = *nodes.entry(entity).or_insert_with(|| graph.add_node(Side::Entity(entity)));
                graph.add_edge(node, event, Arc::clone(role));
            }
        }
        graph
    }
}

/// Entities by IRI and events by date, with the indices in the events set right.
fn in_order(entities: Vec<Entity>, mut occasions: Vec<Occasion>) -> (Vec<Entity>, Vec<Occasion>) {
    let mut numbered: Vec<(u32, Entity)> =
        entities.into_iter().enumerate().map(|(number, entity)| (number as u32, entity)).collect();
    numbered.par_sort_by(|left, right| left.1.iri.cmp(&right.1.iri));
    let mut place = vec![0_u32; numbered.len()];
    for (new, (old, _)) in numbered.iter().enumerate() {
        place[*old as usize] = new as u32;
    }
    let moved = |index: EntityIndex| EntityIndex(place[index.0 as usize]);
    for occasion in &mut occasions {
        for (entity, _) in &mut occasion.participants {
            *entity = moved(*entity);
        }
        for entity in &mut occasion.places {
            *entity = moved(*entity);
        }
        occasion.participants.sort();
        occasion.participants.dedup();
    }
    by_date(&mut occasions);
    (numbered.into_iter().map(|(_, entity)| entity).collect(), occasions)
}

/// Puts events in the order of their dates, those without one last; of one date by IRI.
pub(super) fn by_date(occasions: &mut [Occasion]) {
    let key = |occasion: &Occasion| occasion.when.days().map_or((1, 0, 0), |(first, last)| (0, first, last));
    occasions.par_sort_by(|left, right| key(left).cmp(&key(right)).then_with(|| left.iri.cmp(&right.iri)));
}
