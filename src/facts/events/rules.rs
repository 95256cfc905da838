//! The event classes and the rules that find them, as read from `ontology/events/*.ttl`.

use super::load::{self, RuleError};
use crate::facts::Status;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// What may fill a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillerType {
    /// Who can act: a person, an organisation, a government named by its country or capital, a group of people.
    Party,
    /// A person or a group of people.
    Person,
    /// A company, ministry, party, court.
    Organisation,
    /// A place that can be gone to or been in, organisations' seats among them.
    Place,
    /// A place of the map or a building, no organisation as such: to go to a university is to study there.
    Location,
    /// Anything: the words count where there is no entity.
    Anything,
}

/// One step of a path through the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Up to the head instead of down to a dependent.
    pub up: bool,
    /// Universal Dependencies relation, with a subtype of UD English (`nsubj:pass`) or none.
    pub relation: String,
    /// The prepositions, one of which the dependent must have; empty for none asked.
    pub prepositions: Vec<String>,
}

/// The way from the evoking word to a filler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    /// Over the dependency tree.
    Tree(Vec<Step>),
    /// A PropBank role of the evoking verb: `ARG0`, `ARGM-LOC`.
    Role(String),
    /// The evoking word itself.
    Itself,
}

/// A role of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleRule {
    /// Local name of the role property: `participant`, `visitor`, `agent`; `place`, `time` and `purpose` are known
    /// to the engine.
    pub name: String,
    /// What may fill it.
    pub filler: FillerType,
    /// Paths, all of which are walked.
    pub paths: Vec<Path>,
    /// Paths that are walked only where the others found too few.
    pub otherwise: Vec<Path>,
    /// How many different fillers there must be.
    pub minimum: usize,
    /// Whether this role's filler must be named by the article, not only described.
    pub named: bool,
}

/// Part of speech of an evoking word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
    /// The predicate of a copula: "Oslo" of "she was in Oslo".
    Predicate,
}

/// A word or phrase that evokes a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evocation {
    /// The head word's lemma, or its form for words that are always plural ("talks").
    pub word: String,
    /// Its part of speech.
    pub pos: Trigger,
    /// Lemmas that must be among its dependents: `down` of "sit down", `phone` of "phone call".
    pub with: Vec<String>,
}

/// One rule: the words that evoke its class and where the fillers of the roles stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// File and fragment: `events/meeting#meet-verb`.
    pub id: String,
    /// Index in [`Rules::classes`].
    pub class: usize,
    /// The words that evoke it.
    pub evocations: Vec<Evocation>,
    /// Lemmas of verbs that lend a noun their subject, tense and negation ("hold talks"); others do not.
    pub light_verbs: BTreeSet<String>,
    /// Lemmas of which none may be a dependent of the evoking word.
    pub without: BTreeSet<String>,
    /// Relations of which none may lead from the evoking word to a dependent ("called her a liar" is no call).
    pub without_relations: BTreeSet<String>,
    /// What the evoking word itself says of an event that is not denied: "invited her to Oslo".
    pub says: Option<Status>,
    /// Whether the evoking word can recall an event told before without naming who takes part: "the talks", "they
    /// discussed".
    pub recalls: bool,
    /// Whether a telling needs a place, a time or a light verb to count.
    pub anchored: bool,
    /// Whether a telling needs a time or a purpose to count.
    pub dated: bool,
    /// Whether what is only possible or denied needs a time to count ("he should go home" tells of no journey).
    pub firm: bool,
    /// Only in the passive, only in the active, or both.
    pub voice: Option<bool>,
    /// Roles.
    pub roles: Vec<RoleRule>,
    /// Share of finds that are right, 0 to 1.
    pub confidence: f32,
    /// Sentences and what is found in them.
    pub examples: Vec<Example>,
    /// Sentences in which the rule's class is not found.
    pub counter_examples: Vec<String>,
}

/// A sentence and the events that must be found in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// What must be found.
    pub expected: Vec<Expected>,
}

/// An event that an example promises.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expected {
    /// Local name of the class.
    pub class: String,
    /// Role → names, for roles, and `place`, `time`, `status`, `purpose`.
    pub values: BTreeMap<String, BTreeSet<String>>,
}

/// An event class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Class {
    /// Local name: `Meeting`.
    pub name: String,
    /// Patterns of its label, the first whose roles are all filled is used: `{agent} [arrests|arrest] {target}`.
    pub sentences: Vec<String>,
    /// The role whose fillers are of equal standing: two tellings with compatible ones are one event.
    pub participants: Option<String>,
    /// Whether each participant has an event of its own: two who travel together make two visits.
    pub apart: bool,
    /// Codes, as `cameo:040`, `plover:CONSULT`.
    pub notations: Vec<String>,
}

/// What a word says about whether the event depending on it comes to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// "planned", "refused", "cancelled" …
    Says(Status),
    /// Somebody vouches for it: planned; where the word is negated it stays open.
    Affirmed,
    /// The event is as real as the word's own clause: "managed to".
    Same,
}

/// Words that decide on the status of events, from `ontology/events/status.ttl`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatusWords {
    /// Auxiliary → status of its verb.
    pub auxiliaries: HashMap<String, Status>,
    /// Governing verb, adjective or noun → what it says of an infinitive or clause under it.
    pub governors: HashMap<String, Effect>,
    /// Verb → what it says of an event noun as its object or passive subject.
    pub objects: HashMap<String, Effect>,
    /// Verb → what it says of an event noun as its subject.
    pub subjects: HashMap<String, Effect>,
    /// Modifier of an event noun → status.
    pub modifiers: HashMap<String, Status>,
    /// Subordinator or preposition before the event → status.
    pub subordinators: HashMap<String, Status>,
    /// Negating words.
    pub negations: BTreeSet<String>,
    /// Adverbs that make a present tense habitual.
    pub habitual: BTreeSet<String>,
}

/// Classes, rules and word lists.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// The event classes in the order of their files.
    pub classes: Vec<Class>,
    /// The rules in the order of their files.
    pub rules: Vec<Rule>,
    /// Evoking word → rule and evocation.
    pub by_word: HashMap<String, Vec<(usize, usize)>>,
    /// Words about status.
    pub status: StatusWords,
    /// Irregular form of a verb → its lemma.
    pub inflections: HashMap<String, String>,
    /// Every word that a rule or a word list names.
    pub vocabulary: BTreeSet<String>,
    /// Named word classes: `shared#people` → lemmas.
    pub words: HashMap<String, BTreeSet<String>>,
}

static EMBEDDED: LazyLock<Result<Rules, RuleError>> = LazyLock::new(|| load::load(super::EVENT_FILES));

impl Rules {
    /// The rules embedded in the binary.
    ///
    /// # Errors
    /// Where an embedded file is not valid; a test of the crate sees to it that they are.
    pub fn embedded() -> Result<&'static Rules, &'static RuleError> {
        EMBEDDED.as_ref()
    }

    /// Whether a lemma is of a word class of `shared.ttl`.
    pub fn is(&self, word_class: &str, lemma: &str) -> bool {
        self.words.get(word_class).is_some_and(|words| words.contains(lemma))
    }
}
