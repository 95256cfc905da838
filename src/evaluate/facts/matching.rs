//! When a found record is a gold one: rules that compare names, words and times.

use super::record::{Article, Circumstances, Meeting, Role, Statement, Thing, Visit};
use std::collections::{BTreeSet, HashMap};

/// Words that say nothing when wordings are compared.
const STOP_WORDS: [&str; 14] =
    ["the", "a", "an", "of", "to", "for", "and", "in", "on", "his", "her", "their", "its", ""];

/// What may stand before a name without making it another one.
const BEFORE_NAMES: [&str; 8] = ["the", "mr", "mrs", "ms", "dr", "sir", "president", "prime minister"];

/// Letters, digits and underscores with the apostrophes and hyphens among them, in lower case, without stop words.
pub(super) fn words(text: &str) -> Vec<String> {
    let of_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '’' | '\'' | '-');
    text.split(|letter| !of_word(letter))
        .map(str::to_lowercase)
        .filter(|word| !STOP_WORDS.contains(&word.as_str()))
        .map(|word| word.trim_matches(['’', '\'', '-']).to_owned())
        .collect()
}

/// Twice the words in common over all words, 0 to 1.
pub(super) fn token_f1(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    if one.is_empty() || other.is_empty() {
        return if one == other { 1.0 } else { 0.0 };
    }
    let count = |all: &[String], word: &String| all.iter().filter(|known| *known == word).count();
    let different: BTreeSet<&String> = one.iter().collect();
    let common: usize = different.into_iter().map(|word| count(&one, word).min(count(&other, word))).sum();
    (2 * common) as f64 / (one.len() + other.len()) as f64
}

/// A name in lower case without a title, possessive mark, group mark and stops.
pub(super) fn normal(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let bare = BEFORE_NAMES
        .iter()
        .filter_map(|before| lower.strip_prefix(before))
        .find_map(|rest| rest.strip_prefix(". ").or_else(|| rest.strip_prefix(' ')))
        .unwrap_or(&lower);
    let end = ["'s", "’s", "*"].iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare);
    end.replace('.', "").trim().to_owned()
}

/// Resolves any way in which the gold file names a thing to one key.
#[derive(Debug)]
pub(super) struct Names {
    keys: HashMap<String, String>,
    surnames: HashMap<String, String>,
}

impl Names {
    pub(super) fn new(gold: &Article) -> Self {
        let mut keys = HashMap::new();
        for thing in gold.people.iter().chain(&gold.organisations).chain(&gold.places) {
            for name in all_names(thing) {
                keys.entry(normal(name)).or_insert_with(|| normal(&thing.name));
            }
        }
        let mut surnames = HashMap::new();
        for person in &gold.people {
            let full = normal(&person.name);
            let surname = full.split_whitespace().last().unwrap_or_default().to_owned();
            surnames.entry(surname).or_insert(full);
        }
        Self { keys, surnames }
    }

    pub(super) fn key(&self, name: &str) -> String {
        let name = normal(name);
        if let Some(key) = self.keys.get(&name).or_else(|| self.surnames.get(&name)) {
            return key.clone();
        }
        let group = words(&name).join(" ");
        if group.is_empty() { name } else { group }
    }
}

fn all_names(thing: &Thing) -> impl Iterator<Item = &String> {
    std::iter::once(&thing.name).chain(&thing.aliases)
}

fn same(one: &str, other: &str) -> bool {
    let long = |name: &str| name.chars().count() > 3;
    one == other || long(one) && long(other) && (one.contains(other) || other.contains(one))
}

fn overlap<'a>(ones: impl IntoIterator<Item = &'a String>, others: &(impl AsNames + ?Sized)) -> usize {
    ones.into_iter().filter(|one| others.any(&|other: &str| same(one, other))).count()
}

/// A list or set of names.
trait AsNames {
    fn any(&self, holds: &dyn Fn(&str) -> bool) -> bool;
}

impl AsNames for [String] {
    fn any(&self, holds: &dyn Fn(&str) -> bool) -> bool {
        self.iter().any(|name| holds(name))
    }
}

impl AsNames for BTreeSet<String> {
    fn any(&self, holds: &dyn Fn(&str) -> bool) -> bool {
        self.iter().any(|name| holds(name))
    }
}

fn set_f1(ones: &BTreeSet<String>, others: &BTreeSet<String>) -> f64 {
    if ones.is_empty() && others.is_empty() {
        return 1.0;
    }
    let hits = overlap(ones, others).min(overlap(others, ones));
    (2 * hits) as f64 / (ones.len() + others.len()) as f64
}

/// F1 of the participants of two meetings, 0 to 1.
pub(super) fn participants(gold: &Meeting, found: &Meeting, names: &Names) -> f64 {
    set_f1(&keys(&gold.participants, names), &keys(&found.participants, names))
}

fn keys(all: &[String], names: &Names) -> BTreeSet<String> {
    all.iter().map(|name| names.key(name)).collect()
}

/// Right where a gold place is named, or both have none.
pub(super) fn same_place(gold: &Circumstances, found: &Circumstances) -> bool {
    let normals = |all: &[String]| -> Vec<String> { all.iter().map(|name| normal(name)).collect() };
    let (gold, found) = (normals(&gold.places), normals(&found.places));
    gold.is_empty() && found.is_empty() || overlap(&gold, found.as_slice()) > 0
}

/// The same start and the same end; one day ends on the day it starts.
pub(super) fn same_date(gold: &Circumstances, found: &Circumstances) -> bool {
    let end = |one: &Circumstances| one.end.clone().or_else(|| one.start.clone());
    gold.start == found.start && end(gold) == end(found)
}

pub(super) fn meeting(gold: &Meeting, found: &Meeting, names: &Names) -> f64 {
    let (wanted, told) = (keys(&gold.participants, names), keys(&found.participants, names));
    let share = set_f1(&wanted, &told);
    if overlap(&wanted, &told) < wanted.len().min(2) && share < 0.5 {
        return 0.0;
    }
    let (gold, found) = (&gold.circumstances, &found.circumstances);
    let one = |holds: bool| f64::from(u8::from(holds));
    share
        + 0.6 * one(same_place(gold, found))
        + 0.4 * one(same_date(gold, found))
        + 0.2 * one(gold.status == found.status)
}

pub(super) fn visit(gold: &Visit, found: &Visit, names: &Names) -> f64 {
    if !same(&names.key(&gold.who), &names.key(&found.who)) || !same_place(&gold.circumstances, &found.circumstances) {
        return 0.0;
    }
    let one = |holds: bool| f64::from(u8::from(holds));
    1.0 + 0.5 * one(same_date(&gold.circumstances, &found.circumstances))
        + 0.3 * one(gold.circumstances.status == found.circumstances.status)
}

pub(super) fn statement(gold: &Statement, found: &Statement, names: &Names) -> f64 {
    if !same(&names.key(&gold.speaker), &names.key(&found.speaker)) {
        return 0.0;
    }
    let share = token_f1(&gold.said, &found.said);
    let (wanted, told): (BTreeSet<_>, BTreeSet<_>) =
        (words(&gold.said).into_iter().collect(), words(&found.said).into_iter().collect());
    let common = wanted.intersection(&told).count();
    let inside = if wanted.is_empty() { 0.0 } else { common as f64 / wanted.len() as f64 };
    let best = share.max(inside * 0.8);
    if best >= 0.5 { best } else { 0.0 }
}

pub(super) fn role(gold: &Role, found: &Role, names: &Names) -> f64 {
    if !same(&names.key(&gold.who), &names.key(&found.who)) {
        return 0.0;
    }
    let whole = |role: &Role| format!("{} {}", role.role, role.at.as_deref().unwrap_or_default());
    let best = token_f1(&gold.role, &found.role).max(token_f1(&whole(gold), &whole(found)));
    if best >= 0.6 { best } else { 0.0 }
}

pub(super) fn thing(gold: &Thing, found: &Thing) -> f64 {
    if same_name(gold, found) {
        return 2.0;
    }
    let names: BTreeSet<String> = all_names(gold).map(|name| normal(name)).collect();
    let shared = all_names(found).any(|name| names.contains(&normal(name)));
    f64::from(u8::from(shared))
}

pub(super) fn same_name(gold: &Thing, found: &Thing) -> bool {
    normal(&gold.name) == normal(&found.name)
}

/// One-to-one, best pair first; of equal pairs the first. Pairs that score nothing do not match.
pub(super) fn align<T>(gold: &[T], found: &[T], score: impl Fn(&T, &T) -> f64) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, one) in gold.iter().enumerate() {
        pairs.extend(found.iter().enumerate().map(|(j, other)| (score(one, other), i, j)));
    }
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let (mut used_gold, mut used_found) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut aligned = Vec::new();
    for (score, i, j) in pairs {
        if score > 0.0 && !used_gold[i] && !used_found[j] {
            (used_gold[i], used_found[j]) = (true, true);
            aligned.push((i, j));
        }
    }
    aligned
}

/// Whether a found record only repeats what the gold file leaves open.
pub(super) fn is_doubtful(evidence: &str, gold: &Article) -> bool {
    let text = normal(evidence);
    let repeats = |doubtful: &str| {
        let doubtful_words = normal(doubtful);
        !doubtful.is_empty() && (text.contains(&doubtful_words) || doubtful_words.contains(&text))
    };
    !text.is_empty() && gold.doubtful.iter().filter_map(|doubtful| doubtful.as_str()).any(repeats)
}

#[cfg(test)]
mod tests {
    use super::{align, normal, token_f1};

    #[test]
    fn a_name_is_the_same_with_title_possessive_and_group_mark() {
        for name in ["Ana Duarte", "Mrs. Ana Duarte", "president Ana Duarte's", "ANA DUARTE*"] {
            assert_eq!(normal(name), "ana duarte", "{name}");
        }
        assert_eq!(normal("Theodor Lund"), "theodor lund");
        assert_eq!(normal("the U.N."), "un");
    }

    #[test]
    fn wordings_agree_by_their_words_without_articles() {
        assert!((token_f1("a deal on fish", "the fish deal") - 1.0).abs() < 1e-9);
        assert!((token_f1("trade talks", "trade deal") - 0.5).abs() < 1e-9);
        assert!(token_f1("", "deal") < 1e-9);
    }

    #[test]
    fn the_best_pair_is_matched_first_and_each_record_once() {
        let aligned = align(&[10_i32, 20], &[19, 11, 5], |gold, found| f64::from(5 - (gold - found).abs()));
        assert_eq!(aligned, [(0, 1), (1, 0)]);
    }
}
