//! Tellings → events and claims: merging, links between events, speakers, labels.

use super::label::label;
use super::merge::{Merger, Told};
use super::rules::Rules;
use super::telling::{Finder, Telling};
use crate::facts::{
    Attribution, Claim, EntityId, Event, EventId, EventRole, Filler, Interval, Membership, Passage, Provenance,
    Referents, Stance, Status, TimeExpression,
};
use crate::ingest::Document;
use crate::language::{TokenId, Trees};

/// What the engine reads.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its trees.
    pub trees: &'a Trees<'a>,
    /// Its entities.
    pub referents: &'a Referents,
    /// Posts held.
    pub memberships: &'a [Membership],
    /// Its times.
    pub times: &'a [TimeExpression],
    /// Who says what.
    pub attributions: &'a [Attribution],
}

/// What the engine finds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventsFound {
    /// Events in the order of their first telling.
    pub events: Vec<Event>,
    /// Claims in the order of the text.
    pub claims: Vec<Claim>,
}

/// Finds the events of a document and what is claimed about them.
pub fn find_events(rules: &Rules, context: &Context<'_>) -> EventsFound {
    let finder = Finder::new(rules, &context.document.text, context.trees, context.referents, context.times);
    let mut tellings = finder.find();
    tellings.retain(|telling| !in_furniture(context.document, telling));
    for telling in &mut tellings {
        attribute(telling, context);
        settle_by_date(telling, context);
    }
    let tellings = one_visitor_each(rules, tellings);
    let merger = Merger { rules, referents: context.referents, memberships: context.memberships, trees: context.trees };
    let mut told = merger.merge(tellings);
    share_places(rules, context, &mut told);
    build(rules, context, &told)
}

fn in_furniture(document: &Document, telling: &Telling) -> bool {
    document.parts.furniture.iter().any(|part| part.overlaps(telling.evidence))
        || document.parts.byline.is_some_and(|part| part.contains(telling.evidence))
}

/// Speakers of the words in which an event is told.
fn speakers(telling: &Telling, context: &Context<'_>) -> Vec<EntityId> {
    let inside = context.attributions.iter().filter(|attribution| attribution.content.contains(&telling.trigger.0));
    inside
        .min_by_key(|attribution| attribution.content.len())
        .map(|attribution| attribution.speakers.clone())
        .unwrap_or_default()
}

/// What is denied did not happen; what somebody asks for or will not confirm is only possible.
fn attribute(telling: &mut Telling, context: &Context<'_>) {
    let inside = context.attributions.iter().filter(|attribution| attribution.content.contains(&telling.trigger.0));
    let Some(attribution) = inside.min_by_key(|attribution| attribution.content.len()) else { return };
    match attribution.stance {
        Stance::Affirms => {}
        Stance::Denies if telling.reading.status != Status::Denied => telling.reading.status = Status::Denied,
        Stance::Denies => {}
        Stance::Withholds | Stance::Asks if telling.reading.status != Status::Happened => {
            telling.reading.status = Status::Possible;
            telling.reading.clear = false;
        }
        Stance::Withholds | Stance::Asks => {}
    }
}

/// What is told of a day after the article's has not happened yet; what is only guessed follows the calendar.
fn settle_by_date(telling: &mut Telling, context: &Context<'_>) {
    let (Some(today), Some(time)) = (context.document.date, &telling.time) else { return };
    let today = today.to_string();
    let first = time.start.as_ref().or(time.end.as_ref());
    let last = time.end.as_ref().or(time.start.as_ref());
    let later = first.is_some_and(|first| Some(first.as_str()) > today.get(..first.len()));
    let earlier = last.is_some_and(|last| Some(last.as_str()) < today.get(..last.len()));
    if later && telling.reading.status == Status::Happened {
        telling.reading.status = Status::Planned;
        telling.reading.clear = true;
    } else if earlier && telling.reading.status == Status::Planned && !telling.reading.clear {
        telling.reading.status = Status::Happened;
    }
}

/// Classes with a place that must be told (visits) are one event for each who goes there.
fn one_visitor_each(rules: &Rules, tellings: Vec<Telling>) -> Vec<Telling> {
    let mut found = Vec::new();
    for telling in tellings {
        let rule = &rules.rules[telling.rule];
        let role = rules.classes[rule.class].participants.clone();
        let single = role.filter(|role| rule.roles.iter().any(|r| &r.name == role && r.minimum < 2));
        let Some(role) = single else {
            found.push(telling);
            continue;
        };
        let (visitors, others): (Vec<EventRole>, Vec<EventRole>) =
            telling.roles.iter().cloned().partition(|filled| filled.role == role);
        if visitors.len() < 2 {
            found.push(telling);
            continue;
        }
        for visitor in visitors {
            let mut roles = vec![visitor];
            roles.extend(others.iter().cloned());
            found.push(Telling { roles, ..telling.clone() });
        }
    }
    found
}

/// A meeting that is the purpose of a journey, or is told within it ("in his visit to Oslo she met"), is where and
/// when the journey is.
fn share_places(rules: &Rules, context: &Context<'_>, told: &mut [Told]) {
    let places: Vec<(Vec<EntityId>, Option<Interval>)> =
        told.iter().map(|event| (event.places(context.referents), event.time())).collect();
    for i in 0..told.len() {
        if !places[i].0.is_empty() && places[i].1.is_some() {
            continue;
        }
        let journey = (0..told.len()).find(|&j| {
            j != i
                && is_journey(rules, &told[j])
                && !is_journey(rules, &told[i])
                && told[i].tellings.iter().any(|inner| {
                    told[j].tellings.iter().any(|outer| belongs_to_journey(context, inner.trigger, outer.trigger))
                })
        });
        let Some(journey) = journey else { continue };
        let compatible = places[i].0.is_empty() || places[i].0.iter().any(|place| places[journey].0.contains(place));
        if !compatible {
            continue;
        }
        let (there, then) = places[journey].clone();
        let (no_place, no_time) = (places[i].0.is_empty(), places[i].1.is_none());
        let first = &mut told[i].tellings[0];
        if no_place {
            first.places = there;
        }
        if no_time {
            first.time = then;
        }
    }
}

fn is_journey(rules: &Rules, told: &Told) -> bool {
    let rule = &rules.rules[told.tellings[0].rule];
    rule.roles.iter().any(|role| role.name == "place" && role.minimum > 0)
}

fn belongs_to_journey(context: &Context<'_>, meeting: TokenId, journey: TokenId) -> bool {
    let trees = context.trees;
    if trees.sentence_index(meeting) != trees.sentence_index(journey) {
        return false;
    }
    let purpose = trees.ancestors(meeting).take(3).any(|at| at == journey)
        && matches!(trees.token(meeting).relation.as_str(), "advcl" | "xcomp" | "nmod" | "obl" | "acl" | "conj");
    let during = trees.ancestors(journey).take(2).any(|at| at == meeting)
        && trees.token(journey).relation.starts_with("obl")
        && trees
            .children_by(journey, "case")
            .any(|case| matches!(trees.token(case).lemma.as_str(), "in" | "during" | "on"));
    purpose || during
}

fn build(rules: &Rules, context: &Context<'_>, told: &[Told]) -> EventsFound {
    let mut found = EventsFound::default();
    for event in told {
        let id = EventId(found.events.len() as u32);
        let class = &rules.classes[rules.rules[event.tellings[0].rule].class];
        let places = event.places(context.referents);
        let time = event.time();
        let roles = roles_of(event);
        found.events.push(Event {
            class: class.name.clone(),
            label: label(class, &roles, &places, time.as_ref(), context.referents),
            roles,
            places,
            time,
            purpose: purpose_of(event),
            purpose_event: None,
            speech: None,
            status: event.status(),
        });
        for telling in &event.tellings {
            found.claims.push(Claim {
                event: id,
                status: telling.reading.status,
                said_by: speakers(telling, context),
                confidence: telling.confidence,
                provenance: Provenance { span: telling.evidence, rule: rules.rules[telling.rule].id.clone() },
            });
        }
    }
    link_purposes(context, told, &mut found.events);
    found.claims.sort_by_key(|claim| (claim.provenance.span.start, claim.event));
    found
}

/// The fillers of all tellings, words for the unnamed only from tellings that name the others.
fn roles_of(event: &Told) -> Vec<EventRole> {
    let mut roles: Vec<EventRole> = Vec::new();
    for telling in event.tellings.iter().filter(|telling| !telling.anaphoric) {
        for role in &telling.roles {
            let known = roles.iter().any(|known| {
                known.role == role.role
                    && match (&known.filler, &role.filler) {
                        (Filler::Text(a), Filler::Text(b)) => a.text.eq_ignore_ascii_case(&b.text),
                        (a, b) => a == b,
                    }
            });
            if !known {
                roles.push(role.clone());
            }
        }
    }
    roles
}

fn purpose_of(event: &Told) -> Option<Passage> {
    let purposes = || event.tellings.iter().filter_map(|telling| telling.purpose.as_ref());
    let told = purposes().find(|purpose| !purpose.kind_only);
    let kind = purposes().next();
    kind.filter(|purpose| purpose.kind_only).or(told).map(|purpose| purpose.passage.clone())
}

/// Links an event to the one that its purpose names.
fn link_purposes(context: &Context<'_>, told: &[Told], events: &mut [Event]) {
    for i in 0..events.len() {
        let Some(span) = events[i].purpose.as_ref().map(|purpose| purpose.span) else { continue };
        let named = told.iter().enumerate().find(|(j, other)| {
            *j != i && other.tellings.iter().any(|telling| span.contains(context.trees.token(telling.trigger).span))
        });
        events[i].purpose_event = named.map(|(j, _)| EventId(j as u32));
    }
}
