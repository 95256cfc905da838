//! The knowledge graph from facts to answers: mapping, the store, named queries, exports, and the checks.

#[path = "../support/python.rs"]
mod python;
#[path = "../support/mod.rs"]
mod support;

mod exporting;
mod finding;
mod killing;
mod mapping;
mod meeting;
mod querying;
mod storing;
mod validating;
