//! Paragraphs: stretches of text that no sentence crosses.
//!
//! A blank line ends a paragraph. A single line break does too (a heading, a list's line), unless the text is wrapped
//! at a fixed width: then the next word would not have fitted on the line.

use super::chunks::is_space;
use crate::ingest::DocumentParts;
use crate::text::Span;

/// A stretch of text that no sentence crosses.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub span: Span,
    /// Whether it begins a paragraph of the document (`false` after a dateline, say).
    pub begins: bool,
}

/// A line without the space at its ends, and whether a blank line stands before it.
struct Line {
    span: Span,
    characters: usize,
    after_blank: bool,
}

/// Widths, in characters, at which texts are wrapped.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=130;

/// The paragraphs of a text, in order: cut at its parts, and without its furniture.
pub(super) fn paragraphs(text: &str, parts: &DocumentParts) -> Vec<Paragraph> {
    let lines = lines(text);
    let width = width(text, &lines);
    let mut found: Vec<Paragraph> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let continues = index > 0 && continues(text, &lines[index - 1], line, width);
        match found.last_mut() {
            Some(last) if continues => last.span.end = line.span.end,
            _ => found.push(Paragraph { span: line.span, begins: true }),
        }
    }
    let mut cuts: Vec<usize> = [parts.title, parts.byline, parts.dateline]
        .into_iter()
        .flatten()
        .chain(parts.furniture.iter().copied())
        .flat_map(|span| [span.start, span.end])
        .filter(|&at| text.is_char_boundary(at))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    found.into_iter().flat_map(|paragraph| cut(text, paragraph, &cuts, &parts.furniture)).collect()
}

/// A paragraph cut at the given places, without what is furniture and without empty pieces.
fn cut(text: &str, paragraph: Paragraph, cuts: &[usize], furniture: &[Span]) -> Vec<Paragraph> {
    let first = cuts.partition_point(|&at| at <= paragraph.span.start);
    let inside = cuts[first..].iter().copied().take_while(|&at| at < paragraph.span.end);
    let mut start = paragraph.span.start;
    let mut pieces = Vec::new();
    for end in inside.chain([paragraph.span.end]) {
        let span = Span::new(start, end);
        let read = !furniture.iter().any(|part| part.contains(span)) && !span.of(text).chars().all(is_space);
        if read {
            pieces.push(Paragraph { span, begins: pieces.is_empty() });
        }
        start = end;
    }
    pieces
}

fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut after_blank = true;
    for line in text.split(['\n', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']) {
        let trimmed = line.trim_matches(is_space);
        if trimmed.is_empty() {
            after_blank = true;
        } else {
            let begin = start + (line.len() - line.trim_start_matches(is_space).len());
            let span = Span::new(begin, begin + trimmed.len());
            found.push(Line { span, characters: trimmed.chars().count(), after_blank });
            after_blank = false;
        }
        // All separators but the line feed, vertical tab and form feed take three bytes.
        let end = start + line.len();
        start = end + text[end..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// The width in characters at which the text is wrapped, if it is: nearly all lines that another follows directly must
/// be so long that the next word would not have fitted.
fn width(text: &str, lines: &[Line]) -> Option<usize> {
    let pairs: Vec<_> = lines.windows(2).filter(|pair| !pair[1].after_blank).collect();
    let width = lines.iter().map(|line| line.characters).max()?;
    if pairs.len() < 2 || !WIDTHS.contains(&width) {
        return None;
    }
    let full = pairs.iter().filter(|pair| !fits(text, &pair[0], &pair[1], width)).count();
    (full * 10 >= pairs.len() * 7).then_some(width)
}

/// Whether the first word of a line would have fitted on the line before it.
fn fits(text: &str, before: &Line, line: &Line, width: usize) -> bool {
    let word = line.span.of(text).split(is_space).next().unwrap_or("");
    before.characters + 1 + word.chars().count() <= width
}

/// Whether a line goes on with what the line before it began.
fn continues(text: &str, before: &Line, line: &Line, width: Option<usize>) -> bool {
    if line.after_blank || begins_item(line.span.of(text)) {
        return false;
    }
    let full = width.is_some_and(|width| !fits(text, before, line, width));
    let small = line.span.of(text).starts_with(char::is_lowercase);
    let open = !before.span.of(text).ends_with(['.', '!', '?', ':', ';', '”', '"']);
    full || (small && open && WIDTHS.contains(&before.characters))
}

/// Whether a line begins with a bullet or the number of an item.
fn begins_item(line: &str) -> bool {
    let mut characters = line.chars();
    let bullet = characters.next().is_some_and(|c| matches!(c, '•' | '◦' | '▪' | '●' | '*' | '-' | '–' | '—' | '·'));
    let number = line.split_once(['.', ')']).is_some_and(|(number, rest)| {
        !number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with(' ')
    });
    (bullet && characters.next().is_some_and(char::is_whitespace)) || number
}
