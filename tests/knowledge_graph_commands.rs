//! The whole job through the binary: articles in, graph in the store, answers and files out.
#![cfg(feature = "rocksdb")]

use assert_cmd::Command;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A folder with a store in it.
struct Desk {
    folder: tempfile::TempDir,
}

struct Told {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Result<Self> {
        Ok(Self { folder: tempfile::tempdir()? })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.path(name);
        fs::write(&path, text)?;
        Ok(path)
    }

    fn attache(&self, store: &str, arguments: &[&str]) -> Result<Told> {
        let output = Command::cargo_bin("attache")?
            .args(arguments)
            .env("ATTACHE_STORE", self.path(store))
            .current_dir(self.folder.path())
            .output()?;
        Ok(Told {
            code: output.status.code(),
            out: String::from_utf8(output.stdout)?,
            err: String::from_utf8(output.stderr)?,
        })
    }

    fn export(&self, store: &str) -> Result<String> {
        let told = self.attache(store, &["export", "--format", "nquads", "--with-text"])?;
        assert_eq!(told.code, Some(0), "{}", told.err);
        Ok(told.out)
    }
}

const MEETING: &str = "OSLO – Norwegian Foreign Minister Anna Berg met her Polish counterpart Jan Kowalski in Oslo on \
    Monday to discuss fishing rights, the ministry said.\n\n\"We are close to an agreement,\" Berg told reporters \
    after the talks. Kowalski will travel to Bergen on Thursday.\n";

/// `count` short articles as JSON Lines.
fn many(count: usize) -> String {
    let cities = ["Oslo", "Vienna", "Lisbon", "Nairobi", "Geneva", "Lima"];
    let mut lines = String::new();
    for number in 0..count {
        let (a, b) =
            (["Anna Berg", "Maria Lopez", "Omar Haddad"][number % 3], ["Jan Kowalski", "Peter Novak"][number % 2]);
        let city = cities[number % cities.len()];
        let day = 1 + number % 28;
        let _ = writeln!(
            lines,
            "{{\"id\":\"a{number}\",\"url\":\"https://news.example/{number}\",\"date\":\"2026-03-{day:02}\",\
             \"text\":\"{a} met {b} in {city} on Monday for talks on trade.\"}}"
        );
    }
    lines
}

#[test]
fn the_store_may_be_named_before_or_after_the_command_and_goes_before_the_environment() -> Result<()> {
    let desk = Desk::new()?;
    desk.write("article.txt", MEETING)?;
    let added = desk.attache("of-the-environment", &["--store", "named", "add", "article.txt"])?;
    assert_eq!(added.code, Some(0), "{}", added.err);
    let before = desk.attache("of-the-environment", &["--store", "named", "query", "meetings"])?;
    let after = desk.attache("of-the-environment", &["query", "meetings", "--store", "named"])?;
    assert!(before.out.contains("Anna Berg"), "{}", before.err);
    assert_eq!(before.out, after.out);
    assert!(!desk.path("of-the-environment").exists());
    Ok(())
}

#[test]
fn articles_go_in_and_answers_come_out() -> Result<()> {
    let desk = Desk::new()?;
    desk.write("meeting.txt", MEETING)?;
    let told =
        desk.attache("store", &["add", "meeting.txt", "--date", "2026-03-12", "--url", "https://news.example/m"])?;
    assert_eq!((told.code, told.out.as_str()), (Some(0), ""), "{}", told.err);
    assert!(told.err.contains("1 document (1 new)"), "{}", told.err);

    let told = desk.attache("store", &["query", "documents", "--format", "csv"])?;
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(told.out.contains("https://news.example/m"), "{}", told.out);
    let told = desk.attache("store", &["query", "who-met-whom"])?;
    assert!(told.out.starts_with("who"), "{}", told.out);

    let told = desk.attache("store", &["show", "kowalski"])?;
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(told.out.contains("Jan Kowalski"), "{}", told.out);
    assert_eq!(desk.attache("store", &["show", "Zebedee"])?.code, Some(1));
    let told = desk.attache("store", &["explain", "Anna Berg"])?;
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(told.out.contains("Foreign Minister") && told.out.contains("rule: "), "{}", told.out);

    let told = desk.attache("store", &["verify"])?;
    assert_eq!(told.code, Some(0), "{} {}", told.out, told.err);
    let told = desk.attache("store", &["validate"])?;
    assert_eq!(told.code, Some(0), "{} {}", told.out, told.err);

    let told = desk.attache("store", &["export", "--format", "turtle", "-o", "graph.ttl"])?;
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(desk.attache("store", &["validate", "graph.ttl"])?.code, Some(0));
    let told = desk.attache("store", &["export", "--format", "dot", "--about", "Berg"])?;
    assert!(told.code == Some(0) && told.out.starts_with("graph attache {"), "{} {}", told.out, told.err);

    let told = desk.attache("store", &["remove", "https://news.example/m"])?;
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(desk.export("store")?, "");
    assert_eq!(desk.attache("store", &["query", "documents"])?.code, Some(1));
    assert_eq!(desk.attache("store", &["remove", "https://news.example/m"])?.code, Some(2));
    Ok(())
}

#[test]
fn the_json_of_extract_names_entities_as_the_graph_does() -> Result<()> {
    let desk = Desk::new()?;
    desk.write("m.jsonl", &many(1))?;
    desk.attache("store", &["add", "m.jsonl", "--quiet"])?;
    let told = desk.attache("store", &["extract", "m.jsonl"])?;
    let json: serde_json::Value = serde_json::from_str(&told.out)?;
    let people = json["people"].as_array().cloned().unwrap_or_default();
    let entities = desk.attache("store", &["query", "entities", "--format", "csv"])?.out;
    assert!(!people.is_empty());
    for person in people {
        let id = person["id"].as_str().unwrap_or_default();
        assert!(id.starts_with("https://w3id.org/attache/id/person/") && entities.contains(id), "{id}\n{entities}");
    }
    Ok(())
}

#[test]
fn threads_and_order_leave_no_trace_and_adding_again_changes_nothing() -> Result<()> {
    let desk = Desk::new()?;
    let lines = many(30);
    desk.write("forward.jsonl", &lines)?;
    let backward: String = lines.lines().rev().fold(String::new(), |all, line| all + line + "\n");
    desk.write("backward.jsonl", &backward)?;
    assert_eq!(desk.attache("one", &["add", "forward.jsonl", "--threads", "1"])?.code, Some(0));
    assert_eq!(desk.attache("other", &["add", "backward.jsonl", "--threads", "3"])?.code, Some(0));
    let before = desk.export("one")?;
    assert_eq!(before, desk.export("other")?);
    let told = desk.attache("one", &["add", "backward.jsonl"])?;
    assert!(told.err.contains("30 known already"), "{}", told.err);
    assert_eq!(desk.export("one")?, before);
    Ok(())
}

#[test]
fn a_changed_article_under_the_same_address_replaces_its_facts() -> Result<()> {
    let desk = Desk::new()?;
    let article = |text: &str| format!("{{\"id\":\"a\",\"url\":\"https://news.example/a\",\"text\":\"{text}\"}}\n");
    let (first, second) = ("Anna Berg met Jan Kowalski in Oslo.", "Maria Lopez met Peter Novak in Vienna on Monday.");
    desk.write("first.jsonl", &article(first))?;
    desk.write("second.jsonl", &article(second))?;
    desk.attache("store", &["add", "first.jsonl"])?;
    let told = desk.attache("store", &["add", "second.jsonl"])?;
    assert!(told.err.contains("1 changed"), "{}", told.err);
    desk.attache("fresh", &["add", "second.jsonl"])?;
    assert_eq!(desk.export("store")?, desk.export("fresh")?);
    Ok(())
}

#[test]
fn a_bad_document_is_named_and_the_others_go_in() -> Result<()> {
    let desk = Desk::new()?;
    let broken = format!("{}this is no JSON\n{{\"id\":\"empty\",\"text\":\"\"}}\n", many(2));
    desk.write("broken.jsonl", &broken)?;
    let told = desk.attache("store", &["add", "broken.jsonl", "missing.txt"])?;
    assert_eq!(told.code, Some(2), "{}", told.err);
    assert!(told.err.contains("missing.txt") && told.err.contains("broken.jsonl"), "{}", told.err);
    assert!(told.err.contains("2 documents (2 new, 3 not read)"), "{}", told.err);
    Ok(())
}

#[test]
fn what_is_no_store_is_told_with_what_to_do() -> Result<()> {
    let desk = Desk::new()?;
    let told = desk.attache("nowhere", &["query", "documents"])?;
    assert!(told.code == Some(2) && told.err.contains("attache add"), "{}", told.err);
    fs::create_dir(desk.path("papers"))?;
    fs::write(desk.path("papers").join("letter.txt"), "Dear reader")?;
    for command in [&["query", "documents"][..], &["add", "papers/letter.txt"], &["export"], &["verify"]] {
        let told = desk.attache("papers", command)?;
        assert!(told.code == Some(2) && told.err.contains("is not a store of attache"), "{command:?}: {}", told.err);
    }
    Ok(())
}

#[test]
fn queries_come_by_name_file_argument_and_standard_input() -> Result<()> {
    let desk = Desk::new()?;
    desk.write("many.jsonl", &many(3))?;
    desk.attache("store", &["add", "many.jsonl", "--quiet"])?;
    let count = "SELECT (COUNT(*) AS ?n) WHERE { ?a a schema:NewsArticle }";
    desk.write("count.rq", count)?;
    for arguments in [&["query", "count.rq", "--format", "tsv"][..], &["query", "-e", count, "--format", "tsv"]] {
        assert_eq!(desk.attache("store", arguments)?.out, "?n\n3\n");
    }
    let mut command = Command::cargo_bin("attache")?;
    command.args(["query", "-"]).env("ATTACHE_STORE", desk.path("store")).write_stdin("ASK { ?a a att:Nothing }");
    let output = command.output()?;
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), b"no\n".as_slice()));

    let told = desk.attache("store", &["query", "-e", "SELECT ?s {\n ?s ?p }"])?;
    assert!(told.code == Some(2) && told.err.contains("line 2, column "), "{}", told.err);
    let told = desk.attache("store", &["query", "who-met-who"])?;
    assert!(told.code == Some(2) && told.err.contains("did you mean `who-met-whom`"), "{}", told.err);
    // A join of values, which never reads from the store.
    let numbers = |name| format!("VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 10 }} ");
    let join: String = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"].map(numbers).concat();
    let endless = format!("SELECT (COUNT(*) AS ?n) WHERE {{ {join} FILTER(?a + ?l > 1000 && ?b + ?k > ?c + ?j) }}");
    let told = desk.attache("store", &["query", "--timeout", "0.2", "-e", &endless])?;
    assert!(told.code == Some(2) && told.err.contains("stopped after 0.2 seconds"), "{}", told.err);
    let told = desk.attache("store", &["query", "--list"])?;
    assert!(told.out.contains("who-met-whom\n    Who met whom"), "{}", told.out);
    for format in ["turtle", "ntriples", "jsonld", "rdfxml"] {
        let told = desk.attache("store", &["query", "-e", "DESCRIBE <https://news.example/1>", "--format", format])?;
        assert!(told.code == Some(0) && told.out.contains("NewsArticle"), "{format}: {} {}", told.out, told.err);
    }
    // A kept answer is not used once the store has changed.
    let before = desk.attache("store", &["query", "documents"])?.out;
    assert_eq!(desk.attache("store", &["query", "documents"])?.out, before);
    desk.attache("store", &["remove", "https://news.example/1"])?;
    let after = desk.attache("store", &["query", "documents"])?.out;
    assert!(before.contains("example/1") && !after.contains("example/1"), "{after}");
    Ok(())
}

#[test]
fn killed_while_it_reads_add_leaves_whole_documents_and_ends_in_the_same_graph() -> Result<()> {
    let desk = Desk::new()?;
    desk.write("many.jsonl", &many(100))?;
    let started = Instant::now();
    assert_eq!(desk.attache("undisturbed", &["add", "many.jsonl"])?.code, Some(0));
    let took = started.elapsed();
    let expected = desk.export("undisturbed")?;
    for moment in 0..20_u32 {
        let store = format!("killed-{moment}");
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("attache"))
            .args(["add", "many.jsonl", "--quiet"])
            .env("ATTACHE_STORE", desk.path(&store))
            .current_dir(desk.folder.path())
            .spawn()?;
        sleep(took * moment / 20 + Duration::from_millis(5));
        child.kill()?;
        child.wait()?;
        if !Path::new(&desk.path(&store)).join("CURRENT").exists() {
            continue;
        }
        let left = desk.export(&store)?;
        let documents = |text: &str| -> Vec<String> {
            let graph = |line: &str| line.rsplit(" <").next().map(str::to_owned);
            text.lines().filter_map(graph).filter(|graph| graph.contains("news.example")).collect()
        };
        let (found, whole) = (documents(&left), documents(&expected));
        for document in &found {
            let count = |all: &[String]| all.iter().filter(|other| *other == document).count();
            assert_eq!(count(&found), count(&whole), "{document} is not whole, killed at moment {moment}");
        }
        if moment % 6 == 3 {
            assert_eq!(desk.attache(&store, &["add", "many.jsonl"])?.code, Some(0));
            assert_eq!(desk.export(&store)?, expected, "killed at moment {moment}");
        }
    }
    Ok(())
}

/// The script runs where it may mount: in name spaces of its own, or not at all.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_what_was_written_is_safe() -> Result<()> {
    let desk = Desk::new()?;
    desk.write("many.jsonl", &many(300))?;
    let script = "mkdir disk && mount -t tmpfs -o size=2200k tmpfs disk || exit 77\n\
                  \"$ATTACHE\" add many.jsonl --store disk/store --quiet; echo \"$? full\"\n\
                  mount -o remount,size=120m disk\n\
                  \"$ATTACHE\" verify --store disk/store >/dev/null; echo \"$? sound\"\n\
                  \"$ATTACHE\" add many.jsonl --store disk/store --quiet; echo \"$? again\"\n\
                  \"$ATTACHE\" query documents --store disk/store --format csv | wc -l";
    let output = std::process::Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script])
        .env("ATTACHE", assert_cmd::cargo::cargo_bin("attache"))
        .current_dir(desk.folder.path())
        .output();
    let output = match output {
        Ok(output) if output.status.code() != Some(77) && !output.stdout.is_empty() => output,
        _ => {
            eprintln!("skipped: this machine lets nobody mount a small disk");
            return Ok(());
        }
    };
    let (out, err) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    assert!(err.contains("the disk is full"), "{out} {err}");
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    assert_eq!(lines, ["2 full", "0 sound", "0 again", "301"], "{err}");
    Ok(())
}
