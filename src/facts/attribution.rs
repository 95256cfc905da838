//! Who says what: the words that the article gives to somebody.

use super::{EntityId, Interval, SpeechForm};
use crate::language::TokenId;
use crate::text::Span;
use std::ops::Range;

/// One act of speech: a source, a cue ("said", "according to"), and the content.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Who speaks; several for "Merkel and Macron said".
    pub speakers: Vec<EntityId>,
    /// The cue's head word; none for a quotation whose speaker follows from the one before it.
    pub cue: Option<TokenId>,
    /// What is said (bytes of the document), without quotation marks around it.
    pub said: Span,
    /// The tokens of the content; a quotation over several sentences is one range.
    pub content: Range<u32>,
    /// Direct, indirect or mixed.
    pub form: SpeechForm,
    /// When it was said.
    pub when: Option<Interval>,
    /// The evidence: source, cue and content (bytes of the document).
    pub evidence: Span,
    /// Whether the source takes the content for true ("confirmed"), for false ("denied"), or leaves it open ("said").
    pub stance: Stance,
    /// The rule that found it: `events/statement#said`.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f32,
}

/// What the source thinks of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// "confirmed", "announced", "said".
    Affirms,
    /// "denied that".
    Denies,
    /// "has not confirmed", "declined to say whether".
    Withholds,
    /// "asked", "urged", "called for".
    Asks,
}
