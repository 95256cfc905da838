//! Titles and posts beside names: "U.S. Treasury Secretary Ann Lee", "Minister of Education Bo Diaz".

use super::context::Context;
use crate::identity::{Title, TitleField, WordClass};
use crate::language::{TokenId, Upos};
use std::ops::Range;

/// The title that a word stands for: an abbreviation as written, or the word in lower case.
pub(crate) fn of_word(context: &Context, index: u32) -> Option<Title> {
    if !matches!(context.upos(index), Upos::Noun | Upos::Propn | Upos::Adj | Upos::X) {
        return None;
    }
    let words = context.gazetteer.words();
    let word = context.word_at(index);
    // "the first major Warhol exhibition": an adjective is no rank.
    let adjective = context.upos(index) == Upos::Adj && !context.is_capitalised(index);
    let is_title = |title: &Title| !(adjective && title.field == TitleField::Of("military"));
    words
        .title_abbreviation(word)
        .or_else(|| words.title(&word.to_lowercase()).filter(is_title))
        .or_else(|| words.title(&context.lemma(index)).filter(is_title))
        .or_else(|| profession(context, index))
}

/// A profession in lower case, or with the capital of the sentence's first word: elsewhere it is a surname.
fn profession(context: &Context, index: u32) -> Option<Title> {
    let small = !context.is_capitalised(index) || context.upos(index) == Upos::Noun && context.begins_sentence(index);
    small.then(|| context.gazetteer.words().profession(&context.lemma(index))).flatten()
}

/// The title of several words that ends at a token ("prime minister"), else that of the token itself.
pub(crate) fn ending_at(context: &Context, index: u32) -> Option<(Range<u32>, Title)> {
    let words = context.gazetteer.words();
    let first = context.sentence(index).start;
    (first.max(index.saturating_sub(3))..index)
        .find_map(|start| {
            let phrase = context.surface(&(start..index + 1)).to_lowercase();
            Some((start..index + 1, words.title(&phrase)?))
        })
        .or_else(|| Some((index..index + 1, of_word(context, index)?)))
}

fn is_honorific(context: &Context, index: u32) -> bool {
    context.gazetteer.words().honorific(context.word_at(index)).is_some()
}

/// Takes titles, forms of address and what goes with them off the front of a person's span.
pub(crate) fn strip(context: &Context, tokens: Range<u32>) -> Range<u32> {
    let mut start = tokens.start;
    for index in tokens.clone().take(tokens.len().saturating_sub(1)) {
        let forename = context.gazetteer.forename(context.word_at(index)).is_some();
        let title = of_word(context, index).is_some() && !forename;
        let honorific = is_honorific(context, index);
        // "Secretary of State Ann Lee"
        let field = index == tokens.start
            && index >= context.sentence(index).start + 2
            && context.word_at(index - 1) == "of"
            && of_word(context, index - 2).is_some()
            && context.gazetteer.words().is_government_field(&context.word_at(index).to_lowercase());
        if (title || honorific || field) && !context.is_in(WordClass::NameSuffix, index + 1) {
            start = index + 1;
        } else if start == index
            && (context.gazetteer.demonym(context.word_at(index)).is_some()
                || context.gazetteer.words().is_no_name(context.word_at(index))
                || (context.gazetteer.country(context.word_at(index)).is_some() && tokens.len() > 2 && !forename))
        {
            start = index + 1;
        } else if forename {
            break;
        }
    }
    let prepositions =
        |token: &u32| context.upos(*token) == Upos::Adp && !context.is_in(WordClass::NameParticle, *token);
    if start > tokens.start && prepositions(&start) {
        let last = (start..tokens.end).rev().find(prepositions).unwrap_or(start);
        let head = context.head(&(start..tokens.end)).0;
        start = if head > last { head } else { start + (tokens.end - start).saturating_sub(2).max(1) };
    }
    start..tokens.end
}

/// The title phrase that stands right before a name, with the words that tell whose post it is, up to the name:
/// "Chinese Vice Premier", "Minister of Education", "ambassador to the United Nations". `person` allows the longer
/// forms with a preposition.
pub(crate) fn before(context: &Context, name: &Range<u32>, person: bool) -> Option<Range<u32>> {
    if !person {
        return None;
    }
    let first = context.sentence(name.start).start;
    let mut end = name.start;
    while end > first && is_honorific(context, end - 1) && of_word(context, end - 1).is_none() {
        end -= 1;
    }
    if end == first {
        return None;
    }
    let last = end - 1;
    if of_word(context, last).is_some() && !is_noun_of_clause(context, last, name) {
        let title = ending_at(context, last)?;
        return Some(extend_left(context, first, title.0.start)..end);
    }
    with_preposition(context, first, end)
}

/// Whether the title word has a clause of its own, so that the name after it is another phrase.
fn is_noun_of_clause(context: &Context, title: u32, name: &Range<u32>) -> bool {
    context.upos(title) == Upos::Noun
        && matches!(context.relation(title), "obj" | "root" | "nsubj" | "xcomp" | "iobj")
        && context.relation(context.head(name).0).starts_with("nsubj")
}

/// Words before a title that belong to it: adjectives, nouns, names, possessives.
fn extend_left(context: &Context, first: u32, mut start: u32) -> u32 {
    while start > first {
        let before = start - 1;
        let inside =
            context.analysis.token(TokenId(before)).head.is_some_and(|head| (start..start + 12).contains(&head.0));
        let take = match context.upos(before) {
            Upos::Propn | Upos::Noun | Upos::Adj => {
                let adjunct = before > first
                    && matches!(context.word_at(before - 1), "in" | "In" | "at" | "At" | "from" | "From")
                    && context.gazetteer.place(context.word_at(before)).is_some();
                inside && !adjunct
            }
            Upos::Part => context.is_possessive_mark(before),
            Upos::Punct => context.word_at(before) == "-" && start - first > 1,
            Upos::Adp => false,
            Upos::Cconj => start - first > 1 && of_word(context, start - 2).is_some() && !context.is_capitalised(start),
            Upos::X => true,
            Upos::Verb => context.is_in(WordClass::Holding, before),
            _ => false,
        };
        if !take || (context.upos(before) == Upos::Noun && context.relation(before) == "obl:unmarked") {
            break;
        }
        start = before;
    }
    while start < first + 64 && context.is_possessive_mark(start) {
        start += 1;
    }
    start
}

/// "Minister of Education", "Ambassador to the United States": a title, a preposition and a noun phrase.
fn with_preposition(context: &Context, first: u32, end: u32) -> Option<Range<u32>> {
    let mut title = None;
    let mut prepositions = 0;
    for index in (first.max(end.saturating_sub(14))..end).rev() {
        match context.upos(index) {
            Upos::Adp if matches!(context.word_at(index), "of" | "for" | "to" | "at" | "on" | "in") => {
                prepositions += 1;
                if index == 0 {
                    break;
                }
                let before = index - 1;
                if before >= first && of_word(context, before).is_some() {
                    title = Some(before);
                }
            }
            Upos::Propn | Upos::Noun | Upos::Adj | Upos::Det | Upos::X => {}
            Upos::Cconj if title.is_none() => {}
            Upos::Punct if context.word_at(index) == "-" => {}
            _ => break,
        }
        if prepositions > 3 {
            break;
        }
    }
    let title = title?;
    let start = extend_left(context, first, ending_at(context, title)?.0.start);
    let capital = context.is_capitalised(start) && context.is_capitalised(end - 1);
    let opens = start == first || !matches!(context.upos(start - 1), Upos::Det | Upos::Adp);
    if !capital || !opens || (title + 1..end).any(|index| is_particle_of_clause(context, index)) {
        return None;
    }
    Some(start..end)
}

fn is_particle_of_clause(context: &Context, index: u32) -> bool {
    matches!(context.upos(index), Upos::Verb | Upos::Aux | Upos::Pron) && !context.is_in(WordClass::NameParticle, index)
}

/// "The secretary general of the union, Bo Diaz, …": the title of a definite description before a name in commas.
pub(crate) fn described_before(context: &Context, name: &Range<u32>) -> Option<TokenId> {
    let sentence = context.sentence(name.start);
    let comma = name.start.checked_sub(1).filter(|&comma| comma > sentence.start && context.word_at(comma) == ",")?;
    let closes = name.end < sentence.end && context.word_at(name.end) == ",";
    let title = (sentence.start.max(comma.saturating_sub(14))..comma)
        .rev()
        .take_while(|&token| {
            !matches!(context.upos(token), Upos::Verb | Upos::Aux | Upos::Punct | Upos::Pron)
                || matches!(context.word_at(token), "-" | "(" | ")")
        })
        .filter(|&token| of_word(context, token).is_some())
        .last()?;
    let nominal = |token: u32| {
        matches!(
            context.upos(token),
            Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Punct | Upos::Adv | Upos::Part | Upos::Adp
        )
    };
    (closes && (sentence.start..title).all(nominal)).then_some(TokenId(title))
}

/// "Bo Diaz, a senior economist at …": the title of a description in commas after a name, by the order of the words
/// alone, and that of a second one joined with "and".
pub(crate) fn described_after(context: &Context, from: u32) -> Option<TokenId> {
    let sentence = context.sentence(from.saturating_sub(1));
    if from >= sentence.end || !matches!(context.word_at(from), "," | "and") {
        return None;
    }
    let phrase = from + 1..sentence.end.min(from + 10);
    let nominal = |token: &u32| {
        matches!(context.upos(*token), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Part | Upos::X)
            || context.word_at(*token) == "-"
    };
    let head = phrase.clone().take_while(nominal).filter(|&token| of_word(context, token).is_some()).last()?;
    let ends = head + 1 >= sentence.end
        || matches!(context.upos(head + 1), Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Pron);
    let told =
        context.upos(phrase.start) == Upos::Det || (context.word_at(from) == "," && !context.is_capitalised(head));
    let named = (phrase.start..head).any(|token| context.gazetteer.forename(context.word_at(token)).is_some());
    (ends && told && !named).then_some(TokenId(head))
}
