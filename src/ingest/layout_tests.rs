use super::{Layout, layout};
use crate::text::Span;

fn words(text: &str, span: Option<Span>) -> Option<&str> {
    span.map(|span| span.of(text))
}

fn dateline(text: &str) -> Option<&str> {
    words(text, layout(text, None).parts.dateline)
}

#[test]
fn a_headline_a_byline_a_date_and_a_dateline_are_told_apart() {
    let text = "Ministers agree on grain route\n\nBy Ana Duarte and Tom Field, Reuters\nFriday, March 13, 2026\n\n\
                LISBON (Reuters) — The ministers met on Friday.\n";
    let Layout { parts, date } = layout(text, None);
    assert_eq!(words(text, parts.title), Some("Ministers agree on grain route"));
    assert_eq!(words(text, parts.byline), Some("By Ana Duarte and Tom Field, Reuters"));
    assert_eq!(words(text, parts.dateline), Some("LISBON (Reuters) —"));
    assert_eq!(date.map(|day| day.to_string()).as_deref(), Some("2026-03-13"));
}

#[test]
fn datelines_of_many_houses() {
    assert_eq!(dateline("WASHINGTON – The minister left."), Some("WASHINGTON –"));
    assert_eq!(dateline("PARIS (AP) — The minister left."), Some("PARIS (AP) —"));
    assert_eq!(dateline("LONDON, March 3 (Reuters) - The minister left."), Some("LONDON, March 3 (Reuters) -"));
    assert_eq!(dateline("BEIJING, March 3 (Xinhua) -- The minister left."), Some("BEIJING, March 3 (Xinhua) --"));
    assert_eq!(dateline("ST. LOUIS, Mo. (AP) — The minister left."), Some("ST. LOUIS, Mo. (AP) —"));
    assert_eq!(dateline("WASHINGTON/BEIJING (Reuters) - The minister left."), Some("WASHINGTON/BEIJING (Reuters) -"));
    assert_eq!(dateline("NEW DELHI: The minister left."), Some("NEW DELHI:"));
    assert_eq!(dateline("(Reuters) - The minister left."), Some("(Reuters) -"));
    assert_eq!(dateline("Geneva, 12 June 2026 – The minister left."), Some("Geneva, 12 June 2026 –"));
    assert_eq!(dateline("OSLO — “We agreed,” the minister said."), Some("OSLO —"));
}

#[test]
fn what_only_looks_like_a_dateline_is_none() {
    for text in [
        "NATO – the military alliance – met on Monday.",
        "The minister — who left on Monday — spoke.",
        "EXCLUSIVE: The minister is to leave.",
        "UPDATE - The minister has left.",
        "Mr. Haddad (the minister) - a former judge - spoke.",
        "Talks, March 3 and the rest - all of it was discussed.",
        "A 10-year-old met the minister.",
        "The Lisbon-Porto line opened on Monday.",
        "HADDAD: Thank you.\nPRESS: A question.\nHADDAD: No.\nPRESS: Thank you.",
    ] {
        assert_eq!(dateline(text), None, "{text}");
    }
}

#[test]
fn a_first_sentence_is_no_headline() {
    for text in [
        "The ministers met on Friday.\n\nThey agreed.",
        "The spokesman said:\n\n“They met.”",
        "The ministers of the two countries, who had not spoken for a year, met in\nthe capital on Friday.\n\nThey agreed.",
        "LISBON – The ministers met\n\nThey agreed.",
        "One line only",
        "- first point\n- second point",
        "“They met.”\n\nThe spokesman said no more.",
    ] {
        assert_eq!(layout(text, None).parts.title, None, "{text}");
    }
}

#[test]
fn a_headline_may_end_in_a_question_or_a_quotation() {
    for title in ["Who pays for the bridge?", "Minister on talks: “We are close”", "Haddad to visit St. Pauls in May"]
    {
        let text = format!("{title}\n\nThe ministers met on Friday.");
        assert_eq!(words(&text, layout(&text, None).parts.title), Some(title));
    }
}

#[test]
fn in_a_text_of_fixed_width_a_headline_needs_a_gap_after_it() {
    let text = "The ministers of the two countries met again in Lisbon on the\nFriday of that week and spoke for\n\
                two hours, after which they\nwent to dinner and agreed on\nnothing.\n";
    assert_eq!(layout(text, None).parts.title, None);
}

#[test]
fn a_headline_known_from_metadata_is_found_whatever_its_form() {
    let text = "They met.\n\nThe ministers met on Friday.";
    assert_eq!(words(text, layout(text, Some("They  met.")).parts.title), Some("They met."));
}

#[test]
fn bylines_are_names_and_nothing_else() {
    let byline = |line: &str| {
        let text = format!("A headline\n{line}\n\nThe ministers met on Friday.");
        layout(&text, None).parts.byline.is_some()
    };
    assert!(byline("By Ana Duarte"));
    assert!(byline("BY ANA DUARTE AND TOM FIELD"));
    assert!(byline("ANA DUARTE, Associated Press"));
    assert!(byline("Ana Duarte and Tom Field, AFP"));
    assert!(!byline("By Monday the Ministers had left"));
    assert!(!byline("By then it was late"));
    assert!(!byline("By Ana Duarte's account they met."));
    assert!(!byline("Ana Duarte, Minister of Trade"));
}

#[test]
fn furniture_lines_are_marked_and_the_rest_is_not() {
    let text =
        "Ministers agree\n\nShare this article\n\nThe ministers met.\n\nAdvertisement\n\nThey agreed.\n\n* * *\n";
    let parts = layout(text, None).parts;
    let marked: Vec<&str> = parts.furniture.iter().map(|span| span.of(text)).collect();
    assert_eq!(marked, ["Share this article", "Advertisement", "* * *"]);
    assert_eq!(words(text, parts.title), Some("Ministers agree"));
}
