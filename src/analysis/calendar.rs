//! Dates as precise as the text: a day, a month or a year, in four bytes.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A day (`2026-03-15`), a month (`2026-03`) or a year (`2026`) of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    year: i16,
    /// 0 where the month is unknown.
    month: u8,
    /// 0 where the day is unknown.
    day: u8,
}

/// What was typed or stored is no date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\"{0}\" is no date: write a day (2026-03-15), a month (2026-03) or a year (2026)")]
pub struct NoDate(String);

impl PartialDate {
    /// The first day it may mean, in days since 1970-01-01.
    pub fn first_day(self) -> i32 {
        days_since_1970(self.year, self.month.max(1), self.day.max(1))
    }

    /// The last day it may mean, in days since 1970-01-01.
    pub fn last_day(self) -> i32 {
        match (self.month, self.day) {
            (0, _) => days_since_1970(self.year, 12, 31),
            (month, 0) => days_since_1970(self.year, month, days_of_month(self.year, month)),
            (month, day) => days_since_1970(self.year, month, day),
        }
    }

    /// Whether it names a single day.
    pub fn is_day(self) -> bool {
        self.day != 0
    }
}

impl FromStr for PartialDate {
    type Err = NoDate;

    /// Reads `2026`, `2026-03`, `2026-03-15`, and the date of `2026-03-15T10:00:00Z`.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        parse(text.trim()).ok_or_else(|| NoDate(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<PartialDate> {
    let date = text.split(['T', ' ']).next()?;
    let mut parts = date.split('-');
    let year = parts.next().filter(|part| part.len() == 4)?.parse::<i16>().ok()?;
    let month =
        parts.next().map_or(Some(0), |part| part.parse::<u8>().ok().filter(|month| (1..=12).contains(month)))?;
    let day = match parts.next() {
        None => 0,
        Some(part) => {
            // An XSD date may end in a time zone: `2026-03-15Z`.
            let digits = part.trim_end_matches('Z');
            digits.parse::<u8>().ok().filter(|day| (1..=days_of_month(year, month)).contains(day))?
        }
    };
    Some(PartialDate { year, month, day })
}

impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if self.month > 0 {
            write!(formatter, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(formatter, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

fn is_leap(year: i16) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_of_month(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days between 1970-01-01 and a date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013).
fn days_since_1970(year: i16, month: u8, day: u8) -> i32 {
    let shifted = i32::from(year) - i32::from(month <= 2);
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((i32::from(month) + 9) % 12) + 2) / 5 + i32::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// When an event took or takes place; both ends may be missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct When {
    /// First day, month or year.
    pub start: Option<PartialDate>,
    /// Last day, month or year, where it differs from the start.
    pub end: Option<PartialDate>,
}

impl When {
    /// The first and the last day it may cover, in days since 1970-01-01; `None` where the text gives no date.
    pub fn days(self) -> Option<(i32, i32)> {
        let first = self.start.or(self.end)?.first_day();
        let last = self.end.or(self.start)?.last_day();
        Some((first, last.max(first)))
    }
}

impl fmt::Display for When {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.start, self.end) {
            (Some(start), Some(end)) => write!(formatter, "{start} – {end}"),
            (Some(start), None) => write!(formatter, "{start}"),
            (None, Some(end)) => write!(formatter, "– {end}"),
            (None, None) => Ok(()),
        }
    }
}

/// A window of time; an end that is missing is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// First day, month or year that counts.
    pub since: Option<PartialDate>,
    /// Last day, month or year that counts.
    pub until: Option<PartialDate>,
}

impl Window {
    /// Whether the window leaves nothing out.
    pub fn is_open(self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Whether the event may have been, in part, in this window. What has no date is in the open window only.
    pub fn takes(self, when: When) -> bool {
        if self.is_open() {
            return true;
        }
        when.days().is_some_and(|(first, last)| {
            self.since.is_none_or(|since| last >= since.first_day())
                && self.until.is_none_or(|until| first <= until.last_day())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_written_as_it_was_read() {
        for text in ["2026", "2026-03", "2026-03-15"] {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date("2026-03-15T10:00:00Z").to_string(), "2026-03-15");
    }

    #[test]
    fn what_is_no_date_says_how_to_write_one() {
        for text in ["", "March", "2026-13", "2026-02-30", "26-01-01"] {
            assert!(text.parse::<PartialDate>().unwrap_err().to_string().contains("2026-03-15"), "{text}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(date("1970-01-01").first_day(), 0);
        assert_eq!(date("2000-02-29").first_day(), 11_016);
        assert_eq!(date("1969").last_day(), -1);
        assert_eq!(date("2024-02").last_day(), date("2024-02-29").first_day());
    }

    #[test]
    fn a_window_takes_what_may_lie_in_it() {
        let window = Window { since: Some(date("2026-03")), until: Some(date("2026-03-15")) };
        let when = |start: &str| When { start: Some(date(start)), end: None };
        assert!(window.takes(when("2026")));
        assert!(window.takes(when("2026-03-01")));
        assert!(!window.takes(when("2026-03-16")));
        assert!(!window.takes(When::default()));
        assert!(Window::default().takes(When::default()));
    }
}
