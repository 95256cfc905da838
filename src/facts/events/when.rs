//! When: the time expressions of the clause and the phrase that tell of an event.

use super::grammar::Grammar;
use crate::facts::time::{Bound, TimeMention};
use crate::facts::{Interval, TimeExpression};
use crate::language::{TokenId, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// The time expressions with the word each belongs to.
#[derive(Debug)]
pub struct Times<'a> {
    grammar: Grammar<'a>,
    placed: Vec<Placed<'a>>,
}

#[derive(Debug)]
struct Placed<'a> {
    expression: &'a TimeExpression,
    tokens: Range<u32>,
    /// The nearest clause, and the nouns on the way to it.
    sites: Vec<TokenId>,
    /// The predicates whose time the roles say it is.
    verbs: Vec<TokenId>,
    /// The time itself, not the time since or until it.
    at: bool,
}

impl<'a> Times<'a> {
    /// Finds the word that each time expression belongs to.
    pub fn new(grammar: Grammar<'a>, mentions: &'a [TimeMention]) -> Self {
        let mut placed = Vec::new();
        for mention in mentions {
            let (expression, range) = (&mention.expression, mention.tokens.clone());
            if range.is_empty() {
                continue;
            }
            let outside = |token: &TokenId| grammar.head(*token).is_none_or(|head| !range.contains(&head.0));
            let head = range.clone().map(TokenId).find(outside).unwrap_or(TokenId(range.start));
            let mut sites = Vec::new();
            for ancestor in grammar.trees.ancestors(head).take(8) {
                sites.push(ancestor);
                if grammar.is_clause(ancestor) {
                    break;
                }
            }
            let verbs = timed_by(&grammar, &range);
            placed.push(Placed { expression, tokens: range, sites, verbs, at: mention.bound == Bound::At });
        }
        Self { grammar, placed }
    }

    /// The words whose time is the time of the event: the evoking word, clauses on it, the verb that lends it tense,
    /// and the verbs that control an infinitive ("plans to meet").
    pub fn sites(&self, trigger: TokenId, light: &BTreeSet<String>) -> Vec<TokenId> {
        let grammar = &self.grammar;
        let mut sites = vec![trigger];
        if grammar.upos(trigger) == Upos::Verb {
            let mut at = trigger;
            for _ in 0..4 {
                let Some(head) = grammar.head(at) else { break };
                let shares = match grammar.relation(at) {
                    "xcomp" => true,
                    "advcl" => grammar.is_nonfinite(at),
                    "conj" => grammar.is_clause(head) && !grammar.has_child(at, |child| grammar.is(child, "nsubj")),
                    _ => false,
                };
                if !shares {
                    break;
                }
                sites.push(head);
                at = head;
            }
            return sites;
        }
        for (clause, relation) in grammar.clauses_of_noun(trigger) {
            let on_noun = grammar.head(clause) == Some(trigger);
            // "said at a meeting on Monday": what is said at an event is said at its time.
            let occasion = relation == "obl"
                && matches!(grammar.preposition(grammar.first_conjunct(trigger)).as_deref(), Some("at" | "during"));
            if on_noun || occasion || relation.starts_with("nsubj") || light.contains(grammar.lemma(clause)) {
                sites.push(clause);
                if grammar.relation(clause) == "xcomp" {
                    sites.extend(grammar.head(clause));
                }
            }
        }
        sites
    }

    /// The time after "starting" or "beginning" in the clause around an event noun: "her visit to Oslo starting May 3".
    pub fn starting(&self, noun: TokenId) -> Option<Interval> {
        let grammar = &self.grammar;
        let sentence = grammar.trees.sentence(noun).tokens.clone();
        let begins = |placed: &&Placed<'_>| {
            let Some(before) = placed.tokens.start.checked_sub(1).map(TokenId) else { return false };
            sentence.contains(&placed.tokens.start)
                && before > noun
                && matches!(grammar.form(before), "starting" | "beginning")
                && (noun.0 + 1..before.0).all(|token| grammar.upos(TokenId(token)) != Upos::Verb)
        };
        best(self.placed.iter().filter(begins).map(|placed| placed.expression))
    }

    /// The time given at the first of the sites that has one, within the tokens; of several the most precise.
    pub fn at(&self, sites: &[TokenId], trigger: TokenId, within: Range<u32>) -> Option<Interval> {
        for (rank, &site) in sites.iter().enumerate() {
            let here = self.placed.iter().filter(|placed| placed.at).filter(|placed| {
                let near = placed.sites.first() == Some(&site)
                    || placed.verbs.contains(&site)
                    || placed.sites.contains(&site) && !self.grammar.is_clause(site) && site == trigger
                    || placed.sites.last() == Some(&site) && !self.blocked(placed, site);
                let position = rank == 0
                    || placed.tokens.start > trigger.0
                    || placed.tokens.start < site.0
                    || self.grammar.upos(trigger) != Upos::Verb;
                near && position && within.contains(&placed.tokens.start)
            });
            if let Some(interval) = best(here.map(|placed| placed.expression)) {
                return Some(interval);
            }
        }
        None
    }

    /// A time inside a noun phrase ("the 2015 deal") belongs to that noun, not to the clause around it; but not one after a
    /// name and a comma ("travelled to Kabul, Afghanistan, March 3").
    fn blocked(&self, placed: &Placed<'_>, site: TokenId) -> bool {
        let after_comma =
            placed.tokens.start.checked_sub(1).is_some_and(|before| self.grammar.form(TokenId(before)) == ",");
        placed.sites.iter().take_while(|&&at| at != site).any(|&at| match self.grammar.upos(at) {
            Upos::Noun => !self.placed_covers(at),
            Upos::Propn => !after_comma && !self.placed_covers(at),
            _ => false,
        })
    }

    fn placed_covers(&self, token: TokenId) -> bool {
        self.placed.iter().any(|placed| placed.tokens.contains(&token.0))
    }

    /// The time given between two tokens.
    pub fn between(&self, tokens: Range<u32>) -> Option<Interval> {
        best(
            self.placed
                .iter()
                .filter(|placed| placed.at && tokens.contains(&placed.tokens.start))
                .map(|placed| placed.expression),
        )
    }

    /// Whether a token is part of a time expression.
    pub fn covers(&self, token: TokenId) -> bool {
        self.placed_covers(token)
    }
}

/// The verbs of which a time expression, with no more than a preposition before it, is the role ARGM-TMP: "met the minister
/// at the ministry on Monday", whatever noun the tree gives it to.
fn timed_by(grammar: &Grammar<'_>, time: &Range<u32>) -> Vec<TokenId> {
    let predicates = grammar.trees.analysis().predicates.iter();
    let timed = predicates.filter(|predicate| {
        grammar.upos(predicate.token) == Upos::Verb
            && predicate.roles.iter().any(|role| {
                role.label == "ARGM-TMP"
                    && (role.tokens.start..role.tokens.start + 2).contains(&time.start)
                    && role.tokens.end == time.end
            })
    });
    timed.map(|predicate| predicate.token).collect()
}

/// Of several times the most precise; two days or two months one after the other are a range.
fn best<'e>(expressions: impl Iterator<Item = &'e TimeExpression>) -> Option<Interval> {
    let dated: Vec<&Interval> = expressions
        .filter(|expression| matches!(expression.kind.as_str(), "DATE" | "TIME"))
        .filter_map(|expression| expression.interval.as_ref())
        .filter(|interval| interval.start.is_some() || interval.end.is_some())
        .collect();
    let length = |interval: &Interval| interval.start.as_ref().or(interval.end.as_ref()).map_or(0, String::len);
    let precise = dated.iter().map(|interval| length(interval)).max()?;
    dated.into_iter().find(|interval| length(interval) == precise).cloned()
}
