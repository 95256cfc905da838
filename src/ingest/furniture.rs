//! Web furniture: which lines are not the article. The rules are data, `ontology/press/furniture.tsv`.

use std::sync::LazyLock;

const RULES: &str = include_str!("../../ontology/press/furniture.tsv");

/// More words after "Photo by" are no name.
const LONGEST_CREDIT: usize = 7;
/// Words of a rule for credits.
const MOST_RULE_WORDS: usize = 2;

/// Longer lines are prose, in characters.
const LONGEST_LINE: usize = 240;

#[derive(Default)]
struct Rules {
    whole: Vec<String>,
    start: Vec<String>,
    end: Vec<String>,
    contains: Vec<String>,
    credit: Vec<String>,
}

static LOADED: LazyLock<Rules> = LazyLock::new(|| {
    let mut rules = Rules::default();
    for (how, words) in lines() {
        let words = folded(words);
        match how {
            "whole" => rules.whole.push(words),
            "start" => rules.start.push(words),
            "end" => rules.end.push(words),
            "contains" => rules.contains.push(words),
            "credit" => rules.credit.push(words),
            _ => {}
        }
    }
    rules
});

/// The lines of the data file, without comments: what stands before the tab and what after it.
fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    RULES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// Whether a line of an article is web furniture. A line without a letter or digit ("* * *") is too.
pub fn is_furniture(line: &str) -> bool {
    if line.chars().count() > LONGEST_LINE {
        return false;
    }
    let line = folded(line);
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "|»«*:.-·•>…".contains(c));
    let rules = &*LOADED;
    if !bare.contains(char::is_alphanumeric) {
        return !line.is_empty();
    }
    rules.whole.iter().any(|words| bare == words)
        || rules.start.iter().any(|words| {
            [bare, line.as_str()]
                .iter()
                .any(|line| line.strip_prefix(words.as_str()).is_some_and(|rest| ends_word(words, rest)))
        })
        || rules.end.iter().any(|words| bare.ends_with(words.as_str()))
        || rules.contains.iter().any(|words| contains(&line, words))
}

/// Where in a line begins who took the picture that the line describes, in bytes: "… on the steps. | Photo by Ana Duarte".
pub fn credit(line: &str) -> Option<usize> {
    if line.chars().count() > LONGEST_LINE {
        return None;
    }
    let words: Vec<(usize, &str)> = words_at(line);
    let least = words.len().saturating_sub(LONGEST_CREDIT + MOST_RULE_WORDS);
    (least..words.len()).find_map(|from| {
        let rest = folded(&line[words[from].0..]);
        let named = |rule: &&String| {
            let length = rule.split(' ').count();
            let name = words.get(from + length).map_or("", |(_, word)| word);
            let begins = rest.trim_start_matches('(').strip_prefix(rule.as_str());
            begins.is_some_and(|after| after.is_empty() || after.starts_with(' '))
                && words.len() - from <= length + LONGEST_CREDIT
                && name.starts_with(|c: char| c.is_uppercase() || c == '©')
        };
        LOADED.credit.iter().any(|rule| named(&rule)).then_some(words[from].0)
    })
}

/// The words of a line with where they begin.
fn words_at(line: &str) -> Vec<(usize, &str)> {
    let start = line.as_ptr() as usize;
    line.split_whitespace().map(|word| (word.as_ptr() as usize - start, word)).collect()
}

/// Whether a word ends between `words` and `rest`.
fn ends_word(words: &str, rest: &str) -> bool {
    !words.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphanumeric)
}

fn contains(line: &str, words: &str) -> bool {
    line.match_indices(words).any(|(at, _)| {
        let (before, rest) = (&line[..at], &line[at + words.len()..]);
        ends_word(words, rest) && (!words.starts_with(char::is_alphabetic) || !before.ends_with(char::is_alphanumeric))
    })
}

/// Lower case, straight marks, single spaces.
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        for c in word.chars() {
            match c {
                '‘' | '’' | 'ʼ' => text.push('\''),
                '“' | '”' => text.push('"'),
                '–' | '—' => text.push('-'),
                _ => text.extend(c.to_lowercase()),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{credit, is_furniture, lines};

    #[test]
    fn every_example_of_the_data_file_is_furniture_and_no_counter_example_is() {
        let mut examples = 0;
        for (how, line) in lines() {
            match how {
                "example" => assert!(is_furniture(line), "should be furniture: {line}"),
                "counter" => assert!(!is_furniture(line) && credit(line).is_none(), "should be text: {line}"),
                "cut" => {
                    let (text, end) = line.split_once(" | ").unwrap_or((line, ""));
                    let joined = format!("{text} {end}");
                    assert_eq!(credit(&joined), Some(text.len() + 1), "should be cut: {line}");
                }
                "whole" | "start" | "end" | "contains" | "credit" => continue,
                other => panic!("furniture.tsv: unknown kind of rule {other:?}"),
            }
            examples += 1;
        }
        assert!(examples > 15);
    }

    #[test]
    fn a_rule_ends_where_a_word_ends() {
        assert!(is_furniture("Read more »"));
        assert!(!is_furniture("Copyrighted works were on the table."));
    }
}
