//! Looks for libclang where clang-sys will look for it, when RocksDB is going to be built.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

/// Folders in which libclang may lie on Linux and FreeBSD; those two levels below them as well.
const FOLDERS: [&str; 5] = ["/usr/local/lib", "/usr/local/lib64", "/usr/lib", "/usr/lib64", "/usr/lib32"];

const REMEDY: &str = "
libclang is missing, and RocksDB's build needs it. What to do:

    make build                            installs it where there is apt-get, and builds (make demo and make test too)
    apt-get install libclang-dev          Debian, Ubuntu
    dnf install clang-devel               Fedora
    LIBCLANG_PATH=FOLDER cargo build      where libclang.so lies in a folder of its own

Without the store on disk it is not needed: cargo build --no-default-features
";

fn main() {
    // Nothing else, above all no variable of the environment: once libclang has been found, nothing that happens to it
    // shall compile RocksDB again.
    println!("cargo::rerun-if-changed=build.rs");
    let asked = env::var_os("CARGO_FEATURE_ROCKSDB").is_some();
    if asked && cfg!(any(target_os = "linux", target_os = "freebsd")) && !found() {
        eprintln!("{REMEDY}");
        process::exit(1);
    }
}

fn found() -> bool {
    if let Some(path) = env::var_os("LIBCLANG_PATH").map(PathBuf::from) {
        return is_libclang(&path) && path.exists() || holds_libclang(&path, 0);
    }
    of_llvm_config().is_some_and(|folder| holds_libclang(&folder, 1))
        || ["LD_LIBRARY_PATH", "LIBRARY_PATH"]
            .iter()
            .filter_map(env::var_os)
            .any(|list| env::split_paths(&list).any(|folder| holds_libclang(&folder, 0)))
        || FOLDERS.iter().any(|folder| holds_libclang(Path::new(folder), 2))
        || llvm_folders().any(|folder| holds_libclang(&folder, 1))
}

/// Where `llvm-config` says that LLVM lies.
fn of_llvm_config() -> Option<PathBuf> {
    let program = env::var_os("LLVM_CONFIG_PATH").unwrap_or_else(|| "llvm-config".into());
    let output = Command::new(program).arg("--prefix").output().ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// `/usr/local/llvm-19` and the like.
fn llvm_folders() -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir("/usr/local").into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| name(path).starts_with("llvm"))
}

/// Whether a folder, or one at most `depth` levels below it, has libclang in it.
fn holds_libclang(folder: &Path, depth: usize) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.iter().any(|path| is_libclang(path) && path.exists())
        || depth > 0 && paths.iter().any(|path| path.is_dir() && holds_libclang(path, depth - 1))
}

/// `libclang.so`, `libclang.so.13`, `libclang-14.so`, `libclang-14.so.1`; not `libclang-cpp.so`, which is another library.
fn is_libclang(path: &Path) -> bool {
    let name = name(path);
    let Some(rest) = name.strip_prefix("libclang") else { return false };
    (rest.starts_with(".so") || rest.starts_with('-') && rest.contains(".so")) && !rest.starts_with("-cpp")
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
