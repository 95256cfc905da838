//! Why: purpose, topic or reason as the shortest phrase of the text.

use super::fillers::Fillers;
use super::grammar::Grammar;
use super::paths::Walker;
use super::rules::Rule;
use super::when::Times;
use crate::facts::Passage;
use crate::language::{TokenId, Upos};
use crate::text::Span;

/// A purpose and how it was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// The words.
    pub passage: Passage,
    /// The kind of event only ("state visit"): gives way to a purpose told.
    pub kind_only: bool,
}

/// Reads purposes.
#[derive(Debug, Clone, Copy)]
pub struct Purposes<'a> {
    /// For word classes and passages.
    pub fillers: &'a Fillers<'a>,
    /// For semantic roles.
    pub walker: &'a Walker<'a>,
    /// Time expressions are no purposes ("for two days").
    pub times: &'a Times<'a>,
}

/// Longer phrases are cut, for "the shortest phrase".
const LONGEST: u32 = 30;

impl Purposes<'_> {
    fn grammar(&self) -> &Grammar<'_> {
        &self.fillers.grammar
    }

    /// The purpose of the event that the word tells of; `given` are the heads that the rule's own paths found.
    pub fn of(&self, trigger: TokenId, rule: &Rule, given: &[TokenId]) -> Option<Purpose> {
        if let Some(phrase) = given.iter().find_map(|&head| self.phrase(head)) {
            return Some(self.told(phrase));
        }
        let grammar = self.grammar();
        let mut sites = vec![trigger];
        for (clause, relation) in grammar.clauses_of_noun(trigger) {
            if rule.light_verbs.contains(grammar.lemma(clause)) || relation == "nsubj" {
                sites.push(clause);
            }
        }
        for &site in &sites {
            let lends = site == trigger
                || grammar.upos(site) == Upos::Verb && !self.fillers.rules.is("shared#aiming", grammar.lemma(site));
            let told = self
                .aim(site, trigger)
                .or_else(|| self.clause_of_purpose(site))
                .or_else(|| if lends { self.topic(site) } else { None })
                .or_else(|| self.reason(site))
                .or_else(|| self.discussed_after(site));
            if let Some(phrase) = told {
                return Some(self.told(phrase));
            }
        }
        for label in ["ARGM-PRP", "ARGM-CAU"] {
            let phrase =
                self.walker.role_heads(label, trigger).into_iter().find_map(|head| self.clause_or_phrase(head));
            if let Some(phrase) = phrase {
                return Some(self.told(phrase));
            }
        }
        self.kind(trigger)
    }

    fn told(&self, span: Span) -> Purpose {
        Purpose { passage: self.fillers.passage(span), kind_only: false }
    }

    /// "aims to keep relations stable", "focused on security", "aimed at …".
    fn aim(&self, site: TokenId, trigger: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let clauses =
            std::iter::once(site).chain(grammar.trees.children(site).iter().copied().filter(|&c| grammar.is(c, "acl")));
        for clause in clauses.filter(|&clause| clause != trigger) {
            if !self.fillers.rules.is("shared#aiming", grammar.lemma(clause)) {
                continue;
            }
            for child in grammar.trees.children(clause).iter().copied().filter(|&child| child > clause) {
                let aimed = matches!(grammar.relation(child), "xcomp" | "advcl" | "ccomp")
                    || grammar.relation(child) == "obl"
                        && matches!(grammar.preposition(child).as_deref(), Some("on" | "at" | "in" | "around"))
                    || grammar.relation(child) == "obj";
                if aimed && let Some(phrase) = self.clause_or_phrase(child) {
                    return Some(phrase);
                }
            }
        }
        None
    }

    /// "to discuss tariffs" → "tariffs"; "to sign a treaty" → "to sign a treaty".
    fn clause_of_purpose(&self, site: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let children = grammar.trees.children(site).iter().copied();
        let mut purposes = children.filter(|&child| {
            child > site
                && grammar.is_infinitive(child)
                && (grammar.relation(child) == "advcl"
                    || grammar.relation(child) == "acl"
                    || grammar.relation(child) == "xcomp" && grammar.upos(site) == Upos::Verb)
        });
        purposes.find_map(|clause| self.clause_or_phrase(clause))
    }

    /// "for a new round of talks", "on trade", "over the border dispute", "as part of a tour".
    fn topic(&self, site: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let topics = &self.fillers.rules.words;
        grammar.trees.children(site).iter().copied().filter(|&child| child > site).find_map(|child| {
            let nominal = matches!(grammar.relation(child), "obl" | "nmod");
            let preposition = grammar.preposition(child)?;
            let about = topics.get("shared#topic-words").is_some_and(|words| words.contains(&preposition));
            if !nominal
                || !about
                || self.times.covers(child)
                || !self.fillers.entities(child).is_empty() && preposition == "for"
            {
                return None;
            }
            let topical = !matches!(preposition.as_str(), "on" | "over" | "for")
                || grammar.upos(child) != Upos::Num
                    && !self.fillers.rules.is("shared#occasions", &grammar.lemma(child).to_lowercase());
            if topical { self.phrase(child) } else { None }
        })
    }

    /// "because …".
    fn reason(&self, site: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        grammar.trees.children_by(site, "advcl").find_map(|clause| {
            let mark = grammar.mark(clause)?;
            if !self.fillers.rules.is("shared#reason-words", &grammar.form(mark).to_lowercase()) {
                return None;
            }
            let range = grammar.trees.subtree(clause);
            let range = mark.0 + 1..range.end;
            self.trimmed(clause, range)
        })
    }

    /// "met and discussed the budget".
    fn discussed_after(&self, site: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let verbs = grammar.trees.children(site).iter().copied().filter(|&child| {
            matches!(grammar.relation(child), "conj" | "advcl" | "parataxis" | "acl:relcl" | "advcl:relcl")
                && self.fillers.rules.is("shared#discussing", grammar.lemma(child))
        });
        verbs.into_iter().find_map(|verb| self.discussed(verb))
    }

    /// What a verb of discussing has as its object or topic.
    fn discussed(&self, verb: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let object = grammar.objects(verb).into_iter().find(|&object| object > verb);
        match object {
            Some(object) => self.phrase(object),
            None => self.topic(verb).or_else(|| self.agreed(verb)),
        }
    }

    /// "agreed to a truce".
    fn agreed(&self, verb: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let mut after = grammar.trees.children(verb).iter().copied().filter(|&child| child > verb);
        let to =
            after.find(|&child| grammar.is(child, "obl") && grammar.preposition(child).as_deref() == Some("to"))?;
        self.phrase(to)
    }

    fn clause_or_phrase(&self, head: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        if grammar.upos(head) != Upos::Verb {
            return self.phrase(head);
        }
        if self.fillers.rules.is("shared#discussing", grammar.lemma(head))
            && let Some(phrase) = self.discussed(head)
        {
            return Some(phrase);
        }
        let range = grammar.trees.subtree(head);
        let start = grammar.mark(head).filter(|mark| mark.0 >= range.start).map_or(head.0, |mark| mark.0);
        self.trimmed(head, start..range.end)
    }

    /// A noun phrase without its preposition, relative clauses, appositions in commas, and times at its end.
    fn phrase(&self, head: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        if grammar.upos(head) == Upos::Pron || self.times.covers(head) {
            return None;
        }
        let mut range = grammar.trees.subtree(head);
        if let Some(case) = grammar.trees.children_by(head, "case").last().filter(|case| *case < head) {
            let fixed = grammar.trees.children_by(case, "fixed").last().unwrap_or(case);
            range.start = range.start.max(fixed.0 + 1);
        }
        self.trimmed(head, range)
    }

    fn trimmed(&self, head: TokenId, range: std::ops::Range<u32>) -> Option<Span> {
        let grammar = self.grammar();
        let mut end = range.end;
        for token in range.start..range.end {
            let id = TokenId(token);
            let cut = token > head.0
                && (matches!(grammar.relation(id), "acl:relcl" | "parataxis" | "advcl:relcl" | "appos")
                    || grammar.relation(id) == "advcl" && !grammar.is_infinitive(id));
            if cut {
                let cut_at = grammar.trees.subtree(id).start;
                if cut_at > head.0 {
                    end = end.min(cut_at);
                }
            }
        }
        end = end.min(range.start + LONGEST);
        while end > range.start + 1 {
            let last = TokenId(end - 1);
            let loose = matches!(grammar.upos(last), Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Det | Upos::Sconj)
                && !matches!(grammar.form(last), "”" | "\"")
                && grammar.relation(last) != "compound:prt"
                || self.times.covers(last) && end - 1 > head.0;
            if !loose {
                break;
            }
            end -= 1;
        }
        (end > range.start).then(|| grammar.span(&(range.start..end)))
    }

    /// "a state visit": the kind of visit says why.
    fn kind(&self, trigger: TokenId) -> Option<Purpose> {
        let grammar = self.grammar();
        let kind = grammar.trees.children(trigger).iter().copied().find(|&child| {
            matches!(grammar.relation(child), "amod" | "compound")
                && self.fillers.rules.is("shared#kinds-of-visit", &grammar.lemma(child).to_lowercase())
        })?;
        let span = grammar.trees.token(kind).span.cover(grammar.trees.token(trigger).span);
        Some(Purpose { passage: self.fillers.passage(span), kind_only: true })
    }
}
