//! Why: purpose, topic or reason as the shortest phrase of the text.

use super::fillers::Fillers;
use super::grammar::Grammar;
use super::paths::Walker;
use super::rules::{Effect, Rule, Rules};
use super::when::Times;
use crate::facts::{EntityId, Passage, PlaceKind, Status};
use crate::language::{TokenId, Upos, VerbForm};
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

impl Purposes<'_> {
    /// The grammar of the document.
    pub fn grammar(&self) -> &Grammar<'_> {
        &self.fillers.grammar
    }

    /// The purpose of the event that the word tells of; `given` are the heads that the rule's own paths found.
    pub fn of(&self, trigger: TokenId, rule: &Rule, given: &[TokenId]) -> Option<Purpose> {
        if let Some(phrase) = given.iter().find_map(|&head| self.phrase(head)) {
            return Some(self.told(phrase));
        }
        self.around(trigger, rule).map(|phrase| self.told(phrase)).or_else(|| self.kind(trigger))
    }

    /// The purpose that the words around tell.
    fn around(&self, trigger: TokenId, rule: &Rule) -> Option<Span> {
        let own = self.grammar().trees.token(trigger).span;
        let together = self.fillers.rules.classes[rule.class].participants.is_some()
            && !self.fillers.rules.classes[rule.class].apart;
        let fits = |phrase: &Span| !phrase.contains(own) && !(together && self.is_bare_talk(*phrase));
        let grammar = self.grammar();
        let mut sites = vec![trigger];
        for (clause, relation) in grammar.clauses_of_noun(trigger) {
            let effect = self.fillers.rules.status.objects.get(&grammar.phrasal(clause));
            if matches!(effect, Some(Effect::Says(Status::Cancelled | Status::Denied))) {
                continue; // Why it was called off is not why it was to be.
            }
            if rule.light_verbs.contains(grammar.lemma(clause)) || relation.starts_with("nsubj") {
                sites.push(clause);
            }
        }
        for &site in &sites {
            let lends = site == trigger
                || grammar.upos(site) == Upos::Verb && !self.fillers.rules.is("shared#aiming", grammar.lemma(site));
            let told = self
                .aim(site, trigger)
                .or_else(|| self.clause_of_purpose(site))
                .or_else(|| self.attempt(site))
                .or_else(|| if lends { self.topic(site) } else { None })
                .or_else(|| self.reason(site))
                .or_else(|| self.discussed_after(site))
                .or_else(|| self.come_and(site));
            if let Some(phrase) = told.filter(fits) {
                return Some(phrase);
            }
        }
        if let Some(phrase) = self.discussed_at(trigger).filter(fits) {
            return Some(phrase);
        }
        for label in ["ARGM-PRP", "ARGM-CAU"] {
            let phrase =
                self.walker.role_heads(label, trigger).into_iter().find_map(|head| self.clause_or_phrase(head));
            if let Some(phrase) = phrase.filter(fits) {
                return Some(phrase);
            }
        }
        None
    }

    fn is_bare_talk(&self, phrase: Span) -> bool {
        is_bare_talk(self.fillers.rules, phrase.of(self.grammar().text))
    }

    /// "raised the case in talks with her": what is discussed at the event.
    fn discussed_at(&self, trigger: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let during = |nominal: TokenId| matches!(grammar.preposition(nominal).as_deref(), Some("in" | "at" | "during"));
        let at = grammar.counted_as(grammar.first_conjunct(trigger));
        let verb = grammar.head(at).filter(|_| grammar.is(at, "obl") && during(at))?;
        if !self.fillers.rules.is("shared#discussing", grammar.lemma(verb)) {
            return None;
        }
        self.discussed(verb)
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
        let opening = grammar.trees.sentence(site).tokens.start;
        let mut purposes = children.filter(|&child| {
            let fronted = grammar.relation(child) == "advcl" && grammar.trees.subtree(child).start <= opening + 1;
            let relation = match grammar.relation(child) {
                "advcl" | "acl" => true,
                "xcomp" => grammar.upos(site) == Upos::Verb,
                _ => false,
            };
            relation && grammar.is_infinitive(child) && (child > site || fronted) && grammar.lemma(child) != "be"
        });
        purposes.find_map(|clause| self.clause_or_phrase(clause))
    }

    /// "in a bid to end the war", "with a view to ending it", "as part of efforts to end it": what the attempt is at.
    fn attempt(&self, site: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let attempts = grammar.trees.children(site).iter().copied().filter(|&child| {
            matches!(grammar.relation(child), "obl" | "nmod")
                && self.fillers.rules.is("shared#attempts", &grammar.lemma(child).to_lowercase())
        });
        attempts.into_iter().find_map(|attempt| {
            let inner = grammar.trees.children(attempt).iter().copied().filter(|&child| child > attempt);
            let mut inner = inner.filter(|&child| {
                matches!(grammar.relation(child), "acl" | "advcl" | "xcomp")
                    || grammar.relation(child) == "nmod"
                        && match grammar.preposition(child).as_deref() {
                            Some("of") => !self.fillers.rules.is("shared#attempts-to", grammar.lemma(attempt)),
                            Some("to" | "at") => true,
                            _ => false,
                        }
            });
            inner.find_map(|child| self.clause_or_phrase(child))
        })
    }

    /// "for a new round of talks", "on trade", "over the border dispute", "as part of a tour".
    pub fn topic(&self, site: TokenId) -> Option<Span> {
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
            let lemma = grammar.lemma(child).to_lowercase();
            let name_only = preposition == "for"
                && grammar.trees.subtree(child).all(|token| {
                    matches!(grammar.upos(TokenId(token)), Upos::Propn | Upos::Det | Upos::Adp | Upos::Punct)
                });
            let topical = grammar.upos(child) != Upos::Num
                && !name_only
                && !self.fillers.rules.is("shared#occasions", &lemma)
                && !self.fillers.rules.is("shared#attempts", &lemma)
                && !self.is_spot(child, &preposition);
            if topical { self.phrase(child) } else { None }
        })
    }

    /// "on Capitol Hill": a building or spot that something stands on is no topic, "on Syria" is one.
    fn is_spot(&self, nominal: TokenId, preposition: &str) -> bool {
        let kind = |id: &EntityId| self.fillers.referents.entity(*id).place_kind;
        preposition == "on"
            && self.fillers.entities(nominal).iter().any(|id| matches!(kind(id), Some(PlaceKind::Building)))
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
                && (self.fillers.rules.is("shared#discussing", grammar.lemma(child))
                    || self.fillers.rules.is("shared#presenting", grammar.lemma(child)))
        });
        verbs.into_iter().find_map(|verb| self.discussed(verb))
    }

    /// "to come and tour the plant": the second verb says why, as "to tour the plant" would.
    fn come_and(&self, site: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        let infinitive = |verb: TokenId| grammar.trees.token(verb).features.verb_form == Some(VerbForm::Infinitive);
        if !infinitive(site) || !self.fillers.rules.is("shared#coming", grammar.lemma(site)) {
            return None;
        }
        let mut joined = grammar.trees.children_by(site, "conj").filter(|&verb| verb > site && infinitive(verb));
        joined.find_map(|verb| self.trimmed(verb, verb.0..grammar.trees.subtree(verb).end))
    }

    /// What a verb of discussing has as its object or topic.
    pub fn discussed(&self, verb: TokenId) -> Option<Span> {
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
        let to = after.find(|&child| {
            grammar.is(child, "obl") && grammar.preposition(child).as_deref() == Some("to")
                || grammar.is(child, "xcomp") && grammar.is_infinitive(child)
        })?;
        self.clause_or_phrase(to)
    }

    /// "a state visit", "trade talks": the kind of event says why.
    fn kind(&self, trigger: TokenId) -> Option<Purpose> {
        let grammar = self.grammar();
        let kind = grammar.trees.children(trigger).iter().copied().find(|&child| {
            let lemma = grammar.lemma(child).to_lowercase();
            matches!(grammar.relation(child), "amod" | "compound")
                && child < trigger
                && (self.fillers.rules.is("shared#kinds-of-visit", &lemma)
                    || self.fillers.rules.is("shared#topics-of-talks", &lemma))
        })?;
        let start = TokenId(grammar.trees.subtree(kind).start);
        let span = grammar.trees.token(start).span.cover(grammar.trees.token(trigger).span);
        Some(Purpose { passage: self.fillers.passage(span), kind_only: true })
    }
}

/// "talks", "a meeting with Ann Lee": of talking alone nobody learns why they met.
pub(super) fn is_bare_talk(rules: &Rules, phrase: &str) -> bool {
    let mut words = phrase.split_once(" with ").map_or(phrase, |(talk, _)| talk).split_whitespace();
    let noun = words.next_back().unwrap_or_default().to_lowercase();
    let article = words.next().is_none_or(|word| matches!(word, "a" | "the" | "further" | "more" | "new"));
    rules.is("shared#talk", &noun) && article && words.next().is_none()
}
