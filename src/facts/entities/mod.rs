//! [`Analysis`] → [`Referents`]: who and what the text speaks of, and which phrase means which.
//!
//! In: a document, its analysis and the gazetteer. Out: one entity for each person, organisation, place … with its
//! names, and every mention of it: names, descriptions ("the treasury secretary", "both countries") and pronouns.
//! The steps: names are repaired and completed (`names`, with `pieces`, `spans`, `shape`, `known`; `titles`, `surnames`), gathered (`grouping`, `people`,
//! `places`, `organisations`), the other phrases found (`phrases`) and resolved (`coreference`, `descriptions`).

mod chains;
pub(crate) mod context;
mod coreference;
mod descriptions;
mod grouping;
mod known;
mod linking;
mod names;
mod organisations;
mod people;
mod phrases;
mod pieces;
mod places;
mod posts;
mod shape;
mod spans;
mod surnames;
pub(crate) mod titles;

pub use chains::chains;

use super::{Entity, EntityId, EntityKind, Mention, PlaceKind, Referents};
use crate::identity::{Gazetteer, WordClass};
use crate::ingest::Document;
use crate::language::{Analysis, TokenId};
use context::Context;
use coreference::State;
use grouping::Draft;
use names::{Kind, NameMention};

/// Finds the entities of a document and every mention of them. The cost is linear in the length of the text.
pub fn find(document: &Document, analysis: &Analysis, gazetteer: &Gazetteer) -> Referents {
    let context = Context::new(document, analysis, gazetteer);
    resolved(&context, |names, mut state| {
        linking::link(&context, &mut state);
        assemble(&context, names, &state)
    })
}

/// All steps up to what each phrase means, for `then` to make something of.
fn resolved<T>(context: &Context, then: impl FnOnce(&[NameMention], State) -> T) -> T {
    let mut names = names::find(context);
    surnames::complete(context, &mut names);
    let (drafts, entity_of) = grouping::group(context, &mut names);
    let posts = posts::find(context, &names, &entity_of);
    let phrases = phrases::find(context, &names);
    then(&names, coreference::resolve(context, &phrases, &entity_of, drafts, &posts))
}

/// Puts the named entities, in the order of their first mention, and their mentions together.
fn assemble(context: &Context, names: &[NameMention], state: &State) -> Referents {
    let mut id_of: Vec<Option<EntityId>> = vec![None; state.drafts.len()];
    let mut referents = Referents::default();
    let mut order = Vec::new();
    for (phrase, meaning) in state.phrases.iter().zip(&state.meaning) {
        for &entity in meaning.iter().filter(|&&entity| is_listed(&state.drafts[entity])) {
            let id = *id_of[entity].get_or_insert_with(|| {
                order.push(entity);
                EntityId(order.len() as u32 - 1)
            });
            let span = context.analysis.span(&phrase.tokens);
            referents.mentions.push(Mention { span, entity: id, form: phrase.form });
            add_head(&mut referents, phrase.head, id);
            if let Some(name) = phrase.name {
                for token in names[name].tokens.clone() {
                    add_head(&mut referents, TokenId(token), id);
                }
                add_title_head(context, &mut referents, &names[name], phrase.head, id);
            }
        }
    }
    referents.mentions.sort_by_key(|mention| (mention.span.start, mention.span.end, mention.entity));
    add_relative_pronouns(context, &mut referents);
    referents.entities = order.iter().map(|&entity| entity_of(context, &state.drafts[entity])).collect();
    let parts: Vec<Option<EntityId>> =
        order.iter().map(|&entity| linking::whole(&state.drafts, entity).and_then(|whole| id_of[whole])).collect();
    for (entity, part_of) in referents.entities.iter_mut().zip(parts) {
        entity.part_of = part_of;
    }
    referents
}

fn is_listed(draft: &Draft) -> bool {
    !draft.names.is_empty()
}

fn add_head(referents: &mut Referents, head: TokenId, entity: EntityId) {
    let entities = referents.by_head.entry(head).or_default();
    if !entities.contains(&entity) {
        entities.push(entity);
    }
}

/// Where the tree makes the title the head of the phrase, the title means the person too.
fn add_title_head(context: &Context, referents: &mut Referents, name: &NameMention, head: TokenId, id: EntityId) {
    let Some(title) = &name.title else { return };
    if let Some(last) = title.clone().rev().find(|&token| titles::of_word(context, token).is_some()) {
        referents.by_head.insert(TokenId(last), vec![id]);
    }
    if let Some(above) = context.analysis.token(head).head.filter(|above| title.contains(&above.0)) {
        referents.by_head.insert(above, vec![id]);
    }
}

/// "the envoy, who met …": the relative pronoun means what its clause describes.
fn add_relative_pronouns(context: &Context, referents: &mut Referents) {
    for index in 0..context.analysis.tokens.len() as u32 {
        if !context.relation(index).starts_with("acl:relcl") {
            continue;
        }
        let Some(described) = context.analysis.token(TokenId(index)).head else { continue };
        let entities = referents.at(described).to_vec();
        if entities.is_empty() {
            continue;
        }
        let relative = context.trees.children(TokenId(index)).iter().copied().find(|&child| {
            child.0 < index && context.gazetteer.words().is(WordClass::Relative, &context.word(child).to_lowercase())
        });
        if let Some(relative) = relative {
            referents.by_head.entry(relative).or_insert(entities);
        }
    }
}

fn entity_of(context: &Context, draft: &Draft) -> Entity {
    let kind = match draft.kind {
        Some(Kind::Person) => EntityKind::Person,
        Some(Kind::Organisation) => EntityKind::Organisation,
        Some(Kind::Place) => EntityKind::Place,
        Some(Kind::Nationality) => EntityKind::Nationality,
        _ => EntityKind::Other,
    };
    let named: Vec<&String> = draft.names.iter().collect();
    let fullest = named
        .iter()
        .enumerate()
        .max_by_key(|(index, name)| (name.split(' ').count(), name.chars().count(), std::cmp::Reverse(*index)))
        .map(|(_, name)| name.to_string())
        .unwrap_or_default();
    let name = draft
        .fallback
        .filter(|_| !draft.names.iter().any(|name| is_country_name(context, name)))
        .map_or(fullest, str::to_owned);
    let common = draft.country.filter(|_| draft.place_kind == Some(PlaceKind::Country));
    let common = common.and_then(|code| context.gazetteer.country_of_code(code)).map(|country| country.name.to_owned());
    let name = common.filter(|common| draft.names.contains(common)).unwrap_or(name);
    let mut aliases: Vec<String> = draft.names.iter().filter(|alias| **alias != name).cloned().collect();
    aliases.sort();
    Entity {
        kind,
        name,
        aliases,
        place_kind: draft.place_kind,
        gender: draft.gender.filter(|_| draft.is(Kind::Person)),
        wikidata: draft.wikidata.map(str::to_owned),
        part_of: None,
    }
}

fn is_country_name(context: &Context, name: &str) -> bool {
    context.gazetteer.place(name).is_some()
}

#[cfg(test)]
mod tests;
