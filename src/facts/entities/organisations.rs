//! Which names of organisations mean one: full names, abbreviations, shorter forms, and whose they are.

use super::context::Context;
use super::grouping::{Draft, squash};
use super::names::{Kind, NameMention};

/// What is known of an organisation while names are being gathered.
struct Bearer {
    entity: usize,
    names: Vec<String>,
    canonical: Option<&'static str>,
    country: Option<&'static str>,
}

/// So many organisations are compared with each other; in longer lists each further name is its own.
const MOST_COMPARED: usize = 300;

/// Gathers the mentions of organisations: longer names first, then the short forms that one of them bears.
pub(crate) fn group(context: &Context, mentions: &[NameMention], drafts: &mut Vec<Draft>, entity_of: &mut [usize]) {
    let found: Vec<usize> = (0..mentions.len()).filter(|&index| mentions[index].kind == Kind::Organisation).collect();
    let mut bearers: Vec<Bearer> = Vec::new();
    let mut by_text: std::collections::BTreeMap<(String, Option<&'static str>), usize> = Default::default();
    let mut undecided: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut order: Vec<usize> = found.clone();
    order.sort_by_key(|&index| (std::cmp::Reverse(significant(context, &mentions[index].text).len()), index));
    for index in order {
        let mention = &mentions[index];
        let country = owner(context, mention);
        if let Some(&bearer) = by_text.get(&(mention.text.clone(), country)) {
            entity_of[index] = bearers[bearer].entity;
            continue;
        }
        let organisation = context.gazetteer.organisation(&mention.text);
        let canonical = organisation.map(|organisation| organisation.name);
        let matches: Vec<usize> = (0..bearers.len().min(MOST_COMPARED))
            .filter(|&bearer| {
                let bearer = &bearers[bearer];
                let countries = country.is_none() || bearer.country.is_none() || country == bearer.country;
                countries
                    && ((canonical.is_some() && canonical == bearer.canonical)
                        || bearer.names.iter().any(|name| same(context, name, &mention.text)))
            })
            .collect();
        let exact = || {
            matches
                .iter()
                .copied()
                .find(|&bearer| bearers[bearer].names.iter().any(|name| squash(name) == squash(&mention.text)))
        };
        if matches.len() > 1 && exact().is_none() {
            undecided.push((index, matches.iter().map(|&bearer| bearers[bearer].entity).collect::<Vec<_>>()));
            continue;
        }
        let bearer = match matches[..] {
            [one] => one,
            _ => exact().unwrap_or_else(|| {
                let mut draft = Draft::new(Kind::Organisation);
                draft.wikidata = organisation.and_then(|organisation| organisation.wikidata);
                drafts.push(draft);
                bearers.push(Bearer { entity: drafts.len() - 1, names: Vec::new(), canonical, country });
                bearers.len() - 1
            }),
        };
        bearers[bearer].names.push(mention.text.clone());
        bearers[bearer].country = bearers[bearer].country.or(country);
        bearers[bearer].canonical = bearers[bearer].canonical.or(canonical);
        by_text.insert((mention.text.clone(), country), bearer);
        let entity = bearers[bearer].entity;
        let draft = &mut drafts[entity];
        let own_country = organisation.map(|organisation| organisation.country).filter(|code| !code.is_empty());
        draft.country = draft.country.or(country).or(own_country);
        draft.wikidata = draft.wikidata.or_else(|| organisation.and_then(|organisation| organisation.wikidata));
        entity_of[index] = entity;
    }
    undecided.sort();
    for (index, candidates) in undecided {
        let nearest = (0..index).rev().map(|before| entity_of[before]).find(|entity| candidates.contains(entity));
        entity_of[index] = nearest.unwrap_or(candidates[0]);
    }
    join_abbreviations(context, mentions, entity_of);
    for index in found {
        drafts[entity_of[index]].add_name(&mentions[index].text);
    }
}

/// ISO 3166-1 code of the country that the words before the name or at its head say it belongs to.
pub(crate) fn owner(context: &Context, mention: &NameMention) -> Option<&'static str> {
    let code = |text: &str| {
        let (country, _) = context.gazetteer.country(text)?;
        Some(country.code)
    };
    let parts: Vec<&str> = mention.text.split(' ').collect();
    for length in (1..parts.len().min(4)).rev() {
        if let Some(found) = code(&parts[..length].join(" ")) {
            return Some(found);
        }
    }
    let first = context.sentence(mention.tokens.start).start;
    let mut end = mention.tokens.start;
    if end > first && context.is_possessive_mark(end - 1) {
        end -= 1;
    }
    (first.max(end.saturating_sub(3))..end).find_map(|start| code(&context.surface(&(start..end))))
}

/// The words of a name that tell it from others, in lower case, without a country in front and without "of", "the".
fn significant(context: &Context, text: &str) -> Vec<String> {
    let mut parts: Vec<&str> = text.split(' ').collect();
    for length in (1..parts.len().min(4)).rev() {
        if context.gazetteer.country(&parts[..length].join(" ")).is_some() {
            parts.drain(..length);
            break;
        }
    }
    parts
        .iter()
        .map(|part| part.to_lowercase().trim_end_matches("'s").trim_end_matches("’s").to_owned())
        .filter(|part| !matches!(part.as_str(), "of" | "the" | "for" | "and" | "on" | "in" | "&" | "'s" | "’s" | "-"))
        .collect()
}

fn is_type_word(context: &Context, word: &str) -> bool {
    let mut letters = word.chars();
    let capital: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    context.gazetteer.words().organisation_word(&capital).is_some()
}

/// Whether two names can be one organisation's.
fn same(context: &Context, long: &str, short: &str) -> bool {
    if squash(long) == squash(short) || is_abbreviation(short, long) || is_abbreviation(long, short) {
        return true;
    }
    let (mut one, mut other) = (significant(context, long), significant(context, short));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    if one.len() < other.len() {
        std::mem::swap(&mut one, &mut other);
    }
    let within = other.iter().all(|word| one.contains(word));
    if !within {
        return false;
    }
    let rest: Vec<&String> = one.iter().filter(|word| !other.contains(word)).collect();
    let shares_type = other.iter().any(|word| is_type_word(context, word));
    let rest_is_type = rest.iter().all(|word| is_type_word(context, word) || word.as_str() == "agency");
    match (rest.is_empty(), shares_type) {
        (true, _) => true,
        (false, true) => same_head(&one, &other, context) && rest.len() <= 4,
        (false, false) => rest_is_type && one.starts_with(&other[..1]),
    }
}

/// Whether the word that says what an organisation is is the same in both names: "Supreme Court" and "Supreme Court of
/// Appeal", not "Security Council" and "Security Council Committee".
fn same_head(one: &[String], other: &[String], context: &Context) -> bool {
    let head = |words: &[String]| words.iter().rev().find(|word| is_type_word(context, word)).cloned();
    head(one).is_some() && head(one) == head(other)
}

/// Whether the first is made of the initials of the second: "ECB", "U.N.".
pub(crate) fn is_abbreviation(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|letter| *letter != '.').collect();
    if !(2..=8).contains(&letters.len()) || short.contains(' ') || !letters.iter().all(|letter| letter.is_uppercase()) {
        return false;
    }
    let words: Vec<&str> = long.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    if words.len() < 2 {
        return false;
    }
    let capitals: Vec<char> =
        words.iter().filter_map(|word| word.chars().next()).filter(|letter| letter.is_uppercase()).collect();
    let all: Vec<char> = words.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    capitals == letters || all == letters
}

/// "European Central Bank (ECB)", "CEI (Italian Episcopal Conference)": what the brackets hold is the same.
fn join_abbreviations(context: &Context, mentions: &[NameMention], entity_of: &mut [usize]) {
    for index in 1..mentions.len() {
        let (before, inside) = (&mentions[index - 1], &mentions[index]);
        let both = before.kind == Kind::Organisation && inside.kind == Kind::Organisation;
        let bracketed = inside.tokens.start == before.tokens.end + 1
            && matches!(context.word_at(before.tokens.end), "(" | "[")
            && context.analysis.tokens.len() as u32 > inside.tokens.end
            && matches!(context.word_at(inside.tokens.end), ")" | "]");
        let short = |text: &str| text.len() <= 8 && text.chars().filter(|letter| letter.is_uppercase()).count() > 1;
        if both && bracketed && (short(&inside.text) || short(&before.text)) {
            let (keep, drop) = (entity_of[index - 1], entity_of[index]);
            for entity in entity_of.iter_mut().filter(|entity| **entity == drop) {
                *entity = keep;
            }
        }
    }
}
