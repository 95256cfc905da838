//! The network of the store in the forms that pictures come in.

use super::dot::{look, splines};
use super::picture::{Dot, Line, Picture};
use super::{attributes, gexf, graphml, html, svg};
use crate::analysis::details::describe;
use crate::analysis::error::AnalysisError;
use crate::analysis::network::{EntityIndex, Network, OccasionIndex, Tie};
use crate::analysis::projection::project;
use crate::analysis::selection::Selection;
use crate::graph::Store;
use petgraph::dot::{Config, Dot as Graphviz};
use petgraph::graph::{EdgeReference, NodeIndex, UnGraph};
use std::collections::BTreeSet;

/// A form of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureForm {
    /// Graphviz' DOT.
    Dot,
    /// GraphML.
    Graphml,
    /// GEXF.
    Gexf,
    /// An SVG picture.
    Svg,
    /// A page to look around in.
    Html,
}

/// Whom a picture is about: the IRI, and how many ties away from it the picture ends.
#[derive(Debug, Clone, Copy)]
pub struct Centre<'a> {
    /// The entity.
    pub iri: &'a str,
    /// Number of ties.
    pub steps: usize,
}

/// How much is shown.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Most nodes of SVG and HTML; 0 for all.
    pub nodes: usize,
    /// Events as nodes of their own, in GraphML and GEXF.
    pub two_sided: bool,
}

/// Draws what the selection takes of the store.
///
/// # Errors
/// [`AnalysisError`]: the store is empty or cannot be read, or nothing is left to draw.
pub fn network_picture(
    store: &Store,
    selection: &Selection,
    centre: Option<Centre<'_>>,
    form: PictureForm,
    extent: Extent,
) -> Result<String, AnalysisError> {
    let mut network = project(store, selection)?;
    if network.occasions.is_empty() {
        return Err(AnalysisError::NoEvents(selection.in_words()));
    }
    let mut title = "Who deals with whom".to_owned();
    if let Some(centre) = centre {
        let found = network.entities.binary_search_by(|entity| (*entity.iri).cmp(centre.iri));
        let index = found.ok().map(|number| EntityIndex(number as u32)).filter(|&index| network.node(index).is_some());
        let Some(index) = index else {
            let name = found.map_or(centre.iri, |number| &*network.entities[number].name);
            return Err(AnalysisError::Alone(name.to_owned(), selection.in_words()));
        };
        title = format!("{} and who deals with them", network.entity(index).name);
        network = network.around(index, centre.steps.max(1));
    }
    if network.graph.node_count() == 0 {
        return Err(AnalysisError::NoTies(selection.in_words()));
    }
    let limit = if extent.nodes == 0 { usize::MAX } else { extent.nodes };
    match form {
        PictureForm::Dot => Ok(dot(&network)),
        PictureForm::Graphml | PictureForm::Gexf => {
            let shown: BTreeSet<OccasionIndex> = if extent.two_sided {
                network.numbered_occasions().map(|(index, _)| index).collect()
            } else {
                network.graph.edge_weights().flat_map(|tie| tie.occasions.iter().copied()).collect()
            };
            describe(store, selection, &mut network, shown)?;
            let dots = if extent.two_sided { Vec::new() } else { dots_of_all(&network) };
            let tables = if extent.two_sided { attributes::two_sided(&network) } else { attributes::tables(&network) };
            Ok(if form == PictureForm::Gexf { gexf::gexf(&tables, &dots) } else { graphml::graphml(&tables, &dots) })
        }
        PictureForm::Svg | PictureForm::Html => {
            let picture = Picture::new(&network, limit);
            let shown: BTreeSet<OccasionIndex> =
                picture.strokes.iter().flat_map(|stroke| stroke.occasions.iter().copied()).collect();
            describe(store, selection, &mut network, shown)?;
            Ok(match form {
                PictureForm::Svg => svg::svg(&network, &picture, &title),
                _ => html::html(&network, &picture, &title),
            })
        }
    }
}

/// The place, colour and size of each node, in the order of the graph.
fn dots_of_all(network: &Network) -> Vec<Dot> {
    let mut dots = Picture::new(network, usize::MAX).dots;
    dots.sort_by_key(|dot| network.node(dot.entity));
    dots
}

/// How Graphviz is to draw what petgraph writes: forces instead of layers, which fit a network without direction.
const GRAPHVIZ: &str = "    graph [layout=neato, overlap=false, sep=\"+8\", outputorder=edgesfirst];
    node [fontname=\"Helvetica\", fontsize=11, style=filled, fillcolor=\"#e6e6e6\", color=\"#ffffff\", margin=\"0.08,0.04\"];
    edge [fontname=\"Helvetica\", fontsize=9, color=\"#6b7683\"];
";

/// DOT as petgraph writes it: names on the nodes, in the shapes of their kinds; the thicker a line, the more events, and
/// dashed and dotted as in pictures.
fn dot(network: &Network) -> String {
    let node = |_: &UnGraph<EntityIndex, Tie>, (_, entity): (NodeIndex, &EntityIndex)| {
        let entity = network.entity(*entity);
        let name = entity.name.replace('\\', "\\\\").replace('"', "\\\"");
        let (shape, colour) = look(entity.kind);
        format!("label=\"{name}\" shape={shape} fillcolor=\"{colour}\"")
    };
    let edge = |_: &UnGraph<EntityIndex, Tie>, edge: EdgeReference<'_, Tie>| {
        let tie = edge.weight();
        let style = match Line::of_tie(tie.occasions.iter().map(|&index| network.occasion(index))) {
            Line::Solid => "solid",
            Line::Dashed | Line::LongDashed => "dashed",
            Line::Dotted => "dotted",
        };
        let events = tie.occasions.len();
        let label = if events > 1 { format!("label=\"{events}\" ") } else { String::new() };
        format!("{label}style={style} penwidth={:.1}", svg::line_width(events))
    };
    let config = [Config::EdgeNoLabel, Config::NodeNoLabel];
    let dot = format!("{:?}", Graphviz::with_attr_getters(&network.graph, &config, &edge, &node));
    let lines = splines(network.graph.edge_count());
    dot.replacen("graph {\n", &format!("graph {{\n    splines={lines};\n{GRAPHVIZ}"), 1)
}
