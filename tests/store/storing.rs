//! The store: whole documents, no trace of the order, clean retraction.

use crate::meeting::berg_meets_kowalski;
use crate::support::{Article, one_of_many};
use attache::export::{everything, write_rdf};
use attache::facts::Status;
use attache::graph::store::{Change, STORE};
use attache::graph::{Store, StoreError};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphName, GraphNameRef, Quad};
use std::collections::BTreeSet;
use std::error::Error;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn dump(store: &Store) -> Result<String> {
    let mut out = Vec::new();
    write_rdf(everything(store, true)?, RdfFormat::NQuads, &mut out)?;
    Ok(String::from_utf8(out)?)
}

/// The default graph is the union of the named ones, without the bookkeeping.
fn assert_union(store: &Store) -> Result<()> {
    let mut union = BTreeSet::new();
    let mut default = BTreeSet::new();
    for quad in store.oxigraph().iter() {
        let quad = quad?;
        let triple = Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }.to_string();
        if quad.graph_name.is_default_graph() {
            default.insert(triple);
        } else if quad.graph_name.as_ref() != GraphNameRef::from(STORE) {
            union.insert(triple);
        }
    }
    assert_eq!(default.difference(&union).collect::<Vec<_>>(), Vec::<&String>::new(), "only in the default graph");
    assert_eq!(union.difference(&default).collect::<Vec<_>>(), Vec::<&String>::new(), "only in a named graph");
    Ok(())
}

fn with(articles: &[Article]) -> Result<Store> {
    let store = Store::in_memory()?;
    store.add(articles.iter().map(Article::addition).collect())?;
    Ok(store)
}

fn told_three_times() -> Vec<Article> {
    vec![
        berg_meets_kowalski("announced", "2026-03-01", Status::Planned),
        berg_meets_kowalski("held", "2026-03-04", Status::Happened),
        berg_meets_kowalski("recalled", "2026-03-09", Status::Happened),
    ]
}

#[test]
fn adding_an_article_again_changes_nothing() -> Result<()> {
    let store = with(&told_three_times())?;
    let (before, generation) = (dump(&store)?, store.generation()?);
    let changes = store.add(told_three_times().iter().map(Article::addition).collect())?;
    assert_eq!(changes, [Change::Unchanged; 3]);
    assert_eq!((dump(&store)?, store.generation()?), (before, generation));
    Ok(())
}

#[test]
fn the_order_of_adding_leaves_no_trace() -> Result<()> {
    let mut articles = told_three_times();
    let forward = dump(&with(&articles)?)?;
    articles.reverse();
    assert_eq!(dump(&with(&articles)?)?, forward);
    Ok(())
}

#[test]
fn one_at_a_time_and_all_at_once_give_the_same_graph() -> Result<()> {
    let mut articles = told_three_times();
    articles.extend((0..40).map(one_of_many));
    let at_once = with(&articles)?;
    assert_union(&at_once)?;
    let single = Store::in_memory()?;
    for article in &articles {
        single.add(vec![article.addition()])?;
    }
    assert_union(&single)?;
    assert_eq!(dump(&at_once)?, dump(&single)?);
    // And what the first articles have settled is settled anew when many others follow.
    let mixed = Store::in_memory()?;
    mixed.add(vec![articles[0].addition()])?;
    mixed.add(articles[1..].iter().map(Article::addition).collect())?;
    assert_union(&mixed)?;
    assert_eq!(dump(&mixed)?, dump(&single)?);
    Ok(())
}

#[test]
fn the_status_of_an_event_is_what_the_newest_article_says() -> Result<()> {
    let status = |store: &Store| -> Result<Vec<String>> {
        let found = store.with_property(attache::graph::vocabulary::att::CURRENT_STATUS)?;
        let meetings = found.into_iter().filter(|quad| quad.subject.to_string().contains("meeting"));
        Ok(meetings.map(|quad| quad.object.to_string()).collect())
    };
    let mut articles = told_three_times();
    assert_eq!(status(&with(&articles)?)?, ["<https://w3id.org/attache/ontology#Happened>"]);
    articles.push(berg_meets_kowalski("denied", "2026-03-20", Status::Denied));
    let store = with(&articles)?;
    assert_eq!(status(&store)?, ["<https://w3id.org/attache/ontology#Denied>"]);
    store.remove(&articles[3].mapped().document)?;
    assert_eq!(status(&store)?, ["<https://w3id.org/attache/ontology#Happened>"]);
    Ok(())
}

#[test]
fn removing_an_article_takes_away_what_it_alone_supports() -> Result<()> {
    let articles = told_three_times();
    let (two, three) = (with(&articles[..2])?, with(&articles)?);
    assert!(three.remove(&articles[2].mapped().document)?);
    assert_union(&three)?;
    assert_eq!(dump(&three)?, dump(&two)?);
    assert!(!three.remove(&articles[2].mapped().document)?);
    for article in &articles {
        three.remove(&article.mapped().document)?;
    }
    assert_eq!(dump(&three)?, "");
    assert_union(&three)?;
    Ok(())
}

#[test]
fn a_changed_article_replaces_its_facts() -> Result<()> {
    let store = with(&told_three_times())?;
    let changed = berg_meets_kowalski("announced", "2026-03-02", Status::Possible);
    assert_eq!(store.add(vec![changed.addition()])?, [Change::Replaced]);
    assert_union(&store)?;
    let mut articles = told_three_times();
    articles[0] = changed;
    assert_eq!(dump(&store)?, dump(&with(&articles)?)?);
    Ok(())
}

#[test]
fn an_article_that_comes_under_two_ids_is_known_by_both() -> Result<()> {
    let mut article = Article::new("first", None, "2026-03-04", "Nothing happened.");
    let store = with(std::slice::from_ref(&article))?;
    article.document.id = "second".into();
    assert_eq!(store.add(vec![article.addition()])?, [Change::Unchanged]);
    assert_eq!(store.find_documents("first")?, store.find_documents("second")?);
    assert_eq!(store.find_documents("first")?.len(), 1);
    assert_union(&store)?;
    Ok(())
}

#[test]
fn a_folder_that_is_no_store_is_refused_and_left_alone() -> Result<()> {
    let folder = tempfile::tempdir()?;
    assert!(matches!(Store::open(&folder.path().join("nothing")), Err(StoreError::Missing(_))));
    assert!(matches!(Store::open(folder.path()), Err(StoreError::Missing(_))));
    std::fs::write(folder.path().join("letter.txt"), "Dear reader")?;
    assert!(matches!(Store::create(folder.path()), Err(StoreError::NotAStore(_))));
    assert!(matches!(Store::create(&folder.path().join("letter.txt")), Err(StoreError::NotAStore(_))));
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
    Ok(())
}

#[cfg(feature = "rocksdb")]
mod on_disk {
    use super::*;
    use attache::graph::store::VERSION;
    use attache::graph::vocabulary::att;
    use oxigraph::model::{Literal, QuadRef};

    #[test]
    fn what_was_added_is_there_when_the_store_is_opened_again() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("deep/store");
        let before = {
            let store = Store::create(&path)?;
            store.add((0..30).map(|number| one_of_many(number).addition()).collect())?;
            store.flush()?;
            dump(&store)?
        };
        assert_eq!(dump(&Store::open(&path)?)?, before);
        Ok(())
    }

    #[test]
    fn who_writes_keeps_all_others_out() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let _store = Store::create(folder.path())?;
        assert!(matches!(Store::open(folder.path()), Err(StoreError::InUse(_))));
        assert!(matches!(Store::open_to_write(folder.path()), Err(StoreError::InUse(_))));
        Ok(())
    }

    #[test]
    fn many_read_at_once_and_keep_writers_out() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let before = dump(&Store::create(folder.path())?)?;
        let (one, other) = (Store::open(folder.path())?, Store::open(folder.path())?);
        assert_eq!((dump(&one)?, dump(&other)?), (before.clone(), before));
        assert!(matches!(Store::create(folder.path()), Err(StoreError::InUse(_))));
        drop(one);
        assert!(matches!(Store::create(folder.path()), Err(StoreError::InUse(_))));
        drop(other);
        Store::create(folder.path())?;
        Ok(())
    }

    #[test]
    fn nothing_can_be_written_into_a_store_that_is_open_to_read() -> Result<()> {
        let folder = tempfile::tempdir()?;
        Store::create(folder.path())?.add(vec![one_of_many(1).addition()])?;
        let store = Store::open(folder.path())?;
        let before = dump(&store)?;
        assert!(store.add(vec![one_of_many(2).addition()]).is_err());
        assert_eq!(dump(&store)?, before);
        Ok(())
    }

    #[test]
    fn a_store_in_a_folder_that_nobody_may_write_into_can_be_read() -> Result<()> {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir()?;
        Store::create(folder.path())?.add(vec![one_of_many(1).addition()])?;
        let before = dump(&Store::open(folder.path())?)?;
        let files: Vec<_> = std::fs::read_dir(folder.path())?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        for path in &files {
            std::fs::set_permissions(path, Permissions::from_mode(0o444))?;
        }
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o555))?;
        let read = Store::open(folder.path()).map(|store| dump(&store));
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        assert_eq!(read??, before);
        Ok(())
    }

    #[test]
    fn what_an_earlier_version_wrote_is_brought_up_to_date() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let now = {
            let store = Store::create(folder.path())?;
            store.add((0..5).map(|number| one_of_many(number).addition()).collect())?;
            let now = dump(&store)?;
            // Version 1 settled neither words nor documents, places and purposes.
            let later =
                [att::EVIDENCE, att::BEST_DOCUMENT, att::CURRENT_LABEL, att::CURRENT_PLACE, att::CURRENT_PURPOSE];
            let quads: Vec<Quad> = store.oxigraph().iter().collect::<std::result::Result<_, _>>()?;
            for quad in quads {
                if later.contains(&quad.predicate.as_ref()) {
                    store.oxigraph().remove(&quad)?;
                }
            }
            let [old, new] = [1, VERSION].map(Literal::from);
            store.oxigraph().remove(QuadRef::new(STORE, att::STORE_VERSION, &new, STORE))?;
            store.oxigraph().insert(QuadRef::new(STORE, att::STORE_VERSION, &old, STORE))?;
            assert_ne!(dump(&store)?, now);
            now
        };
        assert_eq!(dump(&Store::open(folder.path())?)?, now);
        Ok(())
    }

    #[test]
    fn a_store_of_a_newer_version_is_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        {
            let store = Store::create(folder.path())?;
            let version = Literal::from(VERSION + 1);
            store.oxigraph().insert(QuadRef::new(STORE, att::STORE_VERSION, &version, STORE))?;
        }
        assert!(matches!(Store::open(folder.path()), Err(StoreError::Newer { .. })));
        Ok(())
    }
}
