//! What can go wrong when reading.

/// Why a text could not be read. None of these lies with the text: any text can be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The model's files do not fit together, or do not fit this version of the program.
    #[error("the language model cannot be used: {0}")]
    Model(String),
    /// The model could not be loaded.
    #[error("the language model could not be loaded")]
    Load(#[from] rten::LoadError),
    /// The model failed on a batch of sentences.
    #[error("the language model failed")]
    Run(#[from] rten::RunError),
    /// A thread of the reader ended before its work was done.
    #[error("a thread of the reader ended before its work was done")]
    Stopped,
}
