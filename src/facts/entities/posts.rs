//! Which posts the text gives to whom, as far as descriptions ("the foreign minister") need it to find their person.

use super::context::Context;
use super::names::{Kind, NameMention};
use super::titles;
use crate::language::{TokenId, Upos};
use std::ops::Range;

/// A post that the text ties to a person.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    /// Lemma of the title's head: "minister".
    pub(crate) head: String,
    /// The words of the phrase in lower case.
    pub(crate) words: Vec<String>,
    /// Code of the country named in it.
    pub(crate) country: Option<&'static str>,
    pub(crate) entity: usize,
    /// Token where the person's name stands.
    pub(crate) at: u32,
}

/// Posts before names and in apposition to them.
pub(crate) fn find(context: &Context, names: &[NameMention], entity_of: &[usize]) -> Vec<Post> {
    let mut posts = Vec::new();
    for (index, name) in names.iter().enumerate().filter(|(_, name)| name.kind == Kind::Person) {
        let mut phrases: Vec<(Range<u32>, u32)> = Vec::new();
        if let Some(title) = &name.title {
            let head = title.clone().rev().find(|&token| titles::of_word(context, token).is_some());
            phrases.extend(head.map(|head| (title.clone(), head)));
        }
        let name_head = context.head(&name.tokens);
        let by_order =
            [titles::described_before(context, &name.tokens), titles::described_after(context, name.tokens.end)];
        for description in appositions(context, name_head).into_iter().chain(by_order.into_iter().flatten()) {
            phrases.push((context.trees.subtree(description), description.0));
        }
        for (phrase, head) in phrases {
            let Some((span, title)) = titles::ending_at(context, head) else { continue };
            let end = phrase.end.min(head + 8);
            let mut words: Vec<String> =
                (phrase.start.min(span.start)..end).map(|token| context.word_at(token).to_lowercase()).collect();
            words.extend(title.name.split(' ').map(str::to_owned));
            let head_lemma = title.name.rsplit(' ').next().unwrap_or(title.name).to_owned();
            posts.push(Post {
                head: head_lemma,
                country: country_in(context, phrase.start..end),
                words,
                entity: entity_of[index],
                at: name.tokens.start,
            });
        }
    }
    posts.sort_by_key(|post| post.at);
    posts
}

/// Descriptions in apposition to a name, before or after it.
pub(crate) fn appositions(context: &Context, name: TokenId) -> Vec<TokenId> {
    let mut found: Vec<TokenId> = context
        .trees
        .children_by(name, "appos")
        .filter(|&child| context.upos(child.0) == Upos::Noun || titles::of_word(context, child.0).is_some())
        .collect();
    if context.relation(name.0) == "appos" {
        found.extend(context.analysis.token(name).head);
    }
    let joined: Vec<TokenId> =
        found.iter().flat_map(|&token| context.trees.children_by(token, "conj").collect::<Vec<_>>()).collect();
    found.extend(joined.into_iter().filter(|&token| titles::of_word(context, token.0).is_some()));
    found
}

/// Code of the first country that a run of tokens names, by name or adjective.
pub(crate) fn country_in(context: &Context, tokens: Range<u32>) -> Option<&'static str> {
    tokens.clone().find_map(|start| {
        (start + 1..tokens.end.min(start + 4) + 1).rev().filter(|&end| end <= tokens.end).find_map(|end| {
            if !context.is_capitalised(start) {
                return None;
            }
            let (country, _) = context.gazetteer.country(&context.surface(&(start..end)))?;
            Some(country.code)
        })
    })
}
