//! Questions: the named queries have the columns that are promised, and say what the articles say.

use crate::meeting::berg_meets_kowalski;
use crate::support::Article;
use attache::facts::{EntityKind, Status};
use attache::graph::Store;
use attache::query::{Filled, Form, NamedQuery, QueryError, ask, named_queries, print, within};
use oxigraph::model::{GraphName, NamedNode, Quad};
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::sparql::results::QueryResultsFormat;
use std::error::Error;
use std::time::Duration;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn store() -> Result<Store> {
    let store = Store::in_memory()?;
    for article in [
        berg_meets_kowalski("announced", "2026-03-01", Status::Planned),
        berg_meets_kowalski("held", "2026-03-04", Status::Happened),
    ] {
        store.add(vec![article.addition()])?;
    }
    let mut visit = Article::new("visit", None, "2026-05-01", "Anna Berg, of the Harbour Board, visited Lisbon.");
    let berg = visit.person("Anna Berg");
    let lisbon = visit.place("Lisbon");
    let board = visit.entity(EntityKind::Organisation, "Harbour Board", &[]);
    let event = visit.event(
        "Visit",
        &[("visitor", berg)],
        Status::Happened,
        "Anna Berg, of the Harbour Board, visited Lisbon.",
    );
    visit.at(event, &[lisbon]);
    visit.when(event, "2026-04", None);
    visit.post(berg, "member", Some(board), "Anna Berg, of the Harbour Board");
    store.add(vec![visit.addition()])?;
    Ok(store)
}

fn csv(name: &str, settings: &[&str]) -> Result<Vec<String>> {
    let query = NamedQuery::find(name).ok_or(format!("no query {name}"))?;
    let settings: Vec<String> = settings.iter().map(|&setting| setting.to_owned()).collect();
    let text = Filled::new(query.text, &settings)?.text;
    let mut out = Vec::new();
    print(ask(store()?.oxigraph(), &text)?, Form::Results(QueryResultsFormat::Csv), &mut out)?;
    Ok(String::from_utf8(out)?.lines().map(str::to_owned).collect())
}

#[test]
fn every_promised_query_is_there_with_its_columns() -> Result<()> {
    for (name, columns) in [
        ("who-met-whom", "who,whom,place,start,end,why,status,evidence,document,event"),
        ("meetings", "event,participants,place,start,end,why,status,sources,evidence,document"),
        ("visits", "who,place,start,end,why,status,evidence,document,event"),
        ("statements", "who,said,form,when,evidence,document,event"),
        ("roles", "who,role,at,former,evidence,document"),
        ("entities", "entity,name,kind,aliases,sameas,mentions,documents"),
        ("events", "event,type,label,start,place,status,documents"),
        ("timeline", "date,type,label,status,event"),
        ("documents", "document,title,date,source,sentences,events"),
    ] {
        let rows = csv(name, &[])?;
        assert_eq!(rows.first().map(String::as_str), Some(columns), "{name}");
        assert!(rows.len() > 1, "{name} finds nothing");
    }
    Ok(())
}

#[test]
fn a_pair_that_met_is_one_row_however_many_articles_tell_it() -> Result<()> {
    let rows = csv("who-met-whom", &[])?;
    assert_eq!(rows.len(), 2, "{rows:?}");
    let row = &rows[1];
    assert!(row.starts_with("Anna Berg,Jan Kowalski,Oslo,2026-03-03,,fishing rights,happened,"), "{row}");
    assert!(row.contains("Foreign Minister Anna Berg met Jan Kowalski"), "{row}");
    assert!(row.contains("https://news.example/held"), "{row}");
    Ok(())
}

#[test]
fn a_meeting_counts_the_articles_that_tell_it() -> Result<()> {
    let rows = csv("meetings", &[])?;
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[1].contains("Anna Berg; Jan Kowalski,Oslo,2026-03-03,,fishing rights,happened,2,"), "{rows:?}");
    Ok(())
}

#[test]
fn the_other_queries_say_what_the_articles_say() -> Result<()> {
    assert!(csv("visits", &[])?[1].starts_with("Anna Berg,Lisbon,2026-04,,,happened,"));
    assert!(csv("statements", &[])?[1].starts_with("Anna Berg,\"We are close,\",direct,,"));
    let roles = csv("roles", &[])?;
    assert!(roles.iter().any(|row| row.starts_with("Anna Berg,member,Harbour Board,false,")), "{roles:?}");
    let entities = csv("entities", &["type=person"])?;
    assert!(entities[1].contains("anna-berg,Anna Berg,person,Berg,,3,3"), "{entities:?}");
    let timeline = csv("timeline", &[])?;
    assert!(timeline[1].starts_with("2026-03-03,Meeting,"), "{timeline:?}");
    assert!(timeline[2].starts_with("2026-04,Visit,"), "{timeline:?}");
    let documents = csv("documents", &[])?;
    assert!(documents[1].contains(",2026-03-01,,0,2"), "{documents:?}");
    Ok(())
}

#[test]
fn parameters_narrow_a_query() -> Result<()> {
    assert_eq!(csv("who-met-whom", &["person=kowal"])?.len(), 2);
    assert_eq!(csv("who-met-whom", &["person=Nobody"])?.len(), 1);
    assert_eq!(csv("who-met-whom", &["since=2026-03-04"])?.len(), 1);
    assert_eq!(csv("who-met-whom", &["until=2026-03"])?.len(), 2);
    assert_eq!(csv("timeline", &["who=Kowalski"])?.len(), 2);
    assert_eq!(csv("entities", &["named=lisb"])?.len(), 2);
    assert!(csv("who-met-whom", &["person=\" } INSERT"])?.len() == 1);
    Ok(())
}

#[test]
fn named_queries_run_on_an_empty_store() -> Result<()> {
    let store = Store::in_memory()?;
    for query in named_queries() {
        let mut out = Vec::new();
        let any = print(ask(store.oxigraph(), query.text)?, Form::Table { width: None }, &mut out)?;
        assert!(!any, "{}", query.name);
    }
    Ok(())
}

#[test]
fn a_triple_that_many_articles_say_is_met_once() -> Result<()> {
    let mut out = Vec::new();
    let text = "SELECT (COUNT(*) AS ?n) WHERE { ?s schema:name \"Anna Berg\" }";
    print(ask(store()?.oxigraph(), text)?, Form::Results(QueryResultsFormat::Csv), &mut out)?;
    assert_eq!(String::from_utf8(out)?.replace('\r', ""), "n\n1\n");
    Ok(())
}

#[test]
fn a_syntax_error_tells_line_and_column() -> Result<()> {
    let store = Store::in_memory()?;
    let Err(error) = ask(store.oxigraph(), "SELECT ?s WHERE {\n  ?s ?p\n}") else {
        return Err("it parsed".into());
    };
    assert!(error.to_string().contains("line 3, column "), "{error}");
    Ok(())
}

#[test]
fn a_query_that_takes_too_long_is_given_up() -> Result<()> {
    let store = Store::in_memory()?;
    let nodes: Vec<NamedNode> =
        (0..60).map(|i| NamedNode::new(format!("http://example.org/{i}"))).collect::<std::result::Result<_, _>>()?;
    let knows = NamedNode::new("http://example.org/knows")?;
    for a in &nodes {
        for b in &nodes {
            store
                .oxigraph()
                .insert(Quad::new(a.clone(), knows.clone(), b.clone(), GraphName::DefaultGraph).as_ref())?;
        }
    }
    // Some 10^12 paths through everybody who knows everybody.
    let path = "?a ?p ?b . ?b ?p ?c . ?c ?p ?d . ?d ?p ?e . ?e ?p ?f . ?f ?p ?g";
    let text = format!("SELECT (COUNT(*) AS ?n) WHERE {{ {path} }}");
    let outcome = within(Duration::from_millis(200), move || ask(store.oxigraph(), &text).map(|_| ()));
    assert!(matches!(outcome, Err(QueryError::TimedOut(_))));
    let store = Store::in_memory()?;
    let quick = within(Duration::from_secs(60), move || ask(store.oxigraph(), "ASK { }").is_ok());
    assert!(matches!(quick, Ok(true)));
    Ok(())
}

#[test]
fn rows_come_in_the_order_that_sparql_prescribes() -> Result<()> {
    let values = "VALUES (?a ?b ?c) { (<http://example.org/z> \"b\" 10) (\"é\" \"b\" 9) (UNDEF \"a\" 100) \
                  (\"z\" UNDEF 1) (\"Z\" \"a\" UNDEF) (<http://example.org/a> \"c\" 11) (\"z\" \"x\" 7) }";
    let store = Store::in_memory()?;
    for (columns, order) in [
        ("?a ?b ?c", "?a DESC(?b)"),
        ("?a ?b ?c", "DESC(?a) ?b LIMIT 3 OFFSET 1"),
        ("?b", "DESC(?c) ?a"),
        ("?a", "?c"),
        // Lengths, dates and words of a language are left to Oxigraph.
        ("?a ?b", "STRLEN(?b) ?a ?b"),
        ("?a (STRLANG(?b, \"en\") AS ?d)", "?d ?a"),
        ("?c (IF(?c > 9, ?c, ?b) AS ?d)", "?d ?c"),
    ] {
        let text = format!("SELECT {columns} WHERE {{ {values} }} ORDER BY {order}");
        let mut ours = Vec::new();
        print(ask(store.oxigraph(), &text)?, Form::Results(QueryResultsFormat::Csv), &mut ours)?;
        let mut theirs = Vec::new();
        let answer = SparqlEvaluator::new().parse_query(&text)?.on_store(store.oxigraph()).execute()?;
        print(answer, Form::Results(QueryResultsFormat::Csv), &mut theirs)?;
        assert_eq!(String::from_utf8(ours)?, String::from_utf8(theirs)?, "{text}");
    }
    Ok(())
}
