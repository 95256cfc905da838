//! What is said, of reporting words without a quotation beside them: clauses, objects, requests.

use super::Scene;
use super::cues::Reporting;
use super::lexicon::{Content, CueKind};
use crate::facts::{Attribution, SpeechForm};
use crate::identity::WordClass;
use crate::language::{TokenId, Upos, relation_is};
use crate::text::Span;
use std::ops::Range;

/// The attribution of a reporting word to the words that depend on it, or that it depends on.
pub(super) fn attribute(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Attribution> {
    if reporting.cue.kind == CueKind::Preposition {
        let content = around(scene, reporting)?;
        return build(scene, reporting, content);
    }
    if let Some(noun) = reporting.noun {
        let clause = clause_of(scene, noun).or_else(|| clause_of(scene, reporting.token))?;
        return build(scene, reporting, clause);
    }
    let content = if reporting.takes(Content::Clause) { clause(scene, reporting) } else { None };
    let content = content.or_else(|| reporting.takes(Content::Request).then(|| request(scene, reporting)).flatten());
    let content = content.or_else(|| reporting.takes(Content::Thing).then(|| thing(scene, reporting)).flatten());
    let told = scene.quote_of(reporting.token).is_some();
    let names = reporting.takes(Content::Naming) && !told;
    let content = content.or_else(|| names.then(|| naming(scene, reporting)).flatten());
    build(scene, reporting, content?)
}

fn build(scene: &Scene<'_>, reporting: &Reporting<'_>, content: Range<u32>) -> Option<Attribution> {
    let content = without_edges(scene, content)?;
    let mut span = scene.analysis.span(&content);
    let mut quoted = false;
    for quote in &scene.quotes {
        if quote.outer.overlaps(span) {
            quoted = true;
            if quote.inner.start <= span.end && quote.outer.start >= span.start {
                span = span.cover(quote.outer);
            }
        }
    }
    scene.attribution(reporting, span, if quoted { SpeechForm::Mixed } else { SpeechForm::Indirect })
}

/// Without commas, "that", "and" and the like before and full stops after.
fn without_edges(scene: &Scene<'_>, content: Range<u32>) -> Option<Range<u32>> {
    let mut content = content;
    let quote_mark = |token: u32| {
        let words = scene.analysis.tokens[token as usize].span.of(scene.text);
        words.chars().all(|c| "“”\"'`‘’".contains(c))
    };
    while content.start < content.end {
        let token = scene.trees.token(TokenId(content.start));
        let joining = matches!(token.lemma.as_str(), "that" | "and" | "but" | "or")
            && matches!(token.upos, Upos::Sconj | Upos::Cconj);
        if joining || (scene.is_punctuation(content.start) && !quote_mark(content.start)) {
            content.start += 1;
        } else {
            break;
        }
    }
    while content.start < content.end && scene.is_punctuation(content.end - 1) && !quote_mark(content.end - 1) {
        content.end -= 1;
    }
    (content.len() > 1).then_some(content)
}

/// The reported clause: what depends on the cue, or, of "…, he said", what stands before.
fn clause(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Range<u32>> {
    let trees = scene.trees;
    let cue = reporting.token;
    let is_clause = |id: TokenId| {
        let token = trees.token(id);
        matches!(
            token.upos,
            Upos::Verb | Upos::Aux | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adv | Upos::Num
        )
    };
    let complements: Vec<TokenId> = trees
        .children_by(cue, "ccomp")
        .chain(trees.children_by(cue, "parataxis"))
        .filter(|&id| is_clause(id))
        .collect();
    let after = complements.iter().copied().find(|&id| {
        let told = has_verb(scene, &trees.subtree(id))
            || scene.quotes.iter().any(|quote| quote.inner.overlaps(scene.analysis.span(&trees.subtree(id))));
        id.0 > cue.0 && told && is_reported(scene, cue, id)
    });
    if let Some(after) = after {
        return Some(after_cue(scene, reporting, trees.subtree(after)));
    }
    if complements.iter().any(|id| id.0 < cue.0) {
        return before_cue(scene, reporting);
    }
    let token = trees.token(cue);
    if let Some(head) = token.head
        && relation_is(&token.relation, "parataxis")
    {
        return if head.0 < cue.0 {
            before_cue(scene, reporting)
        } else {
            let sentence = trees.sentence(cue).tokens.end;
            Some(cue_end(scene, reporting)..sentence)
        };
    }
    ends_sentence(scene, reporting).or_else(|| by_role(scene, reporting))
}

/// "X, he said." where the tree does not say so: what stands before, with a verb in it.
fn ends_sentence(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Range<u32>> {
    let subject = reporting.subject?;
    let sentence = scene.trees.sentence(reporting.token).tokens.clone();
    let start = phrase(scene, subject).start.min(reporting.token.0);
    let marked = start > sentence.start + 2 && scene.is_punctuation(start - 1);
    let rest = reporting.token.0.max(subject.0) + 1..sentence.end;
    let over = rest.clone().filter(|&token| !scene.is_punctuation(token)).count() <= 4;
    let content = sentence.start..start.saturating_sub(1);
    (marked && over && sentence.contains(&subject.0) && has_verb(scene, &content)).then_some(content)
}

/// The second opinion: what the roles of the cue say is said.
fn by_role(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Range<u32>> {
    let role = scene.role(reporting.token, "ARG1")?;
    let apart =
        !role.contains(&reporting.token.0) && reporting.subject.is_some_and(|subject| !role.contains(&subject.0));
    (apart && role.len() > 3 && has_verb(scene, &role) && is_finite(scene, &role)).then_some(role)
}

fn has_verb(scene: &Scene<'_>, tokens: &Range<u32>) -> bool {
    tokens.clone().any(|token| matches!(scene.trees.token(TokenId(token)).upos, Upos::Verb | Upos::Aux))
}

/// Whether the head of some words is a verb, or is said of something with one.
fn is_finite(scene: &Scene<'_>, tokens: &Range<u32>) -> bool {
    scene.head_of(tokens).is_some_and(|head| {
        matches!(scene.trees.token(head).upos, Upos::Verb | Upos::Aux) || scene.trees.child_by(head, "cop").is_some()
    })
}

/// Whether a clause after a cue is its content, not an aside: complements always, others after "said" without comma.
fn is_reported(scene: &Scene<'_>, cue: TokenId, clause: TokenId) -> bool {
    relation_is(&scene.trees.token(clause).relation, "ccomp") || {
        let start = scene.trees.subtree(clause).start;
        start == cue.0 + 1 || (start > 0 && scene.trees.token(TokenId(start - 1)).span.of(scene.text) == ":")
    }
}

/// The clause after the cue, from its first token after the cue on. With the commas of asides its parts belong
/// together.
fn after_cue(scene: &Scene<'_>, reporting: &Reporting<'_>, clause: Range<u32>) -> Range<u32> {
    let start = clause.start.max(reporting.token.0 + 1);
    let subject = reporting.subject.filter(|subject| subject.0 > reporting.token.0 && clause.contains(&subject.0));
    let start = subject.map_or(start, |subject| scene.trees.subtree(subject).end.min(clause.end)).max(start);
    start..clause.end
}

/// First token after the cue, its subject and what else hangs on it there.
fn cue_end(scene: &Scene<'_>, reporting: &Reporting<'_>) -> u32 {
    let children = scene.trees.children(reporting.token).iter().filter(|child| {
        let relation = &scene.trees.token(**child).relation;
        ["nsubj", "aux", "advmod", "obl", "obj", "iobj"].iter().any(|wanted| relation_is(relation, wanted))
    });
    children.map(|&child| scene.trees.subtree(child).end).max().unwrap_or(0).max(reporting.token.0 + 1)
}

/// Of "X, he said": X, from the start of the sentence; of "X, he said, Y" the longer part.
fn before_cue(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Range<u32>> {
    let sentence = scene.trees.sentence(reporting.token).tokens.clone();
    let subject = reporting.subject.filter(|subject| sentence.contains(&subject.0));
    let phrase_start = subject.map_or(reporting.token.0, |subject| phrase(scene, subject).start);
    let end = phrase_start.min(reporting.token.0);
    let end =
        if phrase_start < reporting.token.0 { last_comma(scene, sentence.start..reporting.token.0, end) } else { end };
    let first = sentence.start..end;
    let rest = cue_end(scene, reporting)..sentence.end;
    let begins_anew = scene.is_punctuation(rest.start) && rest.len() > first.len() * 2 && first.len() < 6;
    let chosen = if begins_anew { rest } else { first };
    let quoted = || scene.quotes.iter().any(|quote| quote.inner.overlaps(scene.analysis.span(&chosen)));
    (!chosen.is_empty() && (has_verb(scene, &chosen) || quoted())).then_some(chosen)
}

/// The last comma or other mark before the speaker's phrase, where one stands near; else the phrase's start.
fn last_comma(scene: &Scene<'_>, range: Range<u32>, phrase_start: u32) -> u32 {
    if phrase_start > range.start && scene.is_punctuation(phrase_start - 1) {
        return phrase_start - 1;
    }
    let comma = (range.start..range.end).rev().find(|&token| scene.is_punctuation(token));
    comma.filter(|&comma| comma > range.start).map_or(phrase_start, |comma| comma.min(phrase_start.max(comma)))
}

/// First token of a noun phrase, without clauses that hang on it.
pub(super) fn phrase_start(scene: &Scene<'_>, head: TokenId) -> u32 {
    phrase(scene, head).start
}

/// The tokens of a noun phrase without clauses that hang on it.
fn phrase(scene: &Scene<'_>, head: TokenId) -> Range<u32> {
    let start = scene.trees.children(head).iter().filter(|child| child.0 < head.0).filter(|child| {
        let relation = &scene.trees.token(**child).relation;
        !["punct", "acl", "parataxis", "ccomp", "advcl"].iter().any(|wanted| relation_is(relation, wanted))
    });
    let start = start.map(|&child| scene.trees.subtree(child).start).min().unwrap_or(head.0);
    start..head.0 + 1
}

fn clause_of(scene: &Scene<'_>, head: TokenId) -> Option<Range<u32>> {
    let trees = scene.trees;
    let clause = trees
        .children_by(head, "ccomp")
        .chain(trees.children_by(head, "acl"))
        .find(|&id| id.0 > head.0 && trees.children_by(id, "mark").any(|mark| trees.token(mark).lemma == "that"))?;
    Some(trees.subtree(clause))
}

/// "urged Norway to sign", "pressed for Norway to sign", "asked her to come".
fn request(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Range<u32>> {
    let trees = scene.trees;
    let cue = reporting.token;
    let wish = trees.children(cue).iter().copied().find(|&id| {
        let relation = &trees.token(id).relation;
        id.0 > cue.0
            && ["xcomp", "advcl", "ccomp"].iter().any(|wanted| relation_is(relation, wanted))
            && trees.children_by(id, "mark").any(|mark| trees.token(mark).lemma == "to")
    })?;
    let whom = trees.children(cue).iter().copied().find(|&id| {
        let relation = &trees.token(id).relation;
        id.0 > cue.0 && id.0 < wish.0 && ["obj", "iobj", "obl"].iter().any(|wanted| relation_is(relation, wanted))
    });
    let start = whom.map_or(trees.subtree(wish).start, |whom| {
        let subtree = trees.subtree(whom);
        let case = trees.children_by(whom, "case").map(|case| case.0 + 1).max().unwrap_or(subtree.start);
        subtree.start.max(case)
    });
    let own_subject = trees.child_by(wish, "nsubj").filter(|subject| whom.is_none() && subject.0 > cue.0);
    match (whom, own_subject) {
        (None, None) => None,
        (_, Some(subject)) => Some(trees.subtree(subject).start..trees.subtree(wish).end),
        _ => Some(start..trees.subtree(wish).end),
    }
}

/// The object of "confirmed", "underlined".
fn thing(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Range<u32>> {
    let trees = scene.trees;
    let objects = trees.children_by(reporting.token, "obj").chain(trees.children_by(reporting.token, "ccomp"));
    let object = objects.filter(|object| object.0 > reporting.token.0).min()?;
    let subtree = trees.subtree(object);
    let abstract_noun = trees.token(object).upos == Upos::Noun;
    (abstract_noun && subtree.len() > 2 && subtree.start > reporting.token.0).then_some(subtree)
}

/// "called it “a mistake”": from the object on, where the name is in quotation marks.
fn naming(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Range<u32>> {
    let trees = scene.trees;
    let cue = reporting.token;
    let parts = trees.children(cue).iter().copied().filter(|&id| {
        let relation = &trees.token(id).relation;
        id.0 > cue.0 && ["obj", "xcomp", "obl", "advcl"].iter().any(|wanted| relation_is(relation, wanted))
    });
    let range = parts.map(|id| trees.subtree(id)).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))?;
    let span: Span = scene.analysis.span(&range);
    let quoted = scene.quotes.iter().any(|quote| quote.inner.overlaps(span));
    let begins_with = trees.token(TokenId(range.start)).upos;
    let whole = !matches!(begins_with, Upos::Adp | Upos::Sconj);
    (quoted && whole && range.start > cue.0).then_some(range)
}

/// The relative pronoun that an aside splits off from its clause: "a plan which, according to Anna Berg, has failed".
fn relative_before(scene: &Scene<'_>, before: &Range<u32>) -> Option<u32> {
    let last = before.clone().rev().find(|&token| !scene.is_punctuation(token))?;
    let word = scene.trees.token(TokenId(last));
    (word.upos == Upos::Pron && scene.words.is(WordClass::Relative, &word.lemma.to_lowercase())).then_some(last)
}

/// What follows an aside: to the end of the clause that the relative pronoun opens, or of the sentence.
fn after_aside(scene: &Scene<'_>, end: u32, sentence: &Range<u32>, relative: u32) -> Range<u32> {
    let verb = scene.trees.ancestors(TokenId(relative)).find(|verb| verb.0 >= end);
    end..verb.map_or(sentence.end, |verb| scene.trees.subtree(verb).end).max(end)
}

/// Of "according to X": the rest of the sentence that X hangs in.
fn around(scene: &Scene<'_>, reporting: &Reporting<'_>) -> Option<Range<u32>> {
    let trees = scene.trees;
    let sentence = trees.sentence(reporting.token).tokens.clone();
    let subject = reporting.subject?;
    let phrase = trees.subtree(subject);
    let start = reporting.token.0.min(phrase.start);
    let before = sentence.start..start;
    if let Some(relative) = relative_before(scene, &before) {
        return (phrase.end + 2 < sentence.end).then_some(after_aside(scene, phrase.end, &sentence, relative));
    }
    if before.len() > 3 {
        return Some(before);
    }
    let head = trees.token(subject).head;
    let verb_before = head.filter(|head| phrase.contains(&head.0)).is_some();
    let end = if verb_before { subject.0 + 1 } else { phrase.end };
    let end = scene.speakers.apposed(subject).map_or(end, |(_, after)| after.max(end));
    let rest = end..sentence.end;
    (rest.len() > 2).then_some(rest)
}
