//! Noun phrases and pronouns of the text, with what they can mean: number, gender, and kind of thing.

use super::context::Context;
use super::names::{Kind, NameMention};
use super::titles;
use crate::facts::{Gender, MentionForm};
use crate::identity::{NounKind, Pronoun, PronounForm};
use crate::language::{Number, TokenId, Upos};
use std::ops::Range;

/// What a phrase is worded as, beyond its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Determiner {
    /// "the", "this", "that", "both".
    Definite,
    /// "its", "Lee's".
    Possessed,
    /// "a", "some", a number.
    Indefinite,
    /// Nothing.
    Bare,
}

/// A phrase that may mean an entity.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    pub(crate) head: TokenId,
    /// From its first modifier to its head.
    pub(crate) tokens: Range<u32>,
    pub(crate) form: MentionForm,
    /// Index of the name among the name mentions.
    pub(crate) name: Option<usize>,
    pub(crate) pronoun: Option<Pronoun>,
    /// Lemma of the head, lower case.
    pub(crate) lemma: String,
    /// Modifiers before the head that tell it from others, lower case.
    pub(crate) modifiers: Vec<String>,
    pub(crate) determiner: Determiner,
    /// "two", "both", "three".
    pub(crate) count: Option<u32>,
    pub(crate) plural: bool,
    pub(crate) gender: Option<Gender>,
    /// What the noun can mean, empty for things.
    pub(crate) kinds: Vec<NounKind>,
}

impl Phrase {
    pub(crate) fn can_be(&self, kind: NounKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// All phrases in the order of their heads; each name is one of them.
pub(crate) fn find(context: &Context, names: &[NameMention]) -> Vec<Phrase> {
    let mut covered = vec![false; context.analysis.tokens.len()];
    let mut phrases = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let fresh = name.tokens.clone().filter(|&token| !covered[token as usize]).count() > 0;
        for token in name.tokens.clone() {
            covered[token as usize] = true;
        }
        if fresh || name.kind == Kind::Organisation {
            phrases.push(of_name(context, index, name));
        }
    }
    for index in 0..context.analysis.tokens.len() as u32 {
        if covered[index as usize] || context.is_outside(index) {
            continue;
        }
        match context.upos(index) {
            Upos::Pron => phrases.extend(of_pronoun(context, index)),
            Upos::Noun | Upos::Propn | Upos::Num => phrases.extend(of_noun(context, index)),
            Upos::Adj if is_nominal(context.relation(index)) => phrases.extend(of_noun(context, index)),
            Upos::Det if is_nominal(context.relation(index)) => phrases.extend(of_noun(context, index)),
            _ => {}
        }
    }
    phrases.sort_by_key(|phrase| (phrase.tokens.start, phrase.head));
    phrases
}

fn of_name(context: &Context, index: usize, name: &NameMention) -> Phrase {
    Phrase {
        head: context.head(&name.tokens),
        tokens: name.tokens.clone(),
        form: MentionForm::Name,
        name: Some(index),
        pronoun: None,
        lemma: String::new(),
        modifiers: Vec::new(),
        determiner: Determiner::Bare,
        count: None,
        plural: false,
        gender: None,
        kinds: Vec::new(),
    }
}

fn of_pronoun(context: &Context, index: u32) -> Option<Phrase> {
    let pronoun = context.gazetteer.words().pronoun(&context.word_at(index).to_lowercase())?;
    if context.relation(index) == "expl" || pronoun.neuter && is_empty_it(context, index) {
        return None;
    }
    Some(Phrase {
        head: TokenId(index),
        tokens: index..index + 1,
        form: MentionForm::Pronoun,
        name: None,
        pronoun: Some(pronoun),
        lemma: String::new(),
        modifiers: Vec::new(),
        determiner: Determiner::Bare,
        count: None,
        plural: pronoun.plural,
        gender: pronoun.gender,
        kinds: Vec::new(),
    })
}

/// "It is expected that …", "it rained": the word stands for nothing.
fn is_empty_it(context: &Context, index: u32) -> bool {
    let Some(head) = context.analysis.token(TokenId(index)).head else { return false };
    let relation = context.relation(index);
    relation.starts_with("nsubj")
        && context.trees.children(head).iter().any(|&child| {
            matches!(context.relation(child.0), "csubj" | "csubj:pass" | "csubj:outer")
                || (relation == "nsubj:pass" || context.upos(head.0) == Upos::Adj)
                    && matches!(context.relation(child.0), "ccomp" | "xcomp" | "advcl" | "acl")
        })
}

fn is_nominal(relation: &str) -> bool {
    let base = relation.split(':').next().unwrap_or(relation);
    matches!(
        base,
        "nsubj"
            | "obj"
            | "iobj"
            | "obl"
            | "nmod"
            | "appos"
            | "conj"
            | "root"
            | "parataxis"
            | "vocative"
            | "xcomp"
            | "ccomp"
            | "advcl"
    ) && relation != "nmod:desc"
        && relation != "nmod:unmarked"
        && relation != "obl:unmarked"
}

fn of_noun(context: &Context, index: u32) -> Option<Phrase> {
    if !is_nominal(context.relation(index)) {
        return None;
    }
    let token = context.analysis.token(TokenId(index));
    let lemma = context.lemma(index);
    let sentence = context.sentence(index);
    let mut start = index;
    let mut determiner = Determiner::Bare;
    let mut count = None;
    let mut modifiers = Vec::new();
    for &child in context.trees.children(TokenId(index)) {
        if child.0 > index {
            break;
        }
        let base = context.relation(child.0);
        let word = context.word_at(child.0).to_lowercase();
        match base {
            "det" | "det:predet" => {
                start = start.min(child.0);
                match word.as_str() {
                    "the" | "this" | "that" | "these" | "those" => determiner = Determiner::Definite,
                    "both" => {
                        determiner = Determiner::Definite;
                        count = Some(2);
                    }
                    _ => determiner = Determiner::Indefinite,
                }
            }
            "nmod:poss" => {
                start = start.min(context.trees.subtree(child).start);
                determiner = Determiner::Possessed;
            }
            "nummod" => {
                start = start.min(child.0);
                count = number(&word);
                if determiner == Determiner::Bare {
                    determiner = Determiner::Indefinite;
                }
            }
            "amod" | "compound" | "nmod:desc" | "nmod" | "flat" | "goeswith" => {
                let subtree = context.trees.subtree(child);
                start = start.min(subtree.start);
                modifiers.extend(subtree.map(|token| context.word_at(token).to_lowercase()));
            }
            _ => {}
        }
    }
    if start < sentence.start {
        return None;
    }
    let words = context.gazetteer.words();
    let compound = lemma.rsplit('-').next().unwrap_or_default().to_owned();
    let noun = words.noun(&lemma).or_else(|| words.noun(&compound));
    let title = titles::of_word(context, index);
    let mut kinds = noun.map(|noun| noun.kinds.clone()).unwrap_or_default();
    if title.is_some() && kinds.is_empty() {
        kinds.push(NounKind::Person);
    }
    let split_age = index >= sentence.start + 3
        && lemma == "old"
        && context.word_at(index - 1) == "-"
        && context.word_at(index - 2) == "year";
    let lemma = if split_age { "-year-old".to_owned() } else { lemma };
    if is_age(&lemma) {
        kinds = vec![NounKind::Person];
        modifiers.clear();
    }
    let numeral = token.upos == Upos::Num || token.upos == Upos::Det;
    if numeral {
        count = number(&lemma).or((lemma == "both").then_some(2));
        if determiner == Determiner::Bare && lemma != "both" || count.is_none() {
            return None;
        }
        determiner = Determiner::Definite;
    }
    if token.upos == Upos::Adj && kinds.is_empty() {
        return None;
    }
    Some(Phrase {
        head: TokenId(index),
        tokens: start..index + 1,
        form: MentionForm::Description,
        name: None,
        pronoun: None,
        gender: noun.and_then(|noun| noun.gender).or_else(|| title.and_then(|title| title.gender)),
        plural: token.features.number == Some(Number::Plural) || numeral || lemma == "people",
        lemma,
        modifiers,
        determiner,
        count,
        kinds,
    })
}

/// "37-year-old".
fn is_age(lemma: &str) -> bool {
    lemma.ends_with("-year-old") || lemma.ends_with("-year-olds")
}

fn number(word: &str) -> Option<u32> {
    match word {
        "two" => Some(2),
        "three" => Some(3),
        "four" => Some(4),
        "five" => Some(5),
        _ => word.parse().ok(),
    }
}

/// Whether a pronoun is one that its clause's subject cannot bind: "him", not "his" nor "himself".
pub(crate) fn is_free(pronoun: Pronoun) -> bool {
    matches!(pronoun.form, PronounForm::Object | PronounForm::Any | PronounForm::Subject)
}
