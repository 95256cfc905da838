//! CoNLL-U, <https://universaldependencies.org/format.html>: treebanks in, analyses out.

mod read;
mod write;

pub(crate) use read::begins_document;
pub use read::{ConlluError, Treebank, TreebankSentence, TreebankWord};
pub use write::{write_document, write_sentence};
