//! Names to entities: what each name names, decided for the whole document, and which names are one thing.

use super::context::Context;
use super::names::{Kind, NameMention};
use super::{organisations, people, places, shape};
use crate::facts::{Gender, PlaceKind};
use crate::identity::{CountryWord, NounKind, WordClass};
use crate::language::{Number, TokenId, Upos};
use std::collections::{BTreeMap, HashMap};

/// An entity while it is being put together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) kind: Option<Kind>,
    /// Its names as the text gives them, each once, in the order of the text.
    pub(crate) names: Vec<String>,
    /// Its name where the text has only an adjective for it.
    pub(crate) fallback: Option<&'static str>,
    pub(crate) gender: Option<Gender>,
    pub(crate) place_kind: Option<PlaceKind>,
    /// ISO 3166-1 code of the country it is, lies in or belongs to.
    pub(crate) country: Option<&'static str>,
    pub(crate) wikidata: Option<&'static str>,
    /// Whether it is a group of people or the like rather than one.
    pub(crate) plural: bool,
}

impl Draft {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }

    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.kind == Some(kind)
    }

    pub(crate) fn add_name(&mut self, name: &str) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }
}

/// Decides the kind of every name and gathers the names of one thing. The result gives each mention its entity.
pub(crate) fn group(context: &Context, mentions: &mut Vec<NameMention>) -> (Vec<Draft>, Vec<usize>) {
    settle_capitals(mentions);
    vote(context, mentions);
    mentions.retain(|mention| is_credible(context, mention));
    let mut drafts = Vec::new();
    let mut entity_of = vec![usize::MAX; mentions.len()];
    people::group(context, mentions, &mut drafts, &mut entity_of);
    places::group(context, mentions, &mut drafts, &mut entity_of);
    organisations::group(context, mentions, &mut drafts, &mut entity_of);
    group_others(mentions, &mut drafts, &mut entity_of);
    (drafts, entity_of)
}

/// Names in capitals ("BERLIN", of a headline or a dateline) take the spelling that the text has elsewhere.
fn settle_capitals(mentions: &mut [NameMention]) {
    let is_loud = |text: &str| text.chars().count() > 3 && !text.chars().any(char::is_lowercase);
    let spellings: HashMap<String, String> = mentions
        .iter()
        .filter(|mention| !is_loud(&mention.text))
        .map(|mention| (mention.text.to_lowercase(), mention.text.clone()))
        .collect();
    for mention in mentions.iter_mut().filter(|mention| is_loud(&mention.text)) {
        if let Some(spelling) = spellings.get(&mention.text.to_lowercase()) {
            mention.text.clone_from(spelling);
        }
    }
}

const KINDS: [Kind; 5] = [Kind::Person, Kind::Organisation, Kind::Place, Kind::Nationality, Kind::Other];

/// One text, one kind: each mention votes with the model's confidence, and what is known of the name weighs in.
fn vote(context: &Context, mentions: &mut [NameMention]) {
    let mut votes: HashMap<String, [f32; 5]> = HashMap::new();
    for mention in mentions.iter() {
        let row = votes.entry(mention.text.clone()).or_default();
        row[mention.kind as usize] += mention.confidence;
        if mention.title.is_some() || has_honorific(context, mention) {
            row[Kind::Person as usize] += 1.5;
        }
        for (kind, weight) in
            knowledge(context, &mention.text).into_iter().chain(surroundings(context, mention, mentions))
        {
            row[kind as usize] += weight;
        }
    }
    let last_words: HashMap<&str, f32> = mentions
        .iter()
        .filter(|mention| mention.kind == Kind::Person && mention.text.contains(' '))
        .flat_map(|mention| mention.text.split(' ').map(|word| (word, mention.confidence)))
        .collect();
    let known_people: Vec<String> =
        votes.keys().filter(|text| last_words.contains_key(text.as_str())).cloned().collect();
    for text in known_people {
        let weight = if context.gazetteer.country(&text).is_some() { 0.4 } else { 1.0 };
        if let Some(row) = votes.get_mut(&text) {
            row[Kind::Person as usize] += weight * row.iter().sum::<f32>().min(3.0);
        }
    }
    for mention in mentions.iter_mut() {
        let Some(row) = votes.get(&mention.text) else { continue };
        let mut best = KINDS[0];
        for kind in KINDS {
            if row[kind as usize] > row[best as usize] + 1e-4 {
                best = kind;
            }
        }
        mention.kind = best;
    }
}

/// What the words around a name say about its kind: "in …", "…'s Ann Lee".
fn surroundings(context: &Context, mention: &NameMention, mentions: &[NameMention]) -> Vec<(Kind, f32)> {
    let mut found = Vec::new();
    let sentence = context.sentence(mention.tokens.start);
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    if start > sentence.start && matches!(context.word_at(start - 1), "in" | "In" | "near") {
        let whole = context.relation(context.head(&mention.tokens).0) != "compound";
        found.extend(whole.then_some((Kind::Place, 0.5)));
    }
    let city = context.gazetteer.place(&mention.text).is_some_and(|place| place.kind == PlaceKind::City);
    if start > sentence.start && city && matches!(context.word_at(start - 1), "from" | "to" | "at" | "outside") {
        found.push((Kind::Place, 0.3));
    }
    if start > sentence.start
        && matches!(context.upos(start - 1), Upos::Noun | Upos::Propn)
        && !context.is_capitalised(start - 1)
    {
        let noun = context.lemma(start - 1);
        let words = context.gazetteer.words();
        let told = if words.noun_is(&noun, NounKind::Organisation) { Some(Kind::Organisation) } else { None };
        found.extend(told.map(|kind| (kind, 1.2)));
    }
    if end < sentence.end && matches!(context.upos(end), Upos::Noun) && context.relation(end) != "nmod:unmarked" {
        let media = context.gazetteer.words().is(WordClass::MediaNoun, &context.lemma(end));
        found.extend(media.then_some((Kind::Organisation, 1.2)));
    }
    let people = mention.kind == Kind::Person && mention.tokens.len() == 1 && mention.title.is_none();
    let token = context.analysis.token(TokenId(start));
    let group = token.features.number == Some(Number::Plural)
        && mention.text.ends_with('s')
        && start > sentence.start
        && matches!(context.word_at(start - 1), "the" | "The");
    if people && group {
        found.push((Kind::Other, 2.0));
    }
    if end + 1 < sentence.end && context.is_possessive_mark(end) {
        let at = mentions.partition_point(|other| other.tokens.start <= end);
        let person = mentions.get(at).is_some_and(|next| {
            next.tokens.start == end + 1 && next.kind == Kind::Person && next.text.contains([' ', '-'])
        });
        found.extend(person.then_some((Kind::Organisation, 1.0)));
    }
    found
}

/// What the gazetteer and the words of a name say about its kind.
fn knowledge(context: &Context, text: &str) -> Vec<(Kind, f32)> {
    let gazetteer = context.gazetteer;
    let mut found = Vec::new();
    match gazetteer.country(text) {
        Some((_, CountryWord::Name)) => found.push((Kind::Place, 2.5)),
        Some(_) => found.push((Kind::Nationality, 2.0)),
        None if gazetteer.demonym(text).is_some() => found.push((Kind::Nationality, 1.5)),
        None => {}
    }
    if gazetteer.organisation(text).is_some() {
        found.push((Kind::Organisation, 1.2));
    } else if let Some(kind) = shape::told_by_words(context, text) {
        let first = text.split(' ').next().unwrap_or_default();
        let person = kind != Kind::Organisation && gazetteer.forename(first).is_some();
        found.extend((!person).then_some((kind, 1.0)));
    }
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let product = text.ends_with(char::is_numeric);
    let abbreviation = (2..=6).contains(&letters)
        && !product
        && text.chars().all(|letter| letter.is_uppercase() || letter == '.' || letter.is_numeric());
    if product && letters <= 4 && gazetteer.organisation(text).is_none() {
        found.push((Kind::Other, 1.5));
    }
    if abbreviation && gazetteer.place(text).is_none() {
        found.push((Kind::Organisation, 1.0));
    }
    let first = text.split(' ').next().unwrap_or_default();
    let last = text.rsplit(' ').next().unwrap_or_default();
    let two = text.contains(' ');
    if two && gazetteer.person(text).is_some() {
        found.push((Kind::Person, 2.0));
    } else if two
        && gazetteer.forename(first).is_some()
        && shape::told_by_words(context, text).is_none_or(|kind| kind != Kind::Organisation)
    {
        found.push((Kind::Person, if gazetteer.is_surname(last) { 1.0 } else { 0.5 }));
    }
    if !two && gazetteer.is_public_surname(text) && gazetteer.place(text).is_none() {
        found.push((Kind::Person, 0.8));
    }
    if let Some(place) = gazetteer.place(text) {
        let person = gazetteer.forename(text).is_some() || gazetteer.is_surname(text);
        let weight = match (place.kind, place.population) {
            _ if person => 0.1,
            (PlaceKind::City, population) if population > 1_000_000 => 1.0,
            (PlaceKind::City, _) => 0.7,
            _ => 0.8,
        };
        found.push((Kind::Place, weight));
    }
    found
}

fn has_honorific(context: &Context, mention: &NameMention) -> bool {
    mention.tokens.start > context.sentence(mention.tokens.start).start
        && context.gazetteer.words().honorific(context.word_at(mention.tokens.start - 1)).is_some()
}

/// Whether a name that only a doubtful guess of the model supports may stay.
fn is_credible(context: &Context, mention: &NameMention) -> bool {
    mention.confidence >= 0.38 || mention.title.is_some() || !knowledge(context, &mention.text).is_empty()
}

/// Products, laws, events: one entity for each name.
fn group_others(mentions: &[NameMention], drafts: &mut Vec<Draft>, entity_of: &mut [usize]) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        if entity_of[index] != usize::MAX {
            continue;
        }
        let entity = *known.entry(&mention.text).or_insert_with(|| {
            drafts.push(Draft::new(mention.kind));
            drafts.len() - 1
        });
        drafts[entity].add_name(&mention.text);
        entity_of[index] = entity;
    }
}

/// Letters and digits in lower case, so that "Jong-un", "Jong Un" and "JONG UN" agree.
pub(crate) fn squash(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
