//! Products of rows with a matrix of weights, in integers: `x · W + b`.
//!
//! B. Jacob et al., *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference*
//! (2018): `x` has 8 bits with a scale and a zero point that are fixed, `W` 7 bits with a scale a column. The sums are
//! exact, so that their order does not matter.

use super::Processor;
use super::processor::for_processor;
use super::products::{self, COLUMNS, STEP};

/// How floats become bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Quantiser {
    scale: f32,
    zero: u8,
}

impl Quantiser {
    /// With the size of a step, and the byte that stands for 0.
    pub fn new(scale: f32, zero: u8) -> Self {
        Self { scale, zero }
    }
}

for_processor! {
    /// Appends the bytes of numbers: rounded to the nearest step (to the even one of two), cut off at the ends.
    fn quantise(quantiser: Quantiser, values: &[f32], bytes: &mut Vec<u8>) {
        // Added to a number below 2^22, this leaves its nearest integer in the last bits.
        const INTEGER: f32 = 12_582_912.0;
        let zero = f32::from(quantiser.zero);
        let (low, high) = (-zero, 255.0 - zero);
        let base = INTEGER.to_bits().wrapping_sub(u32::from(quantiser.zero));
        bytes.extend(values.iter().map(|value| {
            let steps = value / quantiser.scale;
            let steps = if steps > low { steps } else { low };
            let steps = if steps < high { steps } else { high };
            (steps + INTEGER).to_bits().wrapping_sub(base) as u8
        }));
    }
}

/// A matrix of weights, with what turns the sums of integers into floats.
pub(super) struct Linear {
    processor: Processor,
    width: usize,
    input: Quantiser,
    pub(super) weights: products::Weights,
    /// For each column, padded to whole panels: what the zero point of the input adds to each sum, the scale, the bias.
    pub(super) offsets: Vec<i32>,
    pub(super) scales: Vec<f32>,
    pub(super) biases: Vec<f32>,
}

impl Linear {
    /// From the numbers of the graph; `weights` has a row of `width` columns for each of `depth` inputs.
    pub fn new(
        processor: Processor,
        (depth, width): (usize, usize),
        weights: &[i8],
        scales: Vec<f32>,
        biases: Option<Vec<f32>>,
        input: Quantiser,
    ) -> Result<Self, String> {
        let biases = biases.unwrap_or_else(|| vec![0.0; width]);
        if weights.len() != depth * width || scales.len() != width || biases.len() != width || width == 0 {
            return Err("the sizes of a product do not fit together".to_owned());
        }
        if !depth.is_multiple_of(STEP) || u16::try_from(depth).is_err() {
            return Err(format!("the depth {depth} of a product is no multiple of {STEP}, or too great"));
        }
        let mut offsets = vec![0; width];
        for row in weights.chunks_exact(width) {
            for (offset, &weight) in offsets.iter_mut().zip(row) {
                *offset += i32::from(input.zero) * i32::from(weight);
            }
        }
        let weights = products::Weights::new(processor, depth, width, weights)?;
        let mut linear = Self { processor, width, input, weights, offsets, scales, biases };
        let padded = width.next_multiple_of(COLUMNS);
        linear.offsets.resize(padded, 0);
        linear.scales.resize(padded, 0.0);
        linear.biases.resize(padded, 0.0);
        Ok(linear)
    }

    /// Products of one input as one: the columns of each after those of the one before, which must fill their panels.
    pub fn join<const COUNT: usize>(parts: [Self; COUNT]) -> Result<Self, String> {
        let mut parts = parts.into_iter();
        let mut joined = parts.next().ok_or("nothing to join")?;
        for part in parts {
            if part.input != joined.input || !joined.width.is_multiple_of(COLUMNS) {
                return Err("products that cannot be joined".to_owned());
            }
            joined.width += part.width;
            joined.weights.append(part.weights)?;
            joined.offsets.extend(part.offsets);
            joined.scales.extend(part.scales);
            joined.biases.extend(part.biases);
        }
        Ok(joined)
    }

    /// Numbers in a row of the input.
    pub fn depth(&self) -> usize {
        self.weights.depth()
    }

    /// Numbers in a row of the result.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The products of all rows.
    pub fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let mut out = Vec::new();
        self.apply_to(rows, &mut Vec::with_capacity(rows.len()), &mut out);
        out
    }

    /// As [`Linear::apply`], in place of what `out` held; `bytes` is room for the rows.
    pub fn apply_to(&self, rows: &[f32], bytes: &mut Vec<u8>, out: &mut Vec<f32>) {
        bytes.clear();
        quantise(self.processor, self.input, rows, bytes);
        out.resize(rows.len() / self.depth() * self.width, 0.0);
        products::apply(self, bytes, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_even_steps_and_cut_off() {
        let mut bytes = Vec::new();
        let values = [0.0, 0.25, 0.75, -0.75, 1e6, -1e6, 1.0];
        quantise(Processor::detect(), Quantiser::new(0.5, 100), &values, &mut bytes);
        assert_eq!(bytes, [100, 100, 102, 98, 255, 0, 102]);
    }

    /// A product of odd sizes, with weights as large as they may be here and there.
    fn linear(processor: Processor, depth: usize, width: usize, weights: &[i8]) -> Linear {
        let scales = (0..width).map(|column| 0.01 + column as f32 * 0.001).collect();
        let biases = (0..width).map(|column| column as f32 - 3.0).collect();
        Linear::new(processor, (depth, width), weights, scales, Some(biases), Quantiser::new(1.0, 7)).unwrap()
    }

    #[test]
    fn products_are_exact_on_every_processor() {
        for (depth, width, rows) in [(8, 1, 1), (32, 17, 7), (384, 40, 13), (16, 64, 50)] {
            for extreme in [false, true] {
                let weights: Vec<i8> = (0..depth * width)
                    .map(|i| if extreme { 63 - 126 * i8::from(i / width % 5 == 0) } else { (i * 37 % 127) as i8 - 63 })
                    .collect();
                let bytes: Vec<u8> =
                    (0..rows * depth).map(|i| if extreme { 255 } else { (i * 91 % 256) as u8 }).collect();
                for processor in Processor::every() {
                    let linear = linear(processor, depth, width, &weights);
                    let mut out = vec![0.0; rows * width];
                    products::apply(&linear, &bytes, &mut out);
                    for (at, &found) in out.iter().enumerate() {
                        let (row, column) = (at / width, at % width);
                        let sum: i32 = (0..depth)
                            .map(|k| (i32::from(bytes[row * depth + k]) - 7) * i32::from(weights[k * width + column]))
                            .sum();
                        let expected = sum as f32 * linear.scales[column] + linear.biases[column];
                        assert_eq!(found, expected, "{depth} × {width}, row {row}, column {column}");
                    }
                }
            }
        }
    }

    #[test]
    fn joined_products_stand_side_by_side() {
        let weights: Vec<i8> = (0..16 * 16).map(|i| (i % 100) as i8 - 50).collect();
        let rows: Vec<f32> = (0..32).map(|i| i as f32).collect();
        for processor in Processor::every() {
            let part = || linear(processor, 16, 16, &weights);
            let alone = part().apply(&rows);
            let both = Linear::join([part(), part()]).unwrap().apply(&rows);
            assert_eq!(both[..16], alone[..16]);
            assert_eq!(both[16..32], alone[..16]);
            assert_eq!(both[32..48], alone[16..]);
        }
    }

    #[test]
    fn sizes_that_do_not_fit_are_an_error() {
        let new = |depth, weights: &[i8]| {
            Linear::new(Processor::detect(), (depth, 2), weights, vec![1.0; 2], None, Quantiser::new(1.0, 0))
        };
        assert!(new(8, &[0; 16]).is_ok());
        assert!(new(8, &[0; 15]).is_err());
        assert!(new(7, &[0; 14]).is_err());
        assert!(new(8, &[100; 16]).is_err(), "8 bits could overflow");
    }
}
