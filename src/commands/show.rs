//! `attache show`: one entity's dossier.

use super::Outcome;
use crate::cli::ShowArgs;
use crate::graph::vocabulary::{att, rdf, schema};
use crate::graph::{FindError, Found, Store, find_entity};
use crate::query::{Table, ask};
use anstream::{eprintln, println};
use anstyle::Style;
use oxigraph::model::{NamedNodeRef, Term};
use oxigraph::sparql::QueryResults;
use std::collections::BTreeSet;
use std::io::{Write, stdout};
use std::path::Path;

const TITLE: Style = Style::new().bold();

/// What a dossier tells, in this order: heading, columns, and a query over `?it`.
const SECTIONS: &[(&str, &str)] = &[
    ("Posts", include_str!("../../queries/dossier/posts.rq")),
    ("Meetings", include_str!("../../queries/dossier/meetings.rq")),
    ("Visits", include_str!("../../queries/dossier/visits.rq")),
    ("Statements", include_str!("../../queries/dossier/statements.rq")),
    ("Other events", include_str!("../../queries/dossier/events.rq")),
    ("Sources", include_str!("../../queries/dossier/sources.rq")),
];

/// Runs the command.
///
/// # Errors
/// No store, or one that cannot be read. A name that nobody has, or that several have, is told on standard error and
/// gives [`Outcome::NothingFound`].
pub fn run(arguments: &ShowArgs, store: &Path) -> anyhow::Result<Outcome> {
    let store = Store::open(store)?;
    let entity = match find_entity(&store, &arguments.entity) {
        Ok(entity) => entity,
        Err(error @ (FindError::Nothing(_) | FindError::Several { .. })) => {
            eprintln!("{error}");
            return Ok(Outcome::NothingFound);
        }
        Err(error) => return Err(error.into()),
    };
    head(&store, &entity)?;
    for (heading, query) in SECTIONS {
        let table = answer(&store, query, entity.iri.as_ref())?;
        if !table.is_empty() {
            println!("\n{TITLE}{heading}{TITLE:#}");
            table.write(super::terminal_width(), &mut stdout().lock())?;
        }
    }
    Ok(Outcome::Done)
}

fn head(store: &Store, entity: &Found) -> anyhow::Result<()> {
    let quads = store.about(entity.iri.as_ref())?;
    let mut aliases = BTreeSet::new();
    let mut elsewhere = BTreeSet::new();
    for quad in &quads {
        let property = quad.predicate.as_ref();
        match &quad.object {
            Term::Literal(name)
                if (property == schema::NAME || property == schema::ALTERNATE_NAME) && name.value() != entity.name =>
            {
                aliases.insert(name.value());
            }
            Term::NamedNode(same) if property == rdf::SAME_AS => {
                elsewhere.insert(same.as_str());
            }
            Term::NamedNode(whole) if property == att::PART_OF || property == schema::CONTAINED_IN => {
                elsewhere.insert(whole.as_str());
            }
            _ => {}
        }
    }
    println!("{TITLE}{}{TITLE:#} ({}, {} mentions)", entity.name, entity.kind, entity.mentions);
    if !aliases.is_empty() {
        println!("also called {}", aliases.into_iter().collect::<Vec<_>>().join("; "));
    }
    println!("{}", entity.iri.as_str());
    for same in elsewhere {
        println!("{same}");
    }
    Ok(stdout().flush()?)
}

fn answer(store: &Store, query: &str, entity: NamedNodeRef<'_>) -> anyhow::Result<Table> {
    let text = query.replace("VALUES ?it { UNDEF }", &format!("VALUES ?it {{ {entity} }}"));
    let QueryResults::Solutions(solutions) = ask(store.oxigraph(), &text)? else {
        return Ok(Table::default());
    };
    let mut table = Table::new(solutions.variables().iter().map(|variable| variable.as_str()));
    for solution in solutions {
        table.add(solution?.values().iter().map(Option::as_ref));
    }
    Ok(table)
}
