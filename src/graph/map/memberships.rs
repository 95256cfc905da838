//! Posts, professions and relations, as memberships of W3C's organization ontology.

use super::Mapper;
use crate::facts::{EntityKind, Membership};
use crate::graph::mint::{digest, slug};
use crate::graph::vocabulary::{att, gaf, org, rdf};
use oxigraph::model::{Literal, NamedNode};

impl Mapper<'_> {
    pub(super) fn all_memberships(&mut self) {
        let facts = self.facts;
        for membership in &facts.memberships {
            self.one_membership(membership);
        }
    }

    fn one_membership(&mut self, membership: &Membership) {
        let Some(who) = self.entity(membership.who) else { return };
        let Some(phrase) = self.evidence(membership.provenance.span) else { return };
        let at = membership.at.and_then(|id| Some((id, self.entity(id)?)));
        let at_text = membership.at_text.as_deref().unwrap_or("").trim();
        let held_at = at.as_ref().map_or(at_text, |(_, iri)| iri.as_str());
        let former = if membership.former { "former" } else { "" };
        let node: NamedNode = self.mint.iri("membership", &digest(&[who.as_str(), &membership.role, held_at, former]));
        self.add(&node, rdf::TYPE, org::MEMBERSHIP);
        self.add(&node, org::MEMBER, who);
        let role = self.mint.iri("role", &slug(&membership.role));
        self.add(&role, rdf::TYPE, org::ROLE_CLASS);
        let label = self.text(&membership.role.to_lowercase());
        self.add(&role, rdf::PREF_LABEL, label);
        let name = self.text(&membership.role);
        self.add(&node, att::ROLE_NAME, name);
        self.add(&node, org::ROLE, role);
        self.add(&node, att::FORMER, Literal::from(membership.former));
        if let Some((id, iri)) = at {
            if self.facts.entity(id).kind == EntityKind::Organisation {
                self.add(&node, org::ORGANIZATION, iri.clone());
            }
            self.add(&node, att::HELD_AT, iri);
        } else if !at_text.is_empty() {
            self.add(&node, att::HELD_AT_NAME, Literal::new_simple_literal(at_text));
        }
        self.claim_node(&node, &phrase, &membership.provenance.rule, membership.confidence, "");
        self.add(&node, gaf::DENOTED_BY, phrase);
    }
}
