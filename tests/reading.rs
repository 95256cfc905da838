//! Reading: any text, the same every time, on any number of threads.

use attache::ingest::Document;
use attache::language::{Analysis, Name, Reader, Token, segment};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

const ARTICLE: &str = "Ministers meet in Oslo\n\nThe foreign ministers of Norway and Kenya met in Oslo on Monday to discuss \
    a trade deal. “We don’t expect a quick result,” said Jane Roe, who leads the Norwegian delegation. The talks, \
    which began in 2024, had stalled after Kenya's government rejected two proposals.\n\nThey will go on in Nairobi.";

fn read(reader: &Reader, text: &str) -> Analysis {
    reader.read(&Document::from_text("test", text)).expect("any text can be read")
}

/// What must hold of every analysis.
#[track_caller]
fn is_well_formed(text: &str, analysis: &Analysis) {
    let mut next = 0;
    for sentence in &analysis.sentences {
        assert_eq!(sentence.tokens.start, next);
        assert!(sentence.tokens.end > next, "a sentence without words");
        next = sentence.tokens.end;
        let heads = sentence.tokens.clone().map(|token| analysis.tokens[token as usize].head);
        assert_eq!(heads.clone().filter(Option::is_none).count(), 1, "one root");
        for head in heads.flatten() {
            assert!(sentence.tokens.contains(&head.0), "the head is of the same sentence");
        }
        for token in sentence.tokens.clone() {
            let mut at = analysis.tokens[token as usize].head;
            let mut steps = 0;
            while let Some(head) = at {
                at = analysis.token(head).head;
                steps += 1;
                assert!(steps <= sentence.tokens.len(), "no circle");
            }
        }
    }
    assert_eq!(next as usize, analysis.tokens.len());
    for token in &analysis.tokens {
        assert!(text.get(token.span.start..token.span.end).is_some_and(|word| !word.is_empty()));
        assert!(!token.lemma.is_empty());
    }
    for name in &analysis.names {
        assert!(!name.tokens.is_empty() && (0.0..=1.0).contains(&name.confidence));
    }
}

#[test]
fn names_trees_and_lemmas_of_an_article_are_found() {
    let reader = Reader::with_threads(1).expect("the model is part of the program");
    let analysis = read(&reader, ARTICLE);
    is_well_formed(ARTICLE, &analysis);
    assert_eq!(analysis.sentences.len(), 5);
    let names: Vec<_> = analysis.names.iter().map(|name| analysis.span(&name.tokens).of(ARTICLE)).collect();
    for name in ["Oslo", "Norway", "Kenya", "Jane Roe", "Nairobi"] {
        assert!(names.contains(&name), "{name} not in {names:?}");
    }
    let met = analysis.tokens.iter().find(|token| token.span.of(ARTICLE) == "met").expect("a word of the text");
    assert_eq!((met.lemma.as_str(), met.head), ("meet", None));
}

#[test]
fn a_document_reads_the_same_in_parts_as_at_once() {
    let reader = Reader::with_threads(2).expect("a reader");
    let document = Document::from_text("test", format!("{ARTICLE}\n\n").repeat(60));
    let whole = reader.read(&document).expect("any text can be read");
    let mut sentences = 0;
    let mut tokens = 0;
    let parts = reader.read_in_parts(&document, &segment(&document), |part, first| {
        assert_eq!(first, sentences);
        let heads = |tokens: &[Token], base: usize| -> Vec<_> {
            tokens.iter().map(|token| (token.head.map(|head| head.0 as usize - base), token.relation.clone())).collect()
        };
        let same = &whole.tokens[tokens..tokens + part.tokens.len()];
        assert_eq!(heads(&part.tokens, 0), heads(same, tokens));
        let confidences: Vec<f32> = part.names.iter().map(|name| name.confidence).collect();
        let within = |name: &&Name| (tokens..tokens + part.tokens.len()).contains(&(name.tokens.start as usize));
        let expected: Vec<f32> = whole.names.iter().filter(within).map(|name| name.confidence).collect();
        assert_eq!(confidences, expected, "to the last digit");
        sentences += part.sentences.len();
        tokens += part.tokens.len();
        Ok::<(), ()>(())
    });
    assert!(parts.is_ok_and(|ended| ended.is_ok()));
    assert_eq!((sentences, tokens), (whole.sentences.len(), whole.tokens.len()));
    assert!(sentences > 160, "more than two parts: {sentences}");
}

#[test]
fn what_stands_around_a_sentence_is_in_view() {
    let reader = Reader::with_threads(1).expect("a reader");
    let confidence = |text: &str| read(&reader, text).names.last().map(|name| name.confidence);
    let (alone, after) = (confidence("They met Hart."), confidence("Mia Hart is the mayor. They met Hart."));
    assert!(alone.is_some() && after.is_some() && alone != after, "{alone:?}, {after:?}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let text = format!("{ARTICLE}\n\n").repeat(20);
    let one = read(&Reader::with_threads(1).expect("a reader"), &text);
    let three = read(&Reader::with_threads(3).expect("a reader"), &text);
    assert!(one == three);
}

#[test]
fn nothing_is_read_in_an_empty_text() {
    let reader = Reader::with_threads(1).expect("a reader");
    assert_eq!(read(&reader, ""), Analysis::default());
    assert_eq!(read(&reader, " \n\u{0}\t"), Analysis::default());
}

#[test]
fn odd_texts_are_read_like_any_other() {
    let reader = Reader::with_threads(2).expect("a reader");
    let texts = [
        "word".to_owned(),
        "a".repeat(100_000),
        "the man said and ".repeat(500),
        "()".repeat(600),
        "A\u{0}\u{7}b\u{200b} c\u{feff}".to_owned(),
        "👩‍👧 👍🏽 🇫🇷 e\u{301}".to_owned(),
        "Привет, мир. 日本語のテキスト。 مرحبا بالعالم".to_owned(),
        "THE MINISTERS MET IN OSLO. THEY DID NOT AGREE!".to_owned(),
        "\r\nfirst\r\n\r\nsecond\u{2028}third".to_owned(),
    ];
    for text in texts {
        is_well_formed(&text, &read(&reader, &text));
    }
}

/// Texts of words, marks and characters that are rare in news, in any order and number.
fn any_text() -> impl Strategy<Value = String> {
    let bits = prop_oneof![
        "[a-z]{1,8} ",
        "[A-Z]{1,12} ",
        "[.,;:!?()“”‘’\"'—-]{1,3} ?",
        "[0-9]{1,6}[%$€]? ",
        "\\PC{1,6}",
        "[\u{0}-\u{20}\u{7f}-\u{a0}\u{200b}-\u{200f}\u{2028}\u{feff}\u{fffd}]{1,3}",
        "[😀-🙏\u{1F1E6}-\u{1F1FF}\u{300}-\u{36f}]{1,3}",
        "[а-я]{1,6} |[一-龥]{1,6}|[ا-ي]{1,6} ",
        Just("\n\n".to_owned()),
        Just("x".repeat(400)),
    ];
    proptest::collection::vec(bits, 0..60).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any_text()) {
        static READER: LazyLock<Reader> = LazyLock::new(|| Reader::with_threads(1).expect("a reader"));
        is_well_formed(&text, &read(&READER, &text));
    }
}

#[test]
fn the_reader_is_about_as_good_on_the_development_sets_as_it_should_be() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/train/ud_gum/en_gum_open-dev.conllu");
    let Ok(text) = std::fs::read_to_string(&gold) else {
        eprintln!("skipped: {} is not there", gold.display());
        return;
    };
    // The first few documents will do.
    let end = text.match_indices("# newdoc").nth(3).map_or(text.len(), |(at, _)| at);
    let treebank = attache::language::conllu::Treebank::parse(&text[..end]).expect("CoNLL-U");
    let reader = Reader::embedded().expect("a reader");
    let scores = attache::evaluate::parse::parse(&reader, &treebank, true, &mut |_| ()).expect("scores");
    assert!(scores.words.f1() > 0.98 && scores.sentences.f1() > 0.85, "{scores}");
    assert!(scores.upos.f1() > 0.93 && scores.las.f1() > 0.80, "{scores}");
}
