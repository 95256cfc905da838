//! One telling of an event: what one sentence says of it.

use super::fillers::Fillers;
use super::grammar::Grammar;
use super::paths::Walker;
use super::place::Places;
use super::purpose::{Purpose, Purposes};
use super::rules::{Evocation, FillerType, Rule, Rules, Trigger};
use super::status::{Reading, StatusReader};
use super::when::Times;
use crate::facts::time::TimeMention;
use crate::facts::{EntityId, EventRole, Filler, Interval, Passage, Referents};
use crate::language::{TokenId, Trees, Upos};
use crate::text::Span;
use std::collections::{BTreeSet, HashMap};

/// What one sentence says of one event.
#[derive(Debug, Clone)]
pub struct Telling {
    /// Index of the rule.
    pub rule: usize,
    /// The evoking word.
    pub trigger: TokenId,
    /// Fillers of the roles, in the order of the text.
    pub roles: Vec<EventRole>,
    /// Where, most specific first.
    pub places: Vec<EntityId>,
    /// When.
    pub time: Option<Interval>,
    /// Why.
    pub purpose: Option<Purpose>,
    /// How real.
    pub reading: Reading,
    /// Speaks of an event known already ("the talks"): tells nothing where no other telling fits.
    pub anaphoric: bool,
    /// The words.
    pub evidence: Span,
    /// 0 to 1.
    pub confidence: f32,
}

impl Telling {
    /// The entities in a role.
    pub fn entities(&self, role: &str) -> Vec<EntityId> {
        let fillers = self.roles.iter().filter(|filled| filled.role == role);
        fillers
            .filter_map(|filled| match filled.filler {
                Filler::Entity(id) => Some(id),
                _ => None,
            })
            .collect()
    }

    /// The words in a role that name no entity.
    pub fn texts(&self, role: &str) -> Vec<&Passage> {
        let fillers = self.roles.iter().filter(|filled| filled.role == role);
        fillers
            .filter_map(|filled| match &filled.filler {
                Filler::Text(passage) => Some(passage),
                _ => None,
            })
            .collect()
    }
}

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

/// A sentence with more tokens than this is evidence only by the clause that tells.
const LONG_SENTENCE: usize = 60;

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
            walker: Walker { grammar, predicates },
            fillers: Fillers { grammar, referents, rules },
            status: StatusReader { grammar, words: &rules.status },
            times: Times::new(grammar, times),
        }
    }

    fn grammar(&self) -> &Grammar<'a> {
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
            Upos::Verb => Trigger::Verb,
            Upos::Noun | Upos::Propn => Trigger::Noun,
            Upos::Adj => Trigger::Adjective,
            _ => return Vec::new(),
        };
        let lemma = grammar.lemma(token).to_lowercase();
        let form = grammar.form(token).to_lowercase();
        let by_lemma = self.rules.by_word.get(&lemma);
        let by_form = if form == lemma { None } else { self.rules.by_word.get(&form) };
        let candidates = by_lemma.into_iter().chain(by_form).flatten();
        let mut known = BTreeSet::new();
        candidates
            .map(|&(rule, number)| (rule, &self.rules.rules[rule].evocations[number]))
            .filter(|(_, evocation)| evocation.pos == pos)
            .filter(|(rule, evocation)| {
                let beside =
                    |word: &String| grammar.has_child(token, |child| grammar.lemma(child).eq_ignore_ascii_case(word));
                let rule = &self.rules.rules[*rule];
                evocation.with.iter().all(beside)
                    && !rule.without.iter().any(beside)
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
        let mut roles: Vec<(TokenId, EventRole)> = Vec::new();
        let mut complete = true;
        let mut certain = rule.confidence;
        let mut place_heads = Vec::new();
        let mut purpose_heads = Vec::new();
        for role in &rule.roles {
            match role.name.as_str() {
                "place" => {
                    let places = Places { fillers: &self.fillers };
                    let is_place = |head: &TokenId| !places.at(*head).is_empty();
                    place_heads = self.walker.fill(role, rule, trigger);
                    if !place_heads.iter().any(is_place) {
                        place_heads = self.walker.fill_otherwise(role, rule, trigger);
                    }
                    if !place_heads.iter().any(is_place) && self.rules.classes[rule.class].participants.is_some() {
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
            let named = filled
                .iter()
                .any(|(_, filler)| self.fillers.is_named(filler) && (!several || matches!(filler, Filler::Entity(_))));
            complete &= filled.len() >= role.minimum && (named || !role.named);
            let as_role = |(head, filler)| (head, EventRole { role: role.name.clone(), filler });
            roles.extend(filled.into_iter().map(as_role));
        }
        let class = &self.rules.classes[rule.class];
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
        tellings
    }

    /// The tokens from an evoking verb to the next clause or pause: what stands there tells of the event, whatever word
    /// the tree gives it to. Empty for nouns.
    fn reach(&self, trigger: TokenId) -> std::ops::Range<u32> {
        let grammar = self.grammar();
        let start = trigger.0 + 1;
        if grammar.upos(trigger) != Upos::Verb {
            return start..start;
        }
        let stops = |&token: &u32| {
            let id = TokenId(token);
            matches!(grammar.upos(id), Upos::Verb | Upos::Aux | Upos::Sconj)
                || grammar.upos(id) == Upos::Punct && grammar.form(id) != "-"
                || grammar.trees.token(id).features.text.contains("PronType=Rel")
        };
        let end = (start..grammar.trees.sentence(trigger).tokens.end).find(stops);
        start..end.unwrap_or(grammar.trees.sentence(trigger).tokens.end)
    }

    fn places_in_reach(&self, trigger: TokenId) -> Vec<TokenId> {
        let grammar = self.grammar();
        let places = Places { fillers: &self.fillers };
        let in_topic = |token: TokenId| {
            let head =
                grammar.head(token).filter(|&head| grammar.is(token, "nmod") && grammar.upos(head) == Upos::Noun);
            head.is_some_and(|head| {
                let lemma = grammar.lemma(head).to_lowercase();
                !self.rules.is("shared#people", &lemma) && !self.rules.is("shared#groups", &lemma)
            })
        };
        let fits = |&token: &TokenId| {
            let location = matches!(grammar.preposition(token).as_deref(), Some("in" | "at" | "near" | "outside"));
            location && !in_topic(token) && !places.at(token).is_empty()
        };
        let topic = |&token: &TokenId| {
            let word = grammar.form(token).to_lowercase();
            let timed = grammar.head(token).is_some_and(|head| self.times.covers(head));
            grammar.upos(token) == Upos::Adp
                && word != "with"
                && word != "in"
                && self.rules.is("shared#topic-words", &word)
                && !timed
        };
        self.reach(trigger).map(TokenId).take_while(|token| !topic(token)).filter(fits).take(1).collect()
    }

    /// A verb in the present tells of one event only where it has a date, or in a headline.
    fn is_dated_or_headline(&self, trigger: TokenId, rule: &Rule) -> bool {
        let grammar = self.grammar();
        let tokens = grammar.trees.sentence(trigger).tokens.clone();
        let last = TokenId(tokens.end.saturating_sub(1));
        let stopped = (tokens.end.saturating_sub(3)..tokens.end)
            .any(|token| matches!(grammar.form(TokenId(token)), "." | "!" | "?"));
        let sites = self.times.sites(trigger, &rule.light_verbs);
        last > trigger && !stopped || self.times.at(&sites, trigger, tokens).is_some()
    }

    fn is_supported(&self, trigger: TokenId, rule: &Rule) -> bool {
        let grammar = self.grammar();
        grammar.clauses_of_noun(trigger).iter().any(|&(clause, _)| rule.light_verbs.contains(grammar.lemma(clause)))
    }

    fn add_fillers(&self, heads: Vec<TokenId>, wanted: FillerType, filled: &mut Vec<(TokenId, Filler)>) {
        for head in heads {
            for filler in self.fillers.of(head, wanted) {
                if !filled.iter().any(|(_, known)| *known == filler) {
                    filled.push((head, filler));
                }
            }
        }
    }

    /// "met in Geneva, London and Madrid" tells of three meetings, each with its own time.
    fn distribute(&self, telling: Telling, rule: &Rule, place_heads: &[TokenId]) -> Vec<Telling> {
        let places = Places { fillers: &self.fillers };
        let groups = places.groups(place_heads);
        let grammar = self.grammar();
        let sites = self.times.sites(telling.trigger, &rule.light_verbs);
        if groups.len() < 2 || !self.is_plural_event(telling.trigger, rule) {
            let time = self.times.at(&sites, telling.trigger, grammar.trees.sentence(telling.trigger).tokens.clone());
            let noun = grammar.upos(telling.trigger) != Upos::Verb;
            let time = time.or_else(|| if noun { self.times.starting(telling.trigger) } else { None });
            let time = time.or_else(|| self.times.between(self.reach(telling.trigger)));
            return vec![Telling {
                places: groups.into_iter().flat_map(|group| group.places).collect(),
                time,
                ..telling
            }];
        }
        let sentence = grammar.trees.sentence(telling.trigger).tokens.clone();
        let mut found = Vec::new();
        for (i, group) in groups.iter().enumerate() {
            let end = groups.get(i + 1).map_or(sentence.end, |next| next.head.0);
            let own = self.times.between(group.head.0..end);
            let time = own.or_else(|| self.times.at(&sites, telling.trigger, sentence.start..groups[0].head.0));
            found.push(Telling { places: group.places.clone(), time, ..telling.clone() });
        }
        found
    }

    /// A verb tells of an event at each of several places; a noun only in the plural ("meetings in Oslo and Rome").
    fn is_plural_event(&self, trigger: TokenId, rule: &Rule) -> bool {
        self.rules.classes[rule.class].participants.is_some()
            && (self.grammar().upos(trigger) == Upos::Verb
                || self.fillers.is_plural(trigger)
                || self.grammar().lemma(trigger) == "visit")
    }

    /// "the talks", "their meeting", "the ministers discussed": speaks of something told before.
    fn is_definite(&self, trigger: TokenId, evocation: &Evocation) -> bool {
        let grammar = self.grammar();
        let definite = |noun: TokenId| {
            grammar.has_child(noun, |child| {
                grammar.relation(child) == "nmod:poss"
                    || grammar.is(child, "det")
                        && matches!(grammar.lemma(child), "the" | "this" | "that" | "these" | "those" | "both")
            })
        };
        if evocation.pos == Trigger::Noun {
            return definite(trigger);
        }
        let subjects = grammar.subjects(trigger);
        subjects.into_iter().any(|subject| {
            matches!(grammar.form(subject).to_lowercase().as_str(), "they" | "both" | "two")
                || definite(subject) && self.fillers.is_plural(subject)
        })
    }

    /// The sentence, or the clause where the sentence is very long.
    fn evidence(&self, trigger: TokenId) -> Span {
        let grammar = self.grammar();
        let sentence = grammar.trees.sentence(trigger);
        if sentence.tokens.len() <= LONG_SENTENCE {
            return sentence.span;
        }
        let clause = std::iter::once(trigger).chain(grammar.trees.ancestors(trigger)).take(LONG_SENTENCE);
        let clause = clause.filter(|&at| grammar.is_clause(at)).map(|at| grammar.trees.subtree(at));
        let fitting = clause.take_while(|range| range.len() <= LONG_SENTENCE).last();
        grammar.span(&fitting.unwrap_or_else(|| grammar.trees.subtree(trigger)))
    }
}
