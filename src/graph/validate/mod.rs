//! SHACL: does the data look as `ontology/shapes.ttl` says?
//!
//! In: the default graph of an Oxigraph store. Out: the violations. Only the part of SHACL Core that the shapes use is
//! known; a shape with anything else is refused, so that no constraint is passed over in silence. A test compares the
//! verdicts with those of an independent engine.

mod check;
mod shapes;

pub use check::{Violation, validate};
pub use shapes::{Shapes, ShapesError};
