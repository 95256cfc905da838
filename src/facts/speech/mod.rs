//! [`Analysis`], [`Referents`] and times → who says what.
//!
//! In: the trees, who is who, when. Out: an [`Attribution`] for each reporting clause, in the order of the text: direct
//! speech with the quotation, indirect speech with the reported clause. Which words report, and with what stance, is
//! data: `ontology/speech.ttl`.
//!
//! The way: [`quotes`] are told apart from the running text; [`cues`] are found in the text around them; a quotation
//! goes to the cue beside it ([`direct`]); cues without one take the clause, object or request that depends on them
//! ([`content`]).

mod content;
mod cues;
mod direct;
mod lexicon;
mod narration;
mod quotes;
mod speakers;
#[cfg(test)]
mod tests;

use super::time::TimeMention;
use super::{Attribution, EntityId, Interval, Referents, SpeechForm, Stance};
use crate::identity::{Gazetteer, Words};
use crate::ingest::Document;
use crate::language::{Analysis, TokenId, Trees, relation_is};
use crate::text::Span;
use cues::Reporting;
use lexicon::Lexicon;
use quotes::Quote;
use speakers::Speakers;
use std::collections::HashMap;
use std::ops::Range;

/// Finds who says what in a document. Only what named people, organisations and governments say is attributed.
///
/// An attribution of stance [`Stance::Withholds`] ("did not confirm") reports that something was not said.
pub fn find(
    document: &Document,
    analysis: &Analysis,
    referents: &Referents,
    times: &[TimeMention],
) -> Vec<Attribution> {
    let trees = Trees::new(analysis);
    let lexicon = Lexicon::embedded();
    let words = Gazetteer::embedded().words();
    let scene = Scene {
        text: &document.text,
        analysis,
        trees: &trees,
        quotes: quotes::find(&document.text),
        speakers: Speakers { lexicon, trees: &trees, referents, words },
        times,
        words,
    };
    let reportings = cues::find(lexicon, &scene);
    let mut found = direct::attribute(&scene, &reportings);
    for reporting in &reportings {
        if !found.iter().any(|attribution| attribution.cue == Some(reporting.token)) {
            found.extend(content::attribute(&scene, reporting));
        }
    }
    found.sort_by_key(|attribution| (attribution.evidence.start, attribution.said.start, attribution.said.end));
    found.dedup_by(|later, first| later.said == first.said && later.speakers == first.speakers);
    without_repeated(&scene, found)
}

/// Without what repeats a part of another attribution to the same speakers: of "Berg recalled telling Lee that she was
/// tired" the whole remains.
fn without_repeated(scene: &Scene<'_>, found: Vec<Attribution>) -> Vec<Attribution> {
    let mut widest: HashMap<Vec<EntityId>, Vec<(Span, Option<TokenId>)>> = HashMap::new();
    for attribution in found.iter().filter(|attribution| attribution.stance != Stance::Withholds) {
        widest.entry(attribution.speakers.clone()).or_default().push((attribution.said, attribution.cue));
    }
    widest.values_mut().for_each(|spans| spans.sort());
    found
        .into_iter()
        .filter(|attribution| {
            let others = widest.get(&attribution.speakers).map_or(&[][..], Vec::as_slice);
            let first = others.partition_point(|(other, _)| other.start + FURTHEST < attribution.said.start);
            !others[first..].iter().take_while(|(other, _)| other.start <= attribution.said.start).any(
                |(other, cue)| {
                    *other != attribution.said
                        && other.contains(attribution.said)
                        && is_reported_by(scene, *cue, attribution.cue)
                },
            )
        })
        .collect()
}

/// Whether a cue stands in what another one reports, not beside it ("stressed …, while noting …").
fn is_reported_by(scene: &Scene<'_>, outer: Option<TokenId>, inner: Option<TokenId>) -> bool {
    let (Some(outer), Some(inner)) = (outer, inner) else { return false };
    if scene.trees.sentence_index(outer) != scene.trees.sentence_index(inner) {
        return true;
    }
    let mut below = inner;
    for above in scene.trees.ancestors(inner) {
        if above == outer {
            return relation_is(&scene.trees.token(below).relation, "ccomp");
        }
        below = above;
    }
    true
}

/// A reported clause is not longer, in bytes.
const FURTHEST: usize = 2000;

/// What is told within a quotation is less sure to be a statement of its own.
const WITHIN_QUOTATION: f32 = 0.85;

/// What the search for speech looks at.
struct Scene<'a> {
    text: &'a str,
    analysis: &'a Analysis,
    trees: &'a Trees<'a>,
    quotes: Vec<Quote>,
    speakers: Speakers<'a>,
    times: &'a [TimeMention],
    /// The small classes of words: auxiliaries, negations.
    words: &'a Words,
}

impl Scene<'_> {
    /// The first token that ends after a byte of the text.
    fn token_from(&self, byte: usize) -> u32 {
        self.analysis.tokens.partition_point(|token| token.span.end <= byte) as u32
    }

    /// The tokens that lie within a span of the text.
    fn tokens_in(&self, span: Span) -> Range<u32> {
        let first = self.analysis.tokens.partition_point(|token| token.span.start < span.start);
        let last = self.analysis.tokens.partition_point(|token| token.span.end <= span.end);
        first as u32..last.max(first) as u32
    }

    /// The quotation that a token stands in.
    fn quote_of(&self, token: TokenId) -> Option<usize> {
        let span = self.trees.token(token).span;
        let at = self.quotes.partition_point(|quote| quote.outer.end <= span.start);
        self.quotes.get(at).filter(|quote| quote.outer.contains(span)).map(|_| at)
    }

    /// The words that fill a role of a predicate.
    fn role(&self, predicate: TokenId, label: &str) -> Option<Range<u32>> {
        let predicates = &self.analysis.predicates;
        let at = predicates.binary_search_by_key(&predicate, |predicate| predicate.token).ok()?;
        predicates[at].roles.iter().find(|role| role.label == label).map(|role| role.tokens.clone())
    }

    /// The word of a phrase that all others of it depend on.
    fn head_of(&self, tokens: &Range<u32>) -> Option<TokenId> {
        tokens.clone().map(TokenId).find(|&id| self.trees.token(id).head.is_none_or(|head| !tokens.contains(&head.0)))
    }

    fn is_punctuation(&self, token: u32) -> bool {
        self.analysis
            .tokens
            .get(token as usize)
            .is_some_and(|token| !token.span.of(self.text).chars().any(char::is_alphanumeric))
    }

    /// An attribution of the words at `said` to the speakers of a cue; `None` where they name nobody.
    fn attribution(&self, reporting: &Reporting<'_>, said: Span, form: SpeechForm) -> Option<Attribution> {
        let said = trimmed(self.text, said);
        let speakers = self.speakers.of(reporting.subject?);
        if speakers.is_empty() || said.is_empty() {
            return None;
        }
        if self.speakers.names_itself(reporting.subject?, &speakers, said.of(self.text)) {
            return None;
        }
        let content = self.tokens_in(said);
        let sentence = self.trees.sentence(reporting.token).span;
        let head = reporting.subject?;
        let near = self.trees.token(reporting.token).span.cover(self.trees.token(head).span);
        let evidence =
            if sentence.contains(said) { sentence } else { near.cover(sentence_part(sentence, said)).cover(said) };
        let stance = if reporting.negated { Stance::Withholds } else { reporting.cue.stance };
        Some(Attribution {
            speakers,
            cue: Some(reporting.token),
            said,
            content: content.clone(),
            form,
            when: self.when(reporting.token, &content),
            evidence,
            stance,
            rule: format!("speech#{}", reporting.cue.name),
            confidence: reporting.cue.confidence
                * self.speakers.certainty(head, self.analysis)
                * if self.quote_of(reporting.token).is_some() { WITHIN_QUOTATION } else { 1.0 },
        })
    }

    /// When it was said: a time that depends on the cue or on "in a statement", outside of the content.
    fn when(&self, cue: TokenId, content: &Range<u32>) -> Option<Interval> {
        let governs = |head: TokenId| {
            head == cue
                || (self.trees.token(head).head == Some(cue)
                    && self
                        .speakers
                        .lexicon
                        .cues(lexicon::CueKind::Document, &self.trees.token(head).lemma)
                        .next()
                        .is_some())
        };
        let time = self.times.iter().find(|time| {
            let outside = !content.contains(&time.tokens.start) && self.quote_of(TokenId(time.tokens.start)).is_none();
            outside
                && time.expression.interval.is_some()
                && time.tokens.clone().map(TokenId).any(|token| {
                    self.trees.token(token).head.is_some_and(|head| !time.tokens.contains(&head.0) && governs(head))
                })
        });
        time.and_then(|time| time.expression.interval.clone())
    }
}

/// The sentence of the cue as far as it is evidence of words that lie outside of it.
fn sentence_part(sentence: Span, said: Span) -> Span {
    if said.start < sentence.start { Span::new(said.start, sentence.end) } else { sentence }
}

/// A span without spaces and commas at its ends, and without quotation marks where they enclose just all of it.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = words.len() - words.trim_start_matches([' ', ',', '\n', ':', ';', '–', '—', '”', '…']).len();
    let end = words.trim_end_matches([' ', ',', '\n', ';', ':', '–', '—']).len();
    Span::new(span.start + start, span.start + end.max(start))
}
