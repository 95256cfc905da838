//! `attache explain`: each claim with its sentence in context, the rule that found it, and who said so.

use super::Outcome;
use crate::cli::ExplainArgs;
use crate::graph::vocabulary::{att, org, prov, rdf, schema, sem};
use crate::graph::{FindError, Store, find_entity};
use anstream::{eprintln, println};
use anstyle::{AnsiColor, Style};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const TITLE: Style = Style::new().bold();
const EVIDENCE: Style = AnsiColor::Yellow.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// Most characters of context on either side of the evidence.
const CONTEXT: usize = 160;

/// Runs the command.
///
/// # Errors
/// No store, or one that cannot be read. An event or name that is not there gives [`Outcome::NothingFound`].
pub fn run(arguments: &ExplainArgs, store: &Path) -> anyhow::Result<Outcome> {
    let store = Store::open(store)?;
    let mut texts = BTreeMap::new();
    let asked = arguments.subject.trim().trim_start_matches('<').trim_end_matches('>');
    if let Ok(iri) = NamedNode::new(asked)
        && explain(&store, &iri, &mut texts)?
    {
        return Ok(Outcome::Done);
    }
    let entity = match find_entity(&store, &arguments.subject) {
        Ok(entity) => entity,
        Err(error @ (FindError::Nothing(_) | FindError::Several { .. })) => {
            eprintln!("{error}");
            return Ok(Outcome::NothingFound);
        }
        Err(error) => return Err(error.into()),
    };
    let mut facts = BTreeSet::new();
    for quad in store.pointing_to(entity.iri.as_ref())? {
        let property = quad.predicate.as_ref();
        if [sem::HAS_ACTOR, sem::HAS_PLACE, org::MEMBER, att::HELD_AT].contains(&property)
            && let NamedOrBlankNode::NamedNode(fact) = quad.subject
        {
            facts.insert(fact);
        }
    }
    let mut any = false;
    for fact in facts {
        any |= explain(&store, &fact, &mut texts)?;
    }
    if !any {
        eprintln!("{} is named in the articles, but they say nothing of it that is in the graph", entity.name);
    }
    Ok(if any { Outcome::Done } else { Outcome::NothingFound })
}

/// Explains an event or membership; `false` where nothing claims it.
fn explain(store: &Store, fact: &NamedNode, texts: &mut BTreeMap<String, String>) -> anyhow::Result<bool> {
    let mut claims = BTreeSet::new();
    for quad in store.pointing_to(fact.as_ref())? {
        if quad.predicate.as_ref() == att::ABOUT
            && let NamedOrBlankNode::NamedNode(claim) = quad.subject
        {
            claims.insert(claim);
        }
    }
    if claims.is_empty() {
        return Ok(false);
    }
    let quads = store.about(fact.as_ref())?;
    println!("{TITLE}{}{TITLE:#}", title(store, &quads)?);
    println!("{}", fact.as_str());
    if let Some(status) = object(&quads, att::CURRENT_STATUS) {
        println!("now: {}", local(&status).to_lowercase());
    }
    let mut told = Vec::new();
    for claim in claims {
        told.push((place_of(store, &claim)?, claim));
    }
    told.sort();
    for (_, claim) in told {
        explain_claim(store, &claim, texts)?;
    }
    println!();
    Ok(true)
}

fn explain_claim(store: &Store, claim: &NamedNode, texts: &mut BTreeMap<String, String>) -> anyhow::Result<()> {
    let quads = store.about(claim.as_ref())?;
    let (document, begin, end) = place_of(store, claim)?;
    let text = match texts.get(&document) {
        Some(text) => text.clone(),
        None => {
            let text = store.text(NamedNodeRef::new(&document)?)?.unwrap_or_default();
            texts.insert(document.clone(), text.clone());
            text
        }
    };
    println!();
    if let Some(status) = object(&quads, att::STATUS) {
        println!("  {} {FAINT}{document}{FAINT:#}", local(&status).to_lowercase());
    } else {
        println!("  {FAINT}{document}{FAINT:#}");
    }
    println!("    {}", in_context(&text, begin, end));
    let mut speakers = Vec::new();
    for quad in quads.iter().filter(|quad| quad.predicate.as_ref() == prov::WAS_ATTRIBUTED_TO) {
        if let Term::NamedNode(speaker) = &quad.object {
            speakers.push(name(store, speaker)?);
        }
    }
    let speakers = if speakers.is_empty() { "the article itself".to_owned() } else { speakers.join(", ") };
    let rule = object(&quads, prov::WAS_GENERATED_BY).unwrap_or_default();
    let confidence = object(&quads, att::CONFIDENCE).unwrap_or_default();
    println!("    says so: {speakers}; rule: {}; confidence: {confidence}", short_rule(&rule));
    Ok(())
}

/// Document, begin and end (characters) of a claim's evidence.
fn place_of(store: &Store, claim: &NamedNode) -> anyhow::Result<(String, usize, usize)> {
    let phrase = object(&store.about(claim.as_ref())?, prov::WAS_DERIVED_FROM).unwrap_or_default();
    let (document, characters) = phrase.split_once("#char=").unwrap_or((&phrase, ""));
    let mut numbers = characters.split(',').map(|number| number.parse().unwrap_or(0));
    Ok((document.to_owned(), numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)))
}

/// The evidence, marked, with what stands around it in the article.
fn in_context(text: &str, begin: usize, end: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (begin, end) = (begin.min(characters.len()), end.min(characters.len()).max(begin.min(characters.len())));
    let from = start_of_word(&characters, begin.saturating_sub(CONTEXT), begin);
    let to = end_of_word(&characters, (end + CONTEXT).min(characters.len()), end);
    let piece = |range: std::ops::Range<usize>| {
        characters[range].iter().map(|c| if c.is_control() { ' ' } else { *c }).collect::<String>()
    };
    format!(
        "{FAINT}{}{}{FAINT:#}{EVIDENCE}{}{EVIDENCE:#}{FAINT}{}{}{FAINT:#}",
        if from > 0 { "… " } else { "" },
        piece(from..begin),
        piece(begin..end),
        piece(end..to),
        if to < characters.len() { " …" } else { "" }
    )
}

fn start_of_word(characters: &[char], from: usize, limit: usize) -> usize {
    if from == 0 {
        return 0;
    }
    (from..limit).find(|&at| characters[at - 1].is_whitespace()).unwrap_or(limit)
}

fn end_of_word(characters: &[char], to: usize, limit: usize) -> usize {
    if to == characters.len() {
        return to;
    }
    (limit..to).rev().find(|&at| characters[at].is_whitespace()).unwrap_or(limit)
}

fn title(store: &Store, quads: &[Quad]) -> anyhow::Result<String> {
    if let Some(label) = object(quads, rdf::LABEL) {
        return Ok(label);
    }
    let who = match object(quads, org::MEMBER) {
        Some(member) => name(store, &NamedNode::new(member)?)?,
        None => String::new(),
    };
    let role = object(quads, att::ROLE_NAME).unwrap_or_default();
    let at = match (object(quads, att::HELD_AT), object(quads, att::HELD_AT_NAME)) {
        (Some(at), _) => format!(" ({})", name(store, &NamedNode::new(at)?)?),
        (None, Some(at)) => format!(" ({at})"),
        (None, None) => String::new(),
    };
    Ok(format!("{who}: {role}{at}"))
}

fn name(store: &Store, entity: &NamedNode) -> anyhow::Result<String> {
    let quads = store.about(entity.as_ref())?;
    let name = object(&quads, att::MAIN_NAME).or_else(|| object(&quads, schema::NAME));
    Ok(name.unwrap_or_else(|| entity.as_str().to_owned()))
}

/// The first object of a property: a literal's words or an IRI.
fn object(quads: &[Quad], property: NamedNodeRef<'_>) -> Option<String> {
    let objects = quads.iter().filter(|quad| quad.predicate.as_ref() == property);
    objects
        .filter_map(|quad| match &quad.object {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::BlankNode(_) => None,
        })
        .min()
}

fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

/// `events/meeting#meet-verb` for the IRI of a rule.
fn short_rule(iri: &str) -> &str {
    iri.strip_prefix("https://w3id.org/attache/ontology/").unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::in_context;

    #[test]
    fn evidence_is_marked_in_its_context_by_characters_not_bytes() {
        let shown = anstream::adapter::strip_str(&in_context("Ünder way: Anna met Jan. Done.", 11, 24)).to_string();
        assert_eq!(shown, "Ünder way: Anna met Jan. Done.");
        assert!(in_context("Ünder way: Anna met Jan. Done.", 11, 24).contains("mAnna met Jan.\u{1b}"));
    }
}
