//! What the order of words, and names, tell of an attachment.

use crate::language::{Token, TokenId, Upos, relation_is};
use std::ops::Range;

/// The place of a token's head in the sentence.
fn head_of(token: &Token, base: usize) -> Option<usize> {
    token.head.and_then(|head| (head.0 as usize).checked_sub(base))
}

/// The word of a name that the rest of it depends on.
fn head_of_name(tokens: &[Token], base: usize, name: &Range<usize>) -> Option<usize> {
    name.clone().find(|&word| head_of(&tokens[word], base).is_none_or(|head| !name.contains(&head)))
}

/// "said Friday the two sides would meet": a time without a preposition right after a verb that a clause is the
/// complement of is the time of that verb, and not of the clause. `tokens` are those of a sentence, the first of them the
/// document's token of number `base`.
pub(crate) fn times_after_reporting(tokens: &mut [Token], base: usize) {
    for time in 1..tokens.len() {
        if tokens[time].relation != "obl:unmarked" {
            continue;
        }
        let Some(clause) = head_of(&tokens[time], base).filter(|&clause| clause > time && clause < tokens.len()) else {
            continue;
        };
        let Some(verb) = head_of(&tokens[clause], base).filter(|&verb| verb < time) else { continue };
        // "late Friday": nothing but what belongs to the time stands between.
        let close = (verb + 1..time).all(|between| head_of(&tokens[between], base) == Some(time));
        if close && tokens[verb].upos == Upos::Verb && relation_is(&tokens[clause].relation, "ccomp") {
            tokens[time].head = Some(TokenId((base + verb) as u32));
        }
    }
}

/// "Lund has cancelled the visit, the ministry said": of two subjects of a verb, the first is that of the clause between
/// them, where that has none.
pub(crate) fn one_subject_each(tokens: &mut [Token], base: usize) {
    for clause in 0..tokens.len() {
        if !relation_is(&tokens[clause].relation, "ccomp") {
            continue;
        }
        let Some(verb) = head_of(&tokens[clause], base).filter(|&verb| verb > clause) else { continue };
        let children = |of: usize, relation: &'static str| {
            let child = move |token: &Token| head_of(token, base) == Some(of) && relation_is(&token.relation, relation);
            tokens.iter().enumerate().filter(move |(_, token)| child(token)).map(|(index, _)| index)
        };
        let mut subjects = children(verb, "nsubj");
        let (Some(first), Some(second)) = (subjects.next(), subjects.next()) else { continue };
        if !(first + 1..second).contains(&clause) || children(clause, "nsubj").next().is_some() {
            continue;
        }
        let passive = children(clause, "aux").any(|aux| tokens[aux].relation == "aux:pass");
        tokens[first].head = Some(TokenId((base + clause) as u32));
        tokens[first].relation = if passive { "nsubj:pass" } else { "nsubj" }.to_owned();
    }
}

/// "met Foreign Minister Jan Novak": a person after a verb, without a preposition, is its object, and neither time nor
/// measure. `people` are the names of people, as tokens of the sentence.
pub(crate) fn people_as_objects(tokens: &mut [Token], base: usize, people: impl Iterator<Item = Range<usize>>) {
    for name in people {
        let Some(person) = head_of_name(tokens, base, &name) else { continue };
        let Some(verb) =
            head_of(&tokens[person], base).filter(|&verb| verb < person && tokens[verb].upos == Upos::Verb)
        else {
            continue;
        };
        let has = |of: usize, relations: [&str; 2]| {
            tokens.iter().any(|token| head_of(token, base) == Some(of) && relations.contains(&token.relation.as_str()))
        };
        if tokens[person].relation == "obl" && !has(person, ["case", "mark"]) && !has(verb, ["obj", "nsubj:pass"]) {
            tokens[person].relation = "obj".to_owned();
        }
    }
}

/// "Minister Ann Lee and trade commissioner Claire Fontaine": a noun right before a person's name, hanging on the same word
/// in the same way or next to an apposition to it, says who the person is and hangs on the name, together with what joins
/// the two to the rest. `people` are the names of people, as tokens of the sentence.
pub(crate) fn titles_of_people(tokens: &mut [Token], base: usize, people: impl Iterator<Item = Range<usize>>) {
    for name in people {
        let Some(title) = name.start.checked_sub(1).filter(|&title| tokens[title].upos == Upos::Noun) else { continue };
        let Some(person) = head_of_name(tokens, base, &name) else { continue };
        let relation = tokens[title].relation.clone();
        let one_head = tokens[title].head.is_some() && tokens[title].head == tokens[person].head;
        if !one_head || ![relation.as_str(), "appos"].contains(&tokens[person].relation.as_str()) {
            continue;
        }
        let [of_title, of_person] = [title, person].map(|word| Some(TokenId((base + word) as u32)));
        for token in &mut tokens[..title] {
            if token.head == of_title && ["cc", "punct", "case", "mark"].contains(&token.relation.as_str()) {
                token.head = of_person;
            }
        }
        tokens[person].relation = relation;
        tokens[title].head = of_person;
        tokens[title].relation = "nmod:desc".to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Document;
    use crate::language::{Features, Reader};
    use crate::text::Span;

    /// The word that a word of a text depends on.
    fn head(text: &str, word: &str) -> String {
        let analysis = Reader::embedded().unwrap().read(&Document::from_text("test", text)).unwrap();
        let token = analysis.tokens.iter().find(|token| token.span.of(text) == word).unwrap();
        token.head.map_or_else(String::new, |head| analysis.token(head).span.of(text).to_owned())
    }

    fn token(head: Option<u32>, relation: &str, upos: Upos) -> Token {
        Token {
            span: Span::new(0, 0),
            lemma: "x".into(),
            upos,
            features: Features::default(),
            head: head.map(TokenId),
            relation: relation.into(),
        }
    }

    #[test]
    fn a_noun_before_a_person_of_the_same_head_is_the_persons_title() {
        // "Ann and commissioner Claire Fontaine": "commissioner" and "Claire" both joined to "Ann".
        let read = |title: &str, person: &str| {
            let mut tokens = vec![
                token(None, "root", Upos::Propn),
                token(Some(2), "cc", Upos::Cconj),
                token(Some(0), title, Upos::Noun),
                token(Some(0), person, Upos::Propn),
                token(Some(3), "flat", Upos::Propn),
            ];
            titles_of_people(&mut tokens, 0, std::iter::once(3..5));
            let [cc, title, person] = [1, 2, 3].map(|word| tokens[word].clone());
            (title.head.unwrap().0, title.relation, person.relation, cc.head.unwrap().0)
        };
        let titled = (3, "nmod:desc".to_owned(), "conj".to_owned(), 3);
        assert_eq!(read("conj", "conj"), titled);
        assert_eq!(read("conj", "appos"), titled);
        assert_eq!(read("nmod", "conj"), (0, "nmod".to_owned(), "conj".to_owned(), 2));
    }

    #[test]
    fn a_verb_has_one_subject() {
        // "Lund cancelled it, ministers said": all of it under "said".
        let read = |clause_has_subject: bool| {
            let mut tokens = vec![
                token(Some(4), "nsubj", Upos::Propn),
                token(Some(4), "ccomp", Upos::Verb),
                token(Some(1), if clause_has_subject { "nsubj" } else { "obj" }, Upos::Pron),
                token(Some(4), "nsubj", Upos::Noun),
                token(None, "root", Upos::Verb),
            ];
            one_subject_each(&mut tokens, 0);
            (tokens[0].head, tokens[3].head)
        };
        assert_eq!(read(false), (Some(TokenId(1)), Some(TokenId(4))));
        assert_eq!(read(true), (Some(TokenId(4)), Some(TokenId(4))));
    }

    #[test]
    fn a_person_after_a_verb_is_met() {
        let relation = |text: &str, word: &str| {
            let analysis = Reader::embedded().unwrap().read(&Document::from_text("test", text)).unwrap();
            analysis.tokens.iter().find(|token| token.span.of(text) == word).unwrap().relation.clone()
        };
        let text =
            "Foreign Minister Anna Berg met Foreign Minister Jan Novak in Oslo with a view to ending the strike.";
        assert_eq!(relation(text, "Jan"), "obj");
        assert_eq!(relation("Anna Berg met with Jan Novak.", "Jan"), "obl");
    }

    #[test]
    fn a_day_after_a_verb_of_saying_is_when_it_was_said() {
        assert_eq!(head("The ministry said Friday it would send a delegation to Oslo.", "Friday"), "said");
        assert_eq!(head("The ministry said it would send a delegation to Oslo next week.", "week"), "send");
    }
}
