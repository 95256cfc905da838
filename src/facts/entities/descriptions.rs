//! What descriptions mean: "the treasury secretary", "the ministry", "both countries", "the two leaders".

use super::context::Context;
use super::coreference::{MENTION_WINDOW, State, introduces};
use super::grouping::Draft;
use super::names::Kind;
use super::phrases::{Determiner, Phrase};
use super::posts::{appositions, country_in};
use super::titles;
use crate::facts::{MentionForm, PlaceKind};
use crate::identity::{NounKind, TitleField};
use crate::language::{TokenId, Upos};
use std::collections::HashMap;

/// Sentences that a description without a name of its own may look back over.
const DESCRIPTION_WINDOW: usize = 4;

/// Posts that a description looks at, before and after itself.
const POST_WINDOW: usize = 60;

/// Descriptions that grammar ties to a name: in apposition ("Ann Lee, the mayor"), or as the head of a phrase that the
/// name closes ("Prime Minister Ann Lee").
pub(crate) fn tied_to_names(
    context: &Context,
    phrases: &[Phrase],
    drafts: &[Draft],
    entity_of: &[usize],
) -> Vec<Option<usize>> {
    let mut tied = vec![None; phrases.len()];
    let by_head: HashMap<TokenId, usize> = phrases
        .iter()
        .enumerate()
        .filter(|(_, phrase)| phrase.name.is_none())
        .map(|(index, phrase)| (phrase.head, index))
        .collect();
    for phrase in phrases {
        let Some(name) = phrase.name else { continue };
        let by_order =
            [titles::described_before(context, &phrase.tokens), titles::described_after(context, phrase.tokens.end)];
        let person = phrase.form == MentionForm::Name;
        for description in
            appositions(context, phrase.head).into_iter().chain(by_order.into_iter().flatten().filter(|_| person))
        {
            let Some(&index) = by_head.get(&description) else { continue };
            let fits = phrases[index].kinds.iter().any(|&kind| matches_kind(&drafts[entity_of[name]], kind));
            if fits && !phrases[index].plural {
                tied[index] = Some(entity_of[name]);
            }
        }
        let head = context.analysis.token(phrase.head).head;
        let relation = context.relation(phrase.head.0);
        if let Some(index) = head.and_then(|head| by_head.get(&head))
            && matches!(relation, "flat" | "nmod:desc" | "flat:name")
            && phrases[*index].can_be(NounKind::Person)
            && !(phrases[*index].head.0..phrase.head.0).any(|token| context.upos(token) == Upos::Cconj)
        {
            tied[*index] = Some(entity_of[name]);
        }
    }
    tied
}

/// Whether a noun can describe an entity: a person's noun a person, and so on.
fn matches_kind(draft: &Draft, kind: NounKind) -> bool {
    match kind {
        NounKind::Person => draft.is(Kind::Person),
        NounKind::Organisation => draft.is(Kind::Organisation),
        NounKind::Country | NounKind::City | NounKind::Region | NounKind::Building => draft.is(Kind::Place),
        NounKind::Side => false,
    }
}

/// The entities that a description means; one without a name is remembered as anonymous.
pub(crate) fn resolve(state: &mut State, index: usize) -> Vec<usize> {
    let phrase = state.phrases[index].clone();
    if let Some(count) = phrase.count.filter(|_| phrase.determiner == Determiner::Definite) {
        let set = plural(state, &phrase, count);
        if !set.is_empty() {
            return set;
        }
    }
    if phrase.plural
        && phrase.determiner == Determiner::Definite
        && phrase.modifiers.is_empty()
        && let Some(set) = plural_without_number(state, &phrase)
    {
        return set;
    }
    if !phrase.plural
        && phrase.determiner != Determiner::Indefinite
        && let Some(entity) = holder_of_post(state, &phrase)
    {
        return vec![entity];
    }
    if !phrase.plural && phrase.determiner == Determiner::Definite {
        let found = organisation(state, &phrase).or_else(|| place(state, &phrase)).or_else(|| person(state, &phrase));
        if let Some(entity) = found {
            return vec![entity];
        }
    }
    if (phrase.determiner == Determiner::Definite || !introduces(&phrase))
        && let Some(entity) = same_noun(state, &phrase)
    {
        return vec![entity];
    }
    if phrase.determiner == Determiner::Bare
        && !phrase.can_be(NounKind::Person)
        && let Some(entity) = same_words(state, &phrase)
    {
        return vec![entity];
    }
    vec![state.anonymous(&phrase)]
}

/// Entities of recent mentions, the nearest first, each once.
fn recent<'s>(state: &'s State, phrase: &Phrase, sentences: usize) -> impl Iterator<Item = (usize, usize)> + 's {
    let sentence = state.context.sentence_index(phrase.head.0);
    let mut given: Vec<usize> = Vec::new();
    state
        .seen
        .iter()
        .rev()
        .take(MENTION_WINDOW)
        .take_while(move |seen| seen.sentence + sentences >= sentence)
        .flat_map(|seen| seen.entities.iter().map(move |&entity| (entity, seen.sentence)))
        .filter(move |(entity, _)| {
            let new = !given.contains(entity);
            given.push(*entity);
            new
        })
}

/// "the two leaders", "both countries": the last so many that fit, if they are near.
fn plural(state: &State, phrase: &Phrase, count: u32) -> Vec<usize> {
    if !(2..=5).contains(&count) {
        return Vec::new();
    }
    let wanted: &[NounKind] = if phrase.kinds.is_empty() { &[] } else { &phrase.kinds };
    let bare = phrase.lemma == "two" || phrase.lemma == "three" || phrase.lemma == "both" || phrase.lemma == "four";
    if wanted.is_empty() && !bare {
        return Vec::new();
    }
    let kinds: Vec<NounKind> = match wanted {
        [] => vec![NounKind::Person, NounKind::Country],
        [NounKind::Side, ..] => vec![NounKind::Country, NounKind::Person, NounKind::Organisation],
        kinds => kinds.to_vec(),
    };
    let count = count as usize;
    for kind in kinds {
        let set: Vec<usize> = match kind {
            NounKind::Country => countries(state, phrase, count),
            _ => recent(state, phrase, DESCRIPTION_WINDOW)
                .map(|(entity, _)| entity)
                .filter(|&entity| is_kind(state, entity, kind) && !state.drafts[entity].names.is_empty())
                .filter(|&entity| {
                    kind != NounKind::Person || holds_office(state, entity, phrase) || !holds_any(state, entity)
                })
                .take(count)
                .collect(),
        };
        // Of "the two ministers" the text calls one so; the other may be "his counterpart".
        let told = kind != NounKind::Person || set.iter().any(|&entity| holds_office(state, entity, phrase));
        if set.len() == count && told {
            let mut set = set;
            let lately = &state.seen[state.seen.len().saturating_sub(3 * MENTION_WINDOW)..];
            set.sort_by_key(|&entity| lately.iter().position(|seen| seen.entities.contains(&entity)));
            return set;
        }
    }
    Vec::new()
}

/// Whether the text says of a person that he or she holds any post.
fn holds_any(state: &State, entity: usize) -> bool {
    state.posts.iter().any(|post| post.entity == entity)
}

/// Whether a person can be one of "the two leaders", "both ministers": the noun names a post he or she holds.
fn holds_office(state: &State, entity: usize, phrase: &Phrase) -> bool {
    let words = state.context.gazetteer.words();
    if words.title(&phrase.lemma).is_none() {
        return true;
    }
    let mut posts = state.posts.iter().filter(|post| post.entity == entity);
    if phrase.lemma == "leader" {
        return posts.any(|post| {
            words.title(&post.head).is_some_and(|title| matches!(title.field, TitleField::Head | TitleField::Political))
        });
    }
    posts.any(|post| post.head == phrase.lemma)
}

/// "both countries", "the two sides": of the countries named lately as more than a place to be, those named most.
fn countries(state: &State, phrase: &Phrase, count: usize) -> Vec<usize> {
    let context = state.context;
    let sentence = context.sentence_index(phrase.head.0);
    for window in [DESCRIPTION_WINDOW, 2 * DESCRIPTION_WINDOW] {
        let mut found: Vec<usize> = Vec::new();
        for seen in
            state.seen.iter().rev().take(2 * MENTION_WINDOW).take_while(|seen| seen.sentence + window >= sentence)
        {
            let [entity] = seen.entities[..] else { continue };
            let country = is_kind(state, entity, NounKind::Country) && !state.drafts[entity].names.is_empty();
            if country && !found.contains(&entity) && !is_whereabouts(context, seen.head) {
                found.push(entity);
            }
        }
        if found.len() >= count {
            found.sort_by_key(|&entity| std::cmp::Reverse(state.counts[entity]));
            found.truncate(count);
            return found;
        }
    }
    Vec::new()
}

/// Whether a place is named only as where something is: "in France", "the French city of …".
fn is_whereabouts(context: &Context, head: TokenId) -> bool {
    let located = context.trees.children_by(head, "case").any(|case| {
        matches!(context.word(case).to_lowercase().as_str(), "in" | "to" | "from" | "at" | "into" | "near")
    });
    let modifies_place = context.analysis.token(head).head.is_some_and(|above| {
        let words = context.gazetteer.words();
        let lemma = context.lemma(above.0);
        context.relation(head.0) == "amod"
            && (words.noun_is(&lemma, NounKind::City) || words.noun_is(&lemma, NounKind::Region))
    });
    located || modifies_place
}

/// "the sides", "the leaders", "the ministers": a set that the text has already made.
fn plural_without_number(state: &State, phrase: &Phrase) -> Option<Vec<usize>> {
    let kinds: Vec<NounKind> = match phrase.kinds.first()? {
        NounKind::Side => vec![NounKind::Country, NounKind::Person],
        kind => vec![*kind],
    };
    let sentence = state.context.sentence_index(phrase.head.0);
    let holds = |entity: usize| state.posts.iter().any(|post| post.entity == entity && post.head == phrase.lemma);
    let all_hold = |entities: &[usize]| {
        kinds[0] != NounKind::Person || phrase.lemma == "leader" || entities.iter().all(|&entity| holds(entity))
    };
    state
        .seen
        .iter()
        .rev()
        .take(MENTION_WINDOW)
        .take_while(|seen| seen.sentence + 2 >= sentence)
        .find(|seen| {
            seen.entities.len() > 1
                && all_hold(&seen.entities)
                && kinds.iter().any(|&kind| {
                    seen.entities
                        .iter()
                        .all(|&entity| is_kind(state, entity, kind) && !state.drafts[entity].names.is_empty())
                })
        })
        .map(|seen| seen.entities.clone())
}

fn is_kind(state: &State, entity: usize, kind: NounKind) -> bool {
    let draft = &state.drafts[entity];
    match kind {
        NounKind::Person => draft.is(Kind::Person) && !draft.plural,
        NounKind::Organisation => draft.is(Kind::Organisation),
        NounKind::Country => draft.is(Kind::Place) && draft.place_kind == Some(PlaceKind::Country),
        NounKind::City => draft.is(Kind::Place) && draft.place_kind == Some(PlaceKind::City),
        NounKind::Region => draft.is(Kind::Place) && draft.place_kind == Some(PlaceKind::Region),
        NounKind::Building => draft.is(Kind::Place) && draft.place_kind == Some(PlaceKind::Building),
        NounKind::Side => false,
    }
}

/// "the foreign minister": whoever the text says holds that post, the last one named before, else the first after.
fn holder_of_post(state: &State, phrase: &Phrase) -> Option<usize> {
    let context = state.context;
    if !phrase.can_be(NounKind::Person) {
        return None;
    }
    let (span, title) = titles::ending_at(context, phrase.head.0)?;
    let head = title.name.rsplit(' ').next().unwrap_or(title.name);
    let country = country_in(context, phrase.tokens.start..phrase.head.0 + 1);
    let mut told: Vec<String> = (phrase.tokens.start.min(span.start)..phrase.head.0)
        .map(|token| context.word_at(token).to_lowercase())
        .filter(|word| !matches!(word.as_str(), "the" | "this" | "that" | "'s" | "’s" | "-"))
        .collect();
    if phrase.determiner == Determiner::Bare && !context.is_capitalised(phrase.head.0) {
        return None;
    }
    if let Some(field) = context
        .trees
        .children_by(phrase.head, "nmod")
        .find(|&child| child.0 > phrase.head.0 && child.0 < phrase.head.0 + 5)
    {
        told.push(context.word(field).to_lowercase());
    }
    if told.iter().any(|word| {
        matches!(
            word.as_str(),
            "former" | "ex" | "late" | "next" | "new" | "a" | "another" | "his" | "her" | "their" | "our" | "my"
        )
    }) {
        return None;
    }
    let country_words = |word: &String| country.is_some() && told_country(context, phrase, word);
    let fits = |post: &&super::posts::Post| {
        post.head == head
            && (country.is_none() || post.country.is_none() || country == post.country)
            && told.iter().all(|word| post.words.contains(word) || country_words(word))
    };
    let at = phrase.head.0;
    let here = state.posts.partition_point(|post| post.at < at);
    let near = &state.posts[here.saturating_sub(POST_WINDOW)..(here + POST_WINDOW).min(state.posts.len())];
    let before = near.iter().filter(|post| post.at < at).rev().find(fits);
    let found = before.or_else(|| near.iter().filter(|post| post.at > at).find(fits))?;
    let rivals = near
        .iter()
        .filter(fits)
        .filter(|post| post.entity != found.entity && (post.at < at) == (found.at < at))
        .any(|post| context.sentence_index(post.at) == context.sentence_index(found.at));
    let recent_holder = recent(state, phrase, 1)
        .map(|(entity, _)| entity)
        .find(|&entity| near.iter().filter(fits).any(|post| post.entity == entity));
    if rivals { recent_holder } else { recent_holder.or(Some(found.entity)) }
}

fn told_country(context: &Context, phrase: &Phrase, word: &str) -> bool {
    (phrase.tokens.start..phrase.head.0).any(|token| {
        context.word_at(token).to_lowercase() == word
            && context.is_capitalised(token)
            && (context.gazetteer.country(context.word_at(token)).is_some()
                || token + 1 < phrase.head.0
                    && context.gazetteer.country(&context.surface(&(token..token + 2))).is_some()
                || token > phrase.tokens.start
                    && context.gazetteer.country(&context.surface(&(token - 1..token + 1))).is_some())
    })
}

/// "the ministry", "the bank": the last organisation whose name has that word; "the company": the last one at hand.
fn organisation(state: &State, phrase: &Phrase) -> Option<usize> {
    if !phrase.can_be(NounKind::Organisation) || !phrase.modifiers.is_empty() {
        return None;
    }
    let named = recent(state, phrase, 30).find(|&(entity, _)| {
        state.drafts[entity].is(Kind::Organisation)
            && state.drafts[entity]
                .names
                .iter()
                .any(|name| name.to_lowercase().split(' ').any(|word| word == phrase.lemma))
    });
    if let Some((entity, _)) = named {
        return Some(entity);
    }
    let generic = matches!(
        phrase.lemma.as_str(),
        "company"
            | "firm"
            | "corporation"
            | "organization"
            | "organisation"
            | "agency"
            | "newspaper"
            | "party"
            | "bloc"
            | "alliance"
    );
    if !generic {
        return None;
    }
    recent(state, phrase, 2)
        .find(|&(entity, _)| state.drafts[entity].is(Kind::Organisation) && !state.drafts[entity].names.is_empty())
        .map(|(entity, _)| entity)
}

/// "the country", "the city": the last one of the kind.
fn place(state: &State, phrase: &Phrase) -> Option<usize> {
    if !phrase.modifiers.is_empty() {
        return None;
    }
    let kind = match phrase.kinds.first()? {
        kind @ (NounKind::Country | NounKind::City) => *kind,
        _ => return None,
    };
    if matches!(phrase.lemma.as_str(), "state" | "power" | "economy" | "government" | "capital" | "port") {
        return None;
    }
    recent(state, phrase, 2).find(|&(entity, _)| is_kind(state, entity, kind)).map(|(entity, _)| entity)
}

/// "the man", "the 37-year-old": the last person that fits.
fn person(state: &State, phrase: &Phrase) -> Option<usize> {
    if !phrase.can_be(NounKind::Person) || !phrase.modifiers.is_empty() {
        return None;
    }
    let plain = phrase.lemma.ends_with("-year-old")
        || matches!(
            phrase.lemma.as_str(),
            "man" | "woman" | "boy" | "girl" | "teenager" | "youth" | "politician" | "lawmaker"
        );
    if !plain {
        return None;
    }
    recent(state, phrase, 2)
        .find(|&(entity, _)| {
            let draft = &state.drafts[entity];
            state.is_person(entity)
                && !draft.plural
                && (draft.gender.is_none() || phrase.gender.is_none() || draft.gender == phrase.gender)
        })
        .map(|(entity, _)| entity)
}

/// "the visit" after "a visit": the last anonymous thing that the same noun introduced.
fn same_noun(state: &State, phrase: &Phrase) -> Option<usize> {
    recent(state, phrase, 12)
        .find(|&(entity, _)| {
            state.nouns[entity].as_deref() == Some(phrase.lemma.as_str())
                && state.drafts[entity].plural == phrase.plural
        })
        .map(|(entity, _)| entity)
}

/// "steel", "interest rates": the same words without an article speak of the same.
fn same_words(state: &State, phrase: &Phrase) -> Option<usize> {
    let lately = state.seen.iter().rev().take(MENTION_WINDOW);
    lately
        .filter(|seen| seen.form == MentionForm::Description && seen.entities.len() == 1)
        .find(|seen| {
            let other = &state.phrases[seen.phrase];
            other.lemma == phrase.lemma && other.modifiers == phrase.modifiers && other.plural == phrase.plural
        })
        .map(|seen| seen.entities[0])
}

impl State<'_, '_> {
    /// The entity of a phrase further on, where it is a name.
    pub(crate) fn name_entity(&self, index: usize) -> Option<usize> {
        let phrase = &self.phrases[index];
        phrase.name.filter(|_| phrase.form == MentionForm::Name).map(|name| self.entity_of[name])
    }
}
