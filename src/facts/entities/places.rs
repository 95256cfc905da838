//! Which names of places mean one place, what sort of place it is, and where it lies.

use super::context::Context;
use super::grouping::{Draft, squash};
use super::names::{Kind, NameMention};
use super::titles;
use crate::facts::PlaceKind;
use crate::identity::{NounKind, TitleField, WordClass};
use crate::language::Upos;
use std::collections::BTreeMap;

/// Gathers the mentions of places, and of nationalities: an adjective counts for its country where the text names it.
pub(crate) fn group(context: &Context, mentions: &[NameMention], drafts: &mut Vec<Draft>, entity_of: &mut [usize]) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind == Kind::Place) {
        let key = half_of_country(context, mentions, &mention.text).unwrap_or_else(|| key(context, &mention.text));
        let entity = *known.entry(key).or_insert_with(|| {
            drafts.push(new_place(context, mention));
            drafts.len() - 1
        });
        drafts[entity].add_name(&mention.text);
        entity_of[index] = entity;
        contradict_by_neighbour(context, mentions, index, &mut drafts[entity]);
    }
    for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind == Kind::Nationality) {
        let Some(country) = context.gazetteer.demonym(&mention.text) else { continue };
        let key = format!("country {}", country.code);
        let place = known.get(&key).copied();
        if place.is_none() && !names_the_country(context, mention) {
            continue;
        }
        let entity = place.unwrap_or_else(|| {
            let mut draft = Draft::new(Kind::Place);
            draft.place_kind = Some(PlaceKind::Country);
            draft.country = Some(country.code);
            draft.wikidata = country.wikidata;
            draft.fallback = Some(country.name);
            drafts.push(draft);
            drafts.len() - 1
        });
        known.insert(key, entity);
        if drafts[entity].fallback.is_some() {
            drafts[entity].add_name(&mention.text);
        }
        entity_of[index] = entity;
    }
}

/// What names of one place have in common.
fn key(context: &Context, text: &str) -> String {
    match context.gazetteer.place(text) {
        Some(place) if place.kind == PlaceKind::Country && !place.country.is_empty() => {
            format!("country {}", place.country)
        }
        Some(place) => {
            place.wikidata.map_or_else(|| format!("{} {}", place.country, squash(place.name)), str::to_owned)
        }
        None => squash(text.strip_prefix("The ").unwrap_or(text)),
    }
}

/// "the North" where the text tells of North Korea.
fn half_of_country(context: &Context, mentions: &[NameMention], text: &str) -> Option<String> {
    if !context.gazetteer.words().is(WordClass::Compass, text) {
        return None;
    }
    mentions
        .iter()
        .filter(|mention| mention.kind == Kind::Place)
        .find(|mention| {
            mention.text.strip_prefix(text).is_some_and(|rest| rest.starts_with(' '))
                && context.gazetteer.country(&mention.text).is_some()
        })
        .map(|mention| key(context, &mention.text))
}

fn new_place(context: &Context, mention: &NameMention) -> Draft {
    let mut draft = Draft::new(Kind::Place);
    match context.gazetteer.place(&mention.text) {
        Some(place) => {
            draft.place_kind = Some(place.kind);
            draft.country = Some(place.country).filter(|code| !code.is_empty());
            draft.wikidata = place.wikidata;
        }
        None => draft.place_kind = Some(told_kind(context, mention)),
    }
    draft
}

/// Kind of an unknown place, from the words of its name and from the noun it stands by ("the town of …").
fn told_kind(context: &Context, mention: &NameMention) -> PlaceKind {
    let words = context.gazetteer.words();
    let parts: Vec<&str> = mention.text.split(' ').collect();
    for part in [parts[parts.len() - 1], parts[0]] {
        if let Some((_, kind)) = words.place_word(part).filter(|_| parts.len() > 1) {
            return kind;
        }
    }
    let start = mention.tokens.start;
    if start >= 2 && context.word_at(start - 1) == "of" {
        let noun = context.lemma(start - 2);
        for (kind, place_kind) in [(NounKind::City, PlaceKind::City), (NounKind::Region, PlaceKind::Region)] {
            if words.noun_is(&noun, kind) {
                return place_kind;
            }
        }
    }
    if parts.len() == 1 { PlaceKind::City } else { PlaceKind::Other }
}

/// "Paris, Texas" is not the Paris that the gazetteer thinks of first.
fn contradict_by_neighbour(context: &Context, mentions: &[NameMention], index: usize, draft: &mut Draft) {
    let Some(next) = mentions.get(index + 1) else { return };
    let end = mentions[index].tokens.end;
    if next.kind != Kind::Place || next.tokens.start != end + 1 || context.word_at(end) != "," {
        return;
    }
    let Some(outer) = context.gazetteer.place(&next.text) else { return };
    let larger = matches!(outer.kind, PlaceKind::Country | PlaceKind::Region);
    if larger && draft.place_kind == Some(PlaceKind::City) && draft.country.is_some_and(|code| code != outer.country) {
        draft.wikidata = None;
        draft.country = Some(outer.country).filter(|code| !code.is_empty());
    }
}

/// Whether an adjective of nationality stands for the country itself: before the post of a person, and before
/// "city of" and the like; in "French and German officials" both do.
fn names_the_country(context: &Context, mention: &NameMention) -> bool {
    let sentence = context.sentence(mention.tokens.start);
    let end = after_its_like(context, mention.tokens.end, sentence.end);
    if end + 1 >= sentence.end {
        return false;
    }
    let noun = context.lemma(end);
    let words = context.gazetteer.words();
    let divided = [NounKind::City, NounKind::Region].iter().any(|&kind| words.noun_is(&noun, kind));
    if divided && context.word_at(end + 1) == "of" {
        return true;
    }
    let post = (end..sentence.end.min(end + 4))
        .take_while(|&token| matches!(context.upos(token), Upos::Noun | Upos::Propn | Upos::Adj))
        .find_map(|token| titles::of_word(context, token));
    post.is_some_and(|title| matches!(title.field, TitleField::Head | TitleField::Political))
}

/// The end of a list of nationalities, where one ends at `end`: after "German" for the "French" of "French and German".
fn after_its_like(context: &Context, end: u32, limit: u32) -> u32 {
    let joins = |token: u32| token < limit && (context.word_at(token) == "," || context.upos(token) == Upos::Cconj);
    let is_nationality = |token: u32| {
        token < limit
            && (context.gazetteer.demonym(context.word_at(token)).is_some()
                || context.gazetteer.country(context.word_at(token)).is_some())
    };
    let mut at = end;
    while joins(at) {
        let next = if joins(at + 1) { at + 2 } else { at + 1 };
        if !is_nationality(next) {
            return end;
        }
        at = next + 1;
    }
    at
}
