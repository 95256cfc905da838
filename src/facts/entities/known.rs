//! Names in words that the model left alone: those of the gazetteer, those after titles, and ministries.

use super::context::Context;
use super::names::{Kind, NameMention, push};
use super::titles;
use crate::identity::{CountryWord, TitleField, WordClass};
use crate::language::Upos;
use std::ops::Range;

/// Names of the gazetteer in words that the model left alone.
pub(crate) fn add_known(context: &Context, mentions: &mut Vec<NameMention>, covered: &mut [bool]) {
    let count = context.analysis.tokens.len() as u32;
    let mut index = 0;
    while index < count {
        let next = index + 1;
        if !covered[index as usize]
            && context.is_capitalised(index)
            && !context.is_outside(index)
            && let Some((tokens, kind, confidence)) = known_at(context, covered, index)
        {
            let end = tokens.end;
            push(context, mentions, covered, tokens, kind, confidence);
            index = end.max(next);
            continue;
        }
        index = next;
    }
}

fn known_at(context: &Context, covered: &[bool], start: u32) -> Option<(Range<u32>, Kind, f32)> {
    let limit = context.sentence(start).end.min(start + 7);
    let free = (start..limit).take_while(|&token| !covered[token as usize]).count() as u32;
    for length in (1..=free).rev() {
        let tokens = start..start + length;
        if !context.is_capitalised(tokens.end - 1) && length > 1 {
            continue;
        }
        let text = context.surface(&tokens);
        let name_like = length > 1
            || matches!(context.upos(start), Upos::Propn | Upos::Adj)
            || (context.upos(start) == Upos::Noun && !context.begins_sentence(start));
        if !name_like || (context.in_headline(start) && length == 1 && context.upos(start) != Upos::Propn) {
            continue;
        }
        match context.gazetteer.country(&text) {
            Some((_, CountryWord::Name)) => return Some((tokens, Kind::Place, 0.8)),
            Some(_) => return Some((tokens, Kind::Nationality, 0.8)),
            None => {}
        }
        if context.gazetteer.demonym(&text).is_some() {
            return Some((tokens, Kind::Nationality, 0.8));
        }
        let proper = tokens.clone().any(|token| context.upos(token) == Upos::Propn);
        if let Some(organisation) = context.gazetteer.organisation(&text) {
            let short = !text.chars().any(char::is_whitespace);
            let abbreviation = text.chars().filter(|letter| letter.is_uppercase()).count() > 1;
            if proper && (!short || abbreviation || organisation.known_alone) {
                return Some((tokens, Kind::Organisation, 0.6));
            }
        }
        if let Some(place) = context.gazetteer.place(&text)
            && proper
            && (place.population == 0 && length > 1 || place.population > 500_000)
        {
            return Some((tokens, Kind::Place, 0.6));
        }
    }
    None
}

/// Ministries that the text writes in lower case, and administrations named after their head: "the commerce ministry",
/// "the Lopez administration".
pub(crate) fn add_ministries(context: &Context, mentions: &mut Vec<NameMention>, covered: &[bool]) {
    let words = context.gazetteer.words();
    let mut found = Vec::new();
    for (index, token) in context.analysis.tokens.iter().enumerate() {
        let index = index as u32;
        if token.upos != Upos::Noun && token.upos != Upos::Propn || covered[index as usize] {
            continue;
        }
        let lemma = token.lemma.to_lowercase();
        let sentence = context.sentence(index);
        if lemma == "ministry" || lemma == "department" {
            let start = (sentence.start..index)
                .rev()
                .take(3)
                .rfind(|&start| words.is_government_field(&context.surface(&(start..index)).to_lowercase()));
            if let Some(start) = start.filter(|&start| (start..index).all(|token| !covered[token as usize])) {
                found.push(start..index + 1);
            }
        } else if lemma == "government" && index >= sentence.start + 2 {
            let told = context.is_in(WordClass::GovernmentKind, index - 1);
            let name = mentions.iter().find(|mention| mention.tokens.end == index - 1 && mention.kind == Kind::Place);
            found.extend(name.filter(|_| told).map(|name| name.tokens.start..index + 1));
        } else if lemma == "administration" && index > sentence.start {
            let name = mentions.iter().find(|mention| mention.tokens.end == index && mention.kind == Kind::Person);
            found.extend(name.map(|name| name.tokens.start..index + 1));
        }
    }
    for tokens in found {
        let text = context.surface(&tokens);
        mentions.push(NameMention { tokens, kind: Kind::Organisation, confidence: 0.8, text, title: None });
    }
}

/// People whom the model did not see, after a title in capitals: "Vice Premier So Lan".
pub(crate) fn add_people_after_titles(context: &Context, mentions: &mut Vec<NameMention>, covered: &mut [bool]) {
    let count = context.analysis.tokens.len() as u32;
    let words = context.gazetteer.words();
    for index in 0..count.saturating_sub(1) {
        let start = index + 1;
        let free = |token: u32| token < context.sentence(index).end && !covered[token as usize];
        if !context.is_capitalised(index)
            || !free(start)
            || !context.is_capitalised(start)
            || context.in_headline(index)
        {
            continue;
        }
        let honorific = words.honorific(context.word_at(index)).is_some();
        let title = titles::of_word(context, index)
            .is_some_and(|title| matches!(title.field, TitleField::Head | TitleField::Political))
            || words.title_abbreviation(context.word_at(index)).is_some();
        if !honorific && !title {
            continue;
        }
        let name_like = |token: u32| {
            free(token)
                && context.is_capitalised(token)
                && titles::of_word(context, token).is_none()
                && !words.is_no_name(context.word_at(token))
                && context
                    .word_at(token)
                    .chars()
                    .all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '.' | '\'' | '’'))
        };
        let mut end = start;
        while end < start + 3 && name_like(end) {
            end += 1;
        }
        let single_word = end == start + 1 && !honorific && context.upos(start) != Upos::Propn;
        if end > start && !single_word && context.gazetteer.country(context.word_at(start)).is_none() {
            push(context, mentions, covered, start..end, Kind::Person, 0.6);
        }
    }
}
