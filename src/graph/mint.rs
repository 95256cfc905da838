//! IRIs minted from content: the same article gives the same IRIs in every store.

use super::vocabulary::DEFAULT_BASE;
use crate::facts::{Entity, EntityKind, Facts};
use crate::ingest::Document;
use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use url::Url;

/// Makes IRIs under a base.
#[derive(Debug, Clone)]
pub struct Mint {
    base: String,
}

/// A base that is no IRI, or that names cannot be appended to.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` cannot be the base of IRIs: give an absolute IRI that ends in `/` or `#`")]
pub struct BadBase(String);

impl Default for Mint {
    fn default() -> Self {
        Self { base: DEFAULT_BASE.to_owned() }
    }
}

/// The graph of an analysis, named by what was analysed and how: done again, it has the same name.
pub fn analysis_graph(name: &str, how: &str) -> NamedNode {
    let hash = digest(&[name, how]);
    NamedNode::new_unchecked(format!("https://w3id.org/attache/graph/analysis/{}-{hash}", slug(name)))
}

impl Mint {
    /// A mint for a base such as `https://example.org/id/`.
    ///
    /// # Errors
    /// [`BadBase`] where the base is no absolute IRI ending in `/` or `#`.
    pub fn new(base: &str) -> Result<Self, BadBase> {
        if NamedNode::new(base).is_ok() && base.ends_with(['/', '#']) {
            Ok(Self { base: base.to_owned() })
        } else {
            Err(BadBase(base.to_owned()))
        }
    }

    /// The base.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// `<base><folder>/<name>`; the name must consist of characters that IRIs allow.
    pub(super) fn iri(&self, folder: &str, name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{folder}/{name}", self.base))
    }

    /// The article's own URL without its fragment, else an IRI of the hash of its text.
    pub fn document(&self, document: &Document) -> NamedNode {
        document
            .url
            .as_deref()
            .and_then(url_as_iri)
            .unwrap_or_else(|| self.iri("document", &digest(&[document.text.as_str()])))
    }

    /// The IRI of an entity, by the slug of its kind and name. `owner` is the name of what it is part of.
    ///
    /// A person known by a single word, a group, and an organisation that is only described ("the ministry") get an
    /// IRI of their document's own: two articles that say "Smith" need not mean one person.
    pub fn entity(&self, document: &NamedNode, entity: &Entity, owner: Option<&str>) -> NamedNode {
        let name = slug(&entity.name);
        let folder = kind_folder(entity.kind);
        let single_word = entity.name.split_whitespace().count() < 2;
        let described = !entity.name.chars().any(char::is_uppercase) && entity.name.chars().any(char::is_lowercase);
        let local = match entity.kind {
            EntityKind::Person if single_word => match entity.wikidata.as_deref().filter(|id| is_wikidata_id(id)) {
                Some(id) => format!("{name}-{}", id.to_lowercase()),
                None => self.of_document(document, &name),
            },
            EntityKind::Organisation if entity.wikidata.is_none() => match owner.map(slug) {
                Some(owner) if !name.contains(&owner) => format!("{owner}-{name}"),
                None if described => self.of_document(document, &name),
                _ => name,
            },
            EntityKind::Group => self.of_document(document, &name),
            _ => name,
        };
        self.iri(folder, &local)
    }

    /// The IRIs of all entities of a document, in their order.
    pub fn entities(&self, document: &NamedNode, facts: &Facts) -> Vec<NamedNode> {
        let owner = |entity: &Entity| entity.part_of.and_then(|id| facts.entities.get(id.0 as usize));
        let iri = |entity| self.entity(document, entity, owner(entity).map(|owner| owner.name.as_str()));
        facts.entities.iter().map(iri).collect()
    }

    /// A name bound to one document.
    pub(super) fn of_document(&self, document: &NamedNode, name: &str) -> String {
        format!("{name}-{}", &digest(&[document.as_str()])[..8])
    }
}

/// The folder of a kind of entity under the base.
pub fn kind_folder(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Group => "group",
        EntityKind::Nationality => "people",
        EntityKind::Other => "thing",
    }
}

/// Whether a string is a Wikidata id such as `Q90`.
pub fn is_wikidata_id(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The first 16 hexadecimal digits of the SHA-256 of the parts, each ended by a NUL.
pub fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Lower-case letters and digits of any script, without accents, joined by hyphens: "José Peña" → `jose-pena`.
/// A name that loses more than spaces and common punctuation ("C++") gets a hash behind it, so that it stays apart.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    let mut lossy = false;
    for c in name.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else {
            lossy |= !(c.is_whitespace() || ".,-–'’‘\"“”&()/".contains(c));
            if !matches!(c, '.' | '\'' | '’' | '‘') && !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
    }
    let out = out.trim_end_matches('-');
    match (out.is_empty(), lossy) {
        (true, _) => digest(&[name])[..8].to_owned(),
        (false, true) => format!("{out}-{}", &digest(&[name])[..8]),
        (false, false) => out.to_owned(),
    }
}

/// A web address as an IRI without a fragment; `None` where it is none.
pub fn url_as_iri(address: &str) -> Option<NamedNode> {
    let mut url = Url::parse(address.trim()).ok()?;
    url.set_fragment(None);
    let escaped: String = url
        .as_str()
        .chars()
        .map(|c| match c {
            '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`' | ' ' => format!("%{:02X}", c as u32),
            c => c.to_string(),
        })
        .collect();
    NamedNode::new(escaped).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(kind: EntityKind, name: &str) -> Entity {
        Entity {
            kind,
            name: name.into(),
            aliases: vec![],
            place_kind: None,
            gender: None,
            wikidata: None,
            part_of: None,
        }
    }

    #[test]
    fn a_slug_has_no_accents_case_or_punctuation() {
        assert_eq!(slug("José Ñandú-O’Neill Jr."), "jose-nandu-oneill-jr");
        assert_eq!(slug("习近平"), "习近平");
    }

    #[test]
    fn a_name_that_loses_signs_stays_apart_from_the_name_without_them() {
        assert_ne!(slug("C++"), slug("C"));
        assert_ne!(slug("<>"), slug("\\"));
    }

    #[test]
    fn the_same_full_name_in_two_documents_is_one_person_and_a_lone_surname_is_not() {
        let mint = Mint::default();
        let (a, b) = (NamedNode::new_unchecked("https://a.example/1"), NamedNode::new_unchecked("https://b.example/2"));
        let full = entity(EntityKind::Person, "Anna Berg");
        assert_eq!(mint.entity(&a, &full, None), mint.entity(&b, &full, None));
        let surname = entity(EntityKind::Person, "Berg");
        assert_ne!(mint.entity(&a, &surname, None), mint.entity(&b, &surname, None));
        assert_ne!(mint.entity(&a, &surname, None), mint.entity(&a, &full, None));
    }

    #[test]
    fn a_described_ministry_belongs_to_its_country_or_to_its_document() {
        let mint = Mint::default();
        let (a, b) = (NamedNode::new_unchecked("https://a.example/1"), NamedNode::new_unchecked("https://b.example/2"));
        let ministry = entity(EntityKind::Organisation, "commerce ministry");
        assert_ne!(mint.entity(&a, &ministry, None), mint.entity(&b, &ministry, None));
        assert_eq!(
            mint.entity(&a, &ministry, Some("Norway")).as_str(),
            "https://w3id.org/attache/id/organisation/norway-commerce-ministry"
        );
    }

    #[test]
    fn a_web_address_becomes_an_iri_whatever_characters_it_has() {
        assert_eq!(
            url_as_iri("https://news.example/a|b?q={x}\"y#top").map(NamedNode::into_string).as_deref(),
            Some("https://news.example/a%7Cb?q=%7Bx%7D%22y")
        );
        assert_eq!(url_as_iri("no address"), None);
    }

    #[test]
    fn a_base_must_be_an_absolute_iri_that_names_can_follow() {
        assert!(Mint::new("https://example.org/id/").is_ok());
        assert!(Mint::new("https://example.org/id").is_err());
        assert!(Mint::new("id/").is_err());
    }
}
