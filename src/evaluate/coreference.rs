//! Coreference against OntoGUM and GAP.
//!
//! Chains: MUC (M. Vilain et al., 1995), B³ (A. Bagga and B. Baldwin, 1998), CEAFₑ with φ₄ (X. Luo, 2005); their mean is
//! the score of the CoNLL shared tasks of 2011 and 2012. Pronouns: K. Webster et al., *Mind the GAP* (2018).

use super::score::Score;
use crate::facts::{MentionForm, Referents};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::{AddAssign, Range};

/// A chain: the mentions of one thing, as runs of words counted from the start of the document.
pub type Chain = Vec<Range<u32>>;

/// The gold chains of a CoNLL-U file: the brackets of `Entity=` in the last column. Chains of one mention are left out.
pub fn gold_chains(conllu: &str) -> Vec<Chain> {
    let mut open: Vec<(String, u32)> = Vec::new();
    let mut chains: BTreeMap<String, Chain> = BTreeMap::new();
    let mut word = 0;
    for line in conllu.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let mut columns = line.split('\t');
        let plain = columns.next().is_some_and(|id| id.chars().all(|digit| digit.is_ascii_digit()));
        if !plain {
            continue;
        }
        let notes = columns.nth(8).unwrap_or("_");
        if let Some(brackets) = notes.split('|').find_map(|note| note.strip_prefix("Entity=")) {
            read_brackets(brackets, word, &mut open, &mut chains);
        }
        word += 1;
    }
    chains.into_values().filter(|chain| chain.len() > 1).collect()
}

/// Reads `(3(2`, `2)`, `(4)` at one word.
fn read_brackets(brackets: &str, word: u32, open: &mut Vec<(String, u32)>, chains: &mut BTreeMap<String, Chain>) {
    let mut close = |id: &str, open: &mut Vec<(String, u32)>| {
        if let Some(at) = open.iter().rposition(|(known, _)| known == id) {
            let (id, start) = open.remove(at);
            chains.entry(id).or_default().push(start..word + 1);
        }
    };
    let mut id = String::new();
    let mut opening = false;
    for letter in brackets.chars() {
        match letter {
            '(' | ')' => {
                let name = id.split('-').next().unwrap_or_default().to_owned();
                if opening {
                    open.push((name.clone(), word));
                }
                if letter == ')' {
                    close(&name, open);
                }
                opening = letter == '(';
                id.clear();
            }
            letter => id.push(letter),
        }
    }
    if opening {
        open.push((id.split('-').next().unwrap_or_default().to_owned(), word));
    }
}

/// Sums of precision and recall as the three metrics count them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ChainScores {
    /// Mentions, by their exact words.
    pub mentions: Score,
    muc: Sums,
    b3: Sums,
    ceafe: Sums,
}

/// Right and all, on both sides; they need not be whole numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Sums {
    precision: (f64, f64),
    recall: (f64, f64),
}

impl Sums {
    fn f1(self) -> f64 {
        let share = |(right, all): (f64, f64)| if all > 0.0 { right / all } else { 0.0 };
        let (precision, recall) = (share(self.precision), share(self.recall));
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }

    fn add(&mut self, other: Self) {
        self.precision.0 += other.precision.0;
        self.precision.1 += other.precision.1;
        self.recall.0 += other.recall.0;
        self.recall.1 += other.recall.1;
    }
}

impl ChainScores {
    /// Scores the chains found in one document.
    pub fn of(gold: &[Chain], found: &[Chain]) -> Self {
        let (gold_of, found_of) = (index(gold), index(found));
        let right = found_of.keys().filter(|&mention| gold_of.contains_key(mention)).count();
        Self {
            mentions: Score { right, found: found_of.len(), gold: gold_of.len() },
            muc: Sums { precision: links(found, &gold_of), recall: links(gold, &found_of) },
            b3: Sums {
                precision: overlaps(found, &found_of, gold, &gold_of),
                recall: overlaps(gold, &gold_of, found, &found_of),
            },
            ceafe: alignment(gold, found),
        }
    }

    /// The mean of the three F1, 0 to 1.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b3.f1() + self.ceafe.f1()) / 3.0
    }
}

impl AddAssign for ChainScores {
    fn add_assign(&mut self, other: Self) {
        self.mentions += other.mentions;
        self.muc.add(other.muc);
        self.b3.add(other.b3);
        self.ceafe.add(other.ceafe);
    }
}

impl fmt::Display for ChainScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "mentions F1 {:6.2}", self.mentions.f1() * 100.0)?;
        for (name, sums) in [("MUC", self.muc), ("B³", self.b3), ("CEAFₑ", self.ceafe)] {
            writeln!(f, "{name:8} F1 {:6.2}", sums.f1() * 100.0)?;
        }
        writeln!(f, "CoNLL       {:6.2}", self.conll() * 100.0)
    }
}

fn index(chains: &[Chain]) -> HashMap<(u32, u32), usize> {
    chains
        .iter()
        .enumerate()
        .flat_map(|(chain, mentions)| mentions.iter().map(move |mention| ((mention.start, mention.end), chain)))
        .collect()
}

/// MUC: of the links that join each chain, those that the other side keeps.
fn links(chains: &[Chain], other: &HashMap<(u32, u32), usize>) -> (f64, f64) {
    let mut right = 0;
    let mut all = 0;
    for chain in chains {
        let mut parts: Vec<Option<usize>> = Vec::new();
        let mut alone = 0;
        for mention in chain {
            match other.get(&(mention.start, mention.end)) {
                None => alone += 1,
                part => {
                    if !parts.contains(&part.copied()) {
                        parts.push(part.copied());
                    }
                }
            }
        }
        right += chain.len() - (parts.len() + alone);
        all += chain.len() - 1;
    }
    (right as f64, all as f64)
}

/// B³: for each mention the share of its chain that the other side's chain holds too.
fn overlaps(
    chains: &[Chain],
    own: &HashMap<(u32, u32), usize>,
    others: &[Chain],
    other: &HashMap<(u32, u32), usize>,
) -> (f64, f64) {
    let mut right = 0.0;
    for (mention, &chain) in own {
        let Some(&matching) = other.get(mention) else { continue };
        let common =
            others[matching].iter().filter(|mention| own.get(&(mention.start, mention.end)) == Some(&chain)).count();
        right += common as f64 / chains[chain].len() as f64;
    }
    (right, own.len() as f64)
}

/// CEAFₑ: the best one-to-one alignment of chains.
fn alignment(gold: &[Chain], found: &[Chain]) -> Sums {
    let similarity = |one: &Chain, other: &Chain| {
        let common = one.iter().filter(|mention| other.contains(mention)).count();
        2.0 * common as f64 / (one.len() + other.len()) as f64
    };
    let (rows, columns) = if gold.len() <= found.len() { (gold, found) } else { (found, gold) };
    let costs: Vec<Vec<f64>> =
        rows.iter().map(|row| columns.iter().map(|column| -similarity(row, column)).collect()).collect();
    let best = -assignment(&costs, columns.len());
    Sums { precision: (best, found.len() as f64), recall: (best, gold.len() as f64) }
}

/// The least cost of giving each row a column of its own: H. W. Kuhn, *The Hungarian Method for the Assignment
/// Problem* (1955), in the cubic form with potentials. There are at least as many columns as rows.
fn assignment(costs: &[Vec<f64>], columns: usize) -> f64 {
    let mut row_potential = vec![0.0; costs.len() + 1];
    let mut column_potential = vec![0.0; columns + 1];
    let mut row_of = vec![0usize; columns + 1];
    for row in 1..=costs.len() {
        row_of[0] = row;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut before = vec![0usize; columns + 1];
        let mut used = vec![false; columns + 1];
        let mut column = 0;
        while row_of[column] != 0 {
            used[column] = true;
            let (current, mut step, mut next) = (row_of[column], f64::INFINITY, 0);
            for candidate in 1..=columns {
                if used[candidate] {
                    continue;
                }
                let cost = costs[current - 1][candidate - 1] - row_potential[current] - column_potential[candidate];
                if cost < least[candidate] {
                    least[candidate] = cost;
                    before[candidate] = column;
                }
                if least[candidate] < step {
                    step = least[candidate];
                    next = candidate;
                }
            }
            for candidate in 0..=columns {
                if used[candidate] {
                    row_potential[row_of[candidate]] += step;
                    column_potential[candidate] -= step;
                } else {
                    least[candidate] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    (1..=columns).filter(|&column| row_of[column] != 0).map(|column| costs[row_of[column] - 1][column - 1]).sum()
}

/// A text of GAP: a pronoun and two names, either of which may be whom it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapText {
    /// `validation-1`.
    pub id: String,
    /// A paragraph.
    pub text: String,
    /// Byte offset of the pronoun.
    pub pronoun: usize,
    /// Whether the pronoun is feminine.
    pub feminine: bool,
    /// The names, as bytes of the text, and whether the pronoun means them.
    pub names: [(Range<usize>, bool); 2],
}

/// Reads GAP's table; lines that do not have its columns are left out.
pub fn gap_texts(table: &str) -> Vec<GapText> {
    table.lines().skip(1).filter_map(gap_text).collect()
}

fn gap_text(line: &str) -> Option<GapText> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, text, pronoun, at, a, a_at, a_right, b, b_at, b_right, ..] = columns[..] else { return None };
    let byte = |characters: &str| text.char_indices().nth(characters.parse().ok()?).map(|(byte, _)| byte);
    let name = |words: &str, at: &str, right: &str| {
        let start = byte(at)?;
        Some((start..start + words.len(), right.eq_ignore_ascii_case("true")))
    };
    Some(GapText {
        id: id.to_owned(),
        text: text.to_owned(),
        pronoun: byte(at)?,
        feminine: matches!(pronoun.to_lowercase().as_str(), "she" | "her" | "hers"),
        names: [name(a, a_at, a_right)?, name(b, b_at, b_right)?],
    })
}

/// F1 of the pairs of pronoun and name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GapScores {
    /// All pairs.
    pub all: Score,
    /// Those with "she", "her", "hers".
    pub feminine: Score,
    /// Those with "he", "him", "his".
    pub masculine: Score,
}

impl GapScores {
    /// Scores one text.
    pub fn of(gap: &GapText, referents: &Referents) -> Self {
        let meant: Vec<_> = referents
            .mentions
            .iter()
            .filter(|mention| mention.form == MentionForm::Pronoun && mention.span.start == gap.pronoun)
            .map(|mention| mention.entity)
            .collect();
        let mut score = Score::default();
        for (name, right) in &gap.names {
            let found = referents.mentions.iter().any(|mention| {
                mention.span.start < name.end && name.start < mention.span.end && meant.contains(&mention.entity)
            });
            score +=
                Score { right: usize::from(found && *right), found: usize::from(found), gold: usize::from(*right) };
        }
        let nothing = Score::default();
        let (feminine, masculine) = if gap.feminine { (score, nothing) } else { (nothing, score) };
        Self { all: score, feminine, masculine }
    }
}

impl AddAssign for GapScores {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.feminine += other.feminine;
        self.masculine += other.masculine;
    }
}

impl fmt::Display for GapScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{:10} {:>9} {:>9} {:>9} {:>9}", "", "precision", "recall", "F1", "gold")?;
        for (name, score) in [("all", self.all), ("feminine", self.feminine), ("masculine", self.masculine)] {
            writeln!(f, "{name:10} {score}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ChainScores, gold_chains};

    fn word(id: u32, form: &str, notes: &str) -> String {
        format!("{id}\t{form}\t{form}\tX\t_\t_\t0\troot\t_\t{notes}\n")
    }

    #[test]
    fn nested_brackets_give_the_chains_of_a_file() {
        let file = [
            word(1, "Lee", "Entity=(1)"),
            word(2, "saw", "_"),
            word(3, "her", "Entity=(2(1)"),
            word(4, "sister", "Entity=2)"),
        ];
        assert_eq!(gold_chains(&file.concat()), [vec![0..1, 2..3]]);
    }

    #[test]
    fn the_same_chains_score_one_and_chains_with_nothing_in_common_score_nothing() {
        let gold = [vec![0..1, 2..3], vec![4..5, 6..8]];
        assert!((ChainScores::of(&gold, &gold).conll() - 1.0).abs() < 1e-9);
        assert!(ChainScores::of(&gold, &[vec![10..11, 12..13]]).conll() < 1e-9);
    }

    #[test]
    fn two_chains_taken_for_one_score_in_between() {
        let gold = [vec![0..1, 2..3], vec![4..5, 6..8]];
        let score = ChainScores::of(&gold, &[vec![0..1, 2..3, 4..5, 6..8]]).conll();
        assert!(score > 0.4 && score < 0.9, "{score}");
    }
}
