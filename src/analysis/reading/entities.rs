//! The entities of the store, with their names.

use super::{Reader, numbers};
use crate::analysis::error::AnalysisError;
use crate::analysis::network::Entity;
use crate::facts::EntityKind;
use crate::graph::vocabulary::{att, schema};
use oxigraph::model::{NamedNodeRef, Term};
use rayon::prelude::*;
use std::collections::HashMap;

/// An entity of several classes counts as the first of these.
pub(super) const KINDS: [(NamedNodeRef<'static>, EntityKind); 6] = [
    (schema::PERSON, EntityKind::Person),
    (schema::ORGANIZATION, EntityKind::Organisation),
    (schema::PLACE, EntityKind::Place),
    (att::GROUP, EntityKind::Group),
    (att::PEOPLE, EntityKind::Nationality),
    (schema::THING, EntityKind::Other),
];

/// How precise a place is: the least is the most specific.
pub(super) const PLACE_CLASSES: [(NamedNodeRef<'static>, u8); 5] =
    [(schema::PLACE, 1), (schema::BUILDING, 0), (schema::CITY, 2), (schema::REGION, 3), (schema::COUNTRY, 4)];

impl Reader<'_> {
    /// All entities of the store by IRI, with how precise a place each is.
    pub(super) fn entities(&self) -> Result<(Vec<Entity>, Vec<u8>), AnalysisError> {
        // Whatever is read of the events, the entities are those of the union.
        let union = Self::of_everything(self.store);
        let mut found: Vec<(Box<str>, EntityKind)> = Vec::new();
        for (class, kind) in KINDS {
            found.extend(union.instances(class)?.into_iter().map(|iri| (iri, kind)));
        }
        // A stable sort: of several classes the first stays first.
        found.par_sort_by(|left, right| left.0.cmp(&right.0));
        found.dedup_by(|later, first| later.0 == first.0);
        let numbers = numbers(&found, |entity| &entity.0);
        let mut precision = vec![1; found.len()];
        for (class, value) in PLACE_CLASSES {
            for place in union.instances(class)? {
                if let Some(&number) = numbers.get(&*place) {
                    precision[number as usize] = value;
                }
            }
        }
        let properties = [att::MAIN_NAME, schema::NAME, schema::ALTERNATE_NAME];
        let names: Vec<Vec<(u32, Box<str>)>> =
            properties.par_iter().map(|&property| union.names(property, &numbers)).collect::<Result<_, _>>()?;
        drop(numbers);
        let mut entities: Vec<Entity> =
            found.into_iter().map(|(iri, kind)| Entity { iri, name: "".into(), aliases: Vec::new(), kind }).collect();
        let mut by_entity: Vec<Vec<Box<str>>> = vec![Vec::new(); entities.len()];
        names.into_iter().flatten().for_each(|(number, name)| by_entity[number as usize].push(name));
        entities.iter_mut().zip(by_entity).for_each(|(entity, names)| name_entity(entity, names));
        Ok((entities, precision))
    }

    /// The names of entities, sorted.
    fn names(
        &self,
        property: NamedNodeRef<'_>,
        numbers: &HashMap<&str, u32>,
    ) -> Result<Vec<(u32, Box<str>)>, AnalysisError> {
        let mut names = Vec::new();
        for row in self.rows(property, None) {
            let (entity, name) = row?;
            if let (Some(&number), Some(Term::Literal(name))) = (numbers.get(&*entity), name) {
                names.push((number, name.value().into()));
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

/// Gives an entity the first of its names, and the others as aliases; its IRI's last part where it has none.
pub(super) fn name_entity(entity: &mut Entity, names: impl IntoIterator<Item = Box<str>>) {
    for name in names {
        if entity.name.is_empty() {
            entity.name = name;
        } else if entity.name != name && !entity.aliases.contains(&name) {
            entity.aliases.push(name);
        }
    }
    entity.aliases.sort();
    if entity.name.is_empty() {
        entity.name = entity.iri.rsplit(['/', '#']).next().unwrap_or_default().into();
    }
}
