//! The network as GraphML (Ulrik Brandes and others, "GraphML Progress Report", 2002), with attributes that Gephi, yEd
//! and Cytoscape read, and with yEd's graphics: without them yEd shows boxes without names, all in one place.

use super::attributes::{self, Tables, Value};
use super::picture::Dot;
use super::svg::colour;
use super::xml::escaped;
use std::fmt::Write;

/// The columns of yEd's graphics, which are no attributes.
const GRAPHICS: [(&str, &str, &str); 2] = [("node", "shape", "nodegraphics"), ("edge", "stroke", "edgegraphics")];

/// Radius of a node that has no place in a picture.
const RADIUS: f64 = 10.0;

/// Writes nodes and ties with all that is said of them. `dots` gives the place, colour and size of each node, or is
/// empty.
pub fn graphml(tables: &Tables, dots: &[Dot]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:y=\"http://www.yworks.com/xml/graphml\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
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
    for (what, id, graphics) in GRAPHICS {
        let _ = writeln!(out, "<key id=\"{id}\" for=\"{what}\" yfiles.type=\"{graphics}\"/>");
    }
    out.push_str("<graph id=\"network\" edgedefault=\"undirected\">\n");
    for (id, row) in tables.nodes.rows.iter().enumerate() {
        let _ = write!(out, "<node id=\"n{id}\">");
        data(&mut out, tables.nodes.columns, row);
        let label = row.first().map(Value::to_string).unwrap_or_default();
        shape(&mut out, &label, dots.get(id));
        out.push_str("</node>\n");
    }
    for (id, ((one, other), row)) in tables.ends.iter().zip(&tables.edges.rows).enumerate() {
        let _ = write!(out, "<edge id=\"e{id}\" source=\"n{one}\" target=\"n{other}\">");
        data(&mut out, tables.edges.columns, row);
        let line = tables.edges.columns.iter().zip(row).find(|((name, _), _)| *name == "line");
        stroke(&mut out, &line.map(|(_, value)| value.to_string()).unwrap_or_default());
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

/// How yEd draws a node: a circle in the colour of its community, with its name below.
fn shape(out: &mut String, label: &str, dot: Option<&Dot>) {
    let radius = dot.map_or(RADIUS, |dot| dot.radius);
    let place = dot
        .map_or(String::new(), |dot| format!(" x=\"{:.1}\" y=\"{:.1}\"", dot.point.x - radius, dot.point.y - radius));
    let fill = colour(dot.map_or(0, |dot| dot.community));
    let _ = write!(
        out,
        "<data key=\"shape\"><y:ShapeNode><y:Geometry width=\"{0:.1}\" height=\"{0:.1}\"{place}/>\
         <y:Fill color=\"{fill}\" transparent=\"false\"/><y:BorderStyle color=\"#ffffff\" type=\"line\" width=\"1.0\"/>\
         <y:NodeLabel modelName=\"sandwich\" modelPosition=\"s\">{1}</y:NodeLabel><y:Shape type=\"ellipse\"/>\
         </y:ShapeNode></data>",
        2.0 * radius,
        escaped(label)
    );
}

/// How yEd draws a tie.
fn stroke(out: &mut String, line: &str) {
    let kind = match line {
        "dashed" | "dotted" => line,
        "long dashed" => "dashed_dotted",
        _ => "line",
    };
    let _ = write!(
        out,
        "<data key=\"stroke\"><y:PolyLineEdge><y:LineStyle color=\"#888888\" type=\"{kind}\" width=\"1.0\"/>\
         <y:Arrows source=\"none\" target=\"none\"/></y:PolyLineEdge></data>"
    );
}
