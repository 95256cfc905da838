//! What of the store goes into the network.

use super::calendar::Window;
use super::network::kind_name;
use crate::facts::{EntityKind, Status};

/// The name of the kind of occasion that a post held is.
pub const ROLE: &str = "Role";

/// What counts as an event of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Kinds of event, as typed: `meeting`, `mass-violence`, `role` for posts held; empty for all events.
    pub kinds: Vec<String>,
    /// When.
    pub window: Window,
    /// Whether they took place; empty for any.
    pub statuses: Vec<Status>,
    /// Only what this document says: its IRI, URL or id.
    pub document: Option<String>,
    /// Only what this publisher says.
    pub source: Option<String>,
    /// Which entities are tied to each other.
    pub entities: Vec<EntityKind>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            kinds: Vec::new(),
            window: Window::default(),
            statuses: Vec::new(),
            document: None,
            source: None,
            entities: vec![EntityKind::Person],
        }
    }
}

impl Selection {
    /// What is selected, for messages: "meeting; since 2026-03; happened, planned".
    pub fn in_words(&self) -> String {
        let mut words = vec![if self.kinds.is_empty() { "all events".to_owned() } else { self.kinds.join(", ") }];
        words.extend(self.window.since.map(|since| format!("since {since}")));
        words.extend(self.window.until.map(|until| format!("until {until}")));
        if !self.statuses.is_empty() {
            words.push(self.statuses.iter().map(|status| status.name()).collect::<Vec<_>>().join(", "));
        }
        words.push(self.entities.iter().map(|&kind| kind_name(kind)).collect::<Vec<_>>().join(", "));
        words.extend(self.document.as_ref().map(|document| format!("document {document}")));
        words.extend(self.source.as_ref().map(|source| format!("published by {source}")));
        words.join("; ")
    }
}

/// Whether two names of a publisher are the same but for case and space around them.
pub fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// A kind of event as typed → the local name of its class: `mass-violence` → `MassViolence`.
pub fn class_of_kind(kind: &str) -> String {
    kind.split(['-', '_', ' '])
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

/// The local name of a class → the kind as it is typed: `MassViolence` → `mass-violence`.
pub fn kind_of_class(class: &str) -> String {
    let mut kind = String::new();
    for letter in class.chars() {
        if letter.is_ascii_uppercase() && !kind.is_empty() {
            kind.push('-');
        }
        kind.push(letter.to_ascii_lowercase());
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_classes_are_two_spellings_of_one_name() {
        for (kind, class) in [("meeting", "Meeting"), ("mass-violence", "MassViolence")] {
            assert_eq!(class_of_kind(kind), class);
            assert_eq!(kind_of_class(class), kind);
        }
        assert_eq!(class_of_kind("MassViolence"), "MassViolence");
    }
}
