//! The verbatim guarantee, re-checked: every phrase's words stand in its article at its offsets.

use super::store::{Store, StoreError};
use super::vocabulary::{nif, rdf};
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Term};

/// What was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Number of articles.
    pub documents: usize,
    /// Number of phrases whose words stand where they should.
    pub sound: usize,
    /// Phrases whose words do not, and why.
    pub broken: Vec<(NamedNode, String)>,
}

/// Checks every phrase of every article of the store.
///
/// # Errors
/// [`StoreError`] where the store cannot be read.
pub fn verify(store: &Store) -> Result<Verified, StoreError> {
    let mut verified = Verified::default();
    for document in store.documents()? {
        verified.documents += 1;
        let text = store.text(document.as_ref())?;
        // Byte offset of each character, and the end.
        let offsets: Vec<usize> = text
            .as_deref()
            .map(|text| text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect())
            .unwrap_or_default();
        for phrase in phrases(store, &document)? {
            let quads: Vec<_> = store
                .oxigraph()
                .quads_for_pattern(Some(phrase.as_ref().into()), None, None, Some(GraphNameRef::from(&document)))
                .collect::<Result<_, _>>()?;
            let value = |property| {
                quads.iter().find(|quad| quad.predicate.as_ref() == property).and_then(|quad| match &quad.object {
                    Term::Literal(literal) => Some(literal.value().to_owned()),
                    _ => None,
                })
            };
            let index = |property| value(property).and_then(|number| number.parse::<usize>().ok());
            let (begin, end) = (index(nif::BEGIN_INDEX), index(nif::END_INDEX));
            let words = value(nif::ANCHOR_OF).unwrap_or_default();
            let reason = match (&text, begin.and_then(|at| offsets.get(at)), end.and_then(|at| offsets.get(at))) {
                (None, ..) => Some("the article's text is missing".to_owned()),
                (Some(text), Some(&begin), Some(&end)) => match text.get(begin..end) {
                    Some(found) if found == words => None,
                    found => Some(format!("the article says “{}”, not “{words}”", found.unwrap_or_default())),
                },
                _ => Some("its offsets do not lie in the article".to_owned()),
            };
            let stated = phrase.as_str().split("#char=").nth(1).map(str::to_owned);
            let meant = begin.zip(end).map(|(begin, end)| format!("{begin},{end}"));
            match reason {
                Some(reason) => verified.broken.push((phrase, reason)),
                None if stated != meant => {
                    verified.broken.push((phrase, "its IRI names other offsets".to_owned()));
                }
                None => verified.sound += 1,
            }
        }
    }
    Ok(verified)
}

fn phrases(store: &Store, document: &NamedNode) -> Result<Vec<NamedNode>, StoreError> {
    let mut phrases = Vec::new();
    for class in [nif::PHRASE, nif::SENTENCE] {
        let graph = Some(GraphNameRef::from(document));
        for quad in store.oxigraph().quads_for_pattern(None, Some(rdf::TYPE), Some(class.into()), graph) {
            if let NamedOrBlankNode::NamedNode(phrase) = quad?.subject {
                phrases.push(phrase);
            }
        }
    }
    phrases.sort();
    phrases.dedup();
    Ok(phrases)
}
