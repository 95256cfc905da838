//! Pushes between many points, those from far away added up by quadrants (Josh Barnes, Piet Hut, "A Hierarchical
//! O(N log N) Force-Calculation Algorithm", 1986).

use super::layout::Point;

/// A square of the plane with what lies in it.
#[derive(Debug, Clone, Copy, Default)]
struct Square {
    /// Sum of the masses.
    mass: f64,
    /// Their centre of gravity.
    centre: Point,
    /// Length of a side.
    side: f64,
    /// Position of the first of four parts, which stand in a row; 0 for a square without parts.
    parts: usize,
}

/// The tree of squares.
#[derive(Debug)]
pub struct Quadrants {
    squares: Vec<Square>,
}

/// A square this many times as far away as it is wide counts as one point.
const FAR: f64 = 1.25;
/// Points nearer than this push as if they were this far away.
const NEAR: f64 = 1.0;
/// How often a square is cut at most, so that equal points end somewhere.
const DEPTH: usize = 24;

impl Quadrants {
    /// Sorts points with their masses into squares.
    pub fn new(points: &[Point], masses: &[f64]) -> Self {
        let extreme = |value: fn(&Point) -> f64, sign: f64| {
            points.iter().map(|point| sign * value(point)).fold(f64::INFINITY, f64::min) * sign
        };
        let corner = Point { x: extreme(|point| point.x, 1.0), y: extreme(|point| point.y, 1.0) };
        let side = (extreme(|point| point.x, -1.0) - corner.x).max(extreme(|point| point.y, -1.0) - corner.y) + NEAR;
        let mut quadrants = Self { squares: vec![Square { side, ..Square::default() }] };
        let mut members: Vec<usize> = (0..points.len()).collect();
        quadrants.fill(0, corner, &mut members, points, masses, DEPTH);
        quadrants
    }

    fn fill(
        &mut self,
        square: usize,
        corner: Point,
        members: &mut [usize],
        points: &[Point],
        masses: &[f64],
        depth: usize,
    ) {
        let mass: f64 = members.iter().map(|&member| masses[member]).sum();
        let sum = |value: fn(&Point) -> f64| -> f64 {
            members.iter().map(|&member| value(&points[member]) * masses[member]).sum()
        };
        if mass > 0.0 {
            self.squares[square].mass = mass;
            self.squares[square].centre = Point { x: sum(|point| point.x) / mass, y: sum(|point| point.y) / mass };
        }
        if members.len() < 2 || depth == 0 {
            return;
        }
        let half = self.squares[square].side / 2.0;
        let middle = Point { x: corner.x + half, y: corner.y + half };
        let quadrant =
            |member: usize| usize::from(points[member].x >= middle.x) + 2 * usize::from(points[member].y >= middle.y);
        members.sort_by_key(|&member| quadrant(member));
        let first = self.squares.len();
        self.squares[square].parts = first;
        self.squares.extend([Square { side: half, ..Square::default() }; 4]);
        let mut rest = members;
        for part in 0..4 {
            let (mine, others) = rest.split_at_mut(rest.partition_point(|&member| quadrant(member) <= part));
            let corner = Point {
                x: if part % 2 == 1 { middle.x } else { corner.x },
                y: if part >= 2 { middle.y } else { corner.y },
            };
            self.fill(first + part, corner, mine, points, masses, depth - 1);
            rest = others;
        }
    }

    /// The push on a point of mass 1: from each mass, mass / distance.
    pub fn push(&self, point: Point) -> Point {
        let mut force = Point::default();
        let mut open = vec![0];
        while let Some(number) = open.pop() {
            let square = &self.squares[number];
            if square.mass == 0.0 {
                continue;
            }
            let (x, y) = (point.x - square.centre.x, point.y - square.centre.y);
            let distance = x.hypot(y);
            if square.parts > 0 && distance < FAR * square.side {
                open.extend(square.parts..square.parts + 4);
            } else if distance > 0.0 {
                let strength = square.mass / distance.max(NEAR).powi(2);
                force.x += x * strength;
                force.y += y * strength;
            }
        }
        force
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::random::Random;

    #[test]
    fn the_sum_by_quadrants_is_near_the_sum_by_points() {
        let mut random = Random::new(3);
        let mut number = || random.fraction() * 1_000.0;
        let points: Vec<Point> = (0..400).map(|_| Point { x: number(), y: number() }).collect();
        let masses = vec![1.0; points.len()];
        let quadrants = Quadrants::new(&points, &masses);
        let (mut error, mut total) = (0.0, 0.0);
        for &point in &points {
            let mut exact = Point::default();
            for other in points.iter().filter(|&&other| other != point) {
                let square = (point.x - other.x).powi(2) + (point.y - other.y).powi(2);
                exact.x += (point.x - other.x) / square.max(1.0);
                exact.y += (point.y - other.y) / square.max(1.0);
            }
            let near = quadrants.push(point);
            error += (near.x - exact.x).hypot(near.y - exact.y);
            total += exact.x.hypot(exact.y);
        }
        assert!(error < 0.05 * total, "{error} of {total}");
    }
}
