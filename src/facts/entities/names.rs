//! Names in the text: the spans that the language model found, repaired, and those that only the gazetteer knows.

use super::context::Context;
use super::titles;
use crate::identity::{CountryWord, WordPosition};
use crate::language::{NameKind, Upos};
use std::ops::Range;

/// What a name names, nationalities apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Person,
    Organisation,
    Place,
    Nationality,
    Other,
}

impl From<NameKind> for Kind {
    fn from(kind: NameKind) -> Self {
        match kind {
            NameKind::Person => Self::Person,
            NameKind::Organisation => Self::Organisation,
            NameKind::Place => Self::Place,
            NameKind::Other => Self::Other,
        }
    }
}

/// A name at one place of the text.
#[derive(Debug, Clone)]
pub(crate) struct NameMention {
    /// Its tokens, without titles, articles and the possessive mark.
    pub(crate) tokens: Range<u32>,
    /// What it names.
    pub(crate) kind: Kind,
    /// How sure the model is, or the gazetteer where the model saw none.
    pub(crate) confidence: f32,
    /// The words.
    pub(crate) text: String,
    /// The title phrase before it.
    pub(crate) title: Option<Range<u32>>,
}

/// Finds the names, in the order of the text.
pub(crate) fn find(context: &Context) -> Vec<NameMention> {
    let mut covered = vec![false; context.analysis.tokens.len()];
    let mut mentions = Vec::new();
    for name in &context.analysis.names {
        if name.tokens.clone().any(|token| context.is_outside(token)) {
            continue;
        }
        for (tokens, kind) in pieces(context, name.tokens.clone(), name.kind.into()) {
            push(context, &mut mentions, &mut covered, tokens, kind, name.confidence);
        }
    }
    add_known(context, &mut mentions, &mut covered);
    add_ministries(context, &mut mentions, &covered);
    mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
    for mention in &mut mentions {
        mention.title = titles::before(context, &mention.tokens, mention.kind == Kind::Person);
    }
    mentions
}

fn push(
    context: &Context,
    mentions: &mut Vec<NameMention>,
    covered: &mut [bool],
    tokens: Range<u32>,
    kind: Kind,
    confidence: f32,
) {
    let tokens = trim(context, tokens, kind);
    if tokens.is_empty() || tokens.clone().any(|token| covered[token as usize]) {
        return;
    }
    let text = context.surface(&tokens);
    if !text.chars().any(char::is_uppercase) || context.gazetteer.words().is_no_name(&text) {
        return;
    }
    for token in tokens.clone() {
        covered[token as usize] = true;
    }
    let kind = if context.gazetteer.demonym(&text).is_some() && context.gazetteer.place(&text).is_none() {
        Kind::Nationality
    } else {
        kind
    };
    mentions.push(NameMention { tokens, kind, confidence, text, title: None });
}

/// Parts of a span that the model took for one name: "China's Commerce Ministry", "Lopez and Chan", "Rome, Italy".
fn pieces(context: &Context, tokens: Range<u32>, kind: Kind) -> Vec<(Range<u32>, Kind)> {
    if context.gazetteer.place(&context.surface(&tokens)).is_some() {
        return vec![(tokens, kind)];
    }
    for at in tokens.start + 1..tokens.end.saturating_sub(1) {
        let (left, right) = (tokens.start..at, at + 1..tokens.end);
        let word = context.word_at(at);
        let left_text = context.surface(&left);
        if context.is_possessive_mark(at) {
            let place = context.gazetteer.place(&left_text).is_some();
            let organisation = context.gazetteer.organisation(&left_text).is_some();
            if place || organisation || kind == Kind::Person || !context.is_capitalised(right.start) {
                let left_kind = if place { Kind::Place } else { Kind::Organisation };
                let mut found = vec![(left, left_kind)];
                found.extend(pieces(context, right, kind));
                return found;
            }
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

/// Takes off what is no part of a name: articles, marks, the possessive, and titles before people.
fn trim(context: &Context, mut tokens: Range<u32>, kind: Kind) -> Range<u32> {
    while let Some(first) = tokens.clone().next() {
        let drop = match context.upos(first) {
            Upos::Det | Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Part | Upos::Sym => {
                kind != Kind::Person || !context.is_capitalised(first) || context.upos(first) != Upos::Adp
            }
            Upos::Pron => tokens.len() > 1 && context.lemma(first) != "he" && !context.is_capitalised(first),
            _ => false,
        };
        if !drop || (kind == Kind::Person && is_particle(context.word_at(first)) && tokens.len() > 1) {
            break;
        }
        tokens.start += 1;
    }
    while let Some(last) = tokens.clone().next_back() {
        let word = context.word_at(last);
        let point = context.upos(last) == Upos::Punct && !(word == "." && word.len() > 1);
        let possessive = context.is_possessive_mark(last) && context.relation(last) == "case";
        let dangling = matches!(context.upos(last), Upos::Adp | Upos::Cconj | Upos::Det);
        if !(point || possessive || dangling) {
            break;
        }
        tokens.end -= 1;
    }
    if kind == Kind::Person { titles::strip(context, tokens) } else { tokens }
}

/// Lower-case words that belong to the surname after them.
pub(crate) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "von"
            | "van"
            | "der"
            | "den"
            | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "du"
            | "la"
            | "le"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ben"
            | "ter"
            | "zu"
            | "abu"
    )
}

/// Names of the gazetteer in words that the model left alone.
fn add_known(context: &Context, mentions: &mut Vec<NameMention>, covered: &mut [bool]) {
    let count = context.analysis.tokens.len() as u32;
    let mut index = 0;
    while index < count {
        let next = index + 1;
        if !covered[index as usize] && context.is_capitalised(index) && !context.is_outside(index) {
            if let Some((tokens, kind, confidence)) = known_at(context, covered, index) {
                let end = tokens.end;
                push(context, mentions, covered, tokens, kind, confidence);
                index = end.max(next);
                continue;
            }
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
            Some((_, CountryWord::Name | CountryWord::Former)) => return Some((tokens, Kind::Place, 0.8)),
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
            if proper && (!short || abbreviation || organisation.wikidata.is_some()) {
                return Some((tokens, Kind::Organisation, 0.6));
            }
        }
        if let Some(place) = context.gazetteer.place(&text) {
            if proper && (place.population == 0 && length > 1 || place.population > 500_000) {
                return Some((tokens, Kind::Place, 0.6));
            }
        }
    }
    None
}

/// Ministries that the text writes in lower case, and administrations named after their head: "the commerce ministry",
/// "the Lopez administration".
fn add_ministries(context: &Context, mentions: &mut Vec<NameMention>, covered: &[bool]) {
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
                .filter(|&start| words.is_government_field(&context.surface(&(start..index)).to_lowercase()))
                .last();
            if let Some(start) = start.filter(|&start| (start..index).all(|token| !covered[token as usize])) {
                found.push(start..index + 1);
            }
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

/// Whether the words of a name say that it is an organisation or a place: "Northern Hills University".
pub(crate) fn told_by_words(context: &Context, text: &str) -> Option<Kind> {
    let words = context.gazetteer.words();
    let parts: Vec<&str> = text.split(' ').collect();
    if parts.len() < 2 {
        return None;
    }
    let fits = |position: WordPosition, index: usize| match position {
        WordPosition::First => index == 0,
        WordPosition::Last => index + 1 == parts.len(),
        WordPosition::Any => true,
    };
    let head = parts.iter().position(|part| matches!(*part, "of" | "for")).unwrap_or(parts.len());
    let last = head.saturating_sub(1);
    for index in [last, 0] {
        if words.organisation_word(parts[index]).is_some_and(|position| fits(position, index) || index == last) {
            let building = words.place_word(parts[index]).is_some();
            return (!building).then_some(Kind::Organisation);
        }
        if words.place_word(parts[index]).is_some_and(|(position, _)| fits(position, index)) {
            return Some(Kind::Place);
        }
    }
    None
}
