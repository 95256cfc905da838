//! What cannot be read is named, with the reason, on standard error; the others go in; the exit status is 2.

use crate::{articles, attache, errors, members, out};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const GOOD: &str = "Foreign Minister Ana Duarte met her counterpart Tom Field in Lisbon on Friday, the ministry said. \
                    The two spoke for an hour.\n";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("the file is written");
    path.display().to_string()
}

/// Reads one bad file after a good one and before another; gives what standard error says.
fn complaint(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let folder = folder();
    write(folder.path(), "a-good.txt", GOOD);
    write(folder.path(), &format!("b-{name}"), bytes);
    write(folder.path(), "c-good.txt", GOOD);
    let output = attache(&["extract"]).arg(folder.path()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2), "{}", errors(&output));
    assert_eq!(members(&output, "id"), ["a-good", "c-good"], "{name}: the good articles go in");
    let said = errors(&output);
    assert!(said.contains(&format!("b-{name}")), "the document is named: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn an_empty_file() {
    assert!(complaint("empty.txt", "").contains("is empty"));
    assert!(complaint("blank.txt", " \n\n\t").contains("is empty"));
}

#[test]
fn a_binary_file() {
    assert!(complaint("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0").contains("a picture"));
    assert!(complaint("paper.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3").contains("pdftotext"));
    assert!(complaint("noise.txt", b"\x01\x02\x03\x04\x05\x06\x07\x08").contains("not text"));
}

#[test]
fn a_text_with_nul_bytes() {
    assert!(complaint("nul.txt", b"The ministers\0 met in Lisbon.").contains("NUL byte at byte 13"));
}

#[test]
fn a_text_of_200_megabytes() {
    let folder = folder();
    let path = folder.path().join("long.txt");
    let file = fs::File::create(&path).expect("the file is made");
    file.set_len(200_000_000).expect("the file grows");
    let output = attache(&["extract"]).arg(&path).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("longer than 10 MB"), "{}", errors(&output));
}

#[test]
fn a_bomb_of_html() {
    assert!(complaint("deep.html", "<div>".repeat(500_000)).contains("within each other"));
    assert!(complaint("wide.html", "<br>x".repeat(500_000)).contains("tags"));
}

#[test]
fn a_page_without_an_article() {
    assert!(complaint("page.html", "<html><body><nav>Home</nav></body></html>").contains("no article text"));
}

#[test]
fn a_line_that_is_no_json() {
    let lines =
        format!("{{\"id\":\"one\",\"text\":{0:?}}}\nno JSON\n{{\"id\":\"three\",\"text\":{0:?}}}\n", GOOD.trim());
    let folder = folder();
    let path = write(folder.path(), "lines.jsonl", lines);
    let output = attache(&["extract", &path]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(members(&output, "id"), ["one", "three"]);
    assert!(errors(&output).contains("lines.jsonl, line 2: is not a JSON object"), "{}", errors(&output));
}

#[test]
fn a_line_without_a_text_or_with_a_date_that_is_none() {
    assert!(complaint("text.jsonl", "{\"id\":\"one\"}\n").contains("line 1: member \"text\" is missing"));
    assert!(complaint("date.jsonl", "{\"text\":\"They met.\",\"date\":\"soon\"}\n").contains("\"soon\" is not a date"));
}

#[test]
fn a_feed_with_a_broken_date() {
    let item = |title: &str, date: &str| {
        format!(
            "<item><title>{title}</title><guid>{title}</guid><pubDate>{date}</pubDate><description>{GOOD}</description></item>"
        )
    };
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title><link>https://news.example/</link>\
         <description>News</description>{}{}</channel></rss>",
        item("first", "the day after the feast"),
        item("second", "Fri, 13 Mar 2026 10:00:00 GMT")
    );
    let folder = folder();
    let path = write(folder.path(), "feed.xml", feed);
    let output = attache(&["extract", &path]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(members(&output, "id"), ["second"]);
    assert_eq!(members(&output, "date"), ["2026-03-13"]);
    assert!(
        errors(&output).contains("entry 1 (first): \"the day after the feast\" is not a date"),
        "{}",
        errors(&output)
    );
}

#[test]
fn xml_that_is_no_feed() {
    assert!(
        complaint("other.xml", "<?xml version=\"1.0\"?><note><to>Tom</to></note>").contains("not an RSS or Atom feed")
    );
    assert!(complaint("broken.xml", "<rss version=\"2.0\"><channel><item></channel>").contains("feed"));
}

#[test]
fn a_missing_file() {
    let folder = folder();
    let good = write(folder.path(), "good.txt", GOOD);
    let output = attache(&["extract", "no-such-file.txt", &good]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(members(&output, "id"), ["good"]);
    assert!(errors(&output).contains("no-such-file.txt: no such file or folder"));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = write(folder.path(), "secret.txt", GOOD);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("the rights are taken away");
    if fs::read(&path).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    let output = attache(&["extract", &path]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("secret.txt: cannot be read"), "{}", errors(&output));
}

#[cfg(unix)]
#[test]
fn a_device() {
    let output = attache(&["extract", "/dev/zero"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("/dev/zero: is a device"), "{}", errors(&output));
}

#[test]
fn a_folder_without_articles() {
    let folder = folder();
    let output = attache(&["extract"]).arg(folder.path()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("no file that could be an article"));
}

#[test]
fn another_language_unless_forced() {
    let german = "Die Außenministerin traf am Dienstag ihren Amtskollegen in Lissabon, um über die Lage zu sprechen, \
                  teilte das Ministerium mit. Beide wollen sich im Mai wiedersehen.";
    assert!(complaint("deutsch.txt", german).contains("looks like German"));
    let output = attache(&["extract", "--force", "-"]).write_stdin(german).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert_eq!(articles(&output).len(), 1);
}

#[test]
fn an_encoding_that_cannot_be_told_is_refused_by_name() {
    let bytes = b"\xff\xfeT\0h\0e\0 \0\x00\xd8 \0";
    assert!(complaint("half.txt", bytes).contains("is not valid UTF-16LE"));
}

#[test]
fn right_to_left_and_combining_characters_and_marks_of_other_languages_do_no_harm() {
    let text = "Foreign Minister Ana \u{202e}Duarte\u{202c} met Tom \"the \\ Knife\" <Field>\u{301}\u{301} in Lisbon \"] on \
                Friday 🙂, the ministry said. وزير الخارجية met him.";
    let output = attache(&["extract", "-"]).write_stdin(text).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    let article = &articles(&output)[0];
    for event in article["events"].as_array().expect("events") {
        assert!(text.contains(event["evidence"].as_str().expect("evidence")), "evidence is verbatim: {event}");
    }
}

#[test]
fn a_sentence_of_two_thousand_words_does_not_hang() {
    let text = format!("The minister met {} and the others in Lisbon.", "Tom Field, Ana Duarte, ".repeat(500));
    let output = attache(&["extract", "-"])
        .write_stdin(text)
        .timeout(std::time::Duration::from_secs(300))
        .output()
        .expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let folder = folder();
    let path = write(folder.path(), "good.txt", GOOD);
    let program = assert_cmd::cargo::cargo_bin("attache");
    let mut child = std::process::Command::new(program)
        .args(["parse", &path])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), errors(&output));
    assert!(errors(&output).is_empty(), "{}", errors(&output));
}

#[test]
fn a_text_that_ends_in_the_middle_of_a_name_is_read_to_its_end() {
    let folder = folder();
    write(folder.path(), "end.txt", "\"It did not work,\" said Jo Berg, a financial analyst with Harvest Foods Ltd");
    let output = attache(&["extract"]).arg(folder.path()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
}
