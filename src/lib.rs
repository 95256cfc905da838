//! Attaché reads news and keeps a knowledge graph of it: who met whom, where, when and why, who said what,
//! who holds which post. Every fact carries the words it was taken from.

pub mod analysis;
pub mod cli;
pub mod commands;
pub mod evaluate;
pub mod export;
pub mod facts;
pub mod graph;
pub mod identity;
pub mod ingest;
pub mod language;
pub mod query;
pub mod text;
