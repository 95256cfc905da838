//! Scores events of contact (meetings, calls, statements, requests, threats …) against RAMS and WikiEvents.
//!
//! A trigger is found where a word that evokes an event of ours, or reports words, lies in it, whatever its class: the
//! two sets divide contact otherwise than the ontology does. Arguments are scored over all gold events, two sorts of
//! them: who takes part (participants, communicators, recipients) and where. As in the coreference F1 of WikiEvents'
//! scorer, a found argument is right where the gold one is a mention of the same thing, that is, where a mention of the
//! found entity shares a character with the gold words; here in RAMS too, which marks the nearest mention. Each gold
//! argument is found once. RAMS marks one event a text, so that what is found elsewhere is no error.

mod gold;

pub use gold::{GoldEvent, GoldText, Part, read};

use super::score::Score;
use crate::facts::{EntityId, EventRole, Filler, Findings, findings};
use crate::language::{Analysis, TokenId, Trees};
use crate::text::Span;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// Counts over any number of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactScores {
    /// Triggers found, by the first two parts of their type.
    triggers: BTreeMap<String, Score>,
    /// Who takes part.
    pub parties: Score,
    /// Where.
    pub places: Score,
}

/// Somebody or something found in an event.
enum Argument {
    Entity(EntityId),
    Words(Span),
}

impl ContactScores {
    /// Scores one text. Each miss and each extra is handed to `report`.
    pub fn of(gold: &GoldText, analysis: &Analysis, report: &mut dyn FnMut(String)) -> Self {
        let mut scores = Self::default();
        if gold.events.is_empty() {
            return scores;
        }
        let text = &gold.document.text;
        let found = findings(&gold.document, &Trees::new(analysis));
        for event in &gold.events {
            let told = told(&found, analysis, event.trigger);
            let kind = event.kind.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
            let right = usize::from(told.is_some());
            *scores.triggers.entry(kind).or_default() += Score { right, found: right, gold: 1 };
            if told.is_none() {
                report(format!("missed\t{}\t{}\t{}", gold.document.id, event.kind, event.trigger.of(text)));
            }
            let (parties, places) = told.unwrap_or_default();
            for (part, found_ones) in [(Part::Party, parties), (Part::Place, places)] {
                let wanted: Vec<Span> =
                    event.arguments.iter().filter(|argument| argument.0 == part).map(|argument| argument.1).collect();
                let score = arguments(&wanted, &found_ones, &found);
                match part {
                    Part::Party => scores.parties += score,
                    Part::Place => scores.places += score,
                }
                if score.right < score.gold.max(score.found) {
                    let wanted: Vec<&str> = wanted.iter().map(|span| span.of(text)).collect();
                    let got: Vec<&str> = found_ones.iter().map(|argument| words(argument, &found, text)).collect();
                    let trigger = event.trigger.of(text);
                    report(format!("{part:?}\t{}\t{trigger}\twanted {wanted:?}\tgot {got:?}", gold.document.id));
                }
            }
        }
        scores
    }

    /// Triggers found of all.
    pub fn all_triggers(&self) -> Score {
        let mut all = Score::default();
        self.triggers.values().for_each(|&score| all += score);
        all
    }
}

fn words<'a>(argument: &Argument, found: &'a Findings, text: &'a str) -> &'a str {
    match argument {
        Argument::Entity(id) => &found.referents.entity(*id).name,
        Argument::Words(span) => span.of(text),
    }
}

/// Who and where, of all events that a word of the trigger tells of; `None` where it tells of none.
fn told(found: &Findings, analysis: &Analysis, trigger: Span) -> Option<(Vec<Argument>, Vec<Argument>)> {
    let evokes = |token: &TokenId| analysis.token(*token).span.overlaps(trigger);
    let events = found.events.events.iter().zip(&found.events.triggers);
    let events: Vec<_> = events.filter(|(_, triggers)| triggers.iter().any(evokes)).map(|(event, _)| event).collect();
    let speakers: Vec<_> = found.attributions.iter().filter(|said| said.cue.as_ref().is_some_and(evokes)).collect();
    if events.is_empty() && speakers.is_empty() {
        return None;
    }
    let (mut parties, mut places) = (Vec::new(), Vec::new());
    for event in events {
        for EventRole { filler, .. } in &event.roles {
            match filler {
                Filler::Entity(id) => add(&mut parties, Argument::Entity(*id)),
                Filler::Text(passage) => add(&mut parties, Argument::Words(passage.span)),
                Filler::Event(_) => {}
            }
        }
        // "Busan, South Korea" is one place.
        if let Some(place) = event.places.first() {
            add(&mut places, Argument::Entity(*place));
        }
    }
    for attribution in speakers {
        attribution.speakers.iter().for_each(|&speaker| add(&mut parties, Argument::Entity(speaker)));
    }
    Some((parties, places))
}

fn add(known: &mut Vec<Argument>, new: Argument) {
    let same = |one: &Argument| match (one, &new) {
        (Argument::Entity(one), Argument::Entity(other)) => one == other,
        (Argument::Words(one), Argument::Words(other)) => one == other,
        _ => false,
    };
    if !known.iter().any(same) {
        known.push(new);
    }
}

fn arguments(wanted: &[Span], found: &[Argument], findings: &Findings) -> Score {
    let mut used = vec![false; wanted.len()];
    let mut score = Score { right: 0, found: found.len(), gold: wanted.len() };
    for argument in found {
        let is_right = |span: &Span| match argument {
            Argument::Words(words) => words.overlaps(*span),
            Argument::Entity(id) => {
                findings.referents.mentions.iter().any(|mention| mention.entity == *id && mention.span.overlaps(*span))
            }
        };
        if let Some(at) = (0..wanted.len()).find(|&at| !used[at] && is_right(&wanted[at])) {
            used[at] = true;
            score.right += 1;
        }
    }
    score
}

impl AddAssign for ContactScores {
    fn add_assign(&mut self, other: Self) {
        for (kind, score) in other.triggers {
            *self.triggers.entry(kind).or_default() += score;
        }
        self.parties += other.parties;
        self.places += other.places;
    }
}

impl fmt::Display for ContactScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{:42} {:>9} {:>9}", "triggers", "found", "gold")?;
        for (kind, score) in self.triggers.iter().map(|(kind, score)| (kind.as_str(), *score)) {
            writeln!(f, "{kind:42} {:9.2} {:9}", score.recall() * 100.0, score.gold)?;
        }
        let all = self.all_triggers();
        writeln!(f, "{:42} {:9.2} {:9}", "all", all.recall() * 100.0, all.gold)?;
        writeln!(f, "{:12} {:>9} {:>9} {:>9} {:>9}", "arguments", "precision", "recall", "F1", "gold")?;
        writeln!(f, "{:12} {}", "who", self.parties)?;
        writeln!(f, "{:12} {}", "where", self.places)
    }
}

#[cfg(test)]
mod tests {
    use super::{ContactScores, read};
    use crate::language::Reader;

    #[test]
    fn who_met_whom_where_is_found_and_a_word_that_evokes_nothing_is_missed() {
        let line = r#"{"doc_key": "one",
            "sentences": [["Ana", "Duarte", "met", "Tom", "Field", "in", "Oslo", "."], ["The", "sea", "was", "calm", "."]],
            "evt_triggers": [[2, 2, [["contact.discussion.meet", 1.0]]], [9, 9, [["contact.discussion.n/a", 1.0]]]],
            "gold_evt_links": [[[2, 2], [0, 1], "evt034arg01participant"], [[2, 2], [4, 4], "evt034arg02participant"],
                               [[2, 2], [6, 6], "evt034arg03place"], [[9, 9], [8, 8], "evt034arg03place"]]}"#;
        let gold = read(line).expect("a line");
        let reader = Reader::embedded().expect("the model is part of the program");
        let words = gold.words.as_ref().expect("the words of the set");
        let analysis = reader.read_segmented(&gold.document, words).expect("an analysis");
        let mut reports = Vec::new();
        let scores = ContactScores::of(&gold, &analysis, &mut |line| reports.push(line));
        assert_eq!((scores.all_triggers().right, scores.all_triggers().gold), (1, 2));
        assert_eq!((scores.parties.right, scores.parties.found, scores.parties.gold), (2, 2, 2));
        assert_eq!((scores.places.right, scores.places.found, scores.places.gold), (1, 1, 2));
        assert!(reports[0].starts_with("missed\tone\tcontact.discussion.n/a\tsea"), "{reports:?}");
    }
}
