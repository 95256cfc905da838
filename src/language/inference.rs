//! One batch of windows → what each of them says: tags, tree, names, predicates and roles.

use super::ReadError;
use super::batches::Batch;
use super::decode::{LabelledSpan, heads, log_sum_exp, spans};
use super::model::Model;
use super::network::RolesInput;

/// What a window says. Numbers are indices of labels; words are counted within the window.
#[derive(Default)]
pub(super) struct WindowReading {
    pub upos: Vec<usize>,
    pub features: Vec<usize>,
    pub lemmas: Vec<usize>,
    /// 0 is the root, `i + 1` word i.
    pub heads: Vec<usize>,
    pub relations: Vec<usize>,
    /// For each word the logarithm of the probability of its head.
    pub certainty: Vec<f32>,
    /// Scores of the labels of names, a row for each word.
    pub names: Vec<f32>,
    /// Words that are predicates, each with its roles.
    pub predicates: Vec<(usize, Vec<LabelledSpan<usize>>)>,
}

/// Reads a batch; the readings are in the order of its windows.
pub(super) fn infer(model: &Model, batch: &Batch) -> Result<Vec<WindowReading>, ReadError> {
    let output = model.encode(&batch.input)?;
    let labels = &model.labels;
    let mut readings = Vec::with_capacity(batch.input.sizes.len());
    let mut start = 0;
    for (index, &(_, words)) in batch.input.sizes.iter().enumerate() {
        let end = start + words;
        let answers = |scores: &[f32], labels: usize| -> Vec<usize> {
            scores[start * labels..end * labels].chunks(labels).map(best).collect()
        };
        let predicates = match &batch.predicates[index] {
            Some(given) => given.clone(),
            None => {
                let answers = answers(&output.predicates, 2);
                (0..words).filter(|&word| answers[word] == 1).collect()
            }
        };
        let names = &output.names[start * labels.names.len()..end * labels.names.len()];
        let arcs = &output.arcs[index];
        let heads = heads(arcs, words, words + 1);
        readings.push(WindowReading {
            upos: answers(&output.upos, labels.upos.len()),
            features: answers(&output.features, labels.features.len()),
            lemmas: answers(&output.lemmas, labels.lemma_scripts.len()),
            certainty: certainty(arcs, &heads, words + 1),
            heads,
            relations: Vec::new(),
            names: names.to_vec(),
            predicates: predicates.into_iter().map(|word| (word, Vec::new())).collect(),
        });
        start = end;
    }
    relations(model, &output.states, &mut readings);
    roles(model, &output.states, &mut readings);
    Ok(readings)
}

/// The logarithms of the probabilities of the heads: softmax over the arcs of each word but the one to itself.
fn certainty(arcs: &[f32], heads: &[usize], width: usize) -> Vec<f32> {
    let of_word = |(word, &head): (usize, &usize)| {
        let row = &arcs[word * width..][..=heads.len()];
        let others = row.iter().enumerate().filter(|(at, _)| *at != word + 1).map(|(_, score)| *score);
        row[head] - log_sum_exp(others)
    };
    heads.iter().enumerate().map(of_word).collect()
}

/// The relation of each word to its head. `states` has a row for the root and one for each word of each window.
fn relations(model: &Model, states: &[f32], readings: &mut [WindowReading]) {
    let (mut words, mut heads) = (Vec::new(), Vec::new());
    let mut root = 0;
    for reading in &*readings {
        words.extend(root + 1..=root + reading.heads.len());
        heads.extend(reading.heads.iter().map(|head| root + head));
        root += 1 + reading.heads.len();
    }
    let mut scores = model.relations(states, &words, &heads);
    let (width, root) = (model.labels.relations.len(), model.labels.root);
    let mut rows = scores.chunks_mut(width);
    for reading in readings {
        for (&head, row) in reading.heads.iter().zip(&mut rows) {
            row[root] = if head == 0 { f32::INFINITY } else { f32::NEG_INFINITY };
            reading.relations.push(best(row));
        }
    }
}

/// The roles of each predicate. `states` is as for the relations.
fn roles(model: &Model, states: &[f32], readings: &mut [WindowReading]) {
    let mut predicates = Vec::new();
    let mut root = 0;
    for reading in &*readings {
        let words = root + 1..root + 1 + reading.heads.len();
        predicates.extend(reading.predicates.iter().map(|(word, _)| (words.clone(), words.start + word)));
        root = words.end;
    }
    let scores = model.roles(&RolesInput { states, predicates });
    let all = readings.iter_mut().flat_map(|reading| &mut reading.predicates);
    for ((predicate, roles), scores) in all.zip(scores) {
        *roles = spans(&model.labels.roles, &scores, Some(*predicate));
    }
}

/// Index of the highest score; the first of equal ones.
fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (index, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = index;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::certainty;

    #[test]
    fn a_head_that_beats_all_others_is_certain_and_one_of_two_equals_is_half() {
        // Two words: columns root, word 0, word 1; the arc to itself does not count.
        let found = certainty(&[20.0, 99.0, 0.0, 1.0, 1.0, 99.0], &[0, 1], 3);
        assert!(found[0].abs() < 1e-6, "{found:?}");
        assert!((found[1] - 0.5_f32.ln()).abs() < 1e-6, "{found:?}");
    }
}
