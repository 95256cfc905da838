//! Words and bytes as XML 1.0 can hold them: of the control characters below U+0020 only tab and line ends, not even escaped.

use std::io::{self, Write};

/// Words as XML wants them; a space for control characters.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() && !matches!(letter, '\n' | '\t') => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// The same output, with U+FFFD for what XML cannot hold where it is `xml`, so that data keep their length.
pub fn fit_for_xml<'a>(out: impl Write + 'a, xml: bool) -> Box<dyn Write + 'a> {
    if xml { Box::new(Fitting(out)) } else { Box::new(out) }
}

/// In UTF-8 these characters are bytes that are part of no other.
struct Fitting<W>(W);

impl<W: Write> Write for Fitting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.chunk_by(|a, b| fits(*a) == fits(*b)) {
            if fits(part[0]) {
                self.0.write_all(part)?;
            } else {
                self.0.write_all("\u{fffd}".repeat(part.len()).as_bytes())?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn fits(byte: u8) -> bool {
    byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced_in_xml_and_nowhere_else() {
        let written = |xml: bool| {
            let mut out = Vec::new();
            fit_for_xml(&mut out, xml).write_all("Málaga\u{1}\u{7}\n\té".as_bytes()).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(true), "Málaga\u{fffd}\u{fffd}\n\té");
        assert_eq!(written(false), "Málaga\u{1}\u{7}\n\té");
    }
}
