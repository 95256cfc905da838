//! Whether the clause around a time expression looks back or ahead.

use super::grammar::Grammar;
use super::value::View;
use crate::language::{Analysis, Tense, TokenId, Trees, Upos, VerbForm, relation_is};

/// The view of the clause that a time stands in: of the verb that governs it, else of the verb above that one. After
/// "until" and "to" the time that something is put off to lies ahead ("was postponed until April"); the time of what is
/// aimed at may be over or not ("met him to prepare her visit in May").
pub(super) fn view(grammar: &Grammar, trees: &Trees<'_>, time: TokenId, until: bool) -> View {
    let mut verbs =
        std::iter::once(time).chain(trees.ancestors(time)).filter(|&id| is_predicate(trees, id)).take(3).peekable();
    let aims = |&verb: &TokenId| {
        let token = trees.token(verb);
        let of_noun = trees.token(time).head.is_some_and(|head| trees.token(head).upos == Upos::Noun);
        of_noun && token.features.verb_form == Some(VerbForm::Infinitive) && relation_is(&token.relation, "advcl")
    };
    if until && verbs.peek().is_some_and(|&verb| is_of(grammar, "put-off-verb", trees, verb)) {
        return View::Future;
    }
    if verbs.peek().is_some_and(aims) {
        return View::Unknown;
    }
    verbs.find_map(|verb| of_verb(grammar, trees, verb)).unwrap_or_default()
}

fn is_predicate(trees: &Trees<'_>, id: TokenId) -> bool {
    let token = trees.token(id);
    matches!(token.upos, Upos::Verb | Upos::Aux) || trees.child_by(id, "cop").is_some()
}

/// "met", "has met" look back; "will meet", "is to meet", "is meeting", "to meet" look ahead; "was due to meet" either way.
/// None where the verb does not tell and the one above it may.
fn of_verb(grammar: &Grammar, trees: &Trees<'_>, verb: TokenId) -> Option<View> {
    let auxiliaries = || trees.children_by(verb, "aux").chain(trees.children_by(verb, "cop"));
    let lemma = |id: TokenId| trees.token(id).lemma.as_str();
    let analysis = trees.analysis();
    let text_form = |id: TokenId| &trees.token(id).features;
    let perfect = auxiliaries().any(|auxiliary| lemma(auxiliary) == "have");
    let ahead = is_of(grammar, "ahead-verb", trees, verb);
    let mut be_present = false;
    for auxiliary in auxiliaries() {
        match lemma(auxiliary) {
            "will" | "shall" | "’ll" | "'ll" | "may" | "can" => return Some(View::Future),
            // "said that they would meet in May": ahead of what is told in the past.
            "would" if !perfect => return Some(View::Future),
            "could" | "might" if !perfect && relation_is(&trees.token(verb).relation, "ccomp") => {
                return Some(View::Future);
            }
            "would" | "could" | "should" | "might" | "must" => return None,
            "have" | "has" => return Some(View::Past),
            _ => {}
        }
        match text_form(auxiliary).tense {
            Some(Tense::Past) => return Some(if ahead { View::Unknown } else { View::Past }),
            Some(Tense::Present) if lemma(auxiliary) == "be" => be_present = true,
            _ => {}
        }
    }
    let token = trees.token(verb);
    let progressive =
        token.features.tense == Some(Tense::Present) && token.features.verb_form == Some(VerbForm::Participle);
    if be_present && (progressive || has_infinitive_marker(analysis, trees, verb)) {
        return Some(View::Future);
    }
    let bare_participle = token.features.verb_form == Some(VerbForm::Participle)
        && token.features.tense == Some(Tense::Past)
        && trees.child_by(verb, "aux").is_none();
    if bare_participle {
        return Some(if ahead { View::Future } else { View::Past });
    }
    match token.features.verb_form {
        Some(VerbForm::Finite) if token.features.tense == Some(Tense::Past) => Some(View::Past),
        Some(VerbForm::Finite)
            if token.features.tense == Some(Tense::Present) && is_of(grammar, "timetable-verb", trees, verb) =>
        {
            Some(View::Future)
        }
        Some(VerbForm::Infinitive) if has_infinitive_marker(analysis, trees, verb) => {
            let after_past =
                token.head.is_some_and(|head| of_past(trees, head) && !is_of(grammar, "ahead-verb", trees, head));
            let purpose = relation_is(&token.relation, "advcl");
            if purpose || (after_past && relation_is(&token.relation, "xcomp")) { None } else { Some(View::Future) }
        }
        _ => None,
    }
}

/// Whether the lemma of a verb is of a class of the time grammar.
fn is_of(grammar: &Grammar, class: &str, trees: &Trees<'_>, verb: TokenId) -> bool {
    grammar.class(class).is_some_and(|class| class.phrases.contains_key(&trees.token(verb).lemma))
}

fn of_past(trees: &Trees<'_>, verb: TokenId) -> bool {
    let features = &trees.token(verb).features;
    features.tense == Some(Tense::Past) && features.verb_form == Some(VerbForm::Finite)
}

fn has_infinitive_marker(analysis: &Analysis, trees: &Trees<'_>, verb: TokenId) -> bool {
    trees.children_by(verb, "mark").any(|mark| analysis.token(mark).lemma == "to")
}
