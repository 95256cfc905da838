//! Analyses → CoNLL-U, with names and roles in the last column.
//!
//! `Name=B-Person` and `Name=I-Person` mark the words of a name. A predicate has `Roles=`, a list of its roles with the
//! first and last word of each: `Roles=ARG0:1-3,ARGM-TMP:6-7`, or `Roles=_` where it has none.

use crate::ingest::Document;
use crate::language::segment::clitics;
use crate::language::{Analysis, NameKind, Sentence, Token};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

/// Writes all sentences of an analysis, numbered from `first` (which is 0 unless the document is written in parts).
///
/// # Errors
/// Those of the output.
pub fn write_document(out: &mut impl Write, document: &Document, analysis: &Analysis, first: usize) -> io::Result<()> {
    for (index, sentence) in analysis.sentences.iter().enumerate().map(|(index, sentence)| (first + index, sentence)) {
        if index == 0 {
            writeln!(out, "# newdoc id = {}", one_line(&document.id))?;
        }
        if sentence.begins_paragraph {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}-{}", one_line(&document.id), index + 1)?;
        writeln!(out, "# text = {}", one_line(sentence.span.of(&document.text)))?;
        write_sentence(out, document, analysis, sentence, None)?;
    }
    Ok(())
}

/// Writes the words of one sentence, and the empty line after it. Multiword tokens are those given (indices of words
/// within the sentence, and the form); without them, neighbours that are written as one and of which the second is a
/// clitic.
///
/// # Errors
/// Those of the output.
pub fn write_sentence(
    out: &mut impl Write,
    document: &Document,
    analysis: &Analysis,
    sentence: &Sentence,
    multiword: Option<&[(Range<usize>, String)]>,
) -> io::Result<()> {
    let first = sentence.tokens.start as usize;
    let end = sentence.tokens.end as usize;
    let text = &document.text;
    let found;
    let multiword = match multiword {
        Some(given) => given,
        None => {
            found = joined(text, &analysis.tokens[first..end]);
            &found
        }
    };
    let misc = notes(analysis, sentence);
    // Whether a token is followed at once by another.
    let tight = |index: usize| match &analysis.tokens[first + index..] {
        [token, next, ..] => token.span.end == next.span.start,
        _ => false,
    };
    let mut groups = multiword.iter().peekable();
    let mut inside = 0;
    for (index, token) in analysis.tokens[first..end].iter().enumerate() {
        if let Some((parts, form)) = groups.next_if(|(parts, _)| parts.start == index && parts.end <= end - first) {
            inside = parts.end;
            let space = if tight(inside - 1) { "SpaceAfter=No" } else { "_" };
            writeln!(out, "{}-{inside}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}", index + 1)?;
        }
        let mut note = misc[index].clone();
        if index >= inside && tight(index) {
            note.insert_str(0, if note.is_empty() { "SpaceAfter=No" } else { "SpaceAfter=No|" });
        }
        let head = token.head.map_or(0, |head| head.index() - first + 1);
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t_\t{}\t{head}\t{}\t_\t{}",
            index + 1,
            token.span.of(text),
            token.lemma,
            token.upos.as_str(),
            filled(&token.features.text),
            token.relation,
            filled(&note),
        )?;
    }
    writeln!(out)
}

/// Runs of neighbours that are written as one and of which each but the first is a clitic, with their forms.
fn joined(text: &str, tokens: &[Token]) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        if left.span.end != right.span.start || !clitics::joins(left.span.of(text), right.span.of(text)) {
            continue;
        }
        match found.last_mut() {
            Some((parts, form)) if parts.end == index + 1 => {
                parts.end += 1;
                form.push_str(right.span.of(text));
            }
            _ => found.push((index..index + 2, left.span.cover(right.span).of(text).to_owned())),
        }
    }
    found
}

/// The notes on names and roles for each word of a sentence.
fn notes(analysis: &Analysis, sentence: &Sentence) -> Vec<String> {
    let first = sentence.tokens.start;
    let mut notes = vec![String::new(); sentence.tokens.len()];
    let names = analysis.names.partition_point(|name| name.tokens.start < first);
    for name in analysis.names[names..].iter().take_while(|name| name.tokens.end <= sentence.tokens.end) {
        for token in name.tokens.clone() {
            let prefix = if token == name.tokens.start { 'B' } else { 'I' };
            notes[(token - first) as usize] = format!("Name={prefix}-{}", kind(name.kind));
        }
    }
    let predicates = analysis.predicates.partition_point(|predicate| predicate.token.0 < first);
    for predicate in analysis.predicates[predicates..].iter().take_while(|p| p.token.0 < sentence.tokens.end) {
        let note = &mut notes[(predicate.token.0 - first) as usize];
        if !note.is_empty() {
            note.push('|');
        }
        note.push_str("Roles=");
        for (index, role) in predicate.roles.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            // Writing to a string does not fail.
            let _ = write!(note, "{comma}{}:{}-{}", role.label, role.tokens.start - first + 1, role.tokens.end - first);
        }
        if predicate.roles.is_empty() {
            note.push('_');
        }
    }
    notes
}

fn kind(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "Person",
        NameKind::Organisation => "Organisation",
        NameKind::Place => "Place",
        NameKind::Other => "Other",
    }
}

fn filled(text: &str) -> &str {
    if text.is_empty() { "_" } else { text }
}

fn one_line(text: &str) -> String {
    text.split(char::is_whitespace).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
