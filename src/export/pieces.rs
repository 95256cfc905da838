//! The pieces of a network that hangs not together: found, and put side by side once each is laid out.

use super::layout::{Point, Spring};

/// Width by height of what the pieces are packed into.
const ASPECT: f64 = 1.5;
/// Pixels between two pieces.
const GAP: f64 = 40.0;

/// The connected pieces, largest first; each with its nodes in ascending order.
pub(super) fn pieces_of(count: usize, springs: &[Spring]) -> Vec<Vec<usize>> {
    let mut piece: Vec<usize> = (0..count).collect();
    fn root(piece: &mut [usize], mut node: usize) -> usize {
        while piece[node] != node {
            piece[node] = piece[piece[node]];
            node = piece[node];
        }
        node
    }
    for spring in springs {
        let (one, other) = (root(&mut piece, spring.one), root(&mut piece, spring.other));
        piece[one.max(other)] = one.min(other);
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for node in 0..count {
        let root = root(&mut piece, node);
        members[root].push(node);
    }
    members.retain(|nodes| !nodes.is_empty());
    members.sort_by_key(|nodes| std::cmp::Reverse(nodes.len()));
    members
}

/// Puts the pieces side by side in rows.
pub(super) fn pack(points: &mut [Point], pieces: Vec<(Vec<usize>, Point)>) {
    let area: f64 = pieces.iter().map(|(_, size)| (size.x + GAP) * (size.y + GAP)).sum();
    let widest = pieces.iter().map(|(_, size)| size.x + GAP).fold(0.0, f64::max);
    let width = widest.max((area * ASPECT).sqrt());
    let mut ordered = pieces;
    ordered.sort_by(|left, right| right.1.y.total_cmp(&left.1.y));
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for (members, size) in ordered {
        if x > 0.0 && x + size.x > width {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        for node in members {
            points[node] = Point { x: points[node].x + x, y: points[node].y + y };
        }
        x += size.x + GAP;
        row = row.max(size.y);
    }
}
