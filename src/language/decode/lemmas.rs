//! Lemmas: from a table of the words seen in training, else from the edit scripts that the network chooses.
//!
//! The scripts are after G. Chrupała, *Simple Data-Driven Context-Sensitive Lemmatization* (2006).

use crate::language::Upos;
use crate::language::model::LemmaScript;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Word in lower case and part of speech → lemma (`models/english/lemmas.txt`).
pub(crate) struct LemmaTable {
    lemmas: HashMap<(&'static str, Upos), &'static str>,
    /// All words of the table, forms and lemmas, of any part of speech; gathered when a verb is not in the table.
    known: OnceLock<HashSet<&'static str>>,
}

impl LemmaTable {
    /// Reads the table; lines that do not have its three columns are left out.
    pub fn new(file: &'static str) -> Self {
        let entries = file.lines().filter_map(|line| {
            let mut cells = line.split('\t');
            let (form, upos, lemma) = (cells.next()?, cells.next()?, cells.next()?);
            Some(((form, Upos::from_name(upos)?), lemma))
        });
        Self { lemmas: entries.collect(), known: OnceLock::new() }
    }

    /// The lemma of a word, however it is cased: that of the table, else what the script makes of it.
    pub fn lemma(&self, word: &str, upos: Upos, script: &LemmaScript) -> String {
        match self.lemmas.get(&(word.to_lowercase().as_str(), upos)) {
            Some(&lemma) => lemma.to_owned(),
            None => self.spelled(lemma(script, word), upos),
        }
    }

    /// A verb's lemma as English spells it where the script has forgotten an "e" or kept a double consonant, and the table
    /// knows the word: "impose" for "impos", "plan" for "plann".
    fn spelled(&self, lemma: String, upos: Upos) -> String {
        if upos != Upos::Verb {
            return lemma;
        }
        let known =
            self.known.get_or_init(|| self.lemmas.iter().flat_map(|(&(form, _), &lemma)| [form, lemma]).collect());
        if known.contains(lemma.as_str()) {
            return lemma;
        }
        let longer = format!("{lemma}e");
        let bytes = lemma.as_bytes();
        let doubled = bytes.len() > 2 && bytes.is_ascii() && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
        let shorter = if doubled { &lemma[..lemma.len() - 1] } else { "" };
        [longer.as_str(), shorter]
            .into_iter()
            .find(|spelling| known.contains(*spelling))
            .map_or(lemma.clone(), str::to_owned)
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
        let same = LemmaScript { case: 'l', drop: 0, suffix: String::new() };
        assert_eq!(table.lemma("Companies", Upos::Noun, &same), "company");
        assert_eq!(table.lemma("companies", Upos::Verb, &same), "companies");
        assert_eq!(table.lemma("MAY", Upos::Aux, &same), "may");
    }

    #[test]
    fn a_verb_that_the_table_knows_is_spelled_as_there() {
        let table = LemmaTable::new("impose\tVERB\timpose\nplans\tVERB\tplan\npass\tVERB\tpass\n");
        let script = LemmaScript { case: 'l', drop: 2, suffix: String::new() };
        assert_eq!(table.lemma("imposed", Upos::Verb, &script), "impose");
        assert_eq!(table.lemma("planned", Upos::Verb, &script), "plan");
        assert_eq!(table.lemma("passed", Upos::Verb, &script), "pass");
        assert_eq!(table.lemma("worked", Upos::Verb, &script), "work");
    }

    #[test]
    fn a_script_that_does_not_fit_leaves_the_word() {
        assert_eq!(apply('k', 9, "x", "Was"), "was");
        assert_eq!(apply('l', 1, "", "A"), "a");
    }
}
