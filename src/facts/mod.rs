//! [`Analysis`](crate::language::Analysis) → [`Facts`]: entities, times, events and what is claimed about them.
//!
//! In: a document and its linguistic analysis. Out: what a careful reader takes from it, each fact with the words
//! it was taken from. What words evoke which events is data: `ontology/events/*.ttl`.

mod attribution;
pub mod confidence;
pub mod entities;
pub mod events;
mod extract;
pub mod memberships;
mod model;
mod referents;
pub mod speech;
pub mod time;

pub use attribution::{Attribution, Stance};
pub use extract::{Findings, extract, findings, unfitted};
pub use model::{
    Claim, Entity, EntityId, EntityKind, Event, EventId, EventRole, Facts, Filler, Gender, Interval, Membership,
    Mention, MentionForm, Passage, PlaceKind, Provenance, Speech, SpeechForm, Status, TimeExpression,
};
pub use referents::Referents;
