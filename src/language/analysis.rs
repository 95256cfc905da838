//! The linguistic analysis of one document. Tokens own no text: they are spans of it.

use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Index of a token in [`Analysis::tokens`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TokenId(pub u32);

impl TokenId {
    /// The index as `usize`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Universal part-of-speech tags, <https://universaldependencies.org/u/pos/>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// The tag that treebanks write so: `PROPN`.
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [
            Self::Adj,
            Self::Adp,
            Self::Adv,
            Self::Aux,
            Self::Cconj,
            Self::Det,
            Self::Intj,
            Self::Noun,
            Self::Num,
            Self::Part,
            Self::Pron,
            Self::Propn,
            Self::Punct,
            Self::Sconj,
            Self::Sym,
            Self::Verb,
            Self::X,
        ];
        all.into_iter().find(|tag| tag.as_str() == name)
    }

    /// The tag as treebanks write it: `PROPN`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Adj => "ADJ",
            Self::Adp => "ADP",
            Self::Adv => "ADV",
            Self::Aux => "AUX",
            Self::Cconj => "CCONJ",
            Self::Det => "DET",
            Self::Intj => "INTJ",
            Self::Noun => "NOUN",
            Self::Num => "NUM",
            Self::Part => "PART",
            Self::Pron => "PRON",
            Self::Propn => "PROPN",
            Self::Punct => "PUNCT",
            Self::Sconj => "SCONJ",
            Self::Sym => "SYM",
            Self::Verb => "VERB",
            Self::X => "X",
        }
    }
}

/// `Number` of UD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Number {
    Singular,
    Plural,
}

/// `Person` of UD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Person {
    First,
    Second,
    Third,
}

/// `Tense` of UD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Tense {
    Past,
    Present,
}

/// `VerbForm` of UD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum VerbForm {
    Finite,
    Infinitive,
    Gerund,
    Participle,
}

/// `Voice` of UD: only the passive is marked in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Voice {
    Passive,
}

/// The morphological features that later stages ask for; the whole UD string is kept in `text`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Features {
    pub number: Option<Number>,
    pub person: Option<Person>,
    pub tense: Option<Tense>,
    pub verb_form: Option<VerbForm>,
    pub voice: Option<Voice>,
    /// All features in CoNLL-U's form, `Mood=Ind|Number=Sing|…`, or empty.
    pub text: String,
}

/// A syntactic word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands (bytes of the document). The parts of a multiword token ("do" + "n't") divide its span.
    pub span: Span,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Morphology.
    pub features: Features,
    /// The word it depends on, `None` for the root of the sentence. Always in the same sentence.
    pub head: Option<TokenId>,
    /// Universal dependency relation to the head with its subtype: `nsubj`, `nsubj:pass`, `obl`, `root` …
    pub relation: String,
}

/// A sentence: a run of tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// From its first to its last token (bytes).
    pub span: Span,
    /// Indices of its tokens in [`Analysis::tokens`].
    pub tokens: Range<u32>,
    /// Whether it begins a paragraph.
    pub begins_paragraph: bool,
    /// How sure the model is of its tree: the geometric mean of the probabilities of the heads, 0 to 1.
    pub certainty: f32,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NameKind {
    /// People.
    Person,
    /// Companies, ministries, parties, teams.
    Organisation,
    /// Countries, cities, regions, buildings.
    Place,
    /// Events, products, laws, nationalities and the rest.
    Other,
}

/// A named entity: a run of tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// Indices of its tokens.
    pub tokens: Range<u32>,
    /// What it names.
    pub kind: NameKind,
    /// How sure the model is, 0 to 1.
    pub confidence: f32,
}

/// A semantic role of a predicate (PropBank): a run of tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// `ARG0`, `ARG1`, `ARGM-LOC`, `ARGM-TMP`, `R-ARG0` …
    pub label: String,
    /// Indices of its tokens.
    pub tokens: Range<u32>,
}

/// A predicate and its roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predicate {
    /// The predicate's word.
    pub token: TokenId,
    /// Its arguments and adjuncts, in the order of the text.
    pub roles: Vec<Role>,
}

/// The linguistic analysis of one document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Sentences in the order of the text.
    pub sentences: Vec<Sentence>,
    /// All tokens in the order of the text.
    pub tokens: Vec<Token>,
    /// Names in the order of the text; they do not overlap.
    pub names: Vec<Name>,
    /// Predicates in the order of the text.
    pub predicates: Vec<Predicate>,
}

impl Analysis {
    /// The token of an id.
    pub fn token(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }

    /// Ids of a sentence's tokens.
    pub fn token_ids(&self, sentence: &Sentence) -> impl Iterator<Item = TokenId> + use<> {
        sentence.tokens.clone().map(TokenId)
    }

    /// Span in bytes of a run of tokens (empty at 0 for an empty run).
    pub fn span(&self, tokens: &Range<u32>) -> Span {
        if tokens.is_empty() {
            return Span::new(0, 0);
        }
        self.tokens[tokens.start as usize].span.cover(self.tokens[tokens.end as usize - 1].span)
    }
}
