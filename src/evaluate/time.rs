//! Scores time expressions against TimeML files, as TempEval-3 does (UzZaman et al. 2013, "SemEval-2013 Task 1").
//!
//! Spans count strictly (the same characters) and relaxed (some in common); types and values are scored on the relaxed
//! matches, and "value F1" is the relaxed F1 times the share of right values.

use crate::facts::{TimeExpression, time};
use crate::ingest::Document;
use crate::language::Analysis;
use crate::text::Span;
use jiff::civil::Date;
use std::fmt::{self, Display};
use std::ops::AddAssign;
use thiserror::Error;

/// Why a file could not be scored.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TimeMlError {
    /// The file has no `<TEXT>`.
    #[error("no <TEXT> in the file: is it TimeML?")]
    NoText,
}

/// A TimeML file: its text without marks, the day of writing, the expressions marked in it.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMl {
    /// The text, dated.
    pub document: Document,
    /// The expressions of the text.
    pub expressions: Vec<TimeExpression>,
}

impl TimeMl {
    /// Reads a file.
    ///
    /// # Errors
    /// Where there is no `<TEXT>`.
    pub fn parse(id: &str, xml: &str) -> Result<Self, TimeMlError> {
        let creation = xml.find("CREATION_TIME").and_then(|at| {
            let tag = &xml[xml[..at].rfind('<')?..];
            attribute(&tag[..tag.find('>')?], "value")
        });
        let start = xml.find("<TEXT>").ok_or(TimeMlError::NoText)? + "<TEXT>".len();
        let body = &xml[start..xml.find("</TEXT>").unwrap_or(xml.len()).max(start)];
        let (mut text, mut expressions) = (String::with_capacity(body.len()), Vec::new());
        let mut open: Option<(usize, &str)> = None;
        let mut rest = body;
        while let Some(at) = rest.find('<') {
            push_unescaped(&mut text, &rest[..at]);
            let Some(end) = rest[at..].find('>') else { break };
            let tag = &rest[at + 1..at + end];
            if tag.starts_with("TIMEX3") {
                open = Some((text.len(), tag));
            } else if tag == "/TIMEX3"
                && let Some((start, tag)) = open.take()
            {
                expressions.push(TimeExpression {
                    span: Span::new(start, text.len()),
                    kind: attribute(tag, "type").unwrap_or_default(),
                    value: attribute(tag, "value"),
                    interval: None,
                });
            }
            rest = &rest[at + end + 1..];
        }
        push_unescaped(&mut text, rest);
        let mut document = Document::from_text(id, text);
        document.date = creation.and_then(|value| value.get(..10)?.parse::<Date>().ok());
        Ok(Self { document, expressions })
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!("{name}=\""))?;
    Some(after.split_once('"')?.0.to_owned())
}

fn push_unescaped(text: &mut String, xml: &str) {
    let plain = xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.push_str(&plain.replace("&amp;", "&"));
}

/// Counts over any number of files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeScore {
    /// Expressions in the gold files.
    pub gold: usize,
    /// Expressions found.
    pub found: usize,
    /// Found with the very span.
    pub strict: usize,
    /// Found with a span that overlaps.
    pub relaxed: usize,
    /// Of these, with the right type.
    pub kinds: usize,
    /// Of these, with the right value.
    pub values: usize,
}

impl TimeScore {
    /// Finds the expressions of a file and counts them; `report` gets a line for each thing that is wrong.
    pub fn of(gold: &TimeMl, analysis: &Analysis, report: &mut dyn FnMut(String)) -> Self {
        let mut score = Self::default();
        let mut wrong = |what: &str, wanted: Option<&TimeExpression>, got: Option<&TimeExpression>| {
            report(line(what, gold, wanted, got));
        };
        let found: Vec<TimeExpression> = time::find(&gold.document, analysis)
            .into_iter()
            .flat_map(|mention| if mention.parts.is_empty() { vec![mention.expression] } else { mention.parts })
            .collect();
        let mut used = vec![false; found.len()];
        score.gold += gold.expressions.len();
        score.found += found.len();
        for wanted in &gold.expressions {
            let overlapping = found.iter().position(|found| found.span == wanted.span).or_else(|| {
                found.iter().zip(&used).position(|(found, used)| !used && found.span.overlaps(wanted.span))
            });
            let Some(at) = overlapping else {
                wrong("missed", Some(wanted), None);
                continue;
            };
            used[at] = true;
            let got = &found[at];
            score.strict += usize::from(got.span == wanted.span);
            score.relaxed += 1;
            score.kinds += usize::from(got.kind == wanted.kind);
            if got.value == wanted.value {
                score.values += 1;
            } else {
                wrong("value", Some(wanted), Some(got));
            }
            if got.span != wanted.span {
                wrong("span", Some(wanted), Some(got));
            }
        }
        for (got, _) in found.iter().zip(&used).filter(|(_, used)| !**used) {
            wrong("extra", None, Some(got));
        }
        score
    }
}

/// What is wrong, wanted and found, with some words around.
fn line(what: &str, gold: &TimeMl, wanted: Option<&TimeExpression>, got: Option<&TimeExpression>) -> String {
    let text = &gold.document.text;
    let show = |expression: Option<&TimeExpression>| {
        expression.map_or_else(
            || "–".to_owned(),
            |e| format!("{:?} {} {}", e.span.of(text), e.kind, e.value.as_deref().unwrap_or("?")),
        )
    };
    let span = wanted.or(got).map_or(Span::new(0, 0), |expression| expression.span);
    let from = text[..span.start].char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let to = text[span.end..].char_indices().nth(30).map_or(text.len(), |(at, _)| span.end + at);
    let context = text[from..to].split_whitespace().collect::<Vec<_>>().join(" ");
    let date = gold.document.date.map(|date| date.to_string()).unwrap_or_default();
    format!("{what}\t{}\t{}\t{date}\t{context}", show(wanted), show(got))
}

impl AddAssign for TimeScore {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.strict += other.strict;
        self.relaxed += other.relaxed;
        self.kinds += other.kinds;
        self.values += other.values;
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

fn f1(right: usize, found: usize, gold: usize) -> f64 {
    percent(2 * right, found + gold)
}

impl Display for TimeScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, right: usize| {
            let (precision, recall) = (percent(right, self.found), percent(right, self.gold));
            writeln!(f, "{name:<14} {precision:6.2} {recall:6.2} {:6.2}", f1(right, self.found, self.gold))
        };
        writeln!(f, "{:<14} {:>6} {:>6} {:>6}", "", "P", "R", "F1")?;
        line(f, "spans strict", self.strict)?;
        line(f, "spans relaxed", self.relaxed)?;
        line(f, "type", self.kinds)?;
        line(f, "value", self.values)?;
        writeln!(f, "value accuracy {:.2} of {} matched", percent(self.values, self.relaxed), self.relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "<TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2024-05-03\" \
        functionInDocument=\"CREATION_TIME\">May 3</TIMEX3></DCT><TEXT>They <EVENT eid=\"e1\">met</EVENT> \
        <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2024-05-02\">yesterday</TIMEX3> &amp; left.</TEXT></TimeML>";

    #[test]
    fn a_file_gives_its_text_its_date_and_its_expressions() {
        let file = TimeMl::parse("a", FILE).unwrap();
        assert_eq!(file.document.text, "They met yesterday & left.");
        assert_eq!(file.document.date.unwrap().to_string(), "2024-05-03");
        assert_eq!(file.expressions[0].span.of(&file.document.text), "yesterday");
    }

    #[test]
    fn a_right_expression_counts_for_span_type_and_value() {
        let score = TimeScore::of(&TimeMl::parse("a", FILE).unwrap(), &Analysis::default(), &mut |_| {});
        assert_eq!((score.gold, score.found, score.strict, score.kinds, score.values), (1, 1, 1, 1, 1));
    }

    #[test]
    fn a_file_without_text_is_an_error() {
        assert!(matches!(TimeMl::parse("a", "<p>"), Err(TimeMlError::NoText)));
    }
}
