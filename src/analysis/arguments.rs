//! What was typed → what can be used.

use super::calendar::Window;
use super::network::kind_name;
use super::selection::Selection;
use crate::cli::SelectionArgs;
use crate::facts::{EntityKind, Status};
use thiserror::Error;

/// A word that is not among those that can stand there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArgumentError {
    /// No date.
    #[error(transparent)]
    Date(#[from] super::calendar::NoDate),
    /// The window ends before it begins.
    #[error("--until {until} is before --since {since}")]
    #[allow(missing_docs)]
    Backwards { since: String, until: String },
    /// Not a status or kind of entity.
    #[error("\"{word}\" is no {what}: write {}", .words.join(", "))]
    #[allow(missing_docs)]
    Word { what: &'static str, word: String, words: Vec<&'static str> },
}

/// What holds where nothing is typed.
#[derive(Debug, Clone, Copy)]
pub struct Defaults {
    /// Kinds of event; none for all.
    pub kinds: &'static [&'static str],
    /// Statuses; none for all.
    pub statuses: &'static [Status],
    /// Kinds of entity.
    pub entities: &'static [EntityKind],
}

/// For networks: people who met or will meet.
pub const NETWORK: Defaults =
    Defaults { kinds: &["meeting"], statuses: &[Status::Happened, Status::Planned], entities: &[EntityKind::Person] };

/// For timelines: every event of whatever status.
pub const TIMELINE: Defaults = Defaults { kinds: &[], statuses: &[], entities: &[EntityKind::Person] };

/// For pictures: every event of people and organisations.
pub const PICTURE: Defaults =
    Defaults { kinds: &[], statuses: &[], entities: &[EntityKind::Person, EntityKind::Organisation] };

const STATUSES: &[Status] = &[Status::Happened, Status::Planned, Status::Possible, Status::Denied, Status::Cancelled];
const ENTITIES: &[EntityKind] = &[
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
    EntityKind::Group,
    EntityKind::Nationality,
    EntityKind::Other,
];

/// The selection that was typed.
///
/// # Errors
/// [`ArgumentError`] for a word that is no date, status or kind of entity. Kinds of event are known only to the store.
pub fn selection(arguments: &SelectionArgs, defaults: Defaults) -> Result<Selection, ArgumentError> {
    let date = |text: &Option<String>| text.as_deref().map(str::parse).transpose();
    let window = Window { since: date(&arguments.since)?, until: date(&arguments.until)? };
    if let (Some(since), Some(until)) = (window.since, window.until)
        && until.last_day() < since.first_day()
    {
        return Err(ArgumentError::Backwards { since: since.to_string(), until: until.to_string() });
    }
    let kinds = if arguments.kind.is_empty() {
        defaults.kinds.iter().map(|&kind| kind.to_owned()).collect()
    } else {
        let typed: Vec<String> = arguments.kind.iter().map(|kind| kind.trim().to_lowercase()).collect();
        if typed.iter().all(|kind| kind == "all") { Vec::new() } else { typed }
    };
    let statuses = if arguments.status.iter().any(|status| status == "all") {
        Vec::new()
    } else {
        words(&arguments.status, "status", STATUSES, Status::name, defaults.statuses)?
    };
    let entities = words(&arguments.entities, "kind of entity", ENTITIES, kind_name, defaults.entities)?;
    let (document, source) = (arguments.document.clone(), arguments.source.clone());
    Ok(Selection { kinds, window, statuses, document, source, entities })
}

fn words<T: Copy>(
    typed: &[String],
    what: &'static str,
    all: &[T],
    name: fn(T) -> &'static str,
    default: &[T],
) -> Result<Vec<T>, ArgumentError> {
    if typed.is_empty() {
        return Ok(default.to_vec());
    }
    let of = |word: &String| {
        let wanted =
            word.trim().to_lowercase().replace("organization", "organisation").replace("canceled", "cancelled");
        all.iter().copied().find(|&value| name(value) == wanted).ok_or_else(|| ArgumentError::Word {
            what,
            word: word.clone(),
            words: all.iter().map(|&value| name(value)).collect(),
        })
    };
    typed.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> SelectionArgs {
        SelectionArgs {
            kind: Vec::new(),
            since: None,
            until: None,
            status: Vec::new(),
            document: None,
            source: None,
            entities: Vec::new(),
        }
    }

    #[test]
    fn nothing_typed_means_people_who_met_or_will_meet() {
        let selection = selection(&typed(), NETWORK).unwrap();
        assert_eq!(selection.kinds, ["meeting"]);
        assert_eq!(selection.statuses, [Status::Happened, Status::Planned]);
    }

    #[test]
    fn all_takes_every_kind_and_status() {
        let arguments = SelectionArgs { kind: vec!["all".into()], status: vec!["all".into()], ..typed() };
        let selection = selection(&arguments, NETWORK).unwrap();
        assert!(selection.kinds.is_empty() && selection.statuses.is_empty());
    }

    #[test]
    fn a_wrong_word_says_which_words_there_are() {
        let wrong = SelectionArgs { status: vec!["perhaps".into()], ..typed() };
        assert!(selection(&wrong, NETWORK).unwrap_err().to_string().contains("happened, planned"));
        let wrong = SelectionArgs { since: Some("yesterday".into()), ..typed() };
        assert!(selection(&wrong, NETWORK).unwrap_err().to_string().contains("2026-03-15"));
        let wrong = SelectionArgs { since: Some("2026-03".into()), until: Some("2025".into()), ..typed() };
        assert!(selection(&wrong, NETWORK).unwrap_err().to_string().contains("before"));
    }
}
