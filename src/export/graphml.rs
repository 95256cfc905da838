//! The network as GraphML (Ulrik Brandes and others, "GraphML Progress Report", 2002), with attributes that Gephi, yEd
//! and Cytoscape read.

use super::attributes::{self, Tables, Value};
use super::svg::escaped;
use std::fmt::Write;

/// Writes nodes and ties with all that is said of them.
pub fn graphml(tables: &Tables) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    // No column of nodes has the name of one of ties, so that names can be the identifiers, which some readers show.
    for (what, table) in [("node", &tables.nodes), ("edge", &tables.edges)] {
        for (name, kind) in table.columns {
            let _ = writeln!(
                out,
                "<key id=\"{name}\" for=\"{what}\" attr.name=\"{name}\" attr.type=\"{}\"/>",
                kind.graphml_name()
            );
        }
    }
    out.push_str("<graph id=\"network\" edgedefault=\"undirected\">\n");
    for (id, row) in tables.nodes.rows.iter().enumerate() {
        let _ = write!(out, "<node id=\"n{id}\">");
        data(&mut out, tables.nodes.columns, row);
        out.push_str("</node>\n");
    }
    for (id, ((one, other), row)) in tables.ends.iter().zip(&tables.edges.rows).enumerate() {
        let _ = write!(out, "<edge id=\"e{id}\" source=\"n{one}\" target=\"n{other}\">");
        data(&mut out, tables.edges.columns, row);
        out.push_str("</edge>\n");
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

fn data(out: &mut String, columns: &[(&str, attributes::Kind)], row: &[Value]) {
    for ((name, _), value) in columns.iter().zip(row) {
        let text = value.to_string();
        if !text.is_empty() {
            let _ = write!(out, "<data key=\"{name}\">{}</data>", escaped(&text));
        }
    }
}
