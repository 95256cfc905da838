//! The roles of a rule and the paths to their fillers.

use super::Loader;
use super::file::{File, RULE, RuleError, Value, local_name, number};
use crate::facts::events::rules::{FillerType, Path, RoleRule, Step};

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

impl Loader {
    pub fn read_role(&self, file: &File<'_>, node: &str) -> Result<RoleRule, RuleError> {
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
                Some("Location") => FillerType::Location,
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

    /// `obl:with`, `^obj/nsubj`, `nmod:@topic`, `ARG0`, or `.` for the evoking word itself.
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
        if text == "." {
            return Ok(Path::Itself);
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
}
