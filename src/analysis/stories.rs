//! Reports on events: how two people are connected, what happened when and where, who met most often.

use super::calendar::When;
use super::common::Shared;
use super::network::{EntityIndex, Network, OccasionIndex, kind_name};
use super::pairs::Pair;
use super::report::{Cell, Named, Report};
use super::timeline::PlaceEvents;
use std::collections::BTreeSet;

fn name(network: &Network, entity: EntityIndex) -> Cell {
    Cell::from(network.entity(entity))
}

fn date(when: When) -> Cell {
    Cell::from(when.to_string())
}

/// Where, when, why, whether, and the words that say so: the end of each row about an event.
fn told(network: &Network, index: OccasionIndex) -> [Cell; 5] {
    let occasion = network.occasion(index);
    let evidence = occasion.evidence.first();
    [
        network.place_names(occasion).into(),
        occasion.why.as_deref().into(),
        occasion.status.name().into(),
        evidence.map(|words| &*words.text).into(),
        evidence.map(|words| &*words.document).into(),
    ]
}

/// The event that shows best why two entities are tied: one that happened before one that is planned, a later one
/// before an earlier one.
pub fn best_occasion(network: &Network, occasions: &[OccasionIndex]) -> Option<OccasionIndex> {
    let status = |index: OccasionIndex| network.occasion(index).status;
    let dated = |index: OccasionIndex| network.occasion(index).when.days().is_none();
    occasions.iter().copied().min_by_key(|&index| (status(index), dated(index), std::cmp::Reverse(index)))
}

/// The steps of paths, each with the event that ties its ends.
pub fn path(network: &Network, paths: &[Vec<EntityIndex>]) -> Report {
    let mut rows = Vec::new();
    for (number, path) in paths.iter().enumerate() {
        for (step, ends) in path.windows(2).enumerate() {
            let Some(occasions) = occasions_of(network, ends[0], ends[1]) else { continue };
            let Some(best) = best_occasion(network, occasions) else { continue };
            let occasion = network.occasion(best);
            let mut row = vec![
                (number + 1).into(),
                (step + 1).into(),
                name(network, ends[0]),
                name(network, ends[1]),
                Cell::from(&*occasion.class),
                date(occasion.when),
            ];
            row.extend(told(network, best));
            row.extend([occasions.len().into(), Cell::from(&*occasion.iri)]);
            rows.push(row);
        }
    }
    let columns = &[
        "path",
        "step",
        "from",
        "to",
        "kind",
        "when",
        "where",
        "why",
        "status",
        "evidence",
        "document*",
        "events",
        "event*",
    ];
    Report { columns, rows, note: None }
}

/// The events that two entities share.
pub fn occasions_of(network: &Network, one: EntityIndex, other: EntityIndex) -> Option<&[OccasionIndex]> {
    let edge = network.graph.find_edge(network.node(one)?, network.node(other)?)?;
    Some(&network.graph[edge].occasions)
}

/// Events by date.
pub fn timeline(network: &Network, occasions: &[OccasionIndex]) -> Report {
    let rows = occasions
        .iter()
        .map(|&index| {
            let occasion = network.occasion(index);
            let mut row = vec![date(occasion.when), Cell::from(&*occasion.class), Cell::from(&*occasion.label)];
            row.extend(told(network, index));
            row.push(Cell::from(&*occasion.iri));
            row
        })
        .collect();
    let columns = &["when", "kind", "what", "where", "why", "status", "evidence", "document*", "event*"];
    Report { columns, rows, note: None }
}

/// Who met where.
pub fn places(network: &Network, places: &[PlaceEvents]) -> Report {
    let rows = places
        .iter()
        .map(|place| {
            let names: Vec<&str> = place.place.iter().map(|&part| &*network.entity(part).name).collect();
            let dates: Vec<When> = place.occasions.iter().map(|&index| network.occasion(index).when).collect();
            let dated = || dates.iter().filter(|when| when.days().is_some());
            vec![
                Cell::from(names.join(", ")),
                place.occasions.len().into(),
                Cell::Entities(by_name(network, &place.who)),
                dated().next().map(ToString::to_string).into(),
                dated().next_back().map(ToString::to_string).into(),
            ]
        })
        .collect();
    Report { columns: &["place", "events", "who", "first", "last"], rows, note: None }
}

fn by_name(network: &Network, who: &BTreeSet<EntityIndex>) -> Vec<Named> {
    let mut named: Vec<Named> = who.iter().map(|&entity| network.entity(entity).into()).collect();
    named.sort_by(|left, right| left.name.cmp(&right.name));
    named
}

/// Who met most often, and who has stopped meeting.
pub fn pairs(network: &Network, pairs: &[Pair]) -> Report {
    let days = |days: Option<i32>| days.map_or(Cell::Nothing, |days| Cell::Whole(i64::from(days)));
    let rows = pairs
        .iter()
        .map(|pair| {
            vec![
                name(network, pair.first),
                name(network, pair.second),
                pair.happened.into(),
                pair.planned.into(),
                pair.earliest.map(|when| when.to_string()).into(),
                pair.latest.map(|when| when.to_string()).into(),
                days(pair.interval),
                days(pair.silence),
                Cell::Yes(pair.stopped),
            ]
        })
        .collect();
    let columns = &["one", "other", "happened", "planned", "first", "last", "usual pause", "silent for", "stopped"];
    let note = "Pauses in days; silent until the last event of the network. Stopped: three or more events, none \
                planned, and silent for more than twice the longest pause.";
    Report { columns, rows, note: Some(note.to_owned()) }
}

/// Whom both met.
pub fn common(network: &Network, shared: &[Shared]) -> Report {
    let last = |occasions: &[OccasionIndex]| {
        best_occasion(network, occasions).map(|index| network.occasion(index).when.to_string()).into()
    };
    let rows = shared
        .iter()
        .map(|shared| {
            vec![
                name(network, shared.who),
                kind_name(network.entity(shared.who).kind).into(),
                shared.with_first.len().into(),
                last(&shared.with_first),
                shared.with_second.len().into(),
                last(&shared.with_second),
                Cell::from(&*network.entity(shared.who).iri),
            ]
        })
        .collect();
    let columns =
        &["who", "kind", "with the first", "last with the first", "with the second", "last with the second", "entity*"];
    Report { columns, rows, note: None }
}
