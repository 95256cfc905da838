//! Posts and relations before a name: "Treasury Secretary Ann Lee", "his father Bo Diaz".

use super::phrase::{self, Post};
use super::rules::{Person, is_plural, people, push};
use crate::facts::entities::context::Context;
use crate::facts::entities::titles;
use crate::facts::{EntityId, EntityKind, Membership, Referents};
use crate::identity::WordClass;
use crate::language::{TokenId, Upos};

/// "U.S. Treasury Secretary Ann Lee".
pub(super) fn title_before(context: &Context, referents: &Referents, person: &Person, found: &mut Vec<Membership>) {
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
    let abbreviated = context.gazetteer.words().title_abbreviation(context.word_at(head));
    let lemma = abbreviated.map_or_else(|| context.lemma(head), |title| title.name.to_owned());
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
    let seat = seat(context, referents, person);
    if organisation.is_none() && owner.is_none() && seat.0.is_none() {
        post.at_text = seat.1;
    }
    if let Some(entity) = organisation.or(owner).or(seat.0) {
        post.at = Some(entity);
        let end = (person.tokens.end..context.sentence(person.tokens.start).end.min(person.tokens.end + 12))
            .rfind(|&token| referents.at(TokenId(token)).contains(&entity));
        post.tokens.end = post.tokens.end.max(end.map_or(0, |end| end + 1));
    }
}

/// "Ann Lee (D-Ohio)", "Bo Diaz, R-Calif.,": the state after the party, where a member of parliament has the seat.
/// As an entity, or as words where party and state are one token.
fn seat(context: &Context, referents: &Referents, person: &Person) -> (Option<EntityId>, Option<String>) {
    let end = person.tokens.end;
    let limit = context.sentence(person.tokens.start).end.min(end + 5);
    if end + 1 >= limit || !matches!(context.word_at(end), "(" | ",") {
        return (None, None);
    }
    let word = context.word_at(end + 1);
    let letter = word.split(['-', '–', '.']).next().unwrap_or_default();
    if !context.gazetteer.words().is(WordClass::PartyLetter, letter) {
        return (None, None);
    }
    let state = word.split_once(['-', '–']).map_or("", |(_, state)| state);
    let known =
        [state.to_owned(), format!("{state}.")].into_iter().find(|name| context.gazetteer.place(name).is_some());
    if let Some(state) = known {
        return (None, Some(state));
    }
    let entity = (end + 1..limit).find_map(|token| {
        let &entity = referents.at(TokenId(token)).first()?;
        (referents.entity(entity).kind == EntityKind::Place).then_some(entity)
    });
    (entity, None)
}

/// "his father Bo Diaz", "Lee's wife Cy": kinship before a name.
pub(super) fn kinship_before(context: &Context, referents: &Referents, person: &Person, found: &mut Vec<Membership>) {
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
