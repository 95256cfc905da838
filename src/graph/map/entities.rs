//! People, organisations, places … and where the article names them.

use super::Mapper;
use crate::facts::{Entity, EntityKind, Gender, MentionForm, PlaceKind};
use crate::graph::mint::is_wikidata_id;
use crate::graph::vocabulary::{WIKIDATA, att, gaf, rdf, schema};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

impl Mapper<'_> {
    pub(super) fn all_entities(&mut self) {
        let facts = self.facts;
        for (entity, iri) in facts.entities.iter().zip(self.entities.clone()) {
            self.one_entity(entity, &iri);
        }
        for mention in &facts.mentions {
            if mention.form == MentionForm::Pronoun {
                continue;
            }
            if let (Some(entity), Some(phrase)) = (self.entity(mention.entity), self.phrase(mention.span)) {
                self.add(&entity, gaf::DENOTED_BY, phrase);
            }
        }
    }

    fn one_entity(&mut self, entity: &Entity, iri: &NamedNode) {
        for class in classes(entity) {
            self.add(iri, rdf::TYPE, class);
        }
        self.add(iri, schema::NAME, Literal::new_simple_literal(&entity.name));
        for alias in &entity.aliases {
            self.add(iri, schema::ALTERNATE_NAME, Literal::new_simple_literal(alias));
        }
        if let Some(id) = entity.wikidata.as_deref().filter(|id| is_wikidata_id(id)) {
            self.add(iri, rdf::SAME_AS, NamedNode::new_unchecked(format!("{WIKIDATA}{id}")));
        }
        match entity.gender {
            Some(Gender::Feminine) => self.add(iri, schema::GENDER, schema::FEMALE),
            Some(Gender::Masculine) => self.add(iri, schema::GENDER, schema::MALE),
            None => {}
        }
        if let Some(whole) = entity.part_of.and_then(|id| self.entity(id)).filter(|whole| whole != iri) {
            let property = if entity.kind == EntityKind::Place { schema::CONTAINED_IN } else { att::PART_OF };
            self.add(iri, property, whole);
        }
    }
}

fn classes(entity: &Entity) -> Vec<NamedNodeRef<'static>> {
    match entity.kind {
        EntityKind::Person => vec![schema::PERSON],
        EntityKind::Organisation => vec![schema::ORGANIZATION],
        EntityKind::Group => vec![att::GROUP],
        EntityKind::Nationality => vec![att::PEOPLE],
        EntityKind::Other => vec![schema::THING],
        EntityKind::Place => match entity.place_kind {
            Some(PlaceKind::City) => vec![schema::PLACE, schema::CITY],
            Some(PlaceKind::Country) => vec![schema::PLACE, schema::COUNTRY],
            Some(PlaceKind::Region) => vec![schema::PLACE, schema::REGION],
            Some(PlaceKind::Building) => vec![schema::PLACE, schema::BUILDING],
            Some(PlaceKind::Other) | None => vec![schema::PLACE],
        },
    }
}
