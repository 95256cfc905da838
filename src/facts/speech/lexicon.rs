//! The words that attribute speech: `ontology/speech.ttl`.

use crate::facts::Stance;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use thiserror::Error;

const NAMESPACE: &str = "https://w3id.org/attache/ontology/speech#";

/// What is wrong with the file.
#[derive(Debug, Error)]
pub(super) enum LexiconError {
    #[error("ontology/speech.ttl: {0}")]
    Syntax(String),
    #[error("ontology/speech.ttl: {subject}: {reason}")]
    Cue { subject: String, reason: String },
}

/// What content a cue takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Clause,
    Quotation,
    Thing,
    Request,
    Naming,
}

/// What kind of word a cue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CueKind {
    Verb,
    Preposition,
    Adjective,
    Light,
    Document,
    Spokesperson,
    Body,
    Narration,
}

/// An entry of the file.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// Its name in the file.
    pub name: String,
    pub kind: CueKind,
    pub lemmas: Vec<String>,
    pub nouns: Vec<String>,
    pub takes: Vec<Content>,
    pub stance: Stance,
    pub confidence: f32,
}

/// All cues, with an index by kind and lemma.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub cues: Vec<Cue>,
    index: HashMap<(u8, String), Vec<usize>>,
}

/// The text of the file.
pub(super) const FILE: &str = include_str!("../../../ontology/speech.ttl");

static EMBEDDED: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::load(FILE).unwrap_or_else(|error| {
        tracing::error!("{error}");
        Lexicon::default()
    })
});

impl Lexicon {
    /// The lexicon of the binary.
    pub(super) fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads the file.
    pub(super) fn load(text: &str) -> Result<Self, LexiconError> {
        let nodes = nodes(text)?;
        let mut lexicon = Self::default();
        for (subject, properties) in nodes.iter().filter(|(_, properties)| properties.contains_key("type")) {
            lexicon.cues.push(cue(subject, properties)?);
        }
        for (number, cue) in lexicon.cues.iter().enumerate() {
            for lemma in &cue.lemmas {
                lexicon.index.entry((cue.kind as u8, lemma.clone())).or_default().push(number);
            }
        }
        Ok(lexicon)
    }

    /// The entries of a verb, by its lemma or, where that is not known, by the lemmas that its form can have.
    pub(super) fn verbs(&self, kind: CueKind, lemma: &str, form: &str) -> impl Iterator<Item = &Cue> {
        let lemmas = std::iter::once(lemma.to_owned()).chain(stems(&form.to_lowercase()));
        let found = lemmas.filter_map(|lemma| self.index.get(&(kind as u8, lemma))).next();
        found.map_or(&[][..], Vec::as_slice).iter().map(|&number| &self.cues[number])
    }

    /// The entries of a lemma.
    pub(super) fn cues(&self, kind: CueKind, lemma: &str) -> impl Iterator<Item = &Cue> {
        let found = self.index.get(&(kind as u8, lemma.to_owned())).map_or(&[][..], Vec::as_slice);
        found.iter().map(|&number| &self.cues[number])
    }
}

/// What a regular English verb form can be a form of: "denied" of "deny", "planned" of "plan", "urges" of "urge".
fn stems(form: &str) -> Vec<String> {
    let mut stems = Vec::new();
    for ending in ["ed", "ing", "es", "s"] {
        if let Some(stem) = form.strip_suffix(ending) {
            stems.push(stem.to_owned());
            stems.push(format!("{stem}e"));
            if let Some(short) = stem.strip_suffix('i') {
                stems.push(format!("{short}y"));
            }
            let mut chars = stem.chars().rev();
            if let (Some(last), Some(before)) = (chars.next(), chars.next())
                && last == before
            {
                stems.push(stem[..stem.len() - last.len_utf8()].to_owned());
            }
        }
    }
    stems
}

/// Local names of properties → values (literals, or local names or labels of nodes), of a node.
pub(super) type Properties = BTreeMap<String, Vec<String>>;

/// The nodes of the file by their local names or labels.
pub(super) fn nodes(text: &str) -> Result<BTreeMap<String, Properties>, LexiconError> {
    let mut nodes: BTreeMap<String, Properties> = BTreeMap::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()) {
        let quad = quad.map_err(|error| LexiconError::Syntax(error.to_string()))?;
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => local(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.as_str().to_owned(),
        };
        let value = match &quad.object {
            Term::NamedNode(node) => local(node.as_str()),
            Term::BlankNode(node) => node.as_str().to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
        };
        nodes.entry(subject).or_default().entry(local(quad.predicate.as_str())).or_default().push(value);
    }
    Ok(nodes)
}

fn local(iri: &str) -> String {
    let name = iri.strip_prefix(NAMESPACE).unwrap_or(iri);
    name.rsplit(['#', '/']).next().unwrap_or(name).to_owned()
}

fn cue(subject: &str, properties: &Properties) -> Result<Cue, LexiconError> {
    let wrong = |reason: String| LexiconError::Cue { subject: subject.to_owned(), reason };
    let all = |name: &str| properties.get(name).cloned().unwrap_or_default();
    let one = |name: &str| properties.get(name).and_then(|values| values.first()).map(String::as_str);
    let known = ["type", "comment", "lemma", "noun", "takes", "stance", "confidence", "example", "counterExample"];
    if let Some(unknown) = properties.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(wrong(format!("unknown property {unknown}")));
    }
    let kind = match one("type").unwrap_or_default() {
        "Verb" => CueKind::Verb,
        "Preposition" => CueKind::Preposition,
        "Adjective" => CueKind::Adjective,
        "Light" => CueKind::Light,
        "Document" => CueKind::Document,
        "Spokesperson" => CueKind::Spokesperson,
        "Body" => CueKind::Body,
        "Narration" => CueKind::Narration,
        other => return Err(wrong(format!("unknown class {other}"))),
    };
    let mut takes = Vec::new();
    for name in all("takes") {
        takes.push(match name.as_str() {
            "Clause" => Content::Clause,
            "Quotation" => Content::Quotation,
            "Thing" => Content::Thing,
            "Request" => Content::Request,
            "Naming" => Content::Naming,
            other => return Err(wrong(format!("unknown content {other}"))),
        });
    }
    let stance = match one("stance") {
        None | Some("Affirms") => Stance::Affirms,
        Some("Denies") => Stance::Denies,
        Some("Asks") => Stance::Asks,
        Some(other) => return Err(wrong(format!("unknown stance {other}"))),
    };
    let confidence = one("confidence").map_or(Ok(0.8), str::parse).map_err(|_| wrong("confidence".to_owned()))?;
    Ok(Cue { name: subject.to_owned(), kind, lemmas: all("lemma"), nouns: all("noun"), takes, stance, confidence })
}
