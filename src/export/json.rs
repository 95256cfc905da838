//! The JSON of `attache extract`: one object a document, of the form that `README.md` describes.

use crate::facts::{
    Claim, Entity, EntityId, EntityKind, Event, EventId, Facts, Filler, Interval, PlaceKind, SpeechForm,
};
use crate::graph::Mint;
use crate::ingest::Document;
use crate::text::Span;
use oxigraph::model::NamedNode;
use serde_json::{Map, Value, json};

/// Namespace of the event classes.
const ONTOLOGY: &str = "https://w3id.org/attache/ontology#";

/// One document's facts as JSON. Spans are characters of the text, end exclusive. Facts of a lower confidence than
/// `min_confidence` (0 to 1) are left out. The `id` of an entity is its IRI in the graph.
pub fn document(document: &Document, facts: &Facts, mint: &Mint, min_confidence: f32) -> Value {
    let iris = mint.entities(&mint.document(document), facts);
    let writer = Writer { document, facts, iris, min_confidence };
    json!({
        "id": document.id,
        "title": document.title,
        "date": document.date.map(|date| date.to_string()),
        "people": writer.entities(EntityKind::Person),
        "organisations": writer.entities(EntityKind::Organisation),
        "places": writer.entities(EntityKind::Place),
        "meetings": writer.events("Meeting", Writer::meeting),
        "visits": writer.events("Visit", Writer::visit),
        "statements": writer.events("Statement", Writer::statement),
        "roles": writer.roles(),
        "events": writer.all_events(),
    })
}

struct Writer<'a> {
    document: &'a Document,
    facts: &'a Facts,
    /// IRIs of the entities, in the order of the facts.
    iris: Vec<NamedNode>,
    min_confidence: f32,
}

impl Writer<'_> {
    fn entities(&self, kind: EntityKind) -> Vec<Value> {
        let entities = self.facts.entities.iter().zip(&self.iris).filter(|(entity, _)| entity.kind == kind);
        entities.map(|(entity, iri)| self.entity(entity, iri)).collect()
    }

    fn entity(&self, entity: &Entity, iri: &NamedNode) -> Value {
        let mut fields = Map::new();
        fields.insert("name".to_owned(), json!(entity.name));
        if let Some(kind) = entity.place_kind {
            fields.insert("kind".to_owned(), json!(place_kind(kind)));
        }
        fields.insert("aliases".to_owned(), json!(entity.aliases));
        fields.insert("id".to_owned(), json!(iri.as_str()));
        if let Some(id) = &entity.wikidata {
            fields.insert("sameAs".to_owned(), json!(format!("http://www.wikidata.org/entity/{id}")));
        }
        Value::Object(fields)
    }

    fn claims(&self, event: EventId) -> impl Iterator<Item = &Claim> {
        self.facts.claims.iter().filter(move |claim| claim.event == event)
    }

    /// The claim that speaks best for an event: the surest, of those the first.
    fn best(&self, event: EventId) -> Option<&Claim> {
        self.claims(event).reduce(|best, claim| if claim.confidence > best.confidence { claim } else { best })
    }

    fn events(&self, class: &str, write: impl Fn(&Self, &Event, &Claim, EventId) -> Vec<Value>) -> Vec<Value> {
        let mut found = Vec::new();
        for (index, event) in self.facts.events.iter().enumerate().filter(|(_, event)| event.class == class) {
            let id = EventId(index as u32);
            if let Some(claim) = self.best(id).filter(|claim| claim.confidence >= self.min_confidence) {
                found.extend(write(self, event, claim, id));
            }
        }
        found
    }

    fn meeting(&self, event: &Event, claim: &Claim, id: EventId) -> Vec<Value> {
        let mut said_by: Vec<EntityId> = Vec::new();
        for speaker in self.claims(id).flat_map(|claim| &claim.said_by) {
            if !said_by.contains(speaker) {
                said_by.push(*speaker);
            }
        }
        let mut fields = Map::new();
        let mut participants = self.fillers(event, "participant");
        participants.sort();
        fields.insert("participants".to_owned(), json!(participants));
        self.circumstances(event, &mut fields);
        fields.insert("said_by".to_owned(), json!(self.names(&said_by)));
        self.evidence(claim, &mut fields);
        vec![Value::Object(fields)]
    }

    fn visit(&self, event: &Event, claim: &Claim, _: EventId) -> Vec<Value> {
        let visitors = self.fillers(event, "visitor");
        let write = |visitor| {
            let mut fields = Map::new();
            fields.insert("who".to_owned(), json!(visitor));
            self.circumstances(event, &mut fields);
            self.evidence(claim, &mut fields);
            Value::Object(fields)
        };
        visitors.into_iter().map(write).collect()
    }

    fn statement(&self, event: &Event, claim: &Claim, _: EventId) -> Vec<Value> {
        let Some(speech) = &event.speech else { return Vec::new() };
        let form = match speech.form {
            SpeechForm::Direct => "direct",
            SpeechForm::Indirect => "indirect",
            SpeechForm::Mixed => "mixed",
        };
        let when = event.time.as_ref().and_then(|time| time.start.clone());
        let write = |speaker| {
            let mut fields = Map::new();
            fields.insert("speaker".to_owned(), json!(speaker));
            fields.insert("form".to_owned(), json!(form));
            fields.insert("said".to_owned(), json!(speech.said.text));
            fields.insert("when".to_owned(), json!(when));
            self.evidence(claim, &mut fields);
            Value::Object(fields)
        };
        self.fillers(event, "speaker").into_iter().map(write).collect()
    }

    fn all_events(&self) -> Vec<Value> {
        let mut found = Vec::new();
        for (index, event) in self.facts.events.iter().enumerate() {
            let Some(claim) = self.best(EventId(index as u32)).filter(|claim| claim.confidence >= self.min_confidence)
            else {
                continue;
            };
            let mut roles = Map::new();
            for role in &event.roles {
                if !roles.contains_key(&role.role) {
                    roles.insert(role.role.clone(), json!(self.fillers(event, &role.role)));
                }
            }
            let mut fields = Map::new();
            fields.insert("type".to_owned(), json!(format!("{ONTOLOGY}{}", event.class)));
            fields.insert("label".to_owned(), json!(event.label));
            fields.insert("roles".to_owned(), Value::Object(roles));
            self.circumstances(event, &mut fields);
            self.evidence(claim, &mut fields);
            found.push(Value::Object(fields));
        }
        found
    }

    fn roles(&self) -> Vec<Value> {
        let sure = self.facts.memberships.iter().filter(|membership| membership.confidence >= self.min_confidence);
        sure.map(|membership| {
            let at = membership.at.map(|at| self.facts.entity(at).name.clone()).or_else(|| membership.at_text.clone());
            json!({
                "who": self.facts.entity(membership.who).name,
                "role": membership.role,
                "at": at,
                "former": membership.former,
                "evidence": membership.provenance.span.of(&self.document.text),
                "span": self.characters(membership.provenance.span),
                "rule": membership.provenance.rule,
                "confidence": rounded(membership.confidence),
            })
        })
        .collect()
    }

    fn circumstances(&self, event: &Event, fields: &mut Map<String, Value>) {
        let Interval { start, end } = event.time.clone().unwrap_or(Interval { start: None, end: None });
        fields.insert("where".to_owned(), json!(self.names(&event.places)));
        fields.insert("start".to_owned(), json!(start));
        fields.insert("end".to_owned(), json!(end));
        fields.insert("why".to_owned(), json!(event.purpose.as_ref().map(|purpose| &purpose.text)));
        fields.insert("status".to_owned(), json!(event.status.name()));
    }

    fn evidence(&self, claim: &Claim, fields: &mut Map<String, Value>) {
        fields.insert("evidence".to_owned(), json!(claim.provenance.span.of(&self.document.text)));
        fields.insert("span".to_owned(), json!(self.characters(claim.provenance.span)));
        fields.insert("rule".to_owned(), json!(claim.provenance.rule));
        fields.insert("confidence".to_owned(), json!(rounded(claim.confidence)));
    }

    fn names(&self, ids: &[EntityId]) -> Vec<&str> {
        ids.iter().map(|&id| self.facts.entity(id).name.as_str()).collect()
    }

    /// Names of a role's fillers; `*` marks groups that the article does not name.
    fn fillers(&self, event: &Event, role: &str) -> Vec<String> {
        let filled = event.roles.iter().filter(|filled| filled.role == role);
        filled
            .map(|filled| match &filled.filler {
                Filler::Entity(id) => {
                    let entity = self.facts.entity(*id);
                    let mark = if entity.kind == EntityKind::Group { "*" } else { "" };
                    format!("{}{mark}", entity.name)
                }
                Filler::Event(id) => self.facts.event(*id).label.clone(),
                Filler::Text(passage) => format!("{}*", passage.text),
            })
            .collect()
    }

    fn characters(&self, span: Span) -> [usize; 2] {
        let count = |end: usize| self.document.text.get(..end).map_or(0, |text| text.chars().count());
        [count(span.start), count(span.end)]
    }
}

fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 100.0).round() / 100.0
}

fn place_kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::City => "city",
        PlaceKind::Country => "country",
        PlaceKind::Region => "region",
        PlaceKind::Building => "building",
        PlaceKind::Other => "other",
    }
}
