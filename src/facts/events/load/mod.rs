//! Turtle → [`Rules`]: reads and checks the files of `ontology/events/`.
//!
//! In: the files' names and texts. Out: the rules, or the first problem with its file and line.

mod examples;
mod file;
mod roles;

use super::rules::{Class, Effect, Evocation, Rule, Rules, Trigger};
pub use file::RuleError;
use file::{BASE, File, RULE, Value, check_properties, local_name, number, status};
use std::collections::{BTreeSet, HashMap};

const SKOS_NOTATION: &str = "http://www.w3.org/2004/02/skos/core#notation";

/// Reads the files (name, text) of `ontology/events/`.
///
/// # Errors
/// The first problem found: bad Turtle, or a relation, class, role, word class or property that is not known.
pub fn load(files: &[(&str, &str)]) -> Result<Rules, RuleError> {
    let files = files.iter().map(|(name, text)| File::parse(name, text)).collect::<Result<Vec<_>, _>>()?;
    let mut loader = Loader { rules: Rules::default(), classes: HashMap::new(), prepositions: HashMap::new() };
    for file in &files {
        check_properties(file)?;
        loader.read_words(file)?;
        loader.read_classes(file);
    }
    let shared: HashMap<&str, &File<'_>> =
        files.iter().flat_map(|file| file.subjects.iter().map(move |subject| (subject.as_str(), file))).collect();
    for file in &files {
        loader.read_status(file)?;
        loader.read_rules(file, &shared)?;
    }
    let mut rules = loader.rules;
    for (index, rule) in rules.rules.iter().enumerate() {
        for (number, evocation) in rule.evocations.iter().enumerate() {
            rules.by_word.entry(evocation.word.clone()).or_default().push((index, number));
        }
    }
    rules.vocabulary = vocabulary(&rules);
    Ok(rules)
}

fn vocabulary(rules: &Rules) -> BTreeSet<String> {
    let status = &rules.status;
    let tables = status.governors.keys().chain(status.objects.keys()).chain(status.subjects.keys());
    let listed = rules.words.values().flatten().chain(tables).chain(rules.by_word.keys());
    listed.flat_map(|phrase| phrase.split_whitespace().map(str::to_owned)).collect()
}

/// The rules as far as they are read.
pub struct Loader {
    rules: Rules,
    classes: HashMap<String, usize>,
    prepositions: HashMap<String, Vec<String>>,
}

impl Loader {
    fn read_words(&mut self, file: &File<'_>) -> Result<(), RuleError> {
        for subject in &file.subjects {
            let name = subject.strip_prefix(BASE).and_then(|name| name.strip_prefix("events/")).unwrap_or(subject);
            if file.is_a(subject, &format!("{RULE}WordClass")) {
                let words = file.rule_values(subject, "word").map(|word| word.text().to_owned());
                self.rules.words.entry(name.to_owned()).or_default().extend(words);
            }
            if file.is_a(subject, &format!("{RULE}Inflections")) {
                let pairs = file.rule_values(subject, "form").filter_map(|pair| pair.text().split_once(' '));
                self.rules.inflections.extend(pairs.map(|(form, lemma)| (form.to_owned(), lemma.to_owned())));
            }
            if file.is_a(subject, &format!("{RULE}PrepositionGroup")) {
                let group = name.rsplit('#').next().unwrap_or(name).to_owned();
                let words: Vec<String> = file.rule_values(subject, "word").map(|word| word.text().to_owned()).collect();
                if words.is_empty() {
                    return Err(file.error(subject, format!("preposition group {group} has no rule:word")));
                }
                self.prepositions.insert(group, words);
            }
        }
        Ok(())
    }

    fn read_classes(&mut self, file: &File<'_>) {
        for subject in &file.subjects {
            let Some(name) = local_name(subject).filter(|_| file.is_a(subject, "http://www.w3.org/2002/07/owl#Class"))
            else {
                continue;
            };
            let notations = file
                .values(subject, SKOS_NOTATION)
                .map(|value| match value {
                    Value::Text { value, datatype } => {
                        format!("{}:{value}", local_name(datatype).unwrap_or("code"))
                    }
                    Value::Node(node) => node.clone(),
                })
                .collect();
            let class = Class {
                name: name.to_owned(),
                sentences: file.rule_values(subject, "sentence").map(|value| value.text().to_owned()).collect(),
                participants: file
                    .rule_values(subject, "participants")
                    .filter_map(|value| local_name(value.text()).map(str::to_owned))
                    .next(),
                apart: file.rule_values(subject, "apart").any(|value| value.text() == "true"),
                notations,
            };
            self.classes.insert(name.to_owned(), self.rules.classes.len());
            self.rules.classes.push(class);
        }
    }

    fn read_status(&mut self, file: &File<'_>) -> Result<(), RuleError> {
        for subject in &file.subjects {
            if !file.is_a(subject, &format!("{RULE}StatusWords")) {
                continue;
            }
            let texts = |name: &'static str| file.rule_values(subject, name).map(|value| value.text().to_owned());
            self.rules.status.negations.extend(texts("negation"));
            self.rules.status.habitual.extend(texts("habitual"));
            let Some(says) = file.rule_values(subject, "says").next() else { continue };
            let effect = match local_name(says.text()) {
                Some("AsItsClause") => Effect::Same,
                Some("Affirmed") => Effect::Affirmed,
                _ => Effect::Says(
                    status(says.text())
                        .ok_or_else(|| file.error(says.text(), format!("unknown status {}", says.text())))?,
                ),
            };
            let words = &mut self.rules.status;
            words.governors.extend(texts("governor").map(|word| (word, effect)));
            words.objects.extend(texts("object").map(|word| (word, effect)));
            words.subjects.extend(texts("subject").map(|word| (word, effect)));
            if let Effect::Says(status) = effect {
                words.auxiliaries.extend(texts("auxiliary").map(|word| (word, status)));
                words.modifiers.extend(texts("modifier").map(|word| (word, status)));
                words.subordinators.extend(texts("subordinator").map(|word| (word, status)));
            }
        }
        Ok(())
    }

    fn read_rules(&mut self, file: &File<'_>, shared: &HashMap<&str, &File<'_>>) -> Result<(), RuleError> {
        for subject in &file.subjects {
            if !file.is_a(subject, &format!("{RULE}Rule")) {
                continue;
            }
            let id = subject.strip_prefix(BASE).unwrap_or(subject).to_owned();
            let class = file
                .rule_values(subject, "evokes")
                .next()
                .ok_or_else(|| file.error(subject, format!("rule {id} evokes no class")))?;
            let class = *local_name(class.text())
                .and_then(|name| self.classes.get(name))
                .ok_or_else(|| file.error(class.text(), format!("unknown class {}", class.text())))?;
            let mut evocations = Vec::new();
            for (property, pos) in [
                ("verb", Trigger::Verb),
                ("noun", Trigger::Noun),
                ("adjective", Trigger::Adjective),
                ("copula", Trigger::Predicate),
            ] {
                for value in file.rule_values(subject, property) {
                    for word in self.expand(file, value)? {
                        evocations.push(evocation(&word, pos));
                    }
                }
            }
            if evocations.is_empty() {
                return Err(file.error(subject, format!("rule {id} has no evoking word")));
            }
            let mut roles = Vec::new();
            for value in file.rule_values(subject, "role") {
                let home = shared.get(value.text()).copied().unwrap_or(file);
                roles.push(self.read_role(home, value.text())?);
            }
            let word_set = |this: &Self, name| -> Result<BTreeSet<String>, RuleError> {
                let mut words = BTreeSet::new();
                for value in file.rule_values(subject, name) {
                    words.extend(this.expand(file, value)?);
                }
                Ok(words)
            };
            let rule = Rule {
                id,
                class,
                evocations,
                light_verbs: word_set(self, "light")?,
                without: word_set(self, "without")?,
                without_relations: word_set(self, "withoutRelation")?,
                says: file.rule_values(subject, "says").next().and_then(|value| status(value.text())),
                anchored: file.rule_values(subject, "anchored").any(|value| value.text() == "true"),
                dated: file.rule_values(subject, "dated").any(|value| value.text() == "true"),
                firm: file.rule_values(subject, "firm").any(|value| value.text() == "true"),
                recalls: file.rule_values(subject, "recalls").any(|value| value.text() == "true"),
                voice: file.rule_values(subject, "voice").next().map(|value| value.text() == "passive"),
                roles,
                confidence: number(file, subject, "confidence")?.unwrap_or(0.8),
                examples: self.read_examples(file, subject)?,
                counter_examples: file.rule_values(subject, "counterExample").map(|v| v.text().to_owned()).collect(),
            };
            self.rules.rules.push(rule);
        }
        Ok(())
    }

    /// A word, or the words of a word class.
    fn expand(&self, file: &File<'_>, value: &Value) -> Result<Vec<String>, RuleError> {
        match value {
            Value::Text { value, .. } => Ok(vec![value.clone()]),
            Value::Node(iri) => {
                let name = iri.strip_prefix(BASE).and_then(|name| name.strip_prefix("events/")).unwrap_or(iri);
                let words = self.rules.words.get(name);
                words
                    .map(|words| words.iter().cloned().collect())
                    .ok_or_else(|| file.error(iri, format!("unknown word class {name}")))
            }
        }
    }
}

/// `phone call` is the noun `call` with `phone` beside it; `sit down` the verb `sit` with `down`.
fn evocation(phrase: &str, pos: Trigger) -> Evocation {
    let mut words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
    let word = match pos {
        Trigger::Verb | Trigger::Adjective | Trigger::Predicate if !words.is_empty() => words.remove(0),
        _ => words.pop().unwrap_or_default(),
    };
    Evocation { word, pos, with: words }
}
