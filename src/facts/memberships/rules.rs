//! The forms in which a text gives somebody a post.

use super::phrase::{self, Post};
use crate::facts::entities::context::Context;
use crate::facts::entities::titles;
use crate::facts::{EntityId, EntityKind, Membership, MentionForm, Provenance, Referents};
use crate::language::{TokenId, Upos};
use crate::text::Span;
use std::ops::Range;

/// A person's name in the text.
struct Person {
    entity: EntityId,
    tokens: Range<u32>,
    head: TokenId,
}

/// Applies every form to every name of a person.
pub(super) fn all(context: &Context, referents: &Referents) -> Vec<Membership> {
    let mut found = Vec::new();
    for person in people(context, referents) {
        title_before(context, referents, &person, &mut found);
        appositions(context, referents, &person, &mut found);
        copula(context, referents, &person, &mut found);
        kinship_before(context, referents, &person, &mut found);
        as_post(context, referents, &person, &mut found);
    }
    for person in unnamed(context, referents) {
        copula(context, referents, &person, &mut found);
        as_post(context, referents, &person, &mut found);
    }
    found
}

/// Names of people in the order of the text.
fn people(context: &Context, referents: &Referents) -> Vec<Person> {
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

fn push(context: &Context, person: &Person, post: Post, rule: &str, confidence: f32, found: &mut Vec<Membership>) {
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

/// "U.S. Treasury Secretary Ann Lee".
fn title_before(context: &Context, referents: &Referents, person: &Person, found: &mut Vec<Membership>) {
    let Some(title) = titles::before(context, &person.tokens, true) else { return };
    let heads: Vec<u32> = title.clone().filter(|&token| titles::of_word(context, token).is_some()).collect();
    let with_preposition = title.clone().find(|&token| context.upos(token) == Upos::Adp);
    let head = match with_preposition {
        Some(preposition) => heads.iter().copied().rfind(|&head| head < preposition),
        None => heads.last().copied(),
    };
    let Some(head) = head else { return };
    if context.gazetteer.words().is_kinship(&context.lemma(head)) {
        return;
    }
    let members =
        if is_plural(context, TokenId(head)) { joined_people(context, referents, person) } else { Vec::new() };
    if let Some(mut post) = phrase::read(context, referents, title.clone(), head) {
        if is_plural(context, TokenId(head)) {
            post.role = singular(context, &post.role, head);
        }
        for member in &members {
            let mut theirs = Post { tokens: member.tokens.clone(), ..post.clone() };
            hold_by_neighbour(context, referents, member, &mut theirs);
            push(context, member, theirs, "title-before-several", 0.75, found);
        }
        hold_by_neighbour(context, referents, person, &mut post);
        push(context, person, post, "title-before", 0.9, found);
    }
    for &joined in
        heads.iter().filter(|&&other| other < head && other + 1 < head && context.upos(other + 1) == Upos::Cconj)
    {
        if let Some(post) = phrase::read(context, referents, title.start..joined + 1, joined) {
            push(context, person, post, "title-before", 0.8, found);
        }
    }
}

/// The people after the first in "councillors Ann Lee, Bo Diaz and Cy Park".
fn joined_people(context: &Context, referents: &Referents, person: &Person) -> Vec<Person> {
    let conjuncts: Vec<TokenId> = context.trees.children_by(person.head, "conj").collect();
    people(context, referents).into_iter().filter(|other| conjuncts.contains(&other.head)).collect()
}

/// A role in the singular: its last word is replaced by the lemma.
fn singular(context: &Context, role: &str, head: u32) -> String {
    let lemma = context.lemma(head);
    match role.rsplit_once(' ') {
        Some((front, _)) => format!("{front} {lemma}"),
        None => lemma,
    }
}

/// "councillor Ann Lee of the Green Party", "the Green Party's councillor": where the text does not say it in the title,
/// the words beside the name do.
fn hold_by_neighbour(context: &Context, referents: &Referents, person: &Person, post: &mut Post) {
    if post.at.is_some() || post.at_text.is_some() {
        return;
    }
    let holds = |token: TokenId| {
        referents.at(token).iter().copied().find(|&entity| referents.entity(entity).kind == EntityKind::Organisation)
    };
    let after = person.tokens.end + 1 < context.sentence(person.tokens.start).end
        && matches!(context.word_at(person.tokens.end), "of" | "from");
    let organisation = after.then(|| context.trees.children_by(person.head, "nmod").find_map(holds)).flatten();
    let owner = context.trees.child_by(person.head, "nmod:poss").and_then(holds);
    if let Some(entity) = organisation.or(owner) {
        post.at = Some(entity);
        let end = (person.tokens.end..context.sentence(person.tokens.start).end.min(person.tokens.end + 12))
            .rfind(|&token| referents.at(TokenId(token)).contains(&entity));
        post.tokens.end = post.tokens.end.max(end.map_or(0, |end| end + 1));
    }
}

/// "his father Bo Diaz", "Lee's wife Cy": kinship before a name.
fn kinship_before(context: &Context, referents: &Referents, person: &Person, found: &mut Vec<Membership>) {
    let first = context.sentence(person.tokens.start).start;
    let mut at = person.tokens.start;
    if at > first && context.word_at(at - 1) == "," {
        at -= 1;
    }
    if at < first + 2 {
        return;
    }
    let (noun, owner) = (at - 1, at - 2);
    let lemma = context.lemma(noun);
    if !context.gazetteer.words().is_kinship(&lemma) || is_plural(context, TokenId(noun)) {
        return;
    }
    let owner = if context.is_possessive_mark(owner) && owner > first { owner - 1 } else { owner };
    let relative = referents.at(TokenId(owner)).first().copied();
    let Some(at) =
        relative.filter(|&entity| entity != person.entity && referents.entity(entity).kind == EntityKind::Person)
    else {
        return;
    };
    let post =
        Post { role: format!("{lemma} of"), at: Some(at), at_text: None, former: false, tokens: owner..noun + 1 };
    push(context, person, post, "kinship", 0.85, found);
}

/// "Ann Lee, a senior economist at Acme Bank and a fellow of the Hill Institute", "the Iraqi foreign minister, Bo Diaz".
fn appositions(context: &Context, referents: &Referents, person: &Person, found: &mut Vec<Membership>) {
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
    heads.extend(joined);
    heads.sort();
    heads.dedup();
    let mut next = 0;
    while let Some(&head) = heads.get(next) {
        next += 1;
        let other = referents
            .at(head)
            .iter()
            .any(|&entity| entity != person.entity && referents.entity(entity).kind == EntityKind::Person);
        if other && is_named(context, referents, head) {
            continue;
        }
        if is_apart(context, referents, person, head) {
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

/// "Ann Lee is the mayor of Springfield", "she was its chairwoman".
fn copula(context: &Context, referents: &Referents, subject: &Person, found: &mut Vec<Membership>) {
    if !context.relation(subject.head.0).starts_with("nsubj") {
        return;
    }
    let Some(predicate) = context.analysis.token(subject.head).head else { return };
    let Some(copula) = context.trees.child_by(predicate, "cop") else { return };
    let noun = matches!(context.upos(predicate.0), Upos::Noun | Upos::Propn);
    if !noun || is_unreal(context, predicate) {
        return;
    }
    let before = found.len();
    post_at(context, referents, subject, predicate, "copula", 0.8, found);
    if context.word(copula).eq_ignore_ascii_case("was") {
        for membership in &mut found[before..] {
            membership.former = true;
        }
    }
}

/// Whether a predicate is denied, possible or asked for: "is not", "may be", "if he is".
fn is_unreal(context: &Context, predicate: TokenId) -> bool {
    context.trees.children(predicate).iter().any(|&child| match context.relation(child.0) {
        "aux" => !matches!(context.lemma(child.0).as_str(), "have" | "be" | "do"),
        "mark" => context.word(child).eq_ignore_ascii_case("if"),
        _ => matches!(context.lemma(child.0).as_str(), "not" | "n't" | "never"),
    })
}

/// "was appointed as special envoy", "served as mayor".
fn as_post(context: &Context, referents: &Referents, person: &Person, found: &mut Vec<Membership>) {
    let Some(verb) = context.analysis.token(person.head).head else { return };
    let relation = context.relation(person.head.0);
    let told = match relation {
        "nsubj:pass" | "obj" => APPOINTING.contains(&context.lemma(verb.0).as_str()),
        "nsubj" => SERVING.contains(&context.lemma(verb.0).as_str()),
        _ => false,
    };
    if !told || is_unreal(context, verb) {
        return;
    }
    let posts: Vec<TokenId> = context
        .trees
        .children(verb)
        .iter()
        .copied()
        .filter(|&child| child.0 > verb.0 && child != person.head)
        .filter(|&child| {
            let case = context.trees.child_by(child, "case").is_some_and(|case| context.word(case) == "as");
            case && context.relation(child.0).starts_with("obl")
                || context.relation(child.0) == "xcomp" && context.upos(child.0) == Upos::Noun
        })
        .collect();
    for post in posts {
        post_at(context, referents, person, post, "as", 0.75, found);
    }
}

/// Verbs that give a post to their object.
const APPOINTING: [&str; 9] =
    ["appoint", "name", "elect", "nominate", "reelect", "re-elect", "install", "inaugurate", "reappoint"];
/// Verbs whose subject holds the post.
const SERVING: [&str; 4] = ["serve", "work", "act", "resign"];

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
fn post_at(
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
            child.0 < head.0
                && !matches!(
                    context.relation(child.0),
                    "case" | "cc" | "punct" | "cop" | "nsubj" | "mark" | "advmod" | "aux"
                )
        })
        .map(|&child| context.trees.subtree(child).start)
        .min()
        .unwrap_or(head.0)
        .min(head.0);
    let start = start.max(context.sentence(head.0).start);
    if let Some(post) = phrase::read(context, referents, start..head.0 + 1, head.0) {
        push(context, person, post, rule, confidence, found);
    }
}

fn is_plural(context: &Context, token: TokenId) -> bool {
    context.analysis.token(token).features.number == Some(crate::language::Number::Plural)
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
