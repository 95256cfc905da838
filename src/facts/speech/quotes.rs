//! Quotations: the stretches of text between quotation marks.

use crate::text::Span;

/// A stretch between quotation marks. One that is not closed in its paragraph ends with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// With the marks (bytes of the text).
    pub outer: Span,
    /// Without the marks and spaces (bytes of the text).
    pub inner: Span,
    /// Whether its paragraph ends before a closing mark: the next paragraph goes on with it.
    pub open: bool,
}

/// The quotations of a text, in order. Curly and straight double marks and `` '' are read; within a quotation of one
/// kind the others are part of it. A mark that opens twice in a paragraph closes what was open.
pub(super) fn find(text: &str) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        in_paragraph(text, Span::new(start, start + paragraph.len()), &mut quotes);
        start += paragraph.len();
    }
    quotes
}

fn in_paragraph(text: &str, paragraph: Span, quotes: &mut Vec<Quote>) {
    let mut open: Option<(usize, usize)> = None;
    let words = paragraph.of(text);
    let mut skip_to = 0;
    for (at, c) in words.char_indices() {
        if at < skip_to {
            continue;
        }
        let (opens, closes, width) = match c {
            '“' | '„' => (true, c == '“' && open.is_some(), c.len_utf8()),
            '”' => (false, true, c.len_utf8()),
            '"' => {
                let before = words[..at].chars().next_back();
                let after = words[at + 1..].chars().next();
                let begins = before.is_none_or(|c| c.is_whitespace() || "([—–-".contains(c))
                    && after.is_some_and(|c| !c.is_whitespace());
                (begins || open.is_none(), open.is_some(), 1)
            }
            '`' if words[at..].starts_with("``") => (true, false, 2),
            '\'' if words[at..].starts_with("''") => (open.is_none(), true, 2),
            _ => continue,
        };
        skip_to = at + width;
        let mark = Span::new(paragraph.start + at, paragraph.start + at + width);
        match open {
            Some((outer, inner)) if closes => {
                push(text, Span::new(outer, mark.end), Span::new(inner, mark.start), false, quotes);
                open = None;
            }
            None if opens => open = Some((mark.start, mark.end)),
            _ => {}
        }
    }
    if let Some((outer, inner)) = open {
        let end = paragraph.start + words.trim_end().len();
        push(text, Span::new(outer, end), Span::new(inner, end), true, quotes);
    }
}

fn push(text: &str, outer: Span, inner: Span, open: bool, quotes: &mut Vec<Quote>) {
    let words = inner.of(text);
    let start = inner.start + (words.len() - words.trim_start().len());
    let inner = Span::new(start, start + words.trim().len());
    if !inner.is_empty() {
        quotes.push(Quote { outer, inner, open });
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn inner(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|quote| quote.inner.of(text)).collect()
    }

    #[test]
    fn marks_of_all_kinds_enclose_a_quotation() {
        assert_eq!(inner("“One,” he said. \"Two.\" ``Three,'' she said."), ["One,", "Two.", "Three,"]);
        assert_eq!(inner("a “big year\" for all"), ["big year"]);
    }

    #[test]
    fn a_quotation_that_runs_over_paragraphs_opens_anew_in_each() {
        let text = "“One.\n\n“Two,” he said.";
        let quotes = find(text);
        assert_eq!(inner(text), ["One.", "Two,"]);
        assert!(quotes[0].open && !quotes[1].open);
    }

    #[test]
    fn a_mark_of_inches_does_not_swallow_the_paragraphs_after_it() {
        assert_eq!(inner("A 5\" pipe.\n\n\"Yes,\" he said.")[1], "Yes,");
    }
}
