//! The form of names: where a name begins and ends, what can be a name at all, and what its words say that it names.

use super::context::Context;
use super::names::Kind;
use super::titles;
use crate::identity::{WordClass, WordPosition};
use crate::language::Upos;
use std::ops::Range;

/// Takes off what is no part of a name: articles, marks, the possessive, titles before people, and the sort of medium
/// after a name ("al-Nasri television").
pub(crate) fn trim(context: &Context, mut tokens: Range<u32>, kind: Kind) -> Range<u32> {
    while let Some(first) = tokens.clone().next() {
        let drop = match context.upos(first) {
            Upos::Det | Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Part | Upos::Sym => {
                kind != Kind::Person || !context.is_capitalised(first) || context.upos(first) != Upos::Adp
            }
            Upos::Pron => tokens.len() > 1 && context.lemma(first) != "he" && !context.is_capitalised(first),
            _ => false,
        };
        if !drop || (kind == Kind::Person && context.is_in(WordClass::NameParticle, first) && tokens.len() > 1) {
            break;
        }
        tokens.start += 1;
    }
    while let Some(last) = tokens.clone().next_back() {
        let word = context.word_at(last);
        let point = context.upos(last) == Upos::Punct && !(word == "." && word.len() > 1);
        let possessive = context.is_possessive_mark(last) && context.relation(last) == "case";
        let dangling = matches!(context.upos(last), Upos::Adp | Upos::Cconj | Upos::Det);
        let adjective = kind == Kind::Place && context.upos(last) == Upos::Adj && !context.is_capitalised(last);
        let medium = kind != Kind::Person
            && tokens.len() > 1
            && !context.is_capitalised(last)
            && context.is_in(WordClass::MediaNoun, last);
        if !(point || possessive || dangling || adjective || medium) {
            break;
        }
        tokens.end -= 1;
    }
    match kind {
        Kind::Person => titles::strip(context, tokens),
        Kind::Organisation => without_description(context, tokens),
        _ => tokens,
    }
}

/// "Dutch bank Corvina" is Corvina: what nation and what sort of body stand before the name.
fn without_description(context: &Context, tokens: Range<u32>) -> Range<u32> {
    let sort = tokens
        .clone()
        .rfind(|&index| matches!(context.upos(index), Upos::Noun | Upos::Propn) && !context.is_capitalised(index));
    match sort {
        Some(sort)
            if sort + 1 < tokens.end
                && context.is_capitalised(sort + 1)
                && context.gazetteer.demonym(context.word_at(tokens.start)).is_some() =>
        {
            sort + 1..tokens.end
        }
        _ => tokens,
    }
}

/// Whether words can be a name at all: not "Monday", not "South American", not "counter-terrorism".
pub(crate) fn is_name_like(context: &Context, text: &str, kind: Kind) -> bool {
    let words = context.gazetteer.words();
    let lower = text.chars().next().is_some_and(char::is_lowercase) && !begins_like_a_name(context, text);
    let last = text.rsplit(' ').next().unwrap_or_default();
    let adjective = kind == Kind::Place
        && text.contains(' ')
        && (context.gazetteer.demonym(last).is_some() || words.is_no_name(last))
        && context.gazetteer.country(text).is_none();
    !(lower || adjective || text.contains('$') || words.is_no_name(text)) && text.chars().any(char::is_uppercase)
}

/// Names may begin with a particle or an article in lower case: "de Silva", "al-Bakr".
fn begins_like_a_name(context: &Context, text: &str) -> bool {
    let first = text.split([' ', '-']).next().unwrap_or_default();
    let words = context.gazetteer.words();
    words.is(WordClass::NameParticle, first) || words.is(WordClass::SmallNameStart, first)
}

/// Whether the words of a name say that it is an organisation or a place: "Northern Hills University".
pub(crate) fn told_by_words(context: &Context, text: &str) -> Option<Kind> {
    let words = context.gazetteer.words();
    let parts: Vec<&str> = text.split(' ').collect();
    if parts.len() < 2 {
        return None;
    }
    if text.split_once(" of ").is_some_and(|(body, _)| context.gazetteer.organisation(body).is_some()) {
        return Some(Kind::Organisation);
    }
    let fits = |position: WordPosition, index: usize| match position {
        WordPosition::First => index == 0,
        WordPosition::Last => index + 1 == parts.len(),
        WordPosition::Any => true,
    };
    if words.is_event_word(parts[parts.len() - 1]) {
        return Some(Kind::Other);
    }
    let inner = parts.iter().any(|part| {
        words.organisation_word(part).is_some_and(|position| position == WordPosition::Any) || *part == "School"
    });
    let head = parts.iter().position(|part| matches!(*part, "of" | "for")).unwrap_or(parts.len());
    let last = head.saturating_sub(1);
    for index in [last, 0] {
        if words.organisation_word(parts[index]).is_some_and(|position| fits(position, index) || index == last) {
            let building = words.place_word(parts[index]).is_some();
            return (!building).then_some(Kind::Organisation);
        }
        if words.place_word(parts[index]).is_some_and(|(position, _)| fits(position, index)) {
            return Some(if inner { Kind::Organisation } else { Kind::Place });
        }
    }
    None
}
