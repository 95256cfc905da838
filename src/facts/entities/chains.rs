//! The mentions of each thing a text speaks of, named or not, in the extents that coreference is scored on.

use super::context::Context;
use super::resolved;
use crate::identity::Gazetteer;
use crate::ingest::Document;
use crate::language::{Analysis, TokenId, Upos};
use std::ops::Range;

/// The chains of a document as runs of tokens. Things that are mentioned once are left out; speakers and those spoken
/// to ("I", "we", "you") are one each, as in a text of one voice.
pub fn chains(document: &Document, analysis: &Analysis, gazetteer: &Gazetteer) -> Vec<Vec<Range<u32>>> {
    let context = Context::new(document, analysis, gazetteer);
    let mut chains = resolved(&context, |_, state| {
        let mut chains = vec![Vec::new(); state.drafts.len()];
        for (phrase, meaning) in state.phrases.iter().zip(&state.meaning) {
            let adjective = context.upos(phrase.head.0) == Upos::Adj || context.relation(phrase.head.0) == "amod";
            if let ([entity], false) = (&meaning[..], adjective) {
                chains[*entity].push(extent(&context, phrase.head));
            }
        }
        chains
    });
    for persons in [
        ["i", "me", "my", "mine", "myself"],
        ["we", "us", "our", "ours", "ourselves"],
        ["you", "your", "yours", "yourself", "yourselves"],
    ] {
        let heads = (0..analysis.tokens.len() as u32).filter(|&index| {
            context.upos(index) == Upos::Pron && persons.contains(&context.word_at(index).to_lowercase().as_str())
        });
        chains.push(heads.map(|index| index..index + 1).collect());
    }
    for chain in &mut chains {
        chain.sort_by_key(|mention| (mention.start, mention.end));
        chain.dedup();
    }
    chains.retain(|chain| chain.len() > 1);
    chains
}

/// A noun phrase from its first modifier to the end of its last, relative clauses included; without preposition,
/// conjunction, apposition and what is joined to it.
fn extent(context: &Context, head: TokenId) -> Range<u32> {
    let mut extent = head.0..head.0 + 1;
    for &child in context.trees.children(head) {
        let relation = context.relation(child.0);
        let possessive = relation == "case" && child.0 > head.0;
        let base = relation.split(':').next().unwrap_or(relation);
        let modifier =
            matches!(base, "det" | "amod" | "compound" | "nmod" | "nummod" | "flat" | "acl" | "fixed" | "goeswith");
        if modifier || possessive {
            let subtree = context.trees.subtree(child);
            extent = extent.start.min(subtree.start)..extent.end.max(subtree.end);
        }
    }
    while extent.end > head.0 + 1
        && context.upos(extent.end - 1) == Upos::Punct
        && context.word_at(extent.end - 1) != "\""
    {
        extent.end -= 1;
    }
    extent
}
