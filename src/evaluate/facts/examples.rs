//! Facts that were compared with gold, with the signs of how sure they are: what `models/training/confidence.py` learns
//! from.

use super::Verdicts;
use crate::facts::confidence::Signs;
use crate::facts::{EventId, Facts};
use serde_json::{Value, json};

/// A line for each claim and post whose verdict is known, in JSON: article, signs, whether it is right. A claim of an
/// event that counts as several facts ("the two ministers went to …") gets a line for each.
pub fn examples(article: &str, facts: &Facts, signs: &(Vec<Signs>, Vec<Signs>), verdicts: &Verdicts) -> Vec<String> {
    let mut of_event: Vec<Vec<Option<bool>>> = vec![Vec::new(); facts.events.len()];
    let mut meetings = verdicts.meetings.iter().copied();
    let mut visits = verdicts.visits.iter().copied();
    let mut statements = verdicts.statements.iter().copied();
    for (event, theirs) in facts.events.iter().zip(&mut of_event) {
        let fillers = |role: &str| event.roles.iter().filter(|filled| filled.role == role).count();
        match event.class.as_str() {
            "Meeting" => theirs.extend(meetings.by_ref().take(1)),
            "Visit" => theirs.extend(visits.by_ref().take(fillers("visitor"))),
            "Statement" if event.speech.is_some() => {
                theirs.extend(statements.by_ref().take(fillers("speaker")));
            }
            _ => {}
        }
    }
    let line = |signs: &Signs, right: bool| {
        let signs: serde_json::Map<String, Value> =
            signs.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        json!({"article": article, "right": right, "signs": signs}).to_string()
    };
    let verdict = |event: EventId| of_event[event.0 as usize].iter().flatten().copied();
    let claims = facts.claims.iter().zip(&signs.0);
    let claims = claims.flat_map(|(claim, signs)| verdict(claim.event).map(move |right| line(signs, right)));
    let posts = verdicts.roles.iter().zip(&signs.1);
    claims.chain(posts.filter_map(|(verdict, signs)| Some(line(signs, (*verdict)?)))).collect()
}
