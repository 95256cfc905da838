//! What a match means: the value expressions of the time grammar.
//!
//! `{y}-{m}-{d}` fills in what the match has kept; `shift(now(), -1, {u})` calls a function. The functions are listed
//! in [`Function`]. A value that depends on the time of writing is `None` where that is unknown and no form of TIMEX3
//! can say so.

use super::calendar::{self, Unit};
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

fn call(function: Function, arguments: &[&str], setting: &Setting) -> Option<String> {
    let number = |i: usize| arguments.get(i)?.parse::<i64>().ok();
    let unit = |i: usize| Unit::named(arguments.get(i)?);
    let now = setting.now;
    match function {
        Function::Now => Some(now.map_or_else(|| "PRESENT_REF".to_owned(), |now| now.to_string())),
        Function::Mentioned => mentioned(unit(0)?, setting),
        Function::Month => match arguments.get(1) {
            Some(day) => Some(month_day(arguments[0], day, setting)),
            None => Some(month(arguments[0], setting)),
        },
        Function::Weekday => Some(weekday(arguments[0], setting)),
        Function::Shift => shift(arguments[0], arguments[1], unit(2)?),
        Function::Same => {
            let (first, precision) = calendar::first_day(arguments[0])?;
            Some(calendar::at_precision(calendar::shift(first, number(1)?, unit(2)?)?, precision))
        }
        Function::Compared => compared(number(0)?, unit(1)?, setting),
        Function::StepWeekday => {
            let Some(now) = now else { return Some(format!("XXXX-WXX-{}", arguments[1])) };
            let weekday = i8::try_from(number(1)?).ok()?;
            let date = match number(0)? {
                -1 => calendar::nearest_weekday(now.yesterday().ok()?, weekday, false),
                1 => calendar::nearest_weekday(now.tomorrow().ok()?, weekday, true),
                _ => in_week(now, weekday),
            };
            Some(date?.to_string())
        }
        Function::StepMonth => {
            let Some(now) = now else { return Some(format!("XXXX-{}", arguments[1])) };
            let month = i8::try_from(number(1)?).ok()?;
            let year = i64::from(now.year())
                + match number(0)? {
                    -1 if month >= now.month() => -1,
                    1 if month <= now.month() => 1,
                    _ => 0,
                };
            Some(match arguments.get(2) {
                Some(day) => format!("{year:04}-{month:02}-{day}"),
                None => format!("{year:04}-{month:02}"),
            })
        }
        Function::StepSeason => {
            let Some(now) = now else { return Some(format!("XXXX-{}", arguments[1])) };
            let (first, months) = calendar::season_months(arguments[1])?;
            let (last, today) = (i64::from(first) + months - 1, i64::from(now.month()));
            let year = i64::from(now.year())
                + match number(0)? {
                    -1 if last >= today => -1,
                    1 if i64::from(first) <= today => 1,
                    _ => 0,
                };
            Some(format!("{year:04}-{}", arguments[1]))
        }
        Function::Season => Some(season(arguments[0], setting)),
        Function::Quarter => Some(quarter(number(0)?, setting)),
        Function::Weekend => {
            let Some(now) = now else { return Some("XXXX-WXX-WE".to_owned()) };
            let over = now.weekday().to_monday_one_offset() < 6;
            let step = match number(0) {
                Some(step) => step,
                None => -i64::from(over && setting.view != View::Future),
            };
            Some(format!("{}-WE", calendar::at_precision(calendar::shift(now, step, Unit::Week)?, Unit::Week)))
        }
        Function::At => Some(match arguments[0] {
            "PRESENT_REF" => format!("XXXX-XX-XX{}", arguments[1]),
            day => format!("{}{}", day.split('T').next().unwrap_or(day), arguments[1]),
        }),
        Function::Clock => clock(arguments),
        Function::Duration => Some(calendar::duration(arguments[0], unit(1)?)),
        Function::Holiday => holiday(arguments[0], arguments.get(1).copied(), setting),
        Function::TwoDigitYear => {
            let year = number(0)?;
            let present = now.map_or(2000, |now| i64::from(now.year()));
            let century = present - present.rem_euclid(100);
            Some(format!("{:04}", if century + year > present + 10 { century + year - 100 } else { century + year }))
        }
        Function::Century => Some(format!("{:02}XX", number(0)? - 1)),
        Function::Dated => Some(arguments.join("-")),
        Function::Span => Some(arguments.join("/")),
        Function::WeekdayIn => {
            let (first, Unit::Week) = calendar::first_day(arguments[1])? else { return None };
            in_week(first, i8::try_from(number(0)?).ok()?).map(|date| date.to_string())
        }
    }
}

fn in_week(day: Date, weekday: i8) -> Option<Date> {
    let monday = calendar::nearest_weekday(day, 1, false)?;
    calendar::shift(monday, i64::from(weekday) - 1, Unit::Day)
}

fn mentioned(unit: Unit, setting: &Setting) -> Option<String> {
    let of_quarters = unit == Unit::Quarter;
    let earlier = setting.before.iter().rev().find_map(|value| {
        let (first, precision) = calendar::first_day(value)?;
        let fits = if of_quarters { precision == unit } else { precision <= unit };
        fits.then(|| calendar::at_precision(first, unit))
    });
    earlier.or_else(|| {
        let now = setting.now?;
        let day = if of_quarters { calendar::shift(now, -1, unit)? } else { now };
        Some(calendar::at_precision(day, unit))
    })
}

/// Days ahead that a date of a clause in the past may lie ("they set Nov. 10 as the deadline") …
const NEAR_AHEAD: i64 = 92;
/// … rather than this many days in the past, where news would write the year.
const MOSTLY_OVER: i64 = 183;

/// A month and day of the year that the tense chooses; of the nearest year where the tense says nothing.
fn month_day(month: &str, day: &str, setting: &Setting) -> String {
    let dated = setting.now.and_then(|now| {
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        let mut dates: Vec<Date> = (-1..=1).filter_map(|step| Date::new(now.year() + step, month, day).ok()).collect();
        match setting.view {
            View::Past => dates.retain(|&date| date <= now || days_between(date, now) <= NEAR_AHEAD),
            View::Future => dates.retain(|&date| date >= now),
            View::Unknown => {}
        }
        dates.into_iter().min_by_key(|&date| {
            let against_tense = setting.view == View::Past && date > now;
            days_between(date, now) + if against_tense { MOSTLY_OVER } else { 0 }
        })
    });
    dated.map_or_else(|| format!("XXXX-{month}-{day}"), |date| date.to_string())
}

fn days_between(a: Date, b: Date) -> i64 {
    a.since(b).map_or(i64::MAX, |span| i64::from(span.get_days()).abs())
}

/// The year, for something that covers these months, that the tense chooses.
fn year_for(first: i64, last: i64, now: Date, view: View) -> i64 {
    let (year, today) = (i64::from(now.year()), i64::from(now.month()));
    match view {
        View::Past if first > today => year - 1,
        View::Future if last < today => year + 1,
        View::Unknown if first - today > 6 => year - 1,
        View::Unknown if today - last > 6 => year + 1,
        _ => year,
    }
}

fn month(month: &str, setting: &Setting) -> String {
    let dated = setting.now.and_then(|now| {
        let number = month.parse().ok()?;
        Some(format!("{:04}-{month}", year_for(number, number, now, setting.view)))
    });
    dated.unwrap_or_else(|| format!("XXXX-{month}"))
}

fn season(code: &str, setting: &Setting) -> String {
    let dated = setting.now.and_then(|now| {
        let (first, months) = calendar::season_months(code)?;
        let first = i64::from(first);
        Some(format!("{:04}-{code}", year_for(first, first + months - 1, now, setting.view)))
    });
    dated.unwrap_or_else(|| format!("XXXX-{code}"))
}

/// A quarter by number: the past one unless the tense says otherwise, for news reports on quarters that are over; of
/// the quarter before this one a report may still be to come.
fn quarter(number: i64, setting: &Setting) -> String {
    let Some(now) = setting.now else { return format!("XXXX-Q{number}") };
    let current = (i64::from(now.month()) - 1) / 3 + 1;
    let year = i64::from(now.year())
        + match setting.view {
            View::Future if number + 1 < current => 1,
            View::Past | View::Unknown if number > current => -1,
            _ => 0,
        };
    format!("{year:04}-Q{number}")
}

fn weekday(weekday: &str, setting: &Setting) -> String {
    let dated = setting.now.and_then(|now| {
        let number = weekday.parse().ok()?;
        calendar::nearest_weekday(now, number, setting.view == View::Future)
    });
    dated.map_or_else(|| format!("XXXX-WXX-{weekday}"), |date| date.to_string())
}

/// An amount of units from a base. An amount without a number, or from an unknown base, gives a vague reference.
fn shift(base: &str, amount: &str, unit: Unit) -> Option<String> {
    let vague = || if amount.starts_with('-') { "PAST_REF" } else { "FUTURE_REF" }.to_owned();
    if amount.contains('X') {
        return Some(vague());
    }
    let Some((first, precision)) = calendar::first_day(base) else {
        return Some(if amount == "0" { format!("XXXX{}", unknown(unit)) } else { vague() });
    };
    let amount = match amount.split_once('.') {
        Some((whole, _)) => whole.parse::<i64>().ok()?,
        None => amount.parse::<i64>().ok()?,
    };
    if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
        return Some(first.to_string());
    }
    let shifted = calendar::shift(first, amount, unit)?;
    let precision = if precision == Unit::Day && unit == Unit::Day { Unit::Day } else { unit.max(precision) };
    Some(calendar::at_precision(shifted, precision))
}

fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "-XX-XX",
        Unit::Week => "-WXX",
        Unit::Month => "-XX",
        Unit::Quarter => "-QX",
        Unit::Year | Unit::Decade | Unit::Century => "",
    }
}

/// "a year earlier" in a comparison with a quarter means the same quarter; else it is as precise as its unit.
fn compared(amount: i64, unit: Unit, setting: &Setting) -> Option<String> {
    let recent = setting.before.iter().rev().take(3).filter_map(|value| calendar::first_day(value));
    let quarter = recent.filter(|(_, precision)| *precision == Unit::Quarter).map(|(first, _)| first).next();
    match (quarter, setting.now) {
        (Some(first), _) => Some(calendar::at_precision(calendar::shift(first, amount, unit)?, Unit::Quarter)),
        (_, Some(now)) => Some(calendar::at_precision(calendar::shift(now, amount, unit)?, unit)),
        (_, None) => Some("PAST_REF".to_owned()),
    }
}

fn clock(arguments: &[&str]) -> Option<String> {
    let hour: u32 = arguments[0].parse().ok()?;
    let minute = arguments.get(1).filter(|minute| !minute.is_empty()).map_or("00", |minute| minute);
    let hour = match arguments.get(2).copied().unwrap_or("") {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        _ => hour,
    };
    Some(format!("T{hour:02}:{minute}"))
}

/// A holiday of a year, or of the year that the tense chooses.
fn holiday(code: &str, year: Option<&str>, setting: &Setting) -> Option<String> {
    let in_year = |year: i16| -> Option<Date> {
        if let Some(days) = code.strip_prefix('E') {
            return calendar::shift(calendar::easter(year)?, days.parse().unwrap_or(0), Unit::Day);
        }
        let parts: Vec<&str> = code.split('-').collect();
        match parts.as_slice() {
            [month, week, weekday] => {
                let (month, weekday) = (month.parse().ok()?, weekday.parse().ok()?);
                let week: i64 = week.strip_prefix('W')?.parse().ok()?;
                if week == 5 {
                    return calendar::nearest_weekday(Date::new(year, month, 1).ok()?.last_of_month(), weekday, false);
                }
                let first = calendar::nearest_weekday(Date::new(year, month, 1).ok()?, weekday, true)?;
                calendar::shift(first, week - 1, Unit::Week)
            }
            [month, day] => Date::new(year, month.parse().ok()?, day.parse().ok()?).ok(),
            _ => None,
        }
    };
    if let Some(year) = year.filter(|year| !year.is_empty()) {
        return in_year(year.parse().ok()?).map(|date| date.to_string());
    }
    let Some(now) = setting.now else { return Some("XXXX-XX-XX".to_owned()) };
    let mut dates: Vec<Date> = (-1..=1).filter_map(|step| in_year(now.year() + step)).collect();
    match setting.view {
        View::Past => dates.retain(|&date| date <= now),
        View::Future => dates.retain(|&date| date >= now),
        View::Unknown => {}
    }
    dates.into_iter().min_by_key(|&date| days_between(date, now)).map(|date| date.to_string())
}
