//! A missing libclang ends the build before RocksDB's ten minutes begin, and the message says what to do.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The look for libclang, compiled as Cargo does it.
fn check(folder: &TempDir) -> Result<PathBuf> {
    let program = folder.path().join("check");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("build/cfg-if/build.rs");
    let compiled = Command::new("rustc").arg("--edition=2024").arg(source).arg("-o").arg(&program).status()?;
    assert!(compiled.success());
    Ok(program)
}

fn run(program: &Path, rocksdb: bool, libclang_path: Option<&Path>) -> Result<Output> {
    let mut command = Command::new(program);
    command.env_remove("CARGO_FEATURE_ROCKSDB");
    if rocksdb {
        command.env("CARGO_FEATURE_ROCKSDB", "1");
    }
    if let Some(path) = libclang_path {
        command.env("LIBCLANG_PATH", path);
    }
    Ok(command.output()?)
}

#[test]
#[cfg(target_os = "linux")]
fn a_missing_libclang_ends_the_build_with_the_remedy_and_a_present_one_does_not() -> Result<()> {
    let folder = TempDir::new()?;
    let program = check(&folder)?;
    let empty = TempDir::new()?;

    let missing = run(&program, true, Some(empty.path()))?;
    assert!(!missing.status.success());
    let message = String::from_utf8(missing.stderr)?;
    for remedy in ["apt-get install libclang-dev", "make build", "LIBCLANG_PATH=", "--no-default-features"] {
        assert!(message.contains(remedy), "{message}");
    }

    std::fs::write(empty.path().join("libclang-cpp.so.14"), "another library")?;
    assert!(!run(&program, true, Some(empty.path()))?.status.success());
    std::fs::write(empty.path().join("libclang-14.so.1"), "the library")?;
    assert!(run(&program, true, Some(empty.path()))?.status.success());
    assert!(run(&program, true, Some(&empty.path().join("libclang-14.so.1")))?.status.success());
    Ok(())
}

#[test]
fn without_rocksdb_nobody_asks_for_libclang() -> Result<()> {
    let folder = TempDir::new()?;
    let program = check(&folder)?;
    let empty = TempDir::new()?;
    assert!(run(&program, false, Some(empty.path()))?.status.success());
    Ok(())
}

#[test]
#[cfg(feature = "rocksdb")]
fn what_built_this_test_is_found() -> Result<()> {
    let folder = TempDir::new()?;
    assert!(run(&check(&folder)?, true, None)?.status.success());
    Ok(())
}
