//! One telling of an event: what one sentence says of it.

use super::purpose::Purpose;
use super::status::Reading;
use crate::facts::{EntityId, EventRole, Filler, Interval, Passage};
use crate::language::TokenId;
use crate::text::Span;

/// What one sentence says of one event.
#[derive(Debug, Clone)]
pub struct Telling {
    /// Index of the rule.
    pub rule: usize,
    /// The evoking word.
    pub trigger: TokenId,
    /// Fillers of the roles, in the order of the text.
    pub roles: Vec<EventRole>,
    /// Where, most specific first.
    pub places: Vec<EntityId>,
    /// When.
    pub time: Option<Interval>,
    /// Why.
    pub purpose: Option<Purpose>,
    /// How real.
    pub reading: Reading,
    /// Speaks of an event known already ("the talks"): tells nothing where no other telling fits.
    pub anaphoric: bool,
    /// The words.
    pub evidence: Span,
    /// 0 to 1.
    pub confidence: f32,
}

impl Telling {
    /// The entities in a role.
    pub fn entities(&self, role: &str) -> Vec<EntityId> {
        let fillers = self.roles.iter().filter(|filled| filled.role == role);
        fillers
            .filter_map(|filled| match filled.filler {
                Filler::Entity(id) => Some(id),
                _ => None,
            })
            .collect()
    }

    /// The words in a role that name no entity.
    pub fn texts(&self, role: &str) -> Vec<&Passage> {
        let fillers = self.roles.iter().filter(|filled| filled.role == role);
        fillers
            .filter_map(|filled| match &filled.filler {
                Filler::Text(passage) => Some(passage),
                _ => None,
            })
            .collect()
    }
}
