//! Store → [`Network`]: which documents are read, and whether the store must be.

use super::error::AnalysisError;
use super::gathered::Gathered;
use super::kept;
use super::network::Network;
use super::reading::Reader;
use super::selection::{Selection, same_name};
use crate::graph::Store;
use crate::graph::store::{Beside, STORE};
use crate::graph::vocabulary::{att, schema};
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Term};
use std::collections::BTreeSet;

/// What was kept follows the store where no more than one in so many events was touched since.
const FEW: usize = 8;

/// Reads the selected events and everybody who took part in them. All entities of the store are in the network's list,
/// so that any of them can be named.
///
/// # Errors
/// [`AnalysisError`]: the store is empty or cannot be read; a kind, document or publisher that is not in it.
pub fn project(store: &Store, selection: &Selection) -> Result<Network, AnalysisError> {
    match documents(store, selection)? {
        None => everything(store)?.select(selection, |gathered| Ok(gathered.kinds())),
        Some(documents) => Reader::of_documents(store.oxigraph(), &documents)
            .gather()?
            .select(selection, |_| Ok(everything(store)?.kinds())),
    }
}

/// Gathers the network and keeps it, so that the first analysis need not: called after additions.
///
/// # Errors
/// [`AnalysisError`] where the store cannot be read.
pub fn prepare(store: &Store) -> Result<(), AnalysisError> {
    everything(store).map(drop)
}

/// What all documents say: as it was kept, as it was kept with what was touched since, or out of the store; then it is
/// kept.
fn everything(store: &Store) -> Result<Gathered, AnalysisError> {
    let place = kept::place(store)?;
    if let Some(gathered) = place.as_ref().and_then(kept::read) {
        return Ok(gathered);
    }
    let reader = Reader::of_everything(store.oxigraph());
    let followed = match &place {
        Some(place) => follow(store, place, &reader)?,
        None => None,
    };
    let gathered = match followed {
        Some(gathered) => gathered,
        None => reader.gather()?,
    };
    if let Some(place) = &place
        && let Err(error) = kept::keep(place, &gathered)
    {
        // It only makes the next time slower.
        tracing::debug!("the network is not kept: {error}");
    }
    Ok(gathered)
}

/// What was kept of an earlier content of the store, with what was touched since read again; `None` where nothing was
/// kept, or what was touched is not known or too much.
fn follow(store: &Store, place: &Beside, reader: &Reader<'_>) -> Result<Option<Gathered>, AnalysisError> {
    let Some(generation) = place.earlier() else { return Ok(None) };
    let Some(touched) = store.touched_since(generation)? else { return Ok(None) };
    let before = kept::read_of(place, generation);
    let before = before.filter(|before| touched.len() * FEW <= before.occasions.len());
    before.map(|before| reader.gather_touched(before, touched)).transpose()
}

/// The documents that the selection takes; `None` for all.
fn documents(store: &Store, selection: &Selection) -> Result<Option<Vec<NamedNode>>, AnalysisError> {
    let bookkeeping = Some(GraphNameRef::from(STORE));
    if store.oxigraph().quads_for_pattern(None, Some(att::FINGERPRINT), None, bookkeeping).next().is_none() {
        return Err(AnalysisError::Empty);
    }
    let mut chosen: Option<Vec<NamedNode>> = None;
    if let Some(name) = &selection.document {
        let found = store.find_documents(name)?;
        if found.is_empty() {
            return Err(AnalysisError::NoSuchDocument(name.clone()));
        }
        chosen = Some(found);
    }
    if let Some(name) = &selection.source {
        let published = published_by(store, name)?;
        chosen = Some(match chosen {
            Some(chosen) => chosen.into_iter().filter(|document| published.contains(document)).collect(),
            None => published.into_iter().collect(),
        });
    }
    Ok(chosen)
}

fn published_by(store: &Store, name: &str) -> Result<BTreeSet<NamedNode>, AnalysisError> {
    let mut published = BTreeSet::new();
    let mut present = BTreeSet::new();
    let union = Some(GraphNameRef::DefaultGraph);
    for quad in store.oxigraph().quads_for_pattern(None, Some(schema::PUBLISHER), None, union) {
        let quad = quad?;
        let Term::NamedNode(publisher) = &quad.object else { continue };
        let names = store.about(publisher.as_ref())?;
        let names =
            names.iter().filter(|quad| quad.predicate.as_ref() == schema::NAME).filter_map(|quad| match &quad.object {
                Term::Literal(name) => Some(name.value()),
                _ => None,
            });
        for publisher_name in names {
            present.insert(publisher_name.to_owned());
            if same_name(publisher_name, name)
                && let NamedOrBlankNode::NamedNode(document) = &quad.subject
            {
                published.insert(document.clone());
            }
        }
    }
    if published.is_empty() {
        return Err(AnalysisError::NoSuchSource {
            source_name: name.to_owned(),
            present: present.into_iter().collect(),
        });
    }
    Ok(published)
}
