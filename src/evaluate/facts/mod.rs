//! Scores extracted facts against gold files: JSON of the form of `attache extract`, each beside its article's text.
//!
//! In: gold records and found ones. Out: precision, recall and F1 of people, organisations, places, meetings, visits,
//! statements and roles; of the matched ones how many have the right place, date, status and reason; and, for each
//! confidence, how many are right.
//!
//! Records match one to one, the best pair first. Things: a name in common. Meetings: two participants in common, or
//! half of them. Visits: the same visitor and a place in common. Statements: the same speaker, and half of the words.
//! Roles: the same person, and three fifths of the words. What only repeats words that the gold file calls doubtful
//! counts neither way.

mod examples;
mod matching;
mod record;
mod reliability;

pub use examples::examples;
pub use record::{Article, Circumstances, Meeting, Role, Statement, Thing, Visit};
pub use reliability::Reliability;

use super::score::Score;
use matching::{Names, align, is_doubtful};
use std::fmt;
use std::ops::AddAssign;

/// The kinds of record, in the order in which they are printed.
const KINDS: [&str; 7] = ["people", "organisations", "places", "meetings", "visits", "statements", "roles"];

/// The kinds whose mean is the figure for facts.
const FACTS: [&str; 4] = ["meetings", "visits", "statements", "roles"];

/// Counts over any number of articles.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactScores {
    kinds: [Score; KINDS.len()],
    /// Of matched records: what is asked of them, the sum of the shares that are right, how many there are.
    details: Vec<(String, f64, usize)>,
    /// How often facts of each confidence are right.
    pub reliability: Reliability,
}

/// Whether each found fact of a kind is right, in the order of the found ones; `None` for a doubtful one.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Verdicts {
    pub meetings: Vec<Option<bool>>,
    pub visits: Vec<Option<bool>>,
    pub statements: Vec<Option<bool>>,
    pub roles: Vec<Option<bool>>,
}

impl FactScores {
    /// Scores one article. Each miss and each extra is handed to `report`.
    pub fn of(gold: &Article, found: &Article, report: &mut dyn FnMut(String)) -> (Self, Verdicts) {
        let mut scores = Self::default();
        let mut article = Scorer { gold, names: Names::new(gold), scores: &mut scores, report };
        article.things("people", &gold.people, &found.people);
        article.things("organisations", &gold.organisations, &found.organisations);
        article.things("places", &gold.places, &found.places);
        let verdicts = Verdicts {
            meetings: article.meetings(&found.meetings),
            visits: article.visits(&found.visits),
            statements: article.statements(&found.statements),
            roles: article.roles(&found.roles),
        };
        (scores, verdicts)
    }

    /// The score of a kind of record: `people`, `organisations`, `places`, `meetings`, `visits`, `statements`, `roles`.
    pub fn kind(&self, kind: &str) -> Option<Score> {
        KINDS.iter().position(|known| *known == kind).map(|at| self.kinds[at])
    }

    /// One line: right of gold ones and of found ones, for each kind of fact.
    pub fn in_short(&self) -> String {
        let kinds = FACTS.iter().filter_map(|kind| Some((kind, self.kind(kind)?)));
        let parts: Vec<String> =
            kinds.map(|(kind, score)| format!("{kind} {}/{} of {}", score.right, score.gold, score.found)).collect();
        parts.join("  ")
    }

    fn count(&mut self, kind: &str, score: Score) {
        if let Some(at) = KINDS.iter().position(|known| *known == kind) {
            self.kinds[at] += score;
        }
    }

    fn note(&mut self, what: String, share: f64, count: usize) {
        match self.details.iter_mut().find(|(known, ..)| *known == what) {
            Some((_, sum, all)) => {
                *sum += share;
                *all += count;
            }
            None => self.details.push((what, share, count)),
        }
    }
}

/// One article under way.
struct Scorer<'a> {
    gold: &'a Article,
    names: Names,
    scores: &'a mut FactScores,
    report: &'a mut dyn FnMut(String),
}

/// What is common to found facts.
struct Told<'a> {
    evidence: &'a str,
    confidence: Option<f64>,
}

impl Scorer<'_> {
    fn things(&mut self, kind: &str, gold: &[Thing], found: &[Thing]) {
        let aligned = align(gold, found, matching::thing);
        self.scores.count(kind, Score { right: aligned.len(), found: found.len(), gold: gold.len() });
        for (i, j) in aligned {
            self.note(format!("{kind}: full name"), matching::same_name(&gold[i], &found[j]));
        }
    }

    fn note(&mut self, what: String, holds: bool) {
        self.scores.note(what, f64::from(u8::from(holds)), 1);
    }

    fn meetings(&mut self, found: &[Meeting]) -> Vec<Option<bool>> {
        let article = self.gold;
        let gold = &article.meetings;
        let aligned = align(gold, found, |one, other| matching::meeting(one, other, &self.names));
        for &(i, j) in &aligned {
            let share = matching::participants(&gold[i], &found[j], &self.names);
            self.scores.note("meetings: participants".to_owned(), share, 1);
            self.circumstances("meetings", &gold[i].circumstances, &found[j].circumstances);
        }
        self.facts("meetings", gold, found, &aligned, |meeting| told_in(&meeting.circumstances))
    }

    fn visits(&mut self, found: &[Visit]) -> Vec<Option<bool>> {
        let article = self.gold;
        let gold = &article.visits;
        let aligned = align(gold, found, |one, other| matching::visit(one, other, &self.names));
        for &(i, j) in &aligned {
            self.circumstances("visits", &gold[i].circumstances, &found[j].circumstances);
        }
        self.facts("visits", gold, found, &aligned, |visit| told_in(&visit.circumstances))
    }

    fn statements(&mut self, found: &[Statement]) -> Vec<Option<bool>> {
        let article = self.gold;
        let gold = &article.statements;
        let aligned = align(gold, found, |one, other| matching::statement(one, other, &self.names));
        self.facts("statements", gold, found, &aligned, |statement| Told {
            evidence: statement.evidence.as_deref().unwrap_or(&statement.said),
            confidence: statement.confidence,
        })
    }

    fn roles(&mut self, found: &[Role]) -> Vec<Option<bool>> {
        let article = self.gold;
        let gold = &article.roles;
        let aligned = align(gold, found, |one, other| matching::role(one, other, &self.names));
        self.facts("roles", gold, found, &aligned, |role| Told {
            evidence: role.evidence.as_deref().unwrap_or_default(),
            confidence: role.confidence,
        })
    }

    /// Place, date, status and reason of a matched pair.
    fn circumstances(&mut self, kind: &str, gold: &Circumstances, found: &Circumstances) {
        self.note(format!("{kind}: place"), matching::same_place(gold, found));
        self.note(format!("{kind}: date"), matching::same_date(gold, found));
        self.note(format!("{kind}: status"), gold.status == found.status);
        let why = |one: &Circumstances| one.why.clone().unwrap_or_default();
        if !why(gold).is_empty() || !why(found).is_empty() {
            self.note(format!("{kind}: why"), matching::token_f1(&why(gold), &why(found)) >= 0.5);
        }
    }

    /// Counts the facts of a kind, and says of each found one whether it is right.
    fn facts<T: fmt::Debug>(
        &mut self,
        kind: &str,
        gold: &[T],
        found: &[T],
        aligned: &[(usize, usize)],
        told: impl Fn(&T) -> Told<'_>,
    ) -> Vec<Option<bool>> {
        let mut verdicts: Vec<Option<bool>> = Vec::new();
        for (j, fact) in found.iter().enumerate() {
            let right = aligned.iter().any(|&(_, matched)| matched == j);
            let doubtful = !right && is_doubtful(told(fact).evidence, self.gold);
            verdicts.push((!doubtful).then_some(right));
            if !right && !doubtful {
                (self.report)(format!("extra {} {kind}: {fact:?}", self.gold.id));
            }
            if let (Some(confidence), false) = (told(fact).confidence, doubtful) {
                self.scores.reliability.add(confidence, right);
            }
        }
        for (i, fact) in gold.iter().enumerate() {
            if !aligned.iter().any(|&(matched, _)| matched == i) {
                (self.report)(format!("missed {} {kind}: {fact:?}", self.gold.id));
            }
        }
        let scored = verdicts.iter().filter(|verdict| verdict.is_some()).count();
        self.scores.count(kind, Score { right: aligned.len(), found: scored, gold: gold.len() });
        verdicts
    }
}

fn told_in(circumstances: &Circumstances) -> Told<'_> {
    Told { evidence: circumstances.evidence.as_deref().unwrap_or_default(), confidence: circumstances.confidence }
}

impl AddAssign for FactScores {
    fn add_assign(&mut self, other: Self) {
        for (mine, theirs) in self.kinds.iter_mut().zip(other.kinds) {
            *mine += theirs;
        }
        for (what, share, count) in other.details {
            self.note(what, share, count);
        }
        self.reliability += other.reliability;
    }
}

impl fmt::Display for FactScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let percent = |share: f64| share * 100.0;
        for (kind, score) in KINDS.iter().zip(self.kinds) {
            let [precision, recall, f1] = [score.precision(), score.recall(), harmonic(score)].map(percent);
            let Score { right, found, gold } = score;
            writeln!(
                f,
                "{kind:14} P {precision:5.1}  R {recall:5.1}  F1 {f1:5.1}  ({right} right of {found} found, {gold} in gold)"
            )?;
        }
        for (what, share, count) in &self.details {
            writeln!(f, "  {what:26} {:5.1} % of {count} matched", percent(*share) / *count as f64)?;
        }
        let kinds = FACTS.iter().filter_map(|kind| self.kind(kind));
        let mean = kinds.map(harmonic).sum::<f64>() / FACTS.len() as f64;
        writeln!(f, "facts F1 (mean of meetings, visits, statements, roles): {:.1}", percent(mean))?;
        write!(f, "{}", self.reliability)
    }
}

/// F1 from precision and recall.
fn harmonic(score: Score) -> f64 {
    let (precision, recall) = (score.precision(), score.recall());
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}
