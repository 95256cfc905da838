//! Every form of input gives the same kind of article.

use crate::{articles, attache, errors, members};
use std::fs;

fn example(name: &str) -> String {
    format!("{}/tests/articles/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_text_with_a_line_for_its_date() {
    let output = attache(&["extract", &example("lisbon-grain-talks.txt")]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert_eq!(members(&output, "id"), ["lisbon-grain-talks"]);
    assert_eq!(members(&output, "title"), ["Ministers meet in Lisbon to save grain accord"]);
    assert_eq!(members(&output, "date"), ["2026-02-12"]);
}

#[test]
fn a_page_json_lines_and_a_feed() {
    let paths = [example("nordhavn-deal.html"), example("berlin-and-oslo.jsonl"), example("harbour-feed.xml")];
    let output = attache(&["extract", &paths[0], &paths[1], &paths[2]]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert_eq!(
        members(&output, "id"),
        [
            "nordhavn-deal",
            "berlin-vogel-ekeberg",
            "oslo-kiprop",
            "berlin-kiprop-vogel",
            "harbourpost-2031",
            "harbourpost-2032"
        ]
    );
    assert_eq!(
        members(&output, "date"),
        ["2026-04-22", "2026-04-29", "2026-05-06", "2026-05-08", "2026-06-09", "2026-06-11"]
    );
}

#[test]
fn a_folder_is_read_in_the_order_of_names_and_other_files_are_passed_over() {
    let output = attache(&["extract", &example("")]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    let ids = members(&output, "id");
    assert_eq!(ids.first().map(String::as_str), Some("berlin-vogel-ekeberg"));
    assert_eq!(ids.last().map(String::as_str), Some("tokyo-cancelled"));
    assert!(!ids.contains(&"README".to_owned()));
}

#[test]
fn standard_input_is_read_without_a_path_and_its_form_is_seen() {
    let line = "{\"id\":\"one\",\"date\":\"2026-03-13\",\"text\":\"Ana Duarte met Tom Field in Lisbon on Monday.\"}\n";
    let output = attache(&["extract"]).write_stdin(line).output().expect("it runs");
    assert_eq!(members(&output, "id"), ["one"]);
    let page = fs::read(example("nordhavn-deal.html")).expect("the example is there");
    let output = attache(&["extract", "-"]).write_stdin(page).output().expect("it runs");
    assert_eq!(members(&output, "title"), ["Nordhavn buys Singapore terminal"]);
}

#[test]
fn what_the_input_does_not_say_comes_from_the_command_line_and_what_it_says_stays() {
    let output = attache(&["extract", "-", "--date", "13 March 2026", "--title", "A headline"])
        .write_stdin("Ana Duarte met Tom Field in Lisbon on Monday.")
        .output()
        .expect("it runs");
    assert_eq!(members(&output, "date"), ["2026-03-13"]);
    assert_eq!(members(&output, "title"), ["A headline"]);
    let output =
        attache(&["extract", &example("nordhavn-deal.html"), "--date", "2020-01-01"]).output().expect("it runs");
    assert_eq!(members(&output, "date"), ["2026-04-22"]);
}

#[test]
fn without_a_date_no_date_is_made_up() {
    let output = attache(&["extract", "-"])
        .write_stdin("Foreign Minister Ana Duarte met Tom Field in Lisbon on Monday to discuss trade.")
        .output()
        .expect("it runs");
    let article = &articles(&output)[0];
    assert!(article["date"].is_null());
    for event in article["events"].as_array().expect("events") {
        assert!(event["start"].is_null() && event["end"].is_null(), "{event}");
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let run =
        |threads: &str| attache(&["extract", &example(""), "--threads", threads]).output().expect("it runs").stdout;
    assert_eq!(run("1"), run("3"));
}
