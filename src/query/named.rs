//! The named queries: `queries/*.rq`, embedded. The comment at the head of a file is its help text; a line
//! `# --set NAME=…` there and a `VALUES ?NAME { UNDEF }` in the body make a parameter.

use oxigraph::model::Literal;

/// Names and texts of `queries/*.rq`.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/query_files.rs"));

/// A query of the collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedQuery {
    /// `who-met-whom`.
    pub name: &'static str,
    /// SPARQL.
    pub text: &'static str,
}

/// A query with its parameters filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// SPARQL.
    pub text: String,
}

/// A parameter that cannot be filled.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ParameterError {
    /// No `=`.
    #[error("`--set {0}` must have the form NAME=VALUE")]
    NoValue(String),
    /// The query does not know it.
    #[error("the query has no parameter `{name}`{}", known(.parameters))]
    #[allow(missing_docs)]
    Unknown { name: String, parameters: Vec<String> },
}

fn known(parameters: &[String]) -> String {
    if parameters.is_empty() { String::new() } else { format!("; it has: {}", parameters.join(", ")) }
}

/// All named queries, in alphabetical order.
pub fn named_queries() -> impl Iterator<Item = NamedQuery> {
    FILES.iter().map(|&(name, text)| NamedQuery { name, text })
}

impl NamedQuery {
    /// The query of a name.
    pub fn find(name: &str) -> Option<Self> {
        named_queries().find(|query| query.name == name)
    }

    /// The comment at its head.
    pub fn help(&self) -> Vec<&'static str> {
        let comments = self.text.lines().take_while(|line| line.starts_with('#'));
        comments.map(|line| line.trim_start_matches('#').trim()).collect()
    }
}

impl Filled {
    /// Fills the parameters of a query from `name=value` pairs.
    ///
    /// # Errors
    /// [`ParameterError`] where a pair has no `=` or names no parameter of the query.
    pub fn new(text: &str, settings: &[String]) -> Result<Self, ParameterError> {
        let mut filled = text.to_owned();
        for setting in settings {
            let (name, value) = setting.split_once('=').ok_or_else(|| ParameterError::NoValue(setting.clone()))?;
            let open = format!("VALUES ?{name} {{ UNDEF }}");
            if !filled.contains(&open) {
                return Err(ParameterError::Unknown { name: name.to_owned(), parameters: parameters(text) });
            }
            let value = Literal::new_simple_literal(value);
            filled = filled.replace(&open, &format!("VALUES ?{name} {{ {value} }}"));
        }
        Ok(Self { text: filled })
    }
}

/// The parameters of a query, in the order of its text.
fn parameters(text: &str) -> Vec<String> {
    text.split("VALUES ?").skip(1).filter_map(|rest| Some(rest.split_once(" { UNDEF }")?.0.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_quotes_and_backslashes_stays_a_value() {
        let query = "SELECT * WHERE { VALUES ?name { UNDEF } }";
        let filled = Filled::new(query, &["name=\"] } DROP ALL \\".to_owned()]).map(|filled| filled.text);
        assert_eq!(filled.as_deref(), Ok(r#"SELECT * WHERE { VALUES ?name { "\"] } DROP ALL \\" } }"#));
    }

    #[test]
    fn an_unknown_parameter_is_refused_with_the_known_ones() {
        let query = "SELECT * WHERE { VALUES ?person { UNDEF } VALUES ?since { UNDEF } }";
        let error = Filled::new(query, &["nobody=1".to_owned()]).map_err(|error| error.to_string());
        assert_eq!(error, Err("the query has no parameter `nobody`; it has: person, since".to_owned()));
        assert!(Filled::new(query, &["person".to_owned()]).is_err());
    }

    #[test]
    fn every_query_says_at_its_head_what_it_gives_and_which_parameters_it_takes() {
        for query in named_queries() {
            let help = query.help();
            assert!(!help.is_empty(), "{} has no comment at its head", query.name);
            let told: Vec<&str> = help
                .iter()
                .filter_map(|line| line.strip_prefix("--set ")?.split_once('=').map(|(name, _)| name))
                .collect();
            assert_eq!(told, parameters(query.text), "{}", query.name);
        }
    }
}
