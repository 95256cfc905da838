//! What happened when, of a person, a pair or a place; and who met where.

use super::network::{EntityIndex, Network, Occasion, OccasionIndex};
use std::collections::{BTreeMap, BTreeSet};

/// The events in which all the given entities took part, or which were at the given places, by date; those without a
/// date come last. Without entities, all events.
pub fn timeline(network: &Network, of: &[EntityIndex]) -> Vec<OccasionIndex> {
    network
        .numbered_occasions()
        .filter(|(_, occasion)| of.iter().all(|&entity| concerns(occasion, entity)))
        .map(|(index, _)| index)
        .collect()
}

/// Whether an entity took part in an event, or is where it was.
pub fn concerns(occasion: &Occasion, entity: EntityIndex) -> bool {
    occasion.participants.iter().any(|&(participant, _)| participant == entity) || occasion.places.contains(&entity)
}

/// What went on at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceEvents {
    /// Where, most specific first: Busan, South Korea.
    pub place: Vec<EntityIndex>,
    /// The events, by date.
    pub occasions: Vec<OccasionIndex>,
    /// Who took part in them.
    pub who: BTreeSet<EntityIndex>,
}

/// Who met where: the places with the most events first, then by name.
pub fn places(network: &Network) -> Vec<PlaceEvents> {
    let mut found: BTreeMap<&[EntityIndex], (Vec<OccasionIndex>, BTreeSet<EntityIndex>)> = BTreeMap::new();
    for (index, occasion) in network.numbered_occasions().filter(|(_, occasion)| !occasion.places.is_empty()) {
        let (occasions, who) = found.entry(&occasion.places).or_default();
        occasions.push(index);
        who.extend(occasion.participants.iter().map(|&(entity, _)| entity));
    }
    let mut places: Vec<PlaceEvents> = found
        .into_iter()
        .map(|(place, (occasions, who))| PlaceEvents { place: place.to_vec(), occasions, who })
        .collect();
    let name = |place: &PlaceEvents| place.place.first().map(|&first| &network.entity(first).name);
    places.sort_by(|left, right| {
        right.occasions.len().cmp(&left.occasions.len()).then_with(|| name(left).cmp(&name(right)))
    });
    places
}
