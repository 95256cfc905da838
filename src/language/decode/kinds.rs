//! Scores of name labels in which the occurrences of a word have agreed on what kind of name it is.
//!
//! One word seldom names things of two kinds in one text. V. Krishnan and C. Manning, *An Effective Two-Stage Model for
//! Exploiting Non-Local Dependencies in Named Entity Recognition* (2006), read a text a second time with what its other
//! sentences said; here their probabilities are mixed.

use super::log_sum_exp;
use crate::language::model::Part;
use std::collections::BTreeMap;

/// How far each occurrence goes towards what all of them say: half of the way.
const WEIGHT: f32 = 0.5;
/// Keeps a kind that is all but excluded from deciding for all occurrences.
const FLOOR: f32 = 1e-4;

/// Takes words of a text with their scores, a logit a label. Of a capitalised word that occurs more than once, the
/// kinds get the geometric mean of their probability here and the mean of all occurrences. Whether it is a name at all
/// stays as its own sentence has it.
pub(crate) fn agree_on_kinds<'a, T: Copy + PartialEq>(
    labels: &[Part<T>],
    words: impl Iterator<Item = (&'a str, &'a mut [f32])>,
) {
    let mut kinds: Vec<T> = Vec::new();
    for kind in labels.iter().filter_map(|part| part.label()) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let of_label: Vec<Option<usize>> =
        labels.iter().map(|part| kinds.iter().position(|&known| part.label() == Some(known))).collect();
    let mut occurrences: BTreeMap<&str, Vec<&mut [f32]>> = BTreeMap::new();
    for (form, scores) in words {
        let mut letters = form.chars();
        if letters.next().is_some_and(char::is_uppercase) && letters.next().is_some() {
            occurrences.entry(form).or_default().push(scores);
        }
    }
    for rows in occurrences.values_mut().filter(|rows| rows.len() > 1) {
        let own: Vec<Vec<f32>> = rows.iter().map(|scores| probabilities(scores, &of_label, kinds.len())).collect();
        let together: Vec<f32> = (0..kinds.len()).map(|kind| own.iter().map(|row| row[kind]).sum()).collect();
        let all = together.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        for (scores, own) in rows.iter_mut().zip(&own) {
            let named: f32 = own.iter().sum();
            for (score, kind) in scores.iter_mut().zip(&of_label) {
                if let Some(kind) = *kind {
                    let wanted = named * together[kind] / all;
                    *score += WEIGHT * (libm::logf(wanted + FLOOR) - libm::logf(own[kind] + FLOOR));
                }
            }
        }
    }
}

/// The probability of each kind.
fn probabilities(scores: &[f32], of_label: &[Option<usize>], kinds: usize) -> Vec<f32> {
    let sum = log_sum_exp(scores.iter().copied());
    let mut found = vec![0.0; kinds];
    for (score, kind) in scores.iter().zip(of_label) {
        if let Some(kind) = *kind {
            found[kind] += libm::expf(score - sum);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: [Part<char>; 3] = [Part::Outside, Part::Single('p'), Part::Single('o')];

    /// The best label of each word after all have agreed.
    fn agreed(words: &[(&str, [f32; 3])]) -> Vec<usize> {
        let mut rows: Vec<[f32; 3]> = words.iter().map(|(_, row)| *row).collect();
        agree_on_kinds(&LABELS, words.iter().map(|(form, _)| *form).zip(rows.iter_mut().map(|row| &mut row[..])));
        rows.iter().map(|row| (0..3).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap()).collect()
    }

    #[test]
    fn a_doubtful_occurrence_follows_the_sure_ones() {
        let (sure, doubtful) = ([0.0, 6.0, 0.0], [0.0, 2.0, 2.5]);
        assert_eq!(agreed(&[("Corvina", sure), ("Corvina", doubtful), ("Corvina", sure)]), [1, 1, 1]);
        assert_eq!(agreed(&[("Corvina", sure), ("Ekoma", doubtful)]), [1, 2]);
    }

    #[test]
    fn a_sure_occurrence_keeps_its_kind_and_what_is_no_name_stays_none() {
        let (person, organisation, none) = ([0.0, 9.0, 0.0], [0.0, 0.0, 9.0], [4.0, 0.0, 2.0]);
        assert_eq!(agreed(&[("Ekoma", person), ("Ekoma", organisation)]), [1, 2]);
        assert_eq!(agreed(&[("Ekoma", person), ("Ekoma", none), ("Ekoma", person)]), [1, 0, 1]);
        assert_eq!(agreed(&[("mine", person), ("mine", [0.0, 2.0, 2.5])]), [1, 2]);
    }
}
