//! Turtle → [`Rules`]: reads and checks the files of `ontology/events/`.

use super::rules::{
    Class, Effect, Evocation, Example, Expected, FillerType, Path, RoleRule, Rule, Rules, Step, Trigger,
};
use crate::facts::Status;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};
use std::collections::{BTreeSet, HashMap};

const ATT: &str = "https://w3id.org/attache/ontology#";
const RULE: &str = "https://w3id.org/attache/ontology/rule#";
const BASE: &str = "https://w3id.org/attache/ontology/";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const SKOS_NOTATION: &str = "http://www.w3.org/2004/02/skos/core#notation";

/// Relations of UD English that a path may name; other subtypes of `obl` and `nmod` are prepositions.
const RELATIONS: &[&str] = &[
    "acl",
    "acl:relcl",
    "advcl",
    "advmod",
    "amod",
    "appos",
    "ccomp",
    "compound",
    "conj",
    "csubj",
    "flat",
    "iobj",
    "nmod",
    "nmod:poss",
    "nmod:unmarked",
    "nmod:desc",
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "parataxis",
    "xcomp",
];

/// Why a file of rules is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("ontology/events/{file}.ttl:{line}: {problem}")]
pub struct RuleError {
    /// Name of the file.
    pub file: String,
    /// Line, counted from one.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// A file's triples by subject, in the order of the text.
struct File<'a> {
    name: &'a str,
    text: &'a str,
    subjects: Vec<String>,
    triples: HashMap<String, Vec<(String, Value)>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Node(String),
    Text { value: String, datatype: String },
}

impl Value {
    fn text(&self) -> &str {
        match self {
            Value::Node(value) | Value::Text { value, .. } => value,
        }
    }
}

impl<'a> File<'a> {
    fn parse(name: &'a str, text: &'a str) -> Result<Self, RuleError> {
        let mut file = File { name, text, subjects: Vec::new(), triples: HashMap::new() };
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()) {
            let quad = quad.map_err(|error| {
                let line = error.location().map_or(1, |range| range.start.line as usize + 1);
                RuleError { file: name.to_owned(), line, problem: error.to_string() }
            })?;
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            let value = match &quad.object {
                Term::NamedNode(node) => Value::Node(node.as_str().to_owned()),
                Term::BlankNode(node) => Value::Node(node.to_string()),
                Term::Literal(literal) => {
                    Value::Text { value: literal.value().to_owned(), datatype: literal.datatype().as_str().to_owned() }
                }
            };
            let entry = file.triples.entry(subject.clone()).or_default();
            if entry.is_empty() {
                file.subjects.push(subject);
            }
            entry.push((quad.predicate.as_str().to_owned(), value));
        }
        Ok(file)
    }

    fn values<'s>(&'s self, subject: &str, property: &'s str) -> impl Iterator<Item = &'s Value> {
        self.triples.get(subject).into_iter().flatten().filter(move |(p, _)| p == property).map(|(_, value)| value)
    }

    fn rule_values<'s>(&'s self, subject: &'s str, name: &'s str) -> impl Iterator<Item = &'s Value> {
        self.triples
            .get(subject)
            .into_iter()
            .flatten()
            .filter(move |(p, _)| p.strip_prefix(RULE) == Some(name))
            .map(|(_, value)| value)
    }

    fn is_a(&self, subject: &str, class: &str) -> bool {
        self.values(subject, RDF_TYPE).any(|value| value.text() == class)
    }

    /// An error at the first line that holds `words`, or the whole file's first line.
    fn error(&self, words: &str, problem: impl Into<String>) -> RuleError {
        let local = words.rsplit(['#', '/']).next().unwrap_or(words);
        let line =
            self.text.lines().position(|line| line.contains(words) || (!local.is_empty() && line.contains(local)));
        RuleError { file: self.name.to_owned(), line: line.map_or(1, |line| line + 1), problem: problem.into() }
    }
}

fn local_name(iri: &str) -> Option<&str> {
    iri.strip_prefix(ATT)
}

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

/// Properties of the rule vocabulary; a misspelt one is an error, not a rule that never fires.
const PROPERTIES: &[&str] = &[
    "adjective",
    "anchored",
    "auxiliary",
    "class",
    "clause",
    "confidence",
    "counterExample",
    "evokes",
    "example",
    "expect",
    "filler",
    "governor",
    "habitual",
    "label",
    "light",
    "minimum",
    "modifier",
    "named",
    "negation",
    "noun",
    "object",
    "otherwise",
    "participants",
    "path",
    "preposition",
    "recalls",
    "role",
    "says",
    "sentence",
    "status",
    "subject",
    "subordinator",
    "text",
    "time",
    "verb",
    "voice",
    "with",
    "without",
    "word",
    "words",
    "fills",
    "form",
    "purpose",
    "place",
];

fn check_properties(file: &File<'_>) -> Result<(), RuleError> {
    for subject in &file.subjects {
        for (property, _) in file.triples.get(subject).into_iter().flatten() {
            if let Some(name) = property.strip_prefix(RULE)
                && !PROPERTIES.contains(&name)
            {
                return Err(file.error(&format!(":{name}"), format!("unknown property rule:{name}")));
            }
        }
    }
    Ok(())
}

struct Loader {
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
            for (property, pos) in [("verb", Trigger::Verb), ("noun", Trigger::Noun), ("adjective", Trigger::Adjective)]
            {
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
                anchored: file.rule_values(subject, "anchored").any(|value| value.text() == "true"),
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

    fn read_role(&self, file: &File<'_>, node: &str) -> Result<RoleRule, RuleError> {
        let role = file
            .rule_values(node, "fills")
            .next()
            .ok_or_else(|| file.error("rule:role", format!("role {node} names no property with rule:fills")))?;
        let name =
            local_name(role.text()).ok_or_else(|| file.error(role.text(), format!("unknown role {}", role.text())))?;
        let filler = match file.rule_values(node, "filler").next().map(Value::text) {
            None => FillerType::Anything,
            Some(iri) => match iri.strip_prefix(RULE) {
                Some("Party") => FillerType::Party,
                Some("Person") => FillerType::Person,
                Some("Organisation") => FillerType::Organisation,
                Some("Place") => FillerType::Place,
                Some("Anything") => FillerType::Anything,
                _ => return Err(file.error(iri, format!("unknown type of filler {iri}"))),
            },
        };
        let paths = |property| {
            file.rule_values(node, property).map(|value| self.path(file, value.text())).collect::<Result<Vec<_>, _>>()
        };
        Ok(RoleRule {
            name: name.to_owned(),
            filler,
            paths: paths("path")?,
            otherwise: paths("otherwise")?,
            minimum: number(file, node, "minimum")?.map_or(0, |number| number as usize),
            named: file.rule_values(node, "named").any(|value| value.text() == "true"),
        })
    }

    /// `obl:with`, `^obj/nsubj`, `nmod:@topic`, `ARG0`.
    fn path(&self, file: &File<'_>, text: &str) -> Result<Path, RuleError> {
        if text.starts_with("ARG") {
            let known = matches!(text.strip_prefix("ARG"), Some("0" | "1" | "2" | "3" | "4"))
                || ["ARGM-LOC", "ARGM-TMP", "ARGM-PRP", "ARGM-CAU", "ARGM-DIR", "ARGM-GOL", "ARGM-COM"].contains(&text);
            return if known {
                Ok(Path::Role(text.to_owned()))
            } else {
                Err(file.error(&format!("\"{text}\""), format!("unknown PropBank role {text}")))
            };
        }
        let mut steps = Vec::new();
        for step in text.split('/') {
            let (up, relation) = step.strip_prefix('^').map_or((false, step), |rest| (true, rest));
            let unknown = || file.error(text, format!("unknown relation {relation} in the path {text}"));
            if RELATIONS.contains(&relation) {
                steps.push(Step { up, relation: relation.to_owned(), prepositions: Vec::new() });
                continue;
            }
            let (base, preposition) = relation.split_once(':').ok_or_else(unknown)?;
            if base != "obl" && base != "nmod" {
                return Err(unknown());
            }
            let prepositions =
                match preposition.strip_prefix('@') {
                    None => vec![preposition.replace('_', " ")],
                    Some(group) => self.prepositions.get(group).cloned().ok_or_else(|| {
                        file.error(text, format!("unknown preposition group {group} in the path {text}"))
                    })?,
                };
            steps.push(Step { up, relation: base.to_owned(), prepositions });
        }
        Ok(Path::Tree(steps))
    }

    fn read_examples(&self, file: &File<'_>, rule: &str) -> Result<Vec<Example>, RuleError> {
        let mut examples = Vec::new();
        for node in file.rule_values(rule, "example") {
            let text = file.rule_values(node.text(), "text").next();
            let text =
                text.ok_or_else(|| file.error("rule:example", "an example without rule:text"))?.text().to_owned();
            let mut expected = Vec::new();
            for fact in file.rule_values(node.text(), "expect") {
                expected.push(self.read_expected(file, fact.text(), &text)?);
            }
            examples.push(Example { text, expected });
        }
        Ok(examples)
    }

    fn read_expected(&self, file: &File<'_>, node: &str, example: &str) -> Result<Expected, RuleError> {
        let mut expected = Expected::default();
        for (property, value) in file.triples.get(node).into_iter().flatten() {
            if property == RDF_TYPE {
                let name = local_name(value.text()).filter(|name| self.classes.contains_key(*name));
                name.ok_or_else(|| file.error(value.text(), format!("unknown class {}", value.text())))?
                    .clone_into(&mut expected.class);
                continue;
            }
            let name = local_name(property).or_else(|| property.strip_prefix(RULE));
            let name = name.ok_or_else(|| file.error(example, format!("unknown role {property}")))?;
            let text = status(value.text()).map_or_else(|| value.text().to_owned(), |status| status.name().to_owned());
            expected.values.entry(name.to_owned()).or_default().insert(text);
        }
        Ok(expected)
    }
}

/// `phone call` is the noun `call` with `phone` beside it; `sit down` the verb `sit` with `down`.
fn evocation(phrase: &str, pos: Trigger) -> Evocation {
    let mut words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
    let word = match pos {
        Trigger::Verb | Trigger::Adjective if !words.is_empty() => words.remove(0),
        _ => words.pop().unwrap_or_default(),
    };
    Evocation { word, pos, with: words }
}

fn number(file: &File<'_>, subject: &str, name: &str) -> Result<Option<f32>, RuleError> {
    let Some(value) = file.rule_values(subject, name).next() else { return Ok(None) };
    let number = value.text().parse();
    number.map(Some).map_err(|_| file.error(value.text(), format!("rule:{name} is no number: {}", value.text())))
}

fn status(iri: &str) -> Option<Status> {
    Some(match local_name(iri)? {
        "Happened" => Status::Happened,
        "Planned" => Status::Planned,
        "Possible" => Status::Possible,
        "Denied" => Status::Denied,
        "Cancelled" => Status::Cancelled,
        _ => return None,
    })
}
