//! [`Referents`] → [`Membership`]s: the posts, professions and relations that the text gives to people.
//!
//! In: a document, its analysis and its entities. Out: who holds which post where, in the words of the text, each with
//! the words that say so. Forms: a title before a name ("Treasury Secretary Ann Lee"), an apposition ("Bo Diaz, an
//! economist at Acme Bank"), a copula ("Lee is the mayor of Springfield"), "as" ("appointed as envoy").

mod before;
mod beside;
mod clauses;
mod phrase;
mod rules;

use super::entities::context::Context;
use super::{EntityId, Membership, Referents};
use crate::identity::Gazetteer;
use crate::ingest::Document;
use crate::language::Analysis;
use std::collections::HashMap;

/// Finds the posts held, in the order of the text, each once for a person, role and place where it is held.
pub fn find(document: &Document, analysis: &Analysis, referents: &Referents, gazetteer: &Gazetteer) -> Vec<Membership> {
    let context = Context::new(document, analysis, gazetteer);
    let mut found = rules::all(&context, referents);
    found.sort_by_key(|membership| (membership.provenance.span.start, membership.provenance.span.end, membership.who));
    let mut kept: Vec<Membership> = Vec::new();
    let mut of_person: HashMap<EntityId, Vec<usize>> = HashMap::new();
    for membership in found {
        let theirs = of_person.entry(membership.who).or_default();
        let known = theirs.iter().copied().find(|&known| says_the_same(&kept[known], &membership));
        match known.map(|known| &mut kept[known]) {
            Some(known) => {
                if known.at.is_none() && known.at_text.is_none() {
                    known.at = membership.at;
                    known.at_text = membership.at_text;
                }
                if membership.role.len() > known.role.len() {
                    known.role = membership.role;
                }
                known.confidence = known.confidence.max(membership.confidence);
            }
            None => {
                theirs.push(kept.len());
                kept.push(membership);
            }
        }
    }
    kept
}

/// Whether two memberships are one post: one role within the other and no two places.
fn says_the_same(one: &Membership, other: &Membership) -> bool {
    let lower = |role: &str| role.to_lowercase();
    let (first, second) = (lower(&one.role), lower(&other.role));
    let ends =
        |long: &str, short: &str| long == short || long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    one.who == other.who
        && one.former == other.former
        && (ends(&first, &second) || ends(&second, &first))
        && (one.at == other.at
            || one.at.is_none() && one.at_text.is_none()
            || other.at.is_none() && other.at_text.is_none())
}

#[cfg(test)]
mod tests;
