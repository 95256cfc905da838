//! Events while they are put together.

use super::calendar::{PartialDate, When};
use super::network::{EntityIndex, Occasion};
use crate::facts::Status;
use oxigraph::model::{NamedOrBlankNode, Term};
use std::collections::HashMap;
use std::sync::Arc;

/// An event while it is put together.
pub(super) struct Draft {
    pub(super) iri: String,
    pub(super) class: Arc<str>,
    pub(super) status: Status,
    pub(super) start: Option<PartialDate>,
    pub(super) end: Option<PartialDate>,
    pub(super) participants: Vec<(EntityIndex, Arc<str>)>,
    pub(super) places: Vec<(u8, EntityIndex)>,
    pub(super) wanted: bool,
}

impl Draft {
    pub(super) fn when(&self) -> When {
        When { start: self.start, end: self.end.filter(|end| Some(*end) != self.start) }
    }

    pub(super) fn finish(mut self) -> Occasion {
        let when = self.when();
        self.places.sort_unstable();
        Occasion {
            iri: self.iri.into(),
            class: self.class,
            label: "".into(),
            participants: self.participants,
            places: self.places.into_iter().map(|(_, place)| place).collect(),
            when,
            why: None,
            status: self.status,
            evidence: Vec::new(),
        }
    }
}

/// Events by number and by IRI.
pub(super) struct Events<'a> {
    pub(super) entities: &'a HashMap<String, EntityIndex>,
    pub(super) drafts: Vec<Draft>,
    pub(super) numbers: HashMap<String, usize>,
}

impl Events<'_> {
    pub(super) fn add(&mut self, iri: String, class: &Arc<str>) {
        if self.numbers.contains_key(&iri) {
            return;
        }
        self.numbers.insert(iri.clone(), self.drafts.len());
        self.drafts.push(Draft {
            iri,
            class: Arc::clone(class),
            status: Status::Happened,
            start: None,
            end: None,
            participants: Vec::new(),
            places: Vec::new(),
            wanted: true,
        });
    }

    /// The draft that a quad is about, if it is among those wanted.
    pub(super) fn draft(&mut self, subject: &NamedOrBlankNode) -> Option<&mut Draft> {
        let NamedOrBlankNode::NamedNode(subject) = subject else { return None };
        let number = *self.numbers.get(subject.as_str())?;
        self.drafts.get_mut(number).filter(|draft| draft.wanted)
    }

    pub(super) fn entity(&self, object: &Term) -> Option<EntityIndex> {
        let Term::NamedNode(object) = object else { return None };
        self.entities.get(object.as_str()).copied()
    }
}
