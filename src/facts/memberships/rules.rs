//! Every form in which a text gives somebody a post, applied to every mention of a person.

use super::phrase::{self, Post};
use super::{before, beside, clauses};
use crate::facts::entities::context::Context;
use crate::facts::entities::titles;
use crate::facts::{EntityId, EntityKind, Membership, MentionForm, Provenance, Referents};
use crate::identity::WordClass;
use crate::language::{Number, TokenId, Upos};
use crate::text::Span;
use std::ops::Range;

/// A person's name in the text.
pub(super) struct Person {
    pub(super) entity: EntityId,
    pub(super) tokens: Range<u32>,
    pub(super) head: TokenId,
}

/// Applies every form to every name of a person.
pub(super) fn all(context: &Context, referents: &Referents) -> Vec<Membership> {
    let mut found = Vec::new();
    for person in people(context, referents) {
        before::title_before(context, referents, &person, &mut found);
        beside::appositions(context, referents, &person, &mut found);
        clauses::copula(context, referents, &person, &mut found);
        before::kinship_before(context, referents, &person, &mut found);
        clauses::as_post(context, referents, &person, &mut found);
    }
    for person in unnamed(context, referents) {
        clauses::copula(context, referents, &person, &mut found);
        clauses::as_post(context, referents, &person, &mut found);
    }
    found
}

/// Names of people in the order of the text.
pub(super) fn people(context: &Context, referents: &Referents) -> Vec<Person> {
    let mut token = 0;
    let tokens = &context.analysis.tokens;
    referents
        .mentions
        .iter()
        .filter(|mention| {
            mention.form == MentionForm::Name && referents.entity(mention.entity).kind == EntityKind::Person
        })
        .map(|mention| {
            while token < tokens.len() && tokens[token].span.start < mention.span.start {
                token += 1;
            }
            let end =
                (token..tokens.len()).find(|&at| tokens[at].span.start >= mention.span.end).unwrap_or(tokens.len());
            let range = token as u32..end as u32;
            Person { entity: mention.entity, head: context.head(&range), tokens: range }
        })
        .collect()
}

pub(super) fn push(
    context: &Context,
    person: &Person,
    post: Post,
    rule: &str,
    confidence: f32,
    found: &mut Vec<Membership>,
) {
    if post.role.is_empty() || post.at == Some(person.entity) {
        return;
    }
    let tokens = post.tokens.start.min(person.tokens.start)..post.tokens.end.max(person.tokens.end);
    found.push(Membership {
        who: person.entity,
        role: post.role,
        at: post.at,
        at_text: post.at_text,
        former: post.former,
        confidence,
        provenance: Provenance { span: evidence(context, tokens), rule: format!("roles#{rule}") },
    });
}

fn evidence(context: &Context, tokens: Range<u32>) -> Span {
    context.analysis.span(&tokens)
}

/// Phrases that mean one person without naming it: pronouns and descriptions.
fn unnamed(context: &Context, referents: &Referents) -> Vec<Person> {
    let mut heads: Vec<(TokenId, EntityId)> = referents
        .by_head
        .iter()
        .filter_map(|(&head, entities)| match entities[..] {
            [entity] if context.upos(head.0) == Upos::Pron => Some((head, entity)),
            _ => None,
        })
        .filter(|&(_, entity)| referents.entity(entity).kind == EntityKind::Person)
        .collect();
    heads.sort();
    heads.into_iter().map(|(head, entity)| Person { entity, head, tokens: head.0..head.0 + 1 }).collect()
}

/// Reads the post whose title is at a token and gives it to the person; kinship too.
pub(super) fn post_at(
    context: &Context,
    referents: &Referents,
    person: &Person,
    head: TokenId,
    rule: &str,
    confidence: f32,
    found: &mut Vec<Membership>,
) {
    let lemma = context.lemma(head.0);
    if context.gazetteer.words().is_kinship(&lemma) {
        if let Some(post) = kinship(context, referents, head, &lemma) {
            push(context, person, post, "kinship", confidence, found);
        }
        return;
    }
    if titles::of_word(context, head.0).is_none() || is_plural(context, head) {
        return;
    }
    let start = context
        .trees
        .children(head)
        .iter()
        .filter(|child| {
            let relation = context.relation(child.0);
            let base = relation.split(':').next().unwrap_or(relation);
            let past = base == "advmod" && context.is_in(WordClass::PastHolder, child.0);
            let modifies = matches!(base, "det" | "amod" | "compound" | "nmod" | "nummod" | "flat");
            child.0 < head.0 && (modifies || past)
        })
        .map(|&child| context.trees.subtree(child).start)
        .min()
        .unwrap_or(head.0)
        .min(head.0);
    let start = start.max(context.sentence(head.0).start);
    let start = if (start..head.0).contains(&person.tokens.start) { person.tokens.end } else { start };
    if let Some(post) = phrase::read(context, referents, start..head.0 + 1, head.0) {
        push(context, person, post, rule, confidence, found);
    }
}

pub(super) fn is_plural(context: &Context, token: TokenId) -> bool {
    context.analysis.token(token).features.number == Some(Number::Plural)
}

/// "husband of Ann Lee", "Lee's father".
fn kinship(context: &Context, referents: &Referents, head: TokenId, lemma: &str) -> Option<Post> {
    let relative = context
        .trees
        .child_by(head, "nmod:poss")
        .or_else(|| context.trees.children_by(head, "nmod").find(|&child| child.0 > head.0))?;
    let at = *referents.at(relative).first().filter(|&&entity| referents.entity(entity).kind == EntityKind::Person)?;
    let tokens = context.trees.subtree(relative);
    Some(Post {
        role: format!("{lemma} of"),
        at: Some(at),
        at_text: None,
        former: false,
        tokens: tokens.start.min(head.0)..tokens.end.max(head.0 + 1),
    })
}
