//! Why an analysis has nothing to say, in plain words.

use crate::graph::{FindError, StoreError};
use oxigraph::sparql::QueryEvaluationError;
use oxigraph::store::StorageError;
use thiserror::Error;

/// What stops an analysis.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store cannot be asked.
    #[error("the store cannot be read: {0}")]
    Query(#[from] QueryEvaluationError),
    /// The store holds no article.
    #[error("the store is empty: add articles with `attache add`")]
    Empty,
    /// No event of the store is of this kind.
    #[error("the store has no events of the kind \"{kind}\"; it has: {}", .present.join(", "))]
    #[allow(missing_docs)]
    NoSuchKind { kind: String, present: Vec<String> },
    /// No document is called so.
    #[error("the store has no document \"{0}\": `attache query documents` lists them")]
    NoSuchDocument(String),
    /// Nobody of this name published anything in the store.
    #[error("nothing in the store was published by \"{source_name}\"; the publishers are: {}", .present.join(", "))]
    #[allow(missing_docs)]
    NoSuchSource { source_name: String, present: Vec<String> },
    /// The selection leaves no event.
    #[error("no event is left: {0}")]
    NoEvents(String),
    /// Events, but nobody shares one with another.
    #[error("nobody shares an event with anybody else: {0}")]
    NoTies(String),
    /// A name that means nobody, or several.
    #[error(transparent)]
    Name(#[from] FindError),
    /// Somebody who has no event with anybody.
    #[error("{0} shares no event with anybody: {1}")]
    Alone(String, String),
    /// Two who are in different pieces of the network.
    #[error("nothing connects {0} and {1}: {2}")]
    NoPath(String, String, String),
    /// Two names of one entity.
    #[error("both names mean {0}")]
    Same(String),
    /// Nobody whom both met.
    #[error("nobody has met both {0} and {1}: {2}")]
    NothingCommon(String, String, String),
}

impl From<StorageError> for AnalysisError {
    fn from(error: StorageError) -> Self {
        Self::Store(StoreError::from(error))
    }
}

impl AnalysisError {
    /// Whether all went well and there was nothing to find.
    pub fn is_nothing_found(&self) -> bool {
        match self {
            Self::Store(error) | Self::Name(FindError::Store(error)) => matches!(error, StoreError::Missing(_)),
            _ => true,
        }
    }
}
