//! Tags, lemmas and trees against a treebank, as the CoNLL 2018 shared task scores them.
//!
//! D. Zeman et al., *CoNLL 2018 Shared Task: Multilingual Parsing from Raw Text to Universal Dependencies* (2018):
//! words of the two sides are the same where they are the same characters of the text, spaces left out; relations are
//! compared without their subtypes.

use super::score::Score;
use crate::ingest::Document;
use crate::language::conllu::Treebank;
use crate::language::{Analysis, ReadError, Reader, Segmentation};
use std::collections::HashMap;
use std::fmt;
use std::ops::{AddAssign, Range};

/// The scores of a parse.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ParseScores {
    /// Words: the same characters.
    pub words: Score,
    /// Sentences: the same characters.
    pub sentences: Score,
    /// Universal parts of speech.
    pub upos: Score,
    /// All morphological features.
    pub features: Score,
    /// Lemmas.
    pub lemmas: Score,
    /// Heads.
    pub uas: Score,
    /// Heads and relations.
    pub las: Score,
    /// Heads and relations of content words.
    pub clas: Score,
}

impl ParseScores {
    fn parts(&self) -> [(&'static str, Score); 8] {
        [
            ("words", self.words),
            ("sentences", self.sentences),
            ("UPOS", self.upos),
            ("features", self.features),
            ("lemmas", self.lemmas),
            ("UAS", self.uas),
            ("LAS", self.las),
            ("CLAS", self.clas),
        ]
    }
}

impl AddAssign for ParseScores {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.sentences += other.sentences;
        self.upos += other.upos;
        self.features += other.features;
        self.lemmas += other.lemmas;
        self.uas += other.uas;
        self.las += other.las;
        self.clas += other.clas;
    }
}

impl fmt::Display for ParseScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{:10} {:>9} {:>9} {:>9} {:>9}", "", "precision", "recall", "F1", "gold")?;
        self.parts().iter().try_for_each(|(name, score)| writeln!(f, "{name:10} {score}"))
    }
}

/// Reads the text of each document of a treebank and scores the result: with the treebank's own words, or, with `raw`,
/// from the bare text. Each thing that differs is handed to `report`.
///
/// # Errors
/// Those of the reader.
pub fn parse(
    reader: &Reader,
    treebank: &Treebank,
    raw: bool,
    report: &mut dyn FnMut(String),
) -> Result<ParseScores, ReadError> {
    let mut scores = ParseScores::default();
    for treebank in treebank.documents() {
        let (document, gold) = treebank.document("gold");
        let analysis = if raw { reader.read(&document)? } else { reader.read_segmented(&document, &gold)? };
        scores += score(&document, &treebank, &gold, &analysis, report);
    }
    Ok(scores)
}

fn score(
    document: &Document,
    treebank: &Treebank,
    gold: &Segmentation,
    analysis: &Analysis,
    report: &mut dyn FnMut(String),
) -> ParseScores {
    let text = &document.text;
    let gold_words: Vec<_> = treebank.sentences.iter().flat_map(|sentence| &sentence.words).collect();
    // The head of each gold word as an index of all words.
    let gold_heads: Vec<Option<usize>> = treebank
        .sentences
        .iter()
        .zip(&gold.sentences)
        .flat_map(|(sentence, bounds)| {
            let start = bounds.words.start;
            sentence.words.iter().map(move |word| word.head.checked_sub(1).map(|head| start + head))
        })
        .collect();
    let place: HashMap<_, _> = gold.words.iter().enumerate().map(|(index, &span)| (span, index)).collect();
    let twin: Vec<Option<usize>> = analysis.tokens.iter().map(|token| place.get(&token.span).copied()).collect();

    let (found, wanted) = (analysis.tokens.len(), gold_words.len());
    let all = Score { right: 0, found, gold: wanted };
    let clas = Score {
        right: 0,
        found: analysis.tokens.iter().filter(|token| is_content(&token.relation)).count(),
        gold: gold_words.iter().filter(|word| is_content(&word.relation)).count(),
    };
    let mut scores = ParseScores {
        words: all,
        sentences: sentences(gold, analysis),
        upos: all,
        features: all,
        lemmas: all,
        uas: all,
        las: all,
        clas,
    };
    for (token, &twin_of) in analysis.tokens.iter().zip(&twin) {
        let form = token.span.of(text);
        let Some(index) = twin_of else {
            report(format!("word\t{form}\tis no word of the treebank"));
            continue;
        };
        let word = gold_words[index];
        let head_right = match (token.head, gold_heads[index]) {
            (None, None) => true,
            (Some(head), Some(gold_head)) => twin[head.index()] == Some(gold_head),
            _ => false,
        };
        let relation_right = universal(&token.relation) == universal(&word.relation);
        let features = if word.features == "_" { "" } else { &word.features };
        scores.words.right += 1;
        scores.upos.right += usize::from(token.upos.as_str() == word.upos);
        scores.features.right += usize::from(token.features.text == features);
        scores.lemmas.right += usize::from(word.lemma == "_" || token.lemma == word.lemma);
        scores.uas.right += usize::from(head_right);
        scores.las.right += usize::from(head_right && relation_right);
        scores.clas.right += usize::from(head_right && relation_right && is_content(&word.relation));
        if token.upos.as_str() != word.upos {
            report(format!("UPOS\t{form}\t{}\tis\t{}", token.upos.as_str(), word.upos));
        }
        if word.lemma != "_" && token.lemma != word.lemma {
            report(format!("lemma\t{form}\t{}\tis\t{}", token.lemma, word.lemma));
        }
        if !(head_right && relation_right) {
            report(format!(
                "{}\t{form}\t{}\tis\t{}",
                if head_right { "relation" } else { "head" },
                token.relation,
                word.relation
            ));
        }
    }
    scores
}

fn sentences(gold: &Segmentation, analysis: &Analysis) -> Score {
    let bounds = |words: &Range<usize>| (gold.words[words.start].start, gold.words[words.end - 1].end);
    let wanted: Vec<_> = gold.sentences.iter().filter(|s| !s.words.is_empty()).map(|s| bounds(&s.words)).collect();
    let right = analysis.sentences.iter().filter(|s| wanted.binary_search(&(s.span.start, s.span.end)).is_ok()).count();
    Score { right, found: analysis.sentences.len(), gold: wanted.len() }
}

/// A relation without its subtype.
fn universal(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

/// Whether a relation is one of content words: neither of function words nor of punctuation.
fn is_content(relation: &str) -> bool {
    !matches!(universal(relation), "aux" | "cop" | "mark" | "det" | "clf" | "case" | "cc" | "punct")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Sentence, Token, TokenId, Upos};

    const GOLD: &str = "1\tHe\the\tPRON\t_\t_\t2\tnsubj:pass\t_\t_\n2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n\
        3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

    fn token(treebank: &Segmentation, index: usize, upos: Upos, head: Option<u32>, relation: &str) -> Token {
        Token {
            span: treebank.words[index],
            lemma: "he".to_owned(),
            upos,
            features: Default::default(),
            head: head.map(TokenId),
            relation: relation.to_owned(),
        }
    }

    #[test]
    fn subtypes_do_not_count_and_punctuation_is_no_content() {
        let treebank = Treebank::parse(GOLD).unwrap();
        let (document, gold) = treebank.document("gold");
        let tokens = vec![
            token(&gold, 0, Upos::Pron, Some(1), "nsubj"),
            token(&gold, 1, Upos::Verb, None, "root"),
            token(&gold, 2, Upos::Sym, Some(0), "punct"),
        ];
        let span = tokens[0].span.cover(tokens[2].span);
        let sentences = vec![Sentence { span, tokens: 0..3, begins_paragraph: false, certainty: 1.0 }];
        let analysis = Analysis { tokens, sentences, ..Analysis::default() };
        let scores = score(&document, &treebank, &gold, &analysis, &mut |_| ());
        assert_eq!((scores.words.right, scores.sentences.right), (3, 1));
        assert_eq!((scores.upos.right, scores.lemmas.right), (2, 1));
        assert_eq!((scores.uas.right, scores.las.right), (2, 2));
        assert_eq!(scores.clas, Score { right: 2, found: 2, gold: 2 });
    }
}
