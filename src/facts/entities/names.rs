//! Names in the text: the spans that the language model found, repaired, and those that only the gazetteer knows.

use super::context::Context;
use super::pieces::pieces;
use super::{known, shape, spans, titles};
use crate::identity::WordClass;
use crate::language::{NameKind, Upos};
use std::ops::Range;

/// What a name names, nationalities apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Person,
    Organisation,
    Place,
    Nationality,
    Other,
}

impl From<NameKind> for Kind {
    fn from(kind: NameKind) -> Self {
        match kind {
            NameKind::Person => Self::Person,
            NameKind::Organisation => Self::Organisation,
            NameKind::Place => Self::Place,
            NameKind::Other => Self::Other,
        }
    }
}

/// A name at one place of the text.
#[derive(Debug, Clone)]
pub(crate) struct NameMention {
    /// Its tokens, without titles, articles and the possessive mark.
    pub(crate) tokens: Range<u32>,
    /// What it names.
    pub(crate) kind: Kind,
    /// How sure the model is, or the gazetteer where the model saw none.
    pub(crate) confidence: f32,
    /// The words.
    pub(crate) text: String,
    /// The title phrase before it.
    pub(crate) title: Option<Range<u32>>,
}

/// Finds the names, in the order of the text.
pub(crate) fn find(context: &Context) -> Vec<NameMention> {
    let mut covered = vec![false; context.analysis.tokens.len()];
    let mut mentions = Vec::new();
    let found: Vec<spans::Piece> = context
        .analysis
        .names
        .iter()
        .filter(|name| !name.tokens.clone().any(|token| context.is_outside(token)))
        .flat_map(|name| {
            let parts = pieces(context, name.tokens.clone(), name.kind.into());
            parts.into_iter().map(|(tokens, kind)| (tokens, kind, name.confidence))
        })
        .collect();
    for (tokens, kind, confidence) in spans::complete(context, &spans::with_bodies(context, found)) {
        push(context, &mut mentions, &mut covered, tokens, kind, confidence);
    }
    known::add_people_after_titles(context, &mut mentions, &mut covered);
    known::add_known(context, &mut mentions, &mut covered);
    for tokens in spans::told_organisations(context, &covered) {
        push(context, &mut mentions, &mut covered, tokens, Kind::Organisation, 0.6);
    }
    known::add_ministries(context, &mut mentions, &covered);
    mentions.retain(|mention| !is_part_of_title(context, mention));
    mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
    cut_headline_names(context, &mut mentions);
    for mention in &mut mentions {
        mention.title = titles::before(context, &mention.tokens, mention.kind == Kind::Person);
    }
    mentions
}

/// "U.S. Commerce" before "Secretary" names the country: the field of government belongs to the title.
fn without_field(context: &Context, tokens: Range<u32>) -> Option<Range<u32>> {
    let head = titles::of_word(context, tokens.end).filter(|_| tokens.end < context.sentence(tokens.start).end)?;
    if !head.name.rsplit(' ').next().is_some_and(|head| context.gazetteer.words().is(WordClass::FieldTitle, head)) {
        return None;
    }
    (tokens.start + 1..tokens.end).map(|field| tokens.start..field).find(|country| {
        context.gazetteer.country(&context.surface(country)).is_some()
            && context
                .gazetteer
                .words()
                .is_government_field(&context.surface(&(country.end..tokens.end)).to_lowercase())
    })
}

/// Where all words have capitals, a name may have run on into a verb: "Ann Lee Slams". The text's own name is cut out.
fn cut_headline_names(context: &Context, mentions: &mut [NameMention]) {
    let told: Vec<String> = mentions
        .iter()
        .filter(|mention| mention.tokens.len() > 1 && !context.in_headline(mention.tokens.start))
        .map(|mention| mention.text.clone())
        .collect();
    for mention in mentions.iter_mut().filter(|mention| context.in_headline(mention.tokens.start)) {
        let longer =
            |name: &&String| mention.text.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' '));
        if told.contains(&mention.text) {
            continue;
        }
        if let Some(name) = told.iter().filter(longer).max_by_key(|name| name.len()) {
            let start = mention.tokens.start;
            if let Some(end) = (start + 1..mention.tokens.end).find(|&end| context.surface(&(start..end)) == *name) {
                mention.text.clone_from(name);
                mention.tokens.end = end;
            }
        }
    }
}

/// "U.S. District" before "Judge", "Kent County" before "Sheriff": what belongs to the title of several words that goes on
/// after the span is taken off. `None` where there is no such title.
fn without_title(context: &Context, tokens: &Range<u32>) -> Option<Range<u32>> {
    let last = tokens.end;
    if tokens.is_empty() || last >= context.sentence(tokens.start).end || !context.is_capitalised(last) {
        return None;
    }
    let (title, _) = titles::ending_at(context, last)?;
    (title.start < tokens.end && title.start > tokens.start).then_some(tokens.start..title.start)
}

/// "State Department" of "State Department Spokesperson", which is nobody's name.
fn body_before_title(context: &Context, tokens: &Range<u32>) -> Option<Range<u32>> {
    let body = tokens.start..tokens.end.saturating_sub(1);
    titles::of_word(context, tokens.end.checked_sub(1)?)?;
    let told = body.len() > 1 && shape::told_by_words(context, &context.surface(&body)) == Some(Kind::Organisation);
    let known = !body.is_empty() && context.gazetteer.organisation(&context.surface(&body)).is_some();
    (told || known).then_some(body)
}

/// "District" before "Judge": nothing but the front of a title, and no place that the gazetteer knows.
fn is_in_title(context: &Context, tokens: &Range<u32>) -> bool {
    tokens.end < context.sentence(tokens.start).end
        && context.is_capitalised(tokens.end)
        && context.gazetteer.place(&context.surface(tokens)).is_none()
        && titles::ending_at(context, tokens.end).is_some_and(|(title, _)| title.start <= tokens.start)
}

/// Whether a single word at the beginning of a sentence is one that the text has in lower case too, and nothing that the
/// gazetteer knows: its capital is that of the sentence.
fn is_common_word(context: &Context, tokens: &Range<u32>) -> bool {
    let first = tokens.start;
    if tokens.len() != 1 || first != context.sentence(first).start {
        return false;
    }
    let word = context.word_at(first);
    let known = context.gazetteer.country(word).is_some()
        || context.gazetteer.organisation(word).is_some()
        || context.gazetteer.forename(word).is_some()
        || context.gazetteer.is_surname(word)
        || context.gazetteer.place(word).is_some_and(|place| place.population == 0 || place.population > 100_000);
    let noun = matches!(context.upos(first), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Adv);
    !known && (noun || context.has_in_lower_case(word)) && !context.has_in_mid_sentence(word)
}

/// Adds a name where its tokens are free and can be one, without what does not belong to it.
pub(crate) fn push(
    context: &Context,
    mentions: &mut Vec<NameMention>,
    covered: &mut [bool],
    tokens: Range<u32>,
    kind: Kind,
    confidence: f32,
) {
    let mut tokens = shape::trim(context, tokens, kind);
    let mut kind = kind;
    if kind != Kind::Person
        && context.gazetteer.organisation(&context.surface(&tokens)).is_none()
        && let Some(before_title) = without_title(context, &tokens)
    {
        tokens = before_title;
    }
    if kind == Kind::Person
        && let Some(body) = body_before_title(context, &tokens)
    {
        tokens = body;
        kind = Kind::Organisation;
    }
    if tokens.is_empty()
        || is_common_word(context, &tokens)
        || kind != Kind::Organisation && is_in_title(context, &tokens)
    {
        return;
    }
    if !tokens.is_empty()
        && kind == Kind::Organisation
        && tokens.end < context.analysis.tokens.len() as u32
        && let Some(country) = without_field(context, tokens.clone())
    {
        tokens = country;
        kind = Kind::Place;
    }
    if tokens.is_empty() || tokens.clone().any(|token| covered[token as usize]) {
        return;
    }
    // The "D" of "(D-Ohio)".
    let first = tokens.start;
    let party = context.is_in(WordClass::PartyLetter, first)
        && first + 1 < context.sentence(first).end
        && context.word_at(first + 1) == "-";
    if tokens.len() == 1 && party {
        return;
    }
    let office = kind == Kind::Organisation
        && tokens.len() > 2
        && titles::of_word(context, tokens.start).is_some()
        && context.upos(tokens.start + 1) == Upos::Adp;
    if office {
        return;
    }
    let ends_in_event = context.gazetteer.words().is_event_word(context.word_at(tokens.end - 1));
    if ends_in_event && tokens.len() > 1 {
        let body = tokens.start..tokens.end - 1;
        if context.gazetteer.organisation(&context.surface(&body)).is_some() {
            tokens = body;
        }
    }
    let text = context.surface(&tokens);
    if tokens.len() == 1 && ends_in_event || !shape::is_name_like(context, &text, kind) {
        return;
    }
    for token in tokens.clone() {
        covered[token as usize] = true;
    }
    let kind = if context.gazetteer.demonym(&text).is_some() && context.gazetteer.place(&text).is_none() {
        Kind::Nationality
    } else {
        kind
    };
    mentions.push(NameMention { tokens, kind, confidence, text, title: None });
}

/// "State" in "Secretary of State", "Defence" in "Defence Secretaries", and a title that the model took for a name.
fn is_part_of_title(context: &Context, mention: &NameMention) -> bool {
    let lower = mention.text.to_lowercase();
    let words = context.gazetteer.words();
    if words.title(&lower).is_some() || words.honorific(&mention.text).is_some() {
        return mention.kind != Kind::Organisation || mention.tokens.len() == 1;
    }
    // "US Secretary", "Iraqi Foreign Minister": a post and whose it is.
    if mention.kind == Kind::Person && titles::of_word(context, mention.tokens.end - 1).is_some() {
        let tells_whose = |token: u32| {
            let word = context.word_at(token);
            context.gazetteer.country(word).is_some()
                || context.gazetteer.demonym(word).is_some()
                || words.is_government_field(&word.to_lowercase())
                || titles::of_word(context, token).is_some()
        };
        if mention.tokens.clone().all(tells_whose) {
            return true;
        }
    }
    if !words.is_government_field(&lower) {
        return false;
    }
    let sentence = context.sentence(mention.tokens.start);
    let after_title = mention.tokens.start >= sentence.start + 2
        && matches!(context.upos(mention.tokens.start - 1), Upos::Adp)
        && titles::of_word(context, mention.tokens.start - 2).is_some();
    let before_title = mention.tokens.end < sentence.end && titles::of_word(context, mention.tokens.end).is_some();
    after_title
        || before_title && lower != "treasury"
        || !lower.contains(' ') && lower != "treasury"
        || lower == "foreign affairs"
}
