//! The neural model: word pieces in, scores of all heads out.
//!
//! Three ONNX graphs (`models/english`, whose README describes them), run by `rten`: the encoder with its heads, the
//! relations (once the trees are known) and the roles (once the predicates are).

mod labels;
mod pieces;
mod punctuation;
mod shapes;

pub(crate) use labels::{Labels, LemmaScript, Part};

use super::ReadError;
use super::decode::LemmaTable;
use pieces::Pieces;
use rten::{Model as Graph, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::NdTensor;
use std::sync::Arc;

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
    encoder: Network<4, 8>,
    relations: Network<2, 1>,
    roles: Network<3, 1>,
}

/// The numbers of a batch of sentences: rows of equal length, padded.
pub(crate) struct EncoderInput {
    /// Rows.
    pub size: usize,
    /// Pieces in a row, and words in a row.
    pub pieces_wide: usize,
    pub words_wide: usize,
    pub pieces: Vec<i32>,
    pub shapes: Vec<i32>,
    pub mask: Vec<i32>,
    pub first: Vec<i32>,
}

/// Scores and states of a batch: row-major, `size × words_wide ×` their own width.
pub(crate) struct EncoderOutput {
    /// Width of a state.
    pub hidden: usize,
    pub states: Vec<f32>,
    /// `size × hidden`.
    pub root: Vec<f32>,
    pub upos: Vec<f32>,
    pub features: Vec<f32>,
    pub lemmas: Vec<f32>,
    pub names: Vec<f32>,
    pub predicates: Vec<f32>,
    /// A row of `words_wide + 1` heads a word.
    pub arcs: Vec<f32>,
}

impl Model {
    /// Loads the model that is part of the program.
    pub fn embedded() -> Result<Self, ReadError> {
        let labels = Labels::new(include_str!(file!("labels.json"))).map_err(ReadError::Model)?;
        let pieces = Pieces::new(include_str!(file!("vocabulary.txt")))
            .ok_or_else(|| ReadError::Model("the vocabulary lacks a special piece".to_owned()))?;
        Ok(Self {
            labels,
            lemmas: LemmaTable::new(include_str!(file!("lemmas.txt"))),
            pieces,
            encoder: Network::new(
                include_bytes!(file!("encoder.onnx")),
                ["pieces", "shapes", "mask", "first"],
                ["states", "root", "upos", "feats", "lemmas", "names", "predicates", "arcs"],
            )?,
            relations: Network::new(include_bytes!(file!("relations.onnx")), ["dependents", "heads"], ["relations"])?,
            roles: Network::new(include_bytes!(file!("roles.onnx")), ["states", "predicate", "mask"], ["roles"])?,
        })
    }

    /// Appends a word's pieces, and as many times its shape.
    pub fn encode_word(&self, word: &str, pieces: &mut Vec<i32>, shapes: &mut Vec<i32>) {
        self.pieces.split(word, pieces);
        shapes.resize(pieces.len(), shapes::shape(word));
    }

    /// The ids of the pieces that stand before and after a sentence, and of padding.
    pub fn special(&self) -> (i32, i32, i32) {
        (self.pieces.start, self.pieces.end, self.pieces.padding)
    }

    /// Runs the encoder and its heads.
    pub fn encode(&self, input: EncoderInput, threads: &Arc<ThreadPool>) -> Result<EncoderOutput, ReadError> {
        let EncoderInput { size, pieces_wide, words_wide, .. } = input;
        let wide = [size, pieces_wide];
        let values = [
            NdTensor::from_data(wide, input.pieces).into(),
            NdTensor::from_data(wide, input.shapes).into(),
            NdTensor::from_data(wide, input.mask).into(),
            NdTensor::from_data([size, words_wide], input.first).into(),
        ];
        let [states, root, upos, features, lemmas, names, predicates, arcs] = self.encoder.run(values, threads)?;
        Ok(EncoderOutput {
            hidden: root.len() / size.max(1),
            states,
            root,
            upos,
            features,
            lemmas,
            names,
            predicates,
            arcs,
        })
    }

    /// Scores of the relations between words and their heads: rows of `hidden` numbers in, rows of labels out.
    pub fn relations(
        &self,
        dependents: Vec<f32>,
        heads: Vec<f32>,
        hidden: usize,
        threads: &Arc<ThreadPool>,
    ) -> Result<Vec<f32>, ReadError> {
        let shape = [dependents.len() / hidden.max(1), hidden];
        let values = [NdTensor::from_data(shape, dependents).into(), NdTensor::from_data(shape, heads).into()];
        let [relations] = self.relations.run(values, threads)?;
        Ok(relations)
    }

    /// Scores of the roles of each word for one predicate a row. `states` has rows of `words_wide × hidden` numbers.
    pub fn roles(
        &self,
        states: Vec<f32>,
        predicates: Vec<i32>,
        mask: Vec<i32>,
        hidden: usize,
        threads: &Arc<ThreadPool>,
    ) -> Result<Vec<f32>, ReadError> {
        let rows = predicates.len();
        let wide = mask.len() / rows.max(1);
        let values = [
            NdTensor::from_data([rows, wide, hidden], states).into(),
            NdTensor::from_data([rows], predicates).into(),
            NdTensor::from_data([rows, wide], mask).into(),
        ];
        let [roles] = self.roles.run(values, threads)?;
        Ok(roles)
    }
}

/// One ONNX graph with the ids of its inputs and outputs.
struct Network<const INPUTS: usize, const OUTPUTS: usize> {
    graph: Graph,
    inputs: [NodeId; INPUTS],
    outputs: [NodeId; OUTPUTS],
}

impl<const INPUTS: usize, const OUTPUTS: usize> Network<INPUTS, OUTPUTS> {
    fn new(file: &'static [u8], inputs: [&str; INPUTS], outputs: [&str; OUTPUTS]) -> Result<Self, ReadError> {
        let graph = ModelOptions::with_all_ops().prepack_weights(true).load_static_slice(file)?;
        let find = |name: &str| {
            graph.find_node(name).ok_or_else(|| ReadError::Model(format!("a graph lacks the value {name}")))
        };
        let mut ids = Vec::new();
        for name in inputs.iter().chain(&outputs) {
            ids.push(find(name)?);
        }
        Ok(Self { inputs: std::array::from_fn(|i| ids[i]), outputs: std::array::from_fn(|i| ids[INPUTS + i]), graph })
    }

    fn run(&self, values: [Value; INPUTS], threads: &Arc<ThreadPool>) -> Result<[Vec<f32>; OUTPUTS], ReadError> {
        let inputs = self.inputs.into_iter().zip(values).map(|(id, value)| (id, value.into())).collect();
        let options = RunOptions::default().with_thread_pool(Some(threads.clone()));
        let outputs = self.graph.run_n(inputs, self.outputs, Some(options))?;
        let mut failed = None;
        let numbers = outputs.map(|value| match value.into_tensor::<f32>() {
            Some(tensor) => tensor.into_data(),
            None => {
                failed = Some(ReadError::Model("an output is not of 32-bit floats".to_owned()));
                Vec::new()
            }
        });
        failed.map_or(Ok(numbers), Err)
    }
}
