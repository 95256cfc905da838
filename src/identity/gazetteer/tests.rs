use super::{CountryWord, Gazetteer};
use crate::facts::{Gender, PlaceKind};

#[test]
fn countries_are_found_by_name_spelling_and_demonym() {
    let gazetteer = Gazetteer::embedded();
    for name in ["United States", "U.S.", "America"] {
        assert_eq!(
            gazetteer.country(name).map(|(country, form)| (country.code, form)),
            Some(("US", CountryWord::Name))
        );
    }
    assert_eq!(gazetteer.demonym("South Korean").map(|country| country.name), Some("South Korea"));
    assert_eq!(gazetteer.demonym("Syrians").map(|country| country.name), Some("Syria"));
    assert!(gazetteer.demonym("Syria").is_none());
}

#[test]
fn a_name_of_a_great_city_is_a_city_with_its_wikidata_id() {
    let berlin = Gazetteer::embedded().place("Berlin").map(|place| (place.kind, place.country, place.wikidata));
    assert_eq!(berlin, Some((PlaceKind::City, "DE", Some("Q64"))));
    assert_eq!(Gazetteer::embedded().place("Kiev").map(|place| place.kind), Some(PlaceKind::City));
    assert_eq!(Gazetteer::embedded().place("Tuscany").map(|place| place.kind), Some(PlaceKind::Region));
    assert!(Gazetteer::embedded().place("Nowhereville").is_none());
}

#[test]
fn one_organisation_is_found_by_name_and_abbreviation() {
    let gazetteer = Gazetteer::embedded();
    let by_name = gazetteer.organisation("European Central Bank").and_then(|body| body.wikidata);
    assert_eq!(by_name, Some("Q8901"));
    assert_eq!(gazetteer.organisation("ECB").and_then(|body| body.wikidata), by_name);
}

#[test]
fn forenames_tell_gender_where_only_one_bears_them() {
    let gazetteer = Gazetteer::embedded();
    assert_eq!(gazetteer.forename("Maria"), Some(Some(Gender::Feminine)));
    assert_eq!(gazetteer.forename("Treaty"), None);
}

#[test]
fn titles_are_known_in_full_and_abbreviated() {
    let words = Gazetteer::embedded().words();
    assert!(words.title("vice premier").is_some());
    assert_eq!(words.title_abbreviation("Sen.").map(|title| title.name), Some("senator"));
    assert!(words.title("sandwich").is_none());
    assert_eq!(words.honorific("Mrs."), Some(Some(Gender::Feminine)));
    assert!(words.pronoun("her").is_some_and(|her| her.gender == Some(Gender::Feminine) && !her.plural));
    assert!(words.pronoun("their").is_some_and(|their| their.plural));
}
