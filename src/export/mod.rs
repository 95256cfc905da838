//! Facts and graph → files: the JSON of `extract`, RDF, pictures of the network.

pub mod attributes;
mod dot;
pub mod gexf;
pub mod graphml;
pub mod html;
pub mod json;
pub mod layout;
pub mod lettering;
pub mod network;
mod part;
pub mod picture;
mod pieces;
pub mod quadrants;
mod rdf;
pub mod svg;
pub mod xml;

pub use dot::write_dot;
pub use part::{around, everything};
pub use rdf::{RdfError, rdf_format, serializer, write_rdf};
