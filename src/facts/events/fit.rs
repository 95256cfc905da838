//! Whether a telling can be of the same event as others: participants, place, time and status must agree.

use super::merge::Merger;
use super::place;
use super::telling::Telling;
use super::told::Told;
use crate::facts::{EntityId, EntityKind, Interval, Status};

/// An event noun refers back no further than this many sentences.
const NEAR: usize = 6;

impl Merger<'_> {
    /// How well a telling fits an event; `None` where it cannot be the same.
    pub fn fit(&self, telling: &Telling, event: &Told) -> Option<i32> {
        let class = self.rules.rules[telling.rule].class;
        let first = &event.tellings[0];
        if self.rules.rules[first.rule].class != class {
            return None;
        }
        if first.trigger == telling.trigger {
            return None;
        }
        let mut score = 0;
        match &self.rules.classes[class].participants {
            Some(role) => score += self.fit_participants(role, telling, event)?,
            None => score += self.fit_roles(telling, event)?,
        }
        let here = event.places(self.referents);
        if let (Some(a), Some(b)) = (telling.places.first(), here.first()) {
            let same = here.contains(a) || telling.places.contains(b);
            if !same && !place::contains(self.referents, *a, *b) && !place::contains(self.referents, *b, *a) {
                return None;
            }
            score += 4;
        }
        let same_time = match (&telling.time, event.time()) {
            (Some(a), Some(b)) => {
                if !overlap(a, &b) {
                    return None;
                }
                score += 3;
                true
            }
            _ => false,
        };
        score += self.fit_status(telling, event, same_time)?;
        let distance = event
            .tellings
            .iter()
            .map(|other| self.trees.sentence_index(other.trigger).abs_diff(self.trees.sentence_index(telling.trigger)))
            .min()
            .unwrap_or(0);
        if telling.anaphoric {
            let before = event.tellings.iter().any(|other| other.trigger < telling.trigger);
            let named =
                self.rules.classes[class].participants.as_ref().is_some_and(|role| !telling.entities(role).is_empty());
            if !(before || named) || distance > NEAR {
                return None;
            }
            score -= distance as i32 + if before { 0 } else { 4 };
        }
        score -= distance.min(2) as i32;
        Some(score)
    }

    fn fit_participants(&self, role: &str, telling: &Telling, event: &Told) -> Option<i32> {
        let known = event.entities(role);
        let new = telling.entities(role);
        if telling.anaphoric {
            let all = new.iter().all(|id| self.has(&known, *id));
            return all.then_some(new.len() as i32);
        }
        let (fewer, more) = if new.len() <= known.len() { (&new, &known) } else { (&known, &new) };
        let shared = fewer.iter().filter(|id| more.contains(id)).count();
        let covered = fewer.iter().all(|id| self.has(more, *id));
        let visits = self.rules.rules[telling.rule].roles.iter().any(|r| r.name == "place" && r.minimum > 0);
        let enough = if visits { shared >= 1 } else { shared >= 2 || shared >= 1 && covered && fewer.len() >= 2 };
        if !covered || !enough {
            let words: Vec<String> =
                event.tellings.iter().flat_map(|other| other.texts(role)).map(|p| p.text.to_lowercase()).collect();
            let groups = telling.texts(role).iter().any(|passage| words.contains(&passage.text.to_lowercase()));
            let by_office = telling.texts(role).iter().any(|passage| self.is_office(&passage.text))
                || event
                    .tellings
                    .iter()
                    .flat_map(|other| other.texts(role))
                    .any(|passage| self.is_office(&passage.text));
            return (covered && shared >= 1 && (groups || by_office)).then_some(3);
        }
        Some(shared as i32 * 2)
    }

    /// "the foreign minister": somebody that another telling can name.
    fn is_office(&self, words: &str) -> bool {
        words.split_whitespace().last().is_some_and(|last| self.rules.is("shared#office-holders", &last.to_lowercase()))
    }

    /// Whether an entity is among others, or is a country that one of them stands for.
    fn has(&self, entities: &[EntityId], id: EntityId) -> bool {
        entities.contains(&id)
            || self.referents.entity(id).kind != EntityKind::Person
                && entities.iter().any(|&other| self.stands_for(other, id))
    }

    fn stands_for(&self, person: EntityId, body: EntityId) -> bool {
        self.memberships.iter().any(|membership| {
            membership.who == person
                && membership.at.is_some_and(|at| at == body || self.referents.entity(at).part_of == Some(body))
        })
    }

    /// Events without equal participants: the roles that both tellings fill must agree, and one must be filled by both.
    fn fit_roles(&self, telling: &Telling, event: &Told) -> Option<i32> {
        let mut agreed = 0;
        for role in &self.rules.rules[telling.rule].roles {
            let (known, new) = (event.entities(&role.name), telling.entities(&role.name));
            if known.is_empty() || new.is_empty() {
                continue;
            }
            if !new.iter().all(|id| known.contains(id)) && !known.iter().all(|id| new.contains(id)) {
                return None;
            }
            agreed += 1;
        }
        let texts_differ = self.rules.rules[telling.rule].roles.iter().any(|role| {
            let texts = telling.texts(&role.name);
            let known: Vec<String> = event
                .tellings
                .iter()
                .flat_map(|other| other.texts(&role.name))
                .map(|p| p.text.to_lowercase())
                .collect();
            !texts.is_empty() && !known.is_empty() && !texts.iter().any(|p| known.contains(&p.text.to_lowercase()))
        });
        (agreed > 0 && !texts_differ).then_some(agreed)
    }

    fn fit_status(&self, telling: &Telling, event: &Told, same_time: bool) -> Option<i32> {
        let (a, b) = (telling.reading, event.status());
        if a.status == b {
            return Some(2);
        }
        let clear = a.clear && event.tellings.iter().any(|other| other.reading.clear);
        let apart = matches!(
            (a.status, b),
            (Status::Happened, Status::Planned | Status::Possible)
                | (Status::Planned | Status::Possible, Status::Happened)
        );
        if apart && telling.anaphoric {
            return Some(-3);
        }
        if apart && !same_time {
            let same_place = telling
                .places
                .first()
                .is_some_and(|place| event.tellings.iter().any(|other| other.places.first() == Some(place)));
            return (!clear && same_place).then_some(-2);
        }
        Some(0)
    }
}

/// Whether two times can be the same: they share a day at the precision of the vaguer one.
fn overlap(a: &Interval, b: &Interval) -> bool {
    let (Some(a_start), Some(b_start)) = (a.start.as_ref().or(a.end.as_ref()), b.start.as_ref().or(b.end.as_ref()))
    else {
        return true;
    };
    let a_end = a.end.as_ref().unwrap_or(a_start);
    let b_end = b.end.as_ref().unwrap_or(b_start);
    not_after(a_start, b_end) && not_after(b_start, a_end)
}

fn not_after(a: &str, b: &str) -> bool {
    let shorter = a.len().min(b.len());
    a.get(..shorter) <= b.get(..shorter)
}
