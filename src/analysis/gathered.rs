//! All that a store, or some of its documents, tell of: what a selection selects from.

use super::error::AnalysisError;
use super::network::{Entity, Network, Occasion};
use super::selection::{ROLE, Selection, class_of_kind, kind_of_class};
use std::collections::BTreeSet;

/// Stands for every kind of event among the kinds of a selection.
const ALL: &str = "all";

/// Entities and events, without the words of the events.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathered {
    /// All entities of the store, by IRI.
    pub entities: Vec<Entity>,
    /// Events and posts held, by date (those without one last), then by IRI.
    pub occasions: Vec<Occasion>,
}

impl Gathered {
    /// The kinds of event there are, as they are typed.
    pub fn kinds(&self) -> BTreeSet<String> {
        let classes: BTreeSet<&str> = self.occasions.iter().map(|occasion| &*occasion.class).collect();
        classes.into_iter().map(kind_of_class).collect()
    }

    /// The network of what a selection takes. (Documents and publishers are selected before, by what is read.)
    ///
    /// # Errors
    /// [`AnalysisError::NoSuchKind`] for a kind of which there is no event; `present` gives the kinds of the whole
    /// store.
    pub fn select(
        mut self,
        selection: &Selection,
        present: impl FnOnce(&Self) -> Result<BTreeSet<String>, AnalysisError>,
    ) -> Result<Network, AnalysisError> {
        let classes: Vec<String> =
            selection.kinds.iter().filter(|kind| *kind != ALL).map(|kind| class_of_kind(kind.trim())).collect();
        let is_there = |class: &String| self.occasions.iter().any(|occasion| *occasion.class == **class);
        if let Some(missing) = classes.iter().find(|class| !is_there(class)) {
            let (kind, present) = (kind_of_class(missing), present(&self)?);
            if !present.contains(&kind) {
                return Err(AnalysisError::NoSuchKind { kind, present: present.into_iter().collect() });
            }
        }
        // Posts held are no events: only who asks for them gets them.
        let every_event = selection.kinds.is_empty() || selection.kinds.iter().any(|kind| kind == ALL);
        let takes_class =
            |class: &str| (every_event && class != ROLE) || classes.iter().any(|wanted| **wanted == *class);
        self.occasions.retain(|occasion| {
            takes_class(&occasion.class)
                && (selection.statuses.is_empty() || selection.statuses.contains(&occasion.status))
                && selection.window.takes(occasion.when)
        });
        Ok(Network::new(self.entities, self.occasions, &selection.entities))
    }
}
