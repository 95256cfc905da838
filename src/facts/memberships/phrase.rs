//! A phrase that names a post, taken apart: the role, where it is held, and whether it is past.

use crate::facts::entities::context::Context;
use crate::facts::entities::titles;
use crate::facts::{EntityId, EntityKind, MentionForm, Referents};
use crate::identity::{NounKind, WordClass};
use crate::language::{TokenId, Upos};
use std::ops::Range;

/// A post as a phrase gives it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Post {
    /// The role in the words of the text.
    pub(super) role: String,
    pub(super) at: Option<EntityId>,
    pub(super) at_text: Option<String>,
    pub(super) former: bool,
    /// Tokens of the whole phrase.
    pub(super) tokens: Range<u32>,
}

/// Reads a phrase around a title: `tokens` are its words, `head` the title's last word.
pub(super) fn read(context: &Context, referents: &Referents, tokens: Range<u32>, head: u32) -> Option<Post> {
    let head = whole_title(context, head);
    let (title, known) = titles::ending_at(context, head)?;
    let mut start = tokens.start;
    let mut former = false;
    let mut at: Option<EntityId> = None;
    let mut at_text = None;
    let mut role_start = title.start;
    let mut index = start;
    while index < title.start {
        let word = context.word_at(index).to_lowercase();
        if context.gazetteer.words().is(WordClass::PastHolder, &word) {
            former = true;
            index += 1;
            role_start = role_start.max(index);
            continue;
        }
        if let Some((entity, end)) = holder_at(context, referents, index, head) {
            if end + 1 < title.start && context.word_at(end) == "-" && context.upos(end + 1) == Upos::Verb {
                index = end + 2;
                start = index;
                continue;
            }
            if let Some((country, field)) = country_and_field(context, referents, entity, index..end, known.name) {
                at = Some(country);
                start = field;
                break;
            }
            at = Some(entity);
            index = end;
            while index < title.start
                && (context.is_possessive_mark(index)
                    || context.word_at(index) == "-"
                    || context.is_in(WordClass::AdministrativeWord, index))
            {
                index += 1;
            }
            start = index;
            continue;
        }
        index += 1;
    }
    if let Some(mark) = (start..title.start).rev().find(|&token| context.is_possessive_mark(token)) {
        let owner = context.analysis.token(TokenId(mark)).head.filter(|owner| owner.0 < mark);
        at = at.or_else(|| held_by(referents, owner?));
        start = mark + 1;
    }
    let mut from = start;
    if let Some(old) = (from..title.start).rev().find(|&token| is_age(context, token)) {
        from = (old + 1).min(title.start);
    }
    if let Some(leaning) = (from..title.start).rev().find(|&token| is_leaning(context, token)) {
        from = (leaning + 1).min(title.start);
    }
    while from < title.start {
        let word = context.word_at(from).to_lowercase();
        let droppable = context.gazetteer.words().is(WordClass::PastHolder, &word)
            || matches!(
                context.upos(from),
                Upos::Det | Upos::Num | Upos::Punct | Upos::Pron | Upos::Cconj | Upos::Adp | Upos::Part
            )
            || context.gazetteer.words().honorific(context.word_at(from)).is_some();
        if !droppable {
            break;
        }
        former |= context.gazetteer.words().is(WordClass::PastHolder, &word);
        from += 1;
    }
    // "European Commission President": of the title "commission president" only what does not belong to the body.
    let role_start = if from <= head { from } else { title.start };
    let mut role = context.surface(&(role_start..head + 1));
    if title.len() == 1 && known.name != context.word_at(head).to_lowercase() && context.word_at(head).ends_with('.') {
        role = known.name.to_owned();
    }
    role = lower_titles(context, &role);
    let limit = if tokens.end > head + 1 { tokens.end } else { context.sentence(head).end };
    let mut end = head + 1;
    if let Some(field) = field_after(context, referents, head, limit) {
        let words = context.surface(&field);
        let of_government = words
            .split_once(' ')
            .is_some_and(|(_, field)| context.gazetteer.words().is_government_field(&field.to_lowercase()));
        role = format!("{role} {}", if of_government { words.to_lowercase() } else { words });
        end = field.end;
    }
    if at.is_none()
        && let Some((entity, text, last)) = place_after(context, referents, end, limit)
    {
        at = entity;
        at_text = text;
        end = last;
    }
    if at.is_none() && at_text.is_none() {
        at = possessor(context, referents, head);
    }
    if at.is_none() && at_text.is_none() && end + 1 < context.sentence(head).end && context.word_at(end) == "," {
        let body = holder_at(context, referents, end + 1, context.sentence(head).end - 1)
            .filter(|(entity, _)| referents.entity(*entity).kind == EntityKind::Organisation && head >= tokens.start);
        if let Some((entity, last)) = body.filter(|_| bare_title(context, tokens.start, head)) {
            at = Some(entity);
            end = last;
        }
    }
    Some(Post { role, at, at_text, former, tokens: tokens.start..end.max(tokens.end.min(end)) })
}

/// The last word of the title that a word begins: "attorney" of "attorney general".
fn whole_title(context: &Context, head: u32) -> u32 {
    let next = head + 1;
    let longer = next < context.sentence(head).end
        && titles::ending_at(context, next).is_some_and(|(title, _)| title.start <= head);
    if longer { next } else { head }
}

/// "U.S. Treasury" before "Secretary": the country holds the post, and the department is part of the title.
fn country_and_field(
    context: &Context,
    referents: &Referents,
    entity: EntityId,
    tokens: Range<u32>,
    title: &str,
) -> Option<(EntityId, u32)> {
    let head = title.rsplit(' ').next().unwrap_or(title);
    let country = referents.entity(entity).part_of?;
    let field = (tokens.start + 1..tokens.end).find(|&field| {
        context.gazetteer.words().is_government_field(&context.surface(&(field..tokens.end)).to_lowercase())
            && context.gazetteer.country(&context.surface(&(tokens.start..field))).is_some()
    })?;
    context.gazetteer.words().is(WordClass::FieldTitle, head).then_some((country, field))
}

/// "37-year-old", in one token or the last of five.
fn is_age(context: &Context, token: u32) -> bool {
    let word = context.word_at(token);
    word.ends_with("-year-old") || word == "old" && token >= 2 && context.word_at(token - 2) == "year"
}

/// "pro-reform", "anti-war", "pan-democratic", "camp": what somebody stands for is no post.
fn is_leaning(context: &Context, token: u32) -> bool {
    let words = context.gazetteer.words();
    let lower = context.word_at(token).to_lowercase();
    let hyphened = token >= 2
        && context.word_at(token - 1) == "-"
        && words.is(WordClass::LeaningPrefix, &context.word_at(token - 2).to_lowercase());
    let prefix = lower.split_once('-').is_some_and(|(prefix, _)| words.is(WordClass::LeaningPrefix, prefix));
    hyphened || prefix || words.is(WordClass::LeaningNoun, &lower)
}

/// Roles are given in lower case unless the text writes no title but a name.
fn lower_titles(context: &Context, role: &str) -> String {
    role.split(' ')
        .map(|word| if is_acronym(word) || is_proper(context, word) { word.to_owned() } else { lower_first(word) })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Adjectives of parties, faiths and nations keep their capital.
fn is_proper(context: &Context, word: &str) -> bool {
    context.gazetteer.words().is_no_name(word) || context.gazetteer.demonym(word).is_some()
}

fn is_acronym(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_uppercase()).count() > 1
}

fn lower_first(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The named entity whose mention begins at a token before the title, and the end of that mention.
fn holder_at(context: &Context, referents: &Referents, index: u32, head: u32) -> Option<(EntityId, u32)> {
    let start = context.analysis.token(TokenId(index)).span.start;
    let limit = context.analysis.tokens.get(head as usize).map_or(usize::MAX, |token| token.span.start);
    let first = referents.mentions.partition_point(|mention| mention.span.start < start);
    let mention = referents.mentions[first..]
        .iter()
        .take_while(|mention| mention.span.start == start)
        .find(|mention| mention.form == MentionForm::Name && mention.span.end <= limit)?;
    let entity = referents.entity(mention.entity);
    let holds = entity.kind != EntityKind::Other;
    let end = (index..head).find(|&token| context.analysis.token(TokenId(token)).span.end >= mention.span.end)? + 1;
    holds.then_some((mention.entity, end))
}

/// Whether a title stands alone between commas: "Bo Diaz, commander, Northern Command".
fn bare_title(context: &Context, start: u32, head: u32) -> bool {
    start > context.sentence(head).start && context.word_at(start - 1) == "," && context.upos(start) != Upos::Det
}

/// "of State", "of Defense", "at large", "for Central Asia", "to the prime minister": what follows a title and belongs to it.
fn field_after(context: &Context, referents: &Referents, head: u32, limit: u32) -> Option<Range<u32>> {
    let preposition = head + 1;
    if preposition + 1 >= limit || context.upos(preposition) != Upos::Adp {
        return None;
    }
    let word = context.word_at(preposition);
    let next = preposition + 1;
    if word == "at" && context.word_at(next) == "large" {
        return Some(preposition..next + 1);
    }
    let mut first = next;
    while first < limit && context.upos(first) == Upos::Det {
        first += 1;
    }
    let field = (first + 1..limit.min(first + 3) + 1)
        .rev()
        .find(|&end| context.gazetteer.words().is_government_field(&context.surface(&(first..end)).to_lowercase()));
    if let Some(end) = field.filter(|_| first == next && matches!(word, "of" | "for")) {
        return Some(preposition..end);
    }
    let entity = referents.at(TokenId(first)).first().map(|&entity| referents.entity(entity).kind);
    let whole = || -> Option<Range<u32>> {
        let owned = |token: u32| {
            context.is_possessive_mark(token)
                && token + 1 < limit
                && matches!(context.upos(token + 1), Upos::Noun | Upos::Propn | Upos::Adj)
        };
        let noun = (first..limit.min(first + 6))
            .take_while(|&token| {
                matches!(context.upos(token), Upos::Noun | Upos::Propn | Upos::Adj) || token > first && owned(token)
            })
            .last()?;
        Some(preposition..noun + 1)
    };
    match word {
        "for" if entity != Some(EntityKind::Organisation) => whole(),
        "to" => whole(),
        _ => None,
    }
}

/// "of Springfield", "at Acme Bank", "in the Senate", "with the ministry": where the post is held.
fn place_after(
    context: &Context,
    referents: &Referents,
    end: u32,
    limit: u32,
) -> Option<(Option<EntityId>, Option<String>, u32)> {
    let mut index = end;
    let mut hops = 0;
    while index + 1 < limit && hops < 2 {
        if context.upos(index) != Upos::Adp
            || !matches!(context.word_at(index), "of" | "at" | "in" | "with" | "for" | "from" | "on")
        {
            return None;
        }
        let mut first = index + 1;
        while first < limit
            && matches!(context.upos(first), Upos::Det | Upos::Adj | Upos::Pron)
            && referents.at(TokenId(first)).is_empty()
        {
            first += 1;
        }
        let noun = (first..limit.min(first + 8)).find(|&token| !is_inside_phrase(context, token)).filter(|&token| {
            context.upos(token) == Upos::Noun
                || context.upos(token) == Upos::Propn
                || !referents.at(TokenId(token)).is_empty()
        })?;
        let after = noun + 1;
        let beside = (after < limit && matches!(context.upos(noun), Upos::Noun | Upos::Propn))
            .then(|| holder_at(context, referents, after, limit))
            .flatten()
            .filter(|(entity, _)| referents.entity(*entity).kind == EntityKind::Organisation);
        if let Some((entity, last)) = beside {
            return Some((Some(entity), None, last));
        }
        let named = (first..=noun).rev().find_map(|token| {
            holder_at(context, referents, token, limit).filter(|(entity, _)| {
                let kind = referents.entity(*entity).kind;
                matches!(kind, EntityKind::Organisation | EntityKind::Place | EntityKind::Person)
                    && (token == noun || context.gazetteer.demonym(context.word_at(token)).is_none())
            })
        });
        if let Some((entity, last)) = named {
            return Some((Some(entity), None, last.max(noun + 1)));
        }
        let lemma = context.lemma(noun);
        let telling = [NounKind::Organisation, NounKind::City, NounKind::Region]
            .iter()
            .any(|&kind| context.gazetteer.words().noun_is(&lemma, kind));
        if let Some(&entity) = referents.at(TokenId(noun)).first() {
            return Some((Some(entity), None, noun + 1));
        }
        if telling && hops == 0 && noun + 1 < limit && matches!(context.word_at(noun + 1), "of" | "at")
            || context.gazetteer.words().is(WordClass::Chapter, &lemma)
        {
            index = noun + 1;
            hops += 1;
            continue;
        }
        let start = (index + 1..first).find(|&token| context.upos(token) == Upos::Adj).unwrap_or(first);
        return telling.then(|| (None, Some(context.surface(&(start..noun + 1))), noun + 1));
    }
    None
}

/// Whether a token goes before the head of its noun phrase.
fn is_inside_phrase(context: &Context, token: u32) -> bool {
    matches!(context.upos(token), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
        && context.analysis.token(TokenId(token)).head.is_some_and(|head| head.0 > token)
        && matches!(
            context.relation(token),
            "compound" | "amod" | "nummod" | "nmod:poss" | "nmod" | "flat" | "nmod:desc"
        )
        || context.is_possessive_mark(token)
        || context.upos(token) == Upos::Punct && context.word_at(token) == "-"
}

/// "Acme's chief executive", "its director": whom the possessive means, if it is no person.
fn possessor(context: &Context, referents: &Referents, head: u32) -> Option<EntityId> {
    held_by(referents, context.trees.child_by(TokenId(head), "nmod:poss")?)
}

/// The organisation or place that a phrase means.
fn held_by(referents: &Referents, phrase: TokenId) -> Option<EntityId> {
    let &entity = referents.at(phrase).first()?;
    matches!(referents.entity(entity).kind, EntityKind::Organisation | EntityKind::Place).then_some(entity)
}
