//! How far an evoking word reaches: the clause it tells in, the places named there, the words that are evidence.

use super::find::Finder;
use super::place::{PlaceGroup, Places};
use super::rules::{Evocation, Rule, Trigger};
use super::telling::Telling;
use crate::facts::Interval;
use crate::language::{TokenId, Upos};
use crate::text::Span;

/// A sentence with more tokens than this is evidence only by the clause that tells.
const LONG_SENTENCE: usize = 60;

impl Finder<'_> {
    /// The tokens from an evoking word to the next clause or pause: what stands there tells of the event, whatever word
    /// the tree gives it to.
    pub fn reach(&self, trigger: TokenId) -> std::ops::Range<u32> {
        let grammar = self.grammar();
        let start = trigger.0 + 1;
        let stops = |&token: &u32| {
            let id = TokenId(token);
            matches!(grammar.upos(id), Upos::Verb | Upos::Aux | Upos::Sconj)
                || grammar.upos(id) == Upos::Punct && !matches!(grammar.form(id), "-" | ".")
                || grammar.trees.token(id).features.text.contains("PronType=Rel")
        };
        let end = (start..grammar.trees.sentence(trigger).tokens.end).find(stops);
        start..end.unwrap_or(grammar.trees.sentence(trigger).tokens.end)
    }

    pub fn places_in_reach(&self, trigger: TokenId) -> Vec<TokenId> {
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
    pub fn is_dated_or_headline(&self, trigger: TokenId, rule: &Rule) -> bool {
        let grammar = self.grammar();
        let tokens = grammar.trees.sentence(trigger).tokens.clone();
        let last = TokenId(tokens.end.saturating_sub(1));
        let stopped = (tokens.end.saturating_sub(3)..tokens.end)
            .any(|token| matches!(grammar.form(TokenId(token)), "." | "!" | "?"));
        let sites = self.times.sites(trigger, &rule.light_verbs);
        last > trigger && !stopped || self.times.at(&sites, trigger, tokens).is_some()
    }

    pub fn is_supported(&self, trigger: TokenId, rule: &Rule) -> bool {
        let grammar = self.grammar();
        grammar.clauses_of_noun(trigger).iter().any(|&(clause, _)| rule.light_verbs.contains(grammar.lemma(clause)))
    }

    /// "met in Geneva, London and Madrid" tells of three meetings, each with its own time.
    pub fn distribute(&self, telling: Telling, rule: &Rule, place_heads: &[TokenId]) -> Vec<Telling> {
        let places = Places { fillers: &self.fillers };
        let groups = places.groups(place_heads);
        let grammar = self.grammar();
        let sites = self.times.sites(telling.trigger, &rule.light_verbs);
        if groups.len() < 2 || !self.is_plural_event(telling.trigger, rule) {
            let time = self.times.at(&sites, telling.trigger, grammar.trees.sentence(telling.trigger).tokens.clone());
            let noun = grammar.upos(telling.trigger) != Upos::Verb;
            let time = time.or_else(|| if noun { self.times.starting(telling.trigger) } else { None });
            let time = time.or_else(|| {
                // Between a noun and the next clause only a day is its time: "the talks on the 2015 deal".
                let near = self.times.between(self.reach(telling.trigger));
                near.filter(|time| !noun || time.start.as_ref().is_some_and(|start| start.len() == "2026-03-15".len()))
            });
            return vec![Telling {
                places: groups.into_iter().flat_map(|group| group.places).collect(),
                time,
                ..telling
            }];
        }
        let sentence = grammar.trees.sentence(telling.trigger).tokens.clone();
        let own: Vec<Option<Interval>> = groups
            .iter()
            .enumerate()
            .map(|(i, group)| {
                let end = groups.get(i + 1).map_or(sentence.end, |next| next.head.0);
                self.times.between(group.head.0..end)
            })
            .collect();
        // "in Oslo and Rome next week": a time after the last place only is that of all.
        let together =
            own.split_last().and_then(|(last, others)| last.clone().filter(|_| others.iter().all(Option::is_none)));
        let before = self.times.at(&sites, telling.trigger, sentence.start..groups[0].head.0);
        let telling_at = |(group, own): (&PlaceGroup, Option<Interval>)| Telling {
            places: group.places.clone(),
            time: own.or_else(|| before.clone()).or_else(|| together.clone()),
            ..telling.clone()
        };
        groups.iter().zip(own).map(telling_at).collect()
    }

    /// A verb tells of an event at each of several places; a noun only in the plural ("meetings in Oslo and Rome").
    pub fn is_plural_event(&self, trigger: TokenId, rule: &Rule) -> bool {
        self.rules.classes[rule.class].participants.is_some()
            && (self.grammar().upos(trigger) == Upos::Verb
                || self.fillers.is_plural(trigger)
                || self.grammar().lemma(trigger) == "visit")
    }

    /// "the talks", "their meeting", "the ministers discussed": speaks of something told before.
    pub fn is_definite(&self, trigger: TokenId, evocation: &Evocation) -> bool {
        let grammar = self.grammar();
        let definite = |noun: TokenId| {
            grammar.has_child(noun, |child| {
                grammar.relation(child) == "nmod:poss"
                    || grammar.is(child, "det")
                        && matches!(grammar.lemma(child), "the" | "this" | "that" | "these" | "those" | "both")
            })
        };
        if evocation.pos == Trigger::Noun {
            // "Talks will focus on trade": the talks told of before.
            let opening = grammar.trees.sentence(trigger).tokens.start == trigger.0
                && grammar.is(trigger, "nsubj")
                && self.fillers.is_plural(trigger);
            return opening || definite(trigger);
        }
        let subjects = grammar.subjects(trigger);
        subjects.into_iter().any(|subject| {
            matches!(grammar.form(subject).to_lowercase().as_str(), "they" | "both" | "two")
                || definite(subject) && self.fillers.is_plural(subject)
        })
    }

    /// The sentence, or the clause where the sentence is very long.
    pub fn evidence(&self, trigger: TokenId) -> Span {
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
