//! Arguments → command → exit code.

use clap::Parser;

fn main() {
    let _ = attache::cli::Cli::parse();
}
