//! Finds tellings: tries the rules on every word that may evoke an event.

use super::fillers::Fillers;
use super::grammar::Grammar;
use super::paths::Walker;
use super::place::Places;
use super::purpose::Purposes;
use super::rules::{Evocation, FillerType, Rules, Trigger};
use super::status::{Reading, StatusReader};
use super::telling::Telling;
use super::when::Times;
use crate::facts::time::TimeMention;
use crate::facts::{EventRole, Filler, Referents, Status};
use crate::language::{TokenId, Trees, Upos};
use std::collections::{BTreeSet, HashMap};

/// Finds tellings.
#[derive(Debug)]
pub struct Finder<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// Walks role paths.
    pub walker: Walker<'a>,
    /// Phrases → fillers.
    pub fillers: Fillers<'a>,
    /// Tense, modality, negation.
    pub status: StatusReader<'a>,
    /// Time expressions.
    pub times: Times<'a>,
}

impl<'a> Finder<'a> {
    /// A finder over the trees of one document.
    pub fn new(
        rules: &'a Rules,
        text: &'a str,
        lemmas: &'a [String],
        trees: &'a Trees<'a>,
        referents: &'a Referents,
        times: &'a [TimeMention],
    ) -> Self {
        let grammar = Grammar { trees, text, lemmas, counting: rules.words.get("shared#counting") };
        let predicates: HashMap<_, _> =
            trees.analysis().predicates.iter().map(|predicate| (predicate.token, predicate)).collect();
        Self {
            rules,
            walker: Walker { grammar, predicates, status: &rules.status },
            fillers: Fillers { grammar, referents, rules },
            status: StatusReader { grammar, words: &rules.status },
            times: Times::new(grammar, times),
        }
    }

    /// The grammar of the document.
    pub fn grammar(&self) -> &Grammar<'a> {
        &self.walker.grammar
    }

    /// All tellings of the document, in the order of the text.
    pub fn find(&self) -> Vec<Telling> {
        let mut found = Vec::new();
        for index in 0..self.grammar().trees.analysis().tokens.len() {
            let trigger = TokenId(index as u32);
            let mut here: Vec<Telling> = Vec::new();
            for (rule, evocation) in self.evoked(trigger) {
                for telling in self.tell(rule, evocation, trigger) {
                    self.keep_best(&mut here, telling);
                }
            }
            found.append(&mut here);
        }
        found
    }

    /// Of the tellings of one class by one word the richest stays; distributed ones of one rule all stay.
    fn keep_best(&self, here: &mut Vec<Telling>, telling: Telling) {
        let class = |telling: &Telling| self.rules.rules[telling.rule].class;
        let rival = here.iter().position(|other| class(other) == class(&telling) && other.rule != telling.rule);
        let Some(rival) = rival else {
            here.push(telling);
            return;
        };
        let worth =
            |t: &Telling| (!t.anaphoric, t.roles.len() + t.places.len().min(1) + usize::from(t.purpose.is_some()));
        if worth(&telling) > worth(&here[rival]) {
            let rule = here[rival].rule;
            here.retain(|other| other.rule != rule);
            here.push(telling);
        }
    }

    /// The cheap test: rules whose evoking word this is.
    fn evoked(&self, token: TokenId) -> Vec<(usize, &'a Evocation)> {
        let grammar = self.grammar();
        let pos = match grammar.upos(token) {
            Upos::Verb => Some(Trigger::Verb),
            Upos::Noun | Upos::Propn => Some(Trigger::Noun),
            Upos::Adj => Some(Trigger::Adjective),
            _ => None,
        };
        let lemma = grammar.lemma(token).to_lowercase();
        let form = grammar.form(token).to_lowercase();
        let words = |pos: Option<Trigger>, word: &str| {
            let listed = pos.and_then(|_| self.rules.by_word.get(word)).into_iter().flatten();
            listed.map(move |&listed| (pos, listed))
        };
        let copula = grammar.trees.child_by(token, "cop").map(|copula| grammar.lemma(copula));
        let candidates = words(pos, &lemma)
            .chain(words(pos.filter(|_| form != lemma), &form))
            .chain(words(copula.map(|_| Trigger::Predicate), copula.unwrap_or_default()));
        let mut known = BTreeSet::new();
        candidates
            .map(|(pos, (rule, number))| (pos, rule, &self.rules.rules[rule].evocations[number]))
            .filter(|(pos, _, evocation)| Some(evocation.pos) == *pos)
            .map(|(_, rule, evocation)| (rule, evocation))
            .filter(|(rule, evocation)| {
                let beside = |word: &String| {
                    grammar.has_child(token, |child| {
                        grammar.lemma(child).eq_ignore_ascii_case(word)
                            || grammar.is(child, "obl")
                                && grammar.preposition(child).is_some_and(|found| found == *word)
                    })
                };
                // "met over the budget" is no budget met: what is talked about counts for nothing.
                let barred = |word: &String| {
                    grammar.has_child(token, |child| {
                        let topic =
                            || grammar.preposition(child).is_some_and(|p| self.rules.is("shared#topic-words", &p));
                        grammar.lemma(child).eq_ignore_ascii_case(word) && !topic()
                            || grammar.is(child, "obl")
                                && grammar.preposition(child).is_some_and(|found| found == *word)
                    })
                };
                let rule = &self.rules.rules[*rule];
                evocation.with.iter().all(beside)
                    && !rule.without.iter().any(barred)
                    && !grammar.has_child(token, |child| rule.without_relations.contains(grammar.relation(child)))
                    && rule.voice.is_none_or(|passive| passive == grammar.is_passive(token))
            })
            .filter(|(rule, _)| known.insert(*rule))
            .collect()
    }

    fn tell(&self, index: usize, evocation: &Evocation, trigger: TokenId) -> Vec<Telling> {
        let rule = &self.rules.rules[index];
        let grammar = self.grammar();
        let reading = match evocation.pos {
            Trigger::Noun => self.status.of_noun(trigger, |verb| rule.light_verbs.contains(grammar.lemma(verb))),
            _ => self.status.of_clause(trigger),
        };
        if reading.habitual {
            return Vec::new();
        }
        let reading = match rule.says {
            Some(status) if !matches!(reading.status, Status::Denied | Status::Cancelled) => {
                Reading { status, clear: true, ..reading }
            }
            _ => reading,
        };
        let mut roles: Vec<(TokenId, EventRole)> = Vec::new();
        let mut complete = true;
        let mut certain = rule.confidence;
        let mut place_heads = Vec::new();
        let mut purpose_heads = Vec::new();
        for role in &rule.roles {
            match role.name.as_str() {
                "place" => {
                    let places = Places { fillers: &self.fillers };
                    let is_place = |head: &TokenId| match (places.at(*head).first(), role.filler) {
                        (Some(&id), FillerType::Location) => self.fillers.fits(id, FillerType::Location),
                        (found, _) => found.is_some(),
                    };
                    place_heads = self.walker.fill(role, rule, trigger);
                    if !place_heads.iter().any(is_place) {
                        place_heads = self.walker.fill_otherwise(role, rule, trigger);
                    }
                    let leads_to_place =
                        |head: &TokenId| self.rules.is("shared#places", &grammar.lemma(*head).to_lowercase());
                    if !place_heads.iter().any(is_place)
                        && (role.minimum == 0 || place_heads.iter().any(leads_to_place))
                        && self.rules.classes[rule.class].participants.is_some()
                    {
                        place_heads = self.places_in_reach(trigger);
                    }
                    complete &= role.minimum == 0 || place_heads.iter().any(is_place);
                    continue;
                }
                "purpose" => {
                    purpose_heads = self.walker.fill(role, rule, trigger);
                    continue;
                }
                _ => {}
            }
            let mut filled: Vec<(TokenId, Filler)> = Vec::new();
            self.add_fillers(self.walker.fill(role, rule, trigger), role.filler, &mut filled);
            if filled.len() < role.minimum.max(1) && !role.otherwise.is_empty() {
                let before = filled.len();
                self.add_fillers(self.walker.fill_otherwise(role, rule, trigger), role.filler, &mut filled);
                if filled.len() > before {
                    certain *= 0.95;
                }
            }
            let several = role.minimum > 1;
            let names = filled.iter().filter(|(_, filler)| self.fillers.is_named(filler)).count();
            let entities = filled.iter().filter(|(_, filler)| matches!(filler, Filler::Entity(_))).count();
            let named = names > 0 && (!several || entities > 0 || names > 1);
            complete &= filled.len() >= role.minimum && (named || !role.named);
            let as_role = |(head, filler)| (head, EventRole { role: role.name.clone(), filler });
            roles.extend(filled.into_iter().map(as_role));
        }
        let class = &self.rules.classes[rule.class];
        if acts_on_itself(&roles) {
            return Vec::new();
        }
        let anaphoric = !complete;
        if evocation.pos == Trigger::Verb && reading.general && !self.is_dated_or_headline(trigger, rule) {
            return Vec::new();
        }
        if anaphoric && (class.participants.is_none() || !rule.recalls || !self.is_definite(trigger, evocation)) {
            return Vec::new();
        }
        if !reading.clear {
            certain *= 0.95;
        }
        roles.sort_by_key(|(head, _)| *head);
        let purposes = Purposes { fillers: &self.fillers, walker: &self.walker, times: &self.times };
        let telling = Telling {
            rule: index,
            trigger,
            roles: roles.into_iter().map(|(_, role)| role).collect(),
            places: Vec::new(),
            time: None,
            purpose: purposes.of(trigger, rule, &purpose_heads),
            reading,
            anaphoric,
            evidence: self.evidence(trigger),
            confidence: certain,
        };
        let mut tellings = self.distribute(telling, rule, &place_heads);
        if rule.anchored && !self.is_supported(trigger, rule) {
            tellings.retain(|telling| !telling.places.is_empty() || telling.time.is_some());
        }
        if rule.dated {
            tellings.retain(|telling| telling.time.is_some() || telling.purpose.is_some());
        }
        if rule.firm && matches!(reading.status, Status::Possible | Status::Denied) {
            tellings.retain(|telling| telling.time.is_some());
        }
        tellings
    }

    fn add_fillers(&self, heads: Vec<TokenId>, wanted: FillerType, filled: &mut Vec<(TokenId, Filler)>) {
        for head in heads.into_iter().filter(|&head| !self.times.covers(head)) {
            for filler in self.fillers.of(head, wanted) {
                if !filled.iter().any(|(_, known)| *known == filler) {
                    filled.push((head, filler));
                }
            }
        }
    }
}

/// Whether one and the same fills all of two roles: "defend itself" is done to nobody.
fn acts_on_itself(roles: &[(TokenId, EventRole)]) -> bool {
    let fillers = |name: &str| -> Vec<&Filler> {
        roles.iter().filter(|(_, role)| role.role == name).map(|(_, role)| &role.filler).collect()
    };
    let names: BTreeSet<&str> = roles.iter().map(|(_, role)| role.role.as_str()).collect();
    names.iter().any(|name| names.iter().any(|other| name < other && fillers(name) == fillers(other)))
}
