//! The program as its users see it: what they type, what comes out, and the exit status.

#[path = "command_line/bad_input.rs"]
mod bad_input;
#[path = "command_line/forms.rs"]
mod forms;
#[path = "command_line/help.rs"]
mod help;

use assert_cmd::Command;
use serde_json::Value;
use std::process::Output;

/// `attache` with these arguments, away from the user's own settings.
fn attache(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("attache").expect("the program is built");
    command.args(arguments).env_remove("ATTACHE_STORE").env_remove("RUST_LOG").env("NO_COLOR", "1");
    command
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The articles that `extract` printed, one JSON object a line.
fn articles(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// The member of this name of each article.
fn members(output: &Output, name: &str) -> Vec<String> {
    articles(output).iter().map(|article| article[name].as_str().unwrap_or("").to_owned()).collect()
}
