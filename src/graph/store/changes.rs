//! What each change of the store touched, in a file beside it: what was worked out before the change can then follow it
//! without reading everything again.
//!
//! A line for each change: the generation that it made, and the IRIs of the entities, events and posts that it touched,
//! or `*` where they are too many. A line is written after the change is on disk; where a process was killed in between, the
//! line is missing, and nobody can follow. Then everything is read again, as it is without the file.

use super::{Store, StoreError};
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The file, in the folder of the store.
const FILE: &str = "changes";

/// A file of more bytes is begun anew.
const LONG: u64 = 4 << 20;

/// More things than these are not listed.
const MANY: usize = 10_000;

const TOO_MANY: &str = "*";

impl Store {
    /// The IRIs of the entities, events and posts that changes after a generation touched; `None` where that is not
    /// known.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn touched_since(&self, generation: u64) -> Result<Option<BTreeSet<String>>, StoreError> {
        let now = self.generation()?;
        let lines = self.folder().and_then(|folder| fs::read_to_string(folder.join(FILE)).ok());
        Ok(lines.and_then(|lines| between(&lines, generation, now)))
    }

    /// Notes what a change touched that made this generation.
    pub(super) fn note_change(&self, generation: u64, things: &BTreeSet<NamedNode>) {
        if let Some(folder) = self.folder()
            && let Err(error) = append(&folder.join(FILE), generation, things)
        {
            // It only makes the next analysis slower.
            tracing::debug!("a change is not noted: {error}");
        }
    }
}

fn append(file: &Path, generation: u64, things: &BTreeSet<NamedNode>) -> io::Result<()> {
    let mut line = generation.to_string();
    if things.len() > MANY {
        line.push(' ');
        line.push_str(TOO_MANY);
    } else {
        for thing in things {
            line.push(' ');
            line.push_str(thing.as_str());
        }
    }
    line.push('\n');
    let long = fs::metadata(file).is_ok_and(|about| about.len() > LONG);
    let mut file = File::options().create(true).append(!long).write(true).truncate(long).open(file)?;
    file.write_all(line.as_bytes())
}

/// What the changes after one generation up to another touched; `None` where one of them has no whole line.
fn between(lines: &str, after: u64, now: u64) -> Option<BTreeSet<String>> {
    let mut noted: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for line in lines.split_inclusive('\n') {
        let (generation, things) = match line.strip_suffix('\n')?.split_once(' ') {
            Some((generation, things)) => (generation, things),
            None => (line.trim_end(), ""),
        };
        noted.entry(generation.parse().ok()?).or_default().push(things);
    }
    let mut touched = BTreeSet::new();
    for generation in after + 1..=now {
        for things in noted.get(&generation)? {
            for thing in things.split(' ').filter(|thing| !thing.is_empty()) {
                if thing == TOO_MANY {
                    return None;
                }
                touched.insert(thing.to_owned());
            }
        }
    }
    Some(touched)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(things: &[&str]) -> Option<BTreeSet<String>> {
        Some(things.iter().map(|&thing| thing.to_owned()).collect())
    }

    #[test]
    fn changes_after_a_generation_are_put_together() {
        let lines = "3 https://a https://b\n4 https://b\n5\n6 https://c\n";
        assert_eq!(between(lines, 3, 6), set(&["https://b", "https://c"]));
        assert_eq!(between(lines, 2, 3), set(&["https://a", "https://b"]));
        assert_eq!(between(lines, 6, 6), set(&[]));
    }

    #[test]
    fn a_change_without_a_whole_line_cannot_be_followed() {
        assert_eq!(between("3 https://a\n5 https://b\n", 2, 5), None);
        assert_eq!(between("3 https://a\n4 https://b", 2, 4), None);
        assert_eq!(between("3 https://a4 https://b\n", 3, 4), None);
        assert_eq!(between("3 *\n4 https://b\n", 2, 4), None);
        assert_eq!(between("nonsense\n", 2, 4), None);
    }

    #[test]
    fn the_file_is_begun_anew_when_it_is_long() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        fs::write(&file, "1 https://a\n").unwrap();
        let thing = |iri: &str| BTreeSet::from([NamedNode::new(iri).unwrap()]);
        append(&file, 2, &thing("https://b/")).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "1 https://a\n2 https://b/\n");
        fs::write(&file, "x".repeat(LONG as usize + 1)).unwrap();
        append(&file, 3, &thing("https://c/")).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "3 https://c/\n");
        let many = (0..=MANY).map(|number| NamedNode::new(format!("https://d/{number}")).unwrap()).collect();
        append(&file, 4, &many).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "3 https://c/\n4 *\n");
    }
}
