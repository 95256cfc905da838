//! Spans that the model took for one name and that hold several: "China's Commerce Ministry", "Lopez and Chan".

use super::context::Context;
use super::names::Kind;
use crate::identity::WordClass;
use crate::language::NameKind;
use std::ops::Range;

/// Parts of a span that the model took for one name: "China's Commerce Ministry", "Lopez and Chan", "Rome, Italy".
pub(crate) fn pieces(context: &Context, tokens: Range<u32>, kind: Kind) -> Vec<(Range<u32>, Kind)> {
    if context.gazetteer.place(&context.surface(&tokens)).is_some() {
        return vec![(tokens, kind)];
    }
    let party = tokens.len() == 3
        && context.is_in(WordClass::PartyLetter, tokens.start)
        && matches!(context.word_at(tokens.start + 1), "-" | "–")
        && context.gazetteer.place(context.word_at(tokens.end - 1)).is_some();
    if party {
        return vec![(tokens.end - 1..tokens.end, Kind::Place)];
    }
    if tokens.len() == 3 && context.word_at(tokens.start + 1) == "-" && !ends_full_name(context, &tokens) {
        let sides = [tokens.start..tokens.start + 1, tokens.start + 2..tokens.end];
        let known: Vec<Option<Kind>> =
            sides.iter().map(|side| known_word(context, &context.surface(side), &tokens)).collect();
        if let [Some(left), Some(right)] = known[..] {
            let [first, second] = sides;
            return vec![(first, left), (second, right)];
        }
    }
    for at in tokens.start + 1..tokens.end.saturating_sub(1) {
        let (left, right) = (tokens.start..at, at + 1..tokens.end);
        let word = context.word_at(at);
        let left_text = context.surface(&left);
        if context.is_possessive_mark(at) {
            let place = context.gazetteer.place(&left_text).is_some();
            let organisation = context.gazetteer.organisation(&left_text).is_some();
            let office = kind == Kind::Organisation && !place && !organisation;
            if place || organisation || kind == Kind::Person || !(office || context.is_capitalised(right.start)) {
                let left_kind = if place { Kind::Place } else { Kind::Organisation };
                let mut found = vec![(left, left_kind)];
                found.extend(pieces(context, right, kind));
                return found;
            }
        }
        let bodies = word == "-"
            && context.gazetteer.organisation(&left_text).is_some()
            && context.gazetteer.organisation(&context.surface(&right)).is_some();
        if bodies {
            return vec![(left, Kind::Organisation), (right, Kind::Organisation)];
        }
        let joined = matches!(word, "," | "/" | ";" | "(" | ")" | "and" | "or" | "&" | "–" | "—");
        let divides = match kind {
            Kind::Person | Kind::Nationality => joined,
            Kind::Place => joined && (word != "and" || context.gazetteer.place(&left_text).is_some()),
            _ => matches!(word, "(" | ")" | "/" | ";"),
        };
        if divides {
            let mut found = vec![(left, kind)];
            found.extend(pieces(context, right, kind));
            return found;
        }
    }
    vec![(tokens, kind)]
}

/// Whether a longer name of the text ends in these words: "Holt-Eaton" after "Douglas Holt-Eaton" is one surname.
fn ends_full_name(context: &Context, tokens: &Range<u32>) -> bool {
    let words = context.surface(tokens);
    context.analysis.names.iter().any(|name| {
        name.kind == NameKind::Person
            && name.tokens.len() > tokens.len()
            && context.surface(&(name.tokens.end - tokens.len() as u32..name.tokens.end)) == words
    })
}

/// Whether a word names a country, or somebody whom the text names in full elsewhere.
fn known_word(context: &Context, word: &str, here: &Range<u32>) -> Option<Kind> {
    if context.gazetteer.country(word).is_some() {
        return Some(Kind::Place);
    }
    let person = context.analysis.names.iter().any(|name| {
        name.kind == NameKind::Person
            && name.tokens.len() > 1
            && name.tokens != *here
            && [name.tokens.start, name.tokens.end - 1].iter().any(|&token| context.word_at(token) == word)
    });
    person.then_some(Kind::Person)
}
