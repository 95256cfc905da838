//! Whether events happened, against the scale of Unified Factuality: G. Stanovsky et al., *Integrating Deep Linguistic
//! Features in Factuality Prediction over Unified Datasets* (2017); here the part of K. Lee et al., *Event Detection and
//! Factuality Assessment with Non-Expert Supervision* (2015). Words that tell of events have a number from −3 (certainly
//! did not happen) to 3 (certainly did).
//!
//! Attaché's status is turned into the number that words of this status have on average in that corpus's train part:
//! [`SCALE`]. Scored are the mean distance (MAE) and Pearson's r as in those papers, and how often the status is right
//! where the scale is divided at −1 and 1: denied or cancelled below, possible between, happened or planned above.
//! `uw_train` was looked at for the scale alone.

use crate::facts::Status;
use crate::facts::events::{Rules, statuses};
use crate::facts::findings;
use crate::language::conllu::{Treebank, TreebankSentence, TreebankWord};
use crate::language::{ReadError, Reader, TokenId, Trees};
use std::fmt;
use std::ops::AddAssign;

/// What each status is worth on the scale: the mean over the words of this status in `uw_train`; cancelled events, of
/// which it has seven, as denied ones.
const SCALE: [(Status, f64); 5] = [
    (Status::Happened, 2.75),
    (Status::Planned, 2.08),
    (Status::Possible, 1.55),
    (Status::Denied, -0.56),
    (Status::Cancelled, -0.56),
];

/// A sentence whose event words have numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GradedSentence {
    /// Its words.
    pub words: Vec<String>,
    /// Index of a word, and its number.
    pub grades: Vec<(usize, f64)>,
}

/// Reads sentences of a file with a word a line: index, form, number or `_`, and further columns.
pub fn graded(file: &str) -> Vec<GradedSentence> {
    let mut sentences = Vec::new();
    let mut sentence = GradedSentence::default();
    for line in file.lines().chain([""]) {
        let mut columns = line.split('\t').skip(1);
        let (Some(form), Some(grade)) = (columns.next(), columns.next()) else {
            if !sentence.words.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            continue;
        };
        if let Ok(grade) = grade.parse() {
            sentence.grades.push((sentence.words.len(), grade));
        }
        sentence.words.push(form.to_owned());
    }
    sentences
}

/// Pairs of status and number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactualityScores {
    /// Of every word with a number.
    all: Pairs,
    /// Of those that evoke an event of ours or report words.
    events: Pairs,
}

/// Sums that the figures are computed from.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Pairs {
    count: f64,
    right: f64,
    distance: f64,
    gold: f64,
    found: f64,
    gold_squares: f64,
    found_squares: f64,
    products: f64,
    /// For each status of [`SCALE`]: words, and the sum of their numbers.
    by_status: [(f64, f64); SCALE.len()],
}

impl Pairs {
    fn add(&mut self, status: Status, gold: f64) {
        let at = SCALE.iter().position(|(known, _)| *known == status).unwrap_or(0);
        let found = SCALE[at].1;
        self.count += 1.0;
        self.right += f64::from(u8::from(level(status) == level_of(gold)));
        self.distance += (gold - found).abs();
        self.gold += gold;
        self.found += found;
        self.gold_squares += gold * gold;
        self.found_squares += found * found;
        self.products += gold * found;
        self.by_status[at].0 += 1.0;
        self.by_status[at].1 += gold;
    }

    /// Pearson's coefficient of correlation, −1 to 1; 0 where one side does not vary.
    fn correlation(&self) -> f64 {
        let covariance = self.count * self.products - self.gold * self.found;
        let spread = (self.count * self.gold_squares - self.gold * self.gold)
            * (self.count * self.found_squares - self.found * self.found);
        if spread > 0.0 { covariance / spread.sqrt() } else { 0.0 }
    }
}

impl AddAssign for Pairs {
    fn add_assign(&mut self, other: Self) {
        self.count += other.count;
        self.right += other.right;
        self.distance += other.distance;
        self.gold += other.gold;
        self.found += other.found;
        self.gold_squares += other.gold_squares;
        self.found_squares += other.found_squares;
        self.products += other.products;
        for (mine, theirs) in self.by_status.iter_mut().zip(other.by_status) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }
}

/// Below 0, around 0, above 0.
fn level(status: Status) -> i8 {
    match status {
        Status::Happened | Status::Planned => 1,
        Status::Possible => 0,
        Status::Denied | Status::Cancelled => -1,
    }
}

fn level_of(grade: f64) -> i8 {
    if grade > 1.0 {
        1
    } else if grade < -1.0 {
        -1
    } else {
        0
    }
}

impl FactualityScores {
    /// Reads the sentences and scores the statuses. Words a whole step of status off are handed to `report`.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn of(
        reader: &Reader,
        rules: &Rules,
        gold: &[GradedSentence],
        report: &mut dyn FnMut(String),
    ) -> Result<Self, ReadError> {
        let mut scores = Self::default();
        for sentence in gold.iter().filter(|sentence| !sentence.grades.is_empty()) {
            let word =
                |form: &String| TreebankWord { form: form.clone(), space_after: true, ..TreebankWord::default() };
            let words = sentence.words.iter().map(word).collect();
            let treebank = Treebank { sentences: vec![TreebankSentence { words, ..TreebankSentence::default() }] };
            let (document, words) = treebank.document("graded");
            let analysis = reader.read_segmented(&document, &words)?;
            let trees = Trees::new(&analysis);
            let found = findings(&document, &trees);
            let tokens: Vec<TokenId> = sentence.grades.iter().map(|(word, _)| TokenId(*word as u32)).collect();
            let read = statuses(rules, &found.context(&document, &trees), &tokens);
            for ((&token, &status), (_, grade)) in tokens.iter().zip(&read).zip(&sentence.grades) {
                scores.all.add(status, *grade);
                let events = found.events.events.iter().zip(&found.events.triggers);
                let told = events.filter(|(_, triggers)| triggers.contains(&token)).map(|(event, _)| event.status);
                let said = found.attributions.iter().filter(|said| said.cue == Some(token)).map(|_| status);
                if let Some(status) = told.chain(said).next() {
                    scores.events.add(status, *grade);
                }
                if level(status) != level_of(*grade) {
                    let word = &sentence.words[token.index()];
                    report(format!("{grade}\t{}\t{word}\t{}", status.name(), document.text));
                }
            }
        }
        Ok(scores)
    }
}

impl AddAssign for FactualityScores {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.events += other.events;
    }
}

impl fmt::Display for FactualityScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{:12} {:>9} {:>9} {:>9} {:>9}", "", "accuracy", "MAE", "r", "words")?;
        for (name, pairs) in [("all words", self.all), ("events", self.events)] {
            let count = pairs.count.max(1.0);
            let (accuracy, distance) = (100.0 * pairs.right / count, pairs.distance / count);
            let correlation = pairs.correlation();
            writeln!(f, "{name:12} {accuracy:9.2} {distance:9.3} {correlation:9.3} {:9}", pairs.count)?;
        }
        writeln!(f, "{:12} {:>9} {:>9}", "status", "mean", "words")?;
        for ((status, _), (count, sum)) in SCALE.iter().zip(self.all.by_status) {
            writeln!(f, "{:12} {:9.2} {count:9}", status.name(), sum / count.max(1.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{FactualityScores, Pairs, graded};
    use crate::facts::Status;
    use crate::facts::events::Rules;
    use crate::language::Reader;

    const FILE: &str = "0\tLopez\t_\tNNP\n1\tresigned\t3.0\tVBD\n2\t.\t_\t.\n\n\
        0\tThe\t_\tDT\n1\tminister\t_\tNN\n2\tdid\t_\tVBD\n3\tnot\t_\tRB\n4\tresign\t-3.0\tVB\n5\t.\t_\t.\n";

    #[test]
    fn a_word_a_line_gives_sentences_and_the_words_with_numbers() {
        let sentences = graded(FILE);
        assert_eq!(sentences.len(), 2);
        assert_eq!((sentences[1].words.len(), &sentences[1].grades[..]), (6, &[(4, -3.0)][..]));
    }

    #[test]
    fn what_happened_and_what_did_not_are_told_apart() {
        let reader = Reader::embedded().expect("the model is part of the program");
        let rules = Rules::embedded().expect("the rules are part of the program");
        let mut reports = Vec::new();
        let scores = FactualityScores::of(&reader, rules, &graded(FILE), &mut |line| reports.push(line));
        let table = scores.expect("scores").to_string();
        assert!(reports.is_empty(), "{reports:?}");
        assert!(table.contains("100.00"), "{table}");
    }

    #[test]
    fn a_status_that_rises_with_the_number_correlates_with_it() {
        let mut pairs = Pairs::default();
        for (status, grade) in [(Status::Happened, 3.0), (Status::Possible, 0.0), (Status::Denied, -3.0)] {
            pairs.add(status, grade);
        }
        assert!(pairs.correlation() > 0.95, "{}", pairs.correlation());
        let mut level = Pairs::default();
        level.add(Status::Happened, 3.0);
        assert!(level.correlation().abs() < 1e-9);
    }
}
