//! The network as GEXF 1.3 for Gephi, with the time of each tie, so that Gephi's timeline works.

use super::attributes::{self, Tables, Value};
use super::picture::Dot;
use super::svg::colour;
use super::xml::escaped;
use std::fmt::Write;

/// Writes nodes and ties with all that is said of them, and the time from which each tie is there. `dots` gives the
/// place, colour and size of each node, or is empty.
pub fn gexf(tables: &Tables, dots: &[Dot]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n\
         <meta><creator>Attaché</creator><description>Who deals with whom, from the news</description></meta>\n\
         <graph defaultedgetype=\"undirected\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n",
    );
    for (what, columns) in [("node", tables.nodes.columns), ("edge", tables.edges.columns)] {
        let _ = writeln!(out, "<attributes class=\"{what}\" mode=\"static\">");
        for (name, kind) in columns {
            let _ = writeln!(out, "<attribute id=\"{name}\" title=\"{name}\" type=\"{}\"/>", kind.gexf_name());
        }
        out.push_str("</attributes>\n");
    }
    out.push_str("<nodes>\n");
    for (id, row) in tables.nodes.rows.iter().enumerate() {
        let label = row.first().map(Value::to_string).unwrap_or_default();
        let _ = write!(out, "<node id=\"n{id}\" label=\"{}\">", escaped(&label));
        values(&mut out, tables.nodes.columns, row);
        if let Some(dot) = dots.get(id) {
            let [red, green, blue] = channels(colour(dot.community));
            let _ = write!(
                out,
                "<viz:color r=\"{red}\" g=\"{green}\" b=\"{blue}\"/><viz:position x=\"{:.1}\" y=\"{:.1}\" z=\"0\"/>\
                 <viz:size value=\"{:.1}\"/>",
                dot.point.x,
                // Gephi's axis points up.
                -dot.point.y,
                dot.radius
            );
        }
        out.push_str("</node>\n");
    }
    out.push_str("</nodes>\n<edges>\n");
    for (id, ((one, other), row)) in tables.ends.iter().zip(&tables.edges.rows).enumerate() {
        let named = |name: &str| {
            let position = tables.edges.columns.iter().position(|(column, _)| *column == name);
            position.and_then(|position| row.get(position)).map(Value::to_string).unwrap_or_default()
        };
        let _ = write!(out, "<edge id=\"e{id}\" source=\"n{one}\" target=\"n{other}\"");
        let weight = named("weight");
        if !weight.is_empty() {
            let _ = write!(out, " weight=\"{weight}\"");
        }
        // A tie is there from its first event on; Gephi reads whole days only.
        let first = named("first");
        if first.len() == 10 {
            let _ = write!(out, " start=\"{first}\"");
        }
        out.push('>');
        values(&mut out, tables.edges.columns, row);
        out.push_str("</edge>\n");
    }
    out.push_str("</edges>\n</graph>\n</gexf>\n");
    out
}

fn values(out: &mut String, columns: &[(&str, attributes::Kind)], row: &[Value]) {
    out.push_str("<attvalues>");
    for ((name, _), value) in columns.iter().zip(row) {
        let text = value.to_string();
        if !text.is_empty() {
            let _ = write!(out, "<attvalue for=\"{name}\" value=\"{}\"/>", escaped(&text).replace('\n', " "));
        }
    }
    out.push_str("</attvalues>");
}

/// `#4477aa` → 68, 119, 170.
fn channels(colour: &str) -> [u8; 3] {
    let channel =
        |start: usize| colour.get(start..start + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
    [channel(1), channel(3), channel(5)]
}
