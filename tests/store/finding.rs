//! Names as people type them.

use crate::support::Article;
use attache::facts::EntityKind;
use attache::graph::{FindError, Store, find_entity};
use std::error::Error;

fn store() -> Result<Store, Box<dyn Error>> {
    let store = Store::in_memory()?;
    let mut article = Article::new("a", None, "2026-03-04", "José Peña, Maria Peña, Anna Berg, Bergen.");
    article.entity(EntityKind::Person, "José Peña", &[]);
    article.entity(EntityKind::Person, "Maria Peña", &[]);
    article.entity(EntityKind::Person, "Anna Berg", &["Berg"]);
    article.place("Bergen");
    store.add(vec![article.addition()])?;
    Ok(store)
}

#[test]
fn accents_case_and_first_names_may_be_left_out() -> Result<(), Box<dyn Error>> {
    let store = store()?;
    for (asked, name) in [
        ("jose pena", "José Peña"),
        ("ANNA BERG", "Anna Berg"),
        ("berg", "Anna Berg"),
        ("bergen", "Bergen"),
        ("Ana Berg", "Anna Berg"),
        ("https://w3id.org/attache/id/person/anna-berg", "Anna Berg"),
    ] {
        assert_eq!(find_entity(&store, asked)?.name, name, "{asked}");
    }
    Ok(())
}

#[test]
fn a_name_that_several_have_lists_them() -> Result<(), Box<dyn Error>> {
    match find_entity(&store()?, "Peña") {
        Err(FindError::Several { candidates, .. }) => assert_eq!(candidates.len(), 2),
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}

#[test]
fn a_name_that_nobody_has_finds_nothing() -> Result<(), Box<dyn Error>> {
    for asked in ["Zebedee", "", "\"] } <", "\\"] {
        assert!(matches!(find_entity(&store()?, asked), Err(FindError::Nothing(_))), "{asked}");
    }
    Ok(())
}
