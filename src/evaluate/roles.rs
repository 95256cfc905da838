//! Semantic roles against PropBank as JSON Lines, with the predicates given: F1 of labelled spans.
//!
//! X. Carreras and L. Màrquez, *Introduction to the CoNLL-2005 Shared Task: Semantic Role Labeling* (2005).

use super::score::Score;
use crate::language::conllu::{Treebank, TreebankSentence, TreebankWord};
use crate::language::{ReadError, Reader};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// A sentence with its predicates.
#[derive(Debug, Clone, Deserialize)]
pub struct Propositions {
    /// Its words.
    pub tokens: Vec<String>,
    /// Its predicates.
    pub props: Vec<Proposition>,
}

/// A predicate with its roles.
#[derive(Debug, Clone, Deserialize)]
pub struct Proposition {
    /// Index of the predicate's word.
    pub v: usize,
    /// Label, first word, last word.
    pub args: Vec<(String, usize, usize)>,
}

/// Scores of roles by label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleScores(BTreeMap<String, Score>);

impl RoleScores {
    /// The score of all labels together.
    pub fn all(&self) -> Score {
        let mut all = Score::default();
        self.0.values().for_each(|&score| all += score);
        all
    }
}

impl AddAssign for RoleScores {
    fn add_assign(&mut self, other: Self) {
        for (label, score) in other.0 {
            *self.0.entry(label).or_default() += score;
        }
    }
}

impl fmt::Display for RoleScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{:12} {:>9} {:>9} {:>9} {:>9}", "", "precision", "recall", "F1", "gold")?;
        for (label, score) in &self.0 {
            writeln!(f, "{label:12} {score}")?;
        }
        writeln!(f, "{:12} {}", "all", self.all())
    }
}

/// Reads the sentences and scores the roles that the reader gives to their predicates. Each miss and each extra is
/// handed to `report`.
///
/// # Errors
/// Those of the reader.
pub fn roles(reader: &Reader, gold: &[Propositions], report: &mut dyn FnMut(String)) -> Result<RoleScores, ReadError> {
    let mut treebank = Treebank::default();
    // Predicates and roles, counted through all sentences.
    let mut predicates: Vec<usize> = Vec::new();
    let mut wanted: Vec<(usize, &str, u32, u32)> = Vec::new();
    let mut start = 0;
    for sentence in gold {
        for proposition in &sentence.props {
            predicates.push(start + proposition.v);
            let roles = proposition.args.iter().map(|(label, first, last)| {
                (start + proposition.v, label.as_str(), (start + first) as u32, (start + last + 1) as u32)
            });
            wanted.extend(roles);
        }
        start += sentence.tokens.len();
        let words = sentence
            .tokens
            .iter()
            .map(|form| TreebankWord { form: form.clone(), space_after: true, ..TreebankWord::default() })
            .collect();
        treebank.sentences.push(TreebankSentence { words, ..TreebankSentence::default() });
    }
    predicates.sort_unstable();
    predicates.dedup();
    wanted.sort_unstable();
    wanted.dedup();
    let (document, words) = treebank.document("gold");
    let analysis = reader.read_predicates(&document, &words, &predicates)?;
    let mut found: Vec<(usize, &str, u32, u32)> = analysis
        .predicates
        .iter()
        .flat_map(|predicate| {
            let roles = predicate.roles.iter();
            roles.map(|role| (predicate.token.index(), role.label.as_str(), role.tokens.start, role.tokens.end))
        })
        .collect();
    found.sort_unstable();
    let mut scores = RoleScores::default();
    let describe = |&(predicate, label, start, end): &(usize, &str, u32, u32)| {
        let words = analysis.span(&(start..end)).of(&document.text);
        format!("{}\t{label}\t{words}", analysis.tokens[predicate].span.of(&document.text))
    };
    for role in &wanted {
        let score = scores.0.entry(role.1.to_owned()).or_default();
        score.gold += 1;
        if found.binary_search(role).is_ok() {
            score.right += 1;
        } else {
            report(format!("missed\t{}", describe(role)));
        }
    }
    for role in &found {
        scores.0.entry(role.1.to_owned()).or_default().found += 1;
        if wanted.binary_search(role).is_err() {
            report(format!("extra\t{}", describe(role)));
        }
    }
    Ok(scores)
}
