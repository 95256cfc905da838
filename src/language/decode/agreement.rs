//! What the agreement of verb and subject tells of the tense.

use crate::language::{Number, Tense, Token, TokenId, Upos, VerbForm, relation_is};

/// "Norway beat Portugal": a verb in its plain form after one that would have an "-s" in the present is past. `tokens` are
/// those of a sentence, the first of them the document's token of number `base`.
pub(crate) fn past_by_agreement(tokens: &mut [Token], base: usize) {
    for index in 0..tokens.len() {
        let verb = &tokens[index];
        let plural_present = verb.upos == Upos::Verb
            && verb.features.verb_form == Some(VerbForm::Finite)
            && verb.features.tense == Some(Tense::Present)
            && verb.features.number == Some(Number::Plural)
            && !["ccomp", "advcl", "conj"].iter().any(|relation| relation_is(&verb.relation, relation));
        if !plural_present {
            continue;
        }
        let head = Some(TokenId((base + index) as u32));
        let dependents = |of: Option<TokenId>| tokens.iter().enumerate().filter(move |(_, token)| token.head == of);
        let one = |subject: usize, token: &Token| {
            token.features.number == Some(Number::Singular)
                && token.upos == Upos::Propn
                && dependents(Some(TokenId((base + subject) as u32)))
                    .all(|(_, below)| !relation_is(&below.relation, "conj"))
        };
        let mut subjects = dependents(head).filter(|(_, token)| relation_is(&token.relation, "nsubj"));
        let after_one = subjects.next().is_some_and(|(subject, token)| one(subject, token));
        let bare = dependents(head).all(|(_, token)| !relation_is(&token.relation, "aux"));
        if after_one && bare {
            let features = &mut tokens[index].features;
            features.tense = Some(Tense::Past);
            features.number = Some(Number::Singular);
            features.text = features.text.replace("Tense=Pres", "Tense=Past").replace("Number=Plur", "Number=Sing");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::Document;
    use crate::language::{Reader, Tense};

    fn tense(text: &str, verb: &str) -> Option<Tense> {
        let analysis = Reader::embedded().unwrap().read(&Document::from_text("test", text)).unwrap();
        analysis.tokens.iter().find(|token| token.span.of(text) == verb).and_then(|token| token.features.tense)
    }

    #[test]
    fn a_plain_form_after_one_name_is_past() {
        assert_eq!(tense("Norway beat Portugal in Lisbon.", "beat"), Some(Tense::Past));
        assert_eq!(tense("Norway and Portugal beat Spain every year.", "beat"), Some(Tense::Present));
    }
}
