//! The labels of the heads (`models/english/labels.json`).

use crate::language::{Features, NameKind, Number, Person, Tense, Upos, VerbForm, Voice};
use serde::Deserialize;

/// The lists of the file, as they stand.
#[derive(Deserialize)]
struct File {
    upos: Vec<Upos>,
    feats: Vec<String>,
    lemma_scripts: Vec<String>,
    relations: Vec<String>,
    names: Vec<String>,
    roles: Vec<String>,
}

/// What each output of each head means.
pub(crate) struct Labels {
    pub upos: Vec<Upos>,
    pub features: Vec<Features>,
    pub lemma_scripts: Vec<LemmaScript>,
    pub relations: Vec<String>,
    /// Index of the relation `root`.
    pub root: usize,
    pub names: Vec<Part<NameKind>>,
    pub roles: Vec<Part<usize>>,
    /// The labels that [`Labels::roles`] speaks of.
    pub role_labels: Vec<String>,
}

/// A label of a span's words (BIOES or BIO, L. Ramshaw and M. Marcus, *Text Chunking using Transformation-Based
/// Learning*, 1995).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part<T> {
    Outside,
    Begin(T),
    Inside(T),
    End(T),
    Single(T),
}

impl<T: Copy> Part<T> {
    /// What its span is labelled.
    pub fn label(self) -> Option<T> {
        match self {
            Self::Outside => None,
            Self::Begin(label) | Self::Inside(label) | Self::End(label) | Self::Single(label) => Some(label),
        }
    }

    /// The label of the span that it leaves open.
    pub fn open(self) -> Option<T> {
        match self {
            Self::Begin(_) | Self::Inside(_) => self.label(),
            _ => None,
        }
    }
}

/// How to make a lemma of a word: `case|n|suffix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LemmaScript {
    /// `l` lower-case, `c` capitalise, `k` keep.
    pub case: char,
    /// How many characters go from the end.
    pub drop: usize,
    /// What takes their place.
    pub suffix: String,
}

impl Labels {
    /// Reads the file; the error says what is wrong with it.
    pub fn new(json: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let mut role_labels: Vec<String> = Vec::new();
        let mut roles = Vec::new();
        for label in &file.roles {
            roles.push(part(label, |name| {
                let index = role_labels.iter().position(|known| known == name).unwrap_or_else(|| {
                    role_labels.push(name.to_owned());
                    role_labels.len() - 1
                });
                Some(index)
            })?);
        }
        let names = file.names.iter().map(|label| part(label, kind)).collect::<Result<_, _>>()?;
        let lemma_scripts = file.lemma_scripts.iter().map(|script| lemma_script(script)).collect::<Result<_, _>>()?;
        let root = file.relations.iter().position(|relation| relation == "root").ok_or("no relation root")?;
        Ok(Self {
            upos: file.upos,
            features: file.feats.iter().map(|text| features(text)).collect(),
            lemma_scripts,
            relations: file.relations,
            root,
            names,
            roles,
            role_labels,
        })
    }
}

fn part<T>(label: &str, what: impl FnOnce(&str) -> Option<T>) -> Result<Part<T>, String> {
    if label == "O" {
        return Ok(Part::Outside);
    }
    let unknown = || format!("unknown label {label}");
    let (prefix, name) = label.split_once('-').ok_or_else(unknown)?;
    let value = what(name).ok_or_else(unknown)?;
    match prefix {
        "B" => Ok(Part::Begin(value)),
        "I" => Ok(Part::Inside(value)),
        "E" => Ok(Part::End(value)),
        "S" => Ok(Part::Single(value)),
        _ => Err(unknown()),
    }
}

fn kind(name: &str) -> Option<NameKind> {
    match name {
        "PER" => Some(NameKind::Person),
        "ORG" => Some(NameKind::Organisation),
        "LOC" => Some(NameKind::Place),
        "OTHER" => Some(NameKind::Other),
        _ => None,
    }
}

fn lemma_script(script: &str) -> Result<LemmaScript, String> {
    let mut fields = script.splitn(3, '|');
    let mut field = || fields.next().ok_or_else(|| format!("unknown lemma script {script}"));
    let case = field()?.chars().next().unwrap_or('k');
    let drop = field()?.parse().map_err(|_| format!("unknown lemma script {script}"))?;
    Ok(LemmaScript { case, drop, suffix: field()?.to_owned() })
}

/// The features of CoNLL-U's form `Mood=Ind|Number=Sing`; `_` is none.
fn features(text: &str) -> Features {
    let mut features = Features::default();
    if text == "_" {
        return features;
    }
    features.text = text.to_owned();
    for feature in text.split('|') {
        match feature {
            "Number=Sing" => features.number = Some(Number::Singular),
            "Number=Plur" | "Number=Ptan" => features.number = Some(Number::Plural),
            "Person=1" => features.person = Some(Person::First),
            "Person=2" => features.person = Some(Person::Second),
            "Person=3" => features.person = Some(Person::Third),
            "Tense=Past" => features.tense = Some(Tense::Past),
            "Tense=Pres" => features.tense = Some(Tense::Present),
            "VerbForm=Fin" => features.verb_form = Some(VerbForm::Finite),
            "VerbForm=Inf" => features.verb_form = Some(VerbForm::Infinitive),
            "VerbForm=Ger" => features.verb_form = Some(VerbForm::Gerund),
            "VerbForm=Part" => features.verb_form = Some(VerbForm::Participle),
            "Voice=Pass" => features.voice = Some(Voice::Passive),
            _ => {}
        }
    }
    features
}
