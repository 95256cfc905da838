//! Text → words and sentences.
//!
//! In: a [`Document`](crate::ingest::Document). Out: a [`Segmentation`]: its words and sentences as byte spans, in the
//! tokenisation of the English Universal Dependencies treebanks. Four steps: paragraphs ([`paragraphs`]), chunks
//! between spaces ([`chunks`]), where sentences end ([`ends`]), words of a chunk ([`words`]).
//! The word lists and the weights lie in `models/english/segmentation`.

mod chunks;
pub(crate) mod clitics;
mod ends;
mod lexicon;
mod numbers;
mod paragraphs;
mod patterns;
mod words;

#[cfg(test)]
mod tests;

use crate::ingest::Document;
use crate::text::Span;
use std::ops::Range;

/// Words and sentences of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segmentation {
    /// Syntactic words in the order of the text (bytes of it); the parts of "don't" are two.
    pub words: Vec<Span>,
    /// Sentences in the order of the text; none is empty, and together they hold all words.
    pub sentences: Vec<SentenceBounds>,
}

/// A sentence of a [`Segmentation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceBounds {
    /// Indices of its words.
    pub words: Range<usize>,
    /// Whether it begins a paragraph.
    pub begins_paragraph: bool,
}

/// Divides the text of a document into sentences and words. Nothing is read in [furniture]; the headline, the byline
/// and the dateline are sentences apart.
///
/// [furniture]: crate::ingest::DocumentParts::furniture
///
/// ```
/// use attache::{ingest::Document, language::segment};
///
/// let document = Document::from_text("example", "The U.S. Treasury won't comment. It never does.");
/// let found = segment(&document);
/// let words: Vec<_> = found.words.iter().map(|word| word.of(&document.text)).collect();
/// assert_eq!(words, ["The", "U.S.", "Treasury", "wo", "n't", "comment", ".", "It", "never", "does", "."]);
/// assert_eq!(found.sentences.len(), 2);
/// ```
pub fn segment(document: &Document) -> Segmentation {
    let text = document.text.as_str();
    let mut found = Segmentation::default();
    for paragraph in paragraphs::paragraphs(text, &document.parts) {
        let mut begins_paragraph = paragraph.begins;
        let mut start = found.words.len();
        for chunk in ends::mark(text, paragraph.span) {
            words::split(text, chunk.span, chunk.ends_sentence, &mut found.words);
            if chunk.ends_sentence && found.words.len() > start {
                found.sentences.push(SentenceBounds { words: start..found.words.len(), begins_paragraph });
                begins_paragraph = false;
                start = found.words.len();
            }
        }
    }
    found
}
