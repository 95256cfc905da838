//! What follows from all documents together: an event's status now, its best claim with its words and document, label,
//! place and purpose, in how many documents it is told; an entity's main name. It is computed from what the documents say and from nothing else, so the order of adding
//! leaves no trace.

use super::{CURRENT, STORE, Store, StoreError};
use crate::graph::vocabulary::{att, nif, prov, rdf, schema, xsd};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Store as Oxigraph, Transaction};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What each document says of an event by itself, and what of it is settled as plain words.
const WORDS: [(NamedNodeRef<'static>, NamedNodeRef<'static>); 3] =
    [(rdf::LABEL, att::CURRENT_LABEL), (att::PLACE_NAME, att::CURRENT_PLACE), (att::PURPOSE, att::CURRENT_PURPOSE)];

/// Where triples are looked up: the default graph of the store or of a transaction.
pub(super) trait Triples {
    /// Objects of the triples with a subject and property.
    fn objects(&self, subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StorageError>;
    /// Subjects of the triples with a property and object.
    fn subjects(&self, property: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Result<Vec<NamedNode>, StorageError>;
    /// What one document says: the object of a subject and property in its graph.
    fn object_in(
        &self,
        document: NamedNodeRef<'_>,
        subject: NamedNodeRef<'_>,
        property: NamedNodeRef<'_>,
    ) -> Result<Option<Term>, StorageError>;
}

macro_rules! triples_of {
    ($type:ty) => {
        impl Triples for $type {
            fn objects(
                &self,
                subject: NamedNodeRef<'_>,
                property: NamedNodeRef<'_>,
            ) -> Result<Vec<Term>, StorageError> {
                self.quads_for_pattern(Some(subject.into()), Some(property), None, Some(GraphNameRef::DefaultGraph))
                    .map(|quad| Ok(quad?.object))
                    .collect()
            }

            fn subjects(
                &self,
                property: NamedNodeRef<'_>,
                object: NamedNodeRef<'_>,
            ) -> Result<Vec<NamedNode>, StorageError> {
                let quads =
                    self.quads_for_pattern(None, Some(property), Some(object.into()), Some(GraphNameRef::DefaultGraph));
                let mut subjects = Vec::new();
                for quad in quads {
                    if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
                        subjects.push(subject);
                    }
                }
                Ok(subjects)
            }

            fn object_in(
                &self,
                document: NamedNodeRef<'_>,
                subject: NamedNodeRef<'_>,
                property: NamedNodeRef<'_>,
            ) -> Result<Option<Term>, StorageError> {
                let graph = Some(GraphNameRef::from(document));
                let mut quads = self.quads_for_pattern(Some(subject.into()), Some(property), None, graph);
                quads.next().map(|quad| Ok(quad?.object)).transpose()
            }
        }
    };
}
triples_of!(Oxigraph);
triples_of!(Transaction<'_>);

/// Quads that are not in the store yet, as [`Triples`].
#[derive(Debug, Default)]
pub(super) struct Pending<'a> {
    by_subject: BTreeMap<(&'a str, &'a str), Vec<&'a Term>>,
    about: BTreeMap<&'a str, Vec<&'a NamedNode>>,
    /// Document, event and property → object.
    in_document: BTreeMap<(&'a str, &'a str, &'a str), &'a Term>,
}

impl<'a> Pending<'a> {
    /// Indexes what settling asks for.
    pub(super) fn new(quads: impl Iterator<Item = &'a Quad>) -> Self {
        let mut pending = Self::default();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            let predicate = quad.predicate.as_ref();
            if predicate == att::ABOUT
                && let Term::NamedNode(object) = &quad.object
            {
                pending.about.entry(object.as_str()).or_default().push(subject);
            }
            if [att::STATUS, rdf::LABEL, att::PLACE_NAME, att::PURPOSE].contains(&predicate)
                && let GraphName::NamedNode(document) = &quad.graph_name
            {
                let key = (document.as_str(), subject.as_str(), quad.predicate.as_str());
                pending.in_document.insert(key, &quad.object);
            }
            if [
                att::STATUS,
                att::CONFIDENCE,
                prov::WAS_DERIVED_FROM,
                nif::ANCHOR_OF,
                schema::DATE_PUBLISHED,
                schema::NAME,
            ]
            .contains(&predicate)
            {
                let objects = pending.by_subject.entry((subject.as_str(), quad.predicate.as_str())).or_default();
                if !objects.contains(&&quad.object) {
                    objects.push(&quad.object);
                }
            }
        }
        pending
    }
}

impl Triples for Pending<'_> {
    fn objects(&self, subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StorageError> {
        let found = self.by_subject.get(&(subject.as_str(), property.as_str()));
        Ok(found.map(|objects| objects.iter().map(|&object| object.clone()).collect()).unwrap_or_default())
    }

    fn subjects(&self, property: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Result<Vec<NamedNode>, StorageError> {
        if property != att::ABOUT {
            return Ok(Vec::new());
        }
        let found = self.about.get(object.as_str());
        Ok(found.map(|claims| claims.iter().map(|&claim| claim.clone()).collect()).unwrap_or_default())
    }

    fn object_in(
        &self,
        document: NamedNodeRef<'_>,
        subject: NamedNodeRef<'_>,
        property: NamedNodeRef<'_>,
    ) -> Result<Option<Term>, StorageError> {
        let key = (document.as_str(), subject.as_str(), property.as_str());
        Ok(self.in_document.get(&key).map(|&object| object.clone()))
    }
}

/// What of a document's quads must be settled: entities, events, memberships.
pub(super) fn touched(quads: &[Quad]) -> BTreeSet<NamedNode> {
    let mut found = BTreeSet::new();
    for quad in quads {
        if quad.predicate.as_ref() == att::ABOUT {
            if let Term::NamedNode(object) = &quad.object {
                found.insert(object.clone());
            }
        } else if quad.predicate.as_ref() == schema::NAME
            && let NamedOrBlankNode::NamedNode(subject) = &quad.subject
        {
            found.insert(subject.clone());
        }
    }
    found
}

/// A claim with what decides between claims, the most telling last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Telling {
    /// Publication date of its document; empty where unknown.
    date: String,
    /// Weight of what the document says of the event in all.
    rank: u8,
    /// Documents of one day and weight: the first in alphabetical order.
    document: Reverse<String>,
    /// Whether this claim says what its document says in all.
    speaks_for_document: bool,
    confidence: String,
    /// Where in the text it stands (characters): the first is best.
    begin: Reverse<usize>,
    claim: Reverse<String>,
    /// Its evidence.
    phrase: String,
}

/// The settled quads of one entity, event or membership: none where no document speaks of it.
pub(super) fn settled(about: &NamedNode, triples: &impl Triples) -> Result<Vec<Quad>, StorageError> {
    let mut quads = Vec::new();
    let mut state = |property: NamedNodeRef<'_>, object: Term| {
        quads.push(Quad::new(about.clone(), property.into_owned(), object, CURRENT.into_owned()));
    };
    let mut names = Vec::new();
    for name in triples.objects(about.as_ref(), schema::NAME)? {
        if let Term::Literal(name) = name {
            names.push(name.value().to_owned());
        }
    }
    if let Some(name) = names.into_iter().min_by_key(|name| (usize::MAX - name.chars().count(), name.clone())) {
        state(att::MAIN_NAME, Literal::new_simple_literal(name).into());
    }
    let mut tellings = Vec::new();
    for claim in triples.subjects(att::ABOUT, about.as_ref())? {
        tellings.push(telling(&claim, about, triples)?);
    }
    // The most telling document first, each once.
    tellings.sort_by(|one, other| other.cmp(one));
    let mut documents: Vec<NamedNodeRef<'_>> = Vec::new();
    for telling in &tellings {
        let document = NamedNodeRef::new_unchecked(&telling.document.0);
        if !documents.contains(&document) {
            documents.push(document);
        }
    }
    if let (Some(best), Some(&document)) = (tellings.first(), documents.first()) {
        state(att::BEST_CLAIM, NamedNode::new_unchecked(&best.claim.0).into());
        state(att::BEST_DOCUMENT, document.into_owned().into());
        state(att::SOURCES, Literal::new_typed_literal(documents.len().to_string(), xsd::INTEGER).into());
        let words = triples.objects(NamedNodeRef::new_unchecked(&best.phrase), nif::ANCHOR_OF)?;
        if let Some(words) = words.into_iter().next() {
            state(att::EVIDENCE, words);
        }
        if let Some(status) = triples.object_in(document, about.as_ref(), att::STATUS)? {
            state(att::CURRENT_STATUS, status);
        }
        // What the best document does not say of place and purpose, the next best may.
        for (told, settled) in WORDS {
            for &document in &documents {
                if let Some(Term::Literal(words)) = triples.object_in(document, about.as_ref(), told)? {
                    state(settled, Literal::new_simple_literal(words.value()).into());
                    break;
                }
            }
        }
    }
    Ok(quads)
}

fn telling(claim: &NamedNode, about: &NamedNode, triples: &impl Triples) -> Result<Telling, StorageError> {
    let first = |subject: NamedNodeRef<'_>, property| -> Result<Option<Term>, StorageError> {
        Ok(triples.objects(subject, property)?.into_iter().next())
    };
    let phrase = match first(claim.as_ref(), prov::WAS_DERIVED_FROM)? {
        Some(Term::NamedNode(phrase)) => phrase.into_string(),
        _ => String::new(),
    };
    let (document, characters) = phrase.split_once("#char=").unwrap_or((&phrase, ""));
    let begin = characters.split(',').next().and_then(|begin| begin.parse().ok()).unwrap_or(0);
    let date = first(NamedNodeRef::new_unchecked(document), schema::DATE_PUBLISHED)?;
    let of_document = triples.object_in(NamedNodeRef::new_unchecked(document), about.as_ref(), att::STATUS)?;
    let own = first(claim.as_ref(), att::STATUS)?;
    let confidence = first(claim.as_ref(), att::CONFIDENCE)?;
    Ok(Telling {
        date: literal_value(date),
        rank: of_document.as_ref().map_or(0, rank),
        document: Reverse(document.to_owned()),
        speaks_for_document: own == of_document,
        confidence: literal_value(confidence),
        begin: Reverse(begin),
        claim: Reverse(claim.as_str().to_owned()),
        phrase: phrase.clone(),
    })
}

fn literal_value(term: Option<Term>) -> String {
    match term {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        _ => String::new(),
    }
}

/// Of two claims of one day, that something took place or was called off outweighs that it is planned.
fn rank(status: &Term) -> u8 {
    let Term::NamedNode(status) = status else { return 0 };
    match status.as_str().rsplit('#').next() {
        Some("Happened") => 5,
        Some("Cancelled") => 4,
        Some("Denied") => 3,
        Some("Planned") => 2,
        Some("Possible") => 1,
        _ => 0,
    }
}

/// Brings the settled quads of some things up to date within a transaction.
pub(super) fn settle(
    transaction: &mut Transaction<'_>,
    things: impl IntoIterator<Item = NamedNode>,
) -> Result<(), StorageError> {
    for thing in things {
        let now = settled(&thing, &*transaction)?;
        let graph = Some(GraphNameRef::from(CURRENT));
        let before = transaction.quads_for_pattern(Some(thing.as_ref().into()), None, None, graph);
        let before: Vec<Quad> = before.collect::<Result<_, _>>()?;
        for quad in before.iter().filter(|quad| !now.contains(quad)) {
            transaction.remove(quad);
            transaction.remove(in_union(quad).as_ref());
        }
        for quad in now.iter().filter(|quad| !before.contains(quad)) {
            transaction.insert(quad);
            transaction.insert(in_union(quad).as_ref());
        }
    }
    Ok(())
}

/// The quad's triple in the default graph.
pub(super) fn in_union(quad: &Quad) -> Quad {
    Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }
}

impl Store {
    /// Settles everything: for a store that an earlier version wrote.
    pub(super) fn settle_anew(&self) -> Result<(), StoreError> {
        let mut things = BTreeSet::new();
        for document in self.documents()? {
            let graph = Some(GraphNameRef::from(&document));
            let quads = self.inner.quads_for_pattern(None, None, None, graph).collect::<Result<Vec<_>, _>>()?;
            things.extend(touched(&quads));
        }
        let mut transaction = self.inner.start_transaction()?;
        settle(&mut transaction, things)?;
        Ok(transaction.commit()?)
    }

    /// Whether a bulk load that was cut off left something unsettled.
    pub(super) fn has_pending(&self) -> Result<bool, StoreError> {
        Ok(self.marks().next().transpose()?.is_some())
    }

    /// What a bulk load that was cut off left to be settled.
    fn marks(&self) -> impl Iterator<Item = Result<Quad, StorageError>> {
        self.inner.quads_for_pattern(None, Some(att::UNSETTLED), None, Some(GraphNameRef::from(STORE)))
    }

    /// Settles what a bulk load that was cut off left unsettled.
    pub(super) fn settle_pending(&self) -> Result<(), StoreError> {
        let marks: Vec<Quad> = self.marks().collect::<Result<_, _>>()?;
        if marks.is_empty() {
            return Ok(());
        }
        let mut transaction = self.inner.start_transaction()?;
        for mark in marks {
            if let NamedOrBlankNode::NamedNode(thing) = &mark.subject {
                settle(&mut transaction, [thing.clone()])?;
            }
            transaction.remove(&mark);
        }
        Ok(transaction.commit()?)
    }
}
