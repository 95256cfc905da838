//! Patterns over words: what a rule of the time grammar looks for, and how it is found.
//!
//! ```text
//! last|past        one of these words            $month:m   a word or phrase of a class, kept as m
//! #day:d           a number of a kind, kept      @day:d     what a rule of a group matches, kept
//! ( a b | c )      alternatives                  x?         may be missing
//! ~                no space here                 %amount    a pattern that has a name
//! ```

use super::grammar::Grammar;
use super::words::{Shape, Word};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    /// 1 to 31 in digits, kept with two digits; "1st".
    Day,
    /// 1 to 12 in digits, kept with two digits.
    Month,
    /// Four digits, 1000 to 2199.
    Year,
    /// Four digits, 1900 to 2039.
    Modern,
    /// Two digits.
    Two,
    /// The first year of a decade in four or two digits, kept as `196X`.
    Decade,
    TwoDigitDecade,
    /// 0 to 24 in digits.
    Hour,
    /// 00 to 59 in two digits.
    Minute,
    /// A number in digits or words, whole or with halves.
    Amount,
}

impl Numeral {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "day" => Self::Day,
            "month" => Self::Month,
            "year" => Self::Year,
            "modern" => Self::Modern,
            "two" => Self::Two,
            "decade" => Self::Decade,
            "two-decade" => Self::TwoDigitDecade,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "n" => Self::Amount,
            _ => return None,
        })
    }
}

/// A part of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Element {
    Words(Vec<String>),
    Class { class: Arc<str>, keep: Option<Arc<str>> },
    Number { numeral: Numeral, keep: Option<Arc<str>> },
    Group { group: Arc<str>, keep: Option<Arc<str>> },
    Choice { alternatives: Vec<Vec<Element>>, optional: bool },
    Joined,
}

/// What an element has matched.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kept {
    /// The value of a class word or a number.
    Text(String),
    /// A match of another rule.
    Rule(usize, Arc<Captures>),
}

/// What a match has kept, by name.
pub(super) type Captures = Vec<(Arc<str>, Kept)>;

/// A way to match so far: the index of the next word and what is kept.
pub(super) type State = (usize, Captures);

/// Phrases with a value: names of months, units of time …
#[derive(Debug, Clone, Default)]
pub(super) struct Class {
    /// Whether its words count only with a capital.
    pub capital: bool,
    /// First word → whole phrases that begin with it, and their values.
    pub phrases: HashMap<String, Vec<(Vec<String>, String)>>,
}

impl Class {
    /// The phrases at a word: index after each, and its value.
    pub(super) fn at<'a>(&'a self, words: &'a [Word], at: usize) -> impl Iterator<Item = (usize, &'a str)> + 'a {
        let candidates = words
            .get(at)
            .filter(|word| !self.capital || word.capital)
            .and_then(|word| self.phrases.get(&word.text))
            .map_or(&[][..], Vec::as_slice);
        candidates.iter().filter_map(move |(phrase, value)| {
            let end = at + phrase.len();
            let found = words.get(at..end)?;
            let same = found.iter().zip(phrase).all(|(word, wanted)| word.text == *wanted);
            (same && !found[1..].iter().any(|word| word.new_paragraph)).then_some((end, value.as_str()))
        })
    }
}

/// Matches elements from a word on: every way to do it.
pub(super) fn matches(
    grammar: &Grammar,
    rule: usize,
    elements: &[Element],
    words: &[Word],
    start: State,
) -> Vec<State> {
    let mut states = vec![start];
    for element in elements {
        let mut next = Vec::new();
        for (at, captures) in states {
            step(grammar, rule, element, words, at, captures, &mut next);
        }
        states = next;
        if states.is_empty() {
            break;
        }
    }
    states
}

fn step(
    grammar: &Grammar,
    rule: usize,
    element: &Element,
    words: &[Word],
    at: usize,
    captures: Captures,
    next: &mut Vec<State>,
) {
    let with = |keep: &Option<Arc<str>>, kept: Kept| {
        let mut captures = captures.clone();
        if let Some(name) = keep {
            captures.push((name.clone(), kept));
        }
        captures
    };
    match element {
        Element::Choice { alternatives, optional } => {
            for alternative in alternatives {
                next.extend(matches(grammar, rule, alternative, words, (at, captures.clone())));
            }
            if *optional {
                next.push((at, captures));
            }
            return;
        }
        Element::Joined => {
            if words.get(at).is_some_and(|word| word.joined) {
                next.push((at, captures));
            }
            return;
        }
        _ => {}
    }
    let Some(word) = words.get(at) else { return };
    match element {
        Element::Words(texts) => {
            if texts.contains(&word.text) {
                next.push((at + 1, captures));
            }
        }
        Element::Class { class, keep } => {
            if let Some(class) = grammar.class(class) {
                for (end, value) in class.at(words, at) {
                    next.push((end, with(keep, Kept::Text(value.to_owned()))));
                }
            }
        }
        Element::Number { numeral, keep } => {
            if let Some((end, value)) = number(grammar, *numeral, words, at) {
                next.push((end, with(keep, Kept::Text(value))));
            }
        }
        Element::Group { group, keep } => {
            for &other in grammar.group(group).iter().filter(|&&other| other < rule) {
                for (end, inner) in grammar.match_rule(other, words, at) {
                    next.push((end, with(keep, Kept::Rule(other, Arc::new(inner)))));
                }
            }
        }
        Element::Choice { .. } | Element::Joined => {}
    }
}

/// Reads a number: index after it, and its value.
fn number(grammar: &Grammar, numeral: Numeral, words: &[Word], at: usize) -> Option<(usize, String)> {
    let word = words.get(at)?;
    let digits = word.shape == Shape::Digits;
    let value = || word.text.parse::<u32>().ok();
    let within = |low: u32, high: u32| value().filter(|n| (low..=high).contains(n));
    match numeral {
        Numeral::Day if digits && word.text.len() <= 2 => {
            let day = within(1, 31)?;
            if grouped(words, at) {
                return None;
            }
            let ordinal = words
                .get(at + 1)
                .is_some_and(|next| next.joined && matches!(next.text.as_str(), "st" | "nd" | "rd" | "th"));
            Some((at + 1 + usize::from(ordinal), format!("{day:02}")))
        }
        Numeral::Month if digits && word.text.len() <= 2 => Some((at + 1, format!("{:02}", within(1, 12)?))),
        Numeral::Year if digits && word.text.len() == 4 => Some((at + 1, format!("{}", within(1000, 2199)?))),
        Numeral::Modern if digits && word.text.len() == 4 => Some((at + 1, format!("{}", within(1900, 2039)?))),
        Numeral::Decade if digits && word.text.len() == 4 => {
            let decade = within(1000, 2099)?;
            (decade % 10 == 0).then(|| (at + 1, format!("{}X", decade / 10)))
        }
        Numeral::TwoDigitDecade if digits && word.text.len() == 2 => {
            let decade = within(0, 90)?;
            let century = if decade < 20 { 20 } else { 19 };
            (decade % 10 == 0).then(|| (at + 1, format!("{century}{}X", decade / 10)))
        }
        Numeral::Two if digits && word.text.len() == 2 => Some((at + 1, word.text.clone())),
        Numeral::Hour if digits && word.text.len() <= 2 => Some((at + 1, format!("{}", within(0, 24)?))),
        Numeral::Minute if digits && word.text.len() == 2 => Some((at + 1, format!("{:02}", within(0, 59)?))),
        Numeral::Amount if digits => Some(digit_amount(words, at)),
        Numeral::Amount => word_amount(grammar, words, at),
        _ => None,
    }
}

/// Whether the digits go on after a comma: the "10" of "10,000".
fn grouped(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_some_and(|comma| comma.joined && comma.text == ",")
        && words.get(at + 2).is_some_and(|next| next.joined && next.text.len() == 3 && next.shape == Shape::Digits)
}

/// "12", "1,200", "2.5", "2 1/2".
fn digit_amount(words: &[Word], at: usize) -> (usize, String) {
    let text = |i: usize| words.get(i).map_or("", |word| word.text.as_str());
    let joined = |i: usize| words.get(i).is_some_and(|word| word.joined);
    let mut value = words[at].text.clone();
    let mut end = at + 1;
    while text(end) == "," && joined(end) && joined(end + 1) && text(end + 1).len() == 3 && is_digits(words, end + 1) {
        value.push_str(text(end + 1));
        end += 2;
    }
    if text(end) == "." && joined(end) && joined(end + 1) && is_digits(words, end + 1) {
        value = format!("{value}.{}", text(end + 1));
        end += 2;
    } else if text(end) == "1" && text(end + 1) == "/" && text(end + 2) == "2" {
        value.push_str(".5");
        end += 3;
    }
    (end, value)
}

fn is_digits(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.shape == Shape::Digits)
}

/// "five", "twenty-five", "two hundred", "one and a half".
fn word_amount(grammar: &Grammar, words: &[Word], at: usize) -> Option<(usize, String)> {
    let cardinals = grammar.class("cardinal")?;
    let (mut total, mut part) = (0u64, 0u64);
    let mut end = at;
    let mut next = at;
    while let Some((after, value)) = cardinals.at(words, next).next() {
        let value: u64 = value.parse().ok()?;
        match value {
            100 => part = part.max(1) * 100,
            1000 | 1_000_000 => {
                total += part.max(1) * value;
                part = 0;
            }
            _ if part % 10 != 0 || (part % 100 != 0 && value >= 10) => break,
            _ => part += value,
        }
        end = after;
        next = after;
        let text = |i: usize| words.get(i).map_or("", |word| word.text.as_str());
        if text(next) == "-" || (text(next) == "and" && value >= 100) {
            next += 1;
        } else if text(next) == "and" && text(next + 1) == "a" && text(next + 2) == "half" {
            return Some((next + 3, format!("{}.5", total + part)));
        }
    }
    (end > at).then(|| (end, (total + part).to_string()))
}

/// The words a pattern can begin with: a superset of those that lead to a match. `"0"` stands for any digits.
pub(super) fn first_words(grammar: &Grammar, rule: usize, elements: &[Element], into: &mut BTreeSet<String>) -> bool {
    for element in elements {
        let may_be_empty = match element {
            Element::Joined => true,
            Element::Words(texts) => {
                into.extend(texts.iter().cloned());
                false
            }
            Element::Class { class, .. } => {
                into.extend(grammar.class(class).into_iter().flat_map(|class| class.phrases.keys().cloned()));
                false
            }
            Element::Number { numeral, .. } => {
                into.insert("0".to_owned());
                if *numeral == Numeral::Amount {
                    let cardinals = grammar.class("cardinal").into_iter();
                    into.extend(cardinals.flat_map(|class| class.phrases.keys().cloned()));
                }
                false
            }
            Element::Group { group, .. } => {
                for &other in grammar.group(group).iter().filter(|&&other| other < rule) {
                    for pattern in grammar.patterns(other) {
                        first_words(grammar, other, pattern, into);
                    }
                }
                false
            }
            Element::Choice { alternatives, optional } => {
                let mut empty = *optional;
                for alternative in alternatives {
                    empty |= first_words(grammar, rule, alternative, into);
                }
                empty
            }
        };
        if !may_be_empty {
            return false;
        }
    }
    true
}
