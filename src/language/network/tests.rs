//! The forward pass against the graphs themselves, run by `rten`.

use super::*;
use crate::ingest::Document;
use crate::language::batches::{batches, windows};
use crate::language::model::Model;
use crate::language::segment::segment;
use rten::{ModelOptions, Value};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use std::iter;

const ENCODER: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/encoder.onnx"));
const RELATIONS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/relations.onnx"));
const ROLES: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/roles.onnx"));

/// Passages of sentences of so many pieces, each piece a word, or two pieces where the index divides by 5; pieces and shapes without
/// a pattern.
fn passages(lengths: &[&[usize]]) -> EncoderInput {
    let passages = lengths.iter().map(|passage| passage.len()).collect();
    let mut input = EncoderInput { passages, ..EncoderInput::default() };
    for (number, &length) in lengths.iter().copied().flatten().enumerate() {
        let first: Vec<usize> = (1..length - 1).filter(|index| index % 5 != 2).collect();
        input.pieces.extend((0..length).map(|index| (1000 + (index * index * 31 + number * 977) % 20_000) as i32));
        input.shapes.extend((0..length).map(|index| ((index + number) % 8) as i32));
        input.sizes.push((length, first.len()));
        input.first.extend(first);
    }
    input
}

fn run<const OUTPUTS: usize>(
    file: &'static [u8],
    inputs: Vec<(&str, Value)>,
    outputs: [&str; OUTPUTS],
) -> [Vec<f32>; OUTPUTS] {
    let model = ModelOptions::with_all_ops().load_static_slice(file).unwrap();
    let id = |name: &str| model.find_node(name).unwrap();
    let inputs = inputs.into_iter().map(|(name, value)| (id(name), value.into())).collect();
    model.run_n(inputs, outputs.map(id), None).unwrap().map(|value| value.into_tensor::<f32>().unwrap().to_vec())
}

/// How far numbers are from those expected, as a share of their size.
#[track_caller]
fn distance(found: &[f32], expected: &[f32]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let norm = |values: &mut dyn Iterator<Item = f32>| values.map(|x| f64::from(x * x)).sum::<f64>().sqrt();
    norm(&mut found.iter().zip(expected).map(|(a, b)| a - b)) / norm(&mut expected.iter().copied())
}

/// Whether numbers are about the same: both sides round to 8 bits in many places, and a sum that differs in its last bit
/// may be rounded the other way.
#[track_caller]
fn about_equal(what: &str, found: &[f32], expected: &[f32], bound: f64) {
    let distance = distance(found, expected);
    assert!(distance < bound, "{what}: {distance}");
}

/// Whether the highest score of every row is the same, or in at most one row of fifty, and of a short table in one, another.
#[track_caller]
fn same_decisions(what: &str, found: &[f32], expected: &[f32], width: usize) {
    let best = |row: &[f32]| (0..width).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap();
    let others =
        found.chunks(width).zip(expected.chunks(width)).filter(|(found, expected)| best(found) != best(expected));
    let (others, rows) = (others.count(), found.len() / width);
    assert!(others <= 1.max(rows / 50), "{what}: {others} of {rows}");
}

/// The first passages of an article.
fn article() -> EncoderInput {
    let model = Model::embedded(Processor::detect()).unwrap();
    let document = Document::from_text("article", include_str!("../../../tests/articles/lisbon-grain-talks.txt"));
    let found = segment(&document);
    let windows = windows(&model, &document.text, &found, None, 0..found.sentences.len());
    batches(&windows).swap_remove(0).input
}

/// Numbers in rows of one width, the shorter ones filled up with zeros.
fn padded(rows: &[Vec<i32>]) -> Value {
    let width = rows.iter().map(Vec::len).max().unwrap();
    let fill = |row: &Vec<i32>| [row.as_slice(), &vec![0; width - row.len()]].concat();
    NdTensor::from_data([rows.len(), width], rows.iter().flat_map(fill).collect::<Vec<i32>>()).into()
}

#[test]
fn the_encoder_gives_what_its_graph_gives() {
    let input = article();
    assert!(input.passages.len() > 1 && input.passages[0] > 1, "{:?}", input.passages);
    let mut sizes = input.sizes.iter();
    let sentences: Vec<Vec<(usize, usize)>> =
        input.passages.iter().map(|&count| sizes.by_ref().take(count).copied().collect()).collect();
    let lengths: Vec<usize> = sentences.iter().map(|sizes| sizes.iter().map(|(pieces, _)| pieces).sum()).collect();
    let longest = *lengths.iter().max().unwrap();
    let by_passage = |values: &[i32]| {
        let mut rest = values.iter();
        padded(&lengths.iter().map(|&length| rest.by_ref().take(length).copied().collect()).collect::<Vec<_>>())
    };
    // Where the root and the words of each sentence stand in the padded table.
    let (mut first, mut word) = (Vec::new(), 0);
    for (passage, sizes) in sentences.iter().enumerate() {
        let mut root = passage * longest;
        for &(pieces, words) in sizes {
            let of_words = input.first[word..word + words].iter().map(|first| root + first);
            first.push(iter::once(root).chain(of_words).map(|place| place as i32).collect::<Vec<i32>>());
            (root, word) = (root + pieces, word + words);
        }
    }
    let most = first.iter().map(Vec::len).max().unwrap();
    let inputs = vec![
        ("pieces", by_passage(&input.pieces)),
        ("shapes", by_passage(&input.shapes)),
        ("mask", by_passage(&vec![1; input.pieces.len()])),
        ("first", padded(&first)),
    ];
    let names = ["root", "states", "upos", "feats", "lemmas", "names", "predicates", "arcs"];
    let [root, states, upos, feats, lemmas, names, predicates, arcs] = run(ENCODER, inputs, names);
    let encoder = Encoder::new(ENCODER, Processor::detect()).unwrap();
    let found = encoder.run(&input).unwrap();
    let hidden = encoder.hidden();

    // Without the padding.
    let of_words = |values: &[f32]| -> Vec<f32> {
        let sentences = values.chunks(values.len() / first.len()).zip(&first);
        let width = values.len() / first.len() / (most - 1);
        sentences.flat_map(|(values, first)| &values[..(first.len() - 1) * width]).copied().collect()
    };
    let with_roots = states.chunks((most - 1) * hidden).zip(root.chunks(hidden)).zip(&first);
    let with_roots: Vec<f32> =
        with_roots.flat_map(|((states, root), first)| [root, &states[..(first.len() - 1) * hidden]].concat()).collect();
    about_equal("states", &found.states, &with_roots, 0.1);
    let words = found.states.len() / hidden - first.len();
    let heads = [
        ("upos", &found.upos, of_words(&upos)),
        ("features", &found.features, of_words(&feats)),
        ("lemmas", &found.lemmas, of_words(&lemmas)),
        ("names", &found.names, of_words(&names)),
        ("predicates", &found.predicates, of_words(&predicates)),
    ];
    for (head, found, expected) in heads {
        about_equal(head, found, &expected, 0.1);
        same_decisions(head, found, &expected, found.len() / words);
    }
    for ((found, arcs), first) in found.arcs.iter().zip(arcs.chunks((most - 1) * most)).zip(&first) {
        let rows = arcs.chunks(most).take(first.len() - 1);
        let expected = rows.flat_map(|row| &row[..first.len()]).copied().collect::<Vec<f32>>();
        about_equal("arcs", found, &expected, 0.1);
        same_decisions("arcs", found, &expected, first.len());
    }
}

#[test]
fn relations_and_roles_are_what_their_graphs_give() {
    let encoder = Encoder::new(ENCODER, Processor::detect()).unwrap();
    let states = encoder.run(&passages(&[&[30]])).unwrap().states;
    let hidden = encoder.hidden();
    let words = states.len() / hidden - 1;

    let dependents: Vec<usize> = (1..=words).collect();
    let heads: Vec<usize> = (0..words).map(|index| index * 7 % (words + 1)).collect();
    let relations = Relations::new(RELATIONS, hidden, Processor::detect()).unwrap();
    let found = relations.run(&states, &dependents, &heads);
    let rows = |rows: &[usize]| -> Value {
        let numbers = rows.iter().flat_map(|row| &states[row * hidden..][..hidden]).copied().collect::<Vec<f32>>();
        NdTensor::from_data([rows.len(), hidden], numbers).into()
    };
    let inputs = vec![("dependents", rows(&dependents)), ("heads", rows(&heads))];
    about_equal("relations", &found, &run(RELATIONS, inputs, ["relations"])[0], 0.01);

    let predicates = [2, 9];
    let roles = Roles::new(ROLES, hidden, Processor::detect()).unwrap();
    let input = RolesInput { states: &states, predicates: predicates.map(|word| (1..words + 1, word + 1)).to_vec() };
    let found = roles.run(&input).concat();
    let inputs = vec![
        ("states", NdTensor::from_data([2, words, hidden], states[hidden..].repeat(2)).into()),
        ("predicate", NdTensor::from_data([2], predicates.map(|word| word as i32).to_vec()).into()),
        ("mask", NdTensor::from_data([2, words], vec![1; 2 * words]).into()),
    ];
    about_equal("roles", &found, &run(ROLES, inputs, ["roles"])[0], 0.01);
}

#[test]
fn a_passage_gives_the_same_bits_in_any_company_and_on_any_processor() {
    let encoder = Encoder::new(ENCODER, Processor::detect()).unwrap();
    let input = passages(&[&[17, 8], &[5], &[60]]);
    let together = encoder.run(&input).unwrap();
    for processor in Processor::every() {
        let same = Encoder::new(ENCODER, processor).unwrap().run(&input).unwrap();
        assert_eq!(together.states, same.states, "{processor:?}");
        assert_eq!((&together.lemmas, &together.arcs), (&same.lemmas, &same.arcs), "{processor:?}");
    }
    let alone = encoder.run(&passages(&[&[17, 8]])).unwrap();
    assert_eq!(together.states[..alone.states.len()], alone.states);
    assert_eq!(together.arcs[..2], alone.arcs);
}

#[test]
fn sentences_of_a_passage_are_read_with_one_another_in_view() {
    let encoder = Encoder::new(ENCODER, Processor::detect()).unwrap();
    let together = encoder.run(&passages(&[&[17, 8]])).unwrap();
    let apart = encoder.run(&passages(&[&[17], &[8]])).unwrap();
    assert_eq!(together.states.len(), apart.states.len());
    assert_ne!(together.arcs[0], apart.arcs[0]);
    assert_ne!(together.arcs[1], apart.arcs[1]);
}

#[test]
fn a_file_that_is_no_model_is_an_error() {
    assert!(Encoder::new(b"no graph", Processor::PLAIN).is_err());
    assert!(Encoder::new(RELATIONS, Processor::PLAIN).is_err());
    assert!(Roles::new(RELATIONS, 384, Processor::PLAIN).is_err());
}
