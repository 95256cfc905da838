//! The shortest phrase: noun phrases and clauses cut down to what tells the purpose.

use super::purpose::Purposes;
use super::rules::FillerType;
use crate::language::{TokenId, Upos, VerbForm};
use crate::text::Span;

/// Longer phrases are cut, for "the shortest phrase".
const LONGEST: u32 = 30;

impl Purposes<'_> {
    /// What a clause of purpose says ("to sign a treaty"), for verbs of discussing what is discussed ("to discuss
    /// tariffs": "tariffs"), for a noun its phrase.
    pub fn clause_or_phrase(&self, head: TokenId) -> Option<Span> {
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
        self.trimmed(head, self.start_of_clause(head, range.start)..range.end)
    }

    /// Where the words of a clause begin that say its purpose: at the "to" of "in order to end the war", at the verb of
    /// "with a view to ending it".
    fn start_of_clause(&self, verb: TokenId, least: u32) -> u32 {
        let grammar = self.grammar();
        let gerund = grammar.trees.token(verb).features.verb_form == Some(VerbForm::Gerund);
        if gerund || !grammar.is_infinitive(verb) {
            return verb.0;
        }
        let before = verb.0.checked_sub(1).filter(|&before| before >= least).map(TokenId);
        let to = before
            .filter(|&before| grammar.lemma(before) == "to")
            .or_else(|| grammar.mark(verb).filter(|&mark| mark.0 >= least && grammar.lemma(mark) == "to"));
        to.map_or(verb.0, |to| to.0)
    }

    /// A noun phrase without its preposition, relative clauses, appositions in commas, and times at its end; of "talks
    /// on trade" the topic, of "a range of issues including trade" what is included.
    pub fn phrase(&self, head: TokenId) -> Option<Span> {
        let grammar = self.grammar();
        if grammar.upos(head) == Upos::Pron || self.times.covers(head) {
            return None;
        }
        let lemma = grammar.lemma(head).to_lowercase();
        let range = self.nominal(head);
        if self.fillers.rules.is("shared#general-topics", &lemma)
            && let Some(included) = self.included(&range)
        {
            return Some(included);
        }
        let talk =
            self.fillers.rules.is("shared#talk", &lemma) || self.fillers.rules.is("shared#talk", grammar.form(head));
        if talk {
            let topic = self.topic(head).filter(|topic| *topic != grammar.span(&range));
            if topic.is_some() {
                return topic;
            }
        }
        // "for talks with the U.S.": with whom, wherever the tree puts it.
        let company = TokenId(range.end);
        let goes_on = talk
            && range.end == head.0 + 1
            && grammar.trees.sentence(head).tokens.contains(&range.end)
            && grammar.lemma(company) == "with"
            && grammar.is(company, "case");
        let partner = if goes_on { grammar.head(company) } else { None };
        let end = partner.map_or(range.end, |partner| grammar.trees.subtree(partner).end);
        self.trimmed(head, range.start..end)
    }

    /// The tokens of a noun phrase after its preposition, or after the copula where it is a predicate.
    fn nominal(&self, head: TokenId) -> std::ops::Range<u32> {
        let grammar = self.grammar();
        let mut range = grammar.trees.subtree(head);
        if let Some(case) = grammar.trees.children_by(head, "case").filter(|case| *case < head).last() {
            let fixed = grammar.trees.children_by(case, "fixed").last().unwrap_or(case);
            range.start = range.start.max(fixed.0 + 1);
        }
        if let Some(copula) = grammar.trees.children_by(head, "cop").filter(|copula| *copula < head).last() {
            range.start = range.start.max(copula.0 + 1);
        }
        range
    }

    /// What stands after "including" or "such as" in a phrase.
    fn included(&self, range: &std::ops::Range<u32>) -> Option<Span> {
        let grammar = self.grammar();
        let word = (range.start..range.end).find(|&token| {
            let word = grammar.form(TokenId(token)).to_lowercase();
            self.fillers.rules.is("shared#including", &word)
                && (word != "such" || token + 1 < range.end && grammar.lemma(TokenId(token + 1)) == "as")
        })?;
        let start = if grammar.lemma(TokenId(word)) == "such" { word + 2 } else { word + 1 };
        let head =
            (start..range.end).map(TokenId).find(|&token| matches!(grammar.upos(token), Upos::Noun | Upos::Propn))?;
        self.trimmed(head, start..range.end)
    }

    /// A run of tokens without what only adds to it after the head word.
    pub fn trimmed(&self, head: TokenId, range: std::ops::Range<u32>) -> Option<Span> {
        let grammar = self.grammar();
        let mut end = range.end;
        for token in range.start..range.end {
            let id = TokenId(token);
            let cut = token > head.0
                && (matches!(grammar.relation(id), "acl:relcl" | "parataxis" | "advcl:relcl" | "appos")
                    || grammar.relation(id) == "advcl"
                        && !grammar.is_infinitive(id)
                        && grammar.mark(id).is_none_or(|mark| grammar.upos(mark) != Upos::Adp));
            // "the crisis with Peter Novak": with whom it is discussed is no part of what is discussed.
            let company = token > head.0
                && matches!(grammar.relation(id), "nmod" | "obl")
                && grammar.preposition(id).as_deref() == Some("with")
                && grammar.head(id).is_some_and(|of| {
                    grammar.upos(of) == Upos::Noun && !self.fillers.rules.is("shared#talk", grammar.lemma(of))
                })
                && self.fillers.entities(id).iter().any(|&id| self.fillers.fits(id, FillerType::Person));
            if cut || company {
                let cut_at = grammar.trees.subtree(id).start;
                // "a visit aimed at extending the accord": a participle does not stand without what follows it.
                let needed = grammar
                    .head(id)
                    .is_some_and(|governor| grammar.is(governor, "acl") && governor > head && governor.0 + 1 == cut_at);
                if cut_at > head.0 && !needed {
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
}
