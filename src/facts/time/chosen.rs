//! Dates whose year or week the text leaves out: the tense of the clause and the day of writing choose it.

use super::calendar::{self, Unit};
use super::value::{Setting, View};
use jiff::civil::Date;

/// Days ahead that a date of a clause in the past may lie ("they set Nov. 10 as the deadline") …
const NEAR_AHEAD: i64 = 92;
/// … rather than this many days in the past, where news would write the year.
const MOSTLY_OVER: i64 = 183;

/// A month and day of the year that the tense chooses; of the nearest year where the tense says nothing.
pub(super) fn month_day(month: &str, day: &str, setting: &Setting) -> String {
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

/// The month of the year that the tense chooses.
pub(super) fn month(month: &str, setting: &Setting) -> String {
    let dated = setting.now.and_then(|now| {
        let number = month.parse().ok()?;
        Some(format!("{:04}-{month}", year_for(number, number, now, setting.view)))
    });
    dated.unwrap_or_else(|| format!("XXXX-{month}"))
}

/// The season of the year that the tense chooses.
pub(super) fn season(code: &str, setting: &Setting) -> String {
    let dated = setting.now.and_then(|now| {
        let (first, months) = calendar::season_months(code)?;
        let first = i64::from(first);
        Some(format!("{:04}-{code}", year_for(first, first + months - 1, now, setting.view)))
    });
    dated.unwrap_or_else(|| format!("XXXX-{code}"))
}

/// A quarter by number: the past one unless the tense says otherwise, for news reports on quarters that are over; of
/// the quarter before this one a report may still be to come.
pub(super) fn quarter(number: i64, setting: &Setting) -> String {
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

/// The last or next weekday of a number, as the tense chooses.
pub(super) fn weekday(weekday: &str, setting: &Setting) -> String {
    let dated = setting.now.and_then(|now| {
        let number = weekday.parse().ok()?;
        calendar::nearest_weekday(now, number, setting.view == View::Future)
    });
    dated.map_or_else(|| format!("XXXX-WXX-{weekday}"), |date| date.to_string())
}

/// A holiday of a year, or of the year that the tense chooses.
pub(super) fn holiday(code: &str, year: Option<&str>, setting: &Setting) -> Option<String> {
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
