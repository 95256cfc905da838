//! Facts → quads.

use crate::meeting::berg_meets_kowalski;
use crate::support::Article;
use attache::facts::{EntityKind, Filler, Status};
use attache::graph::{Mint, map, time_literal};
use attache::language::Analysis;

fn lines(article: &Article) -> Vec<String> {
    article.mapped().quads.iter().map(ToString::to_string).collect()
}

fn has(article: &Article, parts: &[&str]) -> bool {
    lines(article).iter().any(|line| parts.iter().all(|part| line.contains(part)))
}

#[test]
fn a_meeting_is_a_node_with_its_parties_place_day_reason_and_status() {
    let article = berg_meets_kowalski("one", "2026-03-04", Status::Happened);
    assert!(has(&article, &["#participant>", "person/anna-berg"]));
    assert!(has(&article, &["sem/hasActor>", "person/jan-kowalski"]));
    assert!(has(&article, &["sem/hasPlace>", "place/oslo"]));
    assert!(has(&article, &["hasBeginTimeStamp>", "\"2026-03-03\"^^", "#date"]));
    assert!(has(&article, &["#purpose>", "\"fishing rights\"@en"]));
    assert!(has(&article, &["event/meeting-", "#status>", "#Happened"]));
}

#[test]
fn every_quad_lies_in_the_graph_of_its_document() {
    let article = berg_meets_kowalski("one", "2026-03-04", Status::Happened);
    assert!(lines(&article).iter().all(|line| line.ends_with("<https://news.example/one>")), "{:?}", lines(&article));
}

#[test]
fn evidence_is_named_by_characters_not_bytes() {
    let mut article = Article::new("a", None, "2026-03-04", "Über Zürich: Anna Berg met Jan Kowalski.");
    let berg = article.person("Anna Berg");
    let kowalski = article.person("Jan Kowalski");
    article.event(
        "Meeting",
        &[("participant", berg), ("participant", kowalski)],
        Status::Happened,
        "Anna Berg met Jan Kowalski.",
    );
    assert!(has(&article, &["#char=13,40>", "anchorOf>", "\"Anna Berg met Jan Kowalski.\""]));
}

#[test]
fn an_event_whose_evidence_does_not_lie_in_the_text_is_left_out() {
    let mut article = berg_meets_kowalski("one", "2026-03-04", Status::Happened);
    for claim in &mut article.facts.claims {
        claim.provenance.span.start += 10_000;
        claim.provenance.span.end += 10_000;
    }
    assert!(!has(&article, &["event/"]));
}

#[test]
fn a_meeting_with_a_day_has_the_same_iri_in_every_article_and_one_without_has_not() {
    let event = |article: &Article| {
        lines(article).iter().find_map(|line| {
            let event = line.split(' ').next().filter(|subject| subject.contains("event/meeting-"));
            event.map(str::to_owned)
        })
    };
    let (one, other) = (
        berg_meets_kowalski("one", "2026-03-04", Status::Happened),
        berg_meets_kowalski("two", "2026-03-01", Status::Planned),
    );
    assert_eq!(event(&one), event(&other));
    let (mut one, mut other) = (one, other);
    one.facts.events[0].time = None;
    other.facts.events[0].time = None;
    assert_ne!(event(&one), event(&other));
}

#[test]
fn two_statements_with_the_same_words_stay_two_events() {
    let mut article = Article::new("a", None, "2026-03-04", "“No,” Berg said. “No,” Berg said again.");
    let berg = article.person("Berg");
    article.says(berg, "No,", attache::facts::SpeechForm::Direct);
    article.says(berg, "No,", attache::facts::SpeechForm::Direct);
    let subjects: std::collections::BTreeSet<String> = lines(&article)
        .iter()
        .filter(|line| line.contains("#said>"))
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    assert_eq!(subjects.len(), 2);
}

#[test]
fn a_party_without_a_name_becomes_a_group_of_its_document() {
    let mut article = berg_meets_kowalski("one", "2026-03-04", Status::Happened);
    let words = article.passage("fishing rights");
    article.facts.events[0].roles[1].filler = Filler::Text(words);
    assert!(has(&article, &["group/fishing-rights-", "#Group>"]));
}

#[test]
fn an_article_without_an_address_is_named_by_its_text() {
    let (mut one, mut same) = (
        Article::new("one", None, "2026-03-04", "Nothing happened."),
        Article::new("other name", None, "2026-03-04", "Nothing happened."),
    );
    assert_eq!(one.mapped().document, same.mapped().document);
    same.document.text.push('!');
    assert_ne!(one.mapped().document, same.mapped().document);
    one.document.url = Some("https://news.example/nothing#top".into());
    assert_eq!(one.mapped().document.as_str(), "https://news.example/nothing");
}

#[test]
fn another_base_names_everything_that_is_minted() -> Result<(), Box<dyn std::error::Error>> {
    let article = berg_meets_kowalski("one", "2026-03-04", Status::Happened);
    let mint = Mint::new("https://graph.example/")?;
    let mapped = map(&article.document, &Analysis::default(), &article.facts, &mint);
    assert!(mapped.quads.iter().all(|quad| !quad.to_string().contains("w3id.org/attache/id/")));
    assert!(mapped.quads.iter().any(|quad| quad.to_string().contains("https://graph.example/person/anna-berg")));
    Ok(())
}

#[test]
fn a_time_keeps_the_precision_of_the_text() {
    let datatype = |value: &str| time_literal(value).map(|literal| literal.datatype().as_str().to_owned());
    assert!(datatype("2026-03-15").is_some_and(|datatype| datatype.ends_with("#date")));
    assert!(datatype("2026-03").is_some_and(|datatype| datatype.ends_with("#gYearMonth")));
    assert!(datatype("2026").is_some_and(|datatype| datatype.ends_with("#gYear")));
    for wrong in ["2026-13", "2026-02-30", "spring", "26", ""] {
        assert_eq!(datatype(wrong), None, "{wrong}");
    }
}

#[test]
fn a_country_and_the_people_named_after_it_are_two_things() {
    let mut article = Article::new("a", None, "2026-03-04", "Norway. Norwegian");
    article.place("Norway");
    article.entity(EntityKind::Nationality, "Norwegian", &[]);
    assert!(has(&article, &["place/norway>", "https://schema.org/Place"]));
    assert!(has(&article, &["people/norwegian>", "#People>"]));
}
