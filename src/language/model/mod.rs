//! The neural model: word pieces in, scores of all heads out.
//!
//! Three networks (`models/english`, whose README describes them): the encoder with its heads, the relations (once the
//! trees are known) and the roles (once the predicates are).

mod labels;
mod pieces;
mod punctuation;
mod shapes;

pub(crate) use labels::{Labels, LemmaScript, Part};

use super::ReadError;
use super::decode::LemmaTable;
use super::network::{Encoder, EncoderInput, EncoderOutput, Processor, Relations, Roles, RolesInput};
use pieces::Pieces;

macro_rules! file {
    ($name:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/", $name)
    };
}

/// Longest input of the encoder, in pieces, the two special ones included.
pub(crate) const MAX_PIECES: usize = 256;

/// The networks with their vocabulary and labels.
pub(crate) struct Model {
    pub labels: Labels,
    pub lemmas: LemmaTable,
    pieces: Pieces,
    encoder: Encoder,
    relations: Relations,
    roles: Roles,
}

impl Model {
    /// Loads the model that is part of the program.
    pub fn embedded(processor: Processor) -> Result<Self, ReadError> {
        let pieces = Pieces::new(include_str!(file!("vocabulary.txt")))
            .ok_or_else(|| ReadError::Model("the vocabulary lacks a special piece".to_owned()))?;
        let load = || -> Result<_, String> {
            let encoder = Encoder::new(include_bytes!(file!("encoder.onnx")), processor)?;
            let relations = Relations::new(include_bytes!(file!("relations.onnx")), encoder.hidden(), processor)?;
            let roles = Roles::new(include_bytes!(file!("roles.onnx")), encoder.hidden(), processor)?;
            let labels = Labels::new(include_str!(file!("labels.json")))?;
            Ok(Self {
                labels,
                lemmas: LemmaTable::new(include_str!(file!("lemmas.txt"))),
                pieces,
                encoder,
                relations,
                roles,
            })
        };
        load().map_err(ReadError::Model)
    }

    /// Appends a word's pieces, and as many times its shape.
    pub fn encode_word(&self, word: &str, pieces: &mut Vec<i32>, shapes: &mut Vec<i32>) {
        self.pieces.split(word, pieces);
        shapes.resize(pieces.len(), shapes::shape(word));
    }

    /// The ids of the pieces that stand before and after a sentence.
    pub fn special(&self) -> (i32, i32) {
        (self.pieces.start, self.pieces.end)
    }

    /// Runs the encoder and its heads.
    pub fn encode(&self, input: &EncoderInput) -> Result<EncoderOutput, ReadError> {
        self.encoder.run(input).map_err(ReadError::Model)
    }

    /// Scores of the relations between words and their heads, which are rows of `states`.
    pub fn relations(&self, states: &[f32], words: &[usize], heads: &[usize]) -> Vec<f32> {
        self.relations.run(states, words, heads)
    }

    /// Scores of the roles of each word of a predicate's sentence, for each predicate.
    pub fn roles(&self, input: &RolesInput) -> Vec<Vec<f32>> {
        self.roles.run(input)
    }
}
