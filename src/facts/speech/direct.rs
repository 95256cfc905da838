//! Direct speech: which cue a quotation belongs to.
//!
//! A quotation that is a sentence goes to the cue right after it ("…", said X), or right before it (X said: "…"). One
//! that has no cue of its own goes on with the one before it in its paragraph, or with that of the paragraph before.

use super::Scene;
use super::cues::Reporting;
use super::lexicon::{Content, CueKind};
use super::quotes::Quote;
use super::{content, narration};
use crate::facts::{Attribution, SpeechForm};
use crate::language::{TokenId, Upos};
use crate::text::Span;

/// The attributions of all quotations that are sentences.
pub(super) fn attribute(scene: &Scene<'_>, reportings: &[Reporting<'_>]) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for (number, quote) in scene.quotes.iter().enumerate() {
        let position = position(scene, quote, reportings)
            .into_iter()
            .find(|(reporting, _)| reporting.subject.is_some_and(|subject| !scene.speakers.of(subject).is_empty()));
        let told = if position.is_none() { narration::before(scene, quote, reportings) } else { None };
        if let Some((reporting, form)) = position {
            if let Some(at) = found.iter().position(|attribution| attribution.cue == Some(reporting.token)) {
                extend(scene, &mut found[at], quote);
                last = Some((at, number));
                continue;
            }
            let said = match form {
                SpeechForm::Direct => quote.inner,
                _ => Span::new(scene.trees.sentence(first_token(scene, quote)).span.start, quote.outer.end),
            };
            last = None;
            if let Some(mut attribution) = scene.attribution(reporting, said, form) {
                attribution.content = scene.tokens_in(said);
                found.push(attribution);
                last = Some((found.len() - 1, number));
            }
        } else if let Some((at, before)) = last
            && goes_on(scene, before, number)
            && told.as_ref().is_none_or(|told| told.speakers == found[at].speakers)
        {
            extend(scene, &mut found[at], quote);
            last = Some((at, number));
        } else if let Some(told) = told {
            found.push(told);
            last = Some((found.len() - 1, number));
        }
    }
    found.extend(reportings.iter().filter_map(|reporting| block(scene, reporting)));
    found
}

pub(super) fn first_token(scene: &Scene<'_>, quote: &Quote) -> TokenId {
    let last = scene.analysis.tokens.len().saturating_sub(1) as u32;
    TokenId(scene.token_from(quote.inner.start).min(last))
}

fn extend(scene: &Scene<'_>, attribution: &mut Attribution, quote: &Quote) {
    let tokens = scene.tokens_in(quote.inner);
    attribution.content.end = attribution.content.end.max(tokens.end);
}

/// Whether a quotation without cue goes on with the one before: in the same paragraph, or in the next one where that
/// one was left open or this paragraph begins with a sentence in marks.
fn goes_on(scene: &Scene<'_>, before: usize, number: usize) -> bool {
    let (earlier, quote) = (&scene.quotes[before], &scene.quotes[number]);
    let between = scene.text.get(earlier.outer.end..quote.outer.start).unwrap_or("");
    let paragraphs = between.matches('\n').count();
    let is_sentence = begins_sentence(scene, quote);
    let whole_lines_between = between.lines().skip(1).any(|line| !line.trim().is_empty());
    match paragraphs {
        0 => is_sentence,
        _ if before + 1 != number || whole_lines_between => false,
        _ => earlier.open || is_sentence,
    }
}

pub(super) fn begins_sentence(scene: &Scene<'_>, quote: &Quote) -> bool {
    quote.inner.of(scene.text).trim_start_matches(['.', '…', ' ', '[', '‘', '\'']).starts_with(char::is_uppercase)
}

/// The cues that a quotation may have, the likelier first, and the form of speech.
fn position<'r, 'l>(
    scene: &Scene<'_>,
    quote: &Quote,
    reportings: &'r [Reporting<'l>],
) -> Vec<(&'r Reporting<'l>, SpeechForm)> {
    let verbs = || {
        let apart = |reporting: &&Reporting<'_>| scene.quote_of(reporting.token).is_none();
        reportings
            .iter()
            .filter(|reporting| reporting.cue.kind == CueKind::Verb && quotes_with(reporting))
            .filter(apart)
    };
    let first = scene.token_from(quote.outer.end);
    let paragraph_goes_on =
        !scene.text.get(quote.outer.end..).unwrap_or("").trim_start_matches([' ', ',', ')']).starts_with('\n');
    let after = verbs().find(|reporting| paragraph_goes_on && starts_at(scene, reporting, first));
    let before = verbs().rfind(|reporting| leads_to(scene, reporting, quote));
    let mut found: Vec<_> = before.map(|before| (before, SpeechForm::Direct)).into_iter().collect();
    let Some(after) = after else { return found };
    let sentence = scene.trees.sentence(first_token(scene, quote)).span;
    let prefix = scene.text.get(sentence.start.min(quote.outer.start)..quote.outer.start).unwrap_or("");
    if !prefix.chars().any(char::is_alphanumeric)
        || begins_sentence(scene, quote) && prefix.trim_end().ends_with(['.', ':', ';'])
    {
        found.push((after, SpeechForm::Direct));
        return found;
    }
    let ends_with_comma =
        quote.inner.of(scene.text).ends_with([',', '?', '!']) || scene.text[quote.outer.end..].starts_with(',');
    let own_sentence = scene.trees.sentence(after.token).span.overlaps(sentence);
    let told = is_clause(scene, quote)
        || scene
            .tokens_in(Span::new(sentence.start.min(quote.outer.start), quote.outer.start))
            .any(|token| matches!(scene.trees.token(TokenId(token)).upos, Upos::Verb | Upos::Aux));
    if ends_with_comma && own_sentence && told {
        found.push((after, SpeechForm::Mixed));
    }
    found
}

fn quotes_with(reporting: &Reporting<'_>) -> bool {
    reporting.takes(Content::Quotation) || reporting.takes(Content::Clause)
}

/// Whether the cue or its subject is what comes first from a token on: `"…," | Anna Berg said`, `"…," | said Anna Berg`.
fn starts_at(scene: &Scene<'_>, reporting: &Reporting<'_>, token: u32) -> bool {
    let Some(subject) = reporting.subject else { return false };
    let mut token = token;
    let limit = token + 3;
    while token < limit && scene.is_punctuation(token) {
        if scene.trees.token(TokenId(token)).span.of(scene.text) == "." {
            return false;
        }
        token += 1;
    }
    if reporting.token.0 < token || subject.0 < token {
        return false;
    }
    let start = content::phrase_start(scene, subject).min(reporting.token.0);
    let title = (token..start).all(|token| {
        let word = scene.trees.token(TokenId(token));
        !scene.is_punctuation(token) && !matches!(word.upos, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Sconj)
    });
    start.saturating_sub(token) <= 8 && title && reporting.token.0 - token < 40
}

/// Whether the cue's clause leads to a quotation: `Anna Berg said, | "…"`, `said: | "…"`, `says | "many …"`.
fn leads_to(scene: &Scene<'_>, reporting: &Reporting<'_>, quote: &Quote) -> bool {
    let cue = scene.trees.token(reporting.token).span;
    if cue.end > quote.outer.start || reporting.subject.is_none() {
        return false;
    }
    let between = scene.text.get(cue.end..quote.outer.start).unwrap_or("");
    if between.trim().is_empty() {
        return is_clause(scene, quote);
    }
    let led = between.trim_end();
    let marked = led.ends_with([',', ':']);
    let in_sentence = scene.trees.sentence(reporting.token).span.end;
    let same_sentence = in_sentence >= quote.outer.start || marked;
    let short = between.split_whitespace().count() <= 12 && !between.contains(['.', '“', '”', '"']);
    let reported = scene
        .trees
        .children_by(reporting.token, "ccomp")
        .any(|clause| clause.0 > reporting.token.0 && scene.trees.token(clause).span.end <= quote.outer.start);
    marked && same_sentence && short && !reported && (begins_sentence(scene, quote) || is_clause(scene, quote))
}

/// Whether a quotation is more than a phrase.
pub(super) fn is_clause(scene: &Scene<'_>, quote: &Quote) -> bool {
    let tokens = scene.tokens_in(quote.inner);
    tokens.len() > 4
        && tokens.clone().any(|token| matches!(scene.trees.token(TokenId(token)).upos, Upos::Verb | Upos::Aux))
}

/// "The minister said:" and a paragraph without marks: that paragraph.
fn block(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Attribution> {
    if reporting.cue.kind != CueKind::Verb || !reporting.takes(Content::Quotation) {
        return None;
    }
    let sentence = scene.trees.sentence(reporting.token);
    let rest = scene.text.get(scene.trees.token(reporting.token).span.end..)?;
    let colon = rest.find(':')?;
    let lead = &rest[..colon];
    let after = &rest[colon + 1..];
    if lead.contains(['\n', '.', '“', '"'])
        || lead.split_whitespace().count() > 8
        || !after.trim_start_matches(' ').starts_with('\n')
    {
        return None;
    }
    let start = scene.trees.token(reporting.token).span.end + colon + 1 + (after.len() - after.trim_start().len());
    let paragraph = scene.text.get(start..)?.lines().next()?;
    if paragraph.starts_with(['“', '"', '`', '-', '•', '*']) || !paragraph.trim_end().ends_with(['.', '!', '?']) {
        return None;
    }
    let span = Span::new(start, start + paragraph.trim_end().len());
    let mut attribution = scene.attribution(reporting, span, SpeechForm::Direct)?;
    attribution.evidence = sentence.span.cover(Span::new(sentence.span.start, start - 1)).cover(span);
    Some(attribution)
}
