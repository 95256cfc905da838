//! Times as OWL-Time nodes, shared by all documents: a day is the same day everywhere.

use super::Mapper;
use crate::facts::Interval;
use crate::graph::vocabulary::{rdf, sem, time, xsd};
use oxigraph::model::{Literal, NamedNode};

/// `2026-03-15`, `2026-03` or `2026` as a literal of its own precision; `None` for anything else.
pub fn time_literal(value: &str) -> Option<Literal> {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = value.split('-').collect();
    let datatype = match parts.as_slice() {
        [year] if digits(year, 4) => xsd::YEAR,
        [year, month] if digits(year, 4) && digits(month, 2) && (1..=12).contains(&month.parse::<u8>().ok()?) => {
            xsd::YEAR_MONTH
        }
        [..] if value.parse::<jiff::civil::Date>().is_ok() && value.len() == 10 => xsd::DATE,
        _ => return None,
    };
    Some(Literal::new_typed_literal(value, datatype))
}

impl Mapper<'_> {
    /// States when a subject takes place: as a node of OWL-Time and, for quick questions, as SEM's time stamps.
    pub(super) fn when(&mut self, subject: &NamedNode, interval: &Interval) {
        let start = interval.start.as_deref().and_then(|start| Some((start, time_literal(start)?)));
        let end = interval.end.as_deref().and_then(|end| Some((end, time_literal(end)?)));
        if let Some((_, literal)) = &start {
            self.add(subject, sem::BEGIN, literal.clone());
        }
        if let Some((_, literal)) = &end {
            self.add(subject, sem::END, literal.clone());
        }
        let node = match (start, end) {
            (Some(start), None) => self.instant(start),
            (Some(start), Some(end)) => {
                let node = self.mint.iri("time", &format!("{}_{}", start.0, end.0));
                let (start, end) = (self.instant(start), self.instant(end));
                self.add(&node, rdf::TYPE, time::PROPER_INTERVAL);
                self.add(&node, time::HAS_BEGINNING, start);
                self.add(&node, time::HAS_END, end);
                node
            }
            (None, Some(end)) => {
                let node = self.mint.iri("time", &format!("_{}", end.0));
                let end = self.instant(end);
                self.add(&node, rdf::TYPE, time::PROPER_INTERVAL);
                self.add(&node, time::HAS_END, end);
                node
            }
            (None, None) => return,
        };
        self.add(subject, sem::HAS_TIME, node);
    }

    fn instant(&mut self, (value, literal): (&str, Literal)) -> NamedNode {
        let node = self.mint.iri("time", value);
        self.add(&node, rdf::TYPE, time::INSTANT);
        self.add(&node, time::IN_DATE, literal);
        node
    }
}
