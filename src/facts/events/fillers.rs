//! Head words → fillers: which entities a phrase means, whether they can fill the role, and the words for what
//! has no name.

use super::grammar::Grammar;
use super::rules::{FillerType, Rules};
use crate::facts::{EntityId, EntityKind, Filler, Passage, PlaceKind, Referents};
use crate::language::{Number, TokenId, Upos};
use crate::text::Span;

/// What the phrases of the document can fill.
#[derive(Debug, Clone, Copy)]
pub struct Fillers<'a> {
    /// The trees.
    pub grammar: Grammar<'a>,
    /// The entities.
    pub referents: &'a Referents,
    /// For its word classes.
    pub rules: &'a Rules,
}

impl Fillers<'_> {
    /// What a phrase with this head word can fill a role of the type with; empty where it cannot.
    pub fn of(&self, head: TokenId, wanted: FillerType) -> Vec<Filler> {
        if let Some(counted) = self.counted(head) {
            let conjuncts = self.grammar.conjuncts(counted);
            return conjuncts.into_iter().flat_map(|conjunct| self.of(conjunct, wanted)).collect();
        }
        let entities = match self.bodies_before(head, wanted) {
            bodies if bodies.len() > 1 => bodies,
            _ => self.entities(head),
        };
        let fitting: Vec<Filler> =
            entities.iter().copied().filter(|&id| self.fits(id, wanted)).map(Filler::Entity).collect();
        if !fitting.is_empty() {
            return fitting;
        }
        if !entities.is_empty() && wanted != FillerType::Anything {
            return Vec::new();
        }
        self.unnamed(head, wanted)
    }

    /// What a quantity counts: "ministers" of "a number of ministers".
    fn counted(&self, head: TokenId) -> Option<TokenId> {
        let grammar = &self.grammar;
        if !self.referents.at(head).is_empty()
            || !self.rules.is("shared#quantities", &grammar.lemma(head).to_lowercase())
        {
            return None;
        }
        let mut inner = grammar.trees.children_by(head, "nmod");
        inner.find(|&child| grammar.preposition(child).as_deref() == Some("of"))
    }

    /// The entities that a phrase means, an apposition's where the head word has none ("his counterpart, Ann Lee").
    pub fn entities(&self, head: TokenId) -> Vec<EntityId> {
        let own = self.referents.at(head);
        if !own.is_empty() {
            return own.to_vec();
        }
        let parts = ["flat", "appos", "nmod:desc"];
        let children = self.grammar.trees.children(head).iter();
        let mut inner = children.filter(|&&child| {
            parts.iter().any(|part| self.grammar.is(child, part)) || child > head && self.grammar.is(child, "compound")
        });
        let Some(&named) = inner.find(|&&child| !self.referents.at(child).is_empty()) else {
            return self.leader(head).into_iter().flat_map(|leader| self.referents.at(leader)).copied().collect();
        };
        // "the two presidents, Ann Lee and Bob May": each of them. "Crown Prince Olav and Crown Princess Ida": the second
        // may hang on the name of the first.
        let is_title = named.0 == head.0 + 1;
        if !self.is_plural(head) && !is_title {
            return self.referents.at(named).to_vec();
        }
        let parts = self.grammar.conjuncts(named).into_iter();
        parts
            .flat_map(|part| match self.referents.at(part) {
                [] if is_title => self.entities(part),
                own => own.to_vec(),
            })
            .collect()
    }

    /// Who leads a group: "Ann Lee" of "a delegation led by Ann Lee".
    fn leader(&self, head: TokenId) -> Option<TokenId> {
        let grammar = &self.grammar;
        if !self.rules.is("shared#groups", grammar.lemma(head)) {
            return None;
        }
        let mut leading = grammar
            .trees
            .children_by(head, "acl")
            .filter(|&verb| grammar.is_passive(verb) && self.rules.is("shared#leading", grammar.lemma(verb)));
        leading.find_map(|verb| {
            let by = |&child: &TokenId| grammar.is(child, "obl") && grammar.preposition(child).as_deref() == Some("by");
            grammar.trees.children(verb).iter().copied().find(by)
        })
    }

    /// The countries or bodies for which people act, where several stand before the noun: "U.S. and Chinese officials".
    fn bodies_before(&self, head: TokenId, wanted: FillerType) -> Vec<EntityId> {
        let grammar = &self.grammar;
        let lemma = grammar.lemma(head).to_lowercase();
        let acts = wanted == FillerType::Party
            && grammar.upos(head) == Upos::Noun
            && (self.rules.is("shared#officials", &lemma) || self.rules.is("shared#office-holders", &lemma));
        let mut found = Vec::new();
        if !acts || !self.is_plural(head) {
            return found;
        }
        let before = grammar.trees.children(head).iter().copied().filter(|&child| {
            child < head
                && (grammar.is(child, "compound") || grammar.is(child, "amod") || grammar.is(child, "nmod:poss"))
        });
        for part in before.flat_map(|child| grammar.conjuncts(child)) {
            for &id in self.referents.at(part) {
                let body = matches!(self.referents.entity(id).kind, EntityKind::Place | EntityKind::Organisation);
                if body && !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        found
    }

    /// Whether an entity can fill a role of the type.
    pub fn fits(&self, id: EntityId, wanted: FillerType) -> bool {
        let entity = self.referents.entity(id);
        match wanted {
            FillerType::Anything => true,
            FillerType::Party => match entity.kind {
                EntityKind::Person | EntityKind::Organisation | EntityKind::Group | EntityKind::Nationality => true,
                EntityKind::Place => !matches!(entity.place_kind, Some(PlaceKind::Building)),
                EntityKind::Other => false,
            },
            FillerType::Person => matches!(entity.kind, EntityKind::Person | EntityKind::Group),
            FillerType::Organisation => matches!(entity.kind, EntityKind::Organisation),
            FillerType::Place => matches!(entity.kind, EntityKind::Place | EntityKind::Organisation),
            FillerType::Location => {
                let seat = || {
                    let words: Vec<String> = entity.name.split_whitespace().map(str::to_lowercase).collect();
                    words.last().is_some_and(|last| self.rules.is("shared#places", last))
                        && !words.iter().any(|word| self.rules.is("shared#schools", word))
                };
                entity.kind == EntityKind::Place || entity.kind == EntityKind::Organisation && seat()
            }
        }
    }

    /// Words for somebody or something without a name, and the named bodies behind officials ("the foreign ministers
    /// of Iran and Egypt" meet as Iran and Egypt).
    fn unnamed(&self, head: TokenId, wanted: FillerType) -> Vec<Filler> {
        let grammar = &self.grammar;
        if !matches!(grammar.upos(head), Upos::Noun | Upos::Propn) {
            return Vec::new();
        }
        let lemma = grammar.lemma(head).to_lowercase();
        let people = self.rules.is("shared#people", &lemma);
        let group = self.rules.is("shared#groups", &lemma);
        let mut found = Vec::new();
        match wanted {
            FillerType::Anything => {}
            FillerType::Party | FillerType::Person if people => {
                if !self.is_plural(head) && !self.rules.is("shared#office-holders", &lemma) {
                    return Vec::new();
                }
                // Officials meet as the country they act for; they do not travel as the country.
                if wanted == FillerType::Party && self.rules.is("shared#officials", &lemma) {
                    found.extend(self.represented(head).into_iter().map(Filler::Entity));
                    let body = if found.is_empty() { self.body_before(head).map(Filler::Entity) } else { None };
                    found.extend(body);
                    let alliance = found.len() == 1 && found.iter().all(|filler| self.is_alliance(filler));
                    if self.is_plural(head) && (found.is_empty() || alliance) {
                        found.push(Filler::Text(self.passage(self.head_phrase(head))));
                    }
                }
            }
            FillerType::Party | FillerType::Person if group => {
                if wanted == FillerType::Party && self.rules.is("shared#officials", &lemma) {
                    found.extend(self.represented(head).into_iter().map(Filler::Entity));
                }
            }
            _ => return Vec::new(),
        }
        if found.is_empty() {
            found.push(Filler::Text(self.passage(self.fullest_phrase(head))));
        }
        found
    }

    /// A body of several members, whose officials can meet with each other: the European Union, a coalition.
    fn is_alliance(&self, filler: &Filler) -> bool {
        let Filler::Entity(id) = filler else { return false };
        let entity = self.referents.entity(*id);
        let names = std::iter::once(&entity.name).chain(&entity.aliases);
        entity.kind == EntityKind::Organisation
            && names
                .flat_map(|name| name.split_whitespace())
                .any(|word| self.rules.is("shared#alliances", &word.to_lowercase()))
    }

    /// Organisations and countries that officials stand for: "ministers of Iran", "the bank's officials".
    fn represented(&self, head: TokenId) -> Vec<EntityId> {
        let grammar = &self.grammar;
        let mut found = Vec::new();
        for child in grammar.trees.children(head).iter().copied() {
            let of = grammar.is(child, "nmod")
                && (grammar.relation(child) == "nmod:poss"
                    || matches!(grammar.preposition(child).as_deref(), Some("of" | "from")));
            if !of {
                continue;
            }
            for part in grammar.conjuncts(child) {
                let entities = self.entities(part);
                let named = entities.iter().copied().filter(|&id| {
                    matches!(self.referents.entity(id).kind, EntityKind::Organisation | EntityKind::Place)
                });
                let before = found.len();
                found.extend(named);
                if found.len() == before && self.rules.is("shared#groups", &grammar.lemma(part).to_lowercase()) {
                    found.extend(self.body_before(part));
                }
                if found.len() == before && self.rules.is("shared#officials", &grammar.lemma(part).to_lowercase()) {
                    found.extend(self.represented(part));
                }
            }
        }
        found.dedup();
        found
    }

    /// The phrase, or for "the team" the last phrase before it that says which: "the Afghan team".
    fn fullest_phrase(&self, head: TokenId) -> Span {
        let grammar = &self.grammar;
        let here = self.head_phrase(head);
        let definite = grammar.has_child(head, |child| grammar.is(child, "det") && grammar.lemma(child) == "the");
        let bare = !self.holds_name(here);
        let lemma = grammar.lemma(head);
        if !definite || !bare || !self.rules.is("shared#groups", lemma) {
            return here;
        }
        let before = (0..head.0).rev().map(TokenId).filter(|&token| grammar.lemma(token) == lemma);
        let phrases: Vec<Span> =
            before.map(|token| self.head_phrase(token)).filter(|&phrase| self.holds_name(phrase)).collect();
        let same =
            |phrase: &Span| phrases.iter().filter(|other| other.of(grammar.text) == phrase.of(grammar.text)).count();
        phrases.iter().copied().rev().max_by_key(same).unwrap_or(here)
    }

    /// "NATO" of "NATO defence ministers": the organisation named before officials.
    fn body_before(&self, head: TokenId) -> Option<EntityId> {
        let compounds = self.grammar.trees.children_by(head, "compound").filter(|&child| child < head);
        let entities: Vec<EntityId> = compounds.flat_map(|child| self.entities(child)).collect();
        entities.into_iter().find(|&id| self.referents.entity(id).kind == EntityKind::Organisation)
    }

    /// The shortest phrase around an unnamed head: its adjectives and nouns, without determiner and what follows.
    pub fn head_phrase(&self, head: TokenId) -> Span {
        let grammar = &self.grammar;
        let mut start = head;
        for child in grammar.trees.children(head).iter().rev().copied() {
            let inner = child < head
                && child.0 + 1 == start.0
                && matches!(grammar.relation(child), "amod" | "compound")
                && grammar.trees.children(child).is_empty();
            if inner {
                start = child;
            }
        }
        let end = grammar.trees.token(head).span;
        grammar.trees.token(start).span.cover(end)
    }

    /// The words at a span.
    pub fn passage(&self, span: Span) -> Passage {
        Passage { span, text: span.of(self.grammar.text).to_owned() }
    }

    /// Whether a phrase speaks of more than one.
    pub fn is_plural(&self, head: TokenId) -> bool {
        self.grammar.trees.token(head).features.number == Some(Number::Plural)
    }

    /// Whether a name or nationality stands in the span: a capital that does not just open the sentence.
    fn holds_name(&self, span: Span) -> bool {
        let trees = self.grammar.trees;
        let tokens = &trees.analysis().tokens;
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let inside = tokens[first..].iter().take_while(|token| token.span.start < span.end).enumerate();
        inside.into_iter().any(|(i, token)| {
            let id = TokenId((first + i) as u32);
            let word = token.span.of(self.grammar.text);
            word.starts_with(char::is_uppercase)
                && !self.rules.is("shared#people", &word.to_lowercase())
                && (token.upos == Upos::Propn || trees.sentence(id).tokens.start != id.0)
        })
    }

    /// Whether the filler is an entity that the text names, or a group described by a name ("the Afghan team").
    pub fn is_named(&self, filler: &Filler) -> bool {
        match filler {
            Filler::Entity(id) => {
                let entity = self.referents.entity(*id);
                entity.kind != EntityKind::Group
                    || entity.name.split_whitespace().any(|word| word.starts_with(char::is_uppercase))
            }
            Filler::Event(_) => true,
            Filler::Text(passage) => self.holds_name(passage.span),
        }
    }
}
