//! What a gold file says of an article, in the form that `attache extract --format json` has too.

use serde::Deserialize;
use serde_json::Value;

/// An article's facts: a gold file, or a line of extracted JSON. What is not there is empty.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Article {
    /// The article's name; its text is the file of this name with the extension `txt`.
    pub id: String,
    /// Day of publication, `2026-03-13`.
    pub date: Option<String>,
    pub people: Vec<Thing>,
    pub organisations: Vec<Thing>,
    pub places: Vec<Thing>,
    pub meetings: Vec<Meeting>,
    pub visits: Vec<Visit>,
    pub statements: Vec<Statement>,
    pub roles: Vec<Role>,
    /// Words of the article that may be read either way: what only repeats them counts neither as right nor as wrong.
    pub doubtful: Vec<Value>,
}

/// A person, organisation or place.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Thing {
    /// The fullest name.
    pub name: String,
    /// The other names.
    pub aliases: Vec<String>,
}

/// Who met where, when and why.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Meeting {
    pub participants: Vec<String>,
    #[serde(flatten)]
    pub circumstances: Circumstances,
}

/// Who went where, when and why.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Visit {
    pub who: String,
    #[serde(flatten)]
    pub circumstances: Circumstances,
}

/// Where, when, why, whether, and the words that say so.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Circumstances {
    #[serde(rename = "where")]
    pub places: Vec<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub why: Option<String>,
    pub status: Option<String>,
    pub evidence: Option<String>,
    pub confidence: Option<f64>,
}

/// Who said what.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Statement {
    pub speaker: String,
    pub said: String,
    pub evidence: Option<String>,
    pub confidence: Option<f64>,
}

/// Who holds which post where.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Role {
    pub who: String,
    pub role: String,
    pub at: Option<String>,
    pub evidence: Option<String>,
    pub confidence: Option<f64>,
}
