//! What a match means: the value expressions of the time grammar.
//!
//! `{y}-{m}-{d}` fills in what the match has kept; `shift(now(), -1, {u})` calls a function. The functions are listed
//! in [`Function`]. A value that depends on the time of writing is `None` where that is unknown and no form of TIMEX3
//! can say so.

use super::functions::call;
use super::grammar::Grammar;
use super::pattern::{Captures, Kept};
use jiff::civil::Date;

/// How the clause around an expression looks at its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum View {
    Past,
    Future,
    #[default]
    Unknown,
}

/// What a value is resolved against.
#[derive(Debug, Clone, Default)]
pub(super) struct Setting {
    /// The day of writing.
    pub now: Option<Date>,
    /// The tense of the clause.
    pub view: View,
    /// Values of the expressions before, the latest last.
    pub before: Vec<String>,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Literal(String),
    Kept(String),
}

/// A value expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    Template(Vec<Piece>),
    Call(Function, Vec<Expression>),
}

/// The functions of value expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// `now()`: the day of writing.
    Now,
    /// `mentioned(unit)`: the last mentioned time of that precision or finer, at that precision; else that of writing.
    /// Of quarters, which news tells of when they are over: the last mentioned one; else the one before the writing.
    Mentioned,
    /// `month(m)`, `month(m, d)`: of the year that the tense chooses.
    Month,
    /// `weekday(w)`: the last or next one, as the tense chooses.
    Weekday,
    /// `shift(base, n, unit)`: n units later (or, below zero, earlier), at the precision of the unit.
    Shift,
    /// `same(base, n, unit)`: n units later, at the precision of the base.
    Same,
    /// `compared(n, unit)`: n units from the quarter or year that the sentence compares with, at its own precision.
    Compared,
    /// `next-weekday(step, w)`, `next-month(step, m)`, `next-season(step, s)`: step −1 last, 0 this, 1 next.
    StepWeekday,
    StepMonth,
    StepSeason,
    /// `season(s)`, `quarter(q)`: of the year that the tense chooses.
    Season,
    Quarter,
    /// `weekend(step)`; `weekend()`: the last or next one, as the tense chooses.
    Weekend,
    /// `at(day, part)`: a time of day, `TMO` or `T14:30`, on a day.
    At,
    /// `clock(h, m, half)`: `T14:30`; half is `am`, `pm` or empty.
    Clock,
    /// `duration(n, unit)`.
    Duration,
    /// `holiday(code)`, `holiday(code, year)`: `07-04`, `11-W4-4` (fourth Thursday of November), `E-2` (from Easter).
    Holiday,
    /// `two-digit-year(yy)`: the century nearest to the time of writing.
    TwoDigitYear,
    /// `century(n)`: the n-th.
    Century,
    /// `dated(y, m, d)`.
    Dated,
    /// `span(a, b)`: from one value to another.
    Span,
    /// `weekday-in(w, week)`: the weekday of a week that has a value.
    WeekdayIn,
}

impl Function {
    /// The function of a name, and how many arguments it takes.
    pub(super) fn named(name: &str) -> Option<(Self, std::ops::RangeInclusive<usize>)> {
        Some(match name {
            "now" => (Self::Now, 0..=0),
            "mentioned" => (Self::Mentioned, 1..=1),
            "month" => (Self::Month, 1..=2),
            "weekday" => (Self::Weekday, 1..=1),
            "shift" => (Self::Shift, 3..=3),
            "same" => (Self::Same, 3..=3),
            "compared" => (Self::Compared, 2..=2),
            "step-weekday" => (Self::StepWeekday, 2..=2),
            "step-month" => (Self::StepMonth, 2..=3),
            "step-season" => (Self::StepSeason, 2..=2),
            "season" => (Self::Season, 1..=1),
            "quarter" => (Self::Quarter, 1..=1),
            "weekend" => (Self::Weekend, 0..=1),
            "at" => (Self::At, 2..=2),
            "clock" => (Self::Clock, 1..=3),
            "duration" => (Self::Duration, 2..=2),
            "holiday" => (Self::Holiday, 1..=2),
            "two-digit-year" => (Self::TwoDigitYear, 1..=1),
            "century" => (Self::Century, 1..=1),
            "dated" => (Self::Dated, 3..=3),
            "span" => (Self::Span, 2..=2),
            "weekday-in" => (Self::WeekdayIn, 2..=2),
            _ => return None,
        })
    }
}

/// The value of an expression for a match.
pub(super) fn evaluate(
    grammar: &Grammar,
    expression: &Expression,
    captures: &Captures,
    setting: &Setting,
) -> Option<String> {
    match expression {
        Expression::Template(pieces) => {
            let mut value = String::new();
            for piece in pieces {
                match piece {
                    Piece::Literal(text) => value.push_str(text),
                    Piece::Kept(name) => match captures.iter().rev().find(|(kept, _)| **kept == **name) {
                        Some((_, Kept::Text(text))) => value.push_str(text),
                        Some((_, Kept::Rule(rule, inner))) => {
                            value.push_str(&evaluate(grammar, grammar.value(*rule), inner, setting)?);
                        }
                        None => {}
                    },
                }
            }
            Some(value)
        }
        Expression::Call(function, arguments) => {
            let mut values = Vec::with_capacity(arguments.len());
            for argument in arguments {
                values.push(evaluate(grammar, argument, captures, setting)?);
            }
            let texts: Vec<&str> = values.iter().map(String::as_str).collect();
            call(*function, &texts, setting)
        }
    }
}
