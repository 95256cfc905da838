//! Loads the time grammar, `ontology/time/english.grammar`; its head says how it is written.

use super::pattern::{self, Captures, Class, Element, Numeral};
use super::value::{Expression, Function, Piece};
use super::words::{self, Word};
use crate::language::Upos;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};
use thiserror::Error;

/// What is wrong with a grammar.
#[derive(Debug, Error)]
#[error("time grammar, line {line}: {reason}")]
pub(super) struct GrammarError {
    pub line: usize,
    pub reason: String,
}

/// A rule: what to look for, what it means, and the sentences that show it.
#[derive(Debug, Default)]
pub(super) struct Rule {
    pub name: String,
    /// TIMEX3 type; `None` for a rule that is only a part of others.
    pub kind: Option<String>,
    pub patterns: Vec<Vec<Element>>,
    pub value: Option<Expression>,
    /// The word before must be one of these.
    pub after: Vec<String>,
    /// The word before must not be one of these; `0` stands for digits.
    pub not_after: Vec<String>,
    /// The word after must not be one of these; `0` stands for digits.
    pub not_before: Vec<String>,
    /// The first word must begin with a capital.
    pub capital: bool,
    /// The last word must have one of these tags, where the text is tagged.
    pub tags: Vec<Upos>,
    /// Sentences with `[expression = value]` where the rule must find it.
    pub examples: Vec<String>,
    /// Sentences in which nothing may be found.
    pub counter_examples: Vec<String>,
}

/// The grammar.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    /// The day of writing of the example sentences.
    pub document_date: Option<Date>,
    pub rules: Vec<Rule>,
    classes: HashMap<String, Class>,
    groups: HashMap<String, Vec<usize>>,
    definitions: HashMap<String, String>,
    by_first_word: HashMap<String, Vec<usize>>,
}

static EMBEDDED: LazyLock<Grammar> = LazyLock::new(|| {
    Grammar::load(include_str!("../../../ontology/time/english.grammar")).unwrap_or_else(|error| {
        tracing::error!("{error}");
        Grammar::default()
    })
});

impl Grammar {
    /// The grammar of the binary.
    pub(super) fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a grammar.
    pub(super) fn load(text: &str) -> Result<Self, GrammarError> {
        let mut grammar = Self::default();
        let mut class: Option<String> = None;
        for (number, line) in text.lines().enumerate() {
            let at = |reason: String| GrammarError { line: number + 1, reason };
            let content = line.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if line.starts_with(' ') {
                match &class {
                    Some(name) => grammar.add_phrases(name, content).map_err(at)?,
                    None => grammar.add_clause(content).map_err(at)?,
                }
                continue;
            }
            class = None;
            let (keyword, rest) = content.split_once(' ').unwrap_or((content, ""));
            match keyword {
                "document-date" => {
                    grammar.document_date = Some(rest.parse().map_err(|_| at(format!("no date: {rest}")))?);
                }
                "class" => {
                    let (name, option) = rest.split_once(' ').unwrap_or((rest, ""));
                    grammar.classes.entry(name.to_owned()).or_default().capital = option == "capital";
                    class = Some(name.to_owned());
                }
                "define" => {
                    let (name, body) = rest.split_once(' ').ok_or_else(|| at("define NAME PATTERN".to_owned()))?;
                    grammar.definitions.insert(name.to_owned(), body.to_owned());
                }
                "rule" => grammar.add_rule(rest).map_err(at)?,
                _ => return Err(at(format!("unknown keyword {keyword}"))),
            }
        }
        if let Some(rule) = grammar.rules.iter().find(|rule| rule.patterns.is_empty() || rule.value.is_none()) {
            return Err(GrammarError { line: 0, reason: format!("rule {} lacks match or value", rule.name) });
        }
        for class in grammar.classes.values_mut() {
            for phrases in class.phrases.values_mut() {
                phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
            }
        }
        grammar.index();
        Ok(grammar)
    }

    fn add_rule(&mut self, head: &str) -> Result<(), String> {
        let parts: Vec<&str> = head.split_whitespace().collect();
        let [name, kind, groups @ ..] = parts.as_slice() else {
            return Err("rule NAME TYPE [GROUP…]".to_owned());
        };
        if !["DATE", "TIME", "DURATION", "SET", "-"].contains(kind) {
            return Err(format!("unknown type {kind}"));
        }
        for group in groups {
            self.groups.entry((*group).to_owned()).or_default().push(self.rules.len());
        }
        let kind = (*kind != "-").then(|| (*kind).to_owned());
        self.rules.push(Rule { name: (*name).to_owned(), kind, ..Rule::default() });
        Ok(())
    }

    fn add_phrases(&mut self, class: &str, content: &str) -> Result<(), String> {
        let (phrases, value) = content.rsplit_once('=').ok_or("PHRASE | PHRASE = VALUE")?;
        let class = self.classes.entry(class.to_owned()).or_default();
        for phrase in phrases.split('|') {
            let words: Vec<String> = words::divide(phrase).into_iter().map(|word| word.text).collect();
            let first = words.first().ok_or("empty phrase")?.clone();
            class.phrases.entry(first).or_default().push((words, value.trim().to_owned()));
        }
        Ok(())
    }

    fn add_clause(&mut self, content: &str) -> Result<(), String> {
        let (keyword, rest) = content.split_once(' ').unwrap_or((content, ""));
        let rest = rest.trim();
        let list = || rest.split('|').map(|word| word.trim().to_owned()).collect::<Vec<_>>();
        if keyword == "match" {
            let pattern = self.pattern(rest)?;
            self.rules.last_mut().ok_or("no rule")?.patterns.push(pattern);
            return Ok(());
        }
        let rule = self.rules.last_mut().ok_or("no rule")?;
        match keyword {
            "value" => rule.value = Some(expression(rest)?),
            "after" => rule.after = list(),
            "not-after" => rule.not_after = list(),
            "not-before" => rule.not_before = list(),
            "capital" => rule.capital = true,
            "tag" => {
                for tag in list() {
                    rule.tags.push(serde_json::from_value(tag.into()).map_err(|error| error.to_string())?);
                }
            }
            "example" => rule.examples.push(rest.to_owned()),
            "counter" => rule.counter_examples.push(rest.to_owned()),
            _ => return Err(format!("unknown keyword {keyword}")),
        }
        Ok(())
    }

    fn pattern(&self, text: &str) -> Result<Vec<Element>, String> {
        let mut text = text.to_owned();
        while let Some(at) = text.find('%') {
            let name: String = text[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            let body = self.definitions.get(&name).ok_or_else(|| format!("%{name} is not defined"))?;
            text.replace_range(at..=at + name.len(), body);
        }
        let mut parts = text.split_whitespace().peekable();
        let elements = self.sequence(&mut parts)?.pop().unwrap_or_default();
        match parts.next() {
            Some(part) => Err(format!("unexpected {part}")),
            None => Ok(elements),
        }
    }

    /// Alternatives up to a closing parenthesis, which is left, or to the end.
    fn sequence<'a>(
        &self,
        parts: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    ) -> Result<Vec<Vec<Element>>, String> {
        let mut alternatives = vec![Vec::new()];
        while let Some(&part) = parts.peek() {
            if part == ")" || part == ")?" {
                break;
            }
            parts.next();
            if part == "|" {
                alternatives.push(Vec::new());
                continue;
            }
            let element = if part == "(" {
                let inner = self.sequence(parts)?;
                let optional = match parts.next() {
                    Some(")") => false,
                    Some(")?") => true,
                    _ => return Err("( without )".to_owned()),
                };
                Element::Choice { alternatives: inner, optional }
            } else {
                self.element(part)?
            };
            if let Some(last) = alternatives.last_mut() {
                last.push(element);
            }
        }
        Ok(alternatives)
    }

    fn element(&self, part: &str) -> Result<Element, String> {
        if part == "~" {
            return Ok(Element::Joined);
        }
        if let Some(inner) = part.strip_suffix('?')
            && !inner.is_empty()
        {
            return Ok(Element::Choice { alternatives: vec![vec![self.element(inner)?]], optional: true });
        }
        let (name, keep) = match part.get(1..).and_then(|rest| rest.split_once(':')) {
            Some((name, keep)) => (name, Some(Arc::from(keep))),
            None => (part.get(1..).unwrap_or(""), None),
        };
        match part.chars().next() {
            Some('$') if self.classes.contains_key(name) => Ok(Element::Class { class: Arc::from(name), keep }),
            Some('#') => {
                let numeral = Numeral::named(name).ok_or_else(|| format!("unknown number {part}"))?;
                Ok(Element::Number { numeral, keep })
            }
            Some('@') if self.groups.contains_key(name) => Ok(Element::Group { group: Arc::from(name), keep }),
            Some('$' | '@') => Err(format!("{part} is not defined before")),
            _ => Ok(Element::Words(part.split('|').map(str::to_owned).collect())),
        }
    }

    fn index(&mut self) {
        let mut by_first_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, rule) in self.rules.iter().enumerate().filter(|(_, rule)| rule.kind.is_some()) {
            let mut words = BTreeSet::new();
            for pattern in &rule.patterns {
                pattern::first_words(self, number, pattern, &mut words);
            }
            for word in words {
                by_first_word.entry(word).or_default().push(number);
            }
        }
        self.by_first_word = by_first_word;
    }

    pub(super) fn class(&self, name: &str) -> Option<&Class> {
        self.classes.get(name)
    }

    pub(super) fn group(&self, name: &str) -> &[usize] {
        self.groups.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn patterns(&self, rule: usize) -> &[Vec<Element>] {
        &self.rules[rule].patterns
    }

    pub(super) fn value(&self, rule: usize) -> &Expression {
        static NOTHING: Expression = Expression::Template(Vec::new());
        self.rules[rule].value.as_ref().unwrap_or(&NOTHING)
    }

    /// The rules that may match from a word on.
    pub(super) fn candidates(&self, word: &Word) -> &[usize] {
        let key = if word.text.as_bytes().first().is_some_and(u8::is_ascii_digit) { "0" } else { &word.text };
        self.by_first_word.get(key).map_or(&[], Vec::as_slice)
    }

    /// Every match of a rule from a word on, as index after it and what it keeps; guards are not asked.
    pub(super) fn match_rule(&self, rule: usize, words: &[Word], at: usize) -> Vec<(usize, Captures)> {
        let patterns = &self.rules[rule].patterns;
        patterns
            .iter()
            .flat_map(|pattern| pattern::matches(self, rule, pattern, words, (at, Captures::new())))
            .filter(|(end, _)| *end > at && !words[at + 1..*end].iter().any(|word| word.new_paragraph))
            .collect()
    }
}

/// Parses a value expression: `NAME(ARGUMENT, …)` or a template with `{kept}` names.
fn expression(text: &str) -> Result<Expression, String> {
    let text = text.trim();
    if let Some((name, rest)) = text.split_once('(')
        && let Some(inner) = rest.strip_suffix(')')
        && let Some((function, arity)) = Function::named(name)
    {
        let mut arguments = Vec::new();
        let (mut depth, mut start) = (0, 0);
        for (at, c) in inner.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' if depth == 0 => {
                    arguments.push(expression(&inner[start..at])?);
                    start = at + 1;
                }
                _ => {}
            }
        }
        if !inner.trim().is_empty() {
            arguments.push(expression(&inner[start..])?);
        }
        if !arity.contains(&arguments.len()) {
            return Err(format!("{name} takes {arity:?} arguments"));
        }
        return Ok(Expression::Call(function, arguments));
    }
    if text.contains(['(', ')']) {
        return Err(format!("unknown function in {text}"));
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("{ without }")?;
        if !before.is_empty() {
            pieces.push(Piece::Literal(before.to_owned()));
        }
        pieces.push(Piece::Kept(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    Ok(Expression::Template(pieces))
}
