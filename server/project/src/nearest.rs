//! The nearest name to one that is wrong.

/// The candidate that needs the fewest edits (swapped neighbours count as one), when it is near enough to be meant.
pub(crate) fn nearest<'a>(wrong: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let limit = (wrong.chars().count() / 3).max(2);
    let near = candidates.iter().map(|it| (distance(wrong, it), *it)).min_by_key(|(far, _)| *far);
    near.filter(|(far, _)| *far <= limit).map(|(_, it)| it)
}

/// Edits between two names: insert, delete, replace, swap neighbours (restricted Damerau–Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut last = None;
    for (row, letter) in left.to_lowercase().chars().enumerate() {
        let mut line = vec![row + 1];
        let mut behind = None;
        for (col, other) in right.iter().enumerate() {
            let at = |row: &[usize], col: usize| row.get(col).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&above, col) + usize::from(letter != *other))
                .min(at(&above, col + 1) + 1)
                .min(at(&line, col) + 1);
            if last == Some(*other) && behind == Some(letter) {
                best = best.min(at(&before, col.saturating_sub(1)) + 1);
            }
            line.push(best);
            behind = Some(*other);
        }
        before = std::mem::replace(&mut above, line);
        last = Some(letter);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_name() {
        let keys = ["currency", "budgets", "usage_file"];
        assert_eq!(nearest("budget", &keys), Some("budgets"));
        assert_eq!(nearest("curency", &keys), Some("currency"));
        assert_eq!(nearest("usageFile", &keys), Some("usage_file"));
        assert_eq!(nearest("colour", &keys), None);
        assert_eq!(distance("ab", "ba"), 1);
        assert_eq!(distance("", "abc"), 3);
    }
}
