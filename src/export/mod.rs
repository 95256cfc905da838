//! Facts and graph → files: the JSON of `extract`, RDF, pictures of the network.

pub mod json;
