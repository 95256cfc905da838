use super::find;
use crate::facts::entities;
use crate::identity::Gazetteer;
use crate::ingest::Document;
use crate::language::Reader;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::embedded().unwrap());

/// The posts of a text: who, role, where it is held, and whether it is past.
fn posts(text: &str) -> Vec<(String, String, Option<String>, bool)> {
    let document = Document::from_text("test", text);
    let analysis = READER.read(&document).unwrap();
    let gazetteer = Gazetteer::embedded();
    let referents = entities::find(&document, &analysis, gazetteer);
    let found = find(&document, &analysis, &referents, gazetteer);
    found
        .into_iter()
        .map(|post| {
            let at = post.at.map(|at| referents.entity(at).name.clone()).or(post.at_text);
            (referents.entity(post.who).name.clone(), post.role, at, post.former)
        })
        .collect()
}

fn post(who: &str, role: &str, at: Option<&str>, former: bool) -> (String, String, Option<String>, bool) {
    (who.to_owned(), role.to_owned(), at.map(str::to_owned), former)
}

#[test]
fn a_title_before_a_name_is_a_post_at_the_country_before_it() {
    assert_eq!(
        posts("Norwegian Finance Minister Ingrid Solberg arrived on Tuesday."),
        [post("Ingrid Solberg", "finance minister", Some("Norway"), false)]
    );
    assert_eq!(
        posts("U.S. Commerce Secretary Laura Whitfield spoke in Vienna."),
        [post("Laura Whitfield", "commerce secretary", Some("U.S."), false)]
    );
}

#[test]
fn an_apposition_may_give_two_posts() {
    assert_eq!(
        posts(
            "Daniel Osei, a senior analyst at Dutch bank Corvina and a research fellow at the Northern Institute of \
             Trade Studies, said prices would rise."
        ),
        [
            post("Daniel Osei", "senior analyst", Some("Corvina"), false),
            post("Daniel Osei", "research fellow", Some("Northern Institute of Trade Studies"), false),
        ]
    );
}

#[test]
fn a_copula_gives_a_post_and_a_denied_one_does_not() {
    assert_eq!(
        posts("Helen Marsh is the chief executive of Bluewater Energy."),
        [post("Helen Marsh", "chief executive", Some("Bluewater Energy"), false)]
    );
    assert!(posts("Helen Marsh is not the chief executive of Bluewater Energy.").is_empty());
}

#[test]
fn former_posts_are_past() {
    assert_eq!(
        posts("Former Prime Minister Jonas Brandt criticised the plan."),
        [post("Jonas Brandt", "prime minister", None, true)]
    );
}

#[test]
fn who_is_appointed_as_something_holds_that_post() {
    assert_eq!(
        posts("Jonas Brandt was appointed as special envoy to Cyprus on Friday."),
        [post("Jonas Brandt", "special envoy to Cyprus", None, false)]
    );
}

#[test]
fn relations_are_held_at_the_other_person() {
    assert_eq!(
        posts("Maria Duarte arrived with her husband, Paulo Duarte, on Monday."),
        [post("Paulo Duarte", "husband of", Some("Maria Duarte"), false)]
    );
}

#[test]
fn a_title_in_the_plural_is_the_post_of_each() {
    assert_eq!(
        posts("Councillors Ann Brook of the Harbour Party and Lee Stone of the Green Union were re-elected."),
        [
            post("Ann Brook", "councillor", Some("Harbour Party"), false),
            post("Lee Stone", "councillor", Some("Green Union"), false),
        ]
    );
}

#[test]
fn a_name_without_a_title_has_no_post() {
    assert!(posts("In Turkey Ann Brook met a group of students and a minister.").is_empty());
}
