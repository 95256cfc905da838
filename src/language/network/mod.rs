//! The forward pass of the neural model: numbers of pieces in, scores of all heads out.
//!
//! In: the three ONNX graphs of `models/english`, whose README describes them; only their constants are taken, what the
//! operators between them do is written here. Out: what the graphs give, but for the padding, which is not needed: rows
//! of any length stand one after the other.
//!
//! Two reasons for this over a general runtime, which the tests compare it with. It gives the same bits on every
//! processor: products of matrices are sums of integers, and whatever is computed in floats is written so that the order
//! of the additions is fixed, with no fused multiply-add and no function of the system's library. And it is twice as
//! fast on a processor with AVX2: nothing is packed or padded at run time, and products of 8 bits are added up in 16
//! where their weights allow it.

mod attention;
mod encoder;
mod floats;
mod graph;
mod layer;
mod linear;
mod processor;
mod products;
mod relations;
mod roles;
#[cfg(test)]
mod tests;

pub(super) use encoder::{Encoder, EncoderInput, EncoderOutput};
pub(super) use processor::Processor;
pub(super) use relations::Relations;
pub(super) use roles::{Roles, RolesInput};
