//! `attache evaluate facts` gives the figures that the scorer beside the gold articles gives.
//!
//! The gold articles lie beside the project; where they or Python are missing the test says so and passes.

use assert_cmd::Command;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

fn gold() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let gold = ["../shared/gold", "../../shared/gold"].iter().map(|gold| folder.join(gold));
    let found = gold.into_iter().find(|gold| gold.join("score.py").exists());
    if found.is_none() {
        eprintln!("skipped: there is no ../shared/gold");
    }
    found
}

/// The articles as JSON Lines, each with the day that its gold file gives, if it is one.
fn articles(gold: &Path) -> String {
    let mut files: Vec<PathBuf> =
        fs::read_dir(gold).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut lines = String::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "json")) {
        let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(file).expect("a file")).expect("JSON");
        let text = fs::read_to_string(file.with_extension("txt")).expect("the article");
        let day = json["date"].as_str().filter(|date| date.len() == "2026-03-13".len());
        let line = serde_json::json!({"id": json["id"], "date": day, "text": text});
        lines.push_str(&format!("{line}\n"));
    }
    lines
}

fn attache() -> Command {
    Command::cargo_bin("attache").expect("the program is built")
}

/// Lines by what they tell of, as far as the independent scorer prints them.
fn figures(output: &[u8]) -> HashMap<String, String> {
    let text = String::from_utf8_lossy(output).into_owned();
    let lines = text.lines().filter(|line| !line.contains("onfidence") && !line.contains("calibration"));
    lines.map(|line| (line.chars().take(26).collect(), line.trim_end().to_owned())).collect()
}

#[test]
fn every_figure_is_that_of_the_independent_scorer() {
    let Some(gold) = gold() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let found = attache()
        .args(["extract", "--input", "jsonl", "--format", "json", "-"])
        .write_stdin(articles(&gold))
        .assert()
        .success();
    let predictions = folder.path().join("predictions.jsonl");
    fs::write(&predictions, &found.get_output().stdout).expect("a file");
    let scorer = Command::new("python3").arg(gold.join("score.py")).arg(&gold).arg(&predictions).output();
    let Ok(theirs) = scorer else {
        eprintln!("skipped: there is no python3");
        return;
    };
    assert!(theirs.status.success(), "{}", String::from_utf8_lossy(&theirs.stderr));
    let ours = attache().args(["evaluate", "facts"]).arg(&gold).assert().success();
    let (ours, theirs) = (figures(&ours.get_output().stdout), figures(&theirs.stdout));
    assert!(theirs.len() > 15, "{theirs:?}");
    assert_eq!(ours, theirs);
}
