//! What can go wrong when reading.

/// Why a text could not be read. None of these lies with the text: any text can be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The model's files do not fit together, or do not fit this version of the program.
    #[error("the language model cannot be used: {0}")]
    Model(String),
    /// A thread of the reader ended before its work was done.
    #[error("a thread of the reader ended before its work was done")]
    Stopped,
}
