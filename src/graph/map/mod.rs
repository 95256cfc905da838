//! [`Document`], [`Analysis`] and [`Facts`] → quads, all in one named graph that bears the document's IRI.
//!
//! A pure function: the same document gives the same quads, sorted, whatever the machine or the number of threads.
//! Every fact hangs on a claim, every claim on a phrase of the article (character offsets of RFC 5147). A fact whose
//! evidence does not lie in the text is left out.

mod entities;
mod events;
mod memberships;
mod times;
mod words;

use super::mint::Mint;
use super::vocabulary::{att, nif, rdf, schema, xsd};
use crate::facts::{EntityId, Facts};
use crate::ingest::Document;
use crate::language::Analysis;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::BTreeMap;
use words::Words;

pub use events::status_iri;
pub use times::time_literal;

/// A document as quads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// IRI of the document and of its graph.
    pub document: NamedNode,
    /// Its quads, sorted, each once.
    pub quads: Vec<Quad>,
}

/// Maps one document.
pub fn map(document: &Document, analysis: &Analysis, facts: &Facts, mint: &Mint) -> Mapped {
    let iri = mint.document(document);
    let entities = mint.entities(&iri, facts);
    let mut mapper = Mapper {
        document,
        facts,
        mint,
        words: Words::new(&document.text, iri.as_str()),
        entities,
        iri,
        language: document.language.clone().filter(|tag| is_language_tag(tag)).unwrap_or_else(|| "en".to_owned()),
        sentences: analysis.sentences.iter().map(|sentence| sentence.span).collect(),
        confidences: BTreeMap::new(),
        quads: BTreeMap::new(),
    };
    mapper.article();
    mapper.all_entities();
    mapper.all_events();
    mapper.all_memberships();
    for (claim, confidence) in std::mem::take(&mut mapper.confidences) {
        mapper.add(&claim, att::CONFIDENCE, events::share(confidence));
    }
    Mapped { document: mapper.iri, quads: mapper.quads.into_values().collect() }
}

/// What is known while one document is mapped.
struct Mapper<'a> {
    document: &'a Document,
    facts: &'a Facts,
    mint: &'a Mint,
    /// IRI of the document.
    iri: NamedNode,
    /// IRI of each entity, by its id.
    entities: Vec<NamedNode>,
    words: Words<'a>,
    language: String,
    sentences: Vec<crate::text::Span>,
    /// Confidence of each claim, in hundredths.
    confidences: BTreeMap<NamedNode, u8>,
    /// The quads under their N-Quads form, which they are sorted by.
    quads: BTreeMap<String, Quad>,
}

impl Mapper<'_> {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let quad = Quad::new(subject.clone(), predicate.into_owned(), object, self.iri.clone());
        self.quads.insert(quad.to_string(), quad);
    }

    fn entity(&self, id: EntityId) -> Option<NamedNode> {
        self.entities.get(id.0 as usize).cloned()
    }

    /// Words of the article, tagged with its language.
    fn text(&self, words: &str) -> Literal {
        Literal::new_language_tagged_literal_unchecked(words, self.language.clone())
    }

    /// The article itself and its text.
    fn article(&mut self) {
        let (document, iri) = (self.document, self.iri.clone());
        self.add(&iri, rdf::TYPE, schema::NEWS_ARTICLE);
        self.add(&iri, schema::IDENTIFIER, Literal::new_simple_literal(&document.id));
        if let Some(title) = &document.title {
            let title = self.text(title);
            self.add(&iri, schema::HEADLINE, title);
        }
        if let Some(date) = document.date {
            self.add(&iri, schema::DATE_PUBLISHED, Literal::new_typed_literal(date.to_string(), xsd::DATE));
        }
        if document.url.is_some() && !iri.as_str().starts_with(self.mint.base()) {
            self.add(&iri, schema::URL, iri.clone());
        }
        if let Some(source) = document.source.as_deref().filter(|source| !source.trim().is_empty()) {
            let publisher = self.mint.iri("organisation", &super::mint::slug(source));
            self.add(&iri, schema::PUBLISHER, publisher.clone());
            self.add(&publisher, rdf::TYPE, schema::ORGANIZATION);
            self.add(&publisher, schema::NAME, Literal::new_simple_literal(source.trim()));
        }
        let language = Literal::new_simple_literal(&self.language);
        self.add(&iri, schema::IN_LANGUAGE, language);
        let sentences = Literal::new_typed_literal(self.sentences.len().to_string(), xsd::INTEGER);
        self.add(&iri, att::SENTENCES, sentences);

        let context = self.words.context();
        let length = Literal::new_typed_literal(self.words.length().to_string(), xsd::INTEGER);
        self.add(&context, rdf::TYPE, nif::CONTEXT);
        self.add(&context, nif::IS_STRING, Literal::new_simple_literal(&document.text));
        self.add(&context, nif::BEGIN_INDEX, Literal::new_typed_literal("0", xsd::INTEGER));
        self.add(&context, nif::END_INDEX, length);
        self.add(&context, nif::SOURCE_URL, iri);
    }
}

fn is_language_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.len() <= 8 && tag.bytes().all(|byte| byte.is_ascii_lowercase())
}
