//! Whether an article is English. A text with many of English's own little words is, whatever the names in it do to
//! its trigrams; of the others trigrams and scripts tell (whatlang), and where they are not sure, nothing is said.

use super::document::Document;
use super::error::Tongue;
use super::layout::entries;
use std::sync::LazyLock;
use whatlang::{Lang, Script};

/// Words that are frequent in English and rare in the languages that share its script.
static LITTLE_WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| entries(include_str!("../../ontology/press/little-words.txt")).collect());

/// In English news they are a third of all words, in other languages hardly any.
const SHARE_OF_LITTLE_WORDS: f64 = 0.12;

/// Fewer letters tell too little, in a script that many languages share.
const FEWEST_LETTERS: usize = 60;
/// So much of an article is enough to tell, in bytes.
const SAMPLE: usize = 20_000;
/// How sure whatlang must be that it is another language (0 to 1).
const SURE: f64 = 0.9;

/// The language of the running text, where it can be told.
pub fn tongue(document: &Document) -> Option<Tongue> {
    let sample = sample(document);
    if has_little_words(&sample) {
        return Some(Tongue(Lang::Eng));
    }
    let info = whatlang::detect(&sample)?;
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if info.lang() == Lang::Eng {
        return (letters >= FEWEST_LETTERS).then_some(Tongue(Lang::Eng));
    }
    let sure = info.is_reliable() && info.confidence() >= SURE;
    let enough = letters >= FEWEST_LETTERS || (info.script() != Script::Latin && letters >= 10);
    (sure && enough).then(|| Tongue(info.lang()))
}

fn has_little_words(sample: &str) -> bool {
    let words = || sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let little = words().filter(|word| LITTLE_WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))).count();
    little >= 2 && little as f64 >= SHARE_OF_LITTLE_WORDS * words().count() as f64
}

/// The text without furniture and headline, of bounded length.
fn sample(document: &Document) -> String {
    let mut sample = String::new();
    let mut at = 0;
    for skipped in document.parts.furniture.iter().chain(document.parts.title.iter()) {
        if skipped.start > at {
            sample.push_str(document.text.get(at..skipped.start).unwrap_or(""));
        }
        at = at.max(skipped.end);
    }
    sample.push_str(document.text.get(at..).unwrap_or(""));
    if sample.len() > SAMPLE {
        let end = (0..=SAMPLE).rev().find(|end| sample.is_char_boundary(*end)).unwrap_or(0);
        sample.truncate(end);
    }
    sample
}

/// The ISO 639-1 code of a language that has one.
pub fn code(lang: Lang) -> Option<&'static str> {
    let table = include_str!("../../ontology/press/languages.tsv");
    let mut rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.find(|(long, _)| *long == lang.code()).map(|(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::{code, tongue};
    use crate::ingest::Document;
    use whatlang::Lang;

    fn of(text: &str) -> Option<Lang> {
        tongue(&Document::from_text("test", text)).map(|tongue| tongue.0)
    }

    #[test]
    fn english_news_is_english_and_foreign_names_do_not_change_that() {
        assert_eq!(
            of("Prime Minister Þórdís Jónsdóttir met President Nguyễn Văn Phúc and Foreign Minister Szijjártó in \
                Reykjavík on Tuesday, the ministry said."),
            Some(Lang::Eng)
        );
    }

    #[test]
    fn other_languages_are_told() {
        assert_eq!(
            of("Die Außenministerin traf am Dienstag ihren Amtskollegen in Lissabon, um über die Lage zu sprechen, \
                teilte das Ministerium mit."),
            Some(Lang::Deu)
        );
        assert_eq!(of("Министр иностранных дел встретился с коллегой в Лиссабоне во вторник."), Some(Lang::Rus));
    }

    #[test]
    fn a_few_words_tell_nothing() {
        assert_eq!(of("Bonjour Paris"), None);
        assert_eq!(of("1 2 3"), None);
    }

    #[test]
    fn every_language_that_can_be_told_has_a_code_of_two_letters() {
        for lang in Lang::all() {
            assert!(code(*lang).is_some_and(|short| short.len() == 2), "{}", lang.code());
        }
    }
}
