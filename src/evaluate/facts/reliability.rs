//! Whether confidences mean what they say: of the facts of a confidence, that share should be right.
//!
//! Expected calibration error: M. Pakdaman Naeini, G. Cooper and M. Hauskrecht, *Obtaining Well Calibrated
//! Probabilities Using Bayesian Binning* (2015).

use std::fmt;
use std::ops::AddAssign;

/// Confidences of one bin: `0.0 ≤ … < 0.1`, and so on; 1 is in the last.
const BINS: usize = 10;

/// Facts by confidence, in bins of a tenth.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reliability {
    bins: [Bin; BINS],
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Bin {
    count: usize,
    right: usize,
    /// Sum of the confidences.
    sum: f64,
}

impl Reliability {
    /// Counts a fact of a confidence (0 to 1).
    pub fn add(&mut self, confidence: f64, right: bool) {
        let at = ((confidence * BINS as f64) as usize).min(BINS - 1);
        let bin = &mut self.bins[at];
        bin.count += 1;
        bin.right += usize::from(right);
        bin.sum += confidence;
    }

    /// Mean distance between confidence and the share that is right, over the bins by how many facts each has; 0 to 1.
    pub fn expected_error(&self) -> f64 {
        let all: usize = self.bins.iter().map(|bin| bin.count).sum();
        let distance: f64 = self.bins.iter().map(|bin| (bin.sum - bin.right as f64).abs()).sum();
        if all == 0 { 0.0 } else { distance / all as f64 }
    }
}

impl AddAssign for Reliability {
    fn add_assign(&mut self, other: Self) {
        for (mine, theirs) in self.bins.iter_mut().zip(other.bins) {
            mine.count += theirs.count;
            mine.right += theirs.right;
            mine.sum += theirs.sum;
        }
    }
}

impl fmt::Display for Reliability {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for bin in self.bins.iter().filter(|bin| bin.count > 0) {
            let mean = bin.sum / bin.count as f64;
            let right = 100.0 * bin.right as f64 / bin.count as f64;
            writeln!(f, "confidence {mean:.2}: {right:5.1} % of {} right", bin.count)?;
        }
        writeln!(f, "expected calibration error: {:.3}", self.expected_error())
    }
}

#[cfg(test)]
mod tests {
    use super::Reliability;

    #[test]
    fn confidences_that_say_how_often_they_are_right_have_no_error() {
        let mut reliability = Reliability::default();
        for right in [true, true, true, false] {
            reliability.add(0.75, right);
        }
        assert!(reliability.expected_error() < 1e-9);
        assert_eq!(reliability.to_string(), "confidence 0.75:  75.0 % of 4 right\nexpected calibration error: 0.000\n");
    }

    #[test]
    fn too_much_confidence_is_an_error_of_the_difference() {
        let mut reliability = Reliability::default();
        reliability.add(1.0, true);
        reliability.add(1.0, false);
        assert!((reliability.expected_error() - 0.5).abs() < 1e-9);
    }
}
