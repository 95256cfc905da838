//! Posts in apposition to a name: "Ann Lee, a senior economist at Acme Bank".

use super::rules::{Person, post_at};
use crate::facts::entities::context::Context;
use crate::facts::entities::titles;
use crate::facts::{EntityId, EntityKind, Membership, MentionForm, Referents};
use crate::language::{TokenId, Upos};

/// "Ann Lee, a senior economist at Acme Bank and a fellow of the Hill Institute", "the Iraqi foreign minister, Bo Diaz".
pub(super) fn appositions(context: &Context, referents: &Referents, person: &Person, found: &mut Vec<Membership>) {
    let mut heads: Vec<TokenId> = context
        .trees
        .children(person.head)
        .iter()
        .copied()
        .filter(|child| child.0 >= person.tokens.end && matches!(context.relation(child.0), "appos" | "nmod:desc"))
        .collect();
    if context.relation(person.head.0) == "appos" {
        heads.extend(context.analysis.token(person.head).head);
    }
    heads.extend(titles::described_before(context, &person.tokens));
    heads.extend(titles::described_after(context, person.tokens.end));
    let joined: Vec<TokenId> =
        heads.iter().flat_map(|&head| context.trees.children_by(head, "conj").collect::<Vec<_>>()).collect();
    heads.extend(&joined);
    heads.sort();
    heads.dedup();
    let first = found.len();
    let mut next = 0;
    while let Some(&head) = heads.get(next) {
        next += 1;
        let other = referents
            .at(head)
            .iter()
            .any(|&entity| entity != person.entity && referents.entity(entity).kind == EntityKind::Person);
        // "his wife, Ida, and the mayor, Bo Diaz": the second is somebody else.
        if other && (joined.contains(&head) || is_named(context, referents, head)) {
            continue;
        }
        if is_apart(context, referents, person, head) || is_title_of_next(context, referents, person, head) {
            continue;
        }
        let before = found.len();
        post_at(context, referents, person, head, "apposition", 0.85, found);
        let end = found[before..].last().map(|membership| membership.provenance.span.end);
        let second = end.and_then(|end| {
            let after = context.analysis.tokens.partition_point(|token| token.span.end <= end) as u32;
            let and = after < context.sentence(head.0).end && context.word_at(after) == "and";
            and.then(|| titles::described_after(context, after)).flatten()
        });
        if let Some(second) = second.filter(|second| second.0 > head.0 && !heads.contains(second)) {
            heads.push(second);
        }
    }
    share_holder(context, &mut found[first..]);
}

/// "the co-founder and chief executive of Acme Bank": both posts are held where the second is.
fn share_holder(context: &Context, found: &mut [Membership]) {
    for index in 1..found.len() {
        let (earlier, later) = found.split_at_mut(index);
        let (one, two) = (&mut earlier[index - 1], &later[0]);
        let held = two.at.is_some() && one.at.is_none() && one.at_text.is_none();
        let between = context.document.text.get(one.provenance.span.start..two.provenance.span.end).unwrap_or("");
        let joined = format!("{} and {}", one.role, two.role);
        if held && one.who == two.who && between.to_lowercase().contains(&joined.to_lowercase()) {
            one.at = two.at;
            one.provenance.span = one.provenance.span.cover(two.provenance.span);
        }
    }
}

/// "Ann Lee, Acme chief Bo Diaz and others": a title right before somebody else's name is theirs.
fn is_title_of_next(context: &Context, referents: &Referents, person: &Person, head: TokenId) -> bool {
    let next = head.0 + 1;
    let somebody_else =
        |&entity: &EntityId| entity != person.entity && referents.entity(entity).kind == EntityKind::Person;
    head.0 >= person.tokens.end
        && next < context.sentence(head.0).end
        && context.is_capitalised(next)
        && referents.at(TokenId(next)).iter().any(somebody_else)
}

/// Whether a verb or somebody else stands between a name and a description of it.
fn is_apart(context: &Context, referents: &Referents, person: &Person, head: TokenId) -> bool {
    let between =
        if head.0 < person.tokens.start { head.0 + 1..person.tokens.start } else { person.tokens.end..head.0 };
    between.into_iter().any(|token| {
        let verb = context.upos(token) == Upos::Verb && !context.relation(token).starts_with("amod");
        let other = context.upos(token) == Upos::Propn
            && referents
                .at(TokenId(token))
                .iter()
                .any(|&entity| entity != person.entity && referents.entity(entity).kind == EntityKind::Person);
        verb || other
    })
}

fn is_named(context: &Context, referents: &Referents, head: TokenId) -> bool {
    let span = context.analysis.token(head).span;
    let at = referents.mentions.partition_point(|mention| mention.span.start <= span.start);
    referents.mentions[at.saturating_sub(4)..at]
        .iter()
        .any(|mention| mention.form == MentionForm::Name && mention.span.contains(span))
}
