//! Surnames that are also common words: *He*, *Will*, *May*, *So*. A text that has introduced "He Jianguo" may go on
//! with "He"; whether a capitalised word is the name or the common word, the grammar around it decides.

use super::context::Context;
use super::names::{Kind, NameMention};
use crate::language::{TokenId, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// How sure a name is that the text has introduced.
const KNOWN: f32 = 0.7;

/// Adds the single names of people that the model left alone, and drops those it took for names against the grammar.
pub(crate) fn complete(context: &Context, mentions: &mut Vec<NameMention>) {
    let bearers: BTreeSet<String> = mentions
        .iter()
        .filter(|mention| mention.kind == Kind::Person && mention.text.contains(' '))
        .flat_map(|mention| {
            let words: Vec<&str> = mention.text.split(' ').collect();
            let first = words[0].to_owned();
            let last = words[words.len() - 1].to_owned();
            let bare =
                ["al-", "Al-", "el-", "El-"].iter().find_map(|article| last.strip_prefix(article)).map(str::to_owned);
            [Some(first), Some(last), bare]
        })
        .flatten()
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase) && !word.ends_with('.'))
        .collect();
    for mention in mentions.iter_mut().filter(|mention| is_bearer(context, mention, &bearers)) {
        mention.confidence = if mention.kind == Kind::Person { mention.confidence.max(KNOWN) } else { KNOWN };
        mention.kind = Kind::Person;
        mention.title = super::titles::before(context, &mention.tokens, true);
    }
    mentions.retain(|mention| {
        mention.tokens.len() > 1
            || !is_function_word(context, mention.tokens.start)
            || bearers.contains(&mention.text) && is_name_here(context, mentions_end(mention), &BTreeMap::new())
    });
    let covered: BTreeMap<u32, Kind> =
        mentions.iter().flat_map(|mention| mention.tokens.clone().map(|token| (token, mention.kind))).collect();
    let mut added = Vec::new();
    for index in 0..context.analysis.tokens.len() as u32 {
        if covered.contains_key(&index) || context.is_outside(index) || !context.is_capitalised(index) {
            continue;
        }
        let word = context.word_at(index);
        if bearers.contains(word) && is_name_here(context, index, &covered) {
            added.push(NameMention {
                tokens: index..index + 1,
                kind: Kind::Person,
                confidence: KNOWN,
                text: word.to_owned(),
                title: super::titles::before(context, &(index..index + 1), true),
            });
        }
    }
    mentions.extend(added);
    mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
}

/// "Dahl met Ekeberg": what somebody in the text is called is that person, though the model is in doubt or took it for a
/// body or a place, where none of the name is known.
fn is_bearer(context: &Context, mention: &NameMention, bearers: &BTreeSet<String>) -> bool {
    let unknown =
        || context.gazetteer.organisation(&mention.text).is_none() && context.gazetteer.place(&mention.text).is_none();
    mention.tokens.len() == 1
        && bearers.contains(&mention.text)
        && (mention.kind == Kind::Person || matches!(mention.kind, Kind::Organisation | Kind::Place) && unknown())
}

fn mentions_end(mention: &NameMention) -> u32 {
    mention.tokens.start
}

/// Words that build sentences rather than name things, by form: pronouns, auxiliaries, articles, conjunctions.
fn is_function_word(context: &Context, index: u32) -> bool {
    let lower = context.word_at(index).to_lowercase();
    context.gazetteer.words().pronoun(&lower).is_some()
        || matches!(context.upos(index), Upos::Aux | Upos::Det | Upos::Pron | Upos::Cconj | Upos::Sconj | Upos::Adp)
}

/// Whether a capitalised word that somebody in the text bears as a name is that name here.
fn is_name_here(context: &Context, index: u32, covered: &BTreeMap<u32, Kind>) -> bool {
    if context.in_headline(index) && is_function_word(context, index) {
        return false;
    }
    let sentence = context.sentence(index);
    let next = index + 1;
    let possessive = next < sentence.end
        && context.is_possessive_mark(next)
        && (context.relation(next) == "case" || next + 1 < sentence.end && is_noun_phrase_start(context, next + 1));
    let joined = next + 1 < sentence.end
        && matches!(context.word_at(next), "and" | "or" | "&")
        && covered.get(&(next + 1)) == Some(&Kind::Person);
    if possessive || joined {
        return true;
    }
    if !context.begins_sentence(index) {
        return next >= sentence.end
            || !context.is_capitalised(next)
            || context.upos(index) == Upos::Propn
            || covered.contains_key(&next);
    }
    let pronoun = context.gazetteer.words().pronoun(&context.word_at(index).to_lowercase()).is_some();
    let nominal = matches!(
        context.relation(index).split(':').next().unwrap_or_default(),
        "nsubj" | "obj" | "obl" | "nmod" | "conj" | "appos" | "root"
    );
    !pronoun && nominal && matches!(context.upos(index), Upos::Propn | Upos::Noun | Upos::Adj | Upos::X)
}

/// Whether a noun with its modifiers begins here: what follows a possessive.
fn is_noun_phrase_start(context: &Context, index: u32) -> bool {
    let end = context.sentence(index).end;
    (index..end.min(index + 4))
        .find(|&token| context.upos(token) != Upos::Adj && context.upos(token) != Upos::Num)
        .is_some_and(|token| {
            context.upos(token) == Upos::Noun
                && !context.trees.children(TokenId(token)).iter().any(|&child| context.relation(child.0) == "cop")
        })
}
