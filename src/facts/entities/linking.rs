//! Ties entities to Wikidata and to what they are part of, where that is beyond doubt.

use super::context::Context;
use super::coreference::State;
use super::grouping::Draft;
use super::names::Kind;
use crate::facts::PlaceKind;
use crate::identity::TitleField;

/// Gives people in public office their Wikidata id: a full name that one person of the table bears alone, and a text
/// that gives him or her a post or names the country.
pub(crate) fn link(context: &Context, state: &mut State) {
    let countries: Vec<&'static str> = state
        .drafts
        .iter()
        .filter(|draft| draft.place_kind == Some(PlaceKind::Country))
        .filter_map(|draft| draft.country)
        .collect();
    let mut political = vec![false; state.drafts.len()];
    for post in state.posts {
        let title = context.gazetteer.words().title(&post.head);
        political[post.entity] |=
            title.is_some_and(|title| matches!(title.field, TitleField::Head | TitleField::Political));
    }
    for (draft, political) in state.drafts.iter_mut().zip(political) {
        if !draft.is(Kind::Person) {
            continue;
        }
        let found =
            draft.names.iter().filter(|name| name.contains(' ')).find_map(|name| context.gazetteer.person(name));
        let Some(person) = found else { continue };
        let contradicted = person.gender.is_some() && draft.gender.is_some() && person.gender != draft.gender;
        if !contradicted && political && (person.country.is_empty() || countries.contains(&person.country)) {
            draft.wikidata = Some(person.wikidata);
            draft.gender = draft.gender.or(person.gender);
        }
    }
}

/// Index of the country that an organisation belongs to or a place lies in, where the text speaks of it.
pub(crate) fn whole(drafts: &[Draft], entity: usize) -> Option<usize> {
    let draft = &drafts[entity];
    let code = draft.country?;
    if draft.place_kind == Some(PlaceKind::Country) || !(draft.is(Kind::Organisation) || draft.is(Kind::Place)) {
        return None;
    }
    drafts.iter().position(|other| {
        other.place_kind == Some(PlaceKind::Country) && other.country == Some(code) && !other.names.is_empty()
    })
}
