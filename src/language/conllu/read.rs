//! CoNLL-U → sentences with their words, and the text they were taken from.

use crate::ingest::Document;
use crate::language::{Segmentation, SentenceBounds};
use crate::text::Span;
use std::ops::Range;

/// A line that is not CoNLL-U.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ConlluError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// The sentences of a CoNLL-U file. Empty nodes (`8.1`) are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Treebank {
    /// In the order of the file.
    pub sentences: Vec<TreebankSentence>,
}

/// A sentence of a treebank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreebankSentence {
    /// Its comments, without the `#` and the space after it.
    pub comments: Vec<String>,
    /// Its syntactic words.
    pub words: Vec<TreebankWord>,
    /// Multiword tokens: indices of the words, and the form.
    pub multiword: Vec<(Range<usize>, String)>,
    /// Whether a document or paragraph begins with it.
    pub begins_paragraph: bool,
    /// Whether a document begins with it.
    pub begins_document: bool,
}

/// A word of a treebank, in the columns of CoNLL-U.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreebankWord {
    /// FORM.
    pub form: String,
    /// LEMMA.
    pub lemma: String,
    /// UPOS.
    pub upos: String,
    /// FEATS.
    pub features: String,
    /// HEAD: 0 the root, `i + 1` the word of index `i`.
    pub head: usize,
    /// DEPREL.
    pub relation: String,
    /// Whether a space follows it in the text.
    pub space_after: bool,
}

impl Treebank {
    /// Reads a file's text.
    ///
    /// # Errors
    /// Where a line has not ten columns, or an identifier or head that is no number in range.
    pub fn parse(text: &str) -> Result<Self, ConlluError> {
        let mut treebank = Self::default();
        let mut sentence = TreebankSentence::default();
        let mut inside = 0..0;
        for (number, line) in text.lines().chain([""]).enumerate() {
            let fail = |reason| ConlluError { line: number + 1, reason };
            if let Some(comment) = line.strip_prefix('#') {
                let comment = comment.trim();
                sentence.begins_document |= begins_document(comment);
                sentence.begins_paragraph |= comment.starts_with("newpar") || sentence.begins_document;
                sentence.comments.push(comment.to_owned());
            } else if line.trim().is_empty() {
                let words = sentence.words.len();
                if sentence.words.iter().any(|word| word.head > words) {
                    return Err(fail("a head of the sentence before is not one of its words"));
                }
                if sentence.multiword.iter().any(|(parts, _)| parts.end > words) {
                    return Err(fail("a multiword token of the sentence before ends after it"));
                }
                if words > 0 {
                    treebank.sentences.push(std::mem::take(&mut sentence));
                }
                inside = 0..0;
            } else {
                let cells: Vec<&str> = line.split('\t').collect();
                let [id, form, lemma, upos, _, features, head, relation, _, misc] = cells[..] else {
                    return Err(fail("a word has ten columns"));
                };
                let space_after = !misc.split('|').any(|entry| entry == "SpaceAfter=No");
                if let Some((first, last)) = id.split_once('-') {
                    let first: usize = first.parse().map_err(|_| fail("the identifier is no number"))?;
                    let last: usize = last.parse().map_err(|_| fail("the identifier is no number"))?;
                    if first != sentence.words.len() + 1 || last < first {
                        return Err(fail("the multiword token does not begin with the next word"));
                    }
                    inside = first - 1..last;
                    sentence.multiword.push((inside.clone(), form.to_owned()));
                    inside.end -= usize::from(space_after);
                } else if !id.contains('.') {
                    let index = sentence.words.len();
                    if id.parse() != Ok(index + 1) {
                        return Err(fail("the identifier is not that of the next word"));
                    }
                    let head = match head {
                        "_" => 0,
                        head => head.parse().map_err(|_| fail("the head is no number"))?,
                    };
                    sentence.words.push(TreebankWord {
                        form: form.to_owned(),
                        lemma: lemma.to_owned(),
                        upos: upos.to_owned(),
                        features: features.to_owned(),
                        head,
                        relation: relation.to_owned(),
                        space_after: space_after && !inside.contains(&index),
                    });
                }
            }
        }
        Ok(treebank)
    }

    /// The sentences of each document; all of them where the file does not say where documents begin.
    pub fn documents(&self) -> impl Iterator<Item = Self> {
        let together = |_: &TreebankSentence, next: &TreebankSentence| !next.begins_document;
        self.sentences.chunk_by(together).map(|sentences| Self { sentences: sentences.to_vec() })
    }

    /// The text of the words, and their spans in it: paragraphs divided by a blank line.
    pub fn document(&self, id: &str) -> (Document, Segmentation) {
        let mut text = String::new();
        let mut found = Segmentation::default();
        for sentence in &self.sentences {
            if sentence.begins_paragraph && !text.is_empty() {
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
            }
            let start = found.words.len();
            for word in &sentence.words {
                let begin = text.len();
                text.push_str(&word.form);
                found.words.push(Span::new(begin, text.len()));
                if word.space_after {
                    text.push(' ');
                }
            }
            let words = start..found.words.len();
            found.sentences.push(SentenceBounds { words, begins_paragraph: sentence.begins_paragraph });
        }
        (Document::from_text(id, text), found)
    }
}

/// Whether this comment (without the `#`) says that a document begins.
pub(crate) fn begins_document(comment: &str) -> bool {
    comment.trim_start().starts_with("newdoc")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newpar\n# text = He won't.\n1\tHe\the\tPRON\t_\t_\t3\tnsubj\t_\t_\n\
        2-3\twon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2\two\twill\tAUX\t_\t_\t0\troot\t_\t_\n\
        3\tn't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_\n4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn the_text_is_built_again() {
        let treebank = Treebank::parse(SAMPLE).unwrap();
        let (document, found) = treebank.document("sample");
        assert_eq!(document.text.trim_end(), "He won't.");
        assert_eq!(found.words[2].of(&document.text), "n't");
        assert_eq!(treebank.sentences[0].multiword, [(1..3, "won't".to_owned())]);
    }

    #[test]
    fn documents_begin_where_the_comments_say() {
        let text = |first: &str| format!("{SAMPLE}# {first}\n{SAMPLE}{SAMPLE}");
        let sizes = |first: &str| -> Vec<usize> {
            Treebank::parse(&text(first)).unwrap().documents().map(|document| document.sentences.len()).collect()
        };
        assert_eq!(sizes("newdoc id = second"), [1, 2]);
        assert_eq!(sizes("newpar"), [3]);
    }

    #[test]
    fn a_line_with_too_few_columns_is_an_error_that_names_it() {
        let error = Treebank::parse("# text = a\n1\ta\ta\n").unwrap_err();
        assert_eq!(error.to_string(), "line 2: a word has ten columns");
    }

    #[test]
    fn a_head_outside_of_the_sentence_is_an_error() {
        assert!(Treebank::parse("1\ta\ta\tX\t_\t_\t7\tdep\t_\t_\n").is_err());
    }
}
