//! `attache evaluate` reads each set in its own form and prints a table. The sentences here are invented.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder with a file in it, and folders between.
fn write(folder: &TempDir, name: &str, text: &str) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

#[track_caller]
fn evaluate(task: &str, gold: &Path, more: &[&str]) -> String {
    let mut command = Command::cargo_bin("attache").expect("the program is built");
    let done = command.args(["evaluate", task]).args(more).arg(gold).assert().success();
    String::from_utf8(done.get_output().stdout.clone()).expect("text")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn questions_are_answered_by_the_roles_of_their_verbs() {
    let set = folder();
    write(
        &set,
        "sentences/harbour.full.csv",
        "qasrl_id,tokens,sentence\n\
         a,The minister opened the harbour in Brell on Friday .,The minister opened the harbour in Brell on Friday .\n",
    );
    write(
        &set,
        "gold/harbour.gold.csv",
        "qasrl_id,verb_idx,verb,question,answer_range,answer,wh\n\
         a,2,opened,Who opened something?,0:2,The minister,who\n\
         a,2,opened,What did someone open?,3:5,the harbour,what\n\
         a,2,opened,When did someone open something?,7:9,on Friday,when\n\
         a,2,opened,Why did someone open something?,9:10,.,why\n",
    );
    let table = evaluate("questions", &set.path().join("gold"), &["--errors"]);
    let answers = table.lines().find(|line| line.starts_with("answers")).expect("a line");
    assert!(answers.contains("75.00") && answers.trim_end().ends_with('4'), "{table}");
    assert!(table.starts_with("missed\topened\twhy\t.\n"), "{table}");
}

#[test]
fn contacts_are_scored_by_trigger_and_by_argument() {
    let set = folder();
    write(
        &set,
        "dev.jsonl",
        r#"{"doc_key": "one", "sentences": [["Ana", "Duarte", "met", "Tom", "Field", "in", "Oslo", "."]], "evt_triggers": [[2, 2, [["contact.discussion.meet", 1.0]]]], "gold_evt_links": [[[2, 2], [0, 1], "evt034arg01participant"], [[2, 2], [3, 4], "evt034arg02participant"], [[2, 2], [6, 6], "evt034arg03place"]]}
"#,
    );
    let table = evaluate("contacts", set.path(), &[]);
    for line in ["who", "where"] {
        let line = table.lines().find(|found| found.starts_with(line)).expect("a line");
        assert_eq!(line.matches("100.00").count(), 3, "{table}");
    }
}

#[test]
fn graded_words_are_scored_by_accuracy_distance_and_correlation() {
    let set = folder();
    write(
        &set,
        "graded.conll",
        "0\tLopez\t_\n1\tresigned\t3.0\n2\t.\t_\n\n0\tField\t_\n1\tdid\t_\n2\tnot\t_\n3\tresign\t-3.0\n4\t.\t_\n",
    );
    let table = evaluate("factuality", set.path(), &[]);
    let all = table.lines().find(|line| line.starts_with("all words")).expect("a line");
    let figures: Vec<&str> = all.split_whitespace().skip(2).collect();
    assert_eq!((figures[0], figures[2], figures[3]), ("100.00", "1.000", "2"), "{table}");
}

#[test]
fn facts_are_scored_against_a_gold_file_beside_its_article() {
    let set = folder();
    write(&set, "oslo.txt", "Foreign Minister Ana Duarte met President Tom Field in Oslo on Monday.\n");
    write(
        &set,
        "oslo.json",
        r#"{"id": "oslo", "date": "2026-03-13", "people": [{"name": "Ana Duarte"}, {"name": "Tom Field"}, {"name": "Bo Diaz"}],
            "places": [{"name": "Oslo"}],
            "meetings": [{"participants": ["Ana Duarte", "Tom Field"], "where": ["Oslo"], "start": "2026-03-09", "status": "happened"}]}"#,
    );
    write(&set, "other.json", r#"{"notes": "no article"}"#);
    let table = evaluate("facts", set.path(), &["--per-article", "--errors"]);
    assert!(table.contains("oslo  meetings 1/1 of 1"), "{table}");
    assert!(table.contains("people         P 100.0  R  66.7  F1  80.0  (2 right of 2 found, 3 in gold)"), "{table}");
    assert!(table.contains("meetings: date             100.0 % of 1 matched"), "{table}");
    assert!(table.contains("expected calibration error"), "{table}");
    let mut command = Command::cargo_bin("attache").expect("the program is built");
    let short = command.args(["evaluate", "--per-article", "--errors"]).arg(set.path()).assert().success();
    assert_eq!(String::from_utf8_lossy(&short.get_output().stdout), table, "facts are what is scored without a task");
}

#[test]
fn a_gold_file_without_its_article_is_an_error_that_names_it() {
    let set = folder();
    write(&set, "oslo.json", r#"{"id": "oslo", "people": []}"#);
    let mut command = Command::cargo_bin("attache").expect("the program is built");
    let failed = command.args(["evaluate", "facts"]).arg(set.path()).assert().failure();
    let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert!(said.contains("oslo.txt"), "{said}");
}
