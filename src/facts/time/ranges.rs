//! Expressions that belong together: "Sunday and Monday", "from May to July", "4 April and … 6 April 2016".

use super::{TimeMention, calendar};
use crate::text::Span;

/// Gives a year that is only written with a later date of the sentence to the earlier ones: "on 4 April and, from 5 to
/// 6 April 2016". Where the year was guessed, only to a date joined with it.
pub(super) fn share_years(text: &str, mentions: &mut [TimeMention]) {
    for later in 1..mentions.len() {
        let Some(year) = written_year(text, &mentions[later]) else { continue };
        for earlier in (0..later).rev().take(3) {
            let between = gap(text, &mentions[earlier], &mentions[later]);
            if ends_sentence(between) {
                break;
            }
            let mention = &mentions[earlier];
            let Some(value) = mention.expression.value.clone() else { continue };
            let unknown = value.starts_with("XXXX-") && !value.starts_with("XXXX-W");
            let is_month = value.len() >= 7 && value.as_bytes().get(4) == Some(&b'-');
            let joined = earlier + 1 == later && is_link(between);
            if (unknown || (joined && is_month && written_year(text, mention).is_none() && names_month(mention)))
                && let Some(rest) = value.get(4..)
            {
                let value = if let Some((first, last)) = rest.split_once('/') {
                    format!("{year}{first}/{year}{}", last.get(4..).unwrap_or(""))
                } else {
                    format!("{year}{rest}")
                };
                let expression = &mut mentions[earlier].expression;
                expression.interval = calendar::interval(&value);
                expression.value = Some(value);
            }
        }
    }
}

fn names_month(mention: &TimeMention) -> bool {
    mention.rule.contains("month") || mention.rule.contains("days-without-year")
}

/// The year that stands in the words of an expression.
fn written_year(text: &str, mention: &TimeMention) -> Option<String> {
    let words = mention.expression.span.of(text);
    let value = mention.expression.value.as_deref()?;
    let year = value.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    words.contains(year).then(|| year.to_owned())
}

fn gap<'a>(text: &'a str, a: &TimeMention, b: &TimeMention) -> &'a str {
    text.get(a.expression.span.end..b.expression.span.start).unwrap_or("")
}

fn ends_sentence(gap: &str) -> bool {
    gap.contains("\n\n") || gap.contains(['?', '!']) || {
        let mut rest = gap;
        let mut ends = false;
        while let Some((_, after)) = rest.split_once(". ") {
            ends |= after.starts_with(char::is_uppercase);
            rest = after;
        }
        ends
    }
}

fn is_link(gap: &str) -> bool {
    matches!(gap.trim(), "and" | "to" | "-" | "–" | "—" | "through" | "until" | "till" | "or" | "and on")
}

/// Joins what is one range into one mention.
pub(super) fn join(text: &str, mentions: Vec<TimeMention>) -> Vec<TimeMention> {
    let mut joined: Vec<TimeMention> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        if let Some(last) = joined.last_mut()
            && let Some(range) = range(text, last, &mention)
        {
            *last = range;
            continue;
        }
        joined.push(mention);
    }
    joined
}

fn range(text: &str, a: &TimeMention, b: &TimeMention) -> Option<TimeMention> {
    if !a.parts.is_empty() || a.expression.kind != b.expression.kind || a.expression.kind == "SET" {
        return None;
    }
    let before = text.get(..a.expression.span.start)?.trim_end();
    let (first, last) = (a.expression.interval.clone()?, b.expression.interval.clone()?);
    let follows = match gap(text, a, b).trim() {
        "-" | "–" | "—" | "through" => true,
        "to" | "until" | "till" => true,
        "and" if before.ends_with("between") => true,
        "and" | "and on" => is_next_day(first.start.as_deref()?, last.start.as_deref()?),
        _ => false,
    };
    if !follows {
        return None;
    }
    let interval = calendar::join(first, last)?;
    let value = format!("{}/{}", a.expression.value.as_deref()?, b.expression.value.as_deref()?);
    let mut range = a.clone();
    range.expression.span = Span::new(a.expression.span.start, b.expression.span.end);
    range.expression.value = Some(value);
    range.expression.interval = Some(interval);
    range.tokens = a.tokens.start..b.tokens.end.max(a.tokens.end);
    range.parts = vec![a.expression.clone(), b.expression.clone()];
    range.bound = if before.ends_with("from") || before.ends_with("between") { super::Bound::At } else { a.bound };
    Some(range)
}

fn is_next_day(a: &str, b: &str) -> bool {
    let day = |value| calendar::first_day(value).filter(|(_, unit)| *unit == calendar::Unit::Day);
    match (day(a), day(b)) {
        (Some((a, _)), Some((b, _))) => calendar::shift(a, 1, calendar::Unit::Day) == Some(b),
        _ => false,
    }
}
