//! How wide words are, and where labels go so that none covers another.

use super::layout::Point;
use std::borrow::Cow;

/// A label of more characters is cut off.
const LONGEST: usize = 32;

/// A name as its label has it: one that would cover half of the picture ends after a word, with an ellipsis.
pub fn short(name: &str) -> Cow<'_, str> {
    let Some((end, _)) = name.char_indices().nth(LONGEST) else {
        return name.into();
    };
    let start = &name[..end];
    let whole = start.rfind(' ').map_or(start, |space| &start[..space]);
    format!("{}…", whole.trim_end_matches(|letter: char| !letter.is_alphanumeric())).into()
}

/// Width of a line of text in pixels, in a sans-serif face of this size; a little more rather than less.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|letter| share(letter) * size).sum()
}

/// Width of a letter as a share of the size, after Helvetica's table of widths.
fn share(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '’' | '|' | '.' | ',' | ':' | ';' | '!' | 'I' => 0.30,
        'f' | 't' | 'r' | ' ' | '-' | '(' | ')' => 0.36,
        'm' | 'M' | 'W' | '—' => 0.90,
        'w' => 0.78,
        'A'..='Z' => 0.72,
        // Chinese, Japanese and Korean letters fill a square.
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{FFEF}' => 1.05,
        _ => 0.58,
    }
}

/// Something that a label must not cover, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rectangle {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rectangle {
    fn contains(&self, other: &Self) -> bool {
        self.left <= other.left && self.top <= other.top && other.right <= self.right && other.bottom <= self.bottom
    }

    /// Whether a line from one point to another goes through it (You-Dong Liang, Brian Barsky, 1984).
    fn is_crossed(&self, from: Point, to: Point) -> bool {
        let (x, y) = (to.x - from.x, to.y - from.y);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let sides =
            [(-x, from.x - self.left), (x, self.right - from.x), (-y, from.y - self.top), (y, self.bottom - from.y)];
        for (towards, room) in sides {
            if towards == 0.0 {
                if room < 0.0 {
                    return false;
                }
            } else if towards < 0.0 {
                enter = enter.max(room / towards);
            } else {
                leave = leave.min(room / towards);
            }
        }
        enter <= leave
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// How a label is set against its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The point is in its middle.
    Middle,
    /// It begins at the point.
    Start,
    /// It ends at the point.
    End,
}

/// A label in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Where its baseline is anchored.
    pub at: Point,
    /// Which of its points that is.
    pub anchor: Anchor,
}

/// A node that wants a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish<'a> {
    /// The words.
    pub text: &'a str,
    /// Size of the letters in pixels.
    pub size: f64,
    /// The node.
    pub point: Point,
    /// Its radius in pixels.
    pub radius: f64,
}

/// Places labels, those first that are first in the list: below, above, right or left of the node, within the `paper`,
/// where no node or label is covered and the fewest `lines` are crossed. The first few get their labels even where
/// that covers the nodes of others. `None` for what has no room.
pub fn place(wishes: &[Wish<'_>], lines: &[(Point, Point)], paper: Rectangle) -> Vec<Option<Placed>> {
    const FAMOUS: usize = 15;
    let mut grid = Grid::default();
    let mut labels = Grid::default();
    for wish in wishes {
        let Wish { point, radius, .. } = wish;
        grid.add(Rectangle {
            left: point.x - radius,
            top: point.y - radius,
            right: point.x + radius,
            bottom: point.y + radius,
        });
    }
    wishes
        .iter()
        .enumerate()
        .map(|(number, wish)| {
            let best = |grid: &Grid| {
                let rooms = candidates(wish).into_iter().filter(|(_, room)| paper.contains(room) && grid.is_free(room));
                rooms.min_by_key(|(_, room)| lines.iter().filter(|(from, to)| room.is_crossed(*from, *to)).count())
            };
            let over_nodes = || if number < FAMOUS { best(&labels) } else { None };
            let (placed, room) = best(&grid).or_else(over_nodes)?;
            grid.add(room);
            labels.add(room);
            Some(placed)
        })
        .collect()
}

fn candidates(wish: &Wish<'_>) -> [(Placed, Rectangle); 4] {
    const GAP: f64 = 3.0;
    let Wish { point, radius, size, .. } = *wish;
    let width = width(wish.text, size);
    let (ascent, descent) = (0.80 * size, 0.24 * size);
    let candidate = |x: f64, baseline: f64, anchor: Anchor| {
        let left = match anchor {
            Anchor::Middle => x - width / 2.0,
            Anchor::Start => x,
            Anchor::End => x - width,
        };
        let room = Rectangle { left, top: baseline - ascent, right: left + width, bottom: baseline + descent };
        (Placed { at: Point { x, y: baseline }, anchor }, room)
    };
    [
        candidate(point.x, point.y + radius + GAP + ascent, Anchor::Middle),
        candidate(point.x, point.y - radius - GAP - descent, Anchor::Middle),
        candidate(point.x + radius + GAP, point.y + 0.3 * size, Anchor::Start),
        candidate(point.x - radius - GAP, point.y + 0.3 * size, Anchor::End),
    ]
}

/// What is covered, by cells, so that only what is near is looked at.
#[derive(Default)]
struct Grid {
    cells: std::collections::BTreeMap<(i64, i64), Vec<Rectangle>>,
}

impl Grid {
    const CELL: f64 = 64.0;

    fn cells_of(room: &Rectangle) -> impl Iterator<Item = (i64, i64)> + use<> {
        let cell = |value: f64| (value / Self::CELL).floor() as i64;
        let columns = cell(room.left)..=cell(room.right);
        let rows = cell(room.top)..=cell(room.bottom);
        columns.flat_map(move |column| rows.clone().map(move |row| (column, row)))
    }

    fn add(&mut self, room: Rectangle) {
        for cell in Self::cells_of(&room) {
            self.cells.entry(cell).or_default().push(room);
        }
    }

    fn is_free(&self, room: &Rectangle) -> bool {
        !Self::cells_of(room)
            .filter_map(|cell| self.cells.get(&cell))
            .any(|covered| covered.iter().any(|other| other.overlaps(room)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_off_after_a_word() {
        assert_eq!(short("National Museum of African American History and Culture"), "National Museum of African…");
        assert_eq!(short("Committee on Armed Services, Senate (closed)"), "Committee on Armed Services…");
        assert_eq!(short("German Association of Utilities"), "German Association of Utilities");
        assert_eq!(short(&"é".repeat(40)), format!("{}…", "é".repeat(32)));
    }

    const PAPER: Rectangle = Rectangle { left: -500.0, top: -500.0, right: 500.0, bottom: 500.0 };

    fn wish(text: &str, x: f64, y: f64) -> Wish<'_> {
        Wish { text, size: 12.0, point: Point { x, y }, radius: 6.0 }
    }

    #[test]
    fn a_label_goes_below_where_there_is_room() {
        let placed = place(&[wish("Ana Ruiz", 0.0, 0.0)], &[], PAPER);
        assert!(placed[0].is_some_and(|label| label.at.y > 0.0 && label.anchor == Anchor::Middle));
    }

    #[test]
    fn a_label_gives_way_to_one_before_it() {
        let placed = place(&[wish("Ana Ruiz", 0.0, 0.0), wish("Jon Berg", 0.0, -22.0)], &[], PAPER);
        assert!(placed[1].is_some_and(|label| label.at.y < -22.0));
    }

    #[test]
    fn what_has_no_room_goes_without() {
        let crowd: Vec<Wish<'_>> =
            (0..40).map(|number| wish("Crowded", f64::from(number % 7), f64::from(number % 5))).collect();
        let placed = place(&crowd, &[], PAPER);
        assert!(placed.iter().any(Option::is_none));
    }

    #[test]
    fn a_label_keeps_off_lines_and_on_the_paper() {
        let line = (Point { x: 0.0, y: 0.0 }, Point { x: 0.0, y: 80.0 });
        let placed = place(&[wish("Ana Ruiz", 0.0, 0.0)], &[line], PAPER);
        assert!(placed[0].is_some_and(|label| label.at.y < 0.0));
        let placed = place(&[wish("Ana Ruiz", 495.0, 0.0)], &[], PAPER);
        assert!(placed[0].is_some_and(|label| label.anchor == Anchor::End));
    }
}
