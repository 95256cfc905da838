//! Posts that a clause gives: "Ann Lee is the mayor of Springfield", "was appointed as envoy".

use super::rules::{Person, post_at};
use crate::facts::entities::context::Context;
use crate::facts::{EntityKind, Membership, Referents};
use crate::identity::WordClass;
use crate::language::{TokenId, Upos};

/// "Ann Lee is the mayor of Springfield", "she was its chairwoman".
pub(super) fn copula(context: &Context, referents: &Referents, subject: &Person, found: &mut Vec<Membership>) {
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
        _ => context.gazetteer.words().is(WordClass::Negation, &context.lemma(child.0)),
    })
}

/// "was appointed as special envoy", "served as mayor"; "succeeded Bo Diaz as mayor", who no longer is; "resigned as mayor".
pub(super) fn as_post(context: &Context, referents: &Referents, person: &Person, found: &mut Vec<Membership>) {
    let Some(mut verb) = context.analysis.token(person.head).head else { return };
    // "named Ann Lee chief executive": the tree may take the name for a part of what she is named.
    let within = context.relation(person.head.0) == "compound" && context.relation(verb.0) == "xcomp";
    if within {
        match context.analysis.token(verb).head {
            Some(named) if person.tokens.start == named.0 + 1 => verb = named,
            _ => return,
        }
    }
    let lemma = match context.trees.child_by(verb, "compound:prt") {
        Some(particle) => format!("{}-{}", context.lemma(verb.0), context.word(particle).to_lowercase()),
        None => context.lemma(verb.0),
    };
    let is = |class| context.gazetteer.words().is(class, &lemma);
    let takes = is(WordClass::SucceedingVerb);
    let loses = is(WordClass::LeavingVerb);
    let former = match context.relation(person.head.0) {
        // Or both for what she is named.
        "compound" if within && is(WordClass::AppointingVerb) => false,
        "nsubj:pass" | "obj" | "xcomp" if is(WordClass::AppointingVerb) => false,
        "nsubj" if takes || is(WordClass::ServingVerb) => false,
        "obl:agent" if takes => false,
        "nsubj:pass" | "obj" if takes || loses => true,
        "nsubj" if loses && context.trees.child_by(verb, "obj").is_none() => true,
        _ => return,
    };
    if is_unreal(context, verb) {
        return;
    }
    // The tree may take "chief executive" for an apposition of "Ann Lee" too.
    let appositions = context.trees.children_by(person.head, "appos").filter(|_| is(WordClass::AppointingVerb));
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
        .chain(appositions)
        .collect();
    let before = found.len();
    for post in posts {
        post_at(context, referents, person, post, "as", 0.75, found);
    }
    let employer = context.trees.child_by(verb, "nsubj").filter(|_| is(WordClass::AppointingVerb));
    let employer = employer.and_then(|subject| referents.at(subject).first().copied());
    let employer = employer.filter(|&entity| referents.entity(entity).kind == EntityKind::Organisation);
    for membership in &mut found[before..] {
        membership.former |= former;
        if membership.at.is_none() && membership.at_text.is_none() {
            membership.at = employer;
        }
    }
}
