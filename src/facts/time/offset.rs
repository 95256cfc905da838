//! "Five months after the summit": a time counted from something that the sentence names.

use super::calendar::{self, Unit};
use super::grammar::Grammar;
use super::words::Word;
use crate::facts::{Interval, TimeExpression};

/// A distance in time from an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset {
    /// How many units: above zero after it, below zero before it.
    pub amount: i64,
    /// The unit that the text counts in.
    pub unit: Unit,
}

impl Offset {
    /// The time at this distance from `anchor`, as precise as the coarser of the unit and the anchor.
    pub fn from(self, anchor: &Interval) -> Option<Interval> {
        shifted(anchor, self.amount, self.unit)
    }

    /// The time from which `time` lies at this distance: "it comes five months after" that.
    pub fn back_from(self, time: &Interval) -> Option<Interval> {
        shifted(time, -self.amount, self.unit)
    }
}

fn shifted(from: &Interval, amount: i64, unit: Unit) -> Option<Interval> {
    let (first, precision) = calendar::first_day(from.start.as_deref()?)?;
    let day = calendar::shift(first, amount, unit)?;
    let unit = if unit == Unit::Quarter { Unit::Month } else { unit };
    calendar::interval(&calendar::at_precision(day, unit.max(precision)))
}

/// The offset of a duration that is followed by "after", "before" …
pub(super) fn counted_from(
    grammar: &Grammar,
    words: &[Word],
    end: usize,
    expression: &TimeExpression,
) -> Option<Offset> {
    if expression.kind != "DURATION" {
        return None;
    }
    let direction: i64 = grammar.class("offset")?.at(words, end).next()?.1.parse().ok()?;
    let value = expression.value.as_deref()?.strip_prefix('P')?;
    let unit = Unit::named(value.get(value.len().checked_sub(1)?..)?)?;
    let amount: i64 = value[..value.len() - 1].parse().ok()?;
    Some(Offset { amount: direction * amount, unit })
}
