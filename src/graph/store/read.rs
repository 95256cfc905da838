//! What the commands ask of the store besides SPARQL.

use super::{CURRENT, STORE, Store, StoreError};
use crate::graph::mint::url_as_iri;
use crate::graph::vocabulary::{att, nif, schema};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

/// A document of the store, with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDocument {
    /// Its IRI, which is that of its graph.
    pub iri: NamedNode,
    /// Its text.
    pub text: String,
}

impl Store {
    /// The documents' IRIs, in alphabetical order.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn documents(&self) -> Result<Vec<NamedNode>, StoreError> {
        let graph = Some(GraphNameRef::from(STORE));
        let mut documents = Vec::new();
        for quad in self.inner.quads_for_pattern(None, Some(att::FINGERPRINT), None, graph) {
            if let NamedOrBlankNode::NamedNode(document) = quad?.subject {
                documents.push(document);
            }
        }
        documents.sort();
        Ok(documents)
    }

    /// The documents that an IRI, a URL or an id means.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn find_documents(&self, name: &str) -> Result<Vec<NamedNode>, StoreError> {
        for iri in [NamedNode::new(name).ok(), url_as_iri(name)].into_iter().flatten() {
            if self.fingerprint(iri.as_ref())?.is_some() {
                return Ok(vec![iri]);
            }
        }
        let identifier = oxigraph::model::Literal::new_simple_literal(name);
        let mut documents = Vec::new();
        let quads = self.inner.quads_for_pattern(
            None,
            Some(schema::IDENTIFIER),
            Some(identifier.as_ref().into()),
            Some(GraphNameRef::DefaultGraph),
        );
        for quad in quads {
            if let NamedOrBlankNode::NamedNode(document) = quad?.subject {
                documents.push(document);
            }
        }
        documents.sort();
        Ok(documents)
    }

    /// A document's text; none where the document is not there.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn text(&self, document: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
        let graph = Some(GraphNameRef::from(document));
        let found = self.inner.quads_for_pattern(None, Some(nif::IS_STRING), None, graph).next();
        Ok(match found.transpose()?.map(|quad| quad.object) {
            Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
            _ => None,
        })
    }

    /// All quads of the documents' graphs and of [`CURRENT`], without the bookkeeping and without the union.
    ///
    /// # Errors
    /// Each item may be a [`StoreError`] where the store cannot be read.
    pub fn quads(&self) -> impl Iterator<Item = Result<Quad, StoreError>> + use<> {
        self.inner.iter().map(|quad| quad.map_err(StoreError::from)).filter(|quad| {
            quad.as_ref().map_or(true, |quad| match &quad.graph_name {
                GraphName::NamedNode(graph) => graph.as_ref() != STORE,
                GraphName::BlankNode(_) | GraphName::DefaultGraph => false,
            })
        })
    }

    /// The triples of the union that have a subject.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn about(&self, subject: NamedNodeRef<'_>) -> Result<Vec<Quad>, StoreError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        Ok(self.inner.quads_for_pattern(Some(subject.into()), None, None, graph).collect::<Result<_, _>>()?)
    }

    /// The subjects and properties of the union's triples with an object.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn pointing_to(&self, object: NamedNodeRef<'_>) -> Result<Vec<Quad>, StoreError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        Ok(self.inner.quads_for_pattern(None, None, Some(object.into()), graph).collect::<Result<_, _>>()?)
    }

    /// Whether a graph is that of what follows from all documents.
    pub fn is_current(graph: &GraphName) -> bool {
        matches!(graph, GraphName::NamedNode(graph) if graph.as_ref() == CURRENT)
    }
}
