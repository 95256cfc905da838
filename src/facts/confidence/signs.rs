//! What tells how sure a fact is: each sign a name and a number.

use crate::facts::{Claim, EntityId, Event, Facts, Filler, Membership, Mention, MentionForm, SpeechForm, Status};
use crate::ingest::Document;
use crate::language::Trees;
use crate::text::Span;
use serde::Serialize;

/// Signs by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Signs(Vec<(String, f64)>);

impl Signs {
    /// With one more sign.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: f64) -> Self {
        self.0.push((name.into(), value));
        self
    }

    /// With a sign that is there or not.
    #[must_use]
    fn mark(self, name: impl Into<String>, holds: bool) -> Self {
        if holds { self.with(name, 1.0) } else { self }
    }

    /// Name and number of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(name, value)| (name.as_str(), *value))
    }
}

/// The signs of all claims and of all memberships.
pub(super) fn all(facts: &Facts, document: &Document, trees: &Trees) -> (Vec<Signs>, Vec<Signs>) {
    let mut tellings = vec![0.0; facts.events.len()];
    facts.claims.iter().for_each(|claim| tellings[claim.event.0 as usize] += 1.0);
    let teller = Teller { facts, document, trees, certain: certainties(facts, trees), tellings };
    let claims = facts.claims.iter().map(|claim| teller.claim(claim)).collect();
    let memberships = facts.memberships.iter().map(|membership| teller.membership(membership)).collect();
    (claims, memberships)
}

struct Teller<'a> {
    facts: &'a Facts,
    document: &'a Document,
    trees: &'a Trees<'a>,
    /// For each entity how sure the model is of its names: the mean over its mentions by name; 1 without any.
    certain: Vec<f64>,
    /// For each event how often it is told.
    tellings: Vec<f64>,
}

/// The model's certainty of each entity's names.
fn certainties(facts: &Facts, trees: &Trees) -> Vec<f64> {
    let analysis = trees.analysis();
    let mut sums = vec![(0.0, 0.0); facts.entities.len()];
    let mut names = analysis.names.iter().peekable();
    for mention in facts.mentions.iter().filter(|mention| mention.form == MentionForm::Name) {
        while names.next_if(|name| analysis.span(&name.tokens).end <= mention.span.start).is_some() {}
        let there = names.peek().filter(|name| analysis.span(&name.tokens).overlaps(mention.span));
        // A name that the model did not see was taken from elsewhere in the text.
        let certain = there.map_or(0.5, |name| f64::from(name.confidence));
        let (sum, count) = &mut sums[mention.entity.0 as usize];
        *sum += certain;
        *count += 1.0;
    }
    sums.into_iter().map(|(sum, count)| if count > 0.0 { sum / count } else { 1.0 }).collect()
}

impl Teller<'_> {
    fn claim(&self, claim: &Claim) -> Signs {
        let event = self.facts.event(claim.event);
        let kind = match event.class.as_str() {
            "Meeting" => "meeting",
            "Visit" => "visit",
            "Statement" if event.speech.is_some() => "statement",
            _ => "other",
        };
        let tellings: f64 = self.tellings[claim.event.0 as usize];
        let signs = self.common(kind, claim.confidence, claim.provenance.span, &claim.provenance.rule);
        let signs = self.parties(signs, kind, event, claim.provenance.span);
        let signs = signs
            .with("tellings", libm::log(tellings))
            .mark("attributed", !claim.said_by.is_empty())
            .mark(format!("{kind}: {}", claim.status.name()), claim.status != Status::Happened);
        match &event.speech {
            Some(speech) => signs
                .mark("direct", speech.form == SpeechForm::Direct)
                .mark("mixed", speech.form == SpeechForm::Mixed)
                .with("words said", libm::log(1.0 + speech.said.text.split_whitespace().count() as f64)),
            None => signs
                .mark(format!("{kind}: place"), !event.places.is_empty())
                .mark(format!("{kind}: time"), event.time.is_some())
                .mark(format!("{kind}: purpose"), event.purpose.is_some()),
        }
    }

    fn membership(&self, membership: &Membership) -> Signs {
        let who = membership.who;
        self.common("role", membership.confidence, membership.provenance.span, &membership.provenance.rule)
            .with("certain names", self.certain[who.0 as usize])
            .mark("role: at", membership.at.is_some())
            .mark("role: at words", membership.at_text.is_some())
            .mark("role: former", membership.former)
            .with("role: words", libm::log(membership.role.split_whitespace().count() as f64))
    }

    /// What the rule promises, and the sentence it was read in.
    fn common(&self, kind: &str, promised: f32, evidence: Span, rule: &str) -> Signs {
        let sentences = &self.trees.analysis().sentences;
        let first = sentences.partition_point(|sentence| sentence.span.end <= evidence.start);
        let here = sentences[first..].iter().take_while(|sentence| sentence.span.start < evidence.end);
        let words: usize = here.map(|sentence| sentence.tokens.len()).sum();
        let tree = log_odds(sentences.get(first).map_or(0.5, |sentence| sentence.certainty));
        let unclear = sentences.get(first).is_some_and(|sentence| {
            let mut tokens = sentence.tokens.clone();
            tokens.any(|token| self.trees.analysis().tokens[token as usize].relation == "dep")
        });
        let title = self.document.parts.title.is_some_and(|title| title.overlaps(evidence));
        Signs::default()
            .with(format!("kind: {kind}"), 1.0)
            .with(format!("rule: {rule}"), 1.0)
            .with("promised", log_odds(promised))
            .with("sentence", libm::log(1.0 + words as f64 / 10.0))
            .with("tree", tree)
            .mark("unclear parse", unclear)
            .mark("headline", title)
    }

    /// Who takes part, and how the evidence speaks of them.
    fn parties(&self, signs: Signs, kind: &str, event: &Event, evidence: Span) -> Signs {
        let entities: Vec<EntityId> = event
            .roles
            .iter()
            .filter_map(|role| match role.filler {
                Filler::Entity(id) => Some(id),
                _ => None,
            })
            .collect();
        let words = event.roles.iter().filter(|role| matches!(role.filler, Filler::Text(_))).count();
        let least = entities.iter().map(|id| self.certain[id.0 as usize]).fold(1.0, f64::min);
        let mut forms = (0.0, 0.0);
        for &id in &entities {
            let here = self.mentions_in(id, evidence);
            if here.iter().any(|mention| mention.form == MentionForm::Name) {
                continue;
            }
            if here.iter().any(|mention| mention.form == MentionForm::Pronoun) {
                forms.0 += 1.0;
            } else {
                forms.1 += 1.0;
            }
        }
        signs
            .with("certain names", least)
            .with(format!("{kind}: named"), (entities.len() as f64).min(4.0))
            .with(format!("{kind}: unnamed"), (words as f64).min(2.0))
            .with(format!("{kind}: by pronoun"), forms.0)
            .with(format!("{kind}: by description"), forms.1)
    }

    fn mentions_in(&self, id: EntityId, evidence: Span) -> Vec<&Mention> {
        let mentions = &self.facts.mentions;
        let first = mentions.partition_point(|mention| mention.span.start < evidence.start);
        let here = mentions[first..].iter().take_while(|mention| mention.span.start < evidence.end);
        here.filter(|mention| mention.entity == id).collect()
    }
}

/// The logarithm of the odds of a probability; one that is all but certain counts as 99 in a hundred.
fn log_odds(probability: f32) -> f64 {
    let probability = f64::from(probability.clamp(0.01, 0.99));
    libm::log(probability / (1.0 - probability))
}
