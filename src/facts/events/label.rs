//! A sentence in English for an event: "Anna Berg and Jan Kowalski meet in Oslo, 3 May 2024".

use super::rules::Class;
use crate::facts::{EntityId, EventRole, Filler, Interval, Referents};

/// The label of an event by the patterns of its class; the first pattern whose roles are all filled is used, and the
/// class's name where there is none.
pub fn label(
    class: &Class,
    roles: &[EventRole],
    places: &[EntityId],
    time: Option<&Interval>,
    referents: &Referents,
) -> String {
    let sentence = class.sentences.iter().find_map(|pattern| fill(pattern, roles, places, referents));
    let mut label = sentence.unwrap_or_else(|| class.name.clone());
    let place_told = class.sentences.iter().any(|pattern| pattern.contains("{place}"));
    if let Some(&place) = places.first().filter(|_| !place_told) {
        label.push_str(" in ");
        label.push_str(&referents.entity(place).name);
    }
    if let Some(when) = time.and_then(in_words) {
        label.push_str(", ");
        label.push_str(&when);
    }
    label
}

/// Fills `{agent} [arrests|arrest] {target}`; brackets hold the verb after one and after several.
fn fill(pattern: &str, roles: &[EventRole], places: &[EntityId], referents: &Referents) -> Option<String> {
    let mut out = String::new();
    let mut several = false;
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '[']) {
        out.push_str(rest.get(..at)?);
        let close = if rest.get(at..)?.starts_with('{') { '}' } else { ']' };
        let end = rest.get(at..)?.find(close)? + at;
        let inner = rest.get(at + 1..end)?;
        if close == ']' {
            let (one, more) = inner.split_once('|').unwrap_or((inner, inner));
            out.push_str(if several { more } else { one });
        } else if inner == "place" {
            out.push_str(&referents.entity(*places.first()?).name);
        } else {
            let names: Vec<String> =
                roles.iter().filter(|role| role.role == inner).map(|role| name(&role.filler, referents)).collect();
            if names.is_empty() {
                return None;
            }
            several = names.len() > 1 || names.iter().all(|name| is_plural(name));
            out.push_str(&list(&names));
        }
        rest = rest.get(end + 1..)?;
    }
    out.push_str(rest);
    Some(out)
}

fn name(filler: &Filler, referents: &Referents) -> String {
    match filler {
        Filler::Entity(id) => referents.entity(*id).name.clone(),
        Filler::Text(passage) => passage.text.clone(),
        Filler::Event(_) => "an event".to_owned(),
    }
}

/// Whether words without a name speak of several: "students", "people".
fn is_plural(words: &str) -> bool {
    let last = words.split_whitespace().last().unwrap_or(words);
    let irregular = ["people", "police", "troops", "men", "women", "children", "businessmen", "servicemen"];
    let common = last.starts_with(char::is_lowercase) && last.ends_with('s') && !last.ends_with("ss");
    common || irregular.contains(&&*last.to_lowercase())
}

/// "A", "A and B", "A, B and C".
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "15–16 March 2026", "October 2025", "2017".
fn in_words(time: &Interval) -> Option<String> {
    match (&time.start, &time.end) {
        (Some(start), Some(end)) if start.get(..7) == end.get(..7) && start.len() == 10 && end.len() == 10 => {
            Some(format!("{}–{}", start.get(8..)?.trim_start_matches('0'), date(end)?))
        }
        (Some(start), Some(end)) => Some(format!("{} – {}", date(start)?, date(end)?)),
        (Some(start), None) => date(start),
        (None, Some(end)) => Some(format!("until {}", date(end)?)),
        (None, None) => None,
    }
}

fn date(iso: &str) -> Option<String> {
    let mut parts = iso.split('-');
    let year = parts.next()?;
    let Some(month) = parts.next() else { return Some(year.to_owned()) };
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some(match parts.next() {
        Some(day) => format!("{} {month} {year}", day.trim_start_matches('0')),
        None => format!("{month} {year}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_worded_as_precisely_as_they_are_known() {
        let words = |start: &str, end: Option<&str>| {
            in_words(&Interval { start: Some(start.to_owned()), end: end.map(str::to_owned) })
        };
        assert_eq!(words("2024-05-03", Some("2024-05-04")).as_deref(), Some("3–4 May 2024"));
        assert_eq!(words("2024-05-31", Some("2024-06-02")).as_deref(), Some("31 May 2024 – 2 June 2024"));
        assert_eq!(words("2024-05", None).as_deref(), Some("May 2024"));
        assert_eq!(words("2024", None).as_deref(), Some("2024"));
    }
}
