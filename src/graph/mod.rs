//! Facts → quads in an Oxigraph store, and what keeps them whole.
//!
//! In: a [`Document`](crate::ingest::Document) with its [`Analysis`](crate::language::Analysis) and
//! [`Facts`](crate::facts::Facts). Out: quads, sorted, one named graph a document ([`map`]), and a [`Store`] that
//! holds them: one writer, a document at a time or not at all. `ontology/attache.ttl` documents the classes and
//! properties, `ontology/shapes.ttl` what the data must look like.

mod find;
mod map;
mod mint;
pub mod store;
mod validate;
mod verify;
pub mod vocabulary;

pub use find::{FindError, Found, find_entity};
pub use map::{Mapped, map, status_iri, time_literal};
pub use mint::{BadBase, Mint, analysis_graph, url_as_iri};
pub use store::{Store, StoreError};
pub use validate::{Shapes, ShapesError, Violation, validate};
pub use verify::{Verified, verify};
