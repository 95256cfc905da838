//! [`Document`] and [`Analysis`] → time expressions, as TIMEX3 values and as intervals of the calendar.
//!
//! In: the text, the day it was written, and its trees (for the tense: "on Monday" of a clause in the past is the last
//! one, with "will" the next). Out: a [`TimeMention`] for each expression; ranges ("Sunday and Monday") are one. What
//! the expressions look like and mean is data: `ontology/time/english.grammar`.

mod calendar;
mod chosen;
mod functions;
mod grammar;
mod offset;
mod pattern;
mod ranges;
mod reference;
mod tense;
#[cfg(test)]
mod tests;
mod value;
mod words;

pub use calendar::Unit;
pub use offset::Offset;

use super::{Interval, TimeExpression};
use crate::ingest::Document;
use crate::language::{Analysis, NameKind, TokenId, Trees};
use crate::text::Span;
use grammar::{Grammar, Rule};
use pattern::Captures;
use std::ops::Range;
use value::{Setting, View};
use words::Word;

/// How an event lies to the time that the expression names, by the word before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// "on Monday", "in 2017", "Monday".
    At,
    /// "since last year", "from March".
    Since,
    /// "until Friday", "by Friday", "through May".
    Until,
    /// "before Monday".
    Before,
    /// "after Monday".
    After,
}

/// A time expression and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// Where it stands and its value; of a range the whole of it.
    pub expression: TimeExpression,
    /// Indices of its tokens in [`Analysis::tokens`]; empty where there is no analysis.
    pub tokens: Range<u32>,
    /// The expressions that a range is made of, in the order of the text; else empty.
    pub parts: Vec<TimeExpression>,
    /// Before, after, since …
    pub bound: Bound,
    /// For a duration counted from an event: "five months after the summit".
    pub offset: Option<Offset>,
    /// The rule that found it: `time/english#month-day`.
    pub rule: String,
}

impl TimeMention {
    /// The time that this expression means when it is counted from `anchor`: "five months after" it.
    pub fn resolve_against(&self, anchor: &Interval) -> Option<Interval> {
        self.offset?.from(anchor)
    }
}

/// A match before it is resolved.
struct Found {
    rule: usize,
    words: Range<usize>,
    captures: Captures,
}

/// Finds the time expressions of a document, in the order of the text. An empty analysis will do; then the tense is
/// told from the words around.
pub fn find(document: &Document, analysis: &Analysis) -> Vec<TimeMention> {
    find_with(Grammar::embedded(), document, analysis)
}

fn find_with(grammar: &Grammar, document: &Document, analysis: &Analysis) -> Vec<TimeMention> {
    let words = words::divide(&document.text);
    let trees = Trees::new(analysis);
    let found = search(grammar, document, &trees, &words);
    let now = document.date.or_else(|| reference::date_of_writing(document, grammar, &words, &found));
    let mut setting = Setting { now, ..Setting::default() };
    let mut mentions = Vec::with_capacity(found.len());
    for found in &found {
        let rule = &grammar.rules[found.rule];
        let span = words[found.words.start].span.cover(words[found.words.end - 1].span);
        let tokens = tokens_of(analysis, span);
        setting.view = view(grammar, &trees, &words, found, &tokens);
        let value = value::evaluate(grammar, grammar.value(found.rule), &found.captures, &setting)
            .map(|value| if value.starts_with('T') { on_day(&value, now) } else { value });
        if let Some(value) = &value
            && rule.kind.as_deref() != Some("SET")
            && calendar::first_day(value).is_some()
        {
            setting.before.push(value.clone());
        }
        let expression = TimeExpression {
            span,
            kind: rule.kind.clone().unwrap_or_default(),
            interval: value.as_deref().and_then(calendar::interval),
            value,
        };
        // "from 5-6 April" names both ends.
        let bound = match bound(&words, found.words.start) {
            Bound::Since if expression.value.as_deref().is_some_and(|value| value.contains('/')) => Bound::At,
            bound => bound,
        };
        mentions.push(TimeMention {
            offset: offset::counted_from(grammar, &words, found.words.end, &expression),
            bound,
            tokens,
            parts: Vec::new(),
            rule: format!("time/english#{}", rule.name),
            expression,
        });
    }
    ranges::share_years(&document.text, &mut mentions);
    ranges::join(&document.text, mentions)
}

fn on_day(clock: &str, now: Option<jiff::civil::Date>) -> String {
    now.map_or_else(|| format!("XXXX-XX-XX{clock}"), |now| format!("{now}{clock}"))
}

/// The longest match at each word, from left to right, without overlap.
fn search(grammar: &Grammar, document: &Document, trees: &Trees<'_>, words: &[Word]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut best: Option<Found> = None;
        for &rule in grammar.candidates(&words[at]) {
            for (end, captures) in grammar.match_rule(rule, words, at) {
                let longer = best.as_ref().is_none_or(|best| end > best.words.end);
                if longer && allows(&grammar.rules[rule], trees, words, at..end) {
                    best = Some(Found { rule, words: at..end, captures });
                }
            }
        }
        match best {
            Some(best) => {
                at = best.words.end;
                let span = words[best.words.start].span.cover(words[at - 1].span);
                if !document.parts.furniture.iter().any(|part| part.overlaps(span)) && !in_name(trees.analysis(), span)
                {
                    found.push(best);
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a rule's guards allow a match.
fn allows(rule: &Rule, trees: &Trees<'_>, words: &[Word], range: Range<usize>) -> bool {
    let listed = |list: &[String], word: &Word| {
        list.iter().any(|text| *text == word.text || (text == "0" && word.shape == words::Shape::Digits))
    };
    let before = range.start.checked_sub(1).map(|at| &words[at]).filter(|_| !words[range.start].new_paragraph);
    let after = words.get(range.end).filter(|word| !word.new_paragraph);
    if rule.capital && !words[range.start].capital {
        return false;
    }
    if !rule.after.is_empty() && !before.is_some_and(|word| listed(&rule.after, word)) {
        return false;
    }
    if before.is_some_and(|word| listed(&rule.not_after, word) && (!is_mark(word) || words[range.start].joined)) {
        return false;
    }
    if after.is_some_and(|word| listed(&rule.not_before, word) && (!is_mark(word) || word.joined)) {
        return false;
    }
    if !rule.tags.is_empty() && !trees.analysis().tokens.is_empty() {
        let tokens = tokens_of(trees.analysis(), words[range.end - 1].span);
        return tokens.last().is_none_or(|last| rule.tags.contains(&trees.token(TokenId(last)).upos));
    }
    true
}

fn is_mark(word: &Word) -> bool {
    word.shape == words::Shape::Mark
}

/// Whether the expression is a part of the name of a person or an organisation: "April Jones", "the Sunday Times".
fn in_name(analysis: &Analysis, span: Span) -> bool {
    analysis.names.iter().filter(|name| matches!(name.kind, NameKind::Person | NameKind::Organisation)).any(|name| {
        let name = analysis.span(&name.tokens);
        name.contains(span) && name != span
    })
}

/// The tokens that a span of the text touches.
fn tokens_of(analysis: &Analysis, span: Span) -> Range<u32> {
    let first = analysis.tokens.partition_point(|token| token.span.end <= span.start);
    let last = analysis.tokens.partition_point(|token| token.span.start < span.end);
    first as u32..last.max(first) as u32
}

/// Where the clause of a match looks: ahead after "starting" and the like, else as its tense says.
fn view(grammar: &Grammar, trees: &Trees<'_>, words: &[Word], found: &Found, tokens: &Range<u32>) -> View {
    let start = found.words.start;
    let near = start.saturating_sub(4)..start;
    if near.clone().any(|at| cue(grammar, words, "ahead-cue", at).is_some_and(|end| end + 1 >= start)) {
        return View::Future;
    }
    let head = tokens.clone().map(TokenId).find(|&id| {
        let head = trees.token(id).head;
        head.is_none_or(|head| !tokens.contains(&head.0))
    });
    match head {
        Some(head) => tense::view(grammar, trees, head, bound(words, start) == Bound::Until),
        None => view_of_words(grammar, words, start),
    }
}

fn cue(grammar: &Grammar, words: &[Word], class: &str, at: usize) -> Option<usize> {
    grammar.class(class)?.at(words, at).map(|(end, _)| end).next()
}

/// The view by the nearest verb in the sentence, where there are no trees.
fn view_of_words(grammar: &Grammar, words: &[Word], start: usize) -> View {
    let ends = |at: usize| match words[at].text.as_str() {
        "?" | "!" | "\"" | "”" | "“" | ";" => true,
        "." => words.get(at + 1).is_none_or(|next| next.capital && !next.joined),
        _ => false,
    };
    let is_past = |at: usize| cue(grammar, words, "past-cue", at).is_some() || is_regular_past(&words[at].text);
    let passive_infinitive = |at: usize| at > 0 && matches!(words[at - 1].text.as_str(), "be" | "get");
    let view_at = |at: usize| {
        if cue(grammar, words, "future-cue", at).is_some() {
            Some(View::Future)
        } else if is_past(at) && !passive_infinitive(at) {
            Some(View::Past)
        } else {
            None
        }
    };
    let back = (0..start).rev().take(25).take_while(|&at| !ends(at) && !words[at + 1].new_paragraph);
    let ahead = (start..words.len()).take(20).take_while(|&at| !ends(at) && (at == start || !words[at].new_paragraph));
    back.filter_map(view_at).next().or_else(|| ahead.filter_map(view_at).next()).unwrap_or_default()
}

fn is_regular_past(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed")
}

fn bound(words: &[Word], start: usize) -> Bound {
    match start.checked_sub(1).map(|at| words[at].text.as_str()) {
        Some("since" | "from") => Bound::Since,
        Some("until" | "till" | "by" | "through" | "to") => Bound::Until,
        Some("before") => Bound::Before,
        Some("after") => Bound::After,
        _ => Bound::At,
    }
}
