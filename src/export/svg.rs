//! The network as an SVG picture: no program, font or network is needed to look at it.

use super::layout::Point;
use super::lettering::{self, Anchor, Rectangle, Wish};
use super::picture::{COLOURED, Dot, Line, Picture, kind_label, letter_size};
use super::xml::escaped;
use crate::analysis::network::Network;
use crate::facts::EntityKind;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Colours that people with any sight can tell apart (Paul Tol, "Colour Schemes", 2021: "bright",
/// "vibrant", "muted"), and
/// one for all communities below.
pub const COLOURS: [&str; COLOURED + 1] = [
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#ee7733", "#009988", "#882255", "#999933",
    "#332288", "#9a9a9a",
];

const STYLE: &str = "text{font-family:'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif;fill:#222}\
.name{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}\
.tie{fill:none;stroke:#6b7683;stroke-opacity:.75;stroke-linecap:round}\
.dot{stroke:#fff;stroke-width:1.5px}.legend{font-size:12px}.legend text{fill:#444}\
.title{font-size:19px;font-weight:600}.summary{font-size:12.5px;fill:#5b6675}";

/// Space to the left and to the right of everything but the network, in pixels.
const MARGIN: f64 = 24.0;
/// Height of the headline, in pixels.
const HEADLINE: f64 = 66.0;

/// Draws the picture, with a headline above and a legend below.
pub fn svg(network: &Network, picture: &Picture, title: &str) -> String {
    let legend = Legend::new(network, picture);
    let title = escaped(title);
    let summary = escaped(&picture.summary(network));
    let lines = [lettering::width(&title, 20.0), lettering::width(&summary, 12.5)];
    let width = lines.into_iter().fold(picture.width.max(360.0), |width, line| width.max(line + 2.0 * MARGIN)).ceil();
    let (legend_marks, legend_height) = legend.draw(width, HEADLINE + picture.height);
    let height = (HEADLINE + picture.height + legend_height).ceil();
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-label=\"{title}: {summary}\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text class=\"title\" x=\"{MARGIN}\" y=\"32\">{title}</text>\n\
         <text class=\"summary\" x=\"{MARGIN}\" y=\"52\">{summary}</text>\n\
         <g transform=\"translate({:.1} {HEADLINE})\">\n",
        ((width - picture.width) / 2.0).max(0.0)
    );
    ties(&mut out, network, picture);
    dots(&mut out, network, picture);
    names(&mut out, network, picture);
    out.push_str("</g>\n");
    out.push_str(&legend_marks);
    out.push_str("</svg>\n");
    out
}

/// "1 tie", "2 ties".
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// How a line is broken, as SVG wants it.
pub fn dashes(line: Line) -> &'static str {
    match line {
        Line::Solid => "none",
        Line::Dashed => "7 5",
        Line::LongDashed => "12 5 3 5",
        Line::Dotted => "1 5",
    }
}

/// Width of the line of a tie with this many events, in pixels.
pub fn line_width(events: usize) -> f64 {
    1.2 + (events.max(1) as f64).log2() * 0.9
}

/// The colour of a community.
pub fn colour(community: usize) -> &'static str {
    COLOURS[community.min(COLOURED)]
}

fn ties(out: &mut String, network: &Network, picture: &Picture) {
    for stroke in &picture.strokes {
        let (one, other) = (&picture.dots[stroke.one], &picture.dots[stroke.other]);
        let latest = stroke.occasions.last().map_or("", |&index| &network.occasion(index).label);
        let _ = writeln!(
            out,
            "<line class=\"tie\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke-width=\"{:.1}\"{}>\
             <title>{} and {}: {}{}</title></line>",
            one.point.x,
            one.point.y,
            other.point.x,
            other.point.y,
            line_width(stroke.occasions.len()),
            if stroke.line == Line::Solid {
                String::new()
            } else {
                format!(" stroke-dasharray=\"{}\"", dashes(stroke.line))
            },
            escaped(&network.entity(one.entity).name),
            escaped(&network.entity(other.entity).name),
            counted(stroke.occasions.len(), "event"),
            if latest.is_empty() { String::new() } else { format!("; {}", escaped(latest)) },
        );
    }
}

fn dots(out: &mut String, network: &Network, picture: &Picture) {
    for dot in picture.dots.iter().rev() {
        let entity = network.entity(dot.entity);
        let title = format!("{}: {}", entity.name, counted(dot.events, "event"));
        let fill = format!("class=\"dot\" fill=\"{}\"", colour(dot.community));
        let mark = mark(entity.kind, dot.point, dot.radius, &fill, &format!("<title>{}</title>", escaped(&title)));
        let _ = writeln!(out, "{mark}");
    }
}

/// A node: a disc for a person, a square for an organisation, a diamond for a place, a triangle else.
fn mark(kind: EntityKind, at: Point, radius: f64, attributes: &str, within: &str) -> String {
    let Point { x, y } = at;
    let outline = match kind {
        EntityKind::Person => {
            return format!("<circle {attributes} cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\">{within}</circle>");
        }
        EntityKind::Organisation => {
            let half = radius * 0.88;
            format!("M{:.1} {:.1}h{:.1}v{:.1}h-{:.1}z", x - half, y - half, 2.0 * half, 2.0 * half, 2.0 * half)
        }
        EntityKind::Place => {
            let (left, top, right, foot) = (x - radius, y - radius, x + radius, y + radius);
            format!("M{left:.1} {y:.1}L{x:.1} {top:.1}L{right:.1} {y:.1}L{x:.1} {foot:.1}z")
        }
        EntityKind::Group | EntityKind::Nationality | EntityKind::Other => {
            let (foot, half) = (y + radius * 0.75, radius * 0.95);
            format!("M{x:.1} {:.1}L{:.1} {foot:.1}L{:.1} {foot:.1}z", y - radius, x + half, x - half)
        }
    };
    format!("<path {attributes} d=\"{outline}\">{within}</path>")
}

fn names(out: &mut String, network: &Network, picture: &Picture) {
    let wish = |dot: &Dot| Wish { text: "", size: letter_size(dot.radius), point: dot.point, radius: dot.radius };
    let labels: Vec<_> = picture.dots.iter().map(|dot| lettering::short(&network.entity(dot.entity).name)).collect();
    let wishes: Vec<Wish<'_>> =
        picture.dots.iter().zip(&labels).map(|(dot, text)| Wish { text, ..wish(dot) }).collect();
    let lines: Vec<(Point, Point)> = picture
        .strokes
        .iter()
        .map(|stroke| (picture.dots[stroke.one].point, picture.dots[stroke.other].point))
        .collect();
    let paper = Rectangle { left: 4.0, top: 4.0, right: picture.width - 4.0, bottom: picture.height - 2.0 };
    for (wish, placed) in wishes.iter().zip(lettering::place(&wishes, &lines, paper)) {
        let Some(label) = placed else { continue };
        let anchor = match label.anchor {
            Anchor::Middle => "middle",
            Anchor::Start => "start",
            Anchor::End => "end",
        };
        let _ = writeln!(
            out,
            "<text class=\"name\" x=\"{:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            label.at.x,
            label.at.y,
            wish.size,
            escaped(wish.text)
        );
    }
}

/// What the legend explains: only what is in the picture.
struct Legend {
    /// Rows of marks with their widths and words.
    rows: [Vec<(String, f64, String)>; 2],
}

/// Widths of the marks of a legend, in pixels.
const LINE: f64 = 26.0;
const DISC: f64 = 14.0;

impl Legend {
    fn new(network: &Network, picture: &Picture) -> Self {
        let (mut entries, mut groups) = (Vec::new(), Vec::new());
        let lines: BTreeSet<Line> = picture.strokes.iter().map(|stroke| stroke.line).collect();
        for line in lines {
            let words = match line {
                Line::Solid => "happened",
                Line::Dashed => "planned",
                Line::LongDashed => "possible",
                Line::Dotted => "denied or cancelled",
            };
            let mark = format!(
                "<line class=\"tie\" x1=\"0\" y1=\"-4\" x2=\"26\" y2=\"-4\" stroke-width=\"2\" stroke-dasharray=\"{}\"/>",
                dashes(line)
            );
            entries.push((mark, LINE, words.to_owned()));
        }
        if picture.strokes.iter().any(|stroke| stroke.occasions.len() > 1) {
            let mark = "<line class=\"tie\" x1=\"0\" y1=\"-4\" x2=\"26\" y2=\"-4\" stroke-width=\"4\"/>";
            entries.push((mark.to_owned(), LINE, "several events".to_owned()));
        }
        let kinds: BTreeSet<EntityKind> = picture.dots.iter().map(|dot| network.entity(dot.entity).kind).collect();
        if kinds.len() > 1 {
            for kind in kinds {
                let mark = mark(kind, Point { x: 7.0, y: -4.0 }, 6.0, "fill=\"#667\"", "");
                entries.push((mark, DISC, kind_label(kind).to_lowercase()));
            }
        }
        if picture.heads.len() > 1 {
            for (community, &head) in picture.heads.iter().enumerate().take(COLOURED) {
                let mark = format!("<circle cx=\"7\" cy=\"-4\" r=\"6\" fill=\"{}\"/>", colour(community));
                let name = &network.entity(picture.dots[head].entity).name;
                groups.push((mark, DISC, format!("around {name}")));
            }
            if picture.heads.len() > COLOURED {
                let mark = format!("<circle cx=\"7\" cy=\"-4\" r=\"6\" fill=\"{}\"/>", colour(COLOURED));
                groups.push((mark, DISC, "smaller groups".to_owned()));
            }
        }
        Self { rows: [entries, groups] }
    }

    /// The legend's marks, below `top`, and its height.
    fn draw(&self, width: f64, top: f64) -> (String, f64) {
        const ROW: f64 = 22.0;
        let mut out =
            format!("<g class=\"legend\"><path d=\"M{MARGIN} {top:.1}H{:.1}\" stroke=\"#dde\"/>\n", width - MARGIN);
        let mut y = top + 2.0;
        for entries in self.rows.iter().filter(|entries| !entries.is_empty()) {
            let mut x = MARGIN;
            y += ROW;
            for (mark, width_of_mark, words) in entries {
                let at = width_of_mark + 7.0;
                let room = at + lettering::width(words, 12.0) + 16.0;
                if x > MARGIN && x + room > width {
                    (x, y) = (MARGIN, y + ROW);
                }
                let _ = writeln!(
                    out,
                    "<g transform=\"translate({x:.1} {y:.1})\">{mark}<text x=\"{at}\" y=\"0\">{}</text></g>",
                    escaped(words)
                );
                x += room;
            }
        }
        out.push_str("</g>\n");
        (out, y - top + 14.0)
    }
}
