//! The facts of one document. No fact without evidence: a [`Claim`] cannot be built without a [`Provenance`].

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// Index of an entity in [`Facts::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(pub u32);

/// Index of an event in [`Facts::events`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId(pub u32);

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Organisation,
    Place,
    /// An unnamed group: "students", "the two leaders" where it could not be resolved.
    Group,
    /// A nationality, ethnic or religious group: "Chinese".
    Nationality,
    /// A product, law, work, named event.
    Other,
}

/// What sort of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum PlaceKind {
    City,
    Country,
    Region,
    Building,
    Other,
}

/// Grammatical gender of a person, as far as names and pronouns tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Gender {
    Feminine,
    Masculine,
}

/// A person, organisation, place … of the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name the text gives, without titles.
    pub name: String,
    /// The other names of the text, in alphabetical order, without `name`.
    pub aliases: Vec<String>,
    /// For places.
    pub place_kind: Option<PlaceKind>,
    /// For people.
    pub gender: Option<Gender>,
    /// Wikidata id (`Q90`) where a gazetteer knows the thing beyond doubt.
    pub wikidata: Option<String>,
    /// For an organisation the country it belongs to, for a place the place it lies in.
    pub part_of: Option<EntityId>,
}

/// How a mention is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum MentionForm {
    Name,
    Description,
    Pronoun,
}

/// A place in the text that speaks of an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Bytes of the document.
    pub span: Span,
    /// Whom it means.
    pub entity: EntityId,
    /// Name, description or pronoun.
    pub form: MentionForm,
}

/// A time as precise as the text: each end is `2026-03-15`, `2025-10`, `2017`; a single day has no `end`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// First day, month or year.
    pub start: Option<String>,
    /// Last day, month or year, where it differs from the start.
    pub end: Option<String>,
}

/// A time expression of the text (TIMEX3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// Bytes of the document.
    pub span: Span,
    /// TIMEX3 type: `DATE`, `TIME`, `DURATION`, `SET`.
    pub kind: String,
    /// TIMEX3 value: `2026-03-15`, `P5M`, `PAST_REF`, `XXXX-WXX-1` …, or `None` where it is unknown.
    pub value: Option<String>,
    /// The interval of the calendar it means, where it could be resolved.
    pub interval: Option<Interval>,
}

/// Words of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Bytes of the document.
    pub span: Span,
    /// The words at the span.
    pub text: String,
}

/// Whether an event took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Status {
    Happened,
    Planned,
    Possible,
    Denied,
    Cancelled,
}

impl Status {
    /// The word for it, in queries, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Denied => "denied",
            Self::Cancelled => "cancelled",
        }
    }
}

/// How words are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum SpeechForm {
    Direct,
    Indirect,
    Mixed,
}

/// Who or what fills a role of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filler {
    /// An entity of the document.
    Entity(EntityId),
    /// An event of the document ("accused of the attack").
    Event(EventId),
    /// Words that name no entity ("16 trading partners").
    Text(Passage),
}

/// A filled role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRole {
    /// Local name of the role property in the ontology: `participant`, `visitor`, `speaker`, `agent`, `target` …
    pub role: String,
    /// Who or what fills it.
    pub filler: Filler,
}

/// What was said, for events of speech.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speech {
    /// The quotation without its marks, or the reported clause.
    pub said: Passage,
    /// Direct, indirect or mixed.
    pub form: SpeechForm,
}

/// One real-world event, however often the article tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Local name of its class in the ontology: `Meeting`, `Visit`, `Statement`, `Arrest` …
    pub class: String,
    /// A sentence in English: "Anna Berg and Jan Kowalski meet in Oslo, 15–16 March 2026".
    pub label: String,
    /// Who takes part, in the order of the text.
    pub roles: Vec<EventRole>,
    /// Where, most specific first.
    pub places: Vec<EntityId>,
    /// When.
    pub time: Option<Interval>,
    /// Why: the shortest phrase of the text that gives purpose, topic or reason.
    pub purpose: Option<Passage>,
    /// The event that the purpose names, where that is in the graph too.
    pub purpose_event: Option<EventId>,
    /// What was said, for events of speech.
    pub speech: Option<Speech>,
    /// Computed from its claims.
    pub status: Status,
}

/// Where a fact was found and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The evidence: bytes of the document.
    pub span: Span,
    /// The rule, as file and fragment of the ontology: `events/meeting#meet-verb`.
    pub rule: String,
}

/// One telling of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The event it is about.
    pub event: EventId,
    /// What this telling says of it.
    pub status: Status,
    /// Who says so, besides the article.
    pub said_by: Vec<EntityId>,
    /// 0 to 1: the share of claims of this confidence that are right.
    pub confidence: f32,
    /// The evidence.
    pub provenance: Provenance,
}

/// A post, profession or relation: "Daniel Osei, a senior analyst at Corvina".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// The person.
    pub who: EntityId,
    /// The post in the words of the text: "senior economist".
    pub role: String,
    /// Where it is held, as the text names it: an organisation, country, place or, for relations, a person.
    pub at: Option<EntityId>,
    /// Words for where it is held, where they name no entity.
    pub at_text: Option<String>,
    /// "former", "ex-", "then".
    pub former: bool,
    /// 0 to 1.
    pub confidence: f32,
    /// The evidence.
    pub provenance: Provenance,
}

/// All that the document says. The order of every list is that of the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// People, organisations, places …
    pub entities: Vec<Entity>,
    /// Every mention of them.
    pub mentions: Vec<Mention>,
    /// Time expressions.
    pub times: Vec<TimeExpression>,
    /// Events, one for each real-world event.
    pub events: Vec<Event>,
    /// What is claimed about the events.
    pub claims: Vec<Claim>,
    /// Posts held.
    pub memberships: Vec<Membership>,
}

impl Facts {
    /// The entity of an id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// Drops the claims and posts of less than a confidence (0 to 1). Their events stay, without a claim.
    pub fn keep_sure(&mut self, least: f32) {
        self.claims.retain(|claim| claim.confidence >= least);
        self.memberships.retain(|membership| membership.confidence >= least);
    }

    /// The event of an id.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.0 as usize]
    }
}
