//! Names in the text: the spans that the language model found, repaired, and those that only the gazetteer knows.

use super::context::Context;
use super::{spans, titles};
use crate::identity::{CountryWord, TitleField, WordPosition};
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
    let found: Vec<spans::Piece> = context
        .analysis
        .names
        .iter()
        .filter(|name| !name.tokens.clone().any(|token| context.is_outside(token)))
        .flat_map(|name| {
            let parts = pieces(context, name.tokens.clone(), name.kind.into());
            parts.into_iter().map(|(tokens, kind)| (tokens, kind, name.confidence))
        })
        .collect();
    for (tokens, kind, confidence) in spans::complete(context, &spans::with_bodies(context, found)) {
        push(context, &mut mentions, &mut covered, tokens, kind, confidence);
    }
    add_people_after_titles(context, &mut mentions, &mut covered);
    add_known(context, &mut mentions, &mut covered);
    for tokens in spans::told_organisations(context, &covered) {
        push(context, &mut mentions, &mut covered, tokens, Kind::Organisation, 0.6);
    }
    add_ministries(context, &mut mentions, &covered);
    mentions.retain(|mention| !is_part_of_title(context, mention));
    mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
    for mention in &mut mentions {
        mention.title = titles::before(context, &mention.tokens, mention.kind == Kind::Person);
    }
    mentions
}

/// "U.S. Commerce" before "Secretary" names the country: the field of government belongs to the title.
fn without_field(context: &Context, tokens: Range<u32>) -> Option<Range<u32>> {
    let head = titles::of_word(context, tokens.end).filter(|_| tokens.end < context.sentence(tokens.start).end)?;
    if !matches!(
        head.name.rsplit(' ').next(),
        Some("secretary" | "minister" | "undersecretary" | "secretaries" | "ministers")
    ) {
        return None;
    }
    (tokens.start + 1..tokens.end).map(|field| tokens.start..field).find(|country| {
        context.gazetteer.country(&context.surface(country)).is_some()
            && context
                .gazetteer
                .words()
                .is_government_field(&context.surface(&(country.end..tokens.end)).to_lowercase())
    })
}

fn push(
    context: &Context,
    mentions: &mut Vec<NameMention>,
    covered: &mut [bool],
    tokens: Range<u32>,
    kind: Kind,
    confidence: f32,
) {
    let mut tokens = trim(context, tokens, kind);
    let mut kind = kind;
    if !tokens.is_empty()
        && kind == Kind::Organisation
        && tokens.end < context.analysis.tokens.len() as u32
        && let Some(country) = without_field(context, tokens.clone())
    {
        tokens = country;
        kind = Kind::Place;
    }
    if tokens.is_empty() || tokens.clone().any(|token| covered[token as usize]) {
        return;
    }
    let office = kind == Kind::Organisation
        && tokens.len() > 2
        && titles::of_word(context, tokens.start).is_some()
        && context.upos(tokens.start + 1) == Upos::Adp;
    if office {
        return;
    }
    let ends_in_event = context.gazetteer.words().is_event_word(context.word_at(tokens.end - 1));
    if ends_in_event && tokens.len() > 1 {
        let body = tokens.start..tokens.end - 1;
        if context.gazetteer.organisation(&context.surface(&body)).is_some() {
            tokens = body;
        }
    }
    let text = context.surface(&tokens);
    if tokens.len() == 1 && ends_in_event || !is_name_like(context, &text, kind) {
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

/// Whether words can be a name at all: not "Monday", not "South American", not "counter-terrorism".
fn is_name_like(context: &Context, text: &str, kind: Kind) -> bool {
    let words = context.gazetteer.words();
    let lower = text.chars().next().is_some_and(char::is_lowercase) && !begins_like_a_name(text);
    let last = text.rsplit(' ').next().unwrap_or_default();
    let adjective = kind == Kind::Place
        && text.contains(' ')
        && (context.gazetteer.demonym(last).is_some() || words.is_no_name(last))
        && context.gazetteer.country(text).is_none();
    !(lower || adjective || text.contains('$') || words.is_no_name(text)) && text.chars().any(char::is_uppercase)
}

/// Names may begin with a particle or an article in lower case: "de Silva", "al-Bakr".
fn begins_like_a_name(text: &str) -> bool {
    let first = text.split([' ', '-']).next().unwrap_or_default();
    is_particle(first) || matches!(first, "al" | "el" | "e" | "i")
}

/// "State" in "Secretary of State", "Defence" in "Defence Secretaries", and a title that the model took for a name.
fn is_part_of_title(context: &Context, mention: &NameMention) -> bool {
    let lower = mention.text.to_lowercase();
    let words = context.gazetteer.words();
    if words.title(&lower).is_some() || words.honorific(&mention.text).is_some() {
        return mention.kind != Kind::Organisation || mention.tokens.len() == 1;
    }
    if !words.is_government_field(&lower) {
        return false;
    }
    let sentence = context.sentence(mention.tokens.start);
    let after_title = mention.tokens.start >= sentence.start + 2
        && matches!(context.upos(mention.tokens.start - 1), Upos::Adp)
        && titles::of_word(context, mention.tokens.start - 2).is_some();
    let before_title = mention.tokens.end < sentence.end && titles::of_word(context, mention.tokens.end).is_some();
    after_title
        || before_title && lower != "treasury"
        || !lower.contains(' ') && lower != "treasury"
        || lower == "foreign affairs"
}

/// Parts of a span that the model took for one name: "China's Commerce Ministry", "Lopez and Chan", "Rome, Italy".
fn pieces(context: &Context, tokens: Range<u32>, kind: Kind) -> Vec<(Range<u32>, Kind)> {
    if context.gazetteer.place(&context.surface(&tokens)).is_some() {
        return vec![(tokens, kind)];
    }
    if tokens.len() == 3 && context.word_at(tokens.start + 1) == "-" {
        let sides = [tokens.start..tokens.start + 1, tokens.start + 2..tokens.end];
        let known: Vec<Option<Kind>> = sides.iter().map(|side| known_word(context, &context.surface(side))).collect();
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

/// Whether a word names a country, or somebody whom the text names in full elsewhere.
fn known_word(context: &Context, word: &str) -> Option<Kind> {
    if context.gazetteer.country(word).is_some() {
        return Some(Kind::Place);
    }
    let person = context.analysis.names.iter().any(|name| {
        name.kind == NameKind::Person
            && name.tokens.len() > 1
            && [name.tokens.start, name.tokens.end - 1].iter().any(|&token| context.word_at(token) == word)
    });
    person.then_some(Kind::Person)
}

/// People whom the model did not see, after a title in capitals: "Vice Premier So Lan".
fn add_people_after_titles(context: &Context, mentions: &mut Vec<NameMention>, covered: &mut [bool]) {
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
        let adjective = kind == Kind::Place && context.upos(last) == Upos::Adj && !context.is_capitalised(last);
        if !(point || possessive || dangling || adjective) {
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
            if proper && (!short || abbreviation || organisation.wikidata.is_some()) {
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
                .rfind(|&start| words.is_government_field(&context.surface(&(start..index)).to_lowercase()));
            if let Some(start) = start.filter(|&start| (start..index).all(|token| !covered[token as usize])) {
                found.push(start..index + 1);
            }
        } else if lemma == "government" && index >= sentence.start + 2 {
            let told = matches!(context.word_at(index - 1), "regional" | "transitional" | "provisional" | "autonomous");
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
