//! The example sentences of the lexicon, and what only whole texts show.

use super::lexicon::{FILE, Lexicon, Properties, nodes};
use crate::facts::{Attribution, Referents, SpeechForm, Stance, entities};
use crate::identity::Gazetteer;
use crate::ingest::Document;
use crate::language::Reader;

fn attributions(reader: &Reader, text: &str) -> (Vec<Attribution>, Referents) {
    let document = Document::from_text("test", text);
    let analysis = reader.read(&document).unwrap();
    let referents = entities::find(&document, &analysis, Gazetteer::embedded());
    let found = super::find(&document, &analysis, &referents, &[]);
    (found, referents)
}

fn says(reader: &Reader, text: &str) -> Vec<(String, String)> {
    let (found, referents) = attributions(reader, text);
    let stated = found.iter().filter(|attribution| attribution.stance != Stance::Withholds);
    stated
        .flat_map(|attribution| {
            let said = attribution.said.of(text).to_owned();
            let names = attribution.speakers.iter().map(|&speaker| referents.entity(speaker).name.clone());
            names.map(move |name| (name, said.clone())).collect::<Vec<_>>()
        })
        .collect()
}

/// Speaker and words of "WHO | WORDS".
fn said(says: &str) -> (String, String) {
    let (who, what) = says.split_once(" | ").unwrap_or_else(|| panic!("speech:says \"WHO | WORDS\": {says}"));
    (who.to_owned(), what.to_owned())
}

#[test]
fn the_lexicon_loads() {
    Lexicon::load(FILE).unwrap();
}

#[test]
fn every_cue_finds_its_examples_and_nothing_in_its_counter_examples() {
    let reader = Reader::embedded().unwrap();
    let nodes = nodes(FILE).unwrap();
    let values = |node: &Properties, name: &str| node.get(name).cloned().unwrap_or_default();
    let mut failures = Vec::new();
    for (cue, properties) in Lexicon::embedded().cues.iter().map(|cue| (&cue.name, &nodes[&cue.name])) {
        assert!(properties.contains_key("example"), "{cue} has no example");
        for example in values(properties, "example") {
            let text = &values(&nodes[&example], "text")[0];
            let wanted: Vec<(String, String)> =
                values(&nodes[&example], "says").iter().map(|says| said(says)).collect();
            let found = says(&reader, text);
            if found != wanted {
                failures.push(format!("{cue}: {text}\n  wanted {wanted:?}\n  found  {found:?}"));
            }
        }
        for counter in values(properties, "counterExample") {
            let found = says(&reader, &counter);
            if !found.is_empty() {
                failures.push(format!("{cue}: {counter}\n  found {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_quotation_over_several_sentences_is_one_record() {
    let reader = Reader::embedded().unwrap();
    let text = "“We have waited for years,” Anna Berg said. “We will not wait any longer. This is the end.”";
    let found = says(&reader, text);
    assert_eq!(found, [("Anna Berg".to_owned(), "We have waited for years".to_owned())]);
}

#[test]
fn words_in_quotation_marks_within_a_reported_clause_are_mixed_speech() {
    let reader = Reader::embedded().unwrap();
    let (found, _) = attributions(&reader, "Anna Berg said the plan was a “costly mistake” for the city.");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].form, SpeechForm::Mixed);
}

#[test]
fn a_paragraph_after_a_colon_is_direct_speech_without_marks() {
    let reader = Reader::embedded().unwrap();
    let text = "After the meeting Anna Berg said:\n\nThe treaty will be signed in May. We are glad.\n\nThe sun shone.";
    let (found, _) = attributions(&reader, text);
    assert_eq!(found[0].said.of(text), "The treaty will be signed in May. We are glad.");
    assert_eq!(found[0].form, SpeechForm::Direct);
}

#[test]
fn a_quotation_goes_on_in_the_next_paragraph() {
    let reader = Reader::embedded().unwrap();
    let text = "“We have waited for years,” Anna Berg said.\n\n“We will not wait any longer.”";
    let (found, _) = attributions(&reader, text);
    assert_eq!(found.len(), 1);
    assert!(found[0].content.end as usize > reader.read(&Document::from_text("test", text)).unwrap().tokens.len() - 4);
}

#[test]
fn a_statement_has_the_day_on_which_it_was_made() {
    let reader = Reader::embedded().unwrap();
    let mut document = Document::from_text("test", "“We are ready,” Anna Berg said in a statement Thursday.");
    document.date = "2024-05-03".parse().ok();
    let analysis = reader.read(&document).unwrap();
    let referents = entities::find(&document, &analysis, Gazetteer::embedded());
    let times = crate::facts::time::find(&document, &analysis);
    let found = super::find(&document, &analysis, &referents, &times);
    assert_eq!(found[0].when.as_ref().unwrap().start.as_deref(), Some("2024-05-02"));
}

#[test]
fn what_was_not_confirmed_is_withheld() {
    let reader = Reader::embedded().unwrap();
    let (found, _) = attributions(&reader, "Anna Berg did not confirm that she would come.");
    assert!(found.iter().all(|attribution| attribution.stance == Stance::Withholds));
}

#[test]
fn what_a_person_reports_of_his_own_words_is_one_record() {
    let reader = Reader::embedded().unwrap();
    let found = says(&reader, "Anna Berg said she had told the mayor that the bridge was closed.");
    assert_eq!(found, [("Anna Berg".to_owned(), "she had told the mayor that the bridge was closed".to_owned())]);
}

#[test]
fn the_name_of_a_broadcast_in_marks_is_no_speech() {
    let reader = Reader::embedded().unwrap();
    let found = says(&reader, "In an interview on “The Morning Hour,” Anna Berg said the bridge would be closed.");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.ends_with("the bridge would be closed"), "{found:?}");
}

#[test]
fn a_quotation_after_a_report_in_the_paragraph_before_is_that_of_its_speaker() {
    let reader = Reader::embedded().unwrap();
    let text = "Anna Berg said that the bridge would be closed.\n\n“We have no choice, and we have no money.”";
    let found = says(&reader, text);
    assert!(
        found.contains(&("Anna Berg".to_owned(), "We have no choice, and we have no money.".to_owned())),
        "{found:?}"
    );
}

#[test]
fn who_is_quoted_as_saying_says_it() {
    let reader = Reader::embedded().unwrap();
    let found = says(&reader, "Anna Berg was quoted as saying that the bridge would be closed.");
    assert_eq!(found, [("Anna Berg".to_owned(), "the bridge would be closed".to_owned())]);
}

#[test]
fn an_aside_in_a_relative_clause_takes_the_rest_of_the_clause() {
    let reader = Reader::embedded().unwrap();
    let found = says(&reader, "The bridge has a crack which, according to Anna Berg, nobody has ever repaired.");
    assert_eq!(found, [("Anna Berg".to_owned(), "nobody has ever repaired".to_owned())]);
}
