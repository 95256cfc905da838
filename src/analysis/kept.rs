//! What was gathered, kept beside the store.
//!
//! Oxigraph looks up the text of each IRI of each triple by itself, which for a million events takes many seconds; a flat
//! file with the same content is read in less than one. It lies in the folder of the store and bears the store's
//! generation in its name, so that it is never taken for another content: after a change, what was touched is read again
//! and the file written anew. Where it cannot be read or written, the store itself is read.

use super::calendar::When;
use super::gathered::Gathered;
use super::network::{Entity, EntityIndex, Occasion};
use crate::facts::{EntityKind, Status};
use crate::graph::store::Beside;
use crate::graph::{Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

/// Folder of the kept network, in the folder of the store.
const FOLDER: &str = "network";

/// Version of the file's form.
const FORM: &str = "1";

/// What stands at the beginning: the words that events share, and how many entities and events follow.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    classes: Vec<&'a str>,
    roles: Vec<&'a str>,
    entities: usize,
    occasions: usize,
}

#[derive(Serialize, Deserialize)]
struct KeptEntity<'a> {
    iri: &'a str,
    name: &'a str,
    #[serde(borrow)]
    aliases: Vec<&'a str>,
    kind: EntityKind,
}

#[derive(Serialize, Deserialize)]
struct KeptOccasion<'a> {
    iri: &'a str,
    class: u32,
    status: Status,
    when: When,
    /// Entity and role.
    participants: Vec<(u32, u32)>,
    places: Vec<u32>,
}

/// The place of the file for the store as it is now; none for a store in memory.
///
/// # Errors
/// [`StoreError`] where the store cannot be read.
pub fn place(store: &Store) -> Result<Option<Beside>, StoreError> {
    Beside::new(store, FOLDER, "", FORM)
}

/// What was kept at a place; `None` where there is no such file, or none that is whole.
pub fn read(place: &Beside) -> Option<Gathered> {
    decode(&place.read()?)
}

/// What was kept at a place of another generation of the store; `None` as for [`read`].
pub fn read_of(place: &Beside, generation: u64) -> Option<Gathered> {
    decode(&place.read_of(generation)?)
}

/// Keeps what was gathered, and throws away what was kept before.
///
/// # Errors
/// Where the folder cannot be written.
pub fn keep(place: &Beside, gathered: &Gathered) -> io::Result<()> {
    place.keep(|out| encode(gathered, out))
}

/// Numbers for the words that many events share.
#[derive(Default)]
struct Words<'a>(BTreeMap<&'a str, u32>);

impl<'a> Words<'a> {
    fn of(words: impl Iterator<Item = &'a str>) -> Self {
        let mut numbers = BTreeMap::new();
        words.for_each(|word| {
            numbers.entry(word).or_insert(0);
        });
        numbers.values_mut().enumerate().for_each(|(position, number)| *number = position as u32);
        Self(numbers)
    }

    fn number(&self, word: &str) -> u32 {
        self.0.get(word).copied().unwrap_or(0)
    }
}

fn encode(gathered: &Gathered, out: &mut dyn Write) -> io::Result<()> {
    let Gathered { entities, occasions } = gathered;
    let classes = Words::of(occasions.iter().map(|occasion| &*occasion.class));
    let roles = Words::of(occasions.iter().flat_map(|occasion| &occasion.participants).map(|(_, role)| &**role));
    let head = Head {
        classes: classes.0.keys().copied().collect(),
        roles: roles.0.keys().copied().collect(),
        entities: entities.len(),
        occasions: occasions.len(),
    };
    put(&head, out)?;
    for Entity { iri, name, aliases, kind } in entities {
        put(&KeptEntity { iri, name, aliases: aliases.iter().map(|alias| &**alias).collect(), kind: *kind }, out)?;
    }
    for occasion in occasions {
        let participants = occasion.participants.iter().map(|(entity, role)| (entity.0, roles.number(role)));
        let kept = KeptOccasion {
            iri: &occasion.iri,
            class: classes.number(&occasion.class),
            status: occasion.status,
            when: occasion.when,
            participants: participants.collect(),
            places: occasion.places.iter().map(|place| place.0).collect(),
        };
        put(&kept, out)?;
    }
    Ok(())
}

fn put(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    postcard::to_io(value, out).map(drop).map_err(io::Error::other)
}

/// The next record of a file that is read front to back.
fn take<'a, T: Deserialize<'a>>(rest: &mut &'a [u8]) -> Option<T> {
    let (value, after) = postcard::take_from_bytes(rest).ok()?;
    *rest = after;
    Some(value)
}

fn decode(bytes: &[u8]) -> Option<Gathered> {
    let mut rest = bytes;
    let head: Head<'_> = take(&mut rest)?;
    let shared = |words: &[&str]| words.iter().map(|&word| Arc::from(word)).collect::<Vec<Arc<str>>>();
    let (classes, roles) = (shared(&head.classes), shared(&head.roles));
    // A record takes a byte at least: a number beyond that is that of a broken file, and nothing to make room for.
    if head.entities > rest.len() || head.occasions > rest.len() {
        return None;
    }
    let mut entities = Vec::with_capacity(head.entities);
    for _ in 0..head.entities {
        let KeptEntity { iri, name, aliases, kind } = take(&mut rest)?;
        let aliases = aliases.into_iter().map(Into::into).collect();
        entities.push(Entity { iri: iri.into(), name: name.into(), aliases, kind });
    }
    let entity = |number: u32| ((number as usize) < head.entities).then_some(EntityIndex(number));
    let mut occasions = Vec::with_capacity(head.occasions);
    for _ in 0..head.occasions {
        let KeptOccasion { iri, class, status, when, participants, places } = take(&mut rest)?;
        let participants = participants
            .into_iter()
            .map(|(who, role)| Some((entity(who)?, Arc::clone(roles.get(role as usize)?))))
            .collect::<Option<Vec<_>>>()?;
        occasions.push(Occasion {
            iri: iri.into(),
            class: Arc::clone(classes.get(class as usize)?),
            label: "".into(),
            participants,
            places: places.into_iter().map(entity).collect::<Option<Vec<_>>>()?,
            when,
            why: None,
            status,
            evidence: Vec::new(),
        });
    }
    rest.is_empty().then_some(Gathered { entities, occasions })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered() -> Gathered {
        let entity = |name: &str, kind| Entity {
            iri: format!("https://example.org/{name}").into(),
            name: name.into(),
            aliases: vec!["Another Name".into()],
            kind,
        };
        let role: Arc<str> = "actor".into();
        let meeting = Occasion {
            iri: "https://example.org/meeting".into(),
            class: "Meeting".into(),
            label: "".into(),
            participants: vec![(EntityIndex(0), Arc::clone(&role)), (EntityIndex(1), role)],
            places: vec![EntityIndex(2)],
            when: When { start: "2026-03-15".parse().ok(), end: "2026-03".parse().ok() },
            why: None,
            status: Status::Planned,
            evidence: Vec::new(),
        };
        let entities = vec![
            entity("Ana Ruiz", EntityKind::Person),
            entity("Jon Berg", EntityKind::Person),
            entity("Oslo", EntityKind::Place),
        ];
        Gathered { entities, occasions: vec![meeting] }
    }

    fn encoded() -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(&gathered(), &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_is_read_is_what_was_kept() {
        assert_eq!(decode(&encoded()), Some(gathered()));
    }

    #[test]
    fn a_file_that_is_not_whole_is_not_read() {
        let whole = encoded();
        for end in 0..whole.len() {
            assert_eq!(decode(&whole[..end]), None, "{end} of {} bytes", whole.len());
        }
        assert_eq!(decode(&[&whole[..], b"more"].concat()), None);
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let whole = encoded();
        for position in 0..whole.len() {
            for byte in [0, 0x7F, 0xFF] {
                let mut broken = whole.clone();
                broken[position] = byte;
                decode(&broken);
            }
        }
    }
}
