//! What of the store goes into a network or a picture.

use clap::Args;

/// What of the store goes into the network.
#[derive(Debug, Clone, Args)]
pub struct SelectionArgs {
    /// Kinds of event, separated by commas: meeting, visit, statement, role (posts held) …, or all. [default: meeting
    /// for networks, all for timelines and pictures]
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub kind: Vec<String>,

    /// Only events on or after this day, month or year (YYYY-MM-DD, YYYY-MM, YYYY).
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,

    /// Only events on or before this day, month or year.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,

    /// Only events of these statuses, separated by commas: happened, planned, possible, denied, cancelled, or all.
    /// [default: happened,planned for networks, all for timelines and pictures]
    #[arg(long, value_name = "STATUSES", value_delimiter = ',')]
    pub status: Vec<String>,

    /// Only what this document says (its id, URL or IRI).
    #[arg(long, value_name = "DOCUMENT")]
    pub document: Option<String>,

    /// Only what this publisher says.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,

    /// Kinds of entity to connect, separated by commas: person, organisation, place, group, nationality, other.
    /// [default: person for networks, person,organisation for pictures]
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub entities: Vec<String>,
}
