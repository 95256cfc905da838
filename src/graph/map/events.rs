//! Events, their roles, and what is claimed about them.

use super::Mapper;
use crate::facts::{Claim, Event, EventId, Filler, Passage, SpeechForm, Status};
use crate::graph::mint::{digest, slug};
use crate::graph::vocabulary::{ATT, att, gaf, prov, rdf, schema, sem, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use std::collections::BTreeSet;

/// The individual of Attaché's ontology that stands for a status.
pub fn status_iri(status: Status) -> NamedNodeRef<'static> {
    NamedNodeRef::new_unchecked(match status {
        Status::Happened => "https://w3id.org/attache/ontology#Happened",
        Status::Planned => "https://w3id.org/attache/ontology#Planned",
        Status::Possible => "https://w3id.org/attache/ontology#Possible",
        Status::Denied => "https://w3id.org/attache/ontology#Denied",
        Status::Cancelled => "https://w3id.org/attache/ontology#Cancelled",
    })
}

/// GRaSP's certainty and polarity of a status.
fn factuality(status: Status) -> [NamedNodeRef<'static>; 2] {
    match status {
        Status::Happened => [gaf::CERTAIN, gaf::POSITIVE],
        Status::Planned => [gaf::PROBABLE, gaf::POSITIVE],
        Status::Possible => [gaf::POSSIBLE, gaf::POSITIVE],
        Status::Denied | Status::Cancelled => [gaf::CERTAIN, gaf::NEGATIVE],
    }
}

fn form_iri(form: SpeechForm) -> NamedNodeRef<'static> {
    NamedNodeRef::new_unchecked(match form {
        SpeechForm::Direct => "https://w3id.org/attache/ontology#Direct",
        SpeechForm::Indirect => "https://w3id.org/attache/ontology#Indirect",
        SpeechForm::Mixed => "https://w3id.org/attache/ontology#Mixed",
    })
}

/// Whether a string can stand behind `att:`.
fn is_local_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

impl Mapper<'_> {
    pub(super) fn all_events(&mut self) {
        let facts = self.facts;
        let mut claims: Vec<Vec<&Claim>> = vec![Vec::new(); facts.events.len()];
        for claim in &facts.claims {
            if let Some(of_event) = claims.get_mut(claim.event.0 as usize)
                && !claim.provenance.span.of(&self.document.text).trim().is_empty()
            {
                of_event.push(claim);
            }
        }
        let mut taken = BTreeSet::new();
        let iris: Vec<Option<NamedNode>> = facts
            .events
            .iter()
            .zip(&claims)
            .map(|(event, claims)| {
                let usable = is_local_name(&event.class) && !claims.is_empty();
                usable.then(|| self.event_iri(event, claims, &mut taken))
            })
            .collect();
        for ((event, claims), iri) in facts.events.iter().zip(&claims).zip(&iris) {
            if let Some(iri) = iri {
                self.one_event(event, iri, &iris);
                for claim in claims {
                    self.claim(claim, iri);
                }
            }
        }
    }

    /// An event with two or more named parties and a day is the same event in every article; any other belongs to
    /// its document.
    fn event_iri(&self, event: &Event, claims: &[&Claim], taken: &mut BTreeSet<String>) -> NamedNode {
        let mut parties = BTreeSet::new();
        for role in &event.roles {
            if let Filler::Entity(id) = role.filler
                && let Some(iri) = self.entity(id)
            {
                parties.insert(format!("{}={}", role.role, iri.as_str()));
            }
        }
        let everywhere = parties.iter().all(|party| !self.is_of_document(party));
        let parties = parties.into_iter().collect::<Vec<_>>().join(" ");
        let start = event.time.as_ref().and_then(|time| time.start.as_deref()).unwrap_or("");
        let end = event.time.as_ref().and_then(|time| time.end.as_deref()).unwrap_or("");
        let to_the_day = start.len() == 10 && (end.is_empty() || end.len() == 10);
        let shared = everywhere && to_the_day && event.speech.is_none() && parties.contains(' ');
        let evidence = claims.iter().map(|claim| claim.provenance.span).min().unwrap_or(crate::text::Span::new(0, 0));
        let place = event.places.first().and_then(|&id| self.entity(id)).map(NamedNode::into_string);
        let label = event.label.as_str();
        let (begin, finish) = (evidence.start.to_string(), evidence.end.to_string());
        let mut parts = vec![event.class.as_str(), parties.as_str(), start, end];
        if !shared {
            let said = event.speech.as_ref().map_or("", |speech| speech.said.text.as_str());
            parts.extend([self.iri.as_str(), &begin, &finish, label, said]);
        }
        let mut hash = digest(&parts);
        if taken.contains(&hash) {
            parts.extend([place.as_deref().unwrap_or(""), &begin, &finish, label]);
            hash = digest(&parts);
        }
        let mut serial = 2;
        while !taken.insert(hash.clone()) {
            hash = digest(&[hash.as_str(), &serial.to_string()]);
            serial += 1;
        }
        self.mint.iri("event", &format!("{}-{hash}", slug(&event.class)))
    }

    fn is_of_document(&self, iri: &str) -> bool {
        iri.ends_with(&self.mint.of_document(&self.iri, ""))
    }

    fn one_event(&mut self, event: &Event, iri: &NamedNode, events: &[Option<NamedNode>]) {
        self.add(iri, rdf::TYPE, sem::EVENT);
        self.add(iri, rdf::TYPE, NamedNode::new_unchecked(format!("{ATT}{}", event.class)));
        self.add(iri, rdf::LABEL, Literal::new_language_tagged_literal_unchecked(&event.label, "en"));
        self.add(iri, att::STATUS, status_iri(event.status));
        for role in event.roles.iter().filter(|role| is_local_name(&role.role)) {
            let property = NamedNode::new_unchecked(format!("{ATT}{}", role.role));
            let filler = match &role.filler {
                Filler::Entity(id) => self.entity(*id).inspect(|actor| self.add(iri, sem::HAS_ACTOR, actor.clone())),
                Filler::Event(EventId(id)) => events.get(*id as usize).cloned().flatten(),
                Filler::Text(words) => self.described(words).inspect(|actor| {
                    self.add(iri, sem::HAS_ACTOR, actor.clone());
                }),
            };
            if let Some(filler) = filler.filter(|filler| filler != iri) {
                self.add(iri, property.as_ref(), filler);
            }
        }
        let facts = self.facts;
        let places: Vec<&str> = event
            .places
            .iter()
            .filter_map(|id| facts.entities.get(id.0 as usize))
            .map(|place| place.name.as_str())
            .collect();
        if !places.is_empty() {
            self.add(iri, att::PLACE_NAME, Literal::new_simple_literal(places.join(", ")));
        }
        for place in &event.places {
            if let Some(place) = self.entity(*place) {
                self.add(iri, sem::HAS_PLACE, place);
            }
        }
        if let Some(time) = &event.time {
            self.when(iri, time);
        }
        if let Some(purpose) = event.purpose.as_ref().filter(|purpose| !purpose.text.trim().is_empty()) {
            let words = self.text(&purpose.text);
            self.add(iri, att::PURPOSE, words);
            if let Some(phrase) = self.phrase(purpose.span) {
                self.add(iri, att::PURPOSE_AT, phrase);
            }
        }
        let purpose_event = event.purpose_event.and_then(|id| events.get(id.0 as usize).cloned().flatten());
        if let Some(purpose_event) = purpose_event.filter(|other| other != iri) {
            self.add(iri, att::PURPOSE_EVENT, purpose_event);
        }
        if let Some(speech) = &event.speech {
            let words = self.text(&speech.said.text);
            self.add(iri, att::SAID, words);
            self.add(iri, att::FORM, form_iri(speech.form));
            if let Some(phrase) = self.phrase(speech.said.span) {
                self.add(iri, att::SAID_AT, phrase);
            }
        }
    }

    /// Somebody or something that the article describes without a name.
    fn described(&mut self, words: &Passage) -> Option<NamedNode> {
        let phrase = self.phrase(words.span)?;
        let local = self.mint.of_document(&self.iri, &slug(&words.text));
        let node = self.mint.iri("group", &local);
        self.add(&node, rdf::TYPE, att::GROUP);
        self.add(&node, schema::NAME, Literal::new_simple_literal(&words.text));
        self.add(&node, gaf::DENOTED_BY, phrase);
        Some(node)
    }

    fn claim(&mut self, claim: &Claim, iri: &NamedNode) {
        let Some(phrase) = self.evidence(claim.provenance.span) else { return };
        let status = status_iri(claim.status);
        let node = self.claim_node(iri, &phrase, &claim.provenance.rule, claim.confidence, status.as_str());
        self.add(&node, att::STATUS, status);
        for value in factuality(claim.status) {
            self.add(&node, gaf::VALUE, value);
        }
        for source in claim.said_by.iter().filter_map(|&id| self.entity(id)).collect::<Vec<_>>() {
            self.add(&node, prov::WAS_ATTRIBUTED_TO, source);
        }
        self.add(iri, gaf::DENOTED_BY, phrase);
    }

    /// A claim about a fact: what it rests on, what found it, and how sure it is.
    pub(super) fn claim_node(
        &mut self,
        about: &NamedNode,
        phrase: &NamedNode,
        rule: &str,
        confidence: f32,
        telling: &str,
    ) -> NamedNode {
        let node = self.mint.iri("claim", &digest(&[about.as_str(), phrase.as_str(), rule, telling]));
        self.add(&node, rdf::TYPE, att::CLAIM);
        self.add(&node, att::ABOUT, about.clone());
        self.add(&node, prov::WAS_DERIVED_FROM, phrase.clone());
        self.add(&node, prov::WAS_GENERATED_BY, rule_iri(rule));
        // The same rule may find the same fact in the same words by two ways: the surer one counts.
        let hundredths = (f64::from(confidence.clamp(0.0, 1.0)) * 100.0).round() as u8;
        let surest = self.confidences.entry(node.clone()).or_insert(0);
        *surest = hundredths.max(*surest);
        node
    }
}

/// A share in the canonical form of a decimal: `0.9`, `0.94`, `1`.
pub(super) fn share(hundredths: u8) -> Literal {
    let digits = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    Literal::new_typed_literal(digits.trim_end_matches('0').trim_end_matches('.'), xsd::DECIMAL)
}

/// `events/meeting#meet-verb` → its IRI in the ontology.
fn rule_iri(rule: &str) -> NamedNode {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || "/#-_.".contains(c) { c } else { '-' };
    let rule: String = rule.chars().map(allowed).collect();
    NamedNode::new_unchecked(format!("{}/{rule}", ATT.trim_end_matches('#')))
}
