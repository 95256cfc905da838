//! Whatever the bytes, ingest gives articles whose spans lie on character boundaries, or errors with a name.

use attache::ingest::{Document, Options, articles_of};
use attache::text::Span;
use proptest::prelude::*;

const NAMES: [&str; 6] = ["a.txt", "a.html", "a.jsonl", "a.json", "a.xml", "a"];

/// Pieces that news, pages and feeds are made of, so that chance finds the parsers' inner rooms.
const PIECES: [&str; 40] = [
    "LISBON – ",
    "PARIS (AP) — ",
    "By Ana Duarte",
    "Friday, March 13, 2026",
    "Share this article",
    "Advertisement",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "The ministers met. ",
    "“We agreed,” she said.",
    "é",
    "\u{301}",
    "\u{202e}",
    "🙂",
    "مرحبا",
    "<",
    ">",
    "<div>",
    "</div>",
    "<p>",
    "<script>",
    "</script>",
    "<article>",
    "<title>",
    "&amp;",
    "&#x0;",
    "<![CDATA[",
    "]]>",
    "{\"text\":\"",
    "\"}",
    "{\"text\":\"They met.\",\"date\":\"",
    "<rss version=\"2.0\"><channel>",
    "<item>",
    "<pubDate>soon</pubDate>",
    "</item></channel></rss>",
    "<?xml version=\"1.0\" encoding=\"latin1\"?>",
    "\u{feff}",
    "\0",
];

fn spans(document: &Document) -> Vec<Span> {
    let parts = &document.parts;
    let single = [parts.title, parts.byline, parts.dateline];
    single.into_iter().flatten().chain(parts.furniture.iter().copied()).collect()
}

fn check(name: &str, bytes: Vec<u8>) -> Result<(), TestCaseError> {
    let options = Options { force: true, ..Options::default() };
    for article in articles_of(name, bytes, options) {
        match article {
            Ok(document) => {
                for span in spans(&document) {
                    prop_assert!(document.text.get(span.start..span.end).is_some_and(|words| !words.is_empty()));
                }
                prop_assert!(!document.text.contains('\r') && !document.text.contains('\0'));
                prop_assert!(!document.id.is_empty());
            }
            Err(error) => prop_assert!(error.to_string().starts_with(name)),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_any_bytes(name in prop::sample::select(&NAMES[..]), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(name, bytes)?;
    }

    #[test]
    fn on_any_mixture_of_the_pieces_of_news(
        name in prop::sample::select(&NAMES[..]),
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60),
    ) {
        check(name, pieces.concat().into_bytes())?;
    }

    #[test]
    fn on_any_text(name in prop::sample::select(&NAMES[..]), text in "\\PC{0,300}") {
        check(name, text.into_bytes())?;
    }
}
