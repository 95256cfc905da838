//! What every step of the search for entities looks at: the words, their trees and the gazetteer.

use crate::identity::{Gazetteer, WordClass};
use crate::ingest::Document;
use crate::language::{Analysis, Number, TokenId, Trees, Upos};
use crate::text::Span;
use std::collections::HashSet;
use std::ops::Range;

/// One document with its analysis, indexed.
pub(crate) struct Context<'a> {
    pub(crate) document: &'a Document,
    pub(crate) analysis: &'a Analysis,
    pub(crate) trees: Trees<'a>,
    pub(crate) gazetteer: &'a Gazetteer,
    /// For each sentence whether its words are capitalised as in a headline, so that capitals tell nothing.
    headline: Vec<bool>,
    /// Words that the text has in lower case, and those it has with a capital within a sentence.
    small: HashSet<&'a str>,
    capital: HashSet<&'a str>,
    /// For each token whether it lies in a byline, a dateline or web furniture.
    outside: Vec<bool>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(document: &'a Document, analysis: &'a Analysis, gazetteer: &'a Gazetteer) -> Self {
        let trees = Trees::new(analysis);
        let headline: Vec<bool> =
            analysis.sentences.iter().map(|sentence| is_headline(document, analysis, &sentence.tokens)).collect();
        let parts = &document.parts;
        let mut closed: Vec<Span> = parts.furniture.clone();
        closed.extend(parts.byline);
        closed.extend(parts.dateline);
        closed.sort();
        let mut next = 0;
        let outside = analysis
            .tokens
            .iter()
            .map(|token| {
                while next < closed.len() && closed[next].end <= token.span.start {
                    next += 1;
                }
                next < closed.len() && closed[next].overlaps(token.span)
            })
            .collect();
        let mut small = HashSet::new();
        let mut capital = HashSet::new();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            for index in sentence.tokens.clone() {
                let word = analysis.token(TokenId(index)).span.of(&document.text);
                if word.starts_with(char::is_lowercase) {
                    small.insert(word);
                } else if index > sentence.tokens.start && !headline[number] && word.starts_with(char::is_uppercase) {
                    capital.insert(word);
                }
            }
        }
        Self { document, analysis, trees, gazetteer, headline, small, capital, outside }
    }

    /// Whether the text has the word in lower case somewhere.
    pub(crate) fn has_in_lower_case(&self, word: &str) -> bool {
        self.small.contains(word.to_lowercase().as_str())
    }

    /// Whether the text has the word with its capital within a sentence that is no headline.
    pub(crate) fn has_in_mid_sentence(&self, word: &str) -> bool {
        self.capital.contains(word)
    }

    /// The word as written.
    pub(crate) fn word(&self, token: TokenId) -> &'a str {
        self.analysis.token(token).span.of(&self.document.text)
    }

    /// The word at an index, as written.
    pub(crate) fn word_at(&self, index: u32) -> &'a str {
        self.word(TokenId(index))
    }

    /// The lemma in lower case. Of a plural whose lemma the word lists do not know, the regular singular that they do.
    pub(crate) fn lemma(&self, index: u32) -> String {
        let token = self.analysis.token(TokenId(index));
        let lemma = token.lemma.to_lowercase();
        let words = self.gazetteer.words();
        let known = |word: &str| words.noun(word).is_some() || words.title(word).is_some();
        if token.upos != Upos::Noun || token.features.number != Some(Number::Plural) || known(&lemma) {
            return lemma;
        }
        let plural = self.word_at(index).to_lowercase();
        let singular = [("ies", "y"), ("es", ""), ("s", "")]
            .iter()
            .filter_map(|(ending, instead)| plural.strip_suffix(ending).map(|stem| format!("{stem}{instead}")))
            .find(|word| known(word));
        singular.unwrap_or(lemma)
    }

    /// Whether the word, as written, is in a class of words.
    pub(crate) fn is_in(&self, class: WordClass, index: u32) -> bool {
        self.gazetteer.words().is(class, self.word_at(index))
    }

    pub(crate) fn upos(&self, index: u32) -> Upos {
        self.analysis.token(TokenId(index)).upos
    }

    pub(crate) fn relation(&self, index: u32) -> &'a str {
        &self.analysis.token(TokenId(index)).relation
    }

    /// The words of a run of tokens as written, white space between them as one space.
    pub(crate) fn surface(&self, tokens: &Range<u32>) -> String {
        let words = self.analysis.span(tokens).of(&self.document.text);
        words.split_whitespace().map(|word| word.trim_matches(INVISIBLE)).collect::<Vec<_>>().join(" ")
    }

    /// Tokens of the sentence that holds the token.
    pub(crate) fn sentence(&self, index: u32) -> Range<u32> {
        self.trees.sentence(TokenId(index)).tokens.clone()
    }

    pub(crate) fn sentence_index(&self, index: u32) -> usize {
        self.trees.sentence_index(TokenId(index))
    }

    /// Whether the token stands in a byline, a dateline or web furniture.
    pub(crate) fn is_outside(&self, index: u32) -> bool {
        self.outside[index as usize]
    }

    /// Whether the sentence is capitalised like a headline.
    pub(crate) fn in_headline(&self, index: u32) -> bool {
        self.headline[self.sentence_index(index)]
    }

    /// Whether the token is the first word of its sentence or of a quotation in it, where every word has a capital.
    pub(crate) fn begins_sentence(&self, index: u32) -> bool {
        let first = self.sentence(index).start;
        (first..index).next_back().is_none_or(|before| {
            let word = self.word_at(before);
            matches!(word, "\"" | "“" | "‘" | "``" | "'" | ":" | "•" | "*" | "—" | "–" | "-" | "(" | "[")
                || (first..index).all(|token| self.upos(token) == Upos::Punct)
        })
    }

    /// Whether the word begins with a capital letter.
    pub(crate) fn is_capitalised(&self, index: u32) -> bool {
        self.word_at(index).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the word is the possessive mark.
    pub(crate) fn is_possessive_mark(&self, index: u32) -> bool {
        matches!(self.word_at(index), "'s" | "’s" | "'" | "’" | "`s" | "‘s")
            && (self.upos(index) == Upos::Part || relation_is_case(self.relation(index)))
    }

    /// The token of a run on which the others depend: the first whose head lies outside.
    pub(crate) fn head(&self, tokens: &Range<u32>) -> TokenId {
        tokens
            .clone()
            .map(TokenId)
            .find(|&token| self.analysis.token(token).head.is_none_or(|head| !tokens.contains(&head.0)))
            .unwrap_or(TokenId(tokens.start))
    }
}

/// Marks that carry no ink and that press releases are full of: between words, for no word has any.
const INVISIBLE: [char; 4] = ['\u{200e}', '\u{200f}', '\u{200b}', '\u{feff}'];

fn relation_is_case(relation: &str) -> bool {
    relation == "case"
}

/// A sentence is capitalised like a headline when most of its longer words are, and it has no final point.
fn is_headline(document: &Document, analysis: &Analysis, tokens: &Range<u32>) -> bool {
    let mut long = 0;
    let mut capitals = 0;
    for index in tokens.clone() {
        let token = analysis.token(TokenId(index));
        let word = token.span.of(&document.text);
        if word.chars().count() > 3 && word.chars().all(char::is_alphabetic) {
            long += 1;
            capitals += usize::from(word.chars().next().is_some_and(char::is_uppercase));
        }
    }
    let pointed = tokens.end > tokens.start
        && matches!(analysis.token(TokenId(tokens.end - 1)).span.of(&document.text), "." | "!" | "?" | "”" | "\"");
    long >= 4 && capitals * 10 >= long * 8 && !pointed
}
