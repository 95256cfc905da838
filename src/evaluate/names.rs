//! Names against files in IOB2, by kind: F1 of exact spans.
//!
//! E. Tjong Kim Sang and F. De Meulder, *Introduction to the CoNLL-2003 Shared Task* (2003). The files are those of
//! Universal NER (number, word, tag …) or of two columns (word, tag). People, organisations and places count; other
//! kinds on either side do not.

use super::score::Score;
use crate::language::conllu::{Treebank, TreebankSentence, TreebankWord, begins_document};
use crate::language::{Name, NameKind, ReadError, Reader};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::{AddAssign, Range};

/// Sentences with their names.
#[derive(Debug, Clone, Default)]
pub struct NamedSentences {
    /// The words.
    pub treebank: Treebank,
    /// Names as ranges of words, counted through all sentences.
    pub names: Vec<(NameKind, Range<usize>)>,
}

/// Scores of names by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameScores(BTreeMap<NameKind, Score>);

impl NameScores {
    /// The score of a kind.
    pub fn of(&self, kind: NameKind) -> Score {
        self.0.get(&kind).copied().unwrap_or_default()
    }

    /// The score of all kinds together.
    pub fn all(&self) -> Score {
        let mut all = Score::default();
        self.0.values().for_each(|&score| all += score);
        all
    }
}

impl AddAssign for NameScores {
    fn add_assign(&mut self, other: Self) {
        for (kind, score) in other.0 {
            *self.0.entry(kind).or_default() += score;
        }
    }
}

impl fmt::Display for NameScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{:14} {:>9} {:>9} {:>9} {:>9}", "", "precision", "recall", "F1", "gold")?;
        for (kind, score) in &self.0 {
            writeln!(f, "{:14} {score}", format!("{kind:?}"))?;
        }
        writeln!(f, "{:14} {}", "all", self.all())
    }
}

impl NamedSentences {
    /// Reads a file's text: a line a word, an empty line after each sentence, `#` before a comment. A tag that begins
    /// with `I-` where no name is open begins one (IOB1).
    pub fn parse(text: &str) -> Self {
        let mut found = Self::default();
        let mut sentence = TreebankSentence::default();
        let mut words = 0;
        let mut open: Option<(NameKind, usize)> = None;
        for line in text.lines().chain([""]) {
            let cells: Vec<&str> = line.split(['\t', ' ']).collect();
            let numbered = cells.len() > 2 && cells[0].parse::<usize>().is_ok();
            let word = match cells[..] {
                _ if line.starts_with("# ") || line.starts_with("#\t") => {
                    sentence.begins_document |= begins_document(&line[1..]);
                    continue;
                }
                [_, form, tag, ..] if numbered => Some((form, tag)),
                [form, tag] => Some((form, tag)),
                _ => None,
            };
            let tag = word.map_or("O", |(_, tag)| tag);
            let kind = tag.split_once('-').and_then(|(_, kind)| self::kind(kind));
            let continues = tag.starts_with("I-") && open.is_some_and(|(open, _)| Some(open) == kind);
            if !continues {
                if let Some((kind, start)) = open.take() {
                    found.names.push((kind, start..words));
                }
                open = kind.map(|kind| (kind, words));
            }
            match word {
                Some((form, _)) => {
                    words += 1;
                    let form = form.to_owned();
                    sentence.words.push(TreebankWord { form, space_after: true, ..TreebankWord::default() });
                }
                None if !sentence.words.is_empty() => found.treebank.sentences.push(std::mem::take(&mut sentence)),
                None => {}
            }
        }
        found
    }
}

fn kind(name: &str) -> Option<NameKind> {
    match name {
        "PER" => Some(NameKind::Person),
        "ORG" => Some(NameKind::Organisation),
        "LOC" => Some(NameKind::Place),
        _ => None,
    }
}

/// Reads the sentences and scores the names that the reader finds. Each miss and each extra is handed to `report`.
///
/// # Errors
/// Those of the reader.
pub fn names(reader: &Reader, gold: &NamedSentences, report: &mut dyn FnMut(String)) -> Result<NameScores, ReadError> {
    let (mut found, mut forms) = (Vec::new(), Vec::new());
    for treebank in gold.treebank.documents() {
        let (document, words) = treebank.document("gold");
        let names = reader.read_segmented(&document, &words)?.names;
        let within = |name: &Name| name.tokens.start as usize + forms.len()..name.tokens.end as usize + forms.len();
        let counted = names.iter().filter(|name| name.kind != NameKind::Other);
        found.extend(counted.map(|name| (name.kind, within(name))));
        forms.extend(treebank.sentences.into_iter().flat_map(|sentence| sentence.words).map(|word| word.form));
    }
    let mut scores = NameScores::default();
    let text = |range: &Range<usize>| forms[range.clone()].join(" ");
    for name in &gold.names {
        scores.0.entry(name.0).or_default().gold += 1;
        if !found.contains_near(name) {
            report(format!("missed\t{:?}\t{}", name.0, text(&name.1)));
        }
    }
    for name in &found {
        let score = scores.0.entry(name.0).or_default();
        score.found += 1;
        if gold.names.contains_near(name) {
            score.right += 1;
        } else {
            report(format!("extra\t{:?}\t{}", name.0, text(&name.1)));
        }
    }
    Ok(scores)
}

/// Search in names that are in the order of the text.
trait InOrder {
    fn contains_near(&self, name: &(NameKind, Range<usize>)) -> bool;
}

impl InOrder for Vec<(NameKind, Range<usize>)> {
    fn contains_near(&self, name: &(NameKind, Range<usize>)) -> bool {
        let first = self.partition_point(|other| other.1.start < name.1.start);
        self.get(first) == Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iob2_with_numbers_is_read() {
        let found = NamedSentences::parse(
            "# text = x\n1\tJane\tB-PER\t-\t-\n2\tRoe\tI-PER\t-\t-\n3\tParis\tB-LOC\n\n1\tx\tB-OTH\n",
        );
        assert_eq!(found.names, [(NameKind::Person, 0..2), (NameKind::Place, 2..3)]);
        assert_eq!(found.treebank.sentences.len(), 2);
    }

    #[test]
    fn iob1_with_two_columns_is_read() {
        let found = NamedSentences::parse("In O\nRome I-LOC\nNATO I-ORG\n\nNATO I-ORG\n");
        let kinds = [NameKind::Place, NameKind::Organisation, NameKind::Organisation];
        assert_eq!(found.names.iter().map(|name| name.0).collect::<Vec<_>>(), kinds);
    }

    #[test]
    fn names_of_a_later_document_are_found_where_they_stand() {
        let text = "# newdoc id = a\n1\tRain\tO\n2\tfell\tO\n3\t.\tO\n\n\
            # newdoc id = b\n1\tAngela\tB-PER\n2\tMerkel\tI-PER\n3\tmet\tO\n4\treporters\tO\n5\tin\tO\n6\tBerlin\tB-LOC\n7\t.\tO\n";
        let gold = NamedSentences::parse(text);
        assert_eq!(gold.treebank.documents().count(), 2);
        let mut reports = Vec::new();
        let scores = names(&Reader::embedded().unwrap(), &gold, &mut |report| reports.push(report)).unwrap();
        assert_eq!(scores.all(), Score { right: 2, found: 2, gold: 2 }, "{reports:?}");
    }
}
