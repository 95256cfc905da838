//! The reader: a document in, its linguistic analysis out.

use super::batches::{Window, batches, windows};
use super::decode::{
    agree_on_kinds, one_subject_each, past_by_agreement, people_as_objects, spans, times_after_reporting,
    titles_of_people,
};
use super::inference::{WindowReading, infer};
use super::model::Model;
use super::network::Processor;
use super::segment::{Segmentation, segment};
use super::workers::Workers;
use super::{Analysis, Name, NameKind, Predicate, ReadError, Role, Sentence, Token, TokenId};
use crate::ingest::Document;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::thread;

/// Sentences that are read at a time: what is kept besides the analysis does not grow with the document.
const CHUNK: usize = 2048;
/// Sentences of the first part of a document that is read in parts.
const FIRST_CHUNK: usize = 32;

/// Reads documents. Making one loads the model, so make one and use it for all documents; threads can share it.
///
/// What it says of a sentence depends on the sentence and its neighbours in the document, and of the kinds of names also
/// on the sentences that are read at the same time (the first 32, then 128, 512 and 2,048 of a document); not on the
/// number of threads nor on other documents.
///
/// ```
/// use attache::ingest::Document;
/// use attache::language::{Reader, Upos};
///
/// # fn main() -> Result<(), attache::language::ReadError> {
/// let reader = Reader::embedded()?;
/// let document = Document::from_text("example", "The ministers met in Oslo. They won't meet again.");
/// let analysis = reader.read(&document)?;
/// assert_eq!(analysis.sentences.len(), 2);
/// let met = &analysis.tokens[2];
/// assert_eq!((met.span.of(&document.text), met.upos), ("met", Upos::Verb));
/// # Ok(())
/// # }
/// ```
pub struct Reader {
    model: Arc<Model>,
    workers: Workers,
}

impl Reader {
    /// A reader with the model that is part of the program, and a thread for each processor.
    ///
    /// # Errors
    /// Where the model was not built for this version of the program.
    pub fn embedded() -> Result<Self, ReadError> {
        Self::with_threads(thread::available_parallelism().map_or(1, usize::from))
    }

    /// As [`Reader::embedded`], with so many threads.
    ///
    /// # Errors
    /// Where the model was not built for this version of the program.
    pub fn with_threads(threads: usize) -> Result<Self, ReadError> {
        Ok(Self { model: shared_model()?, workers: Workers::new(threads) })
    }

    /// A reader of one thread that uses no instructions that some processors lack, to be compared with any other.
    #[cfg(test)]
    pub(crate) fn plain() -> Result<Self, ReadError> {
        Ok(Self { model: Arc::new(Model::embedded(Processor::PLAIN)?), workers: Workers::new(1) })
    }

    /// Reads a document: its sentences, words, tags, lemmas, trees, names and roles.
    ///
    /// # Errors
    /// None that lies with the text: any text can be read.
    pub fn read(&self, document: &Document) -> Result<Analysis, ReadError> {
        self.read_segmented(document, &segment(document))
    }

    /// Reads a document part by part, and hands each part's analysis to `take`, with the number of its first
    /// sentence. Token ids count from the first token of the part. The parts grow, so that the first is there soon.
    ///
    /// # Errors
    /// The outer one as for [`Reader::read`]; the inner one is that of `take`, which ends the reading.
    pub fn read_in_parts<Error>(
        &self,
        document: &Document,
        found: &Segmentation,
        mut take: impl FnMut(Analysis, usize) -> Result<(), Error>,
    ) -> Result<Result<(), Error>, ReadError> {
        for part in parts(found.sentences.len()) {
            let mut analysis = Analysis::default();
            self.read_sentences(document, found, None, part.clone(), &mut analysis)?;
            if let Err(error) = take(analysis, part.start) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    /// Reads a document whose sentences and words are known already.
    ///
    /// # Errors
    /// As for [`Reader::read`].
    pub fn read_segmented(&self, document: &Document, found: &Segmentation) -> Result<Analysis, ReadError> {
        self.read_all(document, found, None)
    }

    /// Reads a document whose sentences, words and predicates are known already: the roles are those of these
    /// predicates, given as indices of words, in order.
    ///
    /// # Errors
    /// As for [`Reader::read`].
    pub fn read_predicates(
        &self,
        document: &Document,
        found: &Segmentation,
        predicates: &[usize],
    ) -> Result<Analysis, ReadError> {
        self.read_all(document, found, Some(predicates))
    }

    fn read_all(
        &self,
        document: &Document,
        found: &Segmentation,
        predicates: Option<&[usize]>,
    ) -> Result<Analysis, ReadError> {
        let mut analysis = Analysis::default();
        analysis.tokens.reserve(found.words.len());
        for part in parts(found.sentences.len()) {
            self.read_sentences(document, found, predicates, part, &mut analysis)?;
        }
        Ok(analysis)
    }

    /// Appends the analysis of some sentences.
    fn read_sentences(
        &self,
        document: &Document,
        found: &Segmentation,
        predicates: Option<&[usize]>,
        sentences: Range<usize>,
        analysis: &mut Analysis,
    ) -> Result<(), ReadError> {
        let windows = windows(&self.model, &document.text, found, predicates, sentences.clone());
        let model = self.model.clone();
        let results = self.workers.map(batches(&windows), move |batch| infer(&model, &batch))?;
        let mut readings = Vec::with_capacity(windows.len());
        for result in results {
            readings.extend(result?);
        }
        let width = self.model.labels.names.len();
        agree_on_kinds(
            &self.model.labels.names,
            windows.iter().zip(&mut readings).flat_map(|(window, reading)| {
                let forms = found.words[window.words.clone()].iter().map(|word| word.of(&document.text));
                forms.zip(reading.names.chunks_mut(width))
            }),
        );
        let mut read = windows.into_iter().zip(readings).peekable();
        for index in sentences {
            let bounds = &found.sentences[index];
            let start = analysis.tokens.len();
            let mut root = None;
            let mut certainty = 0.0;
            while let Some((window, reading)) = read.next_if(|(window, _)| window.sentence == index) {
                certainty += reading.certainty.iter().sum::<f32>();
                self.append(document, found, &window, reading, &mut root, analysis);
            }
            let tokens = start as u32..analysis.tokens.len() as u32;
            let span = analysis.span(&tokens);
            let certainty = libm::expf(certainty / tokens.len().max(1) as f32);
            let begins_paragraph = bounds.begins_paragraph;
            analysis.sentences.push(Sentence { span, tokens, begins_paragraph, certainty });
        }
        Ok(())
    }

    /// Appends the words of a window. `root` is the root of the sentence once known: the roots of further windows
    /// depend on it.
    fn append(
        &self,
        document: &Document,
        found: &Segmentation,
        window: &Window,
        reading: WindowReading,
        root: &mut Option<TokenId>,
        analysis: &mut Analysis,
    ) {
        let labels = &self.model.labels;
        let base = analysis.tokens.len();
        let id = |word: usize| TokenId((base + word) as u32);
        let range = |words: &Range<usize>| id(words.start).0..id(words.end).0;
        let first_root = *root;
        for (word, index) in window.words.clone().enumerate() {
            let span = found.words[index];
            let form = span.of(&document.text);
            let upos = labels.upos[reading.upos[word]];
            let mut relation = labels.relations[reading.relations[word]].as_str();
            let head = match (reading.heads[word], first_root) {
                (0, None) => {
                    *root = Some(id(word));
                    None
                }
                (0, Some(first)) => {
                    relation = "parataxis";
                    Some(first)
                }
                (head, _) => Some(id(head - 1)),
            };
            analysis.tokens.push(Token {
                span,
                lemma: self.model.lemmas.lemma(form, upos, &labels.lemma_scripts[reading.lemmas[word]]),
                upos,
                features: labels.features[reading.features[word]].clone(),
                head,
                relation: relation.to_owned(),
            });
        }
        past_by_agreement(&mut analysis.tokens[base..], base);
        one_subject_each(&mut analysis.tokens[base..], base);
        times_after_reporting(&mut analysis.tokens[base..], base);
        let names = spans(&labels.names, &reading.names, None);
        let people = names.iter().filter(|name| name.label == NameKind::Person).map(|name| name.words.clone());
        titles_of_people(&mut analysis.tokens[base..], base, people.clone());
        people_as_objects(&mut analysis.tokens[base..], base, people);
        analysis.names.extend(names.iter().map(|name| Name {
            tokens: range(&name.words),
            kind: name.label,
            confidence: name.confidence,
        }));
        analysis.predicates.extend(reading.predicates.iter().map(|(word, roles)| {
            Predicate {
                token: id(*word),
                roles: roles
                    .iter()
                    .map(|role| Role { label: labels.role_labels[role.label].clone(), tokens: range(&role.words) })
                    .collect(),
            }
        }));
    }
}

/// So many sentences in parts that grow. No passage goes over the end of a part, and names agree within one, so both are
/// the same for every way of reading.
fn parts(sentences: usize) -> impl Iterator<Item = Range<usize>> {
    let next = |(part, size): &(Range<usize>, usize)| {
        let size = (size * 4).min(CHUNK);
        Some((part.end..part.end + size, size))
    };
    std::iter::successors(Some((0..FIRST_CHUNK, FIRST_CHUNK)), next)
        .map(move |(part, _)| part.start..part.end.min(sentences))
        .take_while(|part| !part.is_empty())
}

/// The model, loaded at the first call and kept.
fn shared_model() -> Result<Arc<Model>, ReadError> {
    static MODEL: Mutex<Option<Arc<Model>>> = Mutex::new(None);
    let mut model = MODEL.lock().map_err(|_| ReadError::Stopped)?;
    match &*model {
        Some(model) => Ok(model.clone()),
        None => Ok(model.insert(Arc::new(Model::embedded(Processor::detect())?)).clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn an_article_reads_the_same_on_a_processor_without_special_instructions() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
        let (here, plain) = (Reader::with_threads(1).unwrap(), Reader::plain().unwrap());
        let mut read = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "txt") {
                let document = Document::from_text("article", std::fs::read_to_string(&path).unwrap());
                assert!(here.read(&document).unwrap() == plain.read(&document).unwrap(), "{}", path.display());
                read += 1;
            }
        }
        assert!(read > 0);
    }
}
