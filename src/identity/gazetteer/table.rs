//! Tables that are searched where they lie in the binary: nothing is loaded, so the first look-up costs no more than
//! any other.

use std::cmp::Ordering;

/// A table of lines `key<TAB>column<TAB>…`, sorted by the bytes of the key. Lines with `#` at its head are comments.
#[derive(Debug, Clone, Copy)]
pub(super) struct SortedTable {
    text: &'static str,
}

impl SortedTable {
    /// A table over the text of a file.
    pub(super) fn new(text: &'static str) -> Self {
        let mut rest = text;
        while rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        }
        Self { text: rest }
    }

    /// The columns after the key, of every line with this key, in the order of the file. Logarithmic in the table.
    pub(super) fn rows(self, key: &str) -> impl Iterator<Item = Columns> + use<'_> {
        let start = self.lower_bound(key);
        self.text[start..]
            .lines()
            .map(|line| line.split_once('\t').unwrap_or((line, "")))
            .take_while(move |(found, _)| *found == key)
            .map(|(_, columns)| Columns(columns))
    }

    /// The first line with this key.
    pub(super) fn row(self, key: &str) -> Option<Columns> {
        self.rows(key).next()
    }

    /// The table's own copy of a key, which outlives the caller's.
    pub(super) fn key(self, key: &str) -> Option<&'static str> {
        let line = self.text[self.lower_bound(key)..].lines().next()?;
        line.split('\t').next().filter(|found| *found == key)
    }

    /// Byte offset of the first line whose key is not less than `key`.
    fn lower_bound(self, key: &str) -> usize {
        let bytes = self.text.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|&byte| byte == b'\n').map_or(low, |at| low + at + 1);
            let end = bytes[start..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| start + at);
            let line = &bytes[start..end];
            let found = line.iter().position(|&byte| byte == b'\t').map_or(line, |tab| &line[..tab]);
            if found.cmp(key.as_bytes()) == Ordering::Less {
                low = (end + 1).min(bytes.len());
            } else {
                high = start;
            }
        }
        low
    }
}

/// The columns of a line after its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns(&'static str);

impl Columns {
    /// A column, counted from 0, or `""` where the line is shorter.
    pub(super) fn get(self, index: usize) -> &'static str {
        self.0.split('\t').nth(index).unwrap_or("")
    }

    /// A column that may be empty.
    pub(super) fn filled(self, index: usize) -> Option<&'static str> {
        Some(self.get(index)).filter(|column| !column.is_empty())
    }
}

/// The lines of a hand-written table as key and columns, without its comments.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, Columns)> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let (key, columns) = line.split_once('\t').unwrap_or((line, ""));
        (key, Columns(columns))
    })
}

#[cfg(test)]
mod tests {
    use super::SortedTable;

    const TABLE: &str = "# a comment\n# another\nAnn\tF\nBob\tM\nBob\tX\nZoé\tF\n";

    #[test]
    fn every_line_is_found_by_its_key_and_no_other_key_finds_one() {
        let table = SortedTable::new(TABLE);
        assert_eq!(table.row("Ann").map(|row| row.get(0)), Some("F"));
        assert_eq!(table.rows("Bob").map(|row| row.get(0)).collect::<Vec<_>>(), ["M", "X"]);
        assert_eq!(table.row("Zoé").map(|row| row.get(0)), Some("F"));
        assert!(table.row("Bo").is_none());
        assert!(table.row("# a comment").is_none());
        assert!(table.row("").is_none());
        assert!(table.row("Zz").is_none());
    }
}
