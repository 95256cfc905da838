//! Where the nodes of a picture stand: forces between them, without any chance but a seed of its own.
//!
//! Nodes push each other off and ties pull (Peter Eades, 1984; the forces are those of Mathieu Jacomy, Tommaso
//! Venturini, Sebastien Heymann, Mathieu Bastian, "ForceAtlas2", 2014; the cooling is that of Thomas Fruchterman and
//! Edward Reingold, 1991). Pushes of what is far away are added up by quadrants (Josh Barnes, Piet Hut, 1986). The
//! pieces of a network that hangs not together are laid out one by one and then packed in rows.

use super::pieces::{pack, pieces_of};
use super::quadrants::Quadrants;
use crate::analysis::random::Random;

/// A point of the picture, in pixels; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// The room that a node and its label take around the node's point, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// To the left and to the right of the point.
    pub half_width: f64,
    /// Above the point.
    pub above: f64,
    /// Below the point.
    pub below: f64,
}

/// A tie as it pulls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spring {
    /// One end.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How strong the tie is: 1 or more.
    pub weight: f64,
}

/// Length of a tie between two nodes that have no other, in pixels.
const LENGTH: f64 = 95.0;
const ROUNDS: usize = 500;
/// Pieces up to this number of nodes have room enough that no tie need run through a node.
const SMALL: usize = 60;

/// Places nodes so that no two extents overlap; the upper left corner of all is near 0, 0.
pub fn layout(extents: &[Extent], springs: &[Spring]) -> Vec<Point> {
    let mut points = vec![Point::default(); extents.len()];
    let mut pieces: Vec<(Vec<usize>, Point)> = Vec::new();
    for members in pieces_of(extents.len(), springs) {
        let (placed, size) = lay_out_piece(&members, extents, springs);
        for (&node, point) in members.iter().zip(placed) {
            points[node] = point;
        }
        pieces.push((members, size));
    }
    pack(&mut points, pieces);
    points
}

/// Places one piece with its upper left corner at 0, 0; returns its size too.
fn lay_out_piece(members: &[usize], extents: &[Extent], springs: &[Spring]) -> (Vec<Point>, Point) {
    let number = |node: usize| members.binary_search(&node).ok();
    let springs: Vec<Spring> = springs
        .iter()
        .filter_map(|spring| Some(Spring { one: number(spring.one)?, other: number(spring.other)?, ..*spring }))
        .collect();
    let extents: Vec<Extent> = members.iter().map(|&node| extents[node]).collect();
    let mut points = by_forces(members.len(), &springs);
    lie_flat(&mut points);
    scale(&mut points, &extents, &springs);
    push_apart(&mut points, &extents);
    if members.len() <= SMALL {
        clear_ties(&mut points, &extents, &springs);
    }
    let left = least(points.iter().zip(&extents).map(|(point, extent)| point.x - extent.half_width));
    let top = least(points.iter().zip(&extents).map(|(point, extent)| point.y - extent.above));
    let right = -least(points.iter().zip(&extents).map(|(point, extent)| -point.x - extent.half_width));
    let bottom = -least(points.iter().zip(&extents).map(|(point, extent)| -point.y - extent.below));
    points.iter_mut().for_each(|point| *point = Point { x: point.x - left, y: point.y - top });
    (points, Point { x: right - left, y: bottom - top })
}

fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::INFINITY, f64::min)
}

fn by_forces(count: usize, springs: &[Spring]) -> Vec<Point> {
    const GRAVITY: f64 = 0.02;
    let mut random = Random::new(count as u64);
    let spread = LENGTH * (count as f64).sqrt();
    let mut points: Vec<Point> = (0..count)
        .map(|_| Point { x: (random.fraction() - 0.5) * spread, y: (random.fraction() - 0.5) * spread })
        .collect();
    let mut degrees = vec![0.0_f64; count];
    for spring in springs {
        degrees[spring.one] += 1.0;
        degrees[spring.other] += 1.0;
    }
    let masses: Vec<f64> = degrees.iter().map(|degree| 0.5 + degree.sqrt() * 0.5).collect();
    let push = LENGTH * LENGTH;
    for round in 0..ROUNDS {
        let quadrants = Quadrants::new(&points, &masses);
        let mut forces: Vec<Point> = points
            .iter()
            .zip(&masses)
            .map(|(&point, &mass)| {
                let pushed = quadrants.push(point);
                let pull = GRAVITY * mass;
                Point { x: pushed.x * mass * push - point.x * pull, y: pushed.y * mass * push - point.y * pull }
            })
            .collect();
        for spring in springs {
            let (one, other) = (points[spring.one], points[spring.other]);
            let pull = 1.0 + spring.weight.ln() * 0.5;
            let force = Point { x: (other.x - one.x) * pull, y: (other.y - one.y) * pull };
            forces[spring.one].x += force.x;
            forces[spring.one].y += force.y;
            forces[spring.other].x -= force.x;
            forces[spring.other].y -= force.y;
        }
        let left = 1.0 - round as f64 / ROUNDS as f64;
        let warmth = spread.min(1_000.0) * 0.12 * left * left + 0.05;
        for ((point, force), degree) in points.iter_mut().zip(&forces).zip(&degrees) {
            // A hub is pulled from many sides; dividing by its ties keeps it from jumping about.
            let length = force.x.hypot(force.y).max(1e-9);
            let step = (length / (2.0 + degree)).min(warmth) / length;
            point.x += force.x * step;
            point.y += force.y * step;
        }
    }
    points
}

/// Turns the points so that they spread farthest from left to right; what would lie in a line is tilted, so that ties
/// do not run through the names below their nodes.
fn lie_flat(points: &mut [Point]) {
    let count = points.len().max(1) as f64;
    let middle = Point {
        x: points.iter().map(|point| point.x).sum::<f64>() / count,
        y: points.iter().map(|point| point.y).sum::<f64>() / count,
    };
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for point in points.iter() {
        let (x, y) = (point.x - middle.x, point.y - middle.y);
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    const THIN: f64 = 3.0;
    const TILT: f64 = 0.45;
    let apart = ((xx - yy).powi(2) + 4.0 * xy * xy).sqrt();
    let (along, across) = (0.5 * (xx + yy + apart), 0.5 * (xx + yy - apart));
    let thin = along > THIN * THIN * across.max(1e-9);
    let angle = 0.5 * (2.0 * xy).atan2(xx - yy) - if thin { TILT } else { 0.0 };
    let (sine, cosine) = angle.sin_cos();
    for point in points {
        let (x, y) = (point.x - middle.x, point.y - middle.y);
        *point = Point { x: x * cosine + y * sine, y: y * cosine - x * sine };
    }
}

/// Gives all nodes together a few times the room that they take themselves, with ties that are not too long.
fn scale(points: &mut [Point], extents: &[Extent], springs: &[Spring]) {
    const LONG: f64 = 190.0;
    const AIR: f64 = 18.0;
    const SPARE: f64 = 2.6;
    let wanted: f64 = extents
        .iter()
        .map(|extent| (2.0 * extent.half_width + AIR) * (extent.above + extent.below + AIR) * SPARE)
        .sum();
    // The standard deviations measure the room better than the outermost nodes do.
    let count = points.len().max(1) as f64;
    let spread = |value: fn(&Point) -> f64| {
        let mean = points.iter().map(value).sum::<f64>() / count;
        (points.iter().map(|point| (value(point) - mean).powi(2)).sum::<f64>() / count).sqrt()
    };
    // An even spread over a width has a standard deviation of width / √12.
    let taken = 12.0 * spread(|point| point.x).max(1.0) * spread(|point| point.y).max(8.0);
    let mut lengths: Vec<f64> = springs
        .iter()
        .map(|spring| (points[spring.one], points[spring.other]))
        .map(|(one, other)| (one.x - other.x).hypot(one.y - other.y))
        .collect();
    lengths.sort_by(f64::total_cmp);
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(LONG).max(1.0);
    let factor = (wanted / taken).sqrt().min(LONG / median);
    points.iter_mut().for_each(|point| *point = Point { x: point.x * factor, y: point.y * factor });
}

/// Moves overlapping extents apart, each pair by half along the shorter way, until none overlap.
fn push_apart(points: &mut [Point], extents: &[Extent]) {
    const PASSES: usize = 2_000;
    let mut order: Vec<usize> = (0..points.len()).collect();
    let widest = extents.iter().map(|extent| extent.half_width).fold(0.0, f64::max);
    for _ in 0..PASSES {
        order.sort_by(|&one, &other| points[one].x.total_cmp(&points[other].x).then(one.cmp(&other)));
        let mut moved = false;
        for position in 0..order.len() {
            let one = order[position];
            for &other in &order[position + 1..] {
                if points[other].x - points[one].x > extents[one].half_width + widest {
                    break;
                }
                moved |= part(points, extents, one, other);
            }
        }
        if !moved {
            break;
        }
    }
}

/// Moves nodes off the ties of others, which would look as if they were theirs.
fn clear_ties(points: &mut [Point], extents: &[Extent], springs: &[Spring]) {
    const PASSES: usize = 40;
    const AIR: f64 = 7.0;
    for _ in 0..PASSES {
        let mut moved = false;
        for node in 0..points.len() {
            for spring in springs.iter().filter(|spring| spring.one != node && spring.other != node) {
                let (from, to, point) = (points[spring.one], points[spring.other], points[node]);
                let along = Point { x: to.x - from.x, y: to.y - from.y };
                let square = (along.x * along.x + along.y * along.y).max(1e-9);
                let share = ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / square;
                if !(0.05..=0.95).contains(&share) {
                    continue;
                }
                // Distance from the line, to its left or right.
                let length = square.sqrt();
                let aside = (along.x * (point.y - from.y) - along.y * (point.x - from.x)) / length;
                let missing = extents[node].above + AIR - aside.abs();
                if missing > 0.0 {
                    let shift = if aside >= 0.0 { missing } else { -missing } / length;
                    points[node] = Point { x: point.x - along.y * shift, y: point.y + along.x * shift };
                    moved = true;
                }
            }
        }
        push_apart(points, extents);
        if !moved {
            break;
        }
    }
}

fn part(points: &mut [Point], extents: &[Extent], one: usize, other: usize) -> bool {
    const MARGIN: f64 = 2.0;
    let across = points[other].x - points[one].x;
    let overlap_x = extents[one].half_width + extents[other].half_width + MARGIN - across.abs();
    let upper_first = (points[one].y, one) <= (points[other].y, other);
    let (upper, lower) = if upper_first { (one, other) } else { (other, one) };
    let overlap_y = extents[upper].below + extents[lower].above + MARGIN - (points[lower].y - points[upper].y);
    if overlap_x <= 0.0 || overlap_y <= 0.0 {
        return false;
    }
    if overlap_x < overlap_y {
        let shift = if across >= 0.0 { overlap_x } else { -overlap_x } * 0.5;
        points[one].x -= shift;
        points[other].x += shift;
    } else {
        points[upper].y -= overlap_y * 0.5;
        points[lower].y += overlap_y * 0.5;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(count: usize) -> (Vec<Extent>, Vec<Spring>) {
        let extents = vec![Extent { half_width: 40.0, above: 10.0, below: 25.0 }; count];
        let springs = (0..count).map(|node| Spring { one: node, other: (node + 1) % count, weight: 1.0 }).collect();
        (extents, springs)
    }

    fn overlap(points: &[Point], extents: &[Extent], one: usize, other: usize) -> bool {
        let apart_x = (points[one].x - points[other].x).abs() >= extents[one].half_width + extents[other].half_width;
        let above = |upper: usize, lower: usize| {
            points[lower].y - extents[lower].above >= points[upper].y + extents[upper].below
        };
        !apart_x && !above(one, other) && !above(other, one)
    }

    #[test]
    fn no_two_nodes_overlap() {
        let (extents, mut springs) = ring(30);
        springs.extend((0..30).map(|node| Spring { one: node, other: (node * 7 + 3) % 30, weight: 3.0 }));
        let points = layout(&extents, &springs);
        for one in 0..30 {
            for other in one + 1..30 {
                assert!(!overlap(&points, &extents, one, other), "{one} and {other}");
            }
        }
    }

    #[test]
    fn the_same_network_is_laid_out_in_the_same_way() {
        let (extents, springs) = ring(12);
        assert_eq!(layout(&extents, &springs), layout(&extents, &springs));
    }

    #[test]
    fn the_ends_of_a_tie_are_nearer_than_others() {
        let (extents, springs) = ring(12);
        let points = layout(&extents, &springs);
        let distance =
            |one: usize, other: usize| (points[one].x - points[other].x).hypot(points[one].y - points[other].y);
        assert!(distance(0, 1) < distance(0, 6));
    }

    #[test]
    fn a_node_gives_way_to_a_tie_of_others() {
        let extents = vec![Extent { half_width: 20.0, above: 10.0, below: 20.0 }; 3];
        let mut points = [0.0, 100.0, 200.0].map(|x| Point { x, y: 0.0 });
        clear_ties(&mut points, &extents, &[Spring { one: 0, other: 2, weight: 1.0 }]);
        assert!(points[1].y.abs() >= 10.0, "{points:?}");
    }

    #[test]
    fn nothing_is_laid_out_as_nothing() {
        assert!(layout(&[], &[]).is_empty());
    }
}
