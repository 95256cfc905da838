//! Phrases of the article as NIF nodes, named by character offsets (RFC 5147).

use super::Mapper;
use crate::graph::vocabulary::{nif, rdf, xsd};
use crate::text::Span;
use oxigraph::model::{Literal, NamedNode};

/// Bytes between two entries of the table of character counts.
const STEP: usize = 64;

/// The text of a document with a quick way from byte to character offsets.
#[derive(Debug)]
pub(super) struct Words<'a> {
    text: &'a str,
    document: String,
    /// Characters before each [`STEP`]th byte.
    counts: Vec<usize>,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str, document: &str) -> Self {
        let mut counts = vec![0];
        for chunk in text.as_bytes().chunks(STEP) {
            counts.push(counts[counts.len() - 1] + starts(chunk));
        }
        Self { text, document: document.to_owned(), counts }
    }

    /// Number of characters before a byte offset.
    fn characters(&self, byte: usize) -> usize {
        let entry = byte / STEP;
        self.counts[entry] + starts(&self.text.as_bytes()[entry * STEP..byte])
    }

    /// Length of the text in characters.
    pub(super) fn length(&self) -> usize {
        self.characters(self.text.len())
    }

    /// The node of the whole text.
    pub(super) fn context(&self) -> NamedNode {
        self.node(0, self.length())
    }

    fn node(&self, begin: usize, end: usize) -> NamedNode {
        NamedNode::new_unchecked(format!("{}#char={begin},{end}", self.document))
    }
}

/// Number of characters that begin in a run of UTF-8 bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

impl Mapper<'_> {
    /// The node of a phrase of the article; `None` where the span holds no words of it.
    pub(super) fn phrase(&mut self, span: Span) -> Option<NamedNode> {
        self.stretch(span, true)
    }

    fn stretch(&mut self, span: Span, phrase: bool) -> Option<NamedNode> {
        let words = span.of(self.words.text).to_owned();
        if words.trim().is_empty() {
            return None;
        }
        let (begin, end) = (self.words.characters(span.start), self.words.characters(span.end));
        let (node, context) = (self.words.node(begin, end), self.words.context());
        if node == context {
            // The article is one phrase: the node of the whole text has all that is said below but the words.
            self.add(&node, nif::ANCHOR_OF, Literal::new_simple_literal(words));
            self.add(&node, rdf::TYPE, if phrase { nif::PHRASE } else { nif::SENTENCE });
            self.add(&node, nif::REFERENCE_CONTEXT, context);
            return Some(node);
        }
        self.add(&node, rdf::TYPE, if phrase { nif::PHRASE } else { nif::SENTENCE });
        self.add(&node, nif::REFERENCE_CONTEXT, context);
        self.add(&node, nif::ANCHOR_OF, Literal::new_simple_literal(words));
        self.add(&node, nif::BEGIN_INDEX, Literal::new_typed_literal(begin.to_string(), xsd::INTEGER));
        self.add(&node, nif::END_INDEX, Literal::new_typed_literal(end.to_string(), xsd::INTEGER));
        Some(node)
    }

    /// The node of evidence: a phrase, and the sentence around it.
    pub(super) fn evidence(&mut self, span: Span) -> Option<NamedNode> {
        let phrase = self.phrase(span)?;
        let after = self.sentences.partition_point(|sentence| sentence.start <= span.start);
        if let Some(sentence) = after.checked_sub(1).map(|index| self.sentences[index])
            && sentence.contains(span)
            && let Some(sentence) = self.stretch(sentence, false)
        {
            self.add(&phrase, nif::IN_SENTENCE, sentence);
        }
        Some(phrase)
    }
}
