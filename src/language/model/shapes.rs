//! Word shapes: what the uncased word pieces do not tell.

/// The casing class of a word, an index into the labels `special, lower, initial, upper, single-upper, mixed, digit,
/// other`; as `models/training/data.py` has it.
pub(super) fn shape(word: &str) -> i32 {
    if word.chars().any(char::is_numeric) {
        return 6;
    }
    let mut upper = word.chars().filter(|c| c.is_alphabetic()).map(char::is_uppercase);
    let Some(first) = upper.next() else { return 7 };
    let (mut letters, mut capitals) = (1, usize::from(first));
    for is_upper in upper {
        letters += 1;
        capitals += usize::from(is_upper);
    }
    match (capitals, first) {
        (0, _) => 1,
        (n, _) if n == letters => 3 + i32::from(letters == 1),
        (1, true) => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn tells_casing_digits_and_symbols_apart() {
        let words = ["said", "Paris", "NATO", "A", "McDonald", "G7", "—", "iPhone", "日本"];
        assert_eq!(words.map(shape), [1, 2, 3, 4, 5, 6, 7, 5, 1]);
    }
}
