//! Help, version, manual, completions, and what is wrong on the command line.

use crate::{attache, errors, out};

const COMMANDS: [&str; 13] = [
    "add",
    "extract",
    "query",
    "show",
    "explain",
    "analyse",
    "export",
    "verify",
    "validate",
    "remove",
    "evaluate",
    "parse",
    "completions",
];

#[test]
fn the_program_says_what_it_can_do() {
    let output = attache(&["--help"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    let help = out(&output);
    for command in COMMANDS {
        assert!(help.lines().any(|line| line.trim_start().starts_with(command)), "{command} is not in:\n{help}");
    }
    assert!(help.contains("Examples:") && help.contains("Exit status:"));
}

#[test]
fn every_command_has_help_and_the_main_ones_have_examples() {
    for command in COMMANDS {
        let output = attache(&[command, "--help"]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert!(out(&output).contains("Usage: attache"), "{command}");
    }
    for command in ["add", "extract", "query", "show", "explain", "analyse", "export", "parse"] {
        let output = attache(&[command, "--help"]).output().expect("it runs");
        assert!(out(&output).contains("Examples:"), "{command}");
    }
}

#[test]
fn without_a_command_there_is_help_and_an_error() {
    let output = attache(&[]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("Usage: attache"));
}

#[test]
fn a_wrong_argument_is_an_error_that_names_it() {
    let output = attache(&["extract", "--fromat", "json"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("--fromat") && errors(&output).contains("--format"), "{}", errors(&output));
    let output = attache(&["extract", "-", "--date", "soon"]).write_stdin("They met.").output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("\"soon\" is not a date; write YYYY-MM-DD"), "{}", errors(&output));
}

#[test]
fn one_address_for_many_articles_is_refused() {
    let output = attache(&["extract", "a.txt", "b.txt", "--url", "https://news.example/"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("one file at a time"), "{}", errors(&output));
}

#[test]
fn completions_for_five_shells() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = attache(&["completions", shell]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(out(&output).contains("extract"), "{shell}");
    }
}

#[test]
fn the_manual_names_every_command_and_its_options() {
    let output = attache(&["man"]).output().expect("it runs");
    let manual = out(&output);
    assert!(manual.starts_with(".ie") || manual.contains(".TH attache"), "roff");
    for command in COMMANDS {
        assert!(manual.contains(&format!(".SH \"ATTACHE {}\"", command.to_uppercase())), "{command}");
    }
    assert!(manual.contains("min\\-confidence"));
}

#[test]
fn without_a_terminal_there_are_no_colours() {
    let mut command = attache(&["extract", "no-such-file"]);
    let output = command.env_remove("NO_COLOR").output().expect("it runs");
    assert!(!errors(&output).contains('\u{1b}'), "{}", errors(&output));
}
