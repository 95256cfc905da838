//! Names as people type them: "Bessent", "scott bessent", "Garcia" for "García".

use super::network::{Entity, EntityIndex, kind_name};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// A name that means nobody, or more than one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nobody is called so.
    #[error("nobody and nothing in the store is called \"{name}\"{}", suggestion(.similar))]
    Unknown {
        /// What was typed.
        name: String,
        /// Names that are spelled alike.
        similar: Vec<String>,
    },
    /// Several fit equally well.
    #[error("\"{name}\" may be any of these; write more of the name, or the IRI:\n{}", .candidates.join("\n"))]
    Ambiguous {
        /// What was typed.
        name: String,
        /// Each with its kind and IRI.
        candidates: Vec<String>,
    },
}

fn suggestion(similar: &[String]) -> String {
    if similar.is_empty() { String::new() } else { format!("; did you mean {}?", similar.join(" or ")) }
}

/// How well a name fits what was typed; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Name,
    Alias,
    LastWord,
    Words,
    Beginnings,
}

/// The entity that a typed name means: its IRI, its name, another of its names, its last word, some of its words, or
/// the beginnings of some words; without regard to case, accents and punctuation. What fits better wins.
///
/// # Errors
/// [`NameError::Unknown`] with similar names where nothing fits, [`NameError::Ambiguous`] with the candidates where
/// several entities fit equally well.
pub fn resolve(entities: &[Entity], typed: &str) -> Result<EntityIndex, NameError> {
    if let Some(position) = entities.iter().position(|entity| *entity.iri == *typed.trim_matches(['<', '>'])) {
        return Ok(EntityIndex(position as u32));
    }
    let wanted = words(typed);
    let fits = entities.iter().enumerate().filter_map(|(number, entity)| Some((best_fit(entity, &wanted)?, number)));
    let mut best: Vec<(Fit, usize)> = Vec::new();
    for (fit, number) in fits {
        if best.first().is_none_or(|&(found, _)| fit < found) {
            best.clear();
        }
        if best.first().is_none_or(|&(found, _)| fit == found) {
            best.push((fit, number));
        }
    }
    match best[..] {
        [] => Err(NameError::Unknown { name: typed.to_owned(), similar: similar(entities, typed) }),
        [(_, only)] => Ok(EntityIndex(only as u32)),
        _ => Err(NameError::Ambiguous {
            name: typed.to_owned(),
            candidates: best.iter().map(|&(_, number)| introduced(&entities[number])).collect(),
        }),
    }
}

fn introduced(entity: &Entity) -> String {
    format!("  {} ({}) <{}>", entity.name, kind_name(entity.kind), entity.iri)
}

fn best_fit(entity: &Entity, wanted: &[String]) -> Option<Fit> {
    let of_name = fit(&entity.name, wanted, Fit::Name);
    entity.aliases.iter().filter_map(|alias| fit(alias, wanted, Fit::Alias)).chain(of_name).min()
}

fn fit(name: &str, wanted: &[String], whole: Fit) -> Option<Fit> {
    let name = words(name);
    if wanted.is_empty() {
        None
    } else if name == wanted {
        Some(whole)
    } else if name.last() == wanted.last() && wanted.len() == 1 {
        Some(Fit::LastWord)
    } else if wanted.iter().all(|word| name.contains(word)) {
        Some(Fit::Words)
    } else if wanted.iter().all(|word| name.iter().any(|other| other.starts_with(word.as_str()))) {
        Some(Fit::Beginnings)
    } else {
        None
    }
}

/// Words in lower case without accents: "Jean-Noël Barrot" → jean, noel, barrot.
pub fn words(text: &str) -> Vec<String> {
    let folded: String = text
        .nfkd()
        .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
        .filter(|letter| !matches!(letter, '\'' | '’' | '.'))
        .flat_map(char::to_lowercase)
        .collect();
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn similar(entities: &[Entity], typed: &str) -> Vec<String> {
    const ALIKE: f64 = 0.85;
    const SHOWN: usize = 3;
    let wanted = words(typed).join(" ");
    let mut scored: Vec<(f64, &str)> = entities
        .iter()
        .map(|entity| {
            let name = words(&entity.name);
            let last = name.last().map_or(0.0, |word| strsim::jaro_winkler(word, &wanted));
            (strsim::jaro_winkler(&name.join(" "), &wanted).max(last), &*entity.name)
        })
        .filter(|&(score, _)| score >= ALIKE)
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(right.1)));
    scored.dedup_by(|left, right| left.1 == right.1);
    scored.into_iter().take(SHOWN).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::EntityKind;

    fn people() -> Vec<Entity> {
        [("Ana Ruiz", "the minister"), ("Jon Ruiz", ""), ("Zoë Lindqvist", ""), ("Lindqvist", ""), ("Ruiz Holding", "")]
            .into_iter()
            .enumerate()
            .map(|(number, (name, alias))| Entity {
                iri: format!("https://example.org/{number}").into(),
                name: name.into(),
                aliases: [alias].into_iter().filter(|alias| !alias.is_empty()).map(Into::into).collect(),
                kind: EntityKind::Person,
            })
            .collect()
    }

    #[test]
    fn part_of_a_name_is_enough() {
        assert_eq!(resolve(&people(), "jon"), Ok(EntityIndex(1)));
        assert_eq!(resolve(&people(), "zoe lindqvist"), Ok(EntityIndex(2)));
        assert_eq!(resolve(&people(), "ZOE"), Ok(EntityIndex(2)));
        assert_eq!(resolve(&people(), "hold"), Ok(EntityIndex(4)));
        assert_eq!(resolve(&people(), "The Minister"), Ok(EntityIndex(0)));
        assert_eq!(resolve(&people(), "https://example.org/3"), Ok(EntityIndex(3)));
    }

    #[test]
    fn the_whole_name_goes_before_a_part() {
        assert_eq!(resolve(&people(), "Lindqvist"), Ok(EntityIndex(3)));
    }

    #[test]
    fn an_ambiguous_name_lists_the_candidates() {
        let error = resolve(&people(), "Ruiz").unwrap_err().to_string();
        assert!(error.contains("Ana Ruiz") && error.contains("Jon Ruiz") && !error.contains("Holding"), "{error}");
    }

    #[test]
    fn an_unknown_name_suggests_similar_ones() {
        let error = resolve(&people(), "Lindquist").unwrap_err().to_string();
        assert!(error.contains("did you mean") && error.contains("Zoë Lindqvist"), "{error}");
        assert!(resolve(&people(), "Obafemi").is_err());
        assert!(resolve(&people(), "").is_err());
    }
}
