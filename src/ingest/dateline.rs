//! The dateline: "WASHINGTON –", "PARIS (AP) —", "LONDON, March 3 (Reuters) -", "NEW DELHI: …".

use super::date;
use super::layout::{entries, is_agency};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A dateline is shorter, in bytes.
const LONGEST: usize = 100;
/// Words of the name of a place.
const MOST_WORDS: usize = 4;

/// What may close a dateline, longest first.
const DASHES: [&str; 6] = [" -- ", "--", "—", "–", " - ", " — "];

static LABELS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../ontology/press/labels.txt")).collect());

/// Length in bytes of the dateline that opens `line`, its dash or colon included. `text` is the whole article: a text
/// in which many lines open with a name and a colon is a transcript, and has no datelines of that form.
pub fn length(line: &str, text: &str) -> Option<usize> {
    let reach = line.char_indices().map(|(at, _)| at).find(|at| *at > LONGEST).unwrap_or(line.len());
    let head = &line[..reach];
    let (prefix, end) = match DASHES.iter().filter_map(|dash| Some((head.find(dash)?, *dash))).min_by_key(|(at, _)| *at)
    {
        Some((at, dash)) => (&head[..at], at + dash.trim_end().len()),
        None => ("", 0),
    };
    if !prefix.trim().is_empty() && opens_sentence(&line[end..]) && is_dateline(prefix.trim()) {
        return Some(end);
    }
    let (prefix, rest) = head.split_once(": ")?;
    let colon = prefix.len() + 1;
    (is_capitals(prefix) && is_dateline(prefix) && opens_sentence(rest) && !is_transcript(text)).then_some(colon)
}

/// Whether what follows begins a sentence: "NATO – the alliance – said" has no dateline.
fn opens_sentence(rest: &str) -> bool {
    let rest = rest.trim_start().trim_start_matches(['“', '"', '\'', '‘', '«', '(', '-', '–', '—', ' ']);
    rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

fn is_dateline(prefix: &str) -> bool {
    let (places, agency) = match prefix.strip_suffix(')').and_then(|open| open.rsplit_once('(')) {
        Some((places, inner)) => {
            if !(is_agency(inner.trim()) || is_agency(inner.split([',', '/', ' ']).next().unwrap_or(""))) {
                return false;
            }
            (places.trim().trim_end_matches(','), true)
        }
        None => (prefix, false),
    };
    if places.is_empty() {
        return agency;
    }
    if LABELS.contains(places) {
        return false;
    }
    let mut parts = places.split(',').map(str::trim);
    let Some(first) = parts.next().filter(|first| is_place(first)) else { return false };
    let mut dated = false;
    for part in parts {
        if is_date(part) {
            dated = true;
        } else if is_agency(part) {
            return true;
        } else if !is_place(part) {
            return false;
        }
    }
    agency || dated || is_capitals(first)
}

/// A few words that each begin with a capital: "St. Petersburg", "WASHINGTON/BEIJING", "Rio de Janeiro".
fn is_place(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    (1..=MOST_WORDS).contains(&words.len())
        && words.first().is_some_and(|word| word.starts_with(char::is_uppercase))
        && words.last().is_some_and(|word| word.starts_with(char::is_uppercase))
        && words.iter().all(|word| {
            word.chars().all(|c| c.is_alphabetic() || "./'’-&".contains(c))
                && (word.starts_with(char::is_uppercase) || word.chars().count() <= 3)
        })
}

/// "March 3", "3 March", "Jan. 3", "2016", "Monday".
fn is_date(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    (1..=3).contains(&words.len())
        && words.iter().all(|word| {
            word.bytes().all(|byte| byte.is_ascii_digit()) || date::month_of(word).is_some() || date::is_weekday(word)
        })
}

/// At least two letters, all in upper case; "Mc" and the like may stay small: "McLEAN".
fn is_capitals(words: &str) -> bool {
    let letters: Vec<char> = words.chars().filter(|c| c.is_alphabetic()).collect();
    let small = letters.iter().filter(|c| !c.is_uppercase()).count();
    letters.len() >= 2 && (small == 0 || (small == 1 && words.starts_with("Mc") && letters.len() > 4))
}

fn is_transcript(text: &str) -> bool {
    let speaks = |line: &&str| {
        line.split_once(": ").is_some_and(|(label, _)| label.len() <= 40 && is_capitals(label) && !label.contains(','))
    };
    text.lines().filter(speaks).take(3).count() == 3
}
