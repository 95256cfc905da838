//! How sure a fact is: what the rule promises and what the words around it show → the share of such facts that is right.
//!
//! In: the facts of a document with the figures that their rules give. Out: the same facts with fitted confidences.
//! The model is a logistic regression, fitted on facts that were compared with gold articles
//! (`models/training/confidence.py`); its weights and how good they are stand in `models/english/confidence.json`.
//! J. Platt, *Probabilistic Outputs for Support Vector Machines* (1999), for the form; what is told of a fact: `signs`.

mod signs;

pub use signs::Signs;

use super::Facts;
use crate::ingest::Document;
use crate::language::Trees;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Weights of the signs.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Calibration {
    /// The log odds of a fact without any sign.
    intercept: f64,
    /// By the name of the sign; a sign that has none does not count.
    weights: BTreeMap<String, f64>,
    /// No fact is surer than this, nor less sure than 1 minus this: what the number of gold facts can tell.
    surest: f64,
}

const FILE: &str = include_str!("../../../models/english/confidence.json");

static EMBEDDED: LazyLock<Result<Calibration, String>> =
    LazyLock::new(|| serde_json::from_str(FILE).map_err(|error| error.to_string()));

impl Calibration {
    /// The one that is part of the program.
    ///
    /// # Errors
    /// What is wrong with its file, in words.
    pub fn embedded() -> Result<&'static Self, &'static str> {
        EMBEDDED.as_ref().map_err(String::as_str)
    }

    /// How sure a fact with these signs is, 0 to 1.
    pub fn confidence(&self, signs: &Signs) -> f32 {
        let weight = |name: &str| self.weights.get(name).copied().unwrap_or(0.0);
        let odds = self.intercept + signs.iter().map(|(name, value)| weight(name) * value).sum::<f64>();
        let share = 1.0 / (1.0 + libm::exp(-odds));
        share.clamp(1.0 - self.surest, self.surest) as f32
    }
}

/// Gives every claim and post of a document its fitted confidence.
pub(super) fn fit(facts: &mut Facts, document: &Document, trees: &Trees) {
    let calibration = match Calibration::embedded() {
        Ok(calibration) => calibration,
        Err(error) => {
            tracing::error!("the embedded confidences cannot be read: {error}");
            return;
        }
    };
    let (claims, memberships) = signs::all(facts, document, trees);
    for (claim, signs) in facts.claims.iter_mut().zip(&claims) {
        claim.confidence = calibration.confidence(signs);
    }
    for (membership, signs) in facts.memberships.iter_mut().zip(&memberships) {
        membership.confidence = calibration.confidence(signs);
    }
}

/// The signs of the claims and of the posts of facts whose confidences are still those of the rules.
pub fn signs(facts: &Facts, document: &Document, trees: &Trees) -> (Vec<Signs>, Vec<Signs>) {
    signs::all(facts, document, trees)
}

#[cfg(test)]
mod tests {
    use super::{Calibration, Signs};
    use crate::facts::extract;
    use crate::ingest::Document;
    use crate::language::Reader;

    fn read(json: &str) -> Calibration {
        serde_json::from_str(json).expect("a calibration")
    }

    #[test]
    fn signs_add_up_to_log_odds_and_unknown_ones_do_not_count() {
        let calibration = read(r#"{"intercept": 0.0, "weights": {"named": 1.0}, "surest": 0.95}"#);
        let of = |signs: Signs| calibration.confidence(&signs);
        assert!((of(Signs::default()) - 0.5).abs() < 1e-6);
        assert!((of(Signs::default().with("named", 1.0)) - 0.731_058_6).abs() < 1e-6);
        assert!((of(Signs::default().with("moon", 1.0)) - 0.5).abs() < 1e-6);
        assert!((of(Signs::default().with("named", 90.0)) - 0.95).abs() < 1e-6);
    }

    #[test]
    fn a_plain_report_of_named_people_is_surer_than_a_guess_about_a_group() {
        let reader = Reader::embedded().expect("the model is part of the program");
        let sure = |text: &str| {
            let document = Document::from_text("one", text);
            let facts = extract(&document, &reader.read(&document).expect("an analysis"));
            facts.claims.iter().map(|claim| claim.confidence).fold(0.0, f32::max)
        };
        let plain = sure("Foreign Minister Ana Duarte met President Tom Field in Oslo on Monday.");
        let vague = sure("Some experts could perhaps meet with members of the group, who might talk to Ana Duarte.");
        assert!(plain > vague && plain > 0.5, "{plain} {vague}");
    }
}
