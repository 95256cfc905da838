//! Quotations without a reporting word of their own that follow a sentence about somebody: "Anna Berg shook her head.
//! “This cannot go on.”"

use super::Scene;
use super::cues::Reporting;
use super::direct::{begins_sentence, first_token, is_clause};
use super::lexicon::CueKind;
use super::quotes::Quote;
use crate::facts::{Attribution, EntityKind, SpeechForm, Stance};
use crate::language::{Sentence, TokenId};

/// The attribution of a quotation that is a sentence of its own to the person of whom the sentence right before it
/// tells: in the same paragraph, or, where that sentence reports what the person said, in the paragraph before.
pub(super) fn before(scene: &Scene<'_>, quote: &Quote, reportings: &[Reporting<'_>]) -> Option<Attribution> {
    let cue = scene.speakers.lexicon.cues.iter().find(|cue| cue.kind == CueKind::Narration)?;
    let number = scene.trees.sentence_index(first_token(scene, quote));
    let here = &scene.analysis.sentences[number];
    let earlier = &scene.analysis.sentences[number.checked_sub(1)?];
    let gap = scene.text.get(earlier.span.end..quote.outer.start)?;
    let alone = gap.chars().all(|c| c.is_whitespace() || "”\"'".contains(c));
    let ended = earlier.span.of(scene.text).trim_end_matches(['”', '"', '\'']).ends_with(['.', '!', '?', ':']);
    if !alone || !ended || !begins_sentence(scene, quote) || !is_clause(scene, quote) {
        return None;
    }
    let reporting = reportings.iter().find(|reporting| earlier.tokens.contains(&reporting.token.0));
    if gap.contains('\n') && (reporting.is_none() || !fills_paragraph(scene, quote)) {
        return None;
    }
    let subject = match reporting {
        Some(reporting) => reporting.subject.filter(|_| !reporting.negated)?,
        None => subject_of(scene, earlier)?,
    };
    let speakers = scene.speakers.of(subject);
    let person = |&id: &_| scene.speakers.referents.entity(id).kind == EntityKind::Person;
    if speakers.len() != 1 || !(speakers.iter().all(person) || reporting.is_some()) {
        return None;
    }
    let content = scene.tokens_in(quote.inner);
    Some(Attribution {
        speakers,
        cue: None,
        said: quote.inner,
        when: None,
        evidence: earlier.span.cover(here.span).cover(quote.outer),
        form: SpeechForm::Direct,
        stance: Stance::Affirms,
        rule: format!("speech#{}", cue.name),
        confidence: cue.confidence * scene.speakers.certainty(subject, scene.analysis),
        content,
    })
}

/// The subject of a sentence's main clause.
fn subject_of(scene: &Scene<'_>, sentence: &Sentence) -> Option<TokenId> {
    let root = sentence.tokens.clone().map(TokenId).find(|&token| scene.trees.token(token).head.is_none())?;
    scene.trees.child_by(root, "nsubj").filter(|&subject| scene.quote_of(subject).is_none())
}

/// Whether nothing but the quotation stands in its paragraph.
fn fills_paragraph(scene: &Scene<'_>, quote: &Quote) -> bool {
    let before = scene.text.get(..quote.outer.start).unwrap_or("").trim_end_matches(' ');
    let after = scene.text.get(quote.outer.end..).unwrap_or("").trim_start_matches([' ', '.']);
    (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
}
