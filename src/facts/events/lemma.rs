//! Lemmas that the rules can rely on: where the analysis gives a word that no rule knows, a known word of which the
//! form can be an inflection is taken instead.

use super::rules::Rules;
use crate::language::{Token, Trees, Upos};

/// The lemma of every token, in lower case but for names.
pub fn lemmas(rules: &Rules, trees: &Trees<'_>, text: &str) -> Vec<String> {
    trees.analysis().tokens.iter().map(|token| lemma(rules, token, text)).collect()
}

fn lemma(rules: &Rules, token: &Token, text: &str) -> String {
    if !matches!(token.upos, Upos::Verb | Upos::Noun | Upos::Aux) {
        return token.lemma.clone();
    }
    let form = token.span.of(text).to_lowercase();
    if token.upos == Upos::Verb
        && let Some(lemma) = rules.inflections.get(&form)
    {
        return lemma.clone();
    }
    if rules.vocabulary.contains(&token.lemma) || rules.vocabulary.contains(&form) && token.upos == Upos::Noun {
        return token.lemma.clone();
    }
    let known = uninflected(&form).into_iter().find(|candidate| rules.vocabulary.contains(candidate));
    known.unwrap_or_else(|| token.lemma.clone())
}

/// Words that the form can be an inflection of, by the endings of English.
fn uninflected(form: &str) -> Vec<String> {
    let mut found = vec![form.to_owned()];
    for (ending, instead) in [
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("men", "man"),
    ] {
        let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() > 1) else { continue };
        found.push(format!("{stem}{instead}"));
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next())
            && last == before
            && instead.is_empty()
        {
            found.push(stem[..stem.len() - last.len_utf8()].to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::uninflected;

    #[test]
    fn inflected_forms_lead_back_to_their_word() {
        for (form, word) in [
            ("countries", "country"),
            ("planned", "plan"),
            ("discussed", "discuss"),
            ("arrived", "arrive"),
            ("visiting", "visit"),
            ("hosting", "host"),
            ("refuses", "refuse"),
            ("policemen", "policeman"),
        ] {
            assert!(uninflected(form).iter().any(|candidate| candidate == word), "{form}");
        }
    }
}
