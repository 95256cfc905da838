//! Precision, recall and F1.

use std::fmt;
use std::ops::AddAssign;

/// Counts of what was right, found and wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Found and wanted.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Wanted.
    pub gold: usize,
}

impl Score {
    /// Share of what was found that is right, 0 to 1; 0 where nothing was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of what is wanted that was found, 0 to 1; 0 where nothing is wanted.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// The harmonic mean of precision and recall, 0 to 1.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.found + self.gold)
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

/// In per cent: precision, recall, F1, and how many were wanted.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let [precision, recall, f1] = [self.precision(), self.recall(), self.f1()].map(|share| share * 100.0);
        write!(f, "{precision:9.2} {recall:9.2} {f1:9.2} {:9}", self.gold)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
