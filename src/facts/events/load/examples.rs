//! The example sentences of a rule and the events that they promise.

use super::Loader;
use super::file::{File, RDF_TYPE, RULE, RuleError, local_name, status};
use crate::facts::events::rules::{Example, Expected};

impl Loader {
    pub fn read_examples(&self, file: &File<'_>, rule: &str) -> Result<Vec<Example>, RuleError> {
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
