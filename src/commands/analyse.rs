//! `attache analyse`.

use super::Outcome;
use crate::analysis::adjacency::Adjacency;
use crate::analysis::arguments::{self, Defaults, NETWORK, TIMELINE};
use crate::analysis::error::AnalysisError;
use crate::analysis::network::{EntityIndex, Network, OccasionIndex};
use crate::analysis::projection::project;
use crate::analysis::report::Report;
use crate::analysis::selection::Selection;
use crate::analysis::{common, details, figures, pairs, paths, record, stories, timeline};
use crate::cli::{Analysis, AnalysisFormat, PairArgs, PathArgs, ProjectionArgs, TimelineArgs};
use crate::graph::{FindError, Store, find_entity};
use crate::query::Table;
use anstream::eprintln;
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;

/// Runs the command.
///
/// # Errors
/// Arguments that mean nothing, and a store that cannot be read. Where there is nothing to find (an unknown name, no
/// path, an empty store …) standard error says so, and the outcome is [`Outcome::NothingFound`].
pub fn run(analysis: &Analysis, store: &Path) -> anyhow::Result<Outcome> {
    let projection = projection_of(analysis);
    let defaults = if matches!(analysis, Analysis::Timeline(_)) { TIMELINE } else { NETWORK };
    match Desk::open(store, projection, defaults)?.and_then(|mut desk| desk.answer(analysis)) {
        Ok(report) => {
            print(&report, projection.format)?;
            Ok(Outcome::Done)
        }
        Err(error) if error.is_nothing_found() => {
            eprintln!("{error}");
            Ok(Outcome::NothingFound)
        }
        Err(error) => Err(error.into()),
    }
}

fn projection_of(analysis: &Analysis) -> &ProjectionArgs {
    match analysis {
        Analysis::Central(projection)
        | Analysis::Communities(projection)
        | Analysis::Brokers(projection)
        | Analysis::Places(projection)
        | Analysis::Pairs(projection) => projection,
        Analysis::Path(PathArgs { projection, .. })
        | Analysis::Common(PairArgs { projection, .. })
        | Analysis::Timeline(TimelineArgs { projection, .. }) => projection,
    }
}

fn print(report: &Report, format: AnalysisFormat) -> anyhow::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    match format {
        AnalysisFormat::Json => report.write_json(&mut out)?,
        AnalysisFormat::Csv => report.write_csv(&mut out)?,
        AnalysisFormat::Table => {
            let mut table = Table::new(report.head());
            report.shown().for_each(|row| table.add_text(row));
            table.write(super::terminal_width(), &mut out)?;
            if let Some(note) = &report.note {
                writeln!(out, "\n{note}")?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// What an analysis works with.
struct Desk<'a> {
    store: Store,
    selection: Selection,
    network: Network,
    projection: &'a ProjectionArgs,
}

impl<'a> Desk<'a> {
    /// Reads the network. The outer error is that of arguments, the inner one that of the store.
    fn open(
        folder: &Path,
        projection: &'a ProjectionArgs,
        defaults: Defaults,
    ) -> anyhow::Result<Result<Self, AnalysisError>> {
        let selection = arguments::selection(&projection.selection, defaults)?;
        let open = || {
            let store = if projection.save { Store::open_to_write(folder)? } else { Store::open(folder)? };
            let network = project(&store, &selection)?;
            if network.occasions.is_empty() {
                return Err(AnalysisError::NoEvents(selection.in_words()));
            }
            Ok((store, network))
        };
        Ok(open().map(|(store, network)| Self { store, selection, network, projection }))
    }

    fn answer(&mut self, analysis: &Analysis) -> Result<Report, AnalysisError> {
        let seed = self.projection.seed;
        let needs_ties = !matches!(analysis, Analysis::Timeline(_) | Analysis::Places(_));
        if needs_ties && self.network.graph.node_count() == 0 {
            return Err(AnalysisError::NoTies(self.selection.in_words()));
        }
        let mut report = match analysis {
            Analysis::Central(_) => figures::central(&self.network, seed),
            Analysis::Communities(_) => figures::communities_report(&self.network, seed),
            Analysis::Brokers(_) => figures::brokers(&self.network, seed),
            Analysis::Pairs(_) => stories::pairs(&self.network, &pairs::pairs(&self.network)),
            Analysis::Places(_) => self.places()?,
            Analysis::Path(path) => self.path(path)?,
            Analysis::Common(pair) => self.common(pair)?,
            Analysis::Timeline(timeline) => self.timeline(timeline)?,
        };
        if self.projection.save {
            let words = self.in_words(analysis)?;
            let graph = record::save(&self.store, name_of(analysis), &words, &report)?;
            let saved = format!("Saved in the graph <{}>.", graph.as_str());
            report.note = Some(report.note.take().map_or(saved.clone(), |note| format!("{note} {saved}")));
        }
        report.cut(self.limit());
        Ok(report)
    }

    /// Rows that are printed; 0 for all.
    fn limit(&self) -> usize {
        const ROWS_OF_A_TABLE: usize = 20;
        let usual = if self.projection.format == AnalysisFormat::Table { ROWS_OF_A_TABLE } else { 0 };
        self.projection.limit.unwrap_or(usual)
    }

    /// What was asked, for the record: "path from Ana Ruiz to Jon Berg, 3 paths: meeting; happened; person; seed 1".
    fn in_words(&self, analysis: &Analysis) -> Result<String, AnalysisError> {
        let name = |name: &str| Ok::<_, AnalysisError>(self.name(self.entity(name)?));
        let what = match analysis {
            Analysis::Path(PathArgs { from, to, count, .. }) => {
                format!(" from {} to {}, {count} paths", name(from)?, name(to)?)
            }
            Analysis::Common(PairArgs { first, second, .. }) => format!(" of {} and {}", name(first)?, name(second)?),
            Analysis::Timeline(TimelineArgs { of, .. }) if !of.is_empty() => {
                let names: Vec<String> = of.iter().map(|entity| name(entity)).collect::<Result<_, _>>()?;
                format!(" of {}", names.join(" and "))
            }
            _ => String::new(),
        };
        let (selected, seed) = (self.selection.in_words(), self.projection.seed);
        Ok(format!("{}{what}: {selected}; seed {seed}", name_of(analysis)))
    }

    /// The entity that a name means; of several the one that takes part in a selected event, if there is only one.
    fn entity(&self, name: &str) -> Result<EntityIndex, AnalysisError> {
        let by_iri = |iri: &str| {
            let found = self.network.entities.binary_search_by(|entity| (*entity.iri).cmp(iri));
            found.ok().map(|number| EntityIndex(number as u32))
        };
        let unknown = || AnalysisError::Name(FindError::Nothing(name.to_owned()));
        match find_entity(&self.store, name) {
            Ok(found) => by_iri(found.iri.as_str()).ok_or_else(unknown),
            Err(FindError::Several { asked, candidates }) => {
                let takes_part = |index: &EntityIndex| {
                    self.network.occasions.iter().any(|occasion| timeline::concerns(occasion, *index))
                };
                let mut concerned = candidates.iter().filter_map(|found| by_iri(found.iri.as_str())).filter(takes_part);
                match (concerned.next(), concerned.next()) {
                    (Some(only), None) => Ok(only),
                    _ => Err(FindError::Several { asked, candidates }.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The node of somebody who is tied to somebody.
    fn node(&self, entity: EntityIndex) -> Result<NodeIndex, AnalysisError> {
        self.network.node(entity).ok_or_else(|| AnalysisError::Alone(self.name(entity), self.selection.in_words()))
    }

    fn name(&self, entity: EntityIndex) -> String {
        self.network.entity(entity).name.to_string()
    }

    fn two(&self, first: &str, second: &str) -> Result<(EntityIndex, EntityIndex), AnalysisError> {
        let (first, second) = (self.entity(first)?, self.entity(second)?);
        if first == second { Err(AnalysisError::Same(self.name(first))) } else { Ok((first, second)) }
    }

    fn describe(&mut self, occasions: impl IntoIterator<Item = OccasionIndex>) -> Result<(), AnalysisError> {
        details::describe(&self.store, &self.selection, &mut self.network, occasions)
    }

    fn path(&mut self, path: &PathArgs) -> Result<Report, AnalysisError> {
        let (from, to) = self.two(&path.from, &path.to)?;
        let adjacency = Adjacency::new(&self.network.graph);
        let (start, goal) = (self.node(from)?.index(), self.node(to)?.index());
        let found = paths::shortest_paths(&adjacency, start, goal, path.count.max(1));
        if found.is_empty() {
            return Err(AnalysisError::NoPath(self.name(from), self.name(to), self.selection.in_words()));
        }
        let entity = |&node: &u32| self.network.graph[NodeIndex::new(node as usize)];
        let found: Vec<Vec<EntityIndex>> = found.iter().map(|path| path.iter().map(entity).collect()).collect();
        let steps = found.iter().flat_map(|path| path.windows(2));
        let shown: BTreeSet<OccasionIndex> = steps
            .filter_map(|ends| stories::occasions_of(&self.network, ends[0], ends[1]))
            .filter_map(|occasions| stories::best_occasion(&self.network, occasions))
            .collect();
        self.describe(shown)?;
        Ok(stories::path(&self.network, &found))
    }

    fn common(&self, pair: &PairArgs) -> Result<Report, AnalysisError> {
        let (first, second) = self.two(&pair.first, &pair.second)?;
        self.node(first)?;
        self.node(second)?;
        let shared = common::common(&self.network, first, second);
        if shared.is_empty() {
            return Err(AnalysisError::NothingCommon(self.name(first), self.name(second), self.selection.in_words()));
        }
        Ok(stories::common(&self.network, &shared))
    }

    fn places(&self) -> Result<Report, AnalysisError> {
        let places = timeline::places(&self.network);
        if places.is_empty() {
            return Err(AnalysisError::NoEvents(format!("none has a place: {}", self.selection.in_words())));
        }
        Ok(stories::places(&self.network, &places))
    }

    fn timeline(&mut self, timeline: &TimelineArgs) -> Result<Report, AnalysisError> {
        let of: Vec<EntityIndex> = timeline.of.iter().map(|name| self.entity(name)).collect::<Result<_, _>>()?;
        let occasions = timeline::timeline(&self.network, &of);
        if occasions.is_empty() {
            let names: Vec<String> = of.iter().map(|&entity| self.name(entity)).collect();
            let words = format!("{}; {}", names.join(" and "), self.selection.in_words());
            return Err(AnalysisError::NoEvents(words));
        }
        let limit = self.limit();
        let shown = if limit == 0 || self.projection.save { occasions.len() } else { limit };
        self.describe(occasions.iter().copied().take(shown))?;
        Ok(stories::timeline(&self.network, &occasions))
    }
}

fn name_of(analysis: &Analysis) -> &'static str {
    match analysis {
        Analysis::Central(_) => "central",
        Analysis::Communities(_) => "communities",
        Analysis::Brokers(_) => "brokers",
        Analysis::Path(_) => "path",
        Analysis::Timeline(_) => "timeline",
        Analysis::Places(_) => "places",
        Analysis::Pairs(_) => "pairs",
        Analysis::Common(_) => "common",
    }
}
