//! What was gathered before, brought up to date: only what was touched since is read again, each thing by itself.

use super::entities::{KINDS, PLACE_CLASSES, name_entity};
use super::{Fact, Known, Reader, STATUSES, UNKNOWN, apply, numbers, occasion, put_in_order};
use crate::analysis::error::AnalysisError;
use crate::analysis::gathered::Gathered;
use crate::analysis::network::{Entity, EntityIndex, Occasion, by_date};
use crate::analysis::selection::ROLE;
use crate::facts::Status;
use crate::graph::status_iri;
use crate::graph::vocabulary::{ATT, att, org, rdf, schema, sem};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What is said of one thing.
struct Said(Vec<(NamedNode, Term)>);

impl Said {
    fn objects(&self, property: NamedNodeRef<'_>) -> impl Iterator<Item = &Term> {
        self.0.iter().filter(move |(said, _)| said.as_ref() == property).map(|(_, object)| object)
    }

    fn is(&self, class: NamedNodeRef<'_>) -> bool {
        self.objects(rdf::TYPE).any(|object| matches!(object, Term::NamedNode(object) if object.as_ref() == class))
    }
}

impl Reader<'_> {
    /// What [`Reader::gather`] gives, where this was gathered before and nothing but what concerns these IRIs has
    /// changed since.
    ///
    /// # Errors
    /// [`AnalysisError::Store`] where the store cannot be read.
    pub fn gather_touched(&self, before: Gathered, mut touched: BTreeSet<String>) -> Result<Gathered, AnalysisError> {
        let Gathered { entities: old, mut occasions } = before;
        // The order of an event's places depends on what they are.
        for Occasion { iri, places, .. } in &occasions {
            if places.len() > 1 && places.iter().any(|place| touched.contains(&*old[place.0 as usize].iri)) {
                touched.insert(iri.as_ref().to_owned());
            }
        }
        let mut entities = Vec::with_capacity(old.len());
        let said: Vec<Said> = touched.iter().map(|iri| self.said(iri)).collect::<Result<_, _>>()?;
        let mut fresh = Vec::new();
        for (iri, said) in touched.iter().zip(&said) {
            entities.extend(entity(iri, said));
            fresh.extend(occasions_of(iri, said).into_iter().map(|occasion| (occasion, said)));
        }
        let old_iris: Vec<Box<str>> = old.iter().map(|entity| entity.iri.clone()).collect();
        entities.extend(old.into_iter().filter(|entity| !touched.contains(&*entity.iri)));
        entities.sort_by(|one, other| one.iri.cmp(&other.iri));

        let known = numbers(&entities, |entity| &entity.iri);
        let now: Vec<Option<EntityIndex>> =
            old_iris.iter().map(|iri| known.get(&**iri).copied().map(EntityIndex)).collect();
        occasions.retain(|occasion| !touched.contains(&*occasion.iri));
        for occasion in &mut occasions {
            let number = |entity: EntityIndex| now[entity.0 as usize];
            let participants = occasion.participants.drain(..);
            occasion.participants = participants.filter_map(|(who, role)| Some((number(who)?, role))).collect();
            occasion.places = occasion.places.iter().filter_map(|&place| number(place)).collect();
        }

        let (mut fresh, of): (Vec<Occasion>, Vec<&Said>) = fresh.into_iter().unzip();
        let known = Known { entities: known, occasions: HashMap::new() };
        let mut facts = Vec::new();
        let mut precision = HashMap::new();
        for (number, said) in of.into_iter().enumerate() {
            for fact in facts_of(said, &known) {
                if let Fact::At(place) = fact {
                    precision.insert(place, precision_of(&self.said(&entities[place.0 as usize].iri)?));
                }
                facts.push((number as u32, fact));
            }
        }
        apply(&mut fresh, facts);
        fresh.iter_mut().for_each(|occasion| put_in_order(occasion, |place| precision[&place]));
        drop(known);
        occasions.extend(fresh);
        by_date(&mut occasions);
        Ok(Gathered { entities, occasions })
    }

    fn said(&self, iri: &str) -> Result<Said, AnalysisError> {
        let subject = NamedNodeRef::new_unchecked(iri);
        let mut said = Vec::new();
        for &graph in &self.graphs {
            for quad in self.store.quads_for_pattern(Some(subject.into()), None, None, Some(graph)) {
                let quad = quad?;
                said.push((quad.predicate, quad.object));
            }
        }
        Ok(Said(said))
    }
}

fn entity(iri: &str, said: &Said) -> Option<Entity> {
    let (_, kind) = KINDS.into_iter().find(|(class, _)| said.is(*class))?;
    let mut entity = Entity { iri: iri.into(), name: "".into(), aliases: Vec::new(), kind };
    let names = [att::MAIN_NAME, schema::NAME, schema::ALTERNATE_NAME].into_iter().flat_map(|property| {
        let literal = |object: &Term| match object {
            Term::Literal(literal) => Some(literal.value().into()),
            _ => None,
        };
        let mut names: Vec<Box<str>> = said.objects(property).filter_map(literal).collect();
        names.sort_unstable();
        names
    });
    name_entity(&mut entity, names);
    Some(entity)
}

fn precision_of(place: &Said) -> u8 {
    // Of several classes the last counts, as where all places are read.
    PLACE_CLASSES.into_iter().rev().find(|(class, _)| place.is(*class)).map_or(1, |(_, precision)| precision)
}

/// The event, and the post held, that an IRI stands for.
fn occasions_of(iri: &str, said: &Said) -> Vec<Occasion> {
    let class = said.is(sem::EVENT).then(|| {
        let local = |object: &Term| match object {
            Term::NamedNode(class) => class.as_str().strip_prefix(ATT).map(Arc::from),
            _ => None,
        };
        said.objects(rdf::TYPE).filter_map(local).min().unwrap_or_else(|| Arc::from(UNKNOWN))
    });
    let post = said.is(org::MEMBERSHIP).then(|| Arc::from(ROLE));
    class.into_iter().chain(post).map(|class| occasion(iri.into(), class)).collect()
}

fn facts_of(said: &Said, known: &Known<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (property, make) in [(sem::BEGIN, Fact::Start as fn(_) -> _), (sem::END, Fact::End)] {
        facts.extend(said.objects(property).filter_map(|object| match object {
            Term::Literal(literal) => literal.value().parse().ok().map(make),
            _ => None,
        }));
    }
    for object in said.objects(att::CURRENT_STATUS) {
        let is = |status: &Status| matches!(object, Term::NamedNode(iri) if iri.as_ref() == status_iri(*status));
        facts.extend(STATUSES.into_iter().find(is).map(Fact::Is));
    }
    for (property, role) in [(org::MEMBER, "member"), (att::HELD_AT, "heldAt"), (sem::HAS_ACTOR, "actor")] {
        let entities = said.objects(property).filter_map(|object| known.entity(Some(object.clone())));
        facts.extend(entities.map(|entity| Fact::TakesPart(entity, role)));
    }
    facts.extend(said.objects(sem::HAS_PLACE).filter_map(|object| known.entity(Some(object.clone()))).map(Fact::At));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::extract;
    use crate::graph::store::Addition;
    use crate::graph::{Mint, Store, map};
    use crate::ingest::Document;
    use crate::language;

    fn addition(reader: &language::Reader, mint: &Mint, url: &str, date: &str, text: &str) -> Addition {
        let mut document = Document::from_text(url, text);
        document.url = Some(url.to_owned());
        document.date = date.parse().ok();
        let analysis = reader.read(&document).unwrap();
        let facts = extract(&document, &analysis);
        Addition { mapped: map(&document, &analysis, &facts, mint), fingerprint: text.to_owned() }
    }

    #[test]
    fn what_follows_each_change_is_what_is_gathered_anew() {
        let (reader, mint) = (language::Reader::embedded().unwrap(), Mint::new("https://example.org/").unwrap());
        let article = |name: &str, date: &str, text: &str| {
            addition(&reader, &mint, &format!("https://a.example/{name}"), date, text)
        };
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path()).unwrap();
        let fresh = || Reader::of_everything(store.oxigraph()).gather().unwrap();
        let mut before = (store.generation().unwrap(), fresh());
        let mut sizes = Vec::new();
        let mut follow = |change: &dyn Fn()| {
            change();
            let touched = store.touched_since(before.0).unwrap().expect("every change is noted");
            let followed = Reader::of_everything(store.oxigraph()).gather_touched(before.1.clone(), touched).unwrap();
            let anew = fresh();
            assert_eq!(followed, anew);
            sizes.push(anew.occasions.len());
            before = (store.generation().unwrap(), anew);
        };
        let plan = "Norwegian Foreign Minister Anna Berg will meet President Jon Ruiz in Lisbon, Portugal, on Monday. \
                    “We look forward to it,” Berg said.";
        let held = "Foreign Minister Anna Berg met President Jon Ruiz in Lisbon on Monday to discuss grain exports.";
        let other = "Kari Lund, the mayor of Oslo, visited Madrid in May 2026 and met Jon Ruiz there.";
        follow(&|| drop(store.add(vec![article("plan", "2026-03-13", plan)]).unwrap()));
        follow(&|| {
            drop(store.add(vec![article("held", "2026-03-17", held), article("other", "2026-06-01", other)]).unwrap())
        });
        // Another text in the place of an article.
        follow(&|| {
            drop(store.add(vec![article("other", "2026-06-01", "Kari Lund resigned as mayor of Oslo.")]).unwrap())
        });
        follow(&|| assert!(store.remove(&article("plan", "2026-03-13", plan).mapped.document).unwrap()));
        follow(&|| assert!(store.remove(&article("held", "2026-03-17", held).mapped.document).unwrap()));
        // So many new ones at once go in by the bulk loader.
        let many: Vec<Addition> = (0..12)
            .map(|day| {
                article(&format!("day-{day}"), &format!("2026-04-{:02}", day + 1), &held.replace("Monday", "Sunday"))
            })
            .collect();
        follow(&|| drop(store.add(many.clone()).unwrap()));
        assert!(sizes[0] > 0 && sizes[1] > sizes[0] && sizes[5] > sizes[4], "{sizes:?}");
    }
}
