//! Dates as metadata writes them: ISO 8601, RFC 3339, RFC 2822, "13 March 2026", "Friday, March 13, 2026".

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day that a date of metadata means, as its own clock shows it: no time zone is applied. `None` where the text
/// is no full date.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    iso(text).or_else(|| compact(text)).or_else(|| worded(text))
}

/// A publication date given by hand or in a field: a day; or only a year, or a year and a month (`2016-07`, ISO 8601's
/// reduced precision), which no day can be taken from, so that it counts as unknown. `None` where it is no date.
pub fn of_publication(text: &str) -> Option<Option<Date>> {
    match parse(text) {
        Some(day) => Some(Some(day)),
        None => is_coarse(text.trim()).then_some(None),
    }
}

/// `2016` or `2016-07`.
fn is_coarse(text: &str) -> bool {
    let (year, month) = match text.split_once('-') {
        Some((year, month)) => (year, month),
        None => (text, "01"),
    };
    let has_length = year.len() == 4 && month.len() == 2;
    has_length && number(year).zip(number(month)).is_some_and(|(year, month)| civil(year, month, 1).is_some())
}

/// `2026-03-13`, alone or followed by a time of day.
fn iso(text: &str) -> Option<Date> {
    let rest = text.get(10..)?;
    if rest.chars().next().is_some_and(|c| !matches!(c, 'T' | 't' | ' ' | 'Z' | '+')) {
        return None;
    }
    let mut parts = text.get(..10)?.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    civil(number(year)?, number(month)?, number(day)?)
}

/// `20260313`, alone or followed by `T…`.
fn compact(text: &str) -> Option<Date> {
    let digits = text.split('T').next()?;
    if digits.len() != 8 {
        return None;
    }
    let value = number(digits)?;
    civil(value / 10_000, value / 100 % 100, value % 100)
}

/// A month by its name, a day and a year of four digits, in any order, as RFC 2822 and people write them.
fn worded(text: &str) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split([' ', ',', '.', '-', '\u{a0}']).filter(|word| !word.is_empty()) {
        if word.contains(':') {
            break;
        }
        if let Some(value) = number(word) {
            match word.len() {
                4 if year.is_none() => year = Some(value),
                1 | 2 if day.is_none() => day = Some(value),
                _ => return None,
            }
        } else if let Some(index) = month_of(word) {
            if month.replace(index).is_some() {
                return None;
            }
        } else if let Some(value) = ordinal(word) {
            day = Some(value);
        } else if !is_weekday(word) {
            break;
        }
    }
    civil(year?, month?, day?)
}

/// 1 to 12 for a month's English name or its abbreviation of three letters or more.
pub fn month_of(word: &str) -> Option<i32> {
    let word = word.trim_end_matches('.').to_lowercase();
    if word.len() < 3 {
        return None;
    }
    let index = MONTHS.iter().position(|month| *month == word || (word.len() <= 4 && month.starts_with(&word)))?;
    i32::try_from(index + 1).ok()
}

/// Whether the word is a day of the week or its usual abbreviation.
pub fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.iter().any(|day| *day == word || (word.len() >= 3 && word.len() <= 5 && day.starts_with(&word)))
}

fn ordinal(word: &str) -> Option<i32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|suffix| word.strip_suffix(suffix))?;
    number(digits).filter(|value| *value <= 31)
}

fn number(word: &str) -> Option<i32> {
    if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_digit()) { None } else { word.parse().ok() }
}

fn civil(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{of_publication, parse};

    #[test]
    fn the_ways_of_writing_one_day() {
        for text in [
            "2026-03-13",
            "2026-03-13T23:30:00-05:00",
            "2026-03-13 09:00",
            "2026/03/13",
            "20260313",
            "20260313T0900",
            "Fri, 13 Mar 2026 23:30:00 -0500",
            "Friday, March 13, 2026",
            "March 13th, 2026",
            "13 March 2026",
            "Mar. 13, 2026",
        ] {
            assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), Some("2026-03-13"), "{text}");
        }
    }

    #[test]
    fn what_is_no_full_date_is_none() {
        for text in ["", "March 2026", "yesterday", "2026-13-40", "2026-02-30", "13 Mar", "13/03/26", "2026", "٢٠٢٦"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_publication_date_of_a_month_or_a_year_is_an_unknown_day() {
        assert_eq!(of_publication("2016-07"), Some(None));
        assert_eq!(of_publication(" 2016 "), Some(None));
        assert!(of_publication("2016-07-14").is_some_and(|day| day.is_some()));
        for text in ["", "soon", "2016-13", "16-07", "2016-", "2016-07-40"] {
            assert_eq!(of_publication(text), None, "{text}");
        }
    }
}
