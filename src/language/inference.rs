//! One batch of windows → what each of them says: tags, tree, names, predicates and roles.

use super::ReadError;
use super::batches::Batch;
use super::decode::{LabelledSpan, heads, spans};
use super::model::{EncoderOutput, Model};
use crate::language::NameKind;
use rten::ThreadPool;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a window says. Numbers are indices of labels; words are counted within the window.
#[derive(Default)]
pub(super) struct WindowReading {
    pub upos: Vec<usize>,
    pub features: Vec<usize>,
    pub lemmas: Vec<usize>,
    /// 0 is the root, `i + 1` word i.
    pub heads: Vec<usize>,
    pub relations: Vec<usize>,
    pub names: Vec<LabelledSpan<NameKind>>,
    /// Words that are predicates, each with its roles.
    pub predicates: Vec<(usize, Vec<LabelledSpan<usize>>)>,
}

/// The words of rows of roles are rounded up to a multiple of this, see [`super::batches`].
const STEP: usize = 4;
/// Words in a batch of roles, padding included.
const BATCH_WORDS: usize = 2048;

/// Reads a batch; the readings are in the order of its members.
pub(super) fn infer(model: &Model, batch: Batch, threads: &Arc<ThreadPool>) -> Result<Vec<WindowReading>, ReadError> {
    let wide = batch.input.words_wide;
    let output = model.encode(batch.input, threads)?;
    let labels = &model.labels;
    let mut readings = Vec::with_capacity(batch.words.len());
    for (row, &words) in batch.words.iter().enumerate() {
        let scores = |values: &[f32], labels: usize| -> Vec<usize> {
            values[row * wide * labels..].chunks(labels).take(words).map(best).collect()
        };
        let name_scores = &output.names[row * wide * labels.names.len()..][..words * labels.names.len()];
        let arcs = &output.arcs[row * wide * (wide + 1)..][..words * (wide + 1)];
        let predicates = match &batch.predicates[row] {
            Some(given) => given.clone(),
            None => {
                let answers = scores(&output.predicates, 2);
                (0..words).filter(|&word| answers[word] == 1).collect()
            }
        };
        readings.push(WindowReading {
            upos: scores(&output.upos, labels.upos.len()),
            features: scores(&output.features, labels.features.len()),
            lemmas: scores(&output.lemmas, labels.lemma_scripts.len()),
            heads: heads(arcs, words, wide + 1),
            relations: Vec::new(),
            names: spans(&labels.names, name_scores, None),
            predicates: predicates.into_iter().map(|word| (word, Vec::new())).collect(),
        });
    }
    relations(model, &output, wide, &mut readings, threads)?;
    roles(model, &output, wide, &mut readings, threads)?;
    Ok(readings)
}

/// The relation of each word to its head.
fn relations(
    model: &Model,
    output: &EncoderOutput,
    wide: usize,
    readings: &mut [WindowReading],
    threads: &Arc<ThreadPool>,
) -> Result<(), ReadError> {
    let hidden = output.hidden;
    let total = readings.iter().map(|reading| reading.heads.len()).sum::<usize>();
    // At least two rows: for one `rten` takes another way, which adds in another order.
    let rows = total.max(2);
    let mut dependents = Vec::with_capacity(rows * hidden);
    let mut governors = Vec::with_capacity(rows * hidden);
    for (row, reading) in readings.iter().enumerate() {
        let states = &output.states[row * wide * hidden..];
        dependents.extend_from_slice(&states[..reading.heads.len() * hidden]);
        for &head in &reading.heads {
            governors.extend_from_slice(match head {
                0 => &output.root[row * hidden..][..hidden],
                _ => &states[(head - 1) * hidden..][..hidden],
            });
        }
    }
    dependents.resize(rows * hidden, 0.0);
    governors.resize(rows * hidden, 0.0);
    let mut scores = model.relations(dependents, governors, hidden, threads)?;
    let (width, root) = (model.labels.relations.len(), model.labels.root);
    let mut rows = scores.chunks_mut(width);
    for reading in readings {
        for &head in &reading.heads {
            let Some(row) = rows.next() else { return Err(ReadError::Model("too few relations".to_owned())) };
            row[root] = if head == 0 { f32::INFINITY } else { f32::NEG_INFINITY };
            reading.relations.push(best(row));
        }
    }
    Ok(())
}

/// The roles of each predicate.
fn roles(
    model: &Model,
    output: &EncoderOutput,
    wide: usize,
    readings: &mut [WindowReading],
    threads: &Arc<ThreadPool>,
) -> Result<(), ReadError> {
    // By padded length: row of the batch, index among the row's predicates.
    let mut by_length: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (row, reading) in readings.iter().enumerate() {
        let length = reading.heads.len().next_multiple_of(STEP);
        by_length.entry(length).or_default().extend((0..reading.predicates.len()).map(|index| (row, index)));
    }
    let hidden = output.hidden;
    let labels = &model.labels.roles;
    for (length, members) in by_length {
        for members in members.chunks((BATCH_WORDS / length).max(1)) {
            let mut states = Vec::with_capacity(members.len() * length * hidden);
            let mut mask = Vec::with_capacity(members.len() * length);
            let mut predicates = Vec::with_capacity(members.len());
            for (place, &(row, index)) in members.iter().enumerate() {
                let words = readings[row].heads.len();
                states.extend_from_slice(&output.states[row * wide * hidden..][..words * hidden]);
                states.resize((place + 1) * length * hidden, 0.0);
                mask.resize(place * length + words, 1);
                mask.resize((place + 1) * length, 0);
                predicates.push(readings[row].predicates[index].0 as i32);
            }
            let scores = model.roles(states, predicates, mask, hidden, threads)?;
            for (&(row, index), scores) in members.iter().zip(scores.chunks(length * labels.len())) {
                let words = readings[row].heads.len();
                let (predicate, roles) = &mut readings[row].predicates[index];
                *roles = spans(labels, &scores[..words * labels.len()], Some(*predicate));
            }
        }
    }
    Ok(())
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
