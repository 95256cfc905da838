//! Lemmas from edit scripts, after G. Chrupała, *Simple Data-Driven Context-Sensitive Lemmatization* (2006).

use crate::language::model::LemmaScript;

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
    fn a_script_that_does_not_fit_leaves_the_word() {
        assert_eq!(apply('k', 9, "x", "Was"), "was");
        assert_eq!(apply('l', 1, "", "A"), "a");
    }
}
