//! Before the crate is compiled: looks for what RocksDB's build needs, makes man page and shell completions out of
//! `src/cli`, and lists the ontology's and the queries' files so that the crate can embed them.

use clap::CommandFactory;
use clap_complete::{Shell, generate_to};
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[allow(dead_code, unused_imports)]
#[path = "src/cli/mod.rs"]
mod cli;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/cli");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    completions(&out.join("completions"))?;
    manual(&out.join("man"))?;
    embed("ontology/events", "ttl", &out.join("event_files.rs"))?;
    embed("queries", "rq", &out.join("query_files.rs"))?;
    Ok(())
}

fn completions(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
        generate_to(shell, &mut cli::Cli::command(), "attache", folder)?;
    }
    Ok(())
}

/// One page for the program and all its subcommands: what `man attache` shows.
fn manual(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let mut command = cli::Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    sections(&command, "attache", &mut page)?;
    // clap_mangen refers to a page for each subcommand; here they are sections of one.
    let page = String::from_utf8(page)?.replace("(1)\n", "\n").replace("\nattache\\-", "\nattache ");
    fs::write(folder.join("attache.1"), page)?;
    Ok(())
}

/// A section for each subcommand, and for each of its own.
fn sections(command: &clap::Command, name: &str, page: &mut Vec<u8>) -> Result<(), Box<dyn Error>> {
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        let name = format!("{name} {}", subcommand.get_name());
        page.extend_from_slice(format!(".SH \"{}\"\n", name.to_uppercase()).as_bytes());
        let man = clap_mangen::Man::new(subcommand.clone());
        man.render_synopsis_section(page)?;
        man.render_description_section(page)?;
        man.render_options_section(page)?;
        man.render_extra_section(page)?;
        sections(subcommand, &name, page)?;
    }
    Ok(())
}

/// Writes a Rust expression, `&[(name, text), …]` in the order of the names, of all files of a folder with an
/// extension; `name` is the file's name without it. A missing folder gives an empty list.
fn embed(folder: &str, extension: &str, target: &Path) -> Result<(), Box<dyn Error>> {
    if let Some(watched) = Path::new(folder).ancestors().find(|path| path.is_dir() && *path != Path::new("")) {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join(folder);
    let mut files = Vec::new();
    if root.is_dir() {
        for entry in fs::read_dir(&root)? {
            let path = entry?.path();
            if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut list = String::from("&[\n");
    for path in files {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        list.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
    }
    list.push_str("]\n");
    fs::write(target, list)?;
    Ok(())
}
