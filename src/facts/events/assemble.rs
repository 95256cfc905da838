//! Tellings → events and claims: merging, links between events, speakers, labels.

use super::find::Finder;
use super::label::label;
use super::lemma::lemmas;
use super::merge::Merger;
use super::purpose::{Purpose, is_bare_talk};
use super::rules::Rules;
use super::status::Reading;
use super::telling::Telling;
use super::told::Told;
use crate::facts::time::TimeMention;
use crate::facts::{
    Attribution, Claim, EntityId, Event, EventId, EventRole, Filler, Membership, Passage, Provenance, Referents,
    Stance, Status,
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
    pub times: &'a [TimeMention],
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
    /// For each event the words that evoke it, in the order of the text.
    pub triggers: Vec<Vec<TokenId>>,
}

/// Finds the events of a document and what is claimed about them.
pub fn find_events(rules: &Rules, context: &Context<'_>) -> EventsFound {
    let lemmas = lemmas(rules, context.trees, &context.document.text);
    let finder = Finder::new(rules, &context.document.text, &lemmas, context.trees, context.referents, context.times);
    let mut tellings = finder.find();
    tellings.retain(|telling| !in_furniture(context.document, telling));
    for telling in &mut tellings {
        telling.reading = attributed(telling.reading, telling.trigger, context);
        settle_by_date(telling, context);
    }
    let tellings = one_visitor_each(rules, tellings);
    let merger = Merger {
        rules,
        referents: context.referents,
        memberships: context.memberships,
        trees: context.trees,
        text: &context.document.text,
    };
    let mut told = merger.merge(tellings);
    cancel_with_journeys(rules, context, &mut told);
    share_journeys(rules, context, &mut told);
    count_from_events(context, &mut told);
    build(rules, context, &told)
}

/// How real the events are that verbs and nouns would tell of, whether or not a rule knows the words.
pub fn statuses(rules: &Rules, context: &Context<'_>, words: &[TokenId]) -> Vec<Status> {
    let text = &context.document.text;
    let lemmas = lemmas(rules, context.trees, text);
    let finder = Finder::new(rules, text, &lemmas, context.trees, context.referents, context.times);
    let status = |&word: &TokenId| attributed(finder.status.of_word(word), word, context).status;
    words.iter().map(status).collect()
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
fn attributed(reading: Reading, word: TokenId, context: &Context<'_>) -> Reading {
    let inside = context.attributions.iter().filter(|attribution| attribution.content.contains(&word.0));
    let stance = inside.min_by_key(|attribution| attribution.content.len()).map(|attribution| attribution.stance);
    match stance {
        Some(Stance::Denies) => Reading { status: Status::Denied, ..reading },
        Some(Stance::Withholds | Stance::Asks) if reading.status != Status::Happened => {
            Reading { status: Status::Possible, clear: false, ..reading }
        }
        _ => reading,
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
    let now = first.is_some_and(|first| Some(first.as_str()) <= today.get(..first.len()));
    let lasting = time.end.is_some() || first.is_some_and(|first| first.len() < today.len());
    if telling.reading.ongoing && now && !earlier && lasting {
        telling.reading.status = Status::Happened;
    } else if later && telling.reading.status == Status::Happened {
        telling.reading.status = Status::Planned;
        telling.reading.clear = true;
    } else if earlier && telling.reading.status == Status::Planned && !telling.reading.clear {
        telling.reading.status = Status::Happened;
    }
}

/// Events of some classes (visits) are one for each who takes part.
fn one_visitor_each(rules: &Rules, tellings: Vec<Telling>) -> Vec<Telling> {
    let mut found = Vec::new();
    for telling in tellings {
        let rule = &rules.rules[telling.rule];
        let class = &rules.classes[rule.class];
        let Some(role) = class.participants.clone().filter(|_| class.apart) else {
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

/// "It will come five months after they met in Oslo": the time of the one event gives that of the other.
fn count_from_events(context: &Context<'_>, told: &mut [Told]) {
    for mention in context.times {
        let Some(offset) = mention.offset else { continue };
        if mention.tokens.is_empty() {
            continue;
        }
        let sentence = context.trees.sentence_index(TokenId(mention.tokens.start));
        let tells = |event: &Told, wanted: &dyn Fn(TokenId) -> bool| {
            event.tellings.iter().any(|telling| wanted(telling.trigger))
        };
        let here = |trigger: TokenId| context.trees.sentence_index(trigger) == sentence;
        let after = (0..told.len()).filter(|&i| tells(&told[i], &|t| here(t) && t.0 >= mention.tokens.end));
        let Some(anchor) = after.min_by_key(|&i| told[i].tellings.iter().map(|t| t.trigger).filter(|&t| here(t)).min())
        else {
            continue;
        };
        let counted = (0..told.len())
            .find(|&i| i != anchor && tells(&told[i], &|t| here(t) && t.0 < mention.tokens.start))
            .or_else(|| subject_of_before(context, told, sentence, anchor));
        let Some(counted) = counted else { continue };
        match (told[counted].time(), told[anchor].time()) {
            (Some(time), None) => told[anchor].tellings[0].time = offset.back_from(&time),
            (None, Some(time)) => told[counted].tellings[0].time = offset.from(&time),
            _ => {}
        }
    }
}

/// What "it" means at the head of a sentence: the event that the sentence before it tells of first.
fn subject_of_before(context: &Context<'_>, told: &[Told], sentence: usize, not: usize) -> Option<usize> {
    let first = context.trees.analysis().sentences.get(sentence)?.tokens.start;
    if !context.trees.token(TokenId(first)).lemma.eq_ignore_ascii_case("it") {
        return None;
    }
    let before = |trigger: TokenId| context.trees.sentence_index(trigger) + 1 == sentence;
    let first_trigger = |i: usize| told[i].tellings.iter().map(|t| t.trigger).filter(|&t| before(t)).min();
    (0..told.len()).filter(|&i| i != not && first_trigger(i).is_some()).min_by_key(|&i| first_trigger(i))
}

/// A meeting that is the purpose of a journey, or is told within it ("in his visit to Oslo she met"), or is where
/// somebody who takes part in it goes at that time, is where and when the journey is.
fn share_journeys(rules: &Rules, context: &Context<'_>, told: &mut [Told]) {
    for i in 0..told.len() {
        if is_journey(rules, &told[i]) {
            continue;
        }
        let (place, time) = (told[i].places(context.referents), told[i].time());
        let told_together = |j: usize| {
            told[i].tellings.iter().any(|inner| {
                told[j].tellings.iter().any(|outer| belongs_to_journey(context, inner.trigger, outer.trigger))
            })
        };
        let same_place = |j: usize| {
            let there = told[j].places(context.referents);
            told[j].status() == told[i].status()
                && place.first().is_some_and(|place| there.contains(place))
                && travels(rules, &told[j], &told[i])
        };
        let mut journeys = (0..told.len()).filter(|&j| j != i && is_journey(rules, &told[j]));
        let Some(journey) = journeys.find(|&j| told_together(j) || same_place(j)) else { continue };
        let (there, then) = (told[journey].places(context.referents), told[journey].time());
        if !place.is_empty() && !place.iter().any(|place| there.contains(place)) {
            continue;
        }
        let purpose = purposes_told(&told[journey]).cloned();
        let no_purpose = told[i].tellings.iter().all(|telling| telling.purpose.is_none());
        let first = &mut told[i].tellings[0];
        if place.is_empty() {
            first.places = there;
        }
        if time.is_none() {
            first.time = then;
        }
        if no_purpose {
            first.purpose = purpose.filter(|Purpose { passage, .. }| {
                !passage.span.contains(context.trees.token(first.trigger).span) && !is_bare_talk(rules, &passage.text)
            });
        }
    }
}

/// A meeting that was to be where a cancelled journey was to lead, with the one who does not go, is cancelled too.
fn cancel_with_journeys(rules: &Rules, context: &Context<'_>, told: &mut [Told]) {
    for i in 0..told.len() {
        if is_journey(rules, &told[i]) || told[i].status() != Status::Planned {
            continue;
        }
        let place = told[i].places(context.referents);
        let called_off = (0..told.len()).any(|j| {
            is_journey(rules, &told[j])
                && told[j].status() == Status::Cancelled
                && told[j].places(context.referents).first().is_some_and(|there| place.contains(there))
                && travels(rules, &told[j], &told[i])
        });
        if called_off {
            for telling in &mut told[i].tellings {
                telling.reading.status = Status::Cancelled;
            }
        }
    }
}

/// The purpose that a telling puts in words of its own.
fn purposes_told(event: &Told) -> Option<&Purpose> {
    event.tellings.iter().filter_map(|telling| telling.purpose.as_ref()).find(|purpose| !purpose.kind_only)
}

/// Whether somebody who takes part in the one event makes the journey.
fn travels(rules: &Rules, journey: &Told, event: &Told) -> bool {
    let role =
        |told: &Told| rules.classes[rules.rules[told.tellings[0].rule].class].participants.clone().unwrap_or_default();
    let visitors = journey.entities(&role(journey));
    event.entities(&role(event)).iter().any(|id| visitors.contains(id))
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
        let roles = roles_of(rules, event);
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
        found.triggers.push(event.tellings.iter().map(|telling| telling.trigger).collect());
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
fn roles_of(rules: &Rules, event: &Told) -> Vec<EventRole> {
    let mut roles: Vec<EventRole> = Vec::new();
    let named = |role: &str| event.entities(role).len() > 1;
    for telling in event.tellings.iter().filter(|telling| !telling.anaphoric) {
        for role in &telling.roles {
            let known = roles.iter().any(|known| {
                known.role == role.role
                    && match (&known.filler, &role.filler) {
                        (Filler::Text(a), Filler::Text(b)) => a.text.eq_ignore_ascii_case(&b.text),
                        (a, b) => a == b,
                    }
            });
            let office =
                matches!(&role.filler, Filler::Text(passage) if named(&role.role) && is_office(rules, &passage.text));
            if !known && !office {
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

fn is_office(rules: &Rules, words: &str) -> bool {
    words.split_whitespace().last().is_some_and(|last| rules.is("shared#office-holders", &last.to_lowercase()))
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
