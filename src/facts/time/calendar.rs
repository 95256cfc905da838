//! Arithmetic on TIMEX3 values: `2026-03-15`, `2026-W11`, `2026-03`, `2026-Q1`, `2026-SU`, `2026`, `202X`, `20XX`.

use crate::facts::Interval;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span as Duration, ToSpan};

/// A unit of time, from fine to coarse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit of a name in the grammar: `S MIN H D W M Q Y E C`, and `FN` (fortnight) as weeks.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "S" => Self::Second,
            "MIN" => Self::Minute,
            "H" => Self::Hour,
            "D" => Self::Day,
            "W" => Self::Week,
            "M" => Self::Month,
            "Q" => Self::Quarter,
            "Y" => Self::Year,
            "E" => Self::Decade,
            "C" => Self::Century,
            _ => return None,
        })
    }

    fn span(self, amount: i64) -> Duration {
        match self {
            Self::Second | Self::Minute | Self::Hour => 0.days(),
            Self::Day => amount.days(),
            Self::Week => amount.weeks(),
            Self::Month => amount.months(),
            Self::Quarter => (3 * amount).months(),
            Self::Year => amount.years(),
            Self::Decade => (10 * amount).years(),
            Self::Century => (100 * amount).years(),
        }
    }
}

/// TIMEX3 duration of an amount (`5`, `1.5`, `X`) of a unit.
pub fn duration(amount: &str, unit: Unit) -> String {
    if let Some((whole, "5")) = amount.split_once('.')
        && let Ok(whole) = whole.parse::<u64>()
    {
        match unit {
            Unit::Year => return format!("P{whole}Y6M"),
            Unit::Hour => return format!("PT{whole}H30M"),
            Unit::Minute => return format!("PT{whole}M30S"),
            _ => {}
        }
    }
    match unit {
        Unit::Second => format!("PT{amount}S"),
        Unit::Minute => format!("PT{amount}M"),
        Unit::Hour => format!("PT{amount}H"),
        Unit::Day => format!("P{amount}D"),
        Unit::Week => format!("P{amount}W"),
        Unit::Month => format!("P{amount}M"),
        Unit::Quarter => format!("P{amount}Q"),
        Unit::Year => format!("P{amount}Y"),
        Unit::Decade => amount.parse::<u64>().map_or_else(|_| format!("P{amount}E"), |n| format!("P{}Y", 10 * n)),
        Unit::Century => amount.parse::<u64>().map_or_else(|_| format!("P{amount}C"), |n| format!("P{}Y", 100 * n)),
    }
}

/// The value of a date at the precision of a unit.
pub fn at_precision(date: Date, unit: Unit) -> String {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => date.to_string(),
        Unit::Week => {
            let week = date.iso_week_date();
            format!("{}-W{:02}", week.year(), week.week())
        }
        Unit::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Unit::Quarter => format!("{:04}-Q{}", date.year(), (date.month() - 1) / 3 + 1),
        Unit::Year => format!("{:04}", date.year()),
        Unit::Decade => format!("{:03}X", date.year() / 10),
        Unit::Century => format!("{:02}XX", date.year() / 100),
    }
}

/// The date an amount of units after (or, below zero, before) another.
pub fn shift(date: Date, amount: i64, unit: Unit) -> Option<Date> {
    date.checked_add(unit.span(amount)).ok()
}

/// The precision of a value that names a time of the calendar, and its first day.
pub fn first_day(value: &str) -> Option<(Date, Unit)> {
    let day = value.split('T').next()?;
    let mut parts = day.split('-');
    let year = parts.next()?;
    if year.len() == 4 && year.ends_with("XX") {
        return Some((Date::new(year[..2].parse::<i16>().ok()? * 100, 1, 1).ok()?, Unit::Century));
    }
    if year.len() == 4 && year.ends_with('X') {
        return Some((Date::new(year[..3].parse::<i16>().ok()? * 10, 1, 1).ok()?, Unit::Decade));
    }
    if year.len() != 4 {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let Some(middle) = parts.next() else {
        return Some((Date::new(year, 1, 1).ok()?, Unit::Year));
    };
    if let Some(week) = middle.strip_prefix('W')
        && let Ok(week) = week.parse::<i8>()
    {
        let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
        return Some((monday, Unit::Week));
    }
    if let Some(quarter) = middle.strip_prefix('Q') {
        let quarter: i8 = quarter.parse().ok()?;
        return Some((Date::new(year, quarter * 3 - 2, 1).ok()?, Unit::Quarter));
    }
    if let Some((month, _)) = season_months(middle) {
        return Some((Date::new(year, month, 1).ok()?, Unit::Quarter));
    }
    let month: i8 = middle.parse().ok()?;
    match parts.next() {
        None => Some((Date::new(year, month, 1).ok()?, Unit::Month)),
        Some(day) => Some((Date::new(year, month, day.parse().ok()?).ok()?, Unit::Day)),
    }
}

/// First month of a season or half-year (of the northern year, as news uses the words), and the number of months.
pub fn season_months(code: &str) -> Option<(i8, i64)> {
    Some(match code {
        "SP" => (3, 3),
        "SU" => (6, 3),
        "FA" => (9, 3),
        "WI" => (12, 3),
        "H1" => (1, 6),
        "H2" => (7, 6),
        _ => return None,
    })
}

/// The interval of the calendar that a value means; `None` for durations, sets and unresolved values.
pub fn interval(value: &str) -> Option<Interval> {
    if let Some((first, last)) = value.split_once('/') {
        return join(interval(first)?, interval(last)?);
    }
    let (first, unit) = first_day(value)?;
    let single = |start: String| Some(Interval { start: Some(start), end: None });
    let between = |start: String, end: String| Some(Interval { start: Some(start), end: Some(end) });
    if let Some(week) = value.split('T').next().and_then(|day| day.strip_suffix("-WE")) {
        let saturday = shift(first_day(week)?.0, 5, Unit::Day)?;
        return between(saturday.to_string(), shift(saturday, 1, Unit::Day)?.to_string());
    }
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => single(first.to_string()),
        Unit::Week => between(first.to_string(), shift(first, 6, Unit::Day)?.to_string()),
        Unit::Month => single(at_precision(first, Unit::Month)),
        Unit::Quarter => {
            let months = value.get(5..).and_then(season_months).map_or(3, |(_, months)| months);
            let last = shift(first, months - 1, Unit::Month)?;
            between(at_precision(first, Unit::Month), at_precision(last, Unit::Month))
        }
        Unit::Year => single(at_precision(first, Unit::Year)),
        Unit::Decade => between(at_precision(first, Unit::Year), format!("{:04}", first.year() + 9)),
        Unit::Century => between(at_precision(first, Unit::Year), format!("{:04}", first.year() + 99)),
    }
}

/// From the start of one interval to the end of another; `None` where that is not forward.
pub fn join(first: Interval, last: Interval) -> Option<Interval> {
    let start = first.start?;
    let end = last.end.or(last.start)?;
    (start < end).then_some(Interval { start: Some(start), end: Some(end) })
}

/// The latest date not after `day` (or, where `forward`, the earliest not before it) that falls on a weekday
/// (1 Monday … 7 Sunday).
pub fn nearest_weekday(day: Date, weekday: i8, forward: bool) -> Option<Date> {
    let today = day.weekday().to_monday_one_offset();
    let days = if forward { (weekday - today).rem_euclid(7) } else { -(today - weekday).rem_euclid(7) };
    shift(day, i64::from(days), Unit::Day)
}

/// Sunday of Easter in the western churches (Gauss's algorithm in the form of Meeus, Jones and Butcher, 1876).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(value: &str) -> (String, Option<String>) {
        let interval = interval(value).unwrap();
        (interval.start.unwrap(), interval.end)
    }

    #[test]
    fn intervals_are_as_precise_as_the_value() {
        assert_eq!(ends("2026-03-15"), ("2026-03-15".into(), None));
        assert_eq!(ends("2026-03-15TMO"), ("2026-03-15".into(), None));
        assert_eq!(ends("2025-10"), ("2025-10".into(), None));
        assert_eq!(ends("2017"), ("2017".into(), None));
        assert_eq!(ends("2026-W11"), ("2026-03-09".into(), Some("2026-03-15".into())));
        assert_eq!(ends("2026-W11-WE"), ("2026-03-14".into(), Some("2026-03-15".into())));
        assert_eq!(ends("2026-WI"), ("2026-12".into(), Some("2027-02".into())));
        assert_eq!(ends("199X"), ("1990".into(), Some("1999".into())));
        assert_eq!(interval("PAST_REF"), None);
        assert_eq!(interval("P5M"), None);
        assert_eq!(interval("XXXX-03-15"), None);
    }

    #[test]
    fn a_weekday_is_the_last_or_the_next_one_and_may_be_the_day_itself() {
        let friday = Date::new(2026, 3, 13).unwrap();
        assert_eq!(nearest_weekday(friday, 5, false), Some(friday));
        assert_eq!(nearest_weekday(friday, 7, true).unwrap().to_string(), "2026-03-15");
        assert_eq!(nearest_weekday(friday, 7, false).unwrap().to_string(), "2026-03-08");
    }

    #[test]
    fn easter_moves() {
        assert_eq!(easter(2024).unwrap().to_string(), "2024-03-31");
        assert_eq!(easter(2025).unwrap().to_string(), "2025-04-20");
    }
}
