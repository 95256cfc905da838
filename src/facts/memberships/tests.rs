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
fn a_title_before_the_next_name_is_no_apposition() {
    assert_eq!(
        posts("Anna Berg will travel to Oslo on Monday with Helen Marsh, Nato chief Tom Reed and others."),
        [post("Tom Reed", "chief", Some("Nato"), false)]
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
fn who_is_named_something_holds_that_post_at_the_body_that_names() {
    assert_eq!(
        posts("Acme Bank named Marta Kos chief operating officer on Friday."),
        [post("Marta Kos", "chief operating officer", Some("Acme Bank"), false)]
    );
}

#[test]
fn a_body_that_is_named_whole_before_a_title_is_no_part_of_it() {
    assert_eq!(
        posts("European Commission President Marta Kos spoke in Graz."),
        [post("Marta Kos", "president", Some("European Commission"), false)]
    );
}

#[test]
fn who_succeeds_somebody_holds_the_post_that_the_other_held() {
    assert_eq!(
        posts("Marta Kos succeeded Jonas Brandt as foreign minister in March."),
        [post("Marta Kos", "foreign minister", None, false), post("Jonas Brandt", "foreign minister", None, true)]
    );
    assert_eq!(
        posts("Jonas Brandt stepped down as mayor of Graz on Friday."),
        [post("Jonas Brandt", "mayor", Some("Graz"), true)]
    );
    assert_eq!(posts("Jonas Brandt may step down as mayor of Graz on Friday."), []);
}

#[test]
fn a_post_at_large_is_held_where_the_next_words_say() {
    assert_eq!(
        posts("Marta Kos, editor at large at the Northern Gazette, said prices would rise."),
        [post("Marta Kos", "editor at large", Some("Northern Gazette"), false)]
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

#[test]
fn a_profession_in_lower_case_is_a_role_and_a_surname_is_not() {
    assert_eq!(
        posts("The violinist Marta Kos will play in Graz on Friday."),
        [post("Marta Kos", "violinist", None, false)]
    );
    assert!(posts("Marta Baker and Tom Cook will play in Graz on Friday.").is_empty());
}

#[test]
fn two_joined_posts_are_held_at_one_body() {
    assert_eq!(
        posts("Marta Kos, the co-founder and chief executive of Bluewater Energy, said prices would rise."),
        [
            post("Marta Kos", "co-founder", Some("Bluewater Energy"), false),
            post("Marta Kos", "chief executive", Some("Bluewater Energy"), false),
        ]
    );
}

#[test]
fn a_bodys_post_before_a_name_in_commas_is_held_at_the_body() {
    assert_eq!(
        posts("Bluewater Energy's chief executive, Marta Kos, said prices would rise."),
        [post("Marta Kos", "chief executive", Some("Bluewater Energy"), false)]
    );
}

#[test]
fn an_age_between_name_and_post_is_no_part_of_the_role() {
    assert_eq!(
        posts("Marta Kos, 54, a former mayor of Graz, said prices would rise."),
        [post("Marta Kos", "mayor", Some("Graz"), true)]
    );
}

#[test]
fn the_post_of_a_relative_clause_is_held() {
    assert_eq!(
        posts("Marta Kos, who is the mayor of Graz, said prices would rise."),
        [post("Marta Kos", "mayor", Some("Graz"), false)]
    );
}

#[test]
fn party_and_state_in_brackets_tell_where_a_seat_is_held() {
    assert_eq!(
        posts("Sen. Marta Kos (D-Ohio) said prices would rise."),
        [post("Marta Kos", "senator", Some("Ohio"), false)]
    );
    assert_eq!(
        posts("Rep. Tom Field, R-Calif., voted against the bill."),
        [post("Tom Field", "representative", Some("Calif."), false)]
    );
}
