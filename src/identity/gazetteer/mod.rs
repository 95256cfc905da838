//! What is known about names before a text is read: countries, cities, organisations, people, titles and nouns.
//!
//! In: a name or a word. Out: what it may stand for, with Wikidata ids. The tables lie in `ontology/gazetteer`, each
//! with its source and licence; the large ones are searched in place, the small ones are hashed at first use.

mod classes;
mod table;
mod words;

use crate::facts::{Gender, PlaceKind};
pub use classes::WordClass;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use table::{SortedTable, lines};
pub use words::{Noun, NounKind, Pronoun, PronounForm, Title, TitleField, WordPosition, Words};

/// A country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 code of two letters.
    pub code: &'static str,
    /// Common English name.
    pub name: &'static str,
    /// Wikidata id.
    pub wikidata: Option<&'static str>,
    /// Name of the capital.
    pub capital: &'static str,
}

/// How a word names a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountryWord {
    /// "South Korea".
    Name,
    /// "South Korean": the adjective, and a person of that country.
    Demonym,
    /// "Spaniards": the people alone.
    People,
}

/// A place that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What sort of place.
    pub kind: PlaceKind,
    /// Name the gazetteer prefers; different spellings of one place share it.
    pub name: &'static str,
    /// ISO 3166-1 code of the country it lies in, or `""`.
    pub country: &'static str,
    /// Number of inhabitants, 0 where unknown.
    pub population: u32,
    /// Wikidata id, where the name means this place beyond doubt.
    pub wikidata: Option<&'static str>,
}

/// An organisation that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Organisation {
    /// Name the gazetteer prefers.
    pub name: &'static str,
    /// ISO 3166-1 code of its country, or `""`.
    pub country: &'static str,
    /// Wikidata id.
    pub wikidata: Option<&'static str>,
    /// Whether one word, though no abbreviation, is enough to know it by: "Greenpeace", but not "Congress".
    pub known_alone: bool,
}

/// A person in public office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicPerson {
    /// Wikidata id.
    pub wikidata: &'static str,
    /// Gender, where the source gives it.
    pub gender: Option<Gender>,
    /// ISO 3166-1 code of the country, or `""`.
    pub country: &'static str,
}

/// The tables. Use [`Gazetteer::embedded`].
#[derive(Debug)]
pub struct Gazetteer {
    country_names: SortedTable,
    regions: SortedTable,
    cities: SortedTable,
    city_wikidata: SortedTable,
    bodies: SortedTable,
    people: SortedTable,
    /// Surnames of those people that are no forename and no common word.
    public_surnames: HashSet<&'static str>,
    forenames: SortedTable,
    surnames: SortedTable,
    countries: HashMap<&'static str, Country>,
    own_country_names: HashMap<&'static str, (&'static str, CountryWord)>,
    own_city_wikidata: HashMap<&'static str, &'static str>,
    own_places: HashMap<&'static str, Place>,
    own_organisations: HashMap<&'static str, Organisation>,
    words: Words,
}

static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/ontology/gazetteer/", $name))
    };
}

impl Gazetteer {
    /// The gazetteer of the binary; made ready at first use, in about a millisecond.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    fn load() -> Self {
        let countries = lines(table!("countries.tsv"))
            .map(|(code, row)| (code, Country { code, name: row.get(0), wikidata: row.filled(1), capital: row.get(2) }))
            .collect();
        let own_country_names = lines(table!("own/country-names.tsv"))
            .map(|(name, row)| (name, (row.get(0), country_word(row.get(1)))))
            .collect();
        let own_places = lines(table!("own/places.tsv"))
            .map(|(name, row)| {
                let kind = place_kind(row.get(0));
                let main = row.filled(3).unwrap_or(name);
                (name, Place { kind, name: main, country: row.get(2), population: 0, wikidata: row.filled(1) })
            })
            .collect();
        let own_organisations = lines(table!("own/organisations.tsv"))
            .map(|(name, row)| {
                let known_alone = row.get(3) == "alone";
                (name, Organisation { name: row.get(0), country: row.get(1), wikidata: row.filled(2), known_alone })
            })
            .collect();
        Self {
            country_names: SortedTable::new(table!("country-names.tsv")),
            regions: SortedTable::new(table!("regions.tsv")),
            cities: SortedTable::new(table!("cities.tsv")),
            city_wikidata: SortedTable::new(table!("city-wikidata.tsv")),
            bodies: SortedTable::new(table!("bodies.tsv")),
            people: SortedTable::new(table!("people.tsv")),
            public_surnames: lines(table!("people.tsv")).filter_map(|(name, row)| surname(name, row.get(2))).collect(),
            forenames: SortedTable::new(table!("forenames.tsv")),
            surnames: SortedTable::new(table!("surnames.tsv")),
            countries,
            own_country_names,
            own_city_wikidata: lines(table!("own/city-wikidata.tsv")).map(|(city, row)| (city, row.get(0))).collect(),
            own_places,
            own_organisations,
            words: Words::load(),
        }
    }

    /// The country that a name or demonym belongs to, and which of the two the word is.
    pub fn country(&self, word: &str) -> Option<(Country, CountryWord)> {
        let (code, form) = match self.own_country_names.get(word) {
            Some(&found) => found,
            None => {
                let row = self.country_names.row(word)?;
                (row.get(0), country_word(row.get(1)))
            }
        };
        Some((*self.countries.get(code)?, form))
    }

    /// The country of an ISO 3166-1 code.
    pub fn country_of_code(&self, code: &str) -> Option<Country> {
        self.countries.get(code).copied()
    }

    /// The country whose adjective or people the word is; plurals ("Syrians") are understood.
    pub fn demonym(&self, word: &str) -> Option<Country> {
        let (country, form) = self.country(word).or_else(|| self.country(word.strip_suffix('s')?))?;
        (form == CountryWord::Demonym || form == CountryWord::People).then_some(country)
    }

    /// The place that a name most likely means: a country before a great city, a city before a division.
    pub fn place(&self, name: &str) -> Option<Place> {
        if let Some((country, CountryWord::Name)) = self.country(name) {
            return Some(Place {
                kind: PlaceKind::Country,
                name: country.name,
                country: country.code,
                population: 0,
                wikidata: country.wikidata,
            });
        }
        if let Some(&place) = self.own_places.get(name) {
            return Some(place);
        }
        let city = self.city(name);
        let region = self.region(name);
        match (city, region) {
            (Some(city), Some(region))
                if city.name.strip_suffix(" City") == Some(name)
                    || city.population < 1_000_000 && region.country != city.country =>
            {
                Some(region)
            }
            (Some(city), _) => Some(city),
            (None, region) => region,
        }
    }

    fn city(&self, name: &str) -> Option<Place> {
        let mut best: Option<Place> = None;
        let mut identifier = "";
        let mut second = 0;
        for row in self.cities.rows(name) {
            let population = row.get(3).parse().unwrap_or(0);
            if best.is_none_or(|best| population > best.population) {
                second = best.map_or(0, |best| best.population);
                identifier = row.get(4);
                best = Some(Place {
                    kind: PlaceKind::City,
                    name: row.get(0),
                    country: row.get(1),
                    population,
                    wikidata: None,
                });
            } else {
                second = second.max(population);
            }
        }
        let mut best = best?;
        let capital = self.country_of_code(best.country).is_some_and(|country| country.capital == best.name);
        if (best.population > 1_000_000 || capital) && best.population / 5 > second {
            let own = self.own_city_wikidata.get(identifier).copied();
            best.wikidata = own.or_else(|| self.city_wikidata.row(identifier).and_then(|row| row.filled(0)));
        }
        Some(best)
    }

    fn region(&self, name: &str) -> Option<Place> {
        let mut rows = self.regions.rows(name);
        let row = rows.next()?;
        let wikidata = if rows.next().is_none() { row.filled(1) } else { None };
        Some(Place {
            kind: PlaceKind::Region,
            name: self.regions.key(name)?,
            country: row.get(0),
            population: 0,
            wikidata,
        })
    }

    /// The organisation of a name or abbreviation.
    pub fn organisation(&self, name: &str) -> Option<Organisation> {
        self.own_organisations.get(name).copied().or_else(|| {
            let row = self.bodies.row(name)?;
            let wikidata = row.filled(1);
            Some(Organisation { name: row.get(0), country: "", wikidata, known_alone: wikidata.is_some() })
        })
    }

    /// The only person in public office of this full name; "Kim Jong Un" is looked up as "Kim Jong-un" too.
    pub fn person(&self, name: &str) -> Option<PublicPerson> {
        let hyphened = || {
            let (rest, last) = name.rsplit_once(' ').filter(|(rest, _)| rest.contains(' '))?;
            self.people.row(&format!("{rest}-{}", last.to_lowercase()))
        };
        let row = self.people.row(name).or_else(hyphened)?;
        Some(PublicPerson { wikidata: row.get(0), gender: gender(row.get(1)), country: row.get(2) })
    }

    /// Whether the word is the surname of a person in public office: "Netanyahu".
    pub fn is_public_surname(&self, word: &str) -> bool {
        self.public_surnames.contains(word)
    }

    /// Whether the word is a forename, and the gender it tells (none where both bear it).
    pub fn forename(&self, word: &str) -> Option<Option<Gender>> {
        self.words.forename(word).or_else(|| self.forenames.row(word).map(|row| gender(row.get(0))))
    }

    /// Whether the word is among the common surnames.
    pub fn is_surname(&self, word: &str) -> bool {
        self.surnames.row(word).is_some()
    }

    /// Titles, nouns, pronouns and other words.
    pub fn words(&self) -> &Words {
        &self.words
    }
}

/// The surname of a full name: the first word in China, Korea and Vietnam, elsewhere the last. Short ones are left out.
fn surname(name: &'static str, country: &str) -> Option<&'static str> {
    let first = matches!(country, "CN" | "KP" | "KR" | "VN" | "TW");
    let word = if first { name.split(' ').next() } else { name.rsplit(' ').next() };
    word.filter(|word| word.chars().count() > 3 && word.contains(char::is_lowercase))
}

fn country_word(text: &str) -> CountryWord {
    match text {
        "demonym" => CountryWord::Demonym,
        "people" => CountryWord::People,
        _ => CountryWord::Name,
    }
}

fn place_kind(text: &str) -> PlaceKind {
    match text {
        "city" => PlaceKind::City,
        "country" => PlaceKind::Country,
        "region" => PlaceKind::Region,
        "building" => PlaceKind::Building,
        _ => PlaceKind::Other,
    }
}

fn gender(text: &str) -> Option<Gender> {
    match text {
        "F" => Some(Gender::Feminine),
        "M" => Some(Gender::Masculine),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
