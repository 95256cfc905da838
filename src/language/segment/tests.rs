//! What is a word, what is a sentence: by example, and whatever the text.

use super::segment;
use crate::ingest::{Document, DocumentParts};
use crate::text::Span;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// The sentences of a text, words divided by spaces.
fn sentences(text: &str) -> Vec<String> {
    let document = Document::from_text("test", text);
    let found = segment(&document);
    let words = |range: &std::ops::Range<usize>| {
        found.words[range.clone()].iter().map(|word| word.of(text)).collect::<Vec<_>>().join(" ")
    };
    found.sentences.iter().map(|sentence| words(&sentence.words)).collect()
}

#[track_caller]
fn is_words(text: &str, expected: &str) {
    assert_eq!(sentences(text).join(" "), expected);
}

#[test]
fn clitics_are_words_of_their_own() {
    is_words("They don't and can’t, but Trump's aides will.", "They do n't and ca n’t , but Trump 's aides will .");
    is_words("We cannot, we're gonna", "We can not , we 're gon na");
}

#[test]
fn names_with_apostrophes_stay_whole() {
    is_words("O'Neill met al-Qa'ida at 9 o'clock", "O'Neill met al - Qa'ida at 9 o'clock");
}

#[test]
fn hyphens_divide_words_but_not_prefixes() {
    is_words(
        "a long-term, 20-year, non-proliferation re-election",
        "a long - term , 20 - year , non-proliferation re-election",
    );
}

#[test]
fn numbers_stay_whole_and_units_stand_apart() {
    is_words("$1.5bn, 20%, 1,000 of US$200m at 5pm", "$ 1.5 bn , 20 % , 1,000 of US$ 200 m at 5 pm");
    is_words("9/11, March 14-17, 2026-03-15, 202-456-1111", "9/11 , March 14 - 17 , 2026-03-15 , 202-456-1111");
}

#[test]
fn marks_of_the_direction_of_writing_are_no_words() {
    is_words("Prime Minister\u{200e} Omar al-Sadr\u{202c}.", "Prime Minister Omar al - Sadr .");
}

#[test]
fn addresses_stay_whole() {
    is_words("See https://example.org/a?b=1, or a.b@c.org.", "See https://example.org/a?b=1 , or a.b@c.org .");
    is_words("@BBCWorld #Brexit example.com/x report.pdf", "@BBCWorld #Brexit example.com/x report.pdf");
}

#[test]
fn a_missing_space_does_not_make_an_address() {
    is_words("It ended.They left.", "It ended . They left .");
}

#[test]
fn abbreviations_do_not_end_a_sentence() {
    let text = "The U.S. Treasury met Gov. J. B. Pritzker in St. Louis on Jan. 3 with Apple Inc. staff.";
    assert_eq!(sentences(text).len(), 1);
    assert_eq!(sentences("Sen. Jane Roe (D-Calif.) voted no.").len(), 1);
}

#[test]
fn abbreviations_may_end_a_sentence() {
    assert_eq!(sentences("She lives in Washington, D.C. He does not.").len(), 2);
    assert_eq!(sentences("It began at 5 p.m. The ministers were late.").len(), 2);
}

#[test]
fn a_quotation_of_two_sentences_is_two() {
    let found = sentences("“We don’t know,” she said. “It’s too early.” Nobody asked.");
    assert_eq!(found[1], "“ It ’s too early . ”");
    assert_eq!(found.len(), 3);
}

#[test]
fn a_question_in_quotes_goes_on_to_its_speaker() {
    assert_eq!(sentences("\"Did he?\" she asked.").len(), 1);
}

#[test]
fn a_heading_and_the_lines_of_a_list_are_sentences() {
    let found = sentences("Talks resume\nThe two sides met.\n- First point\n- Second point\n");
    assert_eq!(found, ["Talks resume", "The two sides met .", "- First point", "- Second point"]);
}

#[test]
fn a_wrapped_line_is_not_a_sentence() {
    let text = "The two sides met in Paris on Monday for the first time since last year's trade\n\
        truce, which had been brokered by the White House after months of tariffs that\n\
        Beijing had called unlawful, and which the markets in New York, London and also\n\
        Tokyo had welcomed.\n\nThe sides did not speak.";
    assert_eq!(sentences(text).len(), 2);
}

#[test]
fn parts_bound_sentences_and_furniture_is_not_read() {
    let text = "PARIS (AP) — The sides met. Click to share They left.";
    let dateline = Span::new(0, "PARIS (AP) —".len());
    let furniture = text.find("Click to share").map(|at| Span::new(at, at + "Click to share".len()));
    let parts = DocumentParts {
        dateline: Some(dateline),
        furniture: furniture.into_iter().collect(),
        ..DocumentParts::default()
    };
    let document = Document { parts, ..Document::from_text("test", text) };
    let found = segment(&document);
    let starts: Vec<_> = found.sentences.iter().map(|s| found.words[s.words.start].of(text)).collect();
    assert_eq!(starts, ["PARIS", "The", "They"]);
    assert!(!found.sentences[1].begins_paragraph);
}

#[test]
fn there_is_nothing_in_an_empty_text() {
    assert_eq!(segment(&Document::from_text("test", "")), Default::default());
    assert_eq!(segment(&Document::from_text("test", " \n\t\u{200b}\u{0}\n")), Default::default());
}

#[test]
fn long_texts_without_a_space_take_no_longer_than_others() {
    let begun = Instant::now();
    for part in ["a", "()", "a-", "1-", "a.", "1,", "a(", ".", "a'", "http://)", "é", "re-", "👍"] {
        let text = part.repeat(100_000 / part.len());
        let found = segment(&Document::from_text("test", text.clone()));
        assert_eq!(found.words.iter().map(|word| word.len()).sum::<usize>(), text.len(), "{part}");
    }
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

/// Texts that are hard on a segmenter.
fn any_text() -> impl Strategy<Value = String> {
    let bits = prop_oneof![
        4 => "[a-zA-Z]{1,9}",
        2 => "[.,;:!?'\"’“”()\\-–—/&$%#@*_~…]{1,3}",
        2 => "[ \n\t]{1,2}",
        1 => "[0-9]{1,4}",
        1 => "\\PC{1,4}",
        1 => any::<char>().prop_map(String::from),
        1 => prop_oneof![Just("U.S."), Just("don't"), Just("http://a.b/("), Just("👩‍👧"), Just("e\u{301}"), Just("\r\n")]
            .prop_map(String::from),
    ];
    proptest::collection::vec(bits, 0..60).prop_map(|bits| bits.concat())
}

proptest! {
    #[test]
    fn words_lie_on_character_boundaries_in_order_and_cover_all_but_spaces(text in any_text()) {
        let found = segment(&Document::from_text("test", text.clone()));
        let mut end = 0;
        for word in &found.words {
            prop_assert!(word.start >= end && !word.is_empty());
            prop_assert!(text.get(word.start..word.end).is_some());
            let between = &text[end..word.start];
            prop_assert!(between.chars().all(super::chunks::is_space), "{between:?} was left out");
            prop_assert!(!word.of(&text).contains(char::is_whitespace));
            end = word.end;
        }
        prop_assert!(text[end..].chars().all(super::chunks::is_space));
        let mut next = 0;
        for sentence in &found.sentences {
            prop_assert_eq!(sentence.words.start, next);
            prop_assert!(sentence.words.end > next);
            next = sentence.words.end;
        }
        prop_assert_eq!(next, found.words.len());
    }
}
