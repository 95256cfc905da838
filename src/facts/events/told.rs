//! One event as it was told: all its tellings, and what they add up to.

use super::place;
use super::telling::Telling;
use crate::facts::{EntityId, Interval, Referents, Status};

/// Tellings of one event.
#[derive(Debug, Clone)]
pub struct Told {
    /// In the order of the text.
    pub tellings: Vec<Telling>,
}

impl Told {
    /// The places: the first telling's that has some, completed by those of the others that contain it.
    pub fn places(&self, referents: &Referents) -> Vec<EntityId> {
        let mut all: Vec<EntityId> = Vec::new();
        for place in self.tellings.iter().flat_map(|telling| &telling.places) {
            if !all.contains(place) {
                all.push(*place);
            }
        }
        let mut sorted: Vec<EntityId> = Vec::new();
        for place in all {
            let at = sorted.iter().position(|&other| place::contains(referents, other, place));
            sorted.insert(at.unwrap_or(sorted.len()), place);
        }
        sorted
    }

    /// The most precise time told.
    pub fn time(&self) -> Option<Interval> {
        let times = self.tellings.iter().filter_map(|telling| telling.time.as_ref());
        let mut best: Option<&Interval> = None;
        for time in times {
            if best.is_none_or(|known| precision(time) > precision(known)) {
                best = Some(time);
            }
        }
        best.cloned()
    }

    /// Fillers of a role over all tellings.
    pub fn entities(&self, role: &str) -> Vec<EntityId> {
        let mut all = Vec::new();
        for id in self.tellings.iter().flat_map(|telling| telling.entities(role)) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    }

    /// The status that the tellings add up to: called off beats all, what has happened beats what was planned, and
    /// clear words beat guesses.
    pub fn status(&self) -> Status {
        let clear: Vec<Status> = self
            .tellings
            .iter()
            .filter(|telling| telling.reading.clear)
            .map(|telling| telling.reading.status)
            .collect();
        let any: Vec<Status> = self.tellings.iter().map(|telling| telling.reading.status).collect();
        let pool = if clear.is_empty() { any } else { clear };
        let order = [Status::Cancelled, Status::Happened, Status::Planned, Status::Denied, Status::Possible];
        order.into_iter().find(|status| pool.contains(status)).unwrap_or(Status::Happened)
    }
}

fn precision(time: &Interval) -> (usize, bool) {
    (time.start.as_ref().or(time.end.as_ref()).map_or(0, String::len), time.end.is_some())
}
