//! The network as one HTML file to look around in: zoom, search, filters by kind and status, a slider of time, and the
//! words of the article behind every tie. Nothing is loaded from anywhere.
//!
//! The page is `page/page.html` with its style (`page.css`) and its script (the `.js` files); this file makes the data.

use super::lettering;
use super::picture::{Picture, kind_label};
use super::svg::COLOURS;
use crate::analysis::network::{Network, Occasion, OccasionIndex, kind_name};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
/// One script: its parts share their names, and nothing of it is seen from outside.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("page/data.js"),
    include_str!("page/drawing.js"),
    include_str!("page/names.js"),
    include_str!("page/view.js"),
    include_str!("page/details.js"),
    include_str!("page/filters.js"),
    include_str!("page/time.js"),
    include_str!("page/search.js"),
    "})();\n"
);

/// Writes the page; `title` is its headline.
pub fn html(network: &Network, picture: &Picture, title: &str) -> String {
    let data = data(network, picture).to_string();
    // Within a script element only `<` could end it; JSON may write any letter as an escape.
    let data = data.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let summary = picture.summary(network);
    let mut page = String::with_capacity(PAGE.len() + STYLE.len() + SCRIPT.len() + data.len());
    // One pass over the page, so that nothing in the data can look like a placeholder.
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((name, after)) = after.split_once("}}") else { break };
        match name {
            "title" => page.push_str(&super::xml::escaped(title)),
            "summary" => page.push_str(&super::xml::escaped(&summary)),
            "style" => page.push_str(STYLE),
            "script" => page.push_str(SCRIPT),
            "data" => page.push_str(&data),
            _ => {}
        }
        rest = after;
    }
    page.push_str(rest);
    page
}

fn data(network: &Network, picture: &Picture) -> Value {
    let mut numbers: BTreeMap<OccasionIndex, usize> = BTreeMap::new();
    for stroke in &picture.strokes {
        for &occasion in &stroke.occasions {
            numbers.insert(occasion, 0);
        }
    }
    numbers.values_mut().enumerate().for_each(|(position, number)| *number = position);
    let nodes: Vec<Value> = picture
        .dots
        .iter()
        .map(|dot| {
            let entity = network.entity(dot.entity);
            json!({
                "name": &*entity.name,
                "short": lettering::short(&entity.name),
                "also": entity.aliases,
                "kind": kind_name(entity.kind),
                "kindLabel": kind_label(entity.kind),
                "iri": &*entity.iri,
                "x": round(dot.point.x), "y": round(dot.point.y), "r": round(dot.radius),
                "group": dot.community.min(COLOURS.len() - 1),
            })
        })
        .collect();
    let ties: Vec<Value> = picture
        .strokes
        .iter()
        .map(|stroke| {
            let events: Vec<usize> = stroke.occasions.iter().filter_map(|index| numbers.get(index).copied()).collect();
            json!({"a": stroke.one, "b": stroke.other, "events": events})
        })
        .collect();
    let events: Vec<Value> = numbers.keys().map(|&index| event(network, network.occasion(index))).collect();
    json!({
        "width": round(picture.width), "height": round(picture.height), "colours": COLOURS,
        "nodes": nodes, "ties": ties, "events": events,
    })
}

fn round(pixels: f64) -> f64 {
    (pixels * 10.0).round() / 10.0
}

/// An event; what the text does not tell is left out.
fn event(network: &Network, occasion: &Occasion) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !empty {
            map.insert(key.to_owned(), value);
        }
    };
    let days = occasion.when.days();
    let who: Vec<&str> =
        occasion.participants.iter().map(|&(participant, _)| &*network.entity(participant).name).collect();
    let evidence = occasion.evidence.iter().map(|words| {
        let document = Some(&*words.document).filter(|iri| iri.starts_with("http://") || iri.starts_with("https://"));
        let mut map = Map::new();
        map.insert("text".to_owned(), json!(&*words.text));
        let pairs = [("title", words.title.as_deref()), ("source", words.source.as_deref()), ("url", document)];
        map.extend(pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value?)))));
        Value::Object(map)
    });
    put("kind", json!(&*occasion.class));
    put("label", json!(&*occasion.label));
    put("who", json!(who));
    put("where", json!(network.place_names(occasion)));
    put("when", json!(occasion.when.to_string()));
    put("first", json!(days.map(|(first, _)| first)));
    put("last", json!(days.map(|(_, last)| last)));
    put("why", json!(occasion.why.as_deref()));
    put("status", json!(occasion.status.name()));
    put("evidence", evidence.collect());
    Value::Object(map)
}
