//! The constants of an ONNX graph, in the order of the operators that use them.
//!
//! `models/training/export.py` writes the graphs operator by operator, so their order is known; the sizes of whatever is
//! taken are checked.

use super::Processor;
use super::floats::Norm;
use super::linear::{Linear, Quantiser};
use rten_onnx::onnx::{DataType, ModelProto, NodeProto, TensorProto};
use std::collections::{HashMap, VecDeque};

/// What a graph holds.
pub(super) struct Graph {
    /// What it is read for.
    pub processor: Processor,
    linears: VecDeque<Linear>,
    norms: VecDeque<Norm>,
    tables: VecDeque<Table>,
    /// Heads of its attention.
    pub heads: usize,
    /// Widths of the parts into which a product is split.
    pub parts: Vec<usize>,
}

/// A table of numbers with rows of one width.
pub(super) enum Table {
    Floats {
        width: usize,
        values: Vec<f32>,
    },
    /// With a scale for each row (or, where it is the scales, of width 1).
    Bytes {
        width: usize,
        values: Vec<i8>,
    },
}

type Result<T> = std::result::Result<T, String>;

impl Graph {
    /// Reads an ONNX file, for a processor.
    pub fn new(file: &[u8], processor: Processor) -> Result<Self> {
        let model = ModelProto::parse_buf(file).map_err(|error| error.to_string())?;
        let graph = model.graph.ok_or("an ONNX file without a graph")?;
        let index = Index::new(&graph.node, &graph.initializer);
        let mut found = Self {
            processor,
            linears: VecDeque::new(),
            norms: VecDeque::new(),
            tables: VecDeque::new(),
            heads: 0,
            parts: Vec::new(),
        };
        for node in &graph.node {
            match node.op_type.as_deref() {
                Some("MatMulInteger") => found.linears.push_back(index.linear(node, processor)?),
                Some("LayerNormalization") => found.norms.push_back(index.norm(node)?),
                Some("Gather" | "Slice") => found.tables.extend(index.table(node)?),
                Some("Split") => found.parts = index.sizes(node)?,
                Some("Reshape") => {
                    if let [_, _, heads, _] = index.sizes(node)?[..] {
                        found.heads = heads;
                    }
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// The next product, from rows of `depth` numbers to rows of `width`; any width where that is `None`.
    pub fn linear(&mut self, depth: usize, width: impl Into<Option<usize>>) -> Result<Linear> {
        let next = self.linears.pop_front().ok_or("a graph has too few products")?;
        let right = next.depth() == depth && width.into().is_none_or(|width| width == next.width());
        right.then_some(next).ok_or_else(|| format!("a graph lacks a product of depth {depth}"))
    }

    /// The next normalisation, of rows of `width` numbers.
    pub fn norm(&mut self, width: usize) -> Result<Norm> {
        let next = self.norms.pop_front().filter(|norm| norm.width() == width);
        next.ok_or_else(|| format!("a graph lacks a normalisation of width {width}"))
    }

    /// The next table of floats.
    pub fn floats(&mut self, width: usize) -> Result<Vec<f32>> {
        match self.tables.pop_front() {
            Some(Table::Floats { width: found, values }) if found == width => Ok(values),
            _ => Err(format!("a graph lacks a table of floats of width {width}")),
        }
    }

    /// The next table of bytes.
    pub fn bytes(&mut self, width: usize) -> Result<Vec<i8>> {
        match self.tables.pop_front() {
            Some(Table::Bytes { width: found, values }) if found == width => Ok(values),
            _ => Err(format!("a graph lacks a table of bytes of width {width}")),
        }
    }

    /// Checks that all products, normalisations and tables were taken.
    pub fn finish(self) -> Result<()> {
        let rest = self.linears.len() + self.norms.len() + self.tables.len();
        if rest == 0 { Ok(()) } else { Err(format!("a graph has {rest} parts too many")) }
    }
}

/// The way through a graph: constants by name, nodes by what they give and by what they take.
struct Index<'a> {
    constants: HashMap<&'a str, &'a TensorProto>,
    makers: HashMap<&'a str, &'a NodeProto>,
    users: HashMap<&'a str, Vec<&'a NodeProto>>,
}

impl<'a> Index<'a> {
    fn new(nodes: &'a [NodeProto], constants: &'a [TensorProto]) -> Self {
        let mut users: HashMap<&str, Vec<&NodeProto>> = HashMap::new();
        for node in nodes {
            node.input.iter().for_each(|input| users.entry(input).or_default().push(node));
        }
        Self {
            constants: constants.iter().filter_map(|tensor| Some((tensor.name.as_deref()?, tensor))).collect(),
            makers: nodes.iter().flat_map(|node| node.output.iter().map(move |name| (name.as_str(), node))).collect(),
            users,
        }
    }

    fn constant(&self, node: &NodeProto, input: usize) -> Option<&'a TensorProto> {
        self.constants.get(node.input.get(input)?.as_str()).copied()
    }

    /// A product of integers, with what stands before it (the quantisation of its input) and after it (its scale and
    /// its bias).
    fn linear(&self, node: &NodeProto, processor: Processor) -> Result<Linear> {
        let quantise = self.makers.get(node.input[0].as_str()).filter(|maker| is(maker, "QuantizeLinear"));
        let quantise = quantise.ok_or("the input of a product has no fixed scale (see calibrate.py)")?;
        let scale = self.constant(quantise, 1).map(floats).transpose()?;
        let zero = self.constant(quantise, 2).map(bytes).transpose()?;
        let (Some([scale]), Some([zero])) = (scale.as_deref(), zero.as_deref()) else {
            return Err("the scale of a product's input is not one constant".to_owned());
        };
        let input = Quantiser::new(*scale, *zero);
        let weights = self.constant(node, 1).ok_or("the weights of a product are not constant")?;
        let [depth, width] = dimensions(weights)[..] else { return Err("weights that are no matrix".to_owned()) };
        let weights: Vec<i8> = bytes(weights)?.into_iter().map(|byte| byte as i8).collect();
        let scaled = self.after(node, "Cast").and_then(|cast| self.after(cast, "Mul"));
        let scaled = scaled.ok_or("the result of a product is not scaled")?;
        let scales = self.other_constant(scaled).ok_or("the scale of a product is not constant")?;
        let bias = self.after(scaled, "Add").and_then(|add| self.other_constant(add)).map(floats).transpose()?;
        Linear::new(processor, (depth, width), &weights, floats(scales)?, bias, input)
    }

    fn norm(&self, node: &NodeProto) -> Result<Norm> {
        let parts = [1, 2].map(|input| self.constant(node, input).map(floats));
        let [Some(scale), Some(bias)] = parts else { return Err("a normalisation without constants".to_owned()) };
        let epsilon = node.attribute.iter().find(|attribute| attribute.name.as_deref() == Some("epsilon"));
        Norm::new(scale?, bias?, epsilon.and_then(|attribute| attribute.f).unwrap_or(1e-5))
    }

    /// The table that a node takes its rows from, where it is a constant.
    fn table(&self, node: &NodeProto) -> Result<Option<Table>> {
        let Some(tensor) = self.constant(node, 0) else { return Ok(None) };
        let [_, width] = dimensions(tensor)[..] else { return Ok(None) };
        Ok(Some(match tensor.data_type {
            Some(DataType::INT8) => {
                Table::Bytes { width, values: bytes(tensor)?.into_iter().map(|byte| byte as i8).collect() }
            }
            _ => Table::Floats { width, values: floats(tensor)? },
        }))
    }

    /// The sizes that a node is given as its second input.
    fn sizes(&self, node: &NodeProto) -> Result<Vec<usize>> {
        let tensor = self.constant(node, 1).ok_or("sizes that are not constant")?;
        let bytes = raw(tensor, DataType::INT64)?;
        // -1 stands for "the rest", and is no size that is asked for.
        Ok(bytes
            .as_chunks::<8>()
            .0
            .iter()
            .map(|&number| usize::try_from(i64::from_le_bytes(number)).unwrap_or(0))
            .collect())
    }

    /// The node of a kind that alone uses what another gives.
    fn after(&self, node: &NodeProto, kind: &str) -> Option<&'a NodeProto> {
        match self.users.get(node.output.first()?.as_str())?.as_slice() {
            [user] if is(user, kind) => Some(user),
            _ => None,
        }
    }

    /// The constant among the two inputs of a node.
    fn other_constant(&self, node: &NodeProto) -> Option<&'a TensorProto> {
        self.constant(node, 1).or_else(|| self.constant(node, 0))
    }
}

fn is(node: &NodeProto, kind: &str) -> bool {
    node.op_type.as_deref() == Some(kind)
}

fn dimensions(tensor: &TensorProto) -> Vec<usize> {
    tensor.dims.iter().map(|&size| usize::try_from(size).unwrap_or(0)).collect()
}

/// The bytes of a tensor of a type.
fn raw(tensor: &TensorProto, kind: DataType) -> Result<Vec<u8>> {
    let data = tensor.raw_data.as_ref().filter(|_| tensor.data_type == Some(kind));
    data.map(|data| data.borrow().clone()).ok_or_else(|| "a constant of another type than it should be".to_owned())
}

fn floats(tensor: &TensorProto) -> Result<Vec<f32>> {
    let bytes = raw(tensor, DataType::FLOAT)?;
    Ok(bytes.as_chunks::<4>().0.iter().map(|&number| f32::from_le_bytes(number)).collect())
}

/// The bytes of a tensor of bytes, whether they have a sign or not.
fn bytes(tensor: &TensorProto) -> Result<Vec<u8>> {
    raw(tensor, DataType::UINT8).or_else(|_| raw(tensor, DataType::INT8))
}
