//! The facts of one document, from its linguistic analysis: entities, times, speech, posts and events put together.

use super::events::{self, EventsFound, Rules};
use super::time::TimeMention;
use super::{
    Attribution, Claim, Event, EventId, EventRole, Facts, Filler, Membership, Passage, Provenance, Referents, Speech,
    Stance, Status,
};
use super::{confidence, entities, memberships, speech, time};
use crate::identity::Gazetteer;
use crate::ingest::Document;
use crate::language::{Analysis, Trees};

/// What the document says. A pure function of its arguments: the same document gives the same facts.
pub fn extract(document: &Document, analysis: &Analysis) -> Facts {
    let trees = Trees::new(analysis);
    let mut facts = unfitted(document, &trees);
    confidence::fit(&mut facts, document, &trees);
    facts
}

/// [`extract`] without its last step: the confidences are what the rules promise.
pub fn unfitted(document: &Document, trees: &Trees) -> Facts {
    let Findings { referents, times, memberships, attributions, events } = findings(document, trees);
    let mut facts = Facts { events: events.events, claims: events.claims, ..Facts::default() };
    for attribution in attributions.iter().filter(|attribution| attribution.stance != Stance::Withholds) {
        add_statement(&mut facts, attribution, document, &referents);
    }
    facts.entities = referents.entities;
    facts.mentions = referents.mentions;
    facts.times = times.into_iter().map(|mention| mention.expression).collect();
    facts.memberships = memberships;
    facts
}

/// What each step finds, before it is put together: facts with the way back to the words.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Entities and which word means which.
    pub referents: Referents,
    /// Time expressions.
    pub times: Vec<TimeMention>,
    /// Posts held.
    pub memberships: Vec<Membership>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// Events, their claims, and the words that evoke them.
    pub events: EventsFound,
}

/// All steps of [`extract`], one after the other.
pub fn findings(document: &Document, trees: &Trees) -> Findings {
    let analysis = trees.analysis();
    let gazetteer = Gazetteer::embedded();
    let referents = entities::find(document, analysis, gazetteer);
    let times = time::find(document, analysis);
    let memberships = memberships::find(document, analysis, &referents, gazetteer);
    let attributions = speech::find(document, analysis, &referents, &times);
    let mut findings = Findings { referents, times, memberships, attributions, events: EventsFound::default() };
    match Rules::embedded() {
        Ok(rules) => findings.events = events::find_events(rules, &findings.context(document, trees)),
        Err(error) => tracing::error!("the embedded event rules cannot be read: {error}"),
    }
    findings
}

impl Findings {
    /// What the event engine reads.
    pub fn context<'a>(&'a self, document: &'a Document, trees: &'a Trees<'a>) -> events::Context<'a> {
        events::Context {
            document,
            trees,
            referents: &self.referents,
            memberships: &self.memberships,
            times: &self.times,
            attributions: &self.attributions,
        }
    }
}

/// A statement is an event of its own: who said what.
fn add_statement(facts: &mut Facts, attribution: &Attribution, document: &Document, referents: &Referents) {
    if attribution.speakers.is_empty() {
        return;
    }
    let id = EventId(facts.events.len() as u32);
    let said = Passage { span: attribution.said, text: attribution.said.of(&document.text).to_owned() };
    let names: Vec<&str> =
        attribution.speakers.iter().map(|&speaker| referents.entity(speaker).name.as_str()).collect();
    let roles = attribution.speakers.iter();
    facts.events.push(Event {
        class: "Statement".to_owned(),
        label: format!("{}: “{}”", names.join(" and "), shortened(&said.text)),
        roles: roles
            .map(|&speaker| EventRole { role: "speaker".to_owned(), filler: Filler::Entity(speaker) })
            .collect(),
        places: Vec::new(),
        time: attribution.when.clone(),
        purpose: None,
        purpose_event: None,
        speech: Some(Speech { said, form: attribution.form }),
        status: Status::Happened,
    });
    facts.claims.push(Claim {
        event: id,
        status: Status::Happened,
        said_by: Vec::new(),
        confidence: attribution.confidence,
        provenance: Provenance { span: attribution.evidence, rule: attribution.rule.clone() },
    });
}

/// Labels quote this many words of a statement.
const QUOTED_WORDS: usize = 12;

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..QUOTED_WORDS) {
        Some(first) if words.len() > QUOTED_WORDS => format!("{} …", first.join(" ")),
        _ => words.join(" "),
    }
}
