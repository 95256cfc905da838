//! Scores who says what against PolNeAR (Newell, Margolin and Ruths 2018, "An Attribution Relations Corpus for
//! Political News"): brat files of sources, cues and contents.
//!
//! A found attribution is right where a gold one has a cue or content that overlaps and contents that agree to a
//! character F1 of one half. PolNeAR also marks unnamed sources and bare attitudes, which are not looked for: so recall
//! is given for named sources too.

use crate::facts::{Attribution, Referents, Stance};
use crate::ingest::Document;
use crate::language::Analysis;
use crate::text::Span;
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::ops::AddAssign;

/// An attribution of the gold file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldAttribution {
    /// Who says it (bytes of the text).
    pub source: Option<Span>,
    /// The reporting words.
    pub cue: Option<Span>,
    /// What is said, first to last part.
    pub content: Option<Span>,
}

/// Reads the attributions of a brat file; its offsets count characters of the text.
pub fn parse(annotations: &str, text: &str) -> Vec<GoldAttribution> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let mut spans: BTreeMap<&str, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for line in annotations.lines() {
        let mut columns = line.split('\t');
        let (Some(id), Some(body)) = (columns.next(), columns.next()) else { continue };
        if id.starts_with('T') {
            let numbers: Vec<usize> = body.split([' ', ';']).skip(1).filter_map(|number| number.parse().ok()).collect();
            let (Some(first), Some(last)) = (numbers.iter().min(), numbers.iter().max()) else { continue };
            if let (Some(&start), Some(&end)) = (bytes.get(*first), bytes.get(*last)) {
                spans.insert(id, Span::new(start, end));
            }
        } else if id.starts_with('E') && body.starts_with("Attribution:") {
            let mut gold = GoldAttribution::default();
            for (role, argument) in body.split(' ').filter_map(|part| part.split_once(':')) {
                let span = spans.get(argument).copied();
                match role.trim_end_matches(char::is_numeric) {
                    "Source" => gold.source = gold.source.or(span),
                    "Cue" => gold.cue = gold.cue.or(span),
                    "Content" => gold.content = gold.content.into_iter().chain(span).reduce(Span::cover),
                    _ => {}
                }
            }
            found.push(gold);
        }
    }
    found
}

/// Counts over any number of files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AttributionScore {
    /// Gold attributions, and those whose source is a name.
    pub gold: (usize, usize),
    /// Found attributions.
    pub found: usize,
    /// Right ones, and those whose gold source is a name.
    pub right: (usize, usize),
    /// Of these, whose speaker has a word of the gold source in one of its names, of those where the source is a name.
    pub speakers: usize,
}

impl AttributionScore {
    /// Counts the attributions found in a document; `report` gets a line for each thing that is wrong. For each
    /// attribution with a speaker that becomes a statement: whether content and speaker are right; `None` where the
    /// gold source is no name, so that the speaker cannot be told.
    pub fn of(
        document: &Document,
        gold: &[GoldAttribution],
        (analysis, referents, found): (&Analysis, &Referents, &[Attribution]),
        report: &mut dyn FnMut(String),
    ) -> (Self, Vec<Option<bool>>) {
        let text = &document.text;
        let mut score = Self::default();
        let stated: Vec<&Attribution> =
            found.iter().filter(|attribution| attribution.stance != Stance::Withholds).collect();
        score.gold = (gold.len(), gold.iter().filter(|gold| is_named(text, gold)).count());
        score.found = stated.len();
        let mut used = vec![false; gold.len()];
        let mut verdicts = Vec::new();
        for attribution in stated {
            let mut judge = |right: Option<bool>| {
                if !attribution.speakers.is_empty() {
                    verdicts.push(right);
                }
            };
            let cue = attribution.cue.map(|cue| analysis.token(cue).span);
            let said = analysis.span(&attribution.content).cover(attribution.said);
            let matching = gold.iter().zip(&used).position(|(gold, used)| !used && agrees(gold, cue, said));
            let names =
                || -> Vec<&str> { attribution.speakers.iter().map(|&id| referents.entity(id).name.as_str()).collect() };
            let Some(at) = matching else {
                report(format!("extra\t{}\t{}", names().join("; "), one_line(attribution.said.of(text))));
                judge(Some(false));
                continue;
            };
            used[at] = true;
            score.right.0 += 1;
            if !is_named(text, &gold[at]) {
                judge(None);
            } else {
                score.right.1 += 1;
                let source = gold[at].source.map_or("", |source| source.of(text));
                if attribution.speakers.iter().any(|&id| shares_name(referents, id, source)) {
                    score.speakers += 1;
                    judge(Some(true));
                } else {
                    judge(Some(false));
                    report(format!("speaker\t{}\twanted {}", names().join("; "), one_line(source)));
                }
            }
        }
        for (gold, _) in gold.iter().zip(&used).filter(|(gold, used)| !**used && is_named(text, gold)) {
            let words = |span: Option<Span>| one_line(span.map_or("", |span| span.of(text)));
            report(format!("missed\t{}\t{}\t{}", words(gold.source), words(gold.cue), words(gold.content)));
        }
        (score, verdicts)
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().take(30).collect::<Vec<_>>().join(" ")
}

fn agrees(gold: &GoldAttribution, cue: Option<Span>, said: Span) -> bool {
    let Some(content) = gold.content else { return false };
    let common = content.end.min(said.end).saturating_sub(content.start.max(said.start));
    let enough = 4 * common >= content.len() + said.len();
    let within = said.len() < content.len() && 10 * common >= 9 * said.len();
    let same_cue = gold.cue.zip(cue).is_some_and(|(gold, cue)| gold.overlaps(cue));
    enough || (within && same_cue)
}

/// Whether a source begins with a name, or a title and a name.
fn is_named(text: &str, gold: &GoldAttribution) -> bool {
    const NO_NAMES: [&str; 8] = ["He", "She", "They", "It", "The", "A", "An", "I"];
    let words = gold.source.map_or("", |source| source.of(text)).split_whitespace();
    words.take(4).any(|word| word.starts_with(char::is_uppercase) && !NO_NAMES.contains(&word))
}

fn shares_name(referents: &Referents, id: crate::facts::EntityId, source: &str) -> bool {
    let entity = referents.entity(id);
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(str::to_lowercase).collect()
    };
    let source = words(source);
    names.flat_map(|name| words(name)).any(|word| source.contains(&word))
}

impl AddAssign for AttributionScore {
    fn add_assign(&mut self, other: Self) {
        self.gold = (self.gold.0 + other.gold.0, self.gold.1 + other.gold.1);
        self.found += other.found;
        self.right = (self.right.0 + other.right.0, self.right.1 + other.right.1);
        self.speakers += other.speakers;
    }
}

impl Display for AttributionScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        writeln!(f, "precision            {:6.2} of {} found", percent(self.right.0, self.found), self.found)?;
        writeln!(f, "recall               {:6.2} of {} in gold", percent(self.right.0, self.gold.0), self.gold.0)?;
        writeln!(f, "recall, named source {:6.2} of {} in gold", percent(self.right.1, self.gold.1), self.gold.1)?;
        writeln!(f, "speaker              {:6.2} of {} matched", percent(self.speakers, self.right.1), self.right.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brat_file_gives_source_cue_and_content_in_bytes() {
        let text = "“Yes,” said Anna Berg.";
        let annotations = "T1\tContent 0 6\t“Yes,”\nT2\tCue 7 11\tsaid\nT3\tSource 12 21\tAnna Berg\n\
            T4\tAttribution 7 11\tsaid\nE1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n";
        let gold = parse(annotations, text);
        assert_eq!(gold.len(), 1);
        assert_eq!(gold[0].source.unwrap().of(text), "Anna Berg");
        assert_eq!(gold[0].content.unwrap().of(text), "“Yes,”");
        assert!(is_named(text, &gold[0]));
    }
}
