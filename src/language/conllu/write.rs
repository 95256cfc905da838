//! Analyses → CoNLL-U, with names and roles in the last column.
//!
//! `Name=B-Person` and `Name=I-Person` mark the words of a name. A predicate has `Roles=`, a list of its roles with the
//! first and last word of each: `Roles=ARG0:1-3,ARGM-TMP:6-7`, or `Roles=_` where it has none.

use crate::ingest::Document;
use crate::language::segment::clitics;
use crate::language::{Analysis, NameKind, Sentence, Token};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes all sentences of an analysis.
///
/// # Errors
/// Those of the output.
pub fn write_document(out: &mut impl Write, document: &Document, analysis: &Analysis) -> io::Result<()> {
    for (index, sentence) in analysis.sentences.iter().enumerate() {
        if index == 0 {
            writeln!(out, "# newdoc id = {}", one_line(&document.id))?;
        }
        if sentence.begins_paragraph {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}-{}", one_line(&document.id), index + 1)?;
        writeln!(out, "# text = {}", one_line(sentence.span.of(&document.text)))?;
        write_sentence(out, document, analysis, sentence)?;
    }
    Ok(())
}

/// Writes the words of one sentence, and the empty line after it.
///
/// # Errors
/// Those of the output.
pub fn write_sentence(
    out: &mut impl Write,
    document: &Document,
    analysis: &Analysis,
    sentence: &Sentence,
) -> io::Result<()> {
    let first = sentence.tokens.start as usize;
    let tokens = &analysis.tokens[first..sentence.tokens.end as usize];
    let following = analysis.tokens.get(sentence.tokens.end as usize);
    let text = &document.text;
    let mut misc = notes(analysis, sentence);
    let mut multiword_end = 0;
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1).or(following);
        let space = if next.is_some_and(|next| next.span.start == token.span.end) { "SpaceAfter=No" } else { "" };
        if index >= multiword_end {
            multiword_end = index + 1;
            while multiword_end < tokens.len() && joined(text, &tokens[multiword_end - 1], &tokens[multiword_end]) {
                multiword_end += 1;
            }
            if multiword_end > index + 1 {
                let last = &tokens[multiword_end - 1];
                let after = tokens.get(multiword_end).or(following);
                let space = if after.is_some_and(|next| next.span.start == last.span.end) { "SpaceAfter=No" } else { "_" };
                let form = token.span.cover(last.span).of(text);
                writeln!(out, "{}-{multiword_end}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}", index + 1)?;
            }
        }
        let note = &mut misc[index];
        if !space.is_empty() && index + 1 >= multiword_end && !(index > 0 && joined(text, &tokens[index - 1], token)) {
            note.insert_str(0, if note.is_empty() { space } else { "SpaceAfter=No|" });
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
            filled(note),
        )?;
    }
    writeln!(out)
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

/// Whether two neighbours are parts of one multiword token.
fn joined(text: &str, left: &Token, right: &Token) -> bool {
    left.span.end == right.span.start && clitics::joins(left.span.of(text), right.span.of(text))
}

fn filled(text: &str) -> &str {
    if text.is_empty() { "_" } else { text }
}

fn one_line(text: &str) -> String {
    text.split(char::is_whitespace).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
