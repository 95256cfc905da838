//! Walking the dependency trees of an [`Analysis`].

use super::{Analysis, Sentence, Token, TokenId};
use std::ops::Range;

/// The trees of an analysis with the way down (children) beside the way up (heads).
#[derive(Debug)]
pub struct Trees<'a> {
    analysis: &'a Analysis,
    /// Children of token `t`: `children[first[t]..first[t + 1]]`, in the order of the text.
    first: Vec<u32>,
    children: Vec<TokenId>,
    sentence_of: Vec<u32>,
}

impl<'a> Trees<'a> {
    /// Indexes the trees of an analysis; linear in the number of tokens.
    pub fn new(analysis: &'a Analysis) -> Self {
        let count = analysis.tokens.len();
        let mut first = vec![0u32; count + 1];
        for head in analysis.tokens.iter().filter_map(|token| token.head) {
            first[head.index() + 1] += 1;
        }
        for i in 0..count {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut children = vec![TokenId(0); first[count] as usize];
        for (i, token) in analysis.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[next[head.index()] as usize] = TokenId(i as u32);
                next[head.index()] += 1;
            }
        }
        let mut sentence_of = vec![0u32; count];
        for (i, sentence) in analysis.sentences.iter().enumerate() {
            for token in sentence.tokens.clone() {
                sentence_of[token as usize] = i as u32;
            }
        }
        Self { analysis, first, children, sentence_of }
    }

    /// The analysis that the trees belong to.
    pub fn analysis(&self) -> &'a Analysis {
        self.analysis
    }

    /// The token of an id.
    pub fn token(&self, id: TokenId) -> &'a Token {
        self.analysis.token(id)
    }

    /// Index of the token's sentence in [`Analysis::sentences`].
    pub fn sentence_index(&self, id: TokenId) -> usize {
        self.sentence_of[id.index()] as usize
    }

    /// The token's sentence.
    pub fn sentence(&self, id: TokenId) -> &'a Sentence {
        &self.analysis.sentences[self.sentence_index(id)]
    }

    /// The dependents of a token, in the order of the text.
    pub fn children(&self, id: TokenId) -> &[TokenId] {
        &self.children[self.first[id.index()] as usize..self.first[id.index() + 1] as usize]
    }

    /// The dependents by a relation; `"nsubj"` finds `nsubj:pass` too, `"nsubj:pass"` only itself.
    pub fn children_by<'s>(&'s self, id: TokenId, relation: &'s str) -> impl Iterator<Item = TokenId> + 's {
        self.children(id).iter().copied().filter(move |&child| relation_is(&self.token(child).relation, relation))
    }

    /// The first dependent by a relation.
    pub fn child_by(&self, id: TokenId, relation: &str) -> Option<TokenId> {
        self.children_by(id, relation).next()
    }

    /// The tokens between the leftmost and the rightmost descendant of a token, itself among them.
    pub fn subtree(&self, id: TokenId) -> Range<u32> {
        let (mut low, mut high) = (id.0, id.0);
        let mut stack = vec![id];
        while let Some(token) = stack.pop() {
            low = low.min(token.0);
            high = high.max(token.0);
            stack.extend_from_slice(self.children(token));
        }
        low..high + 1
    }

    /// Heads from the token's own up to the root of its sentence.
    pub fn ancestors(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        std::iter::successors(self.token(id).head, |&head| self.token(head).head)
    }
}

/// Whether a relation is the wanted one or, where the wanted one names no subtype, a subtype of it.
pub fn relation_is(relation: &str, wanted: &str) -> bool {
    relation == wanted || (relation.starts_with(wanted) && relation.as_bytes().get(wanted.len()) == Some(&b':'))
}

#[cfg(test)]
mod tests {
    use super::relation_is;

    #[test]
    fn a_relation_without_subtype_covers_its_subtypes_and_no_other_relation() {
        assert!(relation_is("nsubj:pass", "nsubj"));
        assert!(relation_is("nsubj", "nsubj"));
        assert!(!relation_is("nsubj", "nsubj:pass"));
        assert!(!relation_is("nsubjx", "nsubj"));
    }
}
