//! Changes: a document goes in or out whole, in one transaction with all that follows from it.

use super::settle::{Pending, in_union, settle, settled, touched};
use super::{STORE, Store, StoreError};
use crate::graph::map::Mapped;
use crate::graph::vocabulary::{analysis, att, schema};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, Quad, QuadRef, Term};
use oxigraph::store::{StorageError, Transaction};
use std::collections::BTreeSet;

/// From how many new documents on they go in by the bulk loader, together.
const BULK: usize = 12;

/// A document to be put into the store.
#[derive(Debug, Clone)]
pub struct Addition {
    /// Its quads.
    pub mapped: Mapped,
    /// Stands for its text and metadata and for the program that read it: the same fingerprint, the same quads.
    pub fingerprint: String,
}

/// What adding a document did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// A document of the same IRI was there, with other content.
    Replaced,
    /// It was there already.
    Unchanged,
}

impl Store {
    /// The fingerprint of a document; none where it is not there.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn fingerprint(&self, document: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
        let graph = Some(GraphNameRef::from(STORE));
        let found = self.inner.quads_for_pattern(Some(document.into()), Some(att::FINGERPRINT), None, graph).next();
        Ok(match found.transpose()?.map(|quad| quad.object) {
            Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
            _ => None,
        })
    }

    /// Puts documents in, in the given order. Each goes in whole or not at all, whatever happens to the process;
    /// many new ones go in together.
    ///
    /// # Errors
    /// [`StoreError`] where the disk is full or cannot be written; the documents of earlier calls are safe.
    pub fn add(&self, additions: Vec<Addition>) -> Result<Vec<Change>, StoreError> {
        let mut known = BTreeSet::new();
        let mut all_new = additions.len() >= BULK;
        for addition in &additions {
            all_new = all_new
                && known.insert(addition.mapped.document.as_str())
                && self.fingerprint(addition.mapped.document.as_ref())?.is_none();
        }
        if all_new {
            self.add_in_bulk(&additions)?;
            return Ok(vec![Change::Added; additions.len()]);
        }
        additions.iter().map(|addition| self.add_one(addition)).collect()
    }

    fn add_one(&self, addition: &Addition) -> Result<Change, StoreError> {
        let Mapped { document, quads } = &addition.mapped;
        let before = self.fingerprint(document.as_ref())?;
        if before.as_ref() == Some(&addition.fingerprint) {
            for quad in quads.iter().filter(|quad| quad.predicate.as_ref() == schema::IDENTIFIER) {
                if let Term::Literal(id) = &quad.object {
                    self.also_known_as(document, id.value())?;
                }
            }
            return Ok(Change::Unchanged);
        }
        let mut transaction = self.inner.start_transaction()?;
        let mut things = touched(quads);
        if before.is_some() {
            things.extend(take_out(&mut transaction, document)?);
        }
        for quad in quads {
            transaction.insert(quad);
            transaction.insert(in_union(quad).as_ref());
        }
        let fingerprint = Literal::new_simple_literal(&addition.fingerprint);
        transaction.insert(QuadRef::new(document, att::FINGERPRINT, &fingerprint, STORE));
        settle(&mut transaction, things.iter().cloned())?;
        self.commit(transaction, &things)?;
        Ok(if before.is_some() { Change::Replaced } else { Change::Added })
    }

    /// The same article under a second id: it is known by both.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be written.
    pub fn also_known_as(&self, document: &NamedNode, id: &str) -> Result<(), StoreError> {
        let id = Literal::new_simple_literal(id);
        let quad = Quad::new(document.clone(), schema::IDENTIFIER, id, document.clone());
        if self.inner.contains(&quad)? {
            return Ok(());
        }
        let mut transaction = self.inner.start_transaction()?;
        transaction.insert(&quad);
        transaction.insert(in_union(&quad).as_ref());
        self.commit(transaction, &BTreeSet::new())
    }

    /// New documents, through Oxigraph's bulk loader: all of them at once or none. It can only add, so what the
    /// store has settled otherwise is marked in the same step and settled in the next.
    fn add_in_bulk(&self, additions: &[Addition]) -> Result<(), StoreError> {
        let pending = Pending::new(additions.iter().flat_map(|addition| &addition.mapped.quads));
        let things: BTreeSet<NamedNode> =
            additions.iter().flat_map(|addition| touched(&addition.mapped.quads)).collect();
        let mut further = Vec::new();
        let mut marked = false;
        for thing in &things {
            let now = settled(thing, &pending)?;
            let before = settled(thing, &self.inner)?;
            if before.is_empty() {
                further.extend(now.iter().map(in_union));
                further.extend(now);
            } else if now != before {
                marked = true;
                further.push(Quad::new(thing.clone(), att::UNSETTLED, Literal::from(true), STORE));
            }
        }
        for addition in additions {
            let fingerprint = Literal::new_simple_literal(&addition.fingerprint);
            further.push(Quad::new(addition.mapped.document.clone(), att::FINGERPRINT, fingerprint, STORE));
        }
        let generation = self.generation()? + 1;
        further.push(Quad::new(STORE, att::GENERATION, Literal::from(generation), STORE));

        let count = 2 * additions.iter().map(|addition| addition.mapped.quads.len()).sum::<usize>() + further.len();
        let mut loader =
            self.inner.bulk_loader().with_num_threads(1).with_max_memory_size_in_megabytes(count / 1000 + 1);
        let documents = additions.iter().flat_map(|addition| &addition.mapped.quads);
        loader.load_quads(documents.flat_map(|quad| [quad.clone(), in_union(quad)]).chain(further))?;
        loader.commit()?;
        if marked {
            self.settle_pending()?;
        }
        self.note_change(generation, &things);
        Ok(())
    }

    /// Takes a document out, with all that it alone supports. `false` where it was not there.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be written.
    pub fn remove(&self, document: &NamedNode) -> Result<bool, StoreError> {
        if self.fingerprint(document.as_ref())?.is_none() {
            return Ok(false);
        }
        let mut transaction = self.inner.start_transaction()?;
        let things = take_out(&mut transaction, document)?;
        settle(&mut transaction, things.iter().cloned())?;
        self.commit(transaction, &things)?;
        Ok(true)
    }

    /// Puts quads in the place of all that a graph holds. They do not enter the union: what was worked out from the
    /// documents is not what they say.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be written.
    pub fn put_graph(&self, graph: &NamedNode, quads: &[Quad]) -> Result<(), StoreError> {
        let mut transaction = self.inner.start_transaction()?;
        transaction.clear_graph(graph)?;
        quads.iter().for_each(|quad| transaction.insert(quad));
        self.commit(transaction, &BTreeSet::new())
    }

    /// Counts a change, makes it, and notes what it touched.
    fn commit(&self, mut transaction: Transaction<'_>, things: &BTreeSet<NamedNode>) -> Result<(), StoreError> {
        let graph = GraphNameRef::from(STORE);
        let old = transaction.quads_for_pattern(Some(STORE.into()), Some(att::GENERATION), None, Some(graph));
        for quad in old.collect::<Result<Vec<_>, _>>()? {
            transaction.remove(&quad);
        }
        let generation = self.generation()? + 1;
        transaction.insert(QuadRef::new(STORE, att::GENERATION, &Literal::from(generation), STORE));
        transaction.commit()?;
        self.note_change(generation, things);
        Ok(())
    }
}

/// Takes a document's graph out, and out of the union what no other graph says. Gives what must be settled.
fn take_out(transaction: &mut Transaction<'_>, document: &NamedNode) -> Result<BTreeSet<NamedNode>, StorageError> {
    let graph = GraphNameRef::from(document);
    let quads: Vec<Quad> = transaction.quads_for_pattern(None, None, None, Some(graph)).collect::<Result<_, _>>()?;
    for quad in &quads {
        transaction.remove(quad);
        let (subject, predicate, object) = (quad.subject.as_ref(), quad.predicate.as_ref(), quad.object.as_ref());
        let mut elsewhere = false;
        for other in transaction.quads_for_pattern(Some(subject), Some(predicate), Some(object), None) {
            let other = other?.graph_name;
            elsewhere |= other.as_ref() != graph && !other.is_default_graph();
        }
        if !elsewhere {
            transaction.remove(in_union(quad).as_ref());
        }
    }
    transaction.remove_named_graph(document)?;
    // What an analysis found in its words goes as well; doing the analysis again brings back what still holds.
    let quoting = Some(document.as_ref().into());
    let quoted = transaction.quads_for_pattern(None, Some(analysis::DOCUMENT), quoting, None);
    let analyses: BTreeSet<String> = quoted
        .filter_map(|quad| match quad {
            Ok(Quad { graph_name: GraphName::NamedNode(graph), .. }) => Some(Ok(graph.into_string())),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
        .collect::<Result<_, _>>()?;
    for analysis in &analyses {
        transaction.remove_named_graph(NamedNodeRef::new_unchecked(analysis))?;
    }
    let marks = transaction.quads_for_pattern(
        Some(document.as_ref().into()),
        Some(att::FINGERPRINT),
        None,
        Some(GraphNameRef::from(STORE)),
    );
    for mark in marks.collect::<Result<Vec<_>, _>>()? {
        transaction.remove(&mark);
    }
    Ok(touched(&quads))
}
