//! The answer of an analysis: rows under named columns, which become a table, JSON or CSV.

use super::network::Entity;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Nothing,
    /// Words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Yes(bool),
    /// An entity.
    Entity(Named),
    /// Several entities.
    Entities(Vec<Named>),
}

/// An entity by name and IRI: people see the one, the store gets the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its IRI.
    pub iri: String,
}

impl From<&Entity> for Named {
    fn from(entity: &Entity) -> Self {
        Self { name: entity.name.to_string(), iri: entity.iri.to_string() }
    }
}

impl From<&Entity> for Cell {
    fn from(entity: &Entity) -> Self {
        Self::Entity(entity.into())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Whole(number as i64)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl Cell {
    /// For people: figures with four decimals, and of long lists only the beginning.
    fn shown(&self) -> String {
        const SHOWN: usize = 8;
        match self {
            Self::Number(number) => format!("{number:.4}"),
            Self::Entities(items) if items.len() > SHOWN => {
                let names: Vec<&str> = items[..SHOWN].iter().map(|item| item.name.as_str()).collect();
                format!("{} and {} more", names.join("; "), items.len() - SHOWN)
            }
            other => other.plain(),
        }
    }

    /// For programs.
    fn plain(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Entity(entity) => entity.name.clone(),
            Self::Entities(items) => items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>().join("; "),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Text(text) => json!(text),
            Self::Whole(number) => json!(number),
            Self::Number(number) => json!(number),
            Self::Yes(yes) => json!(yes),
            Self::Entity(entity) => json!(entity.name),
            Self::Entities(items) => json!(items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>()),
        }
    }
}

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The names of the columns; those with an asterisk at the end (IRIs) are for programs, not for the table.
    pub columns: &'static [&'static str],
    /// The rows, in the order in which they matter.
    pub rows: Vec<Vec<Cell>>,
    /// A sentence to go with the table.
    pub note: Option<String>,
}

impl Report {
    /// Keeps the first rows only; 0 keeps all. The note says so.
    pub fn cut(&mut self, limit: usize) {
        if limit == 0 || self.rows.len() <= limit {
            return;
        }
        let shown = format!("{limit} of {} rows; --limit 0 shows all.", self.rows.len());
        self.rows.truncate(limit);
        self.note = Some(self.note.take().map_or(shown.clone(), |note| format!("{note} {shown}")));
    }

    /// The names of the columns of the table.
    pub fn head(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().copied().filter(|name| !name.ends_with('*'))
    }

    /// The rows of the table.
    pub fn shown(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows.iter().map(|row| {
            let cells = row.iter().zip(self.columns).filter(|(_, name)| !name.ends_with('*'));
            cells.map(|(cell, _)| cell.shown()).collect()
        })
    }

    /// Writes an array of objects.
    ///
    /// # Errors
    /// Where the output cannot be written.
    pub fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let cells = self.columns.iter().zip(row);
                Value::Object(
                    cells.map(|(name, cell)| (plain_name(name).to_owned(), cell.json())).collect::<Map<_, _>>(),
                )
            })
            .collect();
        serde_json::to_writer_pretty(&mut *out, &rows)?;
        writeln!(out)
    }

    /// Writes CSV with a header.
    ///
    /// # Errors
    /// Where the output cannot be written.
    pub fn write_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.columns.iter().map(|name| plain_name(name)))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::plain))?;
        }
        writer.flush()
    }
}

fn plain_name(name: &str) -> &str {
    name.trim_end_matches('*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let row = |name: &str, score: f64| vec![name.into(), Cell::Number(score), "https://example.org/1".into()];
        Report {
            columns: &["who", "score", "entity*"],
            rows: vec![row("Ana Ruiz", 0.123_456_7), row("Jon, Berg", 0.5)],
            note: None,
        }
    }

    #[test]
    fn people_see_short_figures_and_no_iris() {
        assert_eq!(report().head().collect::<Vec<_>>(), ["who", "score"]);
        assert_eq!(report().shown().next(), Some(vec!["Ana Ruiz".to_owned(), "0.1235".to_owned()]));
    }

    #[test]
    fn programs_get_everything() {
        let mut csv = Vec::new();
        report().write_csv(&mut csv).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!(csv.lines().nth(1), Some("Ana Ruiz,0.1234567,https://example.org/1"));
        assert!(csv.contains("\"Jon, Berg\""));
        let mut json = Vec::new();
        report().write_json(&mut json).unwrap();
        let json: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json[1]["entity"], "https://example.org/1");
    }

    #[test]
    fn rows_beyond_the_limit_are_cut_and_the_note_says_so() {
        let mut report = report();
        report.cut(1);
        assert_eq!(report.rows.len(), 1);
        assert!(report.note.is_some_and(|note| note.contains("1 of 2 rows")));
    }
}
