//! Who speaks: the subject of a cue, and the entities that it means.

use super::lexicon::{CueKind, Lexicon};
use crate::facts::{EntityId, EntityKind, MentionForm, Referents};
use crate::identity::{WordClass, Words};
use crate::language::{Analysis, NameKind, TokenId, Trees, Upos, VerbForm, relation_is};

/// Finds speakers.
pub(super) struct Speakers<'a> {
    pub lexicon: &'a Lexicon,
    pub trees: &'a Trees<'a>,
    pub referents: &'a Referents,
    pub words: &'a Words,
}

impl Speakers<'_> {
    fn relation(&self, id: TokenId, wanted: &str) -> bool {
        relation_is(&self.trees.token(id).relation, wanted)
    }

    fn lemma(&self, id: TokenId) -> &str {
        &self.trees.token(id).lemma
    }

    /// Head word of who does what the verb says: its own subject, that of the verb it is joined to or depends on, or
    /// the noun that its clause describes. `None` in passives without "by".
    pub(super) fn subject(&self, verb: TokenId) -> Option<TokenId> {
        self.subject_within(verb, 4)
    }

    /// Whom "quoted as saying" quotes: the subject of the passive, or the object.
    fn quoted(&self, verb: TokenId) -> Option<TokenId> {
        let head = self.trees.token(verb).head.filter(|&head| head.0 < verb.0)?;
        let saying = self.trees.children_by(verb, "mark").any(|mark| self.lemma(mark) == "as");
        if !saying || !self.words.is(WordClass::QuotingVerb, self.lemma(head)) {
            return None;
        }
        self.trees.child_by(head, "nsubj:pass").or_else(|| self.trees.child_by(head, "obj"))
    }

    fn subject_within(&self, verb: TokenId, steps: u8) -> Option<TokenId> {
        if let Some(quoted) = self.quoted(verb) {
            return Some(self.antecedent(quoted, verb));
        }
        if let Some(agent) = self.trees.children_by(verb, "obl:agent").next() {
            return Some(agent);
        }
        let passive = self.trees.children_by(verb, "aux:pass").next().is_some()
            || self.trees.children_by(verb, "nsubj:pass").next().is_some();
        if passive {
            return self.agent_by(verb);
        }
        let subjects =
            self.trees.children_by(verb, "nsubj").filter(|&id| self.trees.token(id).relation != "nsubj:pass");
        if let Some(subject) = subjects.min_by_key(|id| id.0.abs_diff(verb.0)) {
            return Some(self.antecedent(subject, verb));
        }
        let token = self.trees.token(verb);
        let head = token.head?;
        if steps == 0 {
            return None;
        }
        if self.relation(verb, "conj") {
            return self.subject_within(head, steps - 1);
        }
        if self.relation(verb, "acl") {
            let participle = token.features.verb_form != Some(VerbForm::Finite) && is_noun(self.trees, head);
            return participle.then(|| self.owner(head)).flatten();
        }
        let controlled = self.relation(verb, "xcomp")
            || (self.relation(verb, "advcl") && token.features.verb_form != Some(VerbForm::Finite));
        if controlled && self.trees.children_by(verb, "mark").all(|mark| self.lemma(mark) != "to") {
            return self.subject_within(head, steps - 1);
        }
        None
    }

    fn agent_by(&self, verb: TokenId) -> Option<TokenId> {
        self.trees
            .children_by(verb, "obl")
            .find(|&id| self.trees.children_by(id, "case").any(|case| self.lemma(case) == "by"))
    }

    /// "the ministry, which said": the ministry.
    fn antecedent(&self, subject: TokenId, verb: TokenId) -> TokenId {
        let relative = matches!(self.lemma(subject), "who" | "which" | "that");
        let clause = std::iter::once(verb).chain(self.trees.ancestors(verb)).find(|&id| self.relation(id, "acl"));
        match clause.and_then(|clause| self.trees.token(clause).head) {
            Some(head) if relative => head,
            _ => subject,
        }
    }

    /// The entities that a subject means and that can speak, in the order of the text.
    pub(super) fn of(&self, head: TokenId) -> Vec<EntityId> {
        let mut found = self.of_one(head, 3);
        for other in self.trees.children_by(head, "conj") {
            for speaker in self.of_one(other, 1) {
                if !found.contains(&speaker)
                    && found.iter().all(|&first| self.is_person(first) == self.is_person(speaker))
                {
                    found.push(speaker);
                }
            }
        }
        found
    }

    fn of_one(&self, head: TokenId, steps: u8) -> Vec<EntityId> {
        let direct: Vec<EntityId> = self.referents.at(head).iter().copied().filter(|&id| self.can_speak(id)).collect();
        if !direct.is_empty() {
            return direct;
        }
        if steps == 0 || !is_noun(self.trees, head) {
            return Vec::new();
        }
        for name in self.trees.children_by(head, "appos").chain(self.trees.children_by(head, "flat")) {
            let named = self.of_one(name, 0);
            if named.iter().any(|&id| self.referents.entity(id).kind == EntityKind::Person) {
                return named;
            }
        }
        if let Some((name, _)) = self.apposed(head) {
            return self.of_one(name, 0);
        }
        match self.owner(head) {
            Some(owner) if owner != head => self.of_one(owner, steps - 1),
            _ => Vec::new(),
        }
    }

    /// Whether somebody who is no name here speaks of himself by name: "“Berg was a great painter,” she said" is somebody
    /// else's word.
    pub(super) fn names_itself(&self, head: TokenId, speakers: &[EntityId], said: &str) -> bool {
        let [speaker] = speakers else { return false };
        let pronoun = self.trees.token(head).upos == Upos::Pron;
        let entity = self.referents.entity(*speaker);
        let surname = entity.name.rsplit(' ').next().unwrap_or_default();
        let long = surname.chars().count() > 3;
        pronoun
            && entity.kind == EntityKind::Person
            && long
            && said.split(|c: char| !c.is_alphanumeric()).any(|word| word == surname)
    }

    fn is_person(&self, id: EntityId) -> bool {
        self.referents.entity(id).kind == EntityKind::Person
    }

    fn can_speak(&self, id: EntityId) -> bool {
        matches!(self.referents.entity(id).kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place)
    }

    /// The name of a person between commas after a description, where the tree does not join them ("the coach, Anna
    /// Berg, …"), and the index of the token after it.
    pub(super) fn apposed(&self, head: TokenId) -> Option<(TokenId, u32)> {
        let comma =
            |token: u32| self.trees.analysis().tokens.get(token as usize).is_some_and(|token| token.lemma == ",");
        let end = self.trees.subtree(head).end.max(head.0 + 1);
        let mut names = self.trees.analysis().names.iter().filter(|name| {
            let start = name.tokens.start;
            (head.0 + 2..=end + 1).contains(&start) && comma(start - 1) && comma(name.tokens.end)
        });
        let name = names.next().filter(|name| name.kind == NameKind::Person)?;
        names.next().is_none().then_some((TokenId(name.tokens.start), name.tokens.end))
    }

    /// For whom a noun speaks: "the ministry's statement", "a Pentagon spokesman", "a spokesman for the ministry". A
    /// document named before ("the release") speaks for those who were named with it first.
    pub(super) fn owner(&self, noun: TokenId) -> Option<TokenId> {
        let document = self.is_a(CueKind::Document, noun);
        if self.is_a(CueKind::Body, noun) {
            return self.trees.children_by(noun, "compound").find(|&id| {
                self.referents.at(id).iter().any(|&id| self.referents.entity(id).kind == EntityKind::Organisation)
            });
        }
        if !document && !self.is_a(CueKind::Spokesperson, noun) {
            return (!document).then_some(noun).filter(|&noun| !self.referents.at(noun).is_empty());
        }
        self.named_owner(noun).or_else(|| {
            let lemma = self.lemma(noun);
            let earlier = (0..noun.0).rev().map(TokenId);
            document
                .then(|| earlier.filter(|&id| self.lemma(id) == lemma).find_map(|id| self.named_owner(id)))
                .flatten()
        })
    }

    fn named_owner(&self, noun: TokenId) -> Option<TokenId> {
        let modifiers = self.trees.children(noun).iter().copied().filter(|&id| {
            let token = self.trees.token(id);
            let of = || {
                self.trees
                    .children_by(id, "case")
                    .any(|case| matches!(self.lemma(case), "of" | "for" | "from" | "by" | "with" | "'s" | "’s"))
            };
            relation_is(&token.relation, "nmod:poss")
                || relation_is(&token.relation, "compound")
                || (relation_is(&token.relation, "nmod") && of())
        });
        let mut owners = modifiers.filter(|&id| self.referents.at(id).iter().any(|&entity| self.can_speak(entity)));
        owners.next()
    }

    fn is_a(&self, kind: CueKind, noun: TokenId) -> bool {
        let lemma = self.lemma(noun);
        self.lexicon.cues(kind, &lemma.to_lowercase()).next().is_some()
    }

    /// How sure it is that the speaker is meant: less for descriptions and pronouns than for names.
    pub(super) fn certainty(&self, head: TokenId, analysis: &Analysis) -> f32 {
        let span = analysis.token(head).span;
        let form =
            self.referents.mentions.iter().find(|mention| mention.span.contains(span)).map(|mention| mention.form);
        match form {
            Some(MentionForm::Name) => 1.0,
            Some(MentionForm::Description) => 0.93,
            Some(MentionForm::Pronoun) => 0.9,
            None => 0.85,
        }
    }
}

fn is_noun(trees: &Trees<'_>, id: TokenId) -> bool {
    matches!(trees.token(id).upos, Upos::Noun | Upos::Propn)
}
