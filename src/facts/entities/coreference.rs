//! Which entity each phrase means: pronouns by salience under the constraints of grammar, descriptions by what they
//! say. One pass over the text; the look back is bounded, so the cost is linear in its length.
//!
//! The ranking by recency, grammatical role and frequency follows Lappin and Leass, "An Algorithm for Pronominal
//! Anaphora Resolution" (1994); the constraint on a clause's own arguments is principle B of the binding theory.

use super::context::Context;
use super::descriptions;
use super::grouping::Draft;
use super::names::Kind;
use super::phrases::{Determiner, Phrase, is_free};
use super::posts::Post;
use crate::facts::{Gender, MentionForm};
use crate::identity::{NounKind, PronounForm};
use crate::language::TokenId;

/// A mention that later phrases may refer back to.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// Index of its phrase.
    pub(crate) phrase: usize,
    pub(crate) head: TokenId,
    pub(crate) sentence: usize,
    /// The entities it means; several for a plural or coordinated phrase.
    pub(crate) entities: Vec<usize>,
    pub(crate) form: MentionForm,
}

/// Sentences that a pronoun may look back over.
const PRONOUN_WINDOW: usize = 3;
/// Mentions that any phrase may look back over.
pub(crate) const MENTION_WINDOW: usize = 90;

/// What is known when a phrase is being resolved.
pub(crate) struct State<'a, 'c> {
    pub(crate) context: &'a Context<'c>,
    pub(crate) phrases: &'a [Phrase],
    pub(crate) drafts: Vec<Draft>,
    pub(crate) posts: &'a [Post],
    /// The entity of each name mention.
    pub(crate) entity_of: &'a [usize],
    pub(crate) seen: Vec<Seen>,
    /// Mentions of each entity so far.
    pub(crate) counts: Vec<u32>,
    /// For anonymous entities: lemma of the noun that introduced them.
    pub(crate) nouns: Vec<Option<String>>,
    /// What each phrase means.
    pub(crate) meaning: Vec<Vec<usize>>,
}

/// Resolves all phrases. `entity_of` gives each name its entity; anonymous entities are added to `drafts`.
pub(crate) fn resolve<'a, 'c>(
    context: &'a Context<'c>,
    phrases: &'a [Phrase],
    entity_of: &'a [usize],
    drafts: Vec<Draft>,
    posts: &'a [Post],
) -> State<'a, 'c> {
    let count = drafts.len();
    let mut state = State {
        context,
        phrases,
        drafts,
        posts,
        entity_of,
        seen: Vec::new(),
        counts: vec![0; count],
        nouns: vec![None; count],
        meaning: vec![Vec::new(); phrases.len()],
    };
    let tied = descriptions::tied_to_names(context, phrases, &state.drafts, entity_of);
    for index in 0..phrases.len() {
        let phrase = &phrases[index];
        let entities = match phrase.form {
            MentionForm::Name => phrase.name.map(|name| entity_of[name]).into_iter().collect(),
            MentionForm::Pronoun => pronoun(&state, index),
            MentionForm::Description => match tied[index] {
                Some(entity) => vec![entity],
                None => descriptions::resolve(&mut state, index),
            },
        };
        state.record(index, entities);
    }
    state
}

impl State<'_, '_> {
    /// Adds an entity that the text does not name.
    pub(crate) fn anonymous(&mut self, phrase: &Phrase) -> usize {
        let kind = match phrase.kinds.first() {
            Some(NounKind::Person) => Kind::Person,
            Some(NounKind::Organisation) => Kind::Organisation,
            Some(NounKind::Country | NounKind::City | NounKind::Region | NounKind::Building) => Kind::Place,
            _ => Kind::Other,
        };
        let mut draft = Draft::new(kind);
        draft.gender = phrase.gender;
        draft.plural = phrase.plural;
        self.drafts.push(draft);
        self.counts.push(0);
        self.nouns.push(Some(phrase.lemma.clone()));
        self.drafts.len() - 1
    }

    fn record(&mut self, index: usize, entities: Vec<usize>) {
        let phrase = &self.phrases[index];
        for &entity in &entities {
            self.counts[entity] += 1;
            let draft = &mut self.drafts[entity];
            if draft.gender.is_none() && !phrase.plural && draft.is(Kind::Person) && phrase.pronoun.is_none() {
                draft.gender = phrase.gender;
            }
        }
        if entities.is_empty() {
            return;
        }
        let sentence = self.context.sentence_index(phrase.head.0);
        self.seen.push(Seen {
            phrase: index,
            head: phrase.head,
            sentence,
            entities: entities.clone(),
            form: phrase.form,
        });
        self.meaning[index] = entities;
        self.record_coordination(index, sentence);
    }

    /// "Lee and Park": once the last member is read, the whole is something that "they" can mean.
    fn record_coordination(&mut self, index: usize, sentence: usize) {
        let head = self.phrases[index].head;
        if self.context.relation(head.0) != "conj" {
            return;
        }
        let Some(first) = self.context.analysis.token(head).head else { return };
        let members: Vec<TokenId> =
            std::iter::once(first).chain(self.context.trees.children_by(first, "conj")).collect();
        if members.last() != Some(&head) {
            return;
        }
        let mut entities = Vec::new();
        for seen in self.seen.iter().rev().take(24).filter(|seen| members.contains(&seen.head)) {
            for &entity in &seen.entities {
                if !entities.contains(&entity) {
                    entities.push(entity);
                }
            }
        }
        entities.reverse();
        if entities.len() > 1
            && self.seen.iter().rev().take(24).all(|seen| seen.head != first || seen.entities.len() < 2)
        {
            self.seen.push(Seen { phrase: index, head: first, sentence, entities, form: MentionForm::Name });
        }
    }

    /// Whether the entity can be a person.
    pub(crate) fn is_person(&self, entity: usize) -> bool {
        self.drafts[entity].is(Kind::Person)
    }
}

/// The verb or noun that heads the smallest clause around a token.
pub(crate) fn clause(context: &Context, token: TokenId) -> TokenId {
    let mut at = token;
    loop {
        let relation = context.relation(at.0).split(':').next().unwrap_or_default();
        if matches!(relation, "root" | "ccomp" | "xcomp" | "advcl" | "acl" | "csubj" | "parataxis") {
            return at;
        }
        match context.analysis.token(at).head {
            Some(head) => {
                if relation == "conj" && !context.trees.children_by(at, "nsubj").collect::<Vec<_>>().is_empty() {
                    return at;
                }
                at = head;
            }
            None => return at,
        }
    }
}

fn is_subject(context: &Context, token: TokenId) -> bool {
    context.relation(token.0).starts_with("nsubj")
}

/// The entities a pronoun means, none where nothing fits.
fn pronoun(state: &State, index: usize) -> Vec<usize> {
    let context = state.context;
    let phrase = &state.phrases[index];
    let Some(word) = phrase.pronoun else { return Vec::new() };
    let sentence = context.sentence_index(phrase.head.0);
    let own_clause = clause(context, phrase.head);
    if let Some(ahead) = subject_ahead(state, index) {
        return vec![ahead];
    }
    let subject = implied_subject(context, own_clause);
    let near = || {
        let lately = state.seen.iter().rev().take(MENTION_WINDOW);
        lately.take_while(|seen| seen.sentence + PRONOUN_WINDOW >= sentence)
    };
    let banned: Vec<&[usize]> = near()
        .take_while(|seen| seen.sentence == sentence)
        .filter(|seen| forbidden(state, seen, phrase, own_clause, subject, word.form))
        .map(|seen| seen.entities.as_slice())
        .collect();
    let mut best: Option<(f32, &Seen)> = None;
    let mut tried: Vec<&[usize]> = Vec::new();
    // Of "Ann Lee, the mayor, said she …" the name tells more than the apposition.
    let is_apposition =
        |seen: &&Seen| seen.form == MentionForm::Description && context.relation(seen.head.0) == "appos";
    for seen in near().filter(|seen| !is_apposition(seen)) {
        let entities = seen.entities.as_slice();
        if tried.contains(&entities) || banned.contains(&entities) || !agrees(state, seen, phrase) {
            continue;
        }
        tried.push(entities);
        let score = score(state, seen, phrase, own_clause);
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, seen));
        }
    }
    let floor = if word.neuter { 1.4 } else { 0.3 };
    let found = best.filter(|(score, _)| *score > floor).map(|(_, seen)| seen.entities.clone()).unwrap_or_default();
    // Neither "talks" nor "hours" outdo two people.
    let are_things = found.iter().all(|&entity| state.drafts[entity].is(Kind::Other));
    let two = if word.plural && are_things { two_people(state, phrase, sentence) } else { Vec::new() };
    if two.is_empty() { found } else { two }
}

/// "Lee flew to Oslo to meet Park. They spoke for an hour": the two people of the sentence before, where there are no
/// others in it.
fn two_people(state: &State, phrase: &Phrase, sentence: usize) -> Vec<usize> {
    let person = |&entity: &usize| {
        let draft = &state.drafts[entity];
        draft.is(Kind::Person) && !draft.plural && !draft.names.is_empty()
    };
    let mut people: Vec<usize> = Vec::new();
    let lately = state.seen.iter().rev().take(MENTION_WINDOW);
    for seen in lately.skip_while(|seen| seen.sentence == sentence).take_while(|seen| seen.sentence + 1 == sentence) {
        for entity in seen.entities.iter().copied().filter(person) {
            if !people.contains(&entity) {
                people.push(entity);
            }
        }
    }
    people.reverse();
    if people.len() == 2 && is_subject(state.context, phrase.head) { people } else { Vec::new() }
}

/// The subject of a clause that has none of its own: that of the clause above ("Lee left, telling him …").
fn implied_subject(context: &Context, clause: TokenId) -> Option<TokenId> {
    let mut at = clause;
    for _ in 0..4 {
        if let Some(subject) = context.trees.child_by(at, "nsubj") {
            return Some(subject);
        }
        if !matches!(context.relation(at.0), "advcl" | "xcomp" | "conj") {
            return None;
        }
        at = context.analysis.token(at).head?;
    }
    None
}

/// Number, gender and animacy.
fn agrees(state: &State, seen: &Seen, phrase: &Phrase) -> bool {
    let Some(pronoun) = phrase.pronoun else { return false };
    if pronoun.plural {
        return seen.entities.len() > 1
            || state.drafts[seen.entities[0]].plural
            || state.drafts[seen.entities[0]].is(Kind::Organisation);
    }
    let [entity] = seen.entities[..] else { return false };
    let draft = &state.drafts[entity];
    if draft.plural {
        return false;
    }
    if pronoun.neuter {
        return !draft.is(Kind::Person) && !draft.is(Kind::Nationality);
    }
    draft.is(Kind::Person) && (draft.gender.is_none() || draft.gender == pronoun.gender)
}

/// What grammar rules out: a clause's own subject for its object, and a phrase that holds the pronoun.
fn forbidden(
    state: &State,
    seen: &Seen,
    phrase: &Phrase,
    own_clause: TokenId,
    subject: Option<TokenId>,
    form: PronounForm,
) -> bool {
    let context = state.context;
    if seen.sentence != context.sentence_index(phrase.head.0) {
        return false;
    }
    let free = phrase.pronoun.is_some_and(is_free) && form != PronounForm::Possessive;
    let same_clause = clause(context, seen.head) == own_clause;
    let is_modifier = context.relation(seen.head.0) == "nmod:poss" || context.relation(phrase.head.0) == "nmod:poss";
    let object = !is_subject(context, phrase.head) && phrase.head.0 > seen.head.0;
    if free && object && !is_modifier && form != PronounForm::Reflexive && subject == Some(seen.head) {
        return true;
    }
    if free && same_clause && !is_modifier && form != PronounForm::Reflexive {
        let heads = (context.analysis.token(seen.head).head, context.analysis.token(phrase.head).head);
        return is_subject(context, seen.head) || heads.0 == heads.1;
    }
    if form == PronounForm::Possessive {
        let holder = context.analysis.token(phrase.head).head;
        return holder == Some(seen.head)
            || context.relation(seen.head.0) == "conj" && context.analysis.token(seen.head).head == holder
            || context.relation(seen.head.0) == "appos" && context.analysis.token(seen.head).head == holder;
    }
    false
}

/// How likely the pronoun goes back to this mention.
fn score(state: &State, seen: &Seen, phrase: &Phrase, own_clause: TokenId) -> f32 {
    let context = state.context;
    let sentence = context.sentence_index(phrase.head.0);
    let distance = sentence - seen.sentence;
    let mut score = 2.0 - [0.0, 0.7, 1.6, 2.4][distance.min(3)];
    let relation = context.relation(seen.head.0);
    score += match relation.split(':').next().unwrap_or_default() {
        "nsubj" => 1.0,
        "obj" | "iobj" => 0.35,
        "conj" | "root" | "appos" => 0.2,
        "nmod" if relation == "nmod:poss" => 0.35,
        "nmod" | "compound" => -0.1,
        _ => 0.0,
    };
    if distance == 0 {
        let ancestors = || context.trees.ancestors(phrase.head).take(24);
        let governs = context.analysis.token(seen.head).head.is_some_and(|head| ancestors().any(|token| token == head));
        let described = context.relation(own_clause.0).starts_with("acl")
            && context.analysis.token(own_clause).head == Some(seen.head);
        if described && !is_subject(context, phrase.head) {
            score += 1.6;
        }
        if governs && is_subject(context, seen.head) {
            score += if clause(context, seen.head) == own_clause { 0.9 } else { 0.6 };
        }
        // "Lee's visit is the first since she …": whose the subject is.
        let of_subject = context.analysis.token(seen.head).head.filter(|_| relation == "nmod:poss");
        if of_subject.is_some_and(|subject| {
            is_subject(context, subject)
                && context.analysis.token(subject).head.is_some_and(|head| ancestors().any(|token| token == head))
        }) {
            score += 0.35;
        }
        score -= 0.025 * (phrase.head.0.saturating_sub(seen.head.0)).min(60) as f32;
    } else if is_subject(context, phrase.head) && is_subject(context, seen.head) {
        score += 0.3;
    }
    let entity = seen.entities[0];
    let draft = &state.drafts[entity];
    score += match seen.form {
        MentionForm::Pronoun => 0.5,
        MentionForm::Name => 0.4,
        MentionForm::Description => 0.0,
    };
    if draft.names.is_empty() {
        score -= 0.2;
    }
    if draft.gender.is_some() && draft.gender == phrase.gender {
        score += 0.8;
    }
    if seen.entities.len() == 1 && phrase.plural && !draft.plural {
        score -= 0.8;
    }
    if phrase.pronoun.is_some_and(|pronoun| pronoun.neuter) {
        score += match draft.kind {
            Some(Kind::Organisation) => 0.4,
            Some(Kind::Place) => -0.1,
            _ => 0.0,
        };
    }
    score + 0.14 * state.counts[entity].min(6) as f32
}

/// "While he was abroad, Lee said …", "In her first speech, Lee said …": the subject of the main clause, where the
/// pronoun stands in a clause or phrase before it.
fn subject_ahead(state: &State, index: usize) -> Option<usize> {
    let context = state.context;
    let phrase = &state.phrases[index];
    let gender: Option<Gender> = phrase.gender;
    gender?;
    let mut below = phrase.head;
    let outer = context.trees.ancestors(phrase.head).take(12).find(|&token| {
        let ahead = token.0 > phrase.head.0
            && context.trees.child_by(token, "nsubj").is_some_and(|subject| subject.0 > phrase.head.0);
        let fronted = matches!(context.relation(below.0).split(':').next(), Some("obl" | "advcl"));
        if ahead && fronted {
            return true;
        }
        below = token;
        false
    })?;
    let subject = context.trees.children_by(outer, "nsubj").find(|&subject| subject.0 > phrase.head.0)?;
    if context.trees.subtree(subject).contains(&phrase.head.0) {
        return None;
    }
    let (ahead, _) =
        state.phrases.iter().enumerate().skip(index).take(40).find(|(_, phrase)| phrase.head == subject)?;
    let entity = state.name_entity(ahead)?;
    let draft = &state.drafts[entity];
    (draft.is(Kind::Person) && (draft.gender.is_none() || draft.gender == gender)).then_some(entity)
}

/// Whether a phrase may introduce something new.
pub(crate) fn introduces(phrase: &Phrase) -> bool {
    matches!(phrase.determiner, Determiner::Indefinite | Determiner::Bare | Determiner::Possessed)
}
