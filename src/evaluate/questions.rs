//! Who, where, when, why, what and how against QA-SRL: P. Roit et al., *Controlled Crowdsourcing for High-Quality QA-SRL
//! Annotation* (2020). Sentences with verbs, and for each verb questions with the words that answer them.
//!
//! As that paper scores it: an answer is found where a role of the verb has at least half of the words of both
//! in common with it (intersection over union of the tokens), one to one, as many as can be; roles that match no answer at
//! all are extra. On top, an answer's *question* is right where the role's label asks the same: `ARGM-LOC` where,
//! `ARGM-TMP` when, `ARGM-CAU` and `ARGM-PRP` why, `ARGM-MNR` how, numbered arguments who or what.
//!
//! "in facts" is what is left of it at the end: answers to the verbs that evoke an event or report words, in whose words
//! lies the head of who takes part or speaks, the place, the time, the purpose or what is said.

use super::score::Score;
use crate::facts::{EntityId, Filler, Findings, findings};
use crate::ingest::Document;
use crate::language::conllu::{Treebank, TreebankSentence, TreebankWord};
use crate::language::{Analysis, ReadError, Reader, TokenId, Trees};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::{AddAssign, Range};

/// A sentence with its questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Questions {
    /// Its words.
    pub words: Vec<String>,
    /// Index of a verb, question word (`who`, `how long`), index of the answer's first word and of the one after its
    /// last.
    pub answers: BTreeSet<(usize, String, usize, usize)>,
}

/// Reads the table of questions and that of their sentences (CSV). Sentences without a question are left out.
///
/// # Errors
/// Where a table is not CSV, a column is missing, or a number is none.
pub fn questions(gold: &str, sentences: &str) -> Result<Vec<Questions>, csv::Error> {
    let mut words: HashMap<String, Vec<String>> = HashMap::new();
    for row in csv::Reader::from_reader(sentences.as_bytes()).deserialize() {
        let row: SentenceRow = row?;
        words.insert(row.qasrl_id, row.tokens.split(' ').map(str::to_owned).collect());
    }
    let mut found: BTreeMap<String, Questions> = BTreeMap::new();
    for row in csv::Reader::from_reader(gold.as_bytes()).deserialize() {
        let row: QuestionRow = row?;
        let Some(words) = words.get(&row.qasrl_id) else { continue };
        let sentence =
            found.entry(row.qasrl_id).or_insert_with(|| Questions { words: words.clone(), answers: BTreeSet::new() });
        for range in row.answer_range.split("~!~") {
            let ends = range.split_once(':').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
            if let Some((start, end)) = ends.filter(|&(start, end): &(usize, usize)| start < end && end <= words.len())
            {
                sentence.answers.insert((row.verb_idx, row.wh.to_lowercase(), start, end));
            }
        }
    }
    Ok(found.into_values().collect())
}

#[derive(serde::Deserialize)]
struct SentenceRow {
    qasrl_id: String,
    tokens: String,
}

#[derive(serde::Deserialize)]
struct QuestionRow {
    qasrl_id: String,
    verb_idx: usize,
    answer_range: String,
    wh: String,
}

/// Counts of answers by question word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionScores {
    /// All answers, each once.
    pub all: Score,
    by_word: BTreeMap<String, Found>,
}

/// Of the answers to one question word: how many there are, are found, are found with the right question, are in facts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Found {
    gold: usize,
    found: usize,
    asked: usize,
    in_events: (usize, usize),
}

/// Least intersection over union of an answer and a role that match.
const LEAST_OVERLAP: f64 = 0.5;

impl QuestionScores {
    /// Reads the sentences and scores the roles of their verbs. Each miss is handed to `report`.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn of(reader: &Reader, gold: &[Questions], report: &mut dyn FnMut(String)) -> Result<Self, ReadError> {
        let mut scores = Self::default();
        for sentence in gold {
            scores.sentence(reader, sentence, report)?;
        }
        Ok(scores)
    }

    /// A sentence is a document of its own: what the others speak of is no context for it.
    fn sentence(
        &mut self,
        reader: &Reader,
        sentence: &Questions,
        report: &mut dyn FnMut(String),
    ) -> Result<(), ReadError> {
        let (document, words) = Treebank { sentences: vec![as_treebank(&sentence.words)] }.document("questions");
        let verbs: BTreeSet<usize> = sentence.answers.iter().map(|answer| answer.0).collect();
        let verbs: Vec<usize> = verbs.into_iter().collect();
        let analysis = reader.read_predicates(&document, &words, &verbs)?;
        let told = told(&document, &Trees::new(&analysis));
        for verb in verbs {
            let answers: Vec<(&str, Range<u32>)> = sentence
                .answers
                .iter()
                .filter(|answer| answer.0 == verb)
                .map(|(_, word, first, end)| (word.as_str(), *first as u32..*end as u32))
                .collect();
            let predicate = analysis.predicates.iter().find(|predicate| predicate.token.index() == verb);
            let roles: Vec<(&str, Range<u32>)> = predicate
                .map_or(&[][..], |predicate| &predicate.roles)
                .iter()
                .filter(|role| role.label.starts_with("ARG"))
                .map(|role| (role.label.as_str(), role.tokens.clone()))
                .collect();
            let told = told.get(&TokenId(verb as u32)).map(|told| (&analysis, told.as_slice()));
            self.verb(&answers, &roles, told, &mut |word, answer| {
                let span = |tokens: &Range<u32>| analysis.span(tokens).of(&document.text);
                let verb = verb as u32;
                report(format!("missed\t{}\t{word}\t{}", span(&(verb..verb + 1)), span(answer)));
            });
        }
        Ok(())
    }

    fn verb(
        &mut self,
        answers: &[(&str, Range<u32>)],
        roles: &[(&str, Range<u32>)],
        told: Option<(&Analysis, &[Span])>,
        miss: &mut dyn FnMut(&str, &Range<u32>),
    ) {
        let mut spans: Vec<&Range<u32>> = answers.iter().map(|(_, answer)| answer).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        spans.dedup();
        let matching = aligned(&spans, roles);
        self.all += Score {
            right: matching.iter().flatten().count(),
            found: matching.iter().flatten().count()
                + roles.iter().filter(|(_, role)| spans.iter().all(|span| overlap(span, role) < LEAST_OVERLAP)).count(),
            gold: spans.len(),
        };
        for (word, answer) in answers {
            let entry = self.by_word.entry((*word).to_owned()).or_default();
            entry.gold += 1;
            let role = spans.iter().position(|span| *span == answer).and_then(|at| matching[at]);
            match role {
                Some(role) => {
                    entry.found += 1;
                    entry.asked += usize::from(asks(roles[role].0).contains(word));
                }
                None => miss(word, answer),
            }
            if let Some((analysis, told)) = told {
                let words = analysis.span(answer);
                entry.in_events.1 += 1;
                entry.in_events.0 += usize::from(told.iter().any(|told| words.overlaps(*told)));
            }
        }
    }
}

fn as_treebank(words: &[String]) -> TreebankSentence {
    let word = |form: &String| TreebankWord { form: form.clone(), space_after: true, ..TreebankWord::default() };
    TreebankSentence { words: words.iter().map(word).collect(), begins_paragraph: true, ..TreebankSentence::default() }
}

/// The question words that a role's label answers.
fn asks(label: &str) -> &'static [&'static str] {
    match label.trim_start_matches("ARGM-") {
        "LOC" | "DIR" | "GOL" => &["where"],
        "TMP" => &["when", "how long"],
        "CAU" | "PRP" | "PNC" => &["why"],
        "MNR" | "EXT" | "ADV" => &["how", "how much"],
        _ if label.starts_with("ARGM") => &[],
        _ => &["who", "what"],
    }
}

/// Intersection over union, 0 to 1.
fn overlap(one: &Range<u32>, other: &Range<u32>) -> f64 {
    let common = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    let all = one.len() + other.len() - common as usize;
    f64::from(common) / all as f64
}

/// For each answer the role that it is matched with: as many as can be, by augmenting paths (C. Berge, *Two Theorems in
/// Graph Theory*, 1957), the closest tried first.
fn aligned(answers: &[&Range<u32>], roles: &[(&str, Range<u32>)]) -> Vec<Option<usize>> {
    let candidates: Vec<Vec<usize>> = answers
        .iter()
        .map(|answer| {
            let close = |role: &usize| overlap(answer, &roles[*role].1);
            let mut near: Vec<usize> = (0..roles.len()).filter(|role| close(role) >= LEAST_OVERLAP).collect();
            near.sort_by(|one, other| close(other).total_cmp(&close(one)));
            near
        })
        .collect();
    let mut answer_of: Vec<Option<usize>> = vec![None; roles.len()];
    for answer in 0..answers.len() {
        augment(answer, &candidates, &mut answer_of, &mut vec![false; roles.len()]);
    }
    let mut matching = vec![None; answers.len()];
    for (role, answer) in answer_of.iter().enumerate() {
        if let Some(answer) = answer {
            matching[*answer] = Some(role);
        }
    }
    matching
}

fn augment(answer: usize, candidates: &[Vec<usize>], answer_of: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for &role in &candidates[answer] {
        if std::mem::replace(&mut tried[role], true) {
            continue;
        }
        if answer_of[role].is_none_or(|other| augment(other, candidates, answer_of, tried)) {
            answer_of[role] = Some(answer);
            return true;
        }
    }
    false
}

/// For each word that evokes an event or reports words: where those words stand that the facts took from around it.
fn told(document: &Document, trees: &Trees) -> HashMap<TokenId, Vec<Span>> {
    let findings = findings(document, trees);
    let mut told: HashMap<TokenId, Vec<Span>> = HashMap::new();
    for (event, triggers) in findings.events.events.iter().zip(&findings.events.triggers) {
        for &trigger in triggers {
            let sentence = trees.sentence(trigger).span;
            let entities = event.roles.iter().filter_map(|role| match &role.filler {
                Filler::Entity(id) => Some(*id),
                _ => None,
            });
            let entities: Vec<_> = entities.chain(event.places.iter().copied()).collect();
            let texts = event.roles.iter().filter_map(|role| match &role.filler {
                Filler::Text(passage) => Some(passage.span),
                _ => None,
            });
            let spans = told.entry(trigger).or_default();
            spans.extend(texts.chain(event.purpose.iter().map(|purpose| purpose.span)));
            spans.extend(mentions(&findings, sentence, &entities));
            let times = findings.times.iter().map(|time| &time.expression);
            let timed = times.filter(|time| time.interval.is_some() && time.interval == event.time);
            spans.extend(timed.map(|time| time.span).filter(|span| sentence.contains(*span)));
        }
    }
    for attribution in &findings.attributions {
        let Some(cue) = attribution.cue else { continue };
        let spans = told.entry(cue).or_default();
        spans.push(attribution.said);
        spans.extend(mentions(&findings, trees.sentence(cue).span, &attribution.speakers));
    }
    told
}

/// The mentions of entities in a sentence.
fn mentions(findings: &Findings, sentence: Span, entities: &[EntityId]) -> Vec<Span> {
    let mentions = findings.referents.mentions.iter();
    let theirs = mentions.filter(|mention| sentence.contains(mention.span) && entities.contains(&mention.entity));
    theirs.map(|mention| mention.span).collect()
}

impl AddAssign for QuestionScores {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        for (word, theirs) in other.by_word {
            let mine = self.by_word.entry(word).or_default();
            mine.gold += theirs.gold;
            mine.found += theirs.found;
            mine.asked += theirs.asked;
            mine.in_events.0 += theirs.in_events.0;
            mine.in_events.1 += theirs.in_events.1;
        }
    }
}

impl fmt::Display for QuestionScores {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let percent = |part: usize, all: usize| if all == 0 { 0.0 } else { 100.0 * part as f64 / all as f64 };
        writeln!(f, "{:9} {:>9} {:>9} {:>9} {:>9}", "", "precision", "recall", "F1", "gold")?;
        writeln!(f, "{:9} {}", "answers", self.all)?;
        writeln!(f, "{:9} {:>9} {:>9} {:>9} {:>17}", "", "found", "and label", "gold", "in facts")?;
        for (word, found) in &self.by_word {
            let (told, of) = found.in_events;
            writeln!(
                f,
                "{word:9} {:9.2} {:9.2} {:9} {:9.2} of {of:4}",
                percent(found.found, found.gold),
                percent(found.asked, found.gold),
                found.gold,
                percent(told, of),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{QuestionScores, aligned, questions};
    use crate::language::Reader;

    const SENTENCES: &str = "qasrl_id,tokens,sentence\n\
        a,The minister met her guests in Oslo on Monday .,The minister met her guests in Oslo on Monday .\n";
    const GOLD: &str = "qasrl_id,verb_idx,verb,question,answer_range,answer,wh\n\
        a,2,met,Who met someone?,0:2,The minister,who\n\
        a,2,met,Who did someone meet?,3:5,her guests,who\n\
        a,2,met,Where did someone meet someone?,5:7~!~6:7,in Oslo~!~Oslo,where\n\
        a,2,met,When did someone meet someone?,7:9,on Monday,when\n\
        b,1,met,Who met?,0:1,They,who\n";

    #[test]
    fn a_question_with_two_answers_has_two_and_those_without_a_sentence_are_left_out() {
        let gold = questions(GOLD, SENTENCES).expect("two tables");
        assert_eq!(gold.len(), 1);
        assert_eq!(gold[0].answers.len(), 5);
        assert!(gold[0].answers.contains(&(2, "where".to_owned(), 6, 7)));
        assert!(questions("qasrl_id,verb_idx\na,two\n", SENTENCES).is_err());
    }

    #[test]
    fn the_roles_of_a_verb_answer_its_questions() {
        let gold = questions(GOLD, SENTENCES).expect("two tables");
        let reader = Reader::embedded().expect("the model is part of the program");
        let scores = QuestionScores::of(&reader, &gold, &mut |_| ()).expect("scores");
        assert_eq!(scores.all.gold, 5);
        let table = scores.to_string();
        let when = table.lines().find(|line| line.starts_with("when")).expect("a line");
        assert!(when.contains("100.00    100.00"), "{table}");
    }

    #[test]
    fn each_role_answers_one_question_and_as_many_are_answered_as_can_be() {
        let roles = [("ARG0", 0..3), ("ARG1", 0..4)];
        assert_eq!(aligned(&[&(0..3), &(0..2)], &roles), [Some(1), Some(0)]);
        assert_eq!(aligned(&[&(0..3), &(8..9)], &roles), [Some(0), None]);
    }
}
