//! One event told several times is one event: tellings → events with claims.

use super::purpose::Purpose;
use super::rules::Rules;
use super::telling::Telling;
use super::told::Told;
use crate::facts::{Membership, Passage, Referents};
use crate::language::{TokenId, Trees};

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
        let verb = self.trees.token(inner.trigger);
        let mine = self.shared(inner, outer);
        let under =
            verb.head == Some(outer.trigger) && matches!(verb.relation.as_str(), "advcl" | "xcomp" | "acl" | "conj");
        if under
            && mine.0 == mine.1
            && inner.places.is_empty()
            && inner.time.as_ref().is_none_or(|time| outer.time.as_ref() == Some(time))
            && self.rules.rules[inner.rule].recalls
        {
            return true;
        }
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
}
