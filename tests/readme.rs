//! The README says what is true: every command in it runs, in its order, and prints something.
//!
//! A block that begins with ```` ```console ```` holds commands (`$ …`, run by the shell at the project's root) and
//! their output. What they print hangs on the weights of the model, so other words than those of the README are
//! named, but are no failure; `UPDATE_README=1 cargo test --release --test readme` writes them anew.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const OPEN: &str = "```console";
const CLOSE: &str = "```";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints on both of its outputs; how long it took is not told.
fn run(command: &str, folder: &Path) -> String {
    let program = assert_cmd::cargo::cargo_bin("attache");
    let programs = program.parent().expect("a folder").display().to_string();
    let path = format!("{programs}:{}", env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(root())
        .env("PATH", path)
        .env("ATTACHE_STORE", folder.join("store"))
        .env("NO_COLOR", "1")
        .env_remove("RUST_LOG")
        .output()
        .expect("the shell runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<String> = text.lines().map(|line| without_seconds(line.trim_end())).collect();
    lines.join("\n").trim_end().to_owned()
}

/// "36 events, 0.9 seconds" → "36 events, … seconds".
fn without_seconds(line: &str) -> String {
    match line.strip_suffix(" seconds").and_then(|rest| rest.rsplit_once(", ")) {
        Some((rest, number)) if number.parse::<f64>().is_ok() => format!("{rest}, … seconds"),
        _ => line.to_owned(),
    }
}

/// The README with every command's output as it is now.
fn refreshed(readme: &str, folder: &Path) -> String {
    let mut fresh = String::new();
    let mut inside = false;
    for line in readme.lines() {
        if line == OPEN {
            inside = true;
        } else if line == CLOSE && inside {
            inside = false;
        } else if inside {
            if let Some(command) = line.strip_prefix("$ ") {
                fresh.push_str(line);
                fresh.push('\n');
                let output = run(command, folder);
                assert!(!output.is_empty(), "prints nothing: {command}");
                assert!(!output.contains("Usage:") && !output.contains("panicked"), "{command}\n{output}");
                fresh.push_str(&output);
                fresh.push('\n');
            }
            continue;
        }
        fresh.push_str(line);
        fresh.push('\n');
    }
    fresh
}

#[test]
fn every_command_of_the_readme_runs() {
    let path = root().join("README.md");
    let Ok(readme) = fs::read_to_string(&path) else {
        panic!("README.md is missing");
    };
    let folder = tempfile::tempdir().expect("a folder for the test");
    let fresh = refreshed(&readme, folder.path());
    if env::var_os("UPDATE_README").is_some() {
        fs::write(&path, fresh).expect("README.md is written");
        return;
    }
    for (number, (old, new)) in readme.lines().zip(fresh.lines()).enumerate() {
        if old != new {
            eprintln!(
                "README.md differs from line {} on: UPDATE_README=1 cargo test --release --test readme",
                number + 1
            );
            return;
        }
    }
}
