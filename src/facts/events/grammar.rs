//! Questions about English clauses that a dependency tree answers only with some walking: who is the subject of a
//! controlled infinitive, what does a relative pronoun stand for, which verb lends its tense to a noun.

use crate::language::{TokenId, Trees, Upos, VerbForm, relation_is};
use crate::text::Span;
use std::collections::BTreeSet;

/// Chains of control and coordination longer than this are parse errors.
const FAR: usize = 12;

/// A tree and the words it stands for.
#[derive(Debug, Clone, Copy)]
pub struct Grammar<'a> {
    /// The trees.
    pub trees: &'a Trees<'a>,
    /// The text of the document.
    pub text: &'a str,
    /// The lemma of every token.
    pub lemmas: &'a [String],
    /// Lemmas of nouns that count events: "round" of "a round of talks".
    pub counting: Option<&'a BTreeSet<String>>,
}

impl<'a> Grammar<'a> {
    /// The lemma of a token.
    pub fn lemma(&self, token: TokenId) -> &'a str {
        &self.lemmas[token.index()]
    }

    /// The word as written.
    pub fn form(&self, token: TokenId) -> &'a str {
        self.trees.token(token).span.of(self.text)
    }

    /// The universal part of speech.
    pub fn upos(&self, token: TokenId) -> Upos {
        self.trees.token(token).upos
    }

    /// The relation to the head.
    pub fn relation(&self, token: TokenId) -> &'a str {
        &self.trees.token(token).relation
    }

    /// The head.
    pub fn head(&self, token: TokenId) -> Option<TokenId> {
        self.trees.token(token).head
    }

    /// Whether the token's relation is this one or a subtype of it.
    pub fn is(&self, token: TokenId, relation: &str) -> bool {
        relation_is(self.relation(token), relation)
    }

    /// Bytes of a run of tokens.
    pub fn span(&self, tokens: &std::ops::Range<u32>) -> Span {
        self.trees.analysis().span(tokens)
    }

    /// The preposition before a nominal ("ahead of" as one), in lower case; "'s" counts for none.
    pub fn preposition(&self, nominal: TokenId) -> Option<String> {
        let case = self.trees.children_by(nominal, "case").find(|&case| case < nominal)?;
        let mut words = self.form(case).to_lowercase();
        for fixed in self.trees.children_by(case, "fixed") {
            words.push(' ');
            words.push_str(&self.form(fixed).to_lowercase());
        }
        Some(words)
    }

    /// The subordinator of a clause: "after", "if", "to".
    pub fn mark(&self, clause: TokenId) -> Option<TokenId> {
        self.trees.child_by(clause, "mark")
    }

    /// First of the coordination that the token belongs to, which carries the relation of all.
    pub fn first_conjunct(&self, token: TokenId) -> TokenId {
        let mut at = token;
        for _ in 0..FAR {
            match self.head(at) {
                Some(head) if self.is(at, "conj") => at = head,
                _ => break,
            }
        }
        at
    }

    /// The token and what is coordinated with it after it, in the order of the text.
    pub fn conjuncts(&self, token: TokenId) -> Vec<TokenId> {
        let mut found = vec![token];
        let mut at = 0;
        while at < found.len() && found.len() < 64 {
            found.extend(self.trees.children_by(found[at], "conj"));
            at += 1;
        }
        found.sort_unstable();
        found
    }

    /// Whether the word heads a clause: a verb, or a predicate with a copula or subject.
    pub fn is_clause(&self, token: TokenId) -> bool {
        self.upos(token) == Upos::Verb
            || self.trees.children(token).iter().any(|&child| self.is(child, "cop") || self.is(child, "nsubj"))
    }

    /// Whether the verb is in the passive.
    pub fn is_passive(&self, verb: TokenId) -> bool {
        let children = self.trees.children(verb);
        if children.iter().any(|&child| self.relation(child) == "aux:pass" || self.relation(child) == "nsubj:pass") {
            return true;
        }
        if children.iter().any(|&child| self.is(child, "nsubj") || self.is(child, "obj") || self.is(child, "aux")) {
            return false;
        }
        let token = self.trees.token(verb);
        let participle =
            token.features.verb_form == Some(VerbForm::Participle) && !self.form(verb).to_lowercase().ends_with("ing");
        let reduced = self.is(verb, "acl") || self.is(verb, "advcl");
        let shared = self.is(verb, "conj") && self.head(verb).is_some_and(|head| self.is_passive(head));
        participle && (reduced || shared)
    }

    /// Surface subject of a clause, also where English leaves it out: in infinitives, participles, coordinated and
    /// relative clauses. The head words; coordination is not unfolded.
    pub fn subjects(&self, clause: TokenId) -> Vec<TokenId> {
        self.subjects_within(clause, FAR)
    }

    fn subjects_within(&self, clause: TokenId, depth: usize) -> Vec<TokenId> {
        if depth == 0 {
            return Vec::new();
        }
        let own: Vec<TokenId> = self.trees.children_by(clause, "nsubj").collect();
        if !own.is_empty() {
            return own.into_iter().filter_map(|subject| self.antecedent(subject)).collect();
        }
        let Some(head) = self.head(clause) else { return Vec::new() };
        let relation = self.relation(clause);
        if relation == "conj" {
            return if self.is_clause(head) { self.subjects_within(head, depth - 1) } else { Vec::new() };
        }
        if relation == "xcomp" || relation == "ccomp" && self.is_infinitive(clause) {
            return self.controllers(head, depth - 1);
        }
        if relation == "acl:relcl" {
            return Vec::new();
        }
        if relation == "acl" {
            return if self.is_infinitive(clause) { self.noun_owners(head, depth - 1) } else { vec![head] };
        }
        if relation == "advcl" || relation == "parataxis" && self.is_nonfinite(clause) {
            if self.is_clause(head) {
                return self.subjects_within(head, depth - 1);
            }
            return self.noun_owners(head, depth - 1);
        }
        Vec::new()
    }

    /// Whether the clause is a "to" infinitive.
    pub fn is_infinitive(&self, clause: TokenId) -> bool {
        self.trees.token(clause).features.verb_form == Some(VerbForm::Infinitive)
            && self
                .trees
                .children_by(clause, "aux")
                .all(|aux| !matches!(self.lemma(aux), "will" | "do" | "may" | "can"))
            || self.trees.children(clause).iter().any(|&child| self.is(child, "mark") && self.lemma(child) == "to")
    }

    /// Whether the clause has no finite verb: infinitive, participle, gerund.
    pub fn is_nonfinite(&self, clause: TokenId) -> bool {
        let finite = |token: TokenId| self.trees.token(token).features.verb_form == Some(VerbForm::Finite);
        !finite(clause)
            && !self.trees.children(clause).iter().any(|&child| {
                (self.is(child, "aux") || self.is(child, "cop")) && (finite(child) || self.is_modal(child))
            })
    }

    fn is_modal(&self, token: TokenId) -> bool {
        matches!(self.lemma(token), "will" | "would" | "can" | "could" | "may" | "might" | "shall" | "should" | "must")
    }

    /// Whose action an infinitive under this head is: its object ("asked him to come"), else its subject.
    fn controllers(&self, head: TokenId, depth: usize) -> Vec<TokenId> {
        let asked =
            self.trees.children(head).iter().copied().find(|&child| self.is(child, "obj") || self.is(child, "iobj"));
        match asked {
            Some(object)
                if self.lemma(head) != "promise" && self.upos(head) == Upos::Verb && !self.is_passive(head) =>
            {
                self.antecedent(object).into_iter().collect()
            }
            _ if self.is_clause(head) => self.subjects_within(head, depth),
            _ => self.noun_owners(head, depth),
        }
    }

    /// Whose plan, decision, invitation a noun is: its possessor, else the subject of the verb it depends on.
    fn noun_owners(&self, noun: TokenId, depth: usize) -> Vec<TokenId> {
        let owners: Vec<TokenId> = self.trees.children_by(noun, "nmod:poss").collect();
        if !owners.is_empty() {
            return owners;
        }
        match self.head(noun) {
            Some(head) if self.is(noun, "obj") || self.is(noun, "obl") => self.subjects_within(head, depth),
            _ => Vec::new(),
        }
    }

    /// What a relative pronoun stands for; any other word stands for itself.
    pub fn antecedent(&self, word: TokenId) -> Option<TokenId> {
        let relative = self.trees.token(word).features.text.contains("PronType=Rel")
            || matches!(self.upos(word), Upos::Pron | Upos::Det | Upos::Sconj)
                && matches!(self.lemma(word), "who" | "which" | "that" | "whom");
        if !relative {
            return Some(word);
        }
        let clause =
            std::iter::once(word).chain(self.trees.ancestors(word)).take(FAR).find(|&at| self.is(at, "acl:relcl"));
        match clause {
            Some(clause) => self.head(clause),
            None if self.lemma(word) == "that" => Some(word),
            None => None,
        }
    }

    /// Objects of a verb, the antecedent of a relative clause without object among them; an indirect object where it has
    /// no other ("urged her to resign").
    pub fn objects(&self, verb: TokenId) -> Vec<TokenId> {
        let of = |relation| -> Vec<TokenId> {
            self.trees.children_by(verb, relation).filter_map(|object| self.antecedent(object)).collect()
        };
        let mut found = of("obj");
        if found.is_empty() {
            found = of("iobj");
        }
        if found.is_empty() {
            found = of("obl").into_iter().filter(|&object| self.is_bare_oblique(object)).collect();
        }
        if found.is_empty()
            && self.is(verb, "acl:relcl")
            && !self.is_passive(verb)
            && self.trees.children_by(verb, "nsubj").any(|subject| self.antecedent(subject) == Some(subject))
        {
            found.extend(self.head(verb));
        }
        found
    }

    /// An oblique without a preposition after a verb with a particle is its object, whatever the tree says: "called off her
    /// trip".
    fn is_bare_oblique(&self, nominal: TokenId) -> bool {
        self.relation(nominal) == "obl"
            && self.trees.child_by(nominal, "case").is_none()
            && self.head(nominal).is_some_and(|verb| {
                verb < nominal && self.has_child(verb, |child| self.relation(child) == "compound:prt")
            })
    }

    /// The clauses that an event noun takes part in, with its relation there: the clause it stands in, and relative
    /// and participle clauses on it ("the talks that were held", "the talks held").
    pub fn clauses_of_noun(&self, noun: TokenId) -> Vec<(TokenId, &'static str)> {
        let mut found = Vec::new();
        let first = self.counted_as(self.first_conjunct(noun));
        if let Some(head) = self.head(first) {
            let relation = self.relation(first);
            let known = ["nsubj:pass", "nsubj", "obj", "obl"].into_iter().find(|known| relation_is(relation, known));
            match known {
                Some("nsubj") if self.is_passive(head) => found.push((head, "nsubj:pass")),
                Some("obl") if self.is_bare_oblique(first) => found.push((head, "obj")),
                Some(known) => found.push((head, known)),
                None => {}
            }
        }
        for clause in self.trees.children(noun).iter().copied() {
            match self.relation(clause) {
                "acl:relcl" => {
                    if self.subjects(clause).contains(&noun) {
                        found.push((clause, if self.is_passive(clause) { "nsubj:pass" } else { "nsubj" }));
                    } else if self.objects(clause).contains(&noun) {
                        found.push((clause, "obj"));
                    }
                }
                "acl" if self.is_passive(clause) => found.push((clause, "nsubj:pass")),
                "acl" if !self.is_infinitive(clause) => found.push((clause, "nsubj")),
                _ => {}
            }
        }
        found
    }

    /// The noun that stands for an event noun in its clause: "round" for "talks" in "a round of talks".
    pub fn counted_as(&self, noun: TokenId) -> TokenId {
        let mut at = noun;
        for _ in 0..2 {
            match self.head(at) {
                Some(head)
                    if self.is(at, "nmod")
                        && self.preposition(at).as_deref() == Some("of")
                        && self.counting.is_some_and(|words| words.contains(self.lemma(head))) =>
                {
                    at = head;
                }
                _ => break,
            }
        }
        at
    }

    /// The verb with its particle: "call off".
    pub fn phrasal(&self, verb: TokenId) -> String {
        match self.trees.child_by(verb, "compound:prt") {
            Some(particle) => format!("{} {}", self.lemma(verb), self.lemma(particle)),
            None => self.lemma(verb).to_owned(),
        }
    }

    /// The noun that a word stands before as a modifier, by one of these relations and where it is `wanted`, or by way of
    /// other such words; the word itself where it modifies nothing.
    pub fn modified(&self, mut word: TokenId, relations: &[&str], wanted: impl Fn(TokenId) -> bool) -> TokenId {
        let modifies = |word: TokenId, noun: TokenId| noun > word && relations.contains(&self.relation(word));
        while let Some(noun) = self.head(word).filter(|&noun| modifies(word, noun) && wanted(noun)) {
            word = noun;
        }
        word
    }

    /// Whether one of the dependents is as wanted.
    pub fn has_child(&self, token: TokenId, wanted: impl Fn(TokenId) -> bool) -> bool {
        self.trees.children(token).iter().any(|&child| wanted(child))
    }
}
