//! The forward pass against the graphs themselves, run by `rten`.

use super::*;
use rten::{ModelOptions, Value};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

const ENCODER: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/encoder.onnx"));
const RELATIONS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/relations.onnx"));
const ROLES: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/roles.onnx"));

/// Sentences of so many pieces, each piece a word, or two pieces where the index divides by 5; pieces and shapes without
/// a pattern.
fn sentences(lengths: &[usize]) -> EncoderInput {
    let mut input = EncoderInput::default();
    for (number, &length) in lengths.iter().enumerate() {
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
fn about_equal(what: &str, found: &[f32], expected: &[f32]) {
    let distance = distance(found, expected);
    assert!(distance < 0.01, "{what}: {distance}");
}

#[test]
fn the_encoder_gives_what_its_graph_gives() {
    let encoder = Encoder::new(ENCODER, Processor::detect()).unwrap();
    let mut exact = 0;
    let lengths = [3, 4, 5, 7, 9, 10, 12, 15, 20, 30, 40, 50, 60, 70, 80, 101];
    for length in lengths {
        let input = sentences(&[length]);
        let found = encoder.run(&input).unwrap();
        let row = |values: Vec<i32>| Value::from(NdTensor::from_data([1, values.len()], values));
        let inputs = vec![
            ("pieces", row(input.pieces.clone())),
            ("shapes", row(input.shapes.clone())),
            ("mask", row(vec![1; length])),
            ("first", row(input.first.iter().map(|&first| first as i32).collect())),
        ];
        let names = ["root", "states", "upos", "feats", "lemmas", "names", "predicates", "arcs"];
        let [root, states, upos, feats, lemmas, names, predicates, arcs] = run(ENCODER, inputs, names);
        let farthest = [
            distance(&found.states, &[root, states].concat()),
            distance(&found.upos, &upos),
            distance(&found.features, &feats),
            distance(&found.lemmas, &lemmas),
            distance(&found.names, &names),
            distance(&found.predicates, &predicates),
            distance(&found.arcs[0], &arcs),
        ]
        .into_iter()
        .fold(0.0, f64::max);
        // In words without sense, one sum that is rounded the other way may change what follows a little.
        assert!(farthest < 0.25, "{length} pieces: {farthest}");
        exact += usize::from(farthest < 1e-4);
    }
    assert!(exact * 4 >= lengths.len() * 3, "only {exact} of {} sentences are equal", lengths.len());
}

#[test]
fn relations_and_roles_are_what_their_graphs_give() {
    let encoder = Encoder::new(ENCODER, Processor::detect()).unwrap();
    let states = encoder.run(&sentences(&[30])).unwrap().states;
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
    about_equal("relations", &found, &run(RELATIONS, inputs, ["relations"])[0]);

    let predicates = [2, 9];
    let roles = Roles::new(ROLES, hidden, Processor::detect()).unwrap();
    let input = RolesInput { states: &states, predicates: predicates.map(|word| (1..words + 1, word + 1)).to_vec() };
    let found = roles.run(&input).concat();
    let inputs = vec![
        ("states", NdTensor::from_data([2, words, hidden], states[hidden..].repeat(2)).into()),
        ("predicate", NdTensor::from_data([2], predicates.map(|word| word as i32).to_vec()).into()),
        ("mask", NdTensor::from_data([2, words], vec![1; 2 * words]).into()),
    ];
    about_equal("roles", &found, &run(ROLES, inputs, ["roles"])[0]);
}

#[test]
fn a_sentence_gives_the_same_bits_in_any_company_and_on_any_processor() {
    let encoder = Encoder::new(ENCODER, Processor::detect()).unwrap();
    let together = encoder.run(&sentences(&[17, 5, 60])).unwrap();
    for processor in Processor::every() {
        let same = Encoder::new(ENCODER, processor).unwrap().run(&sentences(&[17, 5, 60])).unwrap();
        assert_eq!(together.states, same.states, "{processor:?}");
        assert_eq!((&together.lemmas, &together.arcs), (&same.lemmas, &same.arcs), "{processor:?}");
    }
    let alone = encoder.run(&sentences(&[17])).unwrap();
    assert_eq!(together.states[..alone.states.len()], alone.states);
    assert_eq!(together.arcs[0], alone.arcs[0]);
}

#[test]
fn a_file_that_is_no_model_is_an_error() {
    assert!(Encoder::new(b"no graph", Processor::PLAIN).is_err());
    assert!(Encoder::new(RELATIONS, Processor::PLAIN).is_err());
    assert!(Roles::new(RELATIONS, 384, Processor::PLAIN).is_err());
}
