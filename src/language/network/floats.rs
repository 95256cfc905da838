//! What is computed in floats row by row. The order of every sum is fixed, and no function of the system's library is
//! asked, whose last bits differ from one system to another.

use super::processor::for_processor;

/// Sums run in so many lanes, which are added up at the end.
pub(super) const LANES: usize = 16;

/// A layer normalisation (J. Ba et al., *Layer Normalization*, 2016).
pub(super) struct Norm {
    scale: Vec<f32>,
    bias: Vec<f32>,
    epsilon: f32,
}

impl Norm {
    /// From the numbers of the graph.
    pub fn new(scale: Vec<f32>, bias: Vec<f32>, epsilon: f32) -> Result<Self, String> {
        let fits = scale.len() == bias.len() && scale.len().is_multiple_of(LANES);
        fits.then_some(Self { scale, bias, epsilon }).ok_or_else(|| "a normalisation of an odd width".to_owned())
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.scale.len()
    }
}

for_processor! {
    /// Normalises each row.
    pub(super) fn normalise(norm: &Norm, rows: &mut [f32]) {
        let width = norm.scale.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = sum(row, |x| x) / width as f32;
            let variance = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
            let factor = 1.0 / (variance + norm.epsilon).sqrt();
            for ((x, scale), bias) in row.iter_mut().zip(&norm.scale).zip(&norm.bias) {
                *x = (*x - mean) * factor * scale + bias;
            }
        }
    }
}

for_processor! {
    /// Gaussian error linear units (D. Hendrycks and K. Gimpel, 2016), with the error function of M. Abramowitz and
    /// I. Stegun, *Handbook of Mathematical Functions* (1964), 7.1.26: no further off than 1.5e-7.
    pub(super) fn gelu(values: &mut [f32]) {
        for x in values {
            let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.327_591_1 * z);
            let polynomial = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_72) * t + 0.254_829_6) * t;
            // 1 - erf(z), half of which is the weight of a negative x.
            let rest = 0.5 * polynomial * exp(-z * z);
            *x *= if *x < 0.0 { rest } else { 1.0 - rest };
        }
    }
}

/// Turns scores, of a whole number of [`LANES`], into weights: e to the power of their differences from the highest, next
/// to nothing for scores of negative infinity. Gives the sum of the weights.
#[inline(always)]
pub(super) fn exponentials(scores: &mut [f32]) -> f32 {
    let mut tops = [f32::NEG_INFINITY; LANES];
    for chunk in scores.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            tops[lane] = if chunk[lane] > tops[lane] { chunk[lane] } else { tops[lane] };
        }
    }
    let top = tops.into_iter().fold(f32::NEG_INFINITY, f32::max);
    for chunk in scores.as_chunks_mut::<LANES>().0 {
        for score in chunk {
            *score = exp(*score - top);
        }
    }
    sum(scores, |x| x)
}

/// The sum of what `of` gives for each number.
#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (whole, rest) = values.as_chunks::<LANES>();
    for chunk in whole {
        for lane in 0..LANES {
            lanes[lane] += of(chunk[lane]);
        }
    }
    for (lane, &value) in rest.iter().enumerate() {
        lanes[lane] += of(value);
    }
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// e to the power of x, with a relative error below 2e-7; for x below -87 what it is for -87, and above 88 what it is
/// for 88. After S. Moshier's Cephes library (1989): the power of two is split off, the rest is a polynomial.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    // Added to a number below 2^22, this leaves its nearest integer in the last bits.
    const INTEGER: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + INTEGER;
    let power = shifted - INTEGER;
    // The logarithm of 2 in two parts, of which the first has so few bits that its product with the power is exact.
    let rest = x - power * 0.693_359_4 - power * -2.121_944_4e-4;
    let polynomial = ((((1.987_569_1e-4 * rest + 1.398_2e-3) * rest + 8.333_452e-3) * rest + 4.166_579_6e-2) * rest
        + 0.166_666_65)
        * rest
        + 0.5;
    let fraction = polynomial * rest * rest + rest + 1.0;
    // In the bits of a float, the power of two stands above 23 bits, with 127 added.
    let two = f32::from_bits(shifted.to_bits().wrapping_sub(INTEGER.to_bits()).wrapping_add(127) << 23);
    fraction * two
}

#[cfg(test)]
mod tests {
    use super::super::Processor;
    use super::*;

    #[test]
    fn the_exponential_is_as_exact_as_floats_allow() {
        for step in -8700..=8800 {
            let x = step as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 2e-7, "{x}: {} is not {exact}", exp(x));
        }
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(-1e9) < 1e-37 && exp(1e9).is_finite());
    }

    #[test]
    fn gelu_is_half_of_x_and_its_error_function() {
        // From tables of the normal distribution: x times the probability of a value below x.
        for (x, expected) in [(0.0, 0.0), (1.0, 0.841_344_8), (-1.0, -0.158_655_25), (3.0, 2.995_950_3), (-9.0, 0.0)] {
            let mut values = [x];
            gelu(Processor::detect(), &mut values);
            assert!((values[0] - expected).abs() < 1e-6, "{x}: {} is not {expected}", values[0]);
        }
    }

    #[test]
    fn a_normalised_row_has_mean_0_and_variance_1() {
        let norm = Norm::new(vec![1.0; 32], vec![0.0; 32], 1e-12).unwrap();
        let mut row: Vec<f32> = (0..32).map(|i| (i * i) as f32).collect();
        normalise(Processor::detect(), &norm, &mut row);
        assert!(row.iter().sum::<f32>().abs() < 1e-4);
        assert!((row.iter().map(|x| x * x).sum::<f32>() - 32.0).abs() < 1e-3);
    }
}
