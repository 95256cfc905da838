//! The best tree: each word's head, exactly one word under the root.
//!
//! The best head of each word, where that is a tree; else the maximum spanning arborescence of Y. Chu and T. Liu
//! (1965) and J. Edmonds (1967), first used for parsing by R. McDonald et al., *Non-projective Dependency Parsing
//! using Spanning Tree Algorithms* (2005). One root only: the arcs of the root cost so much that the best arborescence
//! has the fewest (H. Gabow and R. Tarjan, *Efficient Algorithms for a Family of Matroid Intersection Problems*, 1984).

/// More than any sum of scores.
const ROOT_COST: f64 = 1e7;

/// The head of each of `words` words: 0 is the root, `i + 1` word i. `scores` has a row a word, of `width` columns, of
/// which the first `words + 1` count.
pub(crate) fn heads(scores: &[f32], words: usize, width: usize) -> Vec<usize> {
    let score = |word: usize, head: usize| {
        let value = f64::from(scores[word * width + head]);
        if value.is_finite() { value } else { -1e4 }
    };
    let greedy: Vec<usize> = (0..words)
        .map(|word| {
            let mut best = usize::from(word == 0);
            for head in 0..=words {
                if head != word + 1 && (best == word + 1 || score(word, head) > score(word, best)) {
                    best = head;
                }
            }
            if best == word + 1 { 0 } else { best }
        })
        .collect();
    if is_tree(&greedy) {
        return greedy;
    }
    // Node 0 is the root, node i + 1 word i; `matrix[dependent][head]`.
    let mut matrix = vec![vec![f64::NEG_INFINITY; words + 1]; words + 1];
    for word in 0..words {
        for head in 0..=words {
            if head != word + 1 {
                matrix[word + 1][head] = score(word, head) - if head == 0 { ROOT_COST } else { 0.0 };
            }
        }
    }
    arborescence(&matrix).split_off(1)
}

fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|&&head| head == 0).count() == 1 && cycle(heads, 0).is_none()
}

/// The nodes of a cycle among `heads[i]` = head of node `i + 1 - first`; here nodes are numbered from 1 where `first`
/// is 0 and the list holds words only, and from 0 where it is 1 and the list holds the root too.
fn cycle(heads: &[usize], first: usize) -> Option<Vec<usize>> {
    let head_of = |node: usize| heads[node - 1 + first];
    let mut seen = vec![0_usize; heads.len() + 1];
    for start in 1..=heads.len() - first {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = head_of(node);
        }
        if node != 0 && seen[node] == start {
            let mut nodes = vec![node];
            let mut next = head_of(node);
            while next != node {
                nodes.push(next);
                next = head_of(next);
            }
            return Some(nodes);
        }
    }
    None
}

/// The heads of all nodes in the best arborescence from node 0 (whose own head is given as 0).
fn arborescence(matrix: &[Vec<f64>]) -> Vec<usize> {
    let size = matrix.len();
    let mut heads = vec![0; size];
    for node in 1..size {
        for head in 0..size {
            if matrix[node][head] > matrix[node][heads[node]] && head != node {
                heads[node] = head;
            }
        }
    }
    let Some(nodes) = cycle(&heads, 1) else { return heads };
    // Contract the cycle to one node, numbered last, and solve the smaller problem.
    let mut in_cycle = vec![false; size];
    nodes.iter().for_each(|&node| in_cycle[node] = true);
    let outside: Vec<usize> = (0..size).filter(|&node| !in_cycle[node]).collect();
    let last = outside.len();
    let mut smaller = vec![vec![f64::NEG_INFINITY; last + 1]; last + 1];
    let mut enters = vec![0; last];
    let mut leaves = vec![0; last];
    for (i, &node) in outside.iter().enumerate() {
        for (j, &head) in outside.iter().enumerate() {
            smaller[i][j] = matrix[node][head];
        }
        // The best arc from the cycle to this node, and the best from this node into the cycle.
        for &member in &nodes {
            if matrix[node][member] > smaller[i][last] {
                smaller[i][last] = matrix[node][member];
                leaves[i] = member;
            }
            let gain = matrix[member][node] - matrix[member][heads[member]];
            if gain > smaller[last][i] {
                smaller[last][i] = gain;
                enters[i] = member;
            }
        }
    }
    let solved = arborescence(&smaller);
    for (i, &node) in outside.iter().enumerate().skip(1) {
        heads[node] = if solved[i] == last { leaves[i] } else { outside[solved[i]] };
    }
    let entered = enters[solved[last]];
    heads[entered] = outside[solved[last]];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[f32], heads: &[usize], words: usize) -> f32 {
        heads.iter().enumerate().map(|(word, &head)| scores[word * (words + 1) + head]).sum()
    }

    /// The best total of all trees with one root, by trying them all.
    fn best(scores: &[f32], words: usize) -> f32 {
        let mut top = f32::NEG_INFINITY;
        for code in 0..(words + 1).pow(words as u32) {
            let heads: Vec<usize> = (0..words).map(|word| code / (words + 1).pow(word as u32) % (words + 1)).collect();
            if heads.iter().enumerate().all(|(word, &head)| head != word + 1) && is_tree(&heads) {
                top = top.max(total(scores, &heads, words));
            }
        }
        top
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best_of_all_trees((words, scores) in (1_usize..5).prop_flat_map(|words| {
            (Just(words), proptest::collection::vec(-5.0_f32..5.0, words * (words + 1)))
        })) {
            let found = heads(&scores, words, words + 1);
            prop_assert!(is_tree(&found), "{found:?}");
            prop_assert!((total(&scores, &found, words) - best(&scores, words)).abs() < 1e-3);
        }

        #[test]
        fn long_sentences_get_a_tree(scores in proptest::collection::vec(-5.0_f32..5.0, 120 * 121)) {
            prop_assert!(is_tree(&heads(&scores, 120, 121)));
        }
    }

    #[test]
    fn two_roots_become_one() {
        assert_eq!(heads(&[5.0, 0.0, 1.0, 5.0, 2.0, 0.0], 2, 3), [0, 1]);
    }

    #[test]
    fn numbers_that_are_none_still_give_a_tree() {
        assert!(is_tree(&heads(&[f32::NAN; 12], 3, 4)));
    }
}
