//! `attache show`: what can be typed.

use clap::Args;

/// `show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  attache show \"Jane Roe\"
  attache show Roe            part of a name is enough; where several fit, they are listed")]
pub struct ShowArgs {
    /// A name, part of a name, or the IRI of an entity.
    #[arg(value_name = "ENTITY")]
    pub entity: String,
}
