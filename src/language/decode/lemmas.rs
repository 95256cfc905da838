//! Lemmas: from a table of the words seen in training, else from the edit scripts that the network chooses.
//!
//! The scripts are after G. Chrupała, *Simple Data-Driven Context-Sensitive Lemmatization* (2006).

use crate::language::Upos;
use crate::language::model::LemmaScript;
use std::collections::HashMap;

/// Word in lower case and part of speech → lemma (`models/english/lemmas.txt`).
pub(crate) struct LemmaTable(HashMap<(&'static str, Upos), &'static str>);

impl LemmaTable {
    /// Reads the table; lines that do not have its three columns are left out.
    pub fn new(file: &'static str) -> Self {
        let entries = file.lines().filter_map(|line| {
            let mut cells = line.split('\t');
            let (form, upos, lemma) = (cells.next()?, cells.next()?, cells.next()?);
            Some(((form, Upos::from_name(upos)?), lemma))
        });
        Self(entries.collect())
    }

    /// The lemma of a word, however it is cased.
    pub fn get(&self, word: &str, upos: Upos) -> Option<&'static str> {
        self.0.get(&(word.to_lowercase().as_str(), upos)).copied()
    }
}

/// The lemma that a script makes of a word; the word in lower case where the script does not fit it.
pub(crate) fn lemma(script: &LemmaScript, word: &str) -> String {
    let mut lemma = match script.case {
        'l' => word.to_lowercase(),
        'c' => {
            let mut characters = word.chars();
            let first = characters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(characters.as_str().to_lowercase().chars()).collect()
        }
        _ => word.to_owned(),
    };
    let characters = lemma.chars().count();
    if script.drop > characters || (script.drop == characters && script.suffix.is_empty()) {
        return word.to_lowercase();
    }
    let keep = lemma.char_indices().nth(characters - script.drop).map_or(lemma.len(), |(at, _)| at);
    lemma.truncate(keep);
    lemma.push_str(&script.suffix);
    lemma
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(case: char, drop: usize, suffix: &str, word: &str) -> String {
        lemma(&LemmaScript { case, drop, suffix: suffix.to_owned() }, word)
    }

    #[test]
    fn a_script_cases_cuts_and_appends() {
        assert_eq!(apply('l', 2, "", "Wanted"), "want");
        assert_eq!(apply('l', 3, "be", "was"), "be");
        assert_eq!(apply('c', 0, "", "TRUMP"), "Trump");
        assert_eq!(apply('k', 1, "y", "éé"), "éy");
    }

    #[test]
    fn the_table_knows_words_by_their_part_of_speech() {
        let table = LemmaTable::new("companies\tNOUN\tcompany\nmay\tAUX\tmay\n");
        assert_eq!(table.get("Companies", Upos::Noun), Some("company"));
        assert_eq!(table.get("companies", Upos::Verb), None);
        assert_eq!(table.get("MAY", Upos::Propn), None);
    }

    #[test]
    fn a_script_that_does_not_fit_leaves_the_word() {
        assert_eq!(apply('k', 9, "x", "Was"), "was");
        assert_eq!(apply('l', 1, "", "A"), "a");
    }
}
