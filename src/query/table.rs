//! Results for people: a table that fits the terminal, or records below each other where it cannot.

use crate::graph::vocabulary::PREFIXES;
use comfy_table::{ContentArrangement, Table as Grid, presets};
use oxigraph::model::Term;
use std::io::{self, Write};

/// Fewest columns of the terminal that a column of the table needs to be readable.
const NARROWEST: usize = 13;

/// Rows of text.
#[derive(Debug, Clone, Default)]
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with column names.
    pub fn new<'a>(head: impl IntoIterator<Item = &'a str>) -> Self {
        Self { head: head.into_iter().map(str::to_owned).collect(), rows: Vec::new() }
    }

    /// Adds a row of terms; unbound ones are empty cells.
    pub fn add<'a>(&mut self, row: impl IntoIterator<Item = Option<&'a Term>>) {
        self.rows.push(row.into_iter().map(|term| term.map(cell).unwrap_or_default()).collect());
    }

    /// Adds a row of strings.
    pub fn add_text(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().map(|text| one_line(&text)).collect());
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes it: `width` in columns of the terminal, none where the output is no terminal.
    ///
    /// # Errors
    /// Where the output cannot be written.
    pub fn write(&self, width: Option<usize>, out: &mut impl Write) -> io::Result<()> {
        match width {
            None => self.write_aligned(out),
            Some(width) if width < self.head.len() * NARROWEST => self.write_records(out),
            Some(width) => self.write_grid(width, out),
        }
    }

    /// One line a row, columns two spaces apart: for pipes and files.
    fn write_aligned(&self, out: &mut impl Write) -> io::Result<()> {
        let count = |text: &String| text.chars().count();
        let mut widths: Vec<usize> = self.head.iter().map(count).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(count(cell));
            }
        }
        let mut line = String::new();
        for row in std::iter::once(&self.head).chain(&self.rows) {
            line.clear();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width - count(cell) + 2));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn write_records(&self, out: &mut impl Write) -> io::Result<()> {
        let widest = self.head.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        for (number, row) in self.rows.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            for (name, cell) in self.head.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                writeln!(out, "{name:widest$}  {cell}")?;
            }
        }
        Ok(())
    }

    fn write_grid(&self, width: usize, out: &mut impl Write) -> io::Result<()> {
        let mut grid = Grid::new();
        grid.load_style(presets::UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX))
            .set_header(&self.head);
        for row in &self.rows {
            grid.add_row(row);
        }
        writeln!(out, "{grid}")
    }
}

/// A term as people read it: the words of a literal, an IRI shortened by a prefix where it has one.
fn cell(term: &Term) -> String {
    match term {
        Term::Literal(literal) => one_line(literal.value()),
        Term::NamedNode(node) => short(node.as_str()),
        Term::BlankNode(node) => node.to_string(),
    }
}

fn short(iri: &str) -> String {
    let found = PREFIXES.iter().find_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        local.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-').then(|| format!("{prefix}:{local}"))
    });
    found.unwrap_or_else(|| iri.to_owned())
}

/// Without line breaks and control characters, which would tear the table or steer the terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode};

    fn written(width: Option<usize>) -> String {
        let mut table = Table::new(["who", "event"]);
        let (who, event) = (
            Term::from(Literal::new_simple_literal("Anna\n\u{1b}[31mBerg")),
            Term::from(NamedNode::new_unchecked("https://w3id.org/attache/ontology#Meeting")),
        );
        table.add([Some(&who), Some(&event)]);
        table.add([None, Some(&event)]);
        let mut out = Vec::new();
        table.write(width, &mut out).map(|()| String::from_utf8_lossy(&out).into_owned()).unwrap_or_default()
    }

    #[test]
    fn in_a_pipe_a_row_is_a_line_and_control_characters_are_gone() {
        assert_eq!(written(None), "who             event\nAnna  [31mBerg  att:Meeting\n                att:Meeting\n");
    }

    #[test]
    fn a_narrow_terminal_gets_records() {
        assert_eq!(written(Some(20)), "who    Anna  [31mBerg\nevent  att:Meeting\n\nevent  att:Meeting\n");
    }
}
