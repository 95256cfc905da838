//! The network as an SVG picture: no program, font or network is needed to look at it.

use super::layout::Point;
use super::lettering::{self, Anchor, Rectangle, Wish};
use super::picture::{COLOURED, Dot, Line, Picture, kind_label, letter_size};
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
.tie{fill:none;stroke:#7c8794;stroke-opacity:.65;stroke-linecap:round}\
.dot{stroke:#fff;stroke-width:1.5px}.legend{font-size:12px}.head{font-weight:600}";

/// Draws the picture, with a legend below.
pub fn svg(network: &Network, picture: &Picture) -> String {
    let legend = Legend::new(network, picture);
    let width = picture.width.max(360.0).ceil();
    let (legend_marks, legend_height) = legend.draw(width, picture.height);
    let height = (picture.height + legend_height).ceil();
    let mut out = String::new();
    let title =
        format!("Network of {} and {}", counted(picture.dots.len(), "node"), counted(picture.strokes.len(), "tie"));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    ties(&mut out, network, picture);
    dots(&mut out, network, picture);
    names(&mut out, network, picture);
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
        let mark = mark(entity.kind, dot.point.x, dot.point.y, dot.radius);
        let _ = writeln!(
            out,
            "<path class=\"dot\" d=\"{mark}\" fill=\"{}\"><title>{}</title></path>",
            colour(dot.community),
            escaped(&title)
        );
    }
}

/// The outline of a node: a disc for a person, a square for an organisation, a diamond for a place, a triangle else.
fn mark(kind: EntityKind, x: f64, y: f64, radius: f64) -> String {
    match kind {
        EntityKind::Person => {
            let (left, wide) = (x - radius, 2.0 * radius);
            format!(
                "M{left:.1} {y:.1}a{radius:.1} {radius:.1} 0 1 0 {wide:.1} 0a{radius:.1} {radius:.1} 0 1 0 -{wide:.1} 0z"
            )
        }
        EntityKind::Organisation => {
            let half = radius * 0.88;
            format!("M{:.1} {:.1}h{:.1}v{:.1}h-{:.1}z", x - half, y - half, 2.0 * half, 2.0 * half, 2.0 * half)
        }
        EntityKind::Place => {
            format!(
                "M{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}z",
                x - radius,
                y - radius,
                x + radius,
                y + radius
            )
        }
        EntityKind::Group | EntityKind::Nationality | EntityKind::Other => {
            let (foot, half) = (y + radius * 0.75, radius * 0.95);
            format!("M{x:.1} {:.1}L{:.1} {foot:.1}L{:.1} {foot:.1}z", y - radius, x + half, x - half)
        }
    }
}

fn names(out: &mut String, network: &Network, picture: &Picture) {
    let wish = |dot: &Dot| Wish { text: "", size: letter_size(dot.radius), point: dot.point, radius: dot.radius };
    let wishes: Vec<Wish<'_>> =
        picture.dots.iter().map(|dot| Wish { text: &network.entity(dot.entity).name, ..wish(dot) }).collect();
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
    entries: Vec<(String, String)>,
    note: Option<String>,
}

impl Legend {
    fn new(network: &Network, picture: &Picture) -> Self {
        let mut entries = Vec::new();
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
            entries.push((mark, words.to_owned()));
        }
        let kinds: BTreeSet<EntityKind> = picture.dots.iter().map(|dot| network.entity(dot.entity).kind).collect();
        if kinds.len() > 1 {
            for kind in kinds {
                let mark = format!("<path d=\"{}\" fill=\"#667\"/>", mark(kind, 13.0, -4.0, 6.0));
                entries.push((mark, kind_label(kind).to_lowercase()));
            }
        }
        if picture.heads.len() > 1 {
            for (community, &head) in picture.heads.iter().enumerate().take(COLOURED) {
                let mark = format!("<circle cx=\"13\" cy=\"-4\" r=\"6\" fill=\"{}\"/>", colour(community));
                let name = &network.entity(picture.dots[head].entity).name;
                entries.push((mark, format!("around {name}")));
            }
            if picture.heads.len() > COLOURED {
                let mark = format!("<circle cx=\"13\" cy=\"-4\" r=\"6\" fill=\"{}\"/>", colour(COLOURED));
                entries.push((mark, "smaller groups".to_owned()));
            }
        }
        let note = (picture.left_out > 0).then(|| format!("{} with fewer events not shown", picture.left_out));
        Self { entries, note }
    }

    /// The legend's marks, below `top`, and its height.
    fn draw(&self, width: f64, top: f64) -> (String, f64) {
        const ROW: f64 = 22.0;
        const LEFT: f64 = 24.0;
        let mut out =
            format!("<g class=\"legend\"><path d=\"M{LEFT} {top:.1}H{:.1}\" stroke=\"#dde\"/>\n", width - LEFT);
        let (mut x, mut y) = (LEFT, top + ROW + 2.0);
        let note = self.note.iter().map(|note| (String::new(), note.clone()));
        for (mark, words) in self.entries.iter().cloned().chain(note) {
            let room = 34.0 + lettering::width(&words, 12.0) + 18.0;
            if x > LEFT && x + room > width {
                (x, y) = (LEFT, y + ROW);
            }
            let _ = writeln!(
                out,
                "<g transform=\"translate({x:.1} {y:.1})\">{mark}<text x=\"34\" y=\"0\">{}</text></g>",
                escaped(&words)
            );
            x += room;
        }
        out.push_str("</g>\n");
        (out, y - top + 14.0)
    }
}

/// Words as XML wants them.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no place for other control characters, not even escaped.
            letter if letter.is_control() && !matches!(letter, '\n' | '\t') => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
