//! What the phrases of a document refer to: the entities, and the way from a word to them.

use super::{Entity, EntityId, Mention};
use crate::language::TokenId;
use std::collections::HashMap;

/// The entities of a document and which phrase means which.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Referents {
    /// The entities, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// Every mention; a plural one ("the two leaders") is there once for each entity it means.
    pub mentions: Vec<Mention>,
    /// Head word of a phrase → the entities that the phrase means.
    pub by_head: HashMap<TokenId, Vec<EntityId>>,
}

impl Referents {
    /// The entities that the phrase with this head word means; empty where it means none.
    pub fn at(&self, head: TokenId) -> &[EntityId] {
        self.by_head.get(&head).map_or(&[], Vec::as_slice)
    }

    /// The entity of an id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }
}
