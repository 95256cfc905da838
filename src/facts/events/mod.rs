//! Who met whom, and every other event that the rules of `ontology/events/*.ttl` know.
//!
//! In: the trees and semantic roles of a document, its entities, its times, and who says what. Out: events, each
//! real-world event once, with a claim for each telling. Rules are data: the engine knows the grammar of English
//! clauses and how tellings are merged, and no event class by name.

mod assemble;
mod extent;
mod fillers;
mod find;
mod fit;
mod grammar;
mod label;
mod lemma;
mod load;
mod merge;
mod paths;
mod phrase;
mod place;
mod purpose;
mod rules;
mod status;
mod telling;
mod told;
mod when;

pub use assemble::{Context, EventsFound, find_events, statuses};
pub use load::{RuleError, load};
pub use rules::{Class, Example, Expected, Rule, Rules};

/// The files of `ontology/events/`: name without extension, text.
const EVENT_FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/event_files.rs"));
