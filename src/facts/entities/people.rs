//! Which names of people mean one person: full names first, then single names by who bears them.

use super::context::Context;
use super::grouping::{Draft, squash};
use super::names::{Kind, NameMention};
use crate::facts::Gender;
use crate::identity::WordClass;
use std::collections::HashMap;

/// The words of a person's name without what follows the surname ("Jr.").
fn words<'t>(context: &Context, text: &'t str) -> Vec<&'t str> {
    let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty() && *word != ",").collect();
    while words.len() > 1
        && context.gazetteer.words().is(WordClass::NameSuffix, words[words.len() - 1].trim_end_matches(','))
    {
        words.pop();
    }
    words
}

/// A word of a name without the article or particle in front: "al-Masri" → "masri".
fn bare(context: &Context, word: &str) -> String {
    let lower = word.to_lowercase();
    let bare =
        lower.split_once('-').filter(|(article, _)| context.gazetteer.words().is(WordClass::JoinedArticle, article));
    squash(bare.map_or(lower.as_str(), |(_, rest)| rest))
}

/// Whether the name is a surname or a forename alone: one word, particles not counted.
fn is_single(context: &Context, text: &str) -> bool {
    let particle = |word: &str| {
        [WordClass::NameParticle, WordClass::CapitalParticle]
            .iter()
            .any(|&class| context.gazetteer.words().is(class, word))
    };
    words(context, text).iter().filter(|word| !particle(word)).count() < 2
}

/// Whether two full names can be one person's.
fn same_person(context: &Context, one: &str, other: &str) -> bool {
    if squash(one) == squash(other) {
        return true;
    }
    let (one, other) = (words(context, one), words(context, other));
    let (Some(one_last), Some(other_last)) = (one.last(), other.last()) else { return false };
    let squashed =
        |words: &[&str]| words.iter().map(|word| bare(context, word)).filter(|word| word != "al").collect::<Vec<_>>();
    let (one_bare, other_bare) = (squashed(&one), squashed(&other));
    if one_bare == other_bare {
        return true;
    }
    let (short, long) =
        if one_bare.len() < other_bare.len() { (&one_bare, &other_bare) } else { (&other_bare, &one_bare) };
    if short.len() >= 2 && long.first() == short.first() && is_subsequence(short, long) {
        return true;
    }
    if bare(context, one_last) != bare(context, other_last) {
        return false;
    }
    forenames_agree(context, one[0], other[0])
}

fn is_subsequence(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|found| found == word))
}

fn forenames_agree(context: &Context, one: &str, other: &str) -> bool {
    if squash(one) == squash(other) {
        return true;
    }
    let words = context.gazetteer.words();
    let initial = |short: &str, long: &str| {
        let letters: Vec<char> = short.chars().filter(|letter| letter.is_alphabetic()).collect();
        (letters.len() == 1 || short.ends_with('.') && letters.iter().all(|letter| letter.is_uppercase()))
            && long.chars().next() == letters.first().copied()
    };
    words.full_forename(one) == Some(other)
        || words.full_forename(other) == Some(one)
        || initial(one, other)
        || initial(other, one)
}

/// Gender that a form of address or title right before the name tells.
fn told_gender(context: &Context, mention: &NameMention) -> Option<Gender> {
    let first = context.sentence(mention.tokens.start).start;
    if mention.tokens.start > first {
        let before = mention.tokens.start - 1;
        if let Some(gender) = context.gazetteer.words().honorific(context.word_at(before)) {
            return gender;
        }
        if mention.title.is_some() {
            return super::titles::of_word(context, before).and_then(|title| title.gender);
        }
    }
    None
}

/// People by the words of their names, so that a name meets only those it shares a word with.
#[derive(Default)]
struct Bearers {
    by_word: HashMap<String, Vec<usize>>,
}

impl Bearers {
    fn add(&mut self, context: &Context, name: &str, entity: usize) {
        for key in words(context, name).into_iter().map(|word| bare(context, word)).chain([squash(name)]) {
            let entities = self.by_word.entry(key).or_default();
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        }
    }

    /// Whoever shares a word with the name, in the order of the text.
    fn of(&self, context: &Context, name: &str) -> Vec<usize> {
        let mut found: Vec<usize> = words(context, name)
            .into_iter()
            .map(|word| bare(context, word))
            .chain([squash(name)])
            .filter_map(|key| self.by_word.get(&key))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Gathers the mentions of people.
pub(crate) fn group(context: &Context, mentions: &[NameMention], drafts: &mut Vec<Draft>, entity_of: &mut [usize]) {
    let people: Vec<usize> = (0..mentions.len()).filter(|&index| mentions[index].kind == Kind::Person).collect();
    let mut bearers = Bearers::default();
    for &index in people.iter().filter(|&&index| !is_single(context, &mentions[index].text)) {
        let mention = &mentions[index];
        let told = told_gender(context, mention);
        let known = bearers.of(context, &mention.text).into_iter().find(|&entity| {
            drafts[entity].names.iter().any(|name| same_person(context, name, &mention.text))
                && (told.is_none() || drafts[entity].gender.is_none() || told == drafts[entity].gender)
        });
        let entity = known.unwrap_or_else(|| {
            drafts.push(Draft::new(Kind::Person));
            drafts.len() - 1
        });
        bearers.add(context, &mention.text, entity);
        drafts[entity].add_name(&mention.text);
        drafts[entity].gender = drafts[entity].gender.or(told);
        entity_of[index] = entity;
    }
    for draft in drafts.iter_mut() {
        let first = draft.names.first().and_then(|name| name.split(' ').next()).unwrap_or_default();
        draft.gender = draft.gender.or_else(|| context.gazetteer.forename(first).flatten());
    }
    let mut last_seen = vec![0u32; drafts.len()];
    for &index in &people {
        let mention = &mentions[index];
        if entity_of[index] == usize::MAX {
            entity_of[index] = bearer(context, mentions, index, drafts, &mut bearers, &last_seen, entity_of);
        }
        let entity = entity_of[index];
        last_seen.resize(drafts.len(), 0);
        last_seen[entity] = mention.tokens.start + 1;
    }
}

/// The person whom a single name means: a new one where nobody bears it.
fn bearer(
    context: &Context,
    mentions: &[NameMention],
    index: usize,
    drafts: &mut Vec<Draft>,
    bearers: &mut Bearers,
    last_seen: &[u32],
    entity_of: &[usize],
) -> usize {
    let mention = &mentions[index];
    let name = bare(context, words(context, &mention.text).last().copied().unwrap_or_default());
    let told = told_gender(context, mention);
    let mut best: Option<(f32, usize)> = None;
    for entity in bearers.of(context, &mention.text) {
        let draft = &drafts[entity];
        if !draft.is(Kind::Person) || (told.is_some() && draft.gender.is_some() && told != draft.gender) {
            continue;
        }
        let seen = last_seen.get(entity).copied().unwrap_or(0);
        let mut score: f32 = 0.0;
        for full in &draft.names {
            let parts = words(context, full);
            let place = parts.iter().position(|part| bare(context, part) == name);
            let fit = match place {
                Some(at) if at + 1 == parts.len() => 2.0,
                Some(0) if context.gazetteer.forename(parts[0]).is_none() => 1.8,
                Some(0) if seen > 0 => 1.2,
                Some(0) => 0.0,
                Some(_) => 0.8,
                None => 0.0,
            };
            score = score.max(fit);
        }
        if score == 0.0 {
            continue;
        }
        if seen > 0 {
            score += 0.3;
        }
        let most_recent = (0..index).rev().take(40).find(|&before| mentions[before].text == mention.text);
        if most_recent.is_some_and(|before| entity_of[before] == entity) {
            score += 0.25;
        }
        if best.is_none_or(|(top, found)| {
            score > top + 1e-4 || (score > top - 1e-4 && seen > last_seen.get(found).copied().unwrap_or(0))
        }) {
            best = Some((score, entity));
        }
    }
    let entity = best.map_or_else(
        || {
            let mut draft = Draft::new(Kind::Person);
            draft.gender = told.or_else(|| context.gazetteer.forename(&mention.text).flatten());
            drafts.push(draft);
            drafts.len() - 1
        },
        |(_, entity)| entity,
    );
    bearers.add(context, &mention.text, entity);
    drafts[entity].add_name(&mention.text);
    entity
}
