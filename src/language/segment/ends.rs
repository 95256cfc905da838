//! Where sentences end: a logistic regression over hashed features of the gap between two chunks.
//!
//! The method is that of D. Gillick, *Sentence Boundary Detection and the Problem with the U.S.* (2009), with the
//! features of `models/training/segment.py`, which trains it and must compute the same.

use super::chunks::chunks;
use super::lexicon::Lexicon;
use crate::text::Span;
use std::fmt::Write;

/// One weight for each value of the hash.
static WEIGHTS: &[u8; 1 << 16] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/segmentation/sentence-ends.bin"));

/// What a score must be above where nothing but a word stands before the gap. The weights were learned from web text, in
/// which such ends are many; in edited text hardly any sentence ends so within a paragraph.
const BARE: i32 = 100;

/// A chunk and whether it is the last of its sentence.
pub(super) struct MarkedChunk {
    pub span: Span,
    pub ends_sentence: bool,
}

/// The chunks of `text[span]`, a paragraph, each marked where it ends a sentence.
pub(super) fn mark(text: &str, span: Span) -> Vec<MarkedChunk> {
    let spans = chunks(text, span);
    let mut marked: Vec<_> = spans.iter().map(|&span| MarkedChunk { span, ends_sentence: false }).collect();
    for (index, score) in scores(text, &spans) {
        let bare = spans[index].of(text).ends_with(char::is_alphanumeric);
        let ends = score > if bare { BARE } else { 0 };
        marked[index].ends_sentence = ends && !is_title(text, &spans[index..]);
    }
    if let Some(last) = marked.last_mut() {
        last.ends_sentence = true;
    }
    marked
}

/// Whether the first of some chunks is a title before a name: "Gen." before "Hart".
fn is_title(text: &str, spans: &[Span]) -> bool {
    let [title, name, ..] = spans else { return false };
    let title = title.of(text).strip_suffix('.').unwrap_or_default().to_lowercase();
    Lexicon::get().before_names.contains(title.as_str()) && name.of(text).starts_with(char::is_uppercase)
}

/// For each chunk after which a sentence may end, its index and the score: above 0 it ends.
fn scores(text: &str, spans: &[Span]) -> Vec<(usize, i32)> {
    let abbreviations = &Lexicon::get().abbreviations;
    let empty = Chunk::new("");
    let parts: Vec<Chunk> = spans.iter().map(|span| Chunk::new(span.of(text))).collect();
    let mut found = Vec::new();
    let (mut quotes, mut depth, mut since) = (0, 0, 0);
    for index in 0..parts.len().saturating_sub(1) {
        let (left, right) = (&parts[index], &parts[index + 1]);
        quotes += left.quotes;
        depth = (depth + left.brackets).max(0);
        since += 1;
        let last_part = left.word.rsplit('-').next().unwrap_or("");
        let abbreviation = abbreviations.contains(last_part);
        let within = left.closers.is_empty() && (right.kind == 'l' || right.openers.starts_with(['-', '—']));
        let goes_on = abbreviation && left.closers.starts_with('.') && right.kind == 'l' && right.openers.is_empty();
        if within || goes_on {
            continue;
        }
        let gap = Gap {
            before: if index > 0 { &parts[index - 1] } else { &empty },
            left,
            right,
            after: parts.get(index + 2).unwrap_or(&empty),
            quoted: quotes % 2 == 1,
            bracketed: depth > 0,
            since,
            abbreviation,
            joined: spans[index].end == spans[index + 1].start,
        };
        let score = gap.score();
        found.push((index, score));
        if score > 0 {
            since = 0;
            depth = 0;
        }
    }
    found
}

/// A chunk taken apart: what is not alphanumeric at its two ends, and the core between.
struct Chunk {
    openers: String,
    closers: String,
    word: String,
    suffix: String,
    shape: String,
    kind: char,
    quotes: usize,
    brackets: i32,
}

impl Chunk {
    fn new(raw: &str) -> Self {
        let first = raw.find(char::is_alphanumeric);
        let (openers, core, closers) = match first {
            None => ("", "", raw),
            Some(first) => {
                let last = raw.char_indices().rev().find(|(_, c)| c.is_alphanumeric());
                let end = last.map_or(raw.len(), |(at, c)| at + c.len_utf8());
                (&raw[..first], &raw[first..end], &raw[end..])
            }
        };
        let word: String = core.chars().flat_map(char::to_lowercase).take(12).collect();
        let letters: Vec<char> = core.chars().take(4).collect();
        let kind = match letters.first() {
            None => '-',
            Some(c) if c.is_numeric() => 'D',
            Some(c) if c.is_uppercase() => 'U',
            Some(c) if c.is_lowercase() => 'l',
            Some(_) => 'o',
        };
        let mut shape = format!("{kind}{}", letters.len());
        if core.contains('.') {
            shape.push('.');
        }
        if letters.len() > 1 && !core.chars().any(char::is_lowercase) {
            shape.push('C');
        }
        let tail = word.chars().count().saturating_sub(3);
        Self {
            openers: openers.chars().map(plain).take(3).collect(),
            closers: closers.chars().map(plain).take(4).collect(),
            suffix: word.chars().skip(tail).collect(),
            word,
            shape,
            kind,
            quotes: raw.chars().filter(|&c| plain(c) == '"').count(),
            brackets: raw.chars().map(|c| i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'))).sum(),
        }
    }
}

/// Quotes and dashes as one sort each.
fn plain(character: char) -> char {
    match character {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '`' | '´' => '\'',
        '–' | '―' => '—',
        other => other,
    }
}

struct Gap<'a> {
    before: &'a Chunk,
    left: &'a Chunk,
    right: &'a Chunk,
    after: &'a Chunk,
    quoted: bool,
    bracketed: bool,
    since: usize,
    abbreviation: bool,
    joined: bool,
}

impl Gap<'_> {
    fn score(&self) -> i32 {
        let Gap { before, left, right, after, .. } = self;
        let (lc, rc, ls, rs, lw, rw) =
            (&left.closers, &right.openers, &left.shape, &right.shape, &left.word, &right.word);
        let kind = right.kind;
        let quote = if self.quoted { "q" } else { "" };
        let bracket = if self.bracketed { "p" } else { "" };
        let period = match (lc.starts_with('.'), self.abbreviation) {
            (true, true) => "A",
            (true, false) => "n",
            (false, _) => "-",
        };
        let join = if self.joined { "j" } else { "" };
        let since = match self.since {
            0..2 => 0,
            2..3 => 1,
            3..6 => 2,
            6..11 => 3,
            11..21 => 4,
            _ => 5,
        };
        [
            weight(format_args!("0")),
            weight(format_args!("1|{lc}")),
            weight(format_args!("2|{lc}|{rc}")),
            weight(format_args!("3|{lc}|{kind}")),
            weight(format_args!("4|{lc}|{rs}")),
            weight(format_args!("5|{lc}|{rw}")),
            weight(format_args!("6|{lw}|{lc}")),
            weight(format_args!("7|{lw}|{lc}|{kind}")),
            weight(format_args!("8|{ls}|{lc}|{kind}")),
            weight(format_args!("9|{ls}|{lc}|{rw}")),
            weight(format_args!("a|{lc}|{rc}|{rs}")),
            weight(format_args!("b|{lc}|{rs}|{}", after.shape)),
            weight(format_args!("c|{lc}|{rw}|{}", after.word)),
            weight(format_args!("d|{lc}|{rc}|{rs}|{}", right.closers)),
            weight(format_args!("e|{}|{ls}|{lc}|{kind}", before.shape)),
            weight(format_args!("f|{}|{ls}|{lc}", before.word)),
            weight(format_args!("g|{quote}|{lc}|{rc}")),
            weight(format_args!("h|{bracket}|{lc}|{rc}|{kind}")),
            weight(format_args!("i|{since}|{lc}|{kind}")),
            weight(format_args!("j|{period}|{ls}|{kind}")),
            weight(format_args!("k|{period}|{rw}")),
            weight(format_args!("l|{period}|{lc}|{rc}|{rs}")),
            weight(format_args!("m|{join}|{lc}|{rs}")),
            weight(format_args!("n|{}|{lc}|{kind}", left.suffix)),
            weight(format_args!("o|{}|{ls}|{lc}|{rs}", before.closers)),
            weight(format_args!("p|{quote}|{lc}|{rc}|{kind}|{}", left.kind)),
        ]
        .iter()
        .sum()
    }
}

/// FNV-1a over what is written, without building the string.
struct Fnv(u32);

impl Write for Fnv {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        Ok(())
    }
}

fn weight(feature: std::fmt::Arguments) -> i32 {
    let mut hash = Fnv(0x811C_9DC5);
    // `Fnv` never refuses.
    let _ = hash.write_fmt(feature);
    i32::from(WEIGHTS[((hash.0 ^ (hash.0 >> 15)) & 0xFFFF) as usize] as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Sample {
        sample: String,
        scores: Vec<i32>,
    }

    #[test]
    fn scores_are_those_of_the_training_script() {
        let sample: Sample = serde_json::from_str(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/models/english/segmentation/sentence-ends.json"
        )))
        .unwrap();
        let spans = chunks(&sample.sample, Span::new(0, sample.sample.len()));
        let found: Vec<i32> = scores(&sample.sample, &spans).into_iter().map(|(_, score)| score).collect();
        assert_eq!(found, sample.scores);
    }
}
