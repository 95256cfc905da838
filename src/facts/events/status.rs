//! Did it happen? Planned, happened, possible, denied, cancelled: from tense, modals, negation and governing words.

use super::grammar::Grammar;
use super::rules::{Effect, StatusWords};
use crate::facts::Status;
use crate::language::{Tense, TokenId, Upos, VerbForm};

/// A reading of how real an event is, and how clearly the words say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Whether it took place.
    pub status: Status,
    /// Said by tense or word, not only guessed.
    pub clear: bool,
    /// A habit or a truth in general ("leaders often meet"), no single event.
    pub habitual: bool,
    /// In the present tense: what holds, more often than what took place.
    pub general: bool,
    /// In the progressive: planned, or going on where its time is now.
    pub ongoing: bool,
}

impl Reading {
    fn clear(status: Status) -> Self {
        Self { status, clear: true, habitual: false, general: false, ongoing: false }
    }

    fn guess(status: Status) -> Self {
        Self { status, clear: false, habitual: false, general: false, ongoing: false }
    }
}

/// What a clause's own verb group says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Past,
    Present,
    Progressive,
    Says(Status),
    Nonfinite,
}

/// Reads the status of events off the trees.
#[derive(Debug, Clone, Copy)]
pub struct StatusReader<'a> {
    /// The trees.
    pub grammar: Grammar<'a>,
    /// The words that decide.
    pub words: &'a StatusWords,
}

const DEEP: usize = 10;

impl StatusReader<'_> {
    /// The reading of an event told by a clause.
    pub fn of_clause(&self, clause: TokenId) -> Reading {
        let habit = |child: TokenId| {
            self.grammar.is(child, "advmod") && self.words.habitual.contains(self.grammar.lemma(child))
        };
        Reading { habitual: self.grammar.has_child(clause, habit), ..self.clause(clause, DEEP) }
    }

    fn clause(&self, clause: TokenId, depth: usize) -> Reading {
        let alone = self.clause_alone(clause, depth);
        if depth == 0 { alone } else { self.in_context(clause, self.group(clause), alone, depth) }
    }

    /// The reading of a clause without what is said, believed or denied around it.
    fn clause_alone(&self, clause: TokenId, depth: usize) -> Reading {
        if depth == 0 {
            return Reading::guess(Status::Possible);
        }
        if self.is_negated(clause) {
            return Reading::clear(Status::Denied);
        }
        match self.group(clause) {
            Group::Says(status) => Reading::clear(status),
            Group::Past if self.is_governed_gerund(clause) => self.nonfinite(clause, depth),
            Group::Past => Reading::clear(Status::Happened),
            Group::Progressive => Reading { ongoing: true, ..Reading::clear(Status::Planned) },
            Group::Present => self.present(clause, depth),
            Group::Nonfinite => self.nonfinite(clause, depth),
        }
    }

    /// "having met" after a verb that decides: "denied having met".
    fn is_governed_gerund(&self, clause: TokenId) -> bool {
        let grammar = &self.grammar;
        matches!(grammar.relation(clause), "xcomp" | "ccomp" | "obj")
            && grammar.has_child(clause, |child| {
                grammar.is(child, "aux") && grammar.form(child).eq_ignore_ascii_case("having")
            })
    }

    /// Present tense: in "when they meet" as real as the main clause plans it, after an adverb of habit no event.
    fn present(&self, clause: TokenId, depth: usize) -> Reading {
        let habitual = self.grammar.has_child(clause, |child| self.words.habitual.contains(self.grammar.lemma(child)));
        if habitual {
            return Reading { status: Status::Happened, clear: false, habitual: true, general: true, ongoing: false };
        }
        if let Some(mark) = self.subordinator(clause)
            && let Some(&status) = self.words.subordinators.get(&mark)
        {
            return Reading::clear(status);
        }
        if self.grammar.is(clause, "conj")
            && let Some(head) = self.grammar.head(clause)
            && self.grammar.is_clause(head)
        {
            return self.clause(head, depth - 1);
        }
        Reading { general: true, ..Reading::guess(Status::Happened) }
    }

    /// "if", "when", "after" before a clause, as mark or adverb.
    fn subordinator(&self, clause: TokenId) -> Option<String> {
        let grammar = &self.grammar;
        let children = grammar.trees.children(clause).iter().copied();
        children
            .filter(|&child| child < clause && (grammar.is(child, "mark") || grammar.is(child, "advmod")))
            .map(|child| grammar.form(child).to_lowercase())
            .find(|word| self.words.subordinators.contains_key(word))
    }

    /// Infinitives, participles and gerunds are as real as what governs them lets them be.
    fn nonfinite(&self, clause: TokenId, depth: usize) -> Reading {
        let grammar = &self.grammar;
        let Some(head) = grammar.head(clause) else { return Reading::guess(Status::Happened) };
        if grammar.relation(clause) == "conj" {
            return if grammar.is_clause(head) {
                self.clause(head, depth - 1)
            } else {
                Reading::guess(Status::Happened)
            };
        }
        let infinitive = grammar.is_infinitive(clause);
        let effect = self.words.governors.get(&grammar.lemma(head).to_lowercase()).copied();
        let governed = matches!(grammar.relation(clause), "xcomp" | "ccomp" | "acl" | "csubj")
            || grammar.relation(clause) == "advcl" && (infinitive && effect.is_some());
        if !governed || effect.is_none() {
            if grammar.relation(clause) == "acl" && !grammar.is_clause(head) {
                return self.modifier(clause, head, infinitive, depth);
            }
            let outer = self.clause(head, depth - 1);
            return match grammar.relation(clause) {
                "xcomp" | "ccomp" if infinitive && outer.status == Status::Happened => Reading::guess(Status::Possible),
                _ => Reading { clear: outer.clear && depth > 1, ..outer },
            };
        }
        self.apply(effect.unwrap_or(Effect::Same), head, depth)
    }

    /// "talks held in Oslo" happened, "talks to be held" are planned.
    fn modifier(&self, clause: TokenId, noun: TokenId, infinitive: bool, depth: usize) -> Reading {
        if infinitive {
            return Reading::clear(Status::Planned);
        }
        match self.grammar.is_passive(clause) {
            true => Reading::clear(Status::Happened),
            false => self.outer_clause(noun, depth),
        }
    }

    fn outer_clause(&self, word: TokenId, depth: usize) -> Reading {
        let outer = self.grammar.trees.ancestors(word).take(DEEP).find(|&at| self.grammar.is_clause(at));
        match outer {
            Some(clause) => Reading { clear: false, ..self.clause(clause, depth - 1) },
            None => Reading::guess(Status::Happened),
        }
    }

    /// The reading of the finite clause around a word: "called on him to act during talks" tells of talks held.
    fn finite_clause(&self, word: TokenId) -> Reading {
        let grammar = &self.grammar;
        let mut clauses = grammar.trees.ancestors(word).take(DEEP).filter(|&at| grammar.is_clause(at));
        match clauses.find(|&clause| !grammar.is_nonfinite(clause)) {
            Some(clause) => Reading { clear: false, ..self.clause(clause, DEEP - 1) },
            None => self.outer_clause(word, DEEP),
        }
    }

    /// The effect of a governing word that may itself be negated, planned or only possible.
    fn apply(&self, effect: Effect, governor: TokenId, depth: usize) -> Reading {
        let negated = self.is_negated(governor);
        match effect {
            Effect::Affirmed if negated => Reading::guess(Status::Possible),
            Effect::Affirmed => Reading::clear(Status::Planned),
            Effect::Says(Status::Denied) if negated => Reading::clear(Status::Possible),
            Effect::Says(Status::Cancelled) if negated => Reading::clear(Status::Planned),
            Effect::Says(Status::Planned | Status::Possible | Status::Happened) | Effect::Same if negated => {
                Reading::clear(Status::Denied)
            }
            Effect::Says(Status::Planned) => match self.group(governor) {
                Group::Says(status @ (Status::Possible | Status::Denied)) => Reading::clear(status),
                _ => Reading::clear(Status::Planned),
            },
            Effect::Says(status) => match (status, self.group(governor)) {
                (Status::Denied | Status::Cancelled, Group::Says(_)) => Reading::clear(Status::Possible),
                _ => Reading::clear(status),
            },
            Effect::Same if self.grammar.is_clause(governor) => self.clause(governor, depth - 1),
            Effect::Same => self.outer_clause(governor, depth),
        }
    }

    /// What surrounds a finite clause: a condition, a denial of what was said, a hope.
    fn in_context(&self, clause: TokenId, group: Group, own: Reading, depth: usize) -> Reading {
        if group == Group::Nonfinite || own.status == Status::Denied {
            return own;
        }
        let grammar = &self.grammar;
        let open = |clause: TokenId| {
            self.subordinator(clause).is_some_and(|mark| self.words.subordinators.get(&mark) == Some(&Status::Possible))
        };
        if open(clause) {
            return Reading::clear(Status::Possible);
        }
        let conditional = |child: TokenId| grammar.is(child, "advcl") && open(child);
        if own.status == Status::Planned && grammar.has_child(clause, conditional) {
            return Reading::clear(Status::Possible);
        }
        match self.said_of(clause).filter(|_| depth > 1) {
            Some((Status::Denied, governor)) if self.is_negated(governor) => own,
            Some((status, _)) => Reading::clear(status),
            None => own,
        }
    }

    /// What is said of a content clause, and the word that says it: the verb in "denied that they had met" and in
    /// "denied reports that they had met", the noun in "the possibility that they meet".
    fn said_of(&self, clause: TokenId) -> Option<(Status, TokenId)> {
        let grammar = &self.grammar;
        let head = grammar.head(clause)?;
        let says = |word: TokenId| match self.words.governors.get(grammar.lemma(word)) {
            Some(&Effect::Says(status @ (Status::Denied | Status::Possible))) => Some((status, word)),
            _ => None,
        };
        match grammar.relation(clause) {
            "ccomp" if grammar.upos(head) != Upos::Noun => says(head),
            "acl" | "ccomp" if grammar.mark(clause).is_some_and(|mark| grammar.lemma(mark) == "that") => {
                let around = grammar.clauses_of_noun(head).into_iter();
                let denied = around
                    .filter(|&(_, relation)| relation == "obj" || relation == "nsubj:pass")
                    .filter_map(|(verb, _)| says(verb))
                    .find(|&(status, _)| status == Status::Denied);
                denied.or_else(|| says(head))
            }
            _ => None,
        }
    }

    /// The reading of an event told by a word of any class.
    pub fn of_word(&self, word: TokenId) -> Reading {
        match self.grammar.upos(word) {
            Upos::Noun | Upos::Propn => self.of_noun(word, |_| false),
            _ => self.of_clause(word),
        }
    }

    /// The reading of an event told by a noun. `support` is the verb that lends it tense: "hold" of "hold talks".
    pub fn of_noun(&self, noun: TokenId, light: impl Fn(TokenId) -> bool) -> Reading {
        let grammar = &self.grammar;
        for child in grammar.trees.children(noun).iter().copied() {
            if matches!(grammar.relation(child), "amod" | "advmod" | "acl" | "compound")
                && let Some(&status) = self.words.modifiers.get(&grammar.lemma(child).to_lowercase())
            {
                return Reading::clear(status);
            }
            if grammar.is(child, "det") && grammar.lemma(child) == "no" {
                return Reading::clear(Status::Denied);
            }
        }
        let first = grammar.counted_as(grammar.first_conjunct(noun));
        let clauses = grammar.clauses_of_noun(noun);
        for &(clause, relation) in &clauses {
            if relation == "obl" {
                continue;
            }
            let lemma = grammar.phrasal(clause);
            let table = if relation == "nsubj" { &self.words.subjects } else { &self.words.objects };
            if let Some(&effect) = table.get(&lemma) {
                return match effect {
                    Effect::Same => self.clause_alone(clause, DEEP),
                    effect => self.apply(effect, clause, DEEP),
                };
            }
            if light(clause) {
                return self.of_clause(clause);
            }
        }
        if let Some(preposition) = grammar.preposition(first)
            && let Some(&status) = self.words.subordinators.get(&preposition)
            && grammar.is(first, "obl")
        {
            let outer = self.finite_clause(first);
            return match (status, outer.status) {
                (Status::Happened, Status::Happened) => Reading::clear(Status::Happened),
                // "refused to meet her during her visit": the visit took place.
                (Status::Happened, Status::Denied | Status::Cancelled) => Reading::guess(Status::Happened),
                (Status::Happened, other) => Reading::guess(other),
                (status, _) => Reading::clear(status),
            };
        }
        if let Some(&(clause, "obl")) = clauses.first()
            && let Some(preposition @ ("for" | "to")) = grammar.preposition(first).as_deref()
        {
            // "called for talks", and by the verb with its preposition: "flew there for talks".
            let lemma = grammar.lemma(clause);
            let both = self.words.governors.get(&format!("{lemma} {preposition}"));
            if let Some(&effect @ Effect::Says(Status::Possible | Status::Planned)) =
                both.or_else(|| self.words.governors.get(lemma))
            {
                return self.apply(effect, clause, DEEP);
            }
        }
        if let Some(&(clause, relation)) = clauses.first() {
            let outer = self.clause_alone(clause, DEEP);
            if outer.status == Status::Denied || relation == "obj" && outer.status == Status::Possible {
                return Reading::guess(Status::Possible);
            }
            return Reading { clear: relation.starts_with("nsubj") && outer.clear, habitual: false, ..outer };
        }
        if let Some(head) = grammar.head(first)
            && grammar.is(first, "nmod")
            && grammar.upos(head) == Upos::Noun
            && let Some(&effect) = self.words.governors.get(grammar.lemma(head))
        {
            return self.apply(effect, head, DEEP);
        }
        if grammar.is_clause(first) {
            return Reading { clear: false, ..self.of_clause(first) };
        }
        self.outer_clause(first, DEEP)
    }

    /// "not", "never", "no longer" on the verb, or "no one" as its subject.
    pub fn is_negated(&self, clause: TokenId) -> bool {
        let grammar = &self.grammar;
        grammar.trees.children(clause).iter().any(|&child| {
            matches!(grammar.relation(child), "advmod" | "advmod:neg" | "neg" | "det" | "cc")
                && self.words.negations.contains(&grammar.lemma(child).to_lowercase())
                || (grammar.is(child, "nsubj") || grammar.is(child, "obj"))
                    && (matches!(grammar.lemma(child), "nobody" | "none" | "nothing")
                        || grammar.has_child(child, |det| grammar.is(det, "det") && grammar.lemma(det) == "no"))
        })
    }

    fn group(&self, clause: TokenId) -> Group {
        let grammar = &self.grammar;
        let auxiliaries: Vec<TokenId> = grammar
            .trees
            .children(clause)
            .iter()
            .copied()
            .filter(|&c| grammar.is(c, "aux") || grammar.is(c, "cop"))
            .collect();
        // "is to meet", "is due to meet".
        let is_to = |word: TokenId| grammar.lemma(word) == "to";
        let be_to = |&auxiliary: &TokenId| {
            grammar.lemma(auxiliary) == "be"
                && grammar.mark(clause).is_some_and(|mark| {
                    mark > auxiliary && (is_to(mark) || grammar.trees.children_by(mark, "fixed").any(is_to))
                })
        };
        if auxiliaries.iter().any(be_to) {
            return Group::Says(Status::Planned);
        }
        for &auxiliary in &auxiliaries {
            let form = grammar.form(auxiliary).to_lowercase();
            if let Some(&status) =
                self.words.auxiliaries.get(&form).or_else(|| self.words.auxiliaries.get(grammar.lemma(auxiliary)))
            {
                return Group::Says(status);
            }
        }
        let progressive = grammar.form(clause).to_lowercase().ends_with("ing") && grammar.upos(clause) == Upos::Verb;
        if auxiliaries.iter().any(|&auxiliary| grammar.lemma(auxiliary) == "have") {
            return if grammar.is_infinitive(clause) { Group::Nonfinite } else { Group::Past };
        }
        let tense = |token: TokenId| {
            let features = &grammar.trees.token(token).features;
            (features.verb_form == Some(VerbForm::Finite)).then_some(features.tense).flatten()
        };
        match auxiliaries.iter().find_map(|&auxiliary| tense(auxiliary)).or_else(|| tense(clause)) {
            Some(Tense::Past) => Group::Past,
            Some(Tense::Present) if progressive && auxiliaries.iter().any(|&a| grammar.lemma(a) == "be") => {
                Group::Progressive
            }
            Some(Tense::Present) => Group::Present,
            None if grammar.is_nonfinite(clause) => Group::Nonfinite,
            None => Group::Present,
        }
    }
}
