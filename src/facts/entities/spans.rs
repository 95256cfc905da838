//! Spans of names made whole: the language model now and then stops short in a name, or cuts it in two.

use super::context::Context;
use super::names::Kind;
use super::titles;
use crate::identity::{WordClass, WordPosition};
use crate::language::{TokenId, Upos};
use std::ops::Range;

/// A name's tokens, its kind and how sure the model is.
pub(crate) type Piece = (Range<u32>, Kind, f32);

/// Makes the spans whole and joins those that are one name. In and out: in the order of the text, none overlapping.
pub(crate) fn complete(context: &Context, pieces: &[Piece]) -> Vec<Piece> {
    let mut whole: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        let (mut tokens, mut kind, confidence) = pieces[at].clone();
        at += 1;
        let left = whole.last().map_or(0, |(before, ..)| before.end).max(context.sentence(tokens.start).start);
        tokens.start = extend_left(context, tokens.clone(), kind, left);
        loop {
            let end = extend_right(context, &tokens, kind);
            let person = pieces[at..]
                .iter()
                .take(4)
                .find(|(next, kind, _)| *kind == Kind::Person && next.len() > 1 && next.start > tokens.end);
            let end = person.map_or(end, |(next, ..)| end.min(next.start));
            if end == tokens.end {
                break;
            }
            if is_body_of(context, &tokens) || context.word_at(tokens.end) == "of" {
                kind = Kind::Organisation;
            }
            tokens.end = end;
        }
        while let Some((next, ..)) = pieces.get(at).filter(|(next, ..)| next.start < tokens.end) {
            tokens.end = tokens.end.max(next.end);
            at += 1;
        }
        if confidence > 0.0 || tokens.len() > 1 {
            whole.push((tokens, kind, if confidence > 0.0 { confidence } else { 0.6 }));
        }
    }
    whole
}

/// The pieces with those words between them that say what an organisation is and wait for the rest, at no confidence:
/// "Municipality" before "of Springfield".
pub(crate) fn with_bodies(context: &Context, mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut inside = vec![false; context.analysis.tokens.len()];
    for token in pieces.iter().flat_map(|(tokens, ..)| tokens.clone()) {
        inside[token as usize] = true;
    }
    for index in 0..context.analysis.tokens.len() as u32 {
        let body = index..index + 1;
        if !inside[index as usize]
            && is_body_of(context, &body)
            && !context.is_outside(index)
            && !context.in_headline(index)
        {
            let limit = context.sentence(index).end;
            if body.end < limit && of_phrase(context, &body, limit).is_some() {
                pieces.push((body, Kind::Organisation, 0.0));
            }
        }
    }
    pieces.sort_by_key(|(tokens, ..)| (tokens.start, tokens.end));
    pieces
}

/// Words before a span that are part of the name: the first word of a person's name, the front of a long proper name.
fn extend_left(context: &Context, tokens: Range<u32>, kind: Kind, limit: u32) -> u32 {
    let mut start = tokens.start;
    while start > limit {
        let before = start - 1;
        let word = context.word_at(before);
        if kind == Kind::Organisation && before > limit && is_joined_front(context, start, &tokens, limit) {
            start = before - 1;
            continue;
        }
        let proper = context.upos(before) == Upos::Propn && context.is_capitalised(before);
        let title = titles::of_word(context, before).is_some() || context.gazetteer.words().honorific(word).is_some();
        if !proper || title || context.gazetteer.words().is_no_name(word) {
            break;
        }
        let head = context.analysis.token(TokenId(start)).head;
        let first_of_name = context.relation(start) == "flat" && head == Some(TokenId(before));
        let modifies = context.relation(before) == "compound"
            && context.analysis.token(TokenId(before)).head.is_some_and(|head| (start..tokens.end).contains(&head.0))
            && kind == Kind::Organisation;
        let short_country = kind == Kind::Organisation
            && word.chars().all(|letter| letter.is_uppercase() || letter == '.')
            && context.gazetteer.country(word).is_some();
        if !(first_of_name || modifies || short_country) {
            break;
        }
        start = before;
    }
    start
}

/// "Securities and" before "Exchange Commission": a capitalised common noun that is joined to the first of two or three
/// words of which the last says what the organisation is.
fn is_joined_front(context: &Context, start: u32, tokens: &Range<u32>, limit: u32) -> bool {
    let body = ends_in_organisation_word(context, tokens.end - 1) && (2..4).contains(&(tokens.end - start));
    let joined = start >= limit + 2 && matches!(context.word_at(start - 1), "and" | "&");
    if !body || !joined || context.gazetteer.organisation(&context.surface(tokens)).is_some() {
        return false;
    }
    let front = start - 2;
    let word = context.word_at(front);
    let noun = context.is_capitalised(front)
        && word.chars().any(char::is_lowercase)
        && matches!(context.upos(front), Upos::Propn | Upos::Noun)
        && !context.begins_sentence(front);
    let words = context.gazetteer.words();
    let named = words.organisation_word(word).is_some()
        || words.is_no_name(word)
        || context.gazetteer.organisation(word).is_some()
        || context.gazetteer.place(word).is_some()
        || context.gazetteer.forename(word).is_some()
        || context.gazetteer.is_surname(word);
    noun && !named
}

/// The end of the name that begins with this span; the span's own end where it is whole.
fn extend_right(context: &Context, tokens: &Range<u32>, kind: Kind) -> u32 {
    let limit = context.sentence(tokens.start).end;
    let next = tokens.end;
    if next >= limit {
        return next;
    }
    if kind == Kind::Person
        && let Some(end) = (next + 1..limit.min(tokens.start + 4) + 1)
            .rev()
            .find(|&end| context.gazetteer.person(&context.surface(&(tokens.start..end))).is_some())
    {
        return end;
    }
    if kind == Kind::Person && tokens.len() == 1 && is_common_word_as_name(context, next) {
        return next + 1;
    }
    let compass = context.is_in(WordClass::Compass, next);
    if kind == Kind::Place && compass && context.gazetteer.country(&context.surface(tokens)).is_none() {
        return next + 1;
    }
    if context.word_at(next) == "-" && next + 1 < limit && touches(context, next) {
        let after = next + 1;
        let part = context.upos(after) == Upos::Propn || context.relation(after) == "flat";
        if part && touches(context, after) && kind == Kind::Person && tokens.len() > 1 {
            return after + 1;
        }
    }
    if context.word_at(next) == "-" && next + 1 < limit && touches(context, next) && touches(context, next + 1) {
        let last = context.word_at(next - 1);
        let article = context.is_in(WordClass::CapitalArticle, next - 1)
            || last.chars().count() <= 3 && last.chars().all(char::is_lowercase);
        if article && context.is_capitalised(next + 1) {
            return next + 2;
        }
    }
    let head_inside = context.analysis.token(TokenId(next)).head.is_some_and(|head| tokens.contains(&head.0));
    if context.upos(next) == Upos::Propn
        && context.is_capitalised(next)
        && context.relation(next) == "flat"
        && head_inside
    {
        return next + 1;
    }
    if (kind == Kind::Organisation || is_body_of(context, tokens))
        && let Some(end) = of_phrase(context, tokens, limit)
    {
        return end;
    }
    if context.is_possessive_mark(next) && kind != Kind::Person {
        let run = capitalised_run(context, next + 1, limit);
        let known = context.gazetteer.place(&context.surface(tokens)).is_some()
            || context.gazetteer.organisation(&context.surface(tokens)).is_some();
        if !known && run > next + 1 && tokens.len() > 1 && ends_in_organisation_word(context, run - 1) {
            return run;
        }
    }
    let (start, surface) = (tokens.start, |end: u32| context.surface(&(tokens.start..end)));
    (next + 1..limit.min(start + 6) + 1)
        .rev()
        .filter(|&end| end <= limit && context.is_capitalised(end - 1))
        .find(|&end| {
            context.gazetteer.organisation(&surface(end)).is_some()
                || context
                    .gazetteer
                    .place(&surface(end))
                    .is_some_and(|place| place.population == 0 || place.population > 300_000)
        })
        .unwrap_or(next)
}

/// A word that builds sentences, with a capital in mid-sentence: part of the name before it ("Ann So", "Bo Will").
fn is_common_word_as_name(context: &Context, index: u32) -> bool {
    let capital = context.is_capitalised(index) && context.word_at(index).chars().any(char::is_lowercase);
    capital
        && !context.in_headline(index)
        && matches!(
            context.upos(index),
            Upos::Cconj | Upos::Sconj | Upos::Adv | Upos::Aux | Upos::Pron | Upos::Adp | Upos::Part | Upos::Det
        )
        && !context.gazetteer.words().is_no_name(context.word_at(index))
}

/// "Council on …", "Municipality of …": one word that says what the organisation is and waits for the rest.
fn is_body_of(context: &Context, tokens: &Range<u32>) -> bool {
    tokens.len() == 1
        && context.is_capitalised(tokens.start)
        && context
            .gazetteer
            .words()
            .organisation_word(context.word_at(tokens.start))
            .is_some_and(|position| position != WordPosition::Last)
}

/// The end of "of …" after an organisation's name, where what follows is part of the name.
fn of_phrase(context: &Context, tokens: &Range<u32>, limit: u32) -> Option<u32> {
    let preposition = tokens.end;
    if !matches!(context.word_at(preposition), "of" | "on" | "for")
        || !ends_in_organisation_word(context, tokens.end - 1)
    {
        return None;
    }
    let mut first = preposition + 1;
    while first < limit && context.upos(first) == Upos::Det && !context.is_capitalised(first) {
        first += 1;
    }
    let mut end = capitalised_run(context, first, limit);
    if end <= first {
        return None;
    }
    let and = (first + 1..end).find(|&token| context.word_at(token) == "and");
    if let Some(and) = and.filter(|&and| context.gazetteer.place(&context.surface(&(first..and))).is_some()) {
        end = and;
    }
    let topical = context.word_at(preposition) != "on"
        || context.is_in(WordClass::BodyOnTopic, tokens.end - 1)
        || context.is_in(WordClass::BodyOnTopic, tokens.start);
    if !topical {
        return None;
    }
    let complement = context.surface(&(first..end));
    let place = context.gazetteer.place(&complement).is_some();
    let single = tokens.len() == 1;
    let takes_places = context.is_in(WordClass::NamedAfterPlace, tokens.start);
    (if place { single && takes_places } else { true }).then_some(end)
}

/// The end of a run of capitalised words, with "and", "of" and "-" between them.
pub(crate) fn capitalised_run(context: &Context, start: u32, limit: u32) -> u32 {
    let mut end = start;
    let mut at = start;
    while at < limit {
        let word = context.word_at(at);
        let noun = matches!(context.upos(at), Upos::Propn | Upos::Noun | Upos::Adj | Upos::X);
        let allowed = context.upos(at) == Upos::Adj || !context.gazetteer.words().is_no_name(word);
        if context.is_capitalised(at) && noun && allowed {
            end = at + 1;
        } else if !(end > start && matches!(word, "and" | "-" | "&") && at == end) {
            break;
        }
        at += 1;
    }
    let person_follows = end > start + 1 && context.gazetteer.forename(context.word_at(end - 1)).is_some();
    if person_follows { start } else { end }
}

fn ends_in_organisation_word(context: &Context, index: u32) -> bool {
    context.gazetteer.words().organisation_word(context.word_at(index)).is_some()
}

fn touches(context: &Context, index: u32) -> bool {
    index > 0
        && context.analysis.token(TokenId(index - 1)).span.end == context.analysis.token(TokenId(index)).span.start
}

/// Runs of capitalised words that the model left alone and whose words say that they name an organisation:
/// "Northern Harbour Commission", "Municipality of Springfield".
pub(crate) fn told_organisations(context: &Context, covered: &[bool]) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    for sentence in &context.analysis.sentences {
        if context.in_headline(sentence.tokens.start) {
            continue;
        }
        let mut index = sentence.tokens.start;
        while index < sentence.tokens.end {
            let free = |token: u32| !covered[token as usize] && !context.is_outside(token);
            let first = context.is_capitalised(index)
                && free(index)
                && matches!(context.upos(index), Upos::Propn | Upos::Adj | Upos::Noun)
                && !context.is_in(WordClass::NameParticle, index);
            if !first {
                index += 1;
                continue;
            }
            let start = index;
            while index < sentence.tokens.end
                && context.is_capitalised(index)
                && free(index)
                && matches!(context.upos(index), Upos::Propn | Upos::Adj | Upos::Noun)
            {
                index += 1;
            }
            let run = start..index;
            if is_body_of(context, &run) {
                if let Some(end) =
                    of_phrase(context, &run, sentence.tokens.end).filter(|_| !context.begins_sentence(start))
                {
                    found.push(start..end);
                    index = end;
                }
            } else if run.len() > 1
                && !(context.begins_sentence(start) && run.len() < 3)
                && ends_in_organisation_word(context, run.end - 1)
                && titles::of_word(context, run.end - 1).is_none()
            {
                found.push(run);
            }
        }
    }
    found
}
