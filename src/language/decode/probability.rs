//! Scores → logarithms of probabilities.

/// The logarithm of the sum of the exponentials: what a score is less to be the logarithm of a probability. With
/// functions that give the same bits on every system, which those of the system's library do not.
pub(crate) fn log_sum_exp(scores: impl Iterator<Item = f32> + Clone) -> f32 {
    let top = scores.clone().fold(f32::NEG_INFINITY, f32::max);
    top + libm::logf(scores.map(|score| libm::expf(score - top)).sum::<f32>())
}
