//! Where: place phrases with the places that contain them.

use super::fillers::Fillers;
use crate::facts::{EntityId, EntityKind};
use crate::language::TokenId;

/// Reads place phrases.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    /// Phrases → entities.
    pub fillers: &'a Fillers<'a>,
}

/// One place, most specific name first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceGroup {
    /// Head word of the phrase.
    pub head: TokenId,
    /// The place and what contains it.
    pub places: Vec<EntityId>,
}

impl Places<'_> {
    /// The place that a phrase names and the places containing it, as the text tells.
    pub fn at(&self, head: TokenId) -> Vec<EntityId> {
        let mut found = Vec::new();
        self.collect(head, 3, &mut found);
        let mut at = 0;
        while at < found.len() {
            if let Some(whole) = self.fillers.referents.entity(found[at]).part_of
                && self.fillers.referents.entity(whole).kind == EntityKind::Place
                && !found.contains(&whole)
            {
                found.insert(at + 1, whole);
            }
            at += 1;
        }
        found
    }

    fn collect(&self, head: TokenId, depth: usize, found: &mut Vec<EntityId>) {
        let grammar = &self.fillers.grammar;
        for id in self.fillers.entities(head) {
            if self.is_place(id, head) && !found.contains(&id) {
                found.push(id);
            }
        }
        let lemma = grammar.lemma(head).to_lowercase();
        // "to a summit in Oslo" leads to Oslo, "to the aid of allies in Europe" does not lead to Europe.
        let holds_places = !found.is_empty()
            || ["shared#places", "shared#talk", "shared#gatherings", "shared#quantities"]
                .iter()
                .any(|class| self.fillers.rules.is(class, &lemma));
        if depth == 0 || !holds_places {
            return;
        }
        for child in grammar.trees.children(head).iter().copied() {
            let inside = match grammar.relation(child) {
                "appos" | "nmod:unmarked" | "nmod:npmod" | "list" => child > head,
                "nmod" => matches!(grammar.preposition(child).as_deref(), Some("in" | "of" | "near" | "at")),
                _ => false,
            };
            if inside {
                self.collect(child, depth - 1, found);
            }
        }
    }

    /// Organisations are places where one goes to them or is at them.
    fn is_place(&self, id: EntityId, head: TokenId) -> bool {
        match self.fillers.referents.entity(id).kind {
            EntityKind::Place => true,
            EntityKind::Organisation => {
                let grammar = &self.fillers.grammar;
                grammar.relation(head) == "obj"
                    || matches!(grammar.preposition(head).as_deref(), Some("at" | "to" | "into"))
            }
            _ => false,
        }
    }

    /// Place phrases by real places: "in Vienna, Austria" is one, "in Vienna and Graz" are two. Phrases that are not
    /// coordinated with each other ("at the embassy", "in Vienna") speak of one place.
    pub fn groups(&self, heads: &[TokenId]) -> Vec<PlaceGroup> {
        let grammar = &self.fillers.grammar;
        let mut groups: Vec<PlaceGroup> = Vec::new();
        for &head in heads {
            let places = self.at(head);
            let Some(&specific) = places.first() else { continue };
            if groups.iter().any(|group| group.places.contains(&specific) && group.places.first() != Some(&specific)) {
                continue;
            }
            let coordinated = grammar.relation(head) == "conj";
            match groups.last_mut() {
                Some(last) if !coordinated || self.contains(specific, last.places[0]) => {
                    let new: Vec<EntityId> = places.into_iter().filter(|id| !last.places.contains(id)).collect();
                    last.places.extend(new);
                }
                _ => groups.push(PlaceGroup { head, places }),
            }
        }
        groups
    }

    fn contains(&self, whole: EntityId, part: EntityId) -> bool {
        contains(self.fillers.referents, whole, part)
    }
}

/// Whether one place lies in the other, over any number of steps.
pub fn contains(referents: &crate::facts::Referents, whole: EntityId, part: EntityId) -> bool {
    let mut at = part;
    for _ in 0..6 {
        match referents.entity(at).part_of {
            Some(next) if next == whole => return true,
            Some(next) => at = next,
            None => return false,
        }
    }
    false
}
