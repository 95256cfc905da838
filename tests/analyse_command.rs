//! `attache analyse` and the pictures of `attache export`, as a person types them.

#[path = "analysis/articles.rs"]
mod articles;

use assert_cmd::Command;
use attache::graph::Store;
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a store of the small world.
fn small_world() -> TempDir {
    let folder = TempDir::new().unwrap();
    let store = Store::create(&folder.path().join("store")).unwrap();
    articles::small_world(&store);
    folder
}

fn attache(folder: &TempDir, arguments: &[&str]) -> (String, String, i32) {
    let output = Command::cargo_bin("attache")
        .unwrap()
        .args(arguments)
        .env("ATTACHE_STORE", folder.path().join("store"))
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn json(folder: &TempDir, arguments: &[&str]) -> Vec<Value> {
    let (out, errors, status) = attache(folder, &[arguments, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&out).unwrap()
}

fn names(rows: &[Value], column: &str) -> Vec<String> {
    rows.iter().map(|row| row[column].as_str().unwrap_or("").to_owned()).collect()
}

#[test]
fn the_most_central_person_comes_first() {
    let folder = small_world();
    let rows = json(&folder, &["analyse", "central"]);
    assert_eq!(rows[0]["who"], "Jon Berg");
    assert_eq!(rows[0]["events"], 5);
    assert_eq!(rows.len(), 6, "Pia Holm denies, Kofi Ruiz met a ministry only");
}

#[test]
fn communities_are_those_who_meet() {
    let folder = small_world();
    let rows = json(&folder, &["analyse", "communities"]);
    let last = rows.last().unwrap();
    assert_eq!(last["size"], 2);
    let (table, _, _) = attache(&folder, &["analyse", "communities"]);
    assert!(table.contains("modularity"), "{table}");
}

#[test]
fn brokers_are_those_without_whom_the_network_falls_apart() {
    let folder = small_world();
    let rows = json(&folder, &["analyse", "brokers"]);
    assert_eq!(rows[0]["cut point"], true);
    let mut first: Vec<String> = names(&rows[..2], "who");
    first.sort();
    assert_eq!(first, ["Jon Berg", "Zoë Lind"]);
}

#[test]
fn a_path_gives_each_step_with_place_date_reason_and_words() {
    let folder = small_world();
    let rows = json(&folder, &["analyse", "path", "Ana Ruiz", "haddad"]);
    assert_eq!(names(&rows, "to"), ["Jon Berg", "Zoë Lind", "Tariq Haddad"]);
    assert_eq!(rows[0]["when"], "2025-04-02");
    assert_eq!(rows[1]["where"], "Lima");
    assert_eq!(rows[1]["why"], "talk about ports");
    assert_eq!(rows[1]["evidence"], "Jon Berg met Zoë Lind in Lima on 5 March to talk about ports.");
    assert_eq!(rows[2]["status"], "planned");
}

#[test]
fn pairs_tell_who_met_most_often_and_who_has_stopped() {
    let folder = small_world();
    let rows = json(&folder, &["analyse", "pairs"]);
    assert_eq!((&rows[0]["one"], &rows[0]["other"]), (&"Ana Ruiz".into(), &"Jon Berg".into()));
    assert_eq!(rows[0]["happened"], 4);
    assert_eq!(rows[0]["stopped"], true);
    assert!(rows[1..].iter().all(|row| row["stopped"] == false));
}

#[test]
fn what_two_have_in_common_is_whom_both_met() {
    let folder = small_world();
    let rows = json(&folder, &["analyse", "common", "ana ruiz", "zoe lind"]);
    assert_eq!(names(&rows, "who"), ["Jon Berg"]);
}

#[test]
fn places_tell_who_met_there() {
    let folder = small_world();
    let rows = json(&folder, &["analyse", "places"]);
    assert_eq!(rows[0]["place"], "Lima");
    let oslo = rows.iter().find(|row| row["place"] == "Oslo").unwrap();
    assert_eq!(oslo["events"], 3);
    assert_eq!(oslo["who"], serde_json::json!(["Ana Ruiz", "Jon Berg"]));
}

#[test]
fn a_timeline_is_in_the_order_of_dates_and_takes_a_person_a_pair_or_a_place() {
    let folder = small_world();
    let of_pair = json(&folder, &["analyse", "timeline", "Ana Ruiz", "Jon Berg"]);
    assert_eq!(names(&of_pair, "when"), ["2025-01-03", "2025-02-03", "2025-03-01", "2025-04-02"]);
    let of_place = json(&folder, &["analyse", "timeline", "Busan"]);
    assert_eq!(of_place.len(), 1);
    let denied = json(&folder, &["analyse", "timeline", "Pia Holm"]);
    assert_eq!(denied[0]["status"], "denied");
    let window = json(&folder, &["analyse", "timeline", "--since", "2025-02", "--until", "2025-03"]);
    assert_eq!(window.len(), 2);
    let whose = json(&folder, &["analyse", "timeline", "Pia Holm", "--entities", "person,organisation"]);
    assert_eq!(whose, denied, "kinds of entity are no names");
}

#[test]
fn the_selection_narrows_by_document_source_status_and_kind_of_entity() {
    let folder = small_world();
    assert_eq!(json(&folder, &["analyse", "central", "--document", "first"]).len(), 2);
    assert_eq!(json(&folder, &["analyse", "central", "--source", "the daily example"]).len(), 2);
    assert_eq!(json(&folder, &["analyse", "central", "--status", "denied"]).len(), 2);
    let rows = json(&folder, &["analyse", "central", "--entities", "person,organisation,place", "--status", "all"]);
    assert!(names(&rows, "kind").contains(&"place".to_owned()));
    assert!(names(&rows, "who").contains(&"Ministry of Ports".to_owned()));
}

#[test]
fn csv_has_a_header_and_a_row_each() {
    let folder = small_world();
    let (csv, _, _) = attache(&folder, &["analyse", "pairs", "--format", "csv", "--limit", "1"]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("one,other,happened,"));
    assert!(lines[1].starts_with("Ana Ruiz,Jon Berg,4,"));
}

#[test]
fn nothing_to_find_is_said_in_plain_words_with_status_1() {
    let folder = small_world();
    let cases: &[(&[&str], &str)] = &[
        (&["analyse", "timeline", "Obafemi"], "nobody and nothing in the store is called"),
        (&["analyse", "timeline", "Ruiz"], "may mean any of these"),
        (&["analyse", "path", "Ana Ruiz", "Mika Tanaka"], "nothing connects Ana Ruiz and Mika Tanaka"),
        (&["analyse", "path", "Ana Ruiz", "Pia Holm"], "Pia Holm shares no event with anybody"),
        (&["analyse", "path", "Ana Ruiz", "Ana Ruiz"], "both names mean Ana Ruiz"),
        (&["analyse", "common", "Ana Ruiz", "Mika Tanaka"], "nobody has met both"),
        (&["analyse", "central", "--since", "1999", "--until", "2001"], "no event is left"),
        (&["analyse", "central", "--kind", "duel"], "no events of the kind \"duel\"; it has: meeting"),
        (&["analyse", "central", "--document", "fourth"], "no document \"fourth\""),
        (&["analyse", "central", "--source", "Nobody"], "Example Wire"),
        (&["export", "--format", "svg", "--since", "1999", "--until", "2001"], "no event is left"),
        (&["export", "--format", "html", "--about", "Obafemi"], "nobody and nothing"),
    ];
    for (arguments, words) in cases {
        let (out, errors, status) = attache(&folder, arguments);
        assert!(errors.contains(words), "{arguments:?}: {errors}");
        assert_eq!((out.as_str(), status), ("", 1), "{arguments:?}");
    }
}

#[test]
fn an_empty_store_is_said_to_be_empty() {
    let folder = TempDir::new().unwrap();
    drop(Store::create(&folder.path().join("store")).unwrap());
    let (_, errors, status) = attache(&folder, &["analyse", "central"]);
    assert!(errors.contains("the store is empty"), "{errors}");
    assert_eq!(status, 1);
}

#[test]
fn arguments_that_mean_nothing_are_errors() {
    let folder = small_world();
    for arguments in [["--since", "yesterday"], ["--status", "perhaps"], ["--entities", "ship"]] {
        let (_, errors, status) = attache(&folder, &[&["analyse", "central"], &arguments[..]].concat());
        assert_eq!(status, 2, "{errors}");
    }
}

#[test]
fn saved_results_can_be_asked_for_with_sparql() {
    let folder = small_world();
    let (table, errors, status) = attache(&folder, &["analyse", "central", "--save"]);
    assert_eq!(status, 0, "{errors}");
    assert!(table.contains("Saved in the graph <https://w3id.org/attache/graph/analysis/central-"), "{table}");
    attache(&folder, &["analyse", "central", "--save"]);
    let query = "SELECT ?name ?score WHERE { GRAPH ?graph { ?who analysis:pagerank ?score . \
                 ?graph prov:wasGeneratedBy ?activity } ?who att:mainName ?name } ORDER BY DESC(?score)";
    let (csv, errors, status) = attache(&folder, &["query", "-e", query, "--format", "csv"]);
    assert_eq!(status, 0, "{errors}");
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 7, "done again, the analysis takes the place of the older one:\n{csv}");
    assert!(lines[1].starts_with("Jon Berg,"), "{csv}");
}

#[test]
fn different_questions_are_saved_side_by_side() {
    let folder = small_world();
    for who in [["Ana Ruiz", "Zoë Lind"], ["Jon Berg", "Tariq Haddad"], ["ruiz, ana", "lind"], ["Ana Ruiz", "Zoë Lind"]]
    {
        // "ruiz, ana" has the same words as the name.
        attache(&folder, &["analyse", "path", who[0], who[1], "--save"]);
    }
    assert_eq!(saved(&folder), ["path from Ana Ruiz to Zoë Lind", "path from Jon Berg to Tariq Haddad"]);
}

#[test]
fn what_an_analysis_quotes_of_an_article_goes_with_the_article() {
    let folder = small_world();
    attache(&folder, &["analyse", "path", "Jon Berg", "Tariq Haddad", "--save"]);
    attache(&folder, &["analyse", "timeline", "Busan", "--save"]);
    attache(&folder, &["analyse", "central", "--save"]);
    let (_, errors, status) = attache(&folder, &["remove", "second"]);
    assert_eq!(status, 0, "{errors}");
    assert_eq!(saved(&folder), ["central", "timeline of Busan"], "the path went through the article that is gone");
    let (table, errors, status) = attache(&folder, &["analyse", "central"]);
    assert_eq!(status, 0, "{errors}");
    assert!(table.contains("Ana Ruiz") && !table.contains("Tariq Haddad"), "{table}");
}

/// What the saved analyses of a store were asked, without the selection.
fn saved(folder: &TempDir) -> Vec<String> {
    let query = "SELECT ?words WHERE { GRAPH ?graph { ?graph prov:wasGeneratedBy/rdfs:label ?words } } ORDER BY ?words";
    let (csv, errors, status) = attache(folder, &["query", "-e", query, "--format", "csv"]);
    assert_eq!(status, 0, "{errors}");
    let words = csv.lines().skip(1).filter_map(|line| line.trim_matches('"').split([',', ':']).next());
    words.map(str::to_owned).collect()
}

#[test]
fn the_network_that_is_kept_is_that_of_the_store_as_it_is() {
    let folder = small_world();
    let before = json(&folder, &["analyse", "pairs"]);
    assert_eq!(json(&folder, &["analyse", "pairs"]), before, "the second time it is read from what was kept");
    let kept = || std::fs::read_dir(folder.path().join("store/network")).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = kept().collect();
    assert_eq!(files.len(), 1, "{files:?}");
    // What is broken is not used.
    let bytes = std::fs::read(&files[0]).unwrap();
    std::fs::write(&files[0], &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(json(&folder, &["analyse", "pairs"]), before);
    attache(&folder, &["remove", "first"]);
    let after = json(&folder, &["analyse", "pairs"]);
    assert!(after.len() < before.len() && kept().count() == 1, "{after:?}");
}

#[test]
fn a_table_has_twenty_rows_and_json_and_csv_have_all() {
    let folder = TempDir::new().unwrap();
    let names: Vec<String> = (b'A'..=b'Y').map(|letter| format!("Guest {}ling", char::from(letter))).collect();
    let store = Store::create(&folder.path().join("store")).unwrap();
    for name in &names {
        let name: &'static str = name.clone().leak();
        let who: &'static [&'static str] = vec!["Ana Ruiz", name].leak();
        let sentence: &'static str = format!("Ana Ruiz met {name}.").leak();
        articles::add(
            &store,
            name,
            "2025-04-20",
            "Example Wire",
            &[articles::Telling { sentence, who, ..articles::MEETING }],
        );
    }
    drop(store);
    assert_eq!(json(&folder, &["analyse", "pairs"]).len(), 25);
    let (csv, _, _) = attache(&folder, &["analyse", "pairs", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 1 + 25);
    let (table, _, _) = attache(&folder, &["analyse", "pairs"]);
    assert!(table.contains("20 of 25 rows; --limit 0 shows all."), "{table}");
}

#[test]
fn pictures_show_the_network_and_are_the_same_each_time() {
    let folder = small_world();
    for format in ["svg", "html", "graphml", "gexf", "dot-network"] {
        let (first, errors, status) = attache(&folder, &["export", "--format", format]);
        assert_eq!(status, 0, "{format}: {errors}");
        assert!(first.contains("Jon Berg"), "{format}");
        let (second, _, _) = attache(&folder, &["export", "--format", format]);
        assert!(first == second, "{format} differs from run to run");
    }
    let (svg, _, _) = attache(&folder, &["export", "--format", "svg"]);
    assert!(svg.contains("stroke-dasharray=\"7 5\"") && svg.contains("stroke-dasharray=\"1 5\""), "planned and denied");
    let (about, _, _) = attache(&folder, &["export", "--format", "svg", "--about", "Tariq Haddad"]);
    assert!(about.contains("Zoë Lind") && !about.contains("Ana Ruiz"));
}

#[test]
fn an_svg_picture_is_well_formed_and_explains_itself() {
    let folder = small_world();
    let (svg, _, _) = attache(&folder, &["export", "--format", "svg"]);
    let mut reader = quick_xml::Reader::from_str(&svg);
    let mut names = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(start) if start.name().as_ref() == "text" => names += 1,
            _ => {}
        }
    }
    // Nine people and a ministry; lines for happened, planned, denied; two kinds; who stands for each group.
    assert!(names >= 9 + 5, "{names}");
    for word in [">happened<", ">planned<", ">denied or cancelled<", ">person<", ">organisation<"] {
        assert!(svg.contains(word), "{word}");
    }
}

#[test]
fn graphviz_draws_the_network() {
    let folder = small_world();
    let (dot, _, _) = attache(&folder, &["export", "--format", "dot-network"]);
    assert!(dot.contains("style=dashed") && dot.contains("style=dotted"), "{dot}");
    let file = folder.path().join("network.dot");
    std::fs::write(&file, dot).unwrap();
    match std::process::Command::new("dot").arg("-Tsvg").arg(&file).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => eprintln!("skipped: Graphviz is missing; `make test` installs it"),
    }
}
