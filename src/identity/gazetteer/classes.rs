//! Small classes of words, named once: `ontology/gazetteer/own/word-classes.tsv`, a class a line with its words.

use super::table::lines;
use std::collections::HashMap;

/// A class of words; the file says what each is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum WordClass {
    NameParticle,
    CapitalParticle,
    SmallNameStart,
    JoinedArticle,
    CapitalArticle,
    NameSuffix,
    Compass,
    FieldTitle,
    PastHolder,
    Holding,
    LeaningPrefix,
    LeaningNoun,
    GovernmentKind,
    NamedAfterPlace,
    Chapter,
    AppointingVerb,
    ServingVerb,
    SucceedingVerb,
    LeavingVerb,
    Modal,
    Negation,
    Condition,
    RealInfinitive,
    Relative,
    QuotingVerb,
    MediaNoun,
    BodyOnTopic,
    AdministrativeWord,
    PartyLetter,
}

/// The names of the classes in the file.
const CLASSES: [(&str, WordClass); 29] = [
    ("name-particle", WordClass::NameParticle),
    ("capital-particle", WordClass::CapitalParticle),
    ("small-name-start", WordClass::SmallNameStart),
    ("joined-article", WordClass::JoinedArticle),
    ("capital-article", WordClass::CapitalArticle),
    ("name-suffix", WordClass::NameSuffix),
    ("compass", WordClass::Compass),
    ("field-title", WordClass::FieldTitle),
    ("past-holder", WordClass::PastHolder),
    ("holding", WordClass::Holding),
    ("leaning-prefix", WordClass::LeaningPrefix),
    ("leaning-noun", WordClass::LeaningNoun),
    ("government-kind", WordClass::GovernmentKind),
    ("named-after-place", WordClass::NamedAfterPlace),
    ("chapter", WordClass::Chapter),
    ("appointing-verb", WordClass::AppointingVerb),
    ("serving-verb", WordClass::ServingVerb),
    ("succeeding-verb", WordClass::SucceedingVerb),
    ("leaving-verb", WordClass::LeavingVerb),
    ("modal", WordClass::Modal),
    ("negation", WordClass::Negation),
    ("condition", WordClass::Condition),
    ("real-infinitive", WordClass::RealInfinitive),
    ("relative", WordClass::Relative),
    ("quoting-verb", WordClass::QuotingVerb),
    ("media-noun", WordClass::MediaNoun),
    ("body-on-topic", WordClass::BodyOnTopic),
    ("administrative-word", WordClass::AdministrativeWord),
    ("party-letter", WordClass::PartyLetter),
];

/// Which classes a word is in: a bit for each.
#[derive(Debug, Default)]
pub(super) struct WordClasses(HashMap<&'static str, u64>);

impl WordClasses {
    /// Reads the text of the file. Lines of unknown classes are passed over; a test sees to it that there are none.
    pub(super) fn load(text: &'static str) -> Self {
        let mut classes = Self::default();
        for (name, row) in lines(text) {
            let Some((_, class)) = CLASSES.iter().find(|(known, _)| *known == name) else { continue };
            for word in row.get(0).split(' ') {
                *classes.0.entry(word).or_default() |= 1 << *class as u64;
            }
        }
        classes
    }

    /// Whether the word is in the class.
    pub(super) fn has(&self, class: WordClass, word: &str) -> bool {
        self.0.get(word).is_some_and(|bits| bits & (1 << class as u64) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, WordClass, WordClasses, lines};

    const FILE: &str = include_str!("../../../ontology/gazetteer/own/word-classes.tsv");

    #[test]
    fn every_class_of_the_file_is_known_and_every_known_class_is_in_the_file() {
        let mut written: Vec<&str> = lines(FILE).map(|(name, _)| name).collect();
        let mut known: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
        written.sort_unstable();
        known.sort_unstable();
        assert_eq!(written, known);
    }

    #[test]
    fn a_word_may_be_in_several_classes_and_letter_case_matters() {
        let classes = WordClasses::load("past-holder\tousted late\nholding\tousted\n");
        assert!(classes.has(WordClass::PastHolder, "ousted") && classes.has(WordClass::Holding, "ousted"));
        assert!(!classes.has(WordClass::Holding, "late") && !classes.has(WordClass::PastHolder, "Late"));
    }
}
