//! The example sentences of the grammar, and what only whole texts show.

use super::grammar::Grammar;
use super::{Bound, find, find_with};
use crate::facts::Interval;
use crate::ingest::Document;
use crate::language::{Analysis, Reader};
use jiff::civil::Date;

/// "on [May 3 = 2021-05-03]" → "on May 3" and its expressions.
fn marked(example: &str) -> (String, Vec<(String, String)>) {
    let (mut text, mut expressions) = (String::new(), Vec::new());
    let mut rest = example;
    while let Some((before, after)) = rest.split_once('[') {
        let (inner, after) = after.split_once(']').expect("[ without ]");
        let (words, value) = inner.rsplit_once(" = ").expect("[words = value]");
        text.push_str(before);
        text.push_str(words);
        expressions.push((words.to_owned(), value.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text, expressions)
}

fn found(grammar: &Grammar, text: &str, date: Option<Date>) -> Vec<(String, String)> {
    let mut document = Document::from_text("test", text);
    document.date = date;
    find_with(grammar, &document, &Analysis::default())
        .into_iter()
        .map(|mention| (mention.expression.span.of(text).to_owned(), mention.expression.value.unwrap_or_default()))
        .collect()
}

#[test]
fn the_grammar_loads() {
    Grammar::load(include_str!("../../../ontology/time/english.grammar")).unwrap();
}

#[test]
fn every_rule_finds_its_examples_and_nothing_in_its_counter_examples() {
    let grammar = Grammar::embedded();
    let mut failures = Vec::new();
    for rule in &grammar.rules {
        for example in &rule.examples {
            let (text, expected) = marked(example);
            let found = found(grammar, &text, grammar.document_date);
            if found != expected {
                failures.push(format!("{}: {text}\n  wanted {expected:?}\n  found  {found:?}", rule.name));
            }
        }
        for counter in &rule.counter_examples {
            let found = found(grammar, counter, grammar.document_date);
            if !found.is_empty() {
                failures.push(format!("{}: {counter}\n  found {found:?}", rule.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_that_finds_something_has_an_example() {
    let bare: Vec<_> = Grammar::embedded()
        .rules
        .iter()
        .filter(|rule| rule.kind.is_some() && rule.examples.is_empty())
        .map(|rule| &rule.name)
        .collect();
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn a_mistake_in_a_grammar_is_an_error_that_names_its_line() {
    let line = |text: &str| Grammar::load(text).unwrap_err().line;
    assert_eq!(line("rule a DATE\n  match $nothing:x\n  value {x}\n"), 2);
    assert_eq!(line("rule a DAY\n"), 1);
    assert_eq!(line("rule a DATE\n  match now\n  value never()\n"), 3);
}

fn dated(text: &str, date: &str) -> Document {
    let mut document = Document::from_text("test", text);
    document.date = Some(date.parse().unwrap());
    document
}

fn interval(start: &str, end: Option<&str>) -> Option<Interval> {
    Some(Interval { start: Some(start.to_owned()), end: end.map(str::to_owned) })
}

#[test]
fn two_days_on_end_are_one_range_with_both_ends() {
    let document = dated("The envoys will meet on Tuesday and Wednesday in Oslo.", "2024-05-03");
    let mentions = find(&document, &Analysis::default());
    assert_eq!(mentions.len(), 1);
    assert_eq!(mentions[0].expression.interval, interval("2024-05-07", Some("2024-05-08")));
    assert_eq!(mentions[0].parts.len(), 2);
}

#[test]
fn a_weekday_of_publication_in_the_past_tense_is_the_day_itself() {
    let document = dated("The ministry said Friday that talks had failed.", "2024-05-03");
    assert_eq!(find(&document, &Analysis::default())[0].expression.interval, interval("2024-05-03", None));
}

#[test]
fn a_year_written_once_holds_for_the_other_dates_of_the_sentence() {
    let document = Document::from_text("test", "She was in Oslo on 4 April and in Bergen from 5 to 6 April 2016.");
    let mentions = find(&document, &Analysis::default());
    assert_eq!(mentions[0].expression.interval, interval("2016-04-04", None));
    assert_eq!(mentions[1].expression.interval, interval("2016-04-05", Some("2016-04-06")));
}

#[test]
fn without_a_date_of_publication_relative_dates_have_no_interval() {
    let mentions =
        find(&Document::from_text("test", "They met on Monday and will meet next week."), &Analysis::default());
    assert!(mentions.iter().all(|mention| mention.expression.interval.is_none()));
}

#[test]
fn a_date_on_a_line_of_its_own_at_the_head_is_the_date_of_writing() {
    let text = "Ministers meet in Oslo\n\nTuesday, May 7, 2024\n\nThe ministers met yesterday.";
    let mentions = find(&Document::from_text("test", text), &Analysis::default());
    assert_eq!(mentions[1].expression.interval, interval("2024-05-06", None));
}

#[test]
fn a_duration_after_an_event_is_counted_from_it() {
    let document = dated("The visit comes five months after the two presidents met.", "2024-05-03");
    let mention = find(&document, &Analysis::default()).remove(0);
    let visit = Interval { start: Some("2024-05-31".to_owned()), end: None };
    assert_eq!(mention.expression.value.as_deref(), Some("P5M"));
    assert_eq!(mention.offset.unwrap().back_from(&visit), interval("2023-12", None));
    assert_eq!(mention.resolve_against(&visit), interval("2024-10", None));
}

#[test]
fn the_word_before_tells_since_from_on() {
    let bound = |text: &str| find(&dated(text, "2024-05-03"), &Analysis::default())[0].bound;
    assert_eq!(bound("They have met since last year."), Bound::Since);
    assert_eq!(bound("They meet from 5 April 2024."), Bound::Since);
    assert_eq!(bound("They met from 5-6 April 2024."), Bound::At, "both ends are named");
}

/// The values of a text that was read, so that the trees tell what looks ahead.
fn values(text: &str, date: &str) -> Vec<String> {
    let document = dated(text, date);
    let analysis = Reader::embedded().unwrap().read(&document).unwrap();
    find(&document, &analysis).into_iter().filter_map(|mention| mention.expression.value).collect()
}

#[test]
fn what_somebody_said_they_would_do_lies_ahead_of_what_was_said() {
    assert_eq!(values("Anna Berg said she would visit Vienna in May.", "2026-03-13"), ["2026-05"]);
    assert_eq!(values("Anna Berg visited Vienna in May.", "2026-03-13"), ["2025-05"]);
}

#[test]
fn what_is_put_off_is_put_off_to_a_time_ahead() {
    assert_eq!(values("The summit was postponed until April because of the strike.", "2026-03-13"), ["2026-04"]);
}

#[test]
fn what_was_prepared_may_be_still_to_come() {
    let text = "Anna Berg met Peter Novak to prepare the visit of the king to Vienna in May.";
    assert_eq!(values(text, "2026-03-13"), ["2026-05"]);
}
