//! Who met whom most often, and who has stopped meeting.

use super::calendar::When;
use super::network::{EntityIndex, Network, OccasionIndex};
use crate::facts::Status;
use petgraph::visit::EdgeRef;

/// What two entities had to do with each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// One, first by name.
    pub first: EntityIndex,
    /// The other.
    pub second: EntityIndex,
    /// Their events, by date.
    pub occasions: Vec<OccasionIndex>,
    /// How many of them happened.
    pub happened: usize,
    /// How many are planned.
    pub planned: usize,
    /// The first that happened and has a date.
    pub earliest: Option<When>,
    /// The last that happened and has a date.
    pub latest: Option<When>,
    /// Days between two events as a rule: the median; `None` below three dated events.
    pub interval: Option<i32>,
    /// Days from the last event of the pair to the last event of the whole network.
    pub silence: Option<i32>,
    /// Whether they met at least three times, and for more than twice their longest pause now do not, with no meeting
    /// planned.
    pub stopped: bool,
}

/// All pairs, those with the most events that happened first, then by planned events and names.
pub fn pairs(network: &Network) -> Vec<Pair> {
    let today = last_day(network);
    let mut pairs: Vec<Pair> = network
        .graph
        .edge_references()
        .map(|edge| {
            let (one, other) = (network.graph[edge.source()], network.graph[edge.target()]);
            pair(network, one, other, &edge.weight().occasions, today)
        })
        .collect();
    let name = |index: EntityIndex| &network.entity(index).name;
    pairs.sort_by(|left, right| {
        let often = |pair: &Pair| std::cmp::Reverse((pair.happened, pair.planned, pair.occasions.len()));
        (often(left), name(left.first), name(left.second)).cmp(&(often(right), name(right.first), name(right.second)))
    });
    pairs
}

/// The last day on which anything in the network happened.
fn last_day(network: &Network) -> Option<i32> {
    let happened = network.occasions.iter().filter(|occasion| occasion.status == Status::Happened);
    happened.filter_map(|occasion| occasion.when.days()).map(|(_, last)| last).max()
}

fn pair(
    network: &Network,
    one: EntityIndex,
    other: EntityIndex,
    occasions: &[OccasionIndex],
    today: Option<i32>,
) -> Pair {
    let (first, second) =
        if network.entity(one).name <= network.entity(other).name { (one, other) } else { (other, one) };
    let with_status = |status: Status| {
        occasions.iter().map(|&index| network.occasion(index)).filter(move |occasion| occasion.status == status)
    };
    let dated: Vec<When> =
        with_status(Status::Happened).map(|occasion| occasion.when).filter(|when| when.days().is_some()).collect();
    let days: Vec<(i32, i32)> = dated.iter().filter_map(|when| when.days()).collect();
    let mut pauses: Vec<i32> = days.windows(2).map(|next| (next[1].0 - next[0].1).max(0)).collect();
    pauses.sort_unstable();
    let planned = with_status(Status::Planned).count();
    let silence = today.zip(days.last()).map(|(today, &(_, last))| (today - last).max(0));
    let longest = pauses.last().copied().unwrap_or(0);
    let enough = pauses.len() >= 2;
    Pair {
        first,
        second,
        occasions: occasions.to_vec(),
        happened: with_status(Status::Happened).count(),
        planned,
        earliest: dated.first().copied(),
        latest: dated.last().copied(),
        interval: enough.then(|| pauses[pauses.len() / 2]),
        silence,
        stopped: enough && planned == 0 && silence.is_some_and(|silence| silence > 2 * longest.max(1)),
    }
}
