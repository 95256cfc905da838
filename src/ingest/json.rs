//! JSON Lines → articles: `{"id","url","title","date","source","text"}` a line; only `text` must be there.

use super::date;
use super::draft::Draft;
use super::error::Reason;
use serde_json::{Map, Value};

/// The article of one line.
///
/// # Errors
/// [`Reason::Json`], [`Reason::Member`], [`Reason::Date`].
pub fn read(line: &str) -> Result<Draft, Reason> {
    match serde_json::from_str(line) {
        Ok(Value::Object(members)) => draft(&members),
        Ok(_) => Err(Reason::Json("the line holds another value".to_owned())),
        Err(error) => Err(Reason::Json(error.to_string())),
    }
}

/// The articles of a file that is one JSON object or one array of them, not lines; `None` where it is not.
pub fn read_whole(text: &str) -> Option<Vec<Result<Draft, Reason>>> {
    match serde_json::from_str(text).ok()? {
        Value::Object(members) => Some(vec![draft(&members)]),
        Value::Array(items) => Some(
            items
                .iter()
                .map(|item| match item {
                    Value::Object(members) => draft(members),
                    _ => Err(Reason::Json("the array holds another value".to_owned())),
                })
                .collect(),
        ),
        _ => None,
    }
}

fn draft(members: &Map<String, Value>) -> Result<Draft, Reason> {
    let text = member(members, "text")?.ok_or(Reason::Member { member: "text", problem: "is missing" })?;
    let date = match member(members, "date")?.filter(|date| !date.trim().is_empty()) {
        Some(words) => date::of_publication(&words).ok_or(Reason::Date(words))?,
        None => None,
    };
    Ok(Draft {
        id: member(members, "id")?.unwrap_or_default(),
        url: member(members, "url")?,
        title: member(members, "title")?,
        date,
        source: member(members, "source")?,
        text,
    })
}

/// A string member; a number passes as its digits, `null` as absent.
fn member(members: &Map<String, Value>, name: &'static str) -> Result<Option<String>, Reason> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(Reason::Member { member: name, problem: "is not a string" }),
    }
}

#[cfg(test)]
mod tests {
    use super::{read, read_whole};

    #[test]
    fn a_line_gives_an_article_and_what_is_not_there_is_none() {
        let draft = read(r#"{"id":7,"date":"2026-03-13","title":null,"text":"They met."}"#).unwrap();
        assert_eq!((draft.id.as_str(), draft.title), ("7", None));
        assert_eq!(draft.text, "They met.");
        assert_eq!(draft.date.map(|day| day.to_string()).as_deref(), Some("2026-03-13"));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_named() {
        let reason = |line: &str| read(line).unwrap_err().to_string();
        assert!(reason("They met.").starts_with("is not a JSON object"));
        assert!(reason("[1]").starts_with("is not a JSON object"));
        assert_eq!(reason("{\"id\":\"a\"}"), "member \"text\" is missing");
        assert_eq!(reason("{\"text\":[]}"), "member \"text\" is not a string");
        assert!(reason("{\"text\":\"They met.\",\"date\":\"soon\"}").contains("\"soon\" is not a date"));
    }

    #[test]
    fn one_object_or_one_array_over_several_lines_passes_too() {
        assert_eq!(read_whole("{\n\"text\": \"They met.\"\n}").map(|articles| articles.len()), Some(1));
        assert_eq!(
            read_whole("[{\"text\": \"One.\"},\n {\"text\": \"Two.\"}]").map(|articles| articles.len()),
            Some(2)
        );
        assert!(read_whole("{\"text\":\"One.\"}\n{\"text\":\"Two.\"}").is_none());
    }
}
