//! Bytes → text. UTF-8 and UTF-16 by their marks, a page's own declaration, else the detector of Firefox (chardetng).
//! What is not text is refused by name.

use super::error::Reason;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// First bytes of files that people take for articles, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF (make text of it first, `pdftotext`)"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive (unpack it first)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "RTF (save it as plain text first)"),
];

/// How far into a page its declaration of an encoding may stand (HTML standard, "prescan a byte stream"), in bytes.
const DECLARATION_REACH: usize = 1024;

/// Decodes the bytes of an article. Line ends become `\n`; a byte-order mark goes.
///
/// # Errors
/// [`Reason::Empty`], [`Reason::Binary`], [`Reason::Nul`], [`Reason::Encoding`].
pub fn decode(bytes: &[u8]) -> Result<String, Reason> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Reason::Empty);
    }
    if let Some((_, name)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(Reason::Binary(name));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
        Err(_) => decode_other(bytes)?,
    };
    if let Some(position) = text.find('\0') {
        return match utf16_without_mark(bytes) {
            Some(text) => Ok(normal_lines(text)),
            None => Err(Reason::Nul(position)),
        };
    }
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace() && *c != '\u{1b}').count();
    // A stray one is a slip of somebody's program; one in twenty is no text.
    if controls > 1 && controls * 20 > text.chars().count() {
        return Err(Reason::Binary("full of control characters"));
    }
    let text = normal_lines(text);
    if text.trim().is_empty() { Err(Reason::Empty) } else { Ok(text) }
}

fn decode_other(bytes: &[u8]) -> Result<String, Reason> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if marked.is_none() {
        if let Some(text) = utf16_without_mark(bytes) {
            return Ok(text);
        }
        if let Some(position) = bytes.iter().position(|byte| *byte == 0) {
            return Err(Reason::Nul(position));
        }
    }
    let encoding = marked.or_else(|| declared(bytes)).unwrap_or_else(|| guess(bytes));
    let (text, encoding, broken) = encoding.decode(bytes);
    if broken { Err(Reason::Encoding(encoding.name().to_owned())) } else { Ok(text.into_owned()) }
}

/// English in UTF-16 has a zero in nearly every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<String> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |offset: usize| bytes.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let units = bytes.len() / 2;
    let encoding = match (zeros(0) * 10 > units * 7, zeros(1) * 10 > units * 7) {
        (true, false) => UTF_16BE,
        (false, true) => UTF_16LE,
        _ => return None,
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    (!broken && !text.contains('\0')).then(|| text.into_owned())
}

/// `<meta charset="…">` or `<?xml encoding="…"?>` near the beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_REACH)]).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let label = ["charset=", "encoding="].iter().find_map(|key| head.split_once(key))?.1;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ' ', '>', '/', ';', '?']).unwrap_or(label.len());
    // A page that declares UTF-8 and is none: its bytes speak.
    Encoding::for_label(&label.as_bytes()[..end]).filter(|encoding| *encoding != UTF_8)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Line ends of every system become `\n`.
pub fn normal_lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn utf8_with_and_without_a_mark_is_the_same_text() {
        assert_eq!(decode("\u{feff}Málaga".as_bytes()).unwrap(), "Málaga");
        assert_eq!(decode("Málaga".as_bytes()).unwrap(), "Málaga");
    }

    #[test]
    fn line_ends_of_every_system_become_newlines() {
        assert_eq!(decode(b"one\r\ntwo\rthree\n").unwrap(), "one\ntwo\nthree\n");
    }

    #[test]
    fn utf16_is_read_with_and_without_a_mark() {
        let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(decode(&units("\u{feff}The ministers met.")).unwrap(), "The ministers met.");
        assert_eq!(decode(&units("The ministers met.")).unwrap(), "The ministers met.");
        let big: Vec<u8> = "The ministers met.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&big).unwrap(), "The ministers met.");
    }

    #[test]
    fn windows_quotation_marks_are_recognised() {
        let text = decode(b"\x93We agreed,\x94 the minister said in M\xe1laga. The caf\xe9 talks ended.").unwrap();
        assert_eq!(text, "“We agreed,” the minister said in Málaga. The café talks ended.");
    }

    #[test]
    fn a_page_that_declares_its_encoding_is_believed() {
        let (page, _, _) = encoding_rs::WINDOWS_1250.encode("<html><meta charset=\"windows-1250\"><p>Łódź i Plzeň</p>");
        assert!(decode(&page).unwrap().contains("Łódź i Plzeň"));
    }

    #[test]
    fn a_stray_control_character_is_no_reason_to_refuse_a_line() {
        assert_eq!(decode(b"The ministers\x01 met.").unwrap(), "The ministers\u{1} met.");
    }

    #[test]
    fn what_is_not_text_is_refused_by_name() {
        let reason = |bytes: &[u8]| decode(bytes).unwrap_err().to_string();
        assert_eq!(reason(b""), "is empty");
        assert_eq!(reason(b" \n\t "), "is empty");
        assert!(reason(b"%PDF-1.7 ...").contains("a PDF"));
        assert!(reason(b"\x89PNG\r\n\x1a\n").contains("a picture"));
        assert!(reason(b"The ministers\0 met.").contains("a NUL byte at byte 13"));
        assert!(reason(b"\x01\x02\x03\x04\x05\x06 abc").contains("control characters"));
    }
}
