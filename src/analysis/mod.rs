//! The store → a petgraph [`Network`](network::Network) → what a person wants to know of it.
//!
//! In: the events of the store, as far as a selection takes them. Out: who is at the centre (`centrality`,
//! `betweenness`), who belongs together (`communities`), who holds the network together (`brokers`), how two people
//! are connected (`paths`), who met most often and who has stopped (`pairs`), what happened when and where
//! (`timeline`), whom two people both met (`common`). Everything is a function of the store, the selection and a seed:
//! the same figures on each run and on any number of threads.

pub mod adjacency;
pub mod arguments;
pub mod betweenness;
pub mod brokers;
pub mod calendar;
pub mod centrality;
pub mod common;
pub mod communities;
pub mod details;
pub mod error;
pub mod figures;
pub mod gathered;
mod kept;
pub mod network;
pub mod pairs;
pub mod paths;
pub mod projection;
pub mod random;
mod reading;
pub mod record;
pub mod report;
pub mod selection;
pub mod stories;
pub mod timeline;
