//! Walking the role paths of a rule from its evoking word.

use super::grammar::Grammar;
use super::rules::{Path, RoleRule, Rule, StatusWords, Step};
use crate::language::{Predicate, TokenId, Upos};
use std::collections::{BTreeSet, HashMap};

/// The trees, and the semantic roles as a second opinion.
#[derive(Debug)]
pub struct Walker<'a> {
    /// The grammar of the document's sentences.
    pub grammar: Grammar<'a>,
    /// Predicates by their token.
    pub predicates: HashMap<TokenId, &'a Predicate>,
    /// Verbs that say whether an event comes to pass.
    pub status: &'a StatusWords,
}

impl Walker<'_> {
    /// Head words of what fills a role, in the order of the text, coordination unfolded: by the role's paths, and by
    /// those marked `otherwise`.
    pub fn fill(&self, role: &RoleRule, rule: &Rule, trigger: TokenId) -> Vec<TokenId> {
        self.walk_all(&role.paths, rule, trigger, false)
    }

    /// As [`Walker::fill`], by the paths marked `otherwise`; on them a verb that says how real the event is lends its
    /// subject too ("she ruled out talks with him").
    pub fn fill_otherwise(&self, role: &RoleRule, rule: &Rule, trigger: TokenId) -> Vec<TokenId> {
        self.walk_all(&role.otherwise, rule, trigger, true)
    }

    fn walk_all(&self, paths: &[Path], rule: &Rule, trigger: TokenId, wide: bool) -> Vec<TokenId> {
        let mut found = BTreeSet::new();
        for path in paths {
            let heads = match path {
                Path::Tree(steps) => self.walk(steps, rule, trigger, wide),
                Path::Role(label) => self.role_heads(label, trigger),
                Path::Itself => vec![trigger],
            };
            for head in heads {
                found.extend(self.grammar.conjuncts(head));
            }
        }
        if !paths.contains(&Path::Itself) {
            found.remove(&trigger);
        }
        found.into_iter().collect()
    }

    fn walk(&self, steps: &[Step], rule: &Rule, trigger: TokenId, wide: bool) -> Vec<TokenId> {
        let mut at = vec![trigger];
        for step in steps {
            at = at.into_iter().flat_map(|token| self.step(step, rule, token, wide)).collect();
        }
        at
    }

    fn step(&self, step: &Step, rule: &Rule, token: TokenId, wide: bool) -> Vec<TokenId> {
        if step.up { self.step_up(step, rule, token, wide) } else { self.step_down(step, token) }
    }

    fn step_up(&self, step: &Step, rule: &Rule, token: TokenId, wide: bool) -> Vec<TokenId> {
        let grammar = &self.grammar;
        let light = |verb: &TokenId| {
            step.relation == "obl"
                || rule.light_verbs.is_empty()
                || rule.light_verbs.contains(grammar.lemma(*verb))
                || wide && self.status.objects.contains_key(&grammar.phrasal(*verb))
        };
        if matches!(step.relation.as_str(), "obj" | "nsubj" | "nsubj:pass") {
            let clauses = grammar.clauses_of_noun(token);
            return clauses
                .into_iter()
                .filter(|(_, r)| *r == step.relation)
                .map(|(verb, _)| verb)
                .filter(light)
                .collect();
        }
        let first = grammar.first_conjunct(token);
        let fits = if matches!(step.relation.as_str(), "obl" | "nmod") {
            (grammar.is(first, "obl") || grammar.is(first, "nmod")) && self.has_preposition(first, step)
        } else {
            grammar.is(first, &step.relation)
        };
        if fits { grammar.head(first).into_iter().filter(light).collect() } else { Vec::new() }
    }

    fn step_down(&self, step: &Step, token: TokenId) -> Vec<TokenId> {
        let grammar = &self.grammar;
        match step.relation.as_str() {
            "nsubj" if grammar.upos(token) == Upos::Noun && !grammar.is_clause(token) => Vec::new(),
            "nsubj" if grammar.is_passive(token) => Vec::new(),
            "nsubj:pass" if !grammar.is_passive(token) => Vec::new(),
            "nsubj" | "nsubj:pass" => grammar.subjects(token),
            "obj" if grammar.upos(token) == Upos::Verb => grammar.objects(token),
            "obl:agent" => {
                let by = |&child: &TokenId| {
                    grammar.relation(child) == "obl:agent"
                        || grammar.is_passive(token)
                            && grammar.is(child, "obl")
                            && grammar.preposition(child).as_deref() == Some("by")
                };
                grammar.trees.children(token).iter().copied().filter(by).collect()
            }
            "obl" | "nmod" => {
                let fits = |&child: &TokenId| {
                    matches!(grammar.relation(child), "obl" | "nmod" | "obl:agent") && self.has_preposition(child, step)
                };
                let found = grammar.trees.children(token).iter().copied().filter(fits);
                found.flat_map(|nominal| self.with_partner(nominal)).filter_map(|t| grammar.antecedent(t)).collect()
            }
            relation => {
                let children = grammar.trees.children_by(token, relation);
                children.filter_map(|child| grammar.antecedent(child)).collect()
            }
        }
    }

    /// "between Ann and Bob" names two, also where the tree has lost the second.
    fn with_partner(&self, nominal: TokenId) -> Vec<TokenId> {
        let grammar = &self.grammar;
        let mut found = vec![nominal];
        if grammar.preposition(nominal).as_deref() != Some("between")
            || grammar.has_child(nominal, |child| grammar.is(child, "conj"))
        {
            return found;
        }
        let sentence = grammar.trees.sentence(nominal).tokens.clone();
        let and = TokenId(grammar.trees.subtree(nominal).end);
        if !sentence.contains(&(and.0 + 1)) || grammar.lemma(and) != "and" {
            return found;
        }
        let relations = ["det", "amod", "compound", "nmod:desc", "nmod:poss"];
        let partner = grammar.modified(TokenId(and.0 + 1), &relations, |noun| noun.0 < and.0 + 8);
        if matches!(grammar.upos(partner), Upos::Propn | Upos::Noun | Upos::Pron) {
            found.push(partner);
        }
        found
    }

    fn has_preposition(&self, nominal: TokenId, step: &Step) -> bool {
        step.prepositions.is_empty()
            || self.grammar.preposition(nominal).is_some_and(|found| step.prepositions.contains(&found))
    }

    /// Head words of a semantic role: the token of its run whose head lies outside of it, behind a preposition too.
    pub fn role_heads(&self, label: &str, trigger: TokenId) -> Vec<TokenId> {
        let Some(predicate) = self.predicates.get(&trigger) else { return Vec::new() };
        let mut found = Vec::new();
        for role in predicate.roles.iter().filter(|role| role.label == label) {
            let outside = |token: &TokenId| self.grammar.head(*token).is_none_or(|head| !role.tokens.contains(&head.0));
            let head = role.tokens.clone().map(TokenId).find(outside);
            // A run may break off within a phrase ("Brazilian" of "Brazilian Minister Ann Lee"): the phrase is meant, unless
            // it is the predicate's own or what the predicate describes.
            let apart = |noun: TokenId| !self.grammar.trees.subtree(noun).contains(&trigger.0);
            let noun = head.map(|head| self.grammar.modified(head, &["amod", "compound", "nmod:desc"], apart));
            found.extend(noun.and_then(|noun| self.grammar.antecedent(noun)));
        }
        found
    }
}
