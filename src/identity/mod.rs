//! Who is who: the gazetteer of known names, and resolution across documents.

mod gazetteer;

pub use gazetteer::{
    Country, CountryWord, Gazetteer, Noun, NounKind, Organisation, Place, Pronoun, PronounForm, PublicPerson, Title,
    TitleField, WordClass, WordPosition, Words,
};
