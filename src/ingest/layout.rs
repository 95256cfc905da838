//! The parts of a news text: headline, byline, line of the date, dateline, furniture. Recognised by their form and
//! their place at the head of the article; the words that matter are data (`ontology/press/`).

use super::date;
use super::dateline;
use super::document::DocumentParts;
use super::furniture::{credit, is_furniture};
use crate::text::Span;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A headline is shorter, in characters.
const LONGEST_TITLE: usize = 200;
/// A byline is shorter, in characters.
const LONGEST_BYLINE: usize = 120;
/// Byline and date stand among so many lines after the headline.
const HEAD_LINES: usize = 5;
/// From so many lines that go on in lower case on, the text is one with fixed line width.
const WRAPPED_LINES: usize = 3;

/// Short words of bylines that need no capital.
static BYLINE_WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../ontology/press/byline-words.txt")).collect());

static AGENCIES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../ontology/press/agencies.txt")).collect());

/// The entries of a list of `ontology/press`: one a line, comments (`#`) and empty lines apart.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Whether the words are the name of a news agency.
pub fn is_agency(words: &str) -> bool {
    AGENCIES.contains(words)
}

/// What the text's form tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Where the parts are.
    pub parts: DocumentParts,
    /// A day of publication that stands at the head on a line of its own.
    pub date: Option<Date>,
}

/// A line with something on it.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// Without the white space around it.
    span: Span,
    text: &'a str,
    /// Whether an empty line, or the end, follows.
    before_gap: bool,
}

/// Finds the parts of a text. `title` is the headline, where metadata gives it.
pub fn layout(text: &str, title: Option<&str>) -> Layout {
    let lines = lines(text);
    let mut found = Layout::default();
    let mut content = Vec::new();
    for line in &lines {
        if is_furniture(line.text) {
            found.parts.furniture.push(line.span);
        } else {
            if let Some(at) = credit(line.text) {
                found.parts.furniture.push(Span::new(line.span.start + at, line.span.end));
            }
            content.push(*line);
        }
    }
    let mut rest = content.as_slice();
    if let [first, after @ ..] = rest
        && !after.is_empty()
        && is_title(*first, after, title, is_wrapped(&content))
    {
        found.parts.title = Some(first.span);
        rest = after;
    }
    let head = rest.len().min(HEAD_LINES);
    for line in &rest[..head] {
        if found.parts.byline.is_none() && is_byline(line.text) {
            found.parts.byline = Some(line.span);
        } else if found.date.is_none()
            && let Some(day) = date_line(line.text)
        {
            found.date = Some(day);
            found.parts.furniture.push(line.span);
        } else if found.parts.dateline.is_none()
            && let Some(length) = dateline::length(line.text, text)
        {
            found.parts.dateline = Some(Span::new(line.span.start, line.span.start + length));
        }
    }
    found.parts.furniture.sort();
    found
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found: Vec<Line<'_>> = Vec::new();
    let mut at = 0;
    for raw in text.split('\n') {
        let words = raw.trim();
        if words.is_empty() {
            if let Some(last) = found.last_mut() {
                last.before_gap = true;
            }
        } else {
            let start = at + (raw.len() - raw.trim_start().len());
            found.push(Line { span: Span::new(start, start + words.len()), text: words, before_gap: false });
        }
        at += raw.len() + 1;
    }
    if let Some(last) = found.last_mut() {
        last.before_gap = true;
    }
    found
}

/// Whether the text breaks its lines at a fixed width.
fn is_wrapped(lines: &[Line<'_>]) -> bool {
    let goes_on = |pair: &&[Line<'_>]| !pair[0].before_gap && pair[1].text.starts_with(char::is_lowercase);
    lines.windows(2).filter(goes_on).take(WRAPPED_LINES).count() == WRAPPED_LINES
}

fn is_title(line: Line<'_>, after: &[Line<'_>], title: Option<&str>, wrapped: bool) -> bool {
    let same = |title: &str| title.split_whitespace().eq(line.text.split_whitespace());
    if title.is_some_and(same) {
        return true;
    }
    let ends_like_prose = line.text.ends_with(['.', ':', ';', ',', '”', '"', '-', '–', '—']);
    let goes_on = !line.before_gap && after.first().is_some_and(|next| next.text.starts_with(char::is_lowercase));
    line.text.chars().count() <= LONGEST_TITLE
        && line.text.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !(ends_like_prose && !ends_in_quotation(line.text))
        && !line.text.starts_with(['-', '•', '*', '–', '—'])
        && !goes_on
        && (line.before_gap || !wrapped)
        && !is_byline(line.text)
        && date_line(line.text).is_none()
        && dateline::length(line.text, line.text).is_none()
}

/// `Minister: "We will meet"` is a headline, `"We will meet."` is speech.
fn ends_in_quotation(line: &str) -> bool {
    line.strip_suffix(['”', '"']).is_some_and(|inner| !inner.ends_with(['.', ',', '!', '?']))
}

fn is_byline(line: &str) -> bool {
    if line.chars().count() > LONGEST_BYLINE || line.ends_with(['.', '?', '!', ':']) {
        return false;
    }
    match line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")) {
        Some(names) => {
            let words: Vec<&str> = names.split([' ', ',', '/', ';']).filter(|word| !word.is_empty()).collect();
            let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
            capitals >= 2
                && words.iter().all(|word| word.starts_with(char::is_uppercase) || BYLINE_WORDS.contains(*word))
                && words.first().is_some_and(|word| {
                    word.starts_with(char::is_uppercase) && date::month_of(word).is_none() && !date::is_weekday(word)
                })
        }
        None => {
            let Some((names, agency)) = line.split_once([',', '|']) else { return false };
            let agency = agency.trim();
            let agency = agency.strip_suffix(" Writer").unwrap_or(agency);
            let words: Vec<&str> = names.split_whitespace().collect();
            is_agency(agency)
                && (2..=8).contains(&words.len())
                && words.iter().all(|word| word.starts_with(char::is_uppercase) || BYLINE_WORDS.contains(*word))
        }
    }
}

/// A line that is nothing but a full date: "Friday, March 13, 2026", "13 March 2026".
fn date_line(line: &str) -> Option<Date> {
    let words = line.split([' ', ',', '.', '-', '/']).filter(|word| !word.is_empty());
    let all_date = words.clone().count() <= 5
        && words.clone().all(|word| {
            word.bytes().all(|byte| byte.is_ascii_digit())
                || date::month_of(word).is_some()
                || date::is_weekday(word)
                || word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).bytes().all(|byte| byte.is_ascii_digit())
        });
    if all_date { date::parse(line) } else { None }
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
