//! What the order of words tells of an attachment.

use crate::language::{Token, TokenId, Upos, relation_is};

/// "said Friday the two sides would meet": a time without a preposition right after a verb that a clause is the
/// complement of is the time of that verb, and not of the clause. `tokens` are those of a sentence, the first of them the
/// document's token of number `base`.
pub(crate) fn times_after_reporting(tokens: &mut [Token], base: usize) {
    let at = |head: Option<TokenId>| head.and_then(|head| (head.0 as usize).checked_sub(base));
    for time in 1..tokens.len() {
        if tokens[time].relation != "obl:unmarked" {
            continue;
        }
        let Some(clause) = at(tokens[time].head).filter(|&clause| clause > time && clause < tokens.len()) else {
            continue;
        };
        let Some(verb) = at(tokens[clause].head).filter(|&verb| verb < time) else { continue };
        // "late Friday": nothing but what belongs to the time stands between.
        let close = (verb + 1..time).all(|between| at(tokens[between].head) == Some(time));
        if close && tokens[verb].upos == Upos::Verb && relation_is(&tokens[clause].relation, "ccomp") {
            tokens[time].head = Some(TokenId((base + verb) as u32));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::Document;
    use crate::language::Reader;

    /// The word that a word of a text depends on.
    fn head(text: &str, word: &str) -> String {
        let analysis = Reader::embedded().unwrap().read(&Document::from_text("test", text)).unwrap();
        let token = analysis.tokens.iter().find(|token| token.span.of(text) == word).unwrap();
        token.head.map_or_else(String::new, |head| analysis.token(head).span.of(text).to_owned())
    }

    #[test]
    fn a_day_after_a_verb_of_saying_is_when_it_was_said() {
        assert_eq!(head("The ministry said Friday it would send a delegation to Oslo.", "Friday"), "said");
        assert_eq!(head("The ministry said it would send a delegation to Oslo next week.", "week"), "send");
    }
}
