//! How long a path is.

use crate::analysis::adjacency::Adjacency;

/// Fewer steps are shorter; of as many steps, stronger ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Length {
    pub(super) steps: u32,
    /// Sum of [`weakness`].
    pub(super) weakness: u64,
}

impl Length {
    pub(super) const NOTHING: Self = Self { steps: 0, weakness: 0 };

    pub(super) fn and(self, weight: f64) -> Self {
        Self { steps: self.steps + 1, weakness: self.weakness + weakness(weight) }
    }
}

/// 1 / weight, as a whole number of parts: sums of those do not depend on the order of adding, so that equal paths are
/// equal wherever their search began.
pub(super) fn weakness(weight: f64) -> u64 {
    const PARTS: f64 = (1_u64 << 36) as f64;
    (PARTS / weight.max(1e-6)).round() as u64
}

/// The weight of the tie of two neighbours.
pub(super) fn weight_between(adjacency: &Adjacency, one: u32, other: u32) -> f64 {
    let found = adjacency.neighbours(one as usize).binary_search(&other);
    found.map_or(1.0, |position| adjacency.weights(one as usize)[position])
}

#[cfg(test)]
pub(super) fn of_path(adjacency: &Adjacency, path: &[u32]) -> Length {
    path.windows(2).fold(Length::NOTHING, |length, step| length.and(weight_between(adjacency, step[0], step[1])))
}
