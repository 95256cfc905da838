//! The word lists of the segmenter (`models/english/segmentation/*.txt`), read once.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

macro_rules! list {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/segmentation/", $name))
    };
}

/// Word lists, in lower case. What each holds is said at the head of its file.
pub(super) struct Lexicon {
    /// Without their final period.
    pub abbreviations: HashSet<&'static str>,
    /// Abbreviated titles, without their final period.
    pub before_names: HashSet<&'static str>,
    pub prefixes: HashSet<&'static str>,
    pub suffixes: HashSet<&'static str>,
    pub units: HashSet<&'static str>,
    pub domains: HashSet<&'static str>,
    /// Longest first.
    pub smileys: Vec<&'static str>,
    /// The whole word → the lengths of its parts in bytes.
    pub contractions: HashMap<String, Vec<usize>>,
    /// The parts of contractions but for the first: `not`, `na`, `nt` …
    pub contracted: HashSet<&'static str>,
}

impl Lexicon {
    pub fn get() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            let mut smileys: Vec<_> = lines(list!("smileys.txt")).collect();
            smileys.sort_by_key(|smiley| std::cmp::Reverse(smiley.len()));
            let mut contractions = HashMap::new();
            let mut contracted = HashSet::new();
            for line in lines(list!("contractions.txt")) {
                let parts: Vec<_> = line.split(' ').collect();
                contractions.insert(parts.concat(), parts.iter().map(|part| part.len()).collect());
                contracted.extend(parts.into_iter().skip(1));
            }
            Lexicon {
                abbreviations: lines(list!("abbreviations.txt")).collect(),
                before_names: lines(list!("before-names.txt")).collect(),
                prefixes: lines(list!("prefixes.txt")).collect(),
                suffixes: lines(list!("suffixes.txt")).collect(),
                units: lines(list!("units.txt")).collect(),
                domains: lines(list!("domains.txt")).collect(),
                smileys,
                contractions,
                contracted,
            }
        })
    }
}

/// The entries of a list: lines that are neither empty nor comments.
fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# "))
}
