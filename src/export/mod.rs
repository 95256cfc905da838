//! Facts and graph → files: the JSON of `extract`, RDF, pictures of the network.

pub mod attributes;
pub mod gexf;
pub mod graphml;
pub mod html;
pub mod json;
pub mod layout;
pub mod lettering;
pub mod picture;
pub mod quadrants;
pub mod svg;
