//! Words of the language that tell what a phrase may mean: titles, forms of address, nouns, pronouns.

use super::classes::{WordClass, WordClasses};
use super::table::lines;
use super::{gender, place_kind};
use crate::facts::{Gender, PlaceKind};
use std::collections::{HashMap, HashSet};

/// The walk of life that a title belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleField {
    /// Head of state or government.
    Head,
    /// Politics and administration.
    Political,
    /// Every other walk of life: its name in the table.
    Of(&'static str),
}

/// A title or post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    /// The title in lower case, abbreviations resolved.
    pub name: &'static str,
    /// Its walk of life.
    pub field: TitleField,
    /// Gender, where the word tells it.
    pub gender: Option<Gender>,
}

/// What a common noun can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum NounKind {
    Person,
    Organisation,
    Country,
    City,
    Region,
    Building,
    /// "side", "party": a person, an organisation or a country that faces another.
    Side,
}

/// Where in a name a telling word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum WordPosition {
    First,
    Last,
    Any,
}

/// Form of a pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PronounForm {
    Subject,
    Object,
    Possessive,
    Reflexive,
    Any,
}

/// A personal pronoun of the third person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// Gender; none for "they".
    pub gender: Option<Gender>,
    /// "it", "its", "itself".
    pub neuter: bool,
    /// "they", "them", "their".
    pub plural: bool,
    /// Its form.
    pub form: PronounForm,
}

/// A common noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noun {
    /// What it can mean, most likely first.
    pub kinds: Vec<NounKind>,
    /// Gender, where the word tells it.
    pub gender: Option<Gender>,
}

/// The small tables, hashed.
#[derive(Debug)]
pub struct Words {
    titles: HashMap<&'static str, Title>,
    title_abbreviations: HashMap<&'static str, Title>,
    professions: HashSet<&'static str>,
    honorifics: HashMap<&'static str, Option<Gender>>,
    nouns: HashMap<&'static str, Noun>,
    organisation_words: HashMap<&'static str, WordPosition>,
    place_words: HashMap<&'static str, (WordPosition, PlaceKind)>,
    kinship: HashSet<&'static str>,
    pronouns: HashMap<&'static str, Pronoun>,
    nicknames: HashMap<&'static str, &'static str>,
    forenames: HashMap<&'static str, Option<Gender>>,
    government_fields: HashSet<&'static str>,
    no_names: HashSet<&'static str>,
    event_words: HashSet<&'static str>,
    classes: WordClasses,
}

macro_rules! own {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/ontology/gazetteer/own/", $name))
    };
}

impl Words {
    pub(super) fn load() -> Self {
        Self {
            titles: lines(own!("titles.tsv"))
                .map(|(name, row)| (name, Title { name, field: field(row.get(0)), gender: gender(row.get(1)) }))
                .collect(),
            title_abbreviations: lines(own!("title-abbreviations.tsv"))
                .map(|(short, row)| (short, Title { name: row.get(0), field: field(row.get(1)), gender: None }))
                .collect(),
            professions: lines(own!("professions.tsv")).map(|(name, _)| name).collect(),
            honorifics: lines(own!("honorifics.tsv")).map(|(word, row)| (word, gender(row.get(0)))).collect(),
            nouns: lines(own!("nouns.tsv"))
                .map(|(word, row)| {
                    let kinds = row.get(0).split(',').filter_map(noun_kind).collect();
                    (word, Noun { kinds, gender: gender(row.get(1)) })
                })
                .collect(),
            organisation_words: lines(own!("organisation-words.tsv"))
                .map(|(word, row)| (word, position(row.get(0))))
                .collect(),
            place_words: lines(own!("place-words.tsv"))
                .map(|(word, row)| (word, (position(row.get(0)), place_kind(row.get(1)))))
                .collect(),
            kinship: lines(own!("kinship.tsv")).map(|(word, _)| word).collect(),
            pronouns: lines(own!("pronouns.tsv"))
                .map(|(word, row)| {
                    let pronoun = Pronoun {
                        gender: gender(row.get(0)),
                        neuter: row.get(0) == "N",
                        plural: row.get(1) == "P",
                        form: pronoun_form(row.get(2)),
                    };
                    (word, pronoun)
                })
                .collect(),
            nicknames: lines(own!("nicknames.tsv")).map(|(short, row)| (short, row.get(0))).collect(),
            forenames: lines(own!("forenames.tsv")).map(|(name, row)| (name, gender(row.get(0)))).collect(),
            government_fields: lines(own!("government-fields.tsv")).map(|(word, _)| word).collect(),
            no_names: lines(own!("not-names.tsv")).map(|(word, _)| word).collect(),
            event_words: lines(own!("event-words.tsv")).map(|(word, _)| word).collect(),
            classes: WordClasses::load(own!("word-classes.tsv")),
        }
    }

    /// The title of a phrase in lower case: "vice president".
    pub fn title(&self, phrase: &str) -> Option<Title> {
        self.titles.get(phrase).copied()
    }

    /// The title that a word in its spelling abbreviates: "Sen.".
    pub fn title_abbreviation(&self, word: &str) -> Option<Title> {
        self.title_abbreviations.get(word).copied()
    }

    /// The profession or standing that a word in lower case stands for, where it is no title before names: "violinist".
    pub fn profession(&self, word: &str) -> Option<Title> {
        let &name = self.professions.get(word)?;
        Some(Title { name, field: TitleField::Of("other"), gender: None })
    }

    /// Whether the word is a form of address ("Mr."), and the gender it tells.
    pub fn honorific(&self, word: &str) -> Option<Option<Gender>> {
        self.honorifics.get(word).copied()
    }

    /// What a noun (lemma, lower case) can mean.
    pub fn noun(&self, lemma: &str) -> Option<&Noun> {
        self.nouns.get(lemma)
    }

    /// Whether a noun (lemma, lower case) can mean this.
    pub fn noun_is(&self, lemma: &str, kind: NounKind) -> bool {
        self.noun(lemma).is_some_and(|noun| noun.kinds.contains(&kind))
    }

    /// Whether the word, as written in names, marks an organisation, and where in the name.
    pub fn organisation_word(&self, word: &str) -> Option<WordPosition> {
        self.organisation_words.get(word).copied()
    }

    /// Whether the word, as written in names, marks a place, and where in the name.
    pub fn place_word(&self, word: &str) -> Option<(WordPosition, PlaceKind)> {
        self.place_words.get(word).copied()
    }

    /// Whether the noun is a relation between people.
    pub fn is_kinship(&self, lemma: &str) -> bool {
        self.kinship.contains(lemma)
    }

    /// A forename that news has often, with the gender it tells.
    pub(super) fn forename(&self, word: &str) -> Option<Option<Gender>> {
        self.forenames.get(word).copied()
    }

    /// Whether ministries and their heads are named after this field of government (lower case).
    pub fn is_government_field(&self, words: &str) -> bool {
        self.government_fields.contains(words)
    }

    /// Whether the word, though capitalised, names nothing: weekdays, months.
    pub fn is_no_name(&self, word: &str) -> bool {
        self.no_names.contains(word)
    }

    /// Whether a name that ends in this word names an event, a law or a work: "Summit", "Treaty".
    pub fn is_event_word(&self, word: &str) -> bool {
        self.event_words.contains(word)
    }

    /// Whether the word is in one of the small classes of `word-classes.tsv`.
    pub fn is(&self, class: WordClass, word: &str) -> bool {
        self.classes.has(class, word)
    }

    /// The pronoun of a word in lower case.
    pub fn pronoun(&self, word: &str) -> Option<Pronoun> {
        self.pronouns.get(word).copied()
    }

    /// The full form of a short forename: "Joe" → "Joseph".
    pub fn full_forename(&self, short: &str) -> Option<&'static str> {
        self.nicknames.get(short).copied()
    }
}

fn field(text: &'static str) -> TitleField {
    match text {
        "head" => TitleField::Head,
        "political" => TitleField::Political,
        other => TitleField::Of(other),
    }
}

fn noun_kind(text: &str) -> Option<NounKind> {
    Some(match text {
        "person" => NounKind::Person,
        "organisation" => NounKind::Organisation,
        "country" => NounKind::Country,
        "city" => NounKind::City,
        "region" => NounKind::Region,
        "building" => NounKind::Building,
        "side" => NounKind::Side,
        _ => return None,
    })
}

fn position(text: &str) -> WordPosition {
    match text {
        "first" => WordPosition::First,
        "last" => WordPosition::Last,
        _ => WordPosition::Any,
    }
}

fn pronoun_form(text: &str) -> PronounForm {
    match text {
        "subject" => PronounForm::Subject,
        "object" => PronounForm::Object,
        "possessive" => PronounForm::Possessive,
        "reflexive" => PronounForm::Reflexive,
        _ => PronounForm::Any,
    }
}
