//! Reporting words in the text, with their subjects.

use super::Scene;
use super::lexicon::{Content, Cue, CueKind, Lexicon};
use crate::identity::WordClass;
use crate::language::{Tense, TokenId, Upos, VerbForm, relation_is};

/// A reporting word and who it is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reporting<'a> {
    /// The verb, adjective, or preposition.
    pub token: TokenId,
    /// Its entry.
    pub cue: &'a Cue,
    /// What all its entries take.
    pub takes: [bool; 5],
    /// The head word of its subject.
    pub subject: Option<TokenId>,
    /// "did not confirm", "declined to say".
    pub negated: bool,
    /// The noun of a light verb: "order" of "issued an order".
    pub noun: Option<TokenId>,
}

impl Reporting<'_> {
    pub(super) fn takes(&self, content: Content) -> bool {
        self.takes[content as usize]
    }
}

/// All reporting words of the text, those in the words of somebody else too ("“The mayor told me that …”").
pub(super) fn find<'a>(lexicon: &'a Lexicon, scene: &Scene<'_>) -> Vec<Reporting<'a>> {
    let tokens = (0..scene.analysis.tokens.len() as u32).map(TokenId);
    tokens
        .filter_map(|token| {
            let reporting = preposition(lexicon, scene, token).or_else(|| match scene.trees.token(token).upos {
                Upos::Verb => verb(lexicon, scene, token),
                Upos::Adj => adjective(lexicon, scene, token),
                _ => None,
            });
            reporting.filter(|reporting| scene.quote_of(token).is_none() || is_named(scene, reporting))
        })
        .collect()
}

/// Whether the subject is no pronoun: whom "he" means within the words of somebody else is hard to say.
fn is_named(scene: &Scene<'_>, reporting: &Reporting<'_>) -> bool {
    reporting.subject.is_some_and(|subject| scene.trees.token(subject).upos != Upos::Pron)
}

fn verb<'a>(lexicon: &'a Lexicon, scene: &Scene<'_>, token: TokenId) -> Option<Reporting<'a>> {
    let trees = scene.trees;
    let lemma = trees.token(token).lemma.as_str();
    let particle = trees.children_by(token, "compound:prt").map(|id| trees.token(id).lemma.as_str()).next();
    let full = particle.map_or_else(|| lemma.to_owned(), |particle| format!("{lemma} {particle}"));
    let form = trees.token(token).span.of(scene.text);
    let entries: Vec<&Cue> = lexicon.verbs(CueKind::Verb, &full, if particle.is_some() { "" } else { form }).collect();
    let light = lexicon.verbs(CueKind::Light, lemma, form).next();
    // "Prime Minister Nasser Said": a capital within the sentence is a name's.
    let sentence = &trees.sentence(token).tokens;
    let in_text = trees.token(TokenId(sentence.end - 1)).span.of(scene.text) == ".";
    let capital = form.starts_with(char::is_uppercase) && form.chars().any(char::is_lowercase);
    if is_unreal(scene, token) || capital && in_text && sentence.start != token.0 && scene.quote_of(token).is_none() {
        return None;
    }
    let mut takes = [false; 5];
    for content in entries.iter().flat_map(|cue| &cue.takes) {
        takes[*content as usize] = true;
    }
    let noun = light.and_then(|light| {
        trees.children_by(token, "obj").find(|&object| light.nouns.contains(&trees.token(object).lemma))
    });
    let cue = match (noun, light, entries.first()) {
        (Some(_), Some(light), _) => light,
        (_, _, Some(entry)) => entry,
        _ => return None,
    };
    Some(Reporting { token, cue, takes, subject: subject(scene, token), negated: is_negated(scene, token), noun })
}

/// The subject; of "…”, said Anna Berg" also where the tree takes her for the object.
fn subject(scene: &Scene<'_>, verb: TokenId) -> Option<TokenId> {
    let trees = scene.trees;
    if let Some(subject) = scene.speakers.subject(verb) {
        return Some(subject);
    }
    if let Some(role) = scene.role(verb, "ARG0") {
        return scene.head_of(&role);
    }
    let before = verb.0.checked_sub(1).filter(|&before| scene.is_punctuation(before));
    let inverted = before.is_some() && trees.sentence(verb).tokens.start <= verb.0;
    let object = trees.children_by(verb, "obj").find(|object| object.0 > verb.0)?;
    inverted.then_some(object)
}

/// Not said, or not yet: infinitives ("plans to announce"), conditions ("if he says"), "would say".
fn is_unreal(scene: &Scene<'_>, verb: TokenId) -> bool {
    let trees = scene.trees;
    let lemma = |id: TokenId| trees.token(id).lemma.as_str();
    let modal = trees.children_by(verb, "aux").any(|aux| scene.words.is(WordClass::Modal, lemma(aux)));
    let condition = trees.children_by(verb, "mark").any(|mark| scene.words.is(WordClass::Condition, lemma(mark)));
    let token = trees.token(verb);
    let infinitive = trees.children_by(verb, "mark").any(|mark| lemma(mark) == "to")
        && !token.head.is_some_and(|head| {
            relation_is(&token.relation, "xcomp") && scene.words.is(WordClass::RealInfinitive, lemma(head))
        });
    modal || condition || infinitive || is_reduced_passive(scene, verb)
}

/// "also called “the Rock”", "a book written by him": a participle that describes what is said of, not who says it.
fn is_reduced_passive(scene: &Scene<'_>, verb: TokenId) -> bool {
    let trees = scene.trees;
    let token = trees.token(verb);
    token.features.verb_form == Some(VerbForm::Participle)
        && token.features.tense == Some(Tense::Past)
        && trees.child_by(verb, "aux").is_none()
        && trees.child_by(verb, "nsubj").is_none()
        && ["acl", "advcl", "amod", "xcomp"].iter().any(|wanted| relation_is(&token.relation, wanted))
}

fn is_negated(scene: &Scene<'_>, verb: TokenId) -> bool {
    let trees = scene.trees;
    trees.children_by(verb, "advmod").any(|id| scene.words.is(WordClass::Negation, &trees.token(id).lemma))
}

fn adjective<'a>(lexicon: &'a Lexicon, scene: &Scene<'_>, token: TokenId) -> Option<Reporting<'a>> {
    let trees = scene.trees;
    let cue = lexicon.cues(CueKind::Adjective, &trees.token(token).lemma).next()?;
    trees.child_by(token, "cop")?;
    let mut takes = [false; 5];
    takes[Content::Clause as usize] = true;
    let negated = is_negated(scene, token);
    Some(Reporting { token, cue, takes, subject: trees.child_by(token, "nsubj"), negated, noun: None })
}

/// "according to X": X hangs on the content, "according" on X.
fn preposition<'a>(lexicon: &'a Lexicon, scene: &Scene<'_>, token: TokenId) -> Option<Reporting<'a>> {
    let trees = scene.trees;
    let first = trees.token(token);
    let next = TokenId(token.0 + 1);
    if trees.sentence(token).tokens.end <= next.0 {
        return None;
    }
    let phrase = format!("{} {}", first.span.of(scene.text).to_lowercase(), trees.token(next).lemma.to_lowercase());
    let cue = lexicon.cues(CueKind::Preposition, &phrase).next()?;
    let head = first.head?;
    let subject = if first.features.verb_form == Some(VerbForm::Participle) && !relation_is(&first.relation, "case") {
        trees.child_by(token, "obl")?
    } else {
        head
    };
    (subject.0 > token.0).then_some(Reporting {
        token,
        cue,
        takes: [false; 5],
        subject: Some(subject),
        negated: false,
        noun: None,
    })
}
