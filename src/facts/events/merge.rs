//! One event told several times is one event: tellings → events with claims.

use super::place;
use super::purpose::Purpose;
use super::rules::Rules;
use super::telling::Telling;
use crate::facts::{EntityId, EntityKind, Interval, Membership, Passage, Referents, Status};
use crate::language::{TokenId, Trees};

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

/// Merges tellings.
#[derive(Debug, Clone, Copy)]
pub struct Merger<'a> {
    /// Classes and rules.
    pub rules: &'a Rules,
    /// Entities.
    pub referents: &'a Referents,
    /// Posts: who stands for which country.
    pub memberships: &'a [Membership],
    /// For the order and distance of tellings.
    pub trees: &'a Trees<'a>,
    /// The text of the document.
    pub text: &'a str,
}

/// An event noun refers back no further than this many sentences.
const NEAR: usize = 6;

impl Merger<'_> {
    /// Groups tellings into events; those that tell much come first, so that the vague ones find their event.
    pub fn merge(&self, tellings: Vec<Telling>) -> Vec<Told> {
        let tellings = self.without_repeated_purposes(tellings);
        let mut order: Vec<usize> = (0..tellings.len()).collect();
        let rank =
            |telling: &Telling| (telling.anaphoric, telling.places.is_empty(), telling.time.is_none(), telling.trigger);
        order.sort_by_key(|&i| rank(&tellings[i]));
        let mut events: Vec<Told> = Vec::new();
        for i in order {
            let telling = &tellings[i];
            match self.event_of(telling, &events) {
                Some(event) => events[event].tellings.push(telling.clone()),
                None if telling.anaphoric => {}
                None => events.push(Told { tellings: vec![telling.clone()] }),
            }
        }
        for event in &mut events {
            event.tellings.sort_by_key(|telling| telling.trigger);
        }
        events.sort_by_key(|event| (event.tellings[0].trigger, event.tellings[0].places.first().copied()));
        events
    }

    /// "met for talks" tells of one meeting: a telling inside the purpose of another of its class is dropped. "They have
    /// led negotiations, having met in Oslo and Rome" tells of the meetings, and that they were negotiations.
    fn without_repeated_purposes(&self, mut tellings: Vec<Telling>) -> Vec<Telling> {
        let mut repeated = vec![false; tellings.len()];
        for inner in 0..tellings.len() {
            for outer in 0..tellings.len() {
                if inner == outer || !self.same_class(&tellings[inner], &tellings[outer]) {
                    continue;
                }
                if self.is_same_journey(&tellings[inner], &tellings[outer]) {
                    repeated[inner] = true;
                    let further = tellings[inner].places.clone();
                    tellings[outer].places.extend(further);
                } else if self.is_elaborated(&tellings[inner], &tellings[outer]) {
                    repeated[inner] = true;
                    let purpose = tellings[inner].purpose.clone().or_else(|| self.named_by(tellings[inner].trigger));
                    let outer = &mut tellings[outer];
                    outer.purpose = outer.purpose.take().or(purpose);
                } else if self.is_purpose_of(&tellings[inner], &tellings[outer]) {
                    repeated[inner] = true;
                }
            }
        }
        tellings.into_iter().zip(repeated).filter(|(_, repeated)| !repeated).map(|(telling, _)| telling).collect()
    }

    fn same_class(&self, a: &Telling, b: &Telling) -> bool {
        a.trigger != b.trigger
            && self.rules.rules[a.rule].class == self.rules.rules[b.rule].class
            && !b.anaphoric
            && self.rules.classes[self.rules.rules[a.rule].class].participants.is_some()
    }

    fn shared(&self, a: &Telling, b: &Telling) -> (usize, usize) {
        let role = self.rules.classes[self.rules.rules[a.rule].class].participants.clone().unwrap_or_default();
        let (mine, theirs) = (a.entities(&role), b.entities(&role));
        (mine.iter().filter(|id| theirs.contains(id)).count(), mine.len())
    }

    fn is_purpose_of(&self, inner: &Telling, outer: &Telling) -> bool {
        outer
            .purpose
            .as_ref()
            .is_some_and(|purpose| purpose.passage.span.contains(self.trees.token(inner.trigger).span))
    }

    /// "returns to the region, visiting Jordan" is one journey.
    fn is_same_journey(&self, inner: &Telling, outer: &Telling) -> bool {
        let journey = self.rules.rules[inner.rule].roles.iter().any(|role| role.name == "place" && role.minimum > 0);
        let verb = self.trees.token(outer.trigger);
        journey
            && verb.head == Some(inner.trigger)
            && verb.relation == "advcl"
            && !inner.anaphoric
            && self.trees.child_by(outer.trigger, "mark").is_none()
            && self.shared(inner, outer).0 >= 1
    }

    /// Whether `outer` is a participle clause that says where and when the talking of `inner` took place.
    fn is_elaborated(&self, inner: &Telling, outer: &Telling) -> bool {
        let verb = outer.trigger;
        let above = self.trees.ancestors(verb).take(3);
        let under = above.into_iter().any(|at| at == inner.trigger || self.trees.token(inner.trigger).head == Some(at));
        inner.places.is_empty()
            && !outer.places.is_empty()
            && under
            && matches!(self.trees.token(verb).relation.as_str(), "advcl" | "acl")
            && self.trees.child_by(verb, "mark").is_none()
            && self.shared(outer, inner).0 >= 2
    }

    /// "trade negotiations": the noun with what stands before it.
    fn named_by(&self, noun: TokenId) -> Option<Purpose> {
        let modifiers = self.trees.children(noun).iter().copied();
        let start = modifiers
            .filter(|&child| child < noun && matches!(self.trees.token(child).relation.as_str(), "compound" | "amod"))
            .min()?;
        let span = self.trees.token(start).span.cover(self.trees.token(noun).span);
        Some(Purpose { passage: Passage { span, text: span.of(self.text).to_owned() }, kind_only: true })
    }

    fn event_of(&self, telling: &Telling, events: &[Told]) -> Option<usize> {
        let mut best: Option<(i32, usize)> = None;
        for (i, event) in events.iter().enumerate() {
            if let Some(score) = self.fit(telling, event)
                && best.is_none_or(|(known, _)| score > known)
            {
                best = Some((score, i));
            }
        }
        best.map(|(_, i)| i)
    }

    /// How well a telling fits an event; `None` where it cannot be the same.
    fn fit(&self, telling: &Telling, event: &Told) -> Option<i32> {
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
