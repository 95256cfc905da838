//! The events of RAMS and WikiEvents: S. Ebner et al., *Multi-Sentence Argument Linking* (2020); S. Li, H. Ji and J. Han,
//! *Document-Level Event Argument Extraction by Conditional Generation* (2021).

use crate::ingest::Document;
use crate::language::Segmentation;
use crate::language::conllu::{Treebank, TreebankSentence, TreebankWord};
use crate::text::Span;
use serde::Deserialize;
use std::collections::HashMap;

/// A text with its events.
#[derive(Debug, Clone)]
pub struct GoldText {
    /// The text.
    pub document: Document,
    /// Its words, where the set gives only them.
    pub words: Option<Segmentation>,
    /// The events that were annotated.
    pub events: Vec<GoldEvent>,
}

/// An event of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldEvent {
    /// The set's name for its type in lower case: `contact.discussion.meet`.
    pub kind: String,
    /// The evoking words (bytes of the text).
    pub trigger: Span,
    /// Who takes part and where.
    pub arguments: Vec<(Part, Span)>,
}

/// What an argument says of its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Who takes part: participants, communicators, recipients.
    Party,
    /// Where.
    Place,
}

impl Part {
    /// `evt034arg01participant` or `Participant`; `None` for topics and whatever else the sets know.
    fn of(role: &str) -> Option<Self> {
        let role = role.to_lowercase();
        let party = ["participant", "communicator", "recipient"];
        if role.ends_with("place") {
            return Some(Self::Place);
        }
        party.iter().any(|ending| role.ends_with(ending)).then_some(Self::Party)
    }
}

/// Whether a type is one of somebody being in contact with somebody.
fn is_contact(kind: &str) -> bool {
    kind.starts_with("contact.")
}

/// Reads a line of either set; only its contact events are kept.
///
/// # Errors
/// Where the line is not JSON of one of the two forms.
pub fn read(line: &str) -> Result<GoldText, serde_json::Error> {
    Ok(match serde_json::from_str(line)? {
        Line::Rams(text) => text.gold(),
        Line::WikiEvents(text) => text.gold(),
    })
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Rams(Rams),
    WikiEvents(WikiEvents),
}

/// Five sentences around one event. Words are counted through the text; the last word of a span is in it.
#[derive(Deserialize)]
struct Rams {
    doc_key: String,
    sentences: Vec<Vec<String>>,
    evt_triggers: Vec<RamsTrigger>,
    gold_evt_links: Vec<RamsLink>,
}

/// First word, last word, types with their weights.
type RamsTrigger = (usize, usize, Vec<(String, f64)>);

/// Trigger, argument, role.
type RamsLink = ((usize, usize), (usize, usize), String);

impl Rams {
    fn gold(&self) -> GoldText {
        let word = |form: &String| TreebankWord { form: form.clone(), space_after: true, ..TreebankWord::default() };
        let sentence = |words: &Vec<String>| TreebankSentence {
            words: words.iter().map(word).collect(),
            ..TreebankSentence::default()
        };
        let (document, words) =
            Treebank { sentences: self.sentences.iter().map(sentence).collect() }.document(&self.doc_key);
        let span = |first: usize, last: usize| Some(words.words.get(first)?.cover(*words.words.get(last)?));
        let mut events = Vec::new();
        for (first, last, kinds) in &self.evt_triggers {
            let Some((kind, _)) = kinds.first().filter(|(kind, _)| is_contact(&kind.to_lowercase())) else { continue };
            let Some(trigger) = span(*first, *last) else { continue };
            let theirs = self.gold_evt_links.iter().filter(|link| link.0 == (*first, *last));
            let arguments =
                theirs.filter_map(|(_, argument, role)| Some((Part::of(role)?, span(argument.0, argument.1)?)));
            events.push(GoldEvent { kind: kind.to_lowercase(), trigger, arguments: arguments.collect() });
        }
        GoldText { document, words: Some(words), events }
    }
}

/// A whole article. Words are counted through the text; the end of a span is after it.
#[derive(Deserialize)]
struct WikiEvents {
    doc_id: String,
    sentences: Vec<WikiSentence>,
    entity_mentions: Vec<WikiMention>,
    event_mentions: Vec<WikiEvent>,
}

/// Words with their characters in the text, and the sentence.
type WikiSentence = (Vec<(String, usize, usize)>, String);

#[derive(Deserialize)]
struct WikiMention {
    id: String,
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct WikiEvent {
    event_type: String,
    trigger: WikiTrigger,
    arguments: Vec<WikiArgument>,
}

#[derive(Deserialize)]
struct WikiTrigger {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct WikiArgument {
    entity_id: String,
    role: String,
}

impl WikiEvents {
    /// The set's own text joins headings to what follows without a space; here each sentence is a paragraph.
    fn gold(&self) -> GoldText {
        let mut text = String::new();
        let mut words: Vec<Span> = Vec::new();
        for (tokens, sentence) in &self.sentences {
            let base = text.len();
            let first = tokens.first().map_or(0, |token| token.1);
            let bytes: Vec<usize> = sentence.char_indices().map(|(at, _)| at).chain([sentence.len()]).collect();
            let byte =
                |character: usize| base + bytes.get(character.saturating_sub(first)).copied().unwrap_or(sentence.len());
            words.extend(tokens.iter().map(|(_, start, end)| Span::new(byte(*start), byte(*end))));
            text.push_str(sentence);
            text.push_str("\n\n");
        }
        let span = |start: usize, end: usize| Some(words.get(start)?.cover(*words.get(end.checked_sub(1)?)?));
        let mentions: HashMap<&str, Span> = self
            .entity_mentions
            .iter()
            .filter_map(|mention| Some((mention.id.as_str(), span(mention.start, mention.end)?)))
            .collect();
        let events = self.event_mentions.iter().filter(|event| is_contact(&event.event_type.to_lowercase()));
        let events = events.filter_map(|event| {
            let arguments = event
                .arguments
                .iter()
                .filter_map(|argument| Some((Part::of(&argument.role)?, *mentions.get(argument.entity_id.as_str())?)));
            Some(GoldEvent {
                kind: event.event_type.to_lowercase(),
                trigger: span(event.trigger.start, event.trigger.end)?,
                arguments: arguments.collect(),
            })
        });
        GoldText { events: events.collect(), document: Document::from_text(&self.doc_id, text), words: None }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, read};

    #[test]
    fn a_line_of_rams_gives_trigger_and_arguments_in_bytes() {
        let line = r#"{"doc_key": "one", "sentences": [["Ana", "spoke", "."], ["She", "met", "Tom", "in", "Oslo", "."]],
            "evt_triggers": [[4, 4, [["contact.discussion.meet", 1.0]]]],
            "gold_evt_links": [[[4, 4], [3, 3], "evt034arg01participant"], [[4, 4], [7, 7], "evt034arg03place"],
                               [[4, 4], [5, 5], "evt036arg03deceased"]]}"#;
        let gold = read(line).expect("a line");
        let text = &gold.document.text;
        let [event] = &gold.events[..] else { panic!("one event: {gold:?}") };
        assert_eq!((event.kind.as_str(), event.trigger.of(text)), ("contact.discussion.meet", "met"));
        let arguments: Vec<_> = event.arguments.iter().map(|(part, span)| (*part, span.of(text))).collect();
        assert_eq!(arguments, [(Part::Party, "She"), (Part::Place, "Oslo")]);
    }

    #[test]
    fn a_line_of_wikievents_gives_them_too_and_other_events_are_left_out() {
        let line = r#"{"doc_id": "two", "tokens": [], "text": "",
            "sentences": [[[["Élan", 0, 4], ["talks", 5, 10]], "Élan talks"], [[["They", 10, 14], ["died", 15, 19]], "They died"]],
            "entity_mentions": [{"id": "T1", "start": 0, "end": 1}],
            "event_mentions": [
              {"event_type": "Contact.Contact.Meet", "trigger": {"start": 1, "end": 2}, "arguments": [{"entity_id": "T1", "role": "Participant"}]},
              {"event_type": "Life.Die.Unspecified", "trigger": {"start": 3, "end": 4}, "arguments": []}]}"#;
        let gold = read(line).expect("a line");
        let text = &gold.document.text;
        let [event] = &gold.events[..] else { panic!("one event: {gold:?}") };
        assert_eq!((event.trigger.of(text), event.arguments[0].1.of(text)), ("talks", "Élan"));
        assert!(read("{}").is_err());
    }
}
