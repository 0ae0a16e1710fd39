//! Globs over paths and addresses: `?` one letter, `*` within a folder, `**` across folders.

/// Whether the whole text matches. Time is the product of both lengths at most, whatever the pattern.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut states = closure(&pattern, vec![0]);
    for letter in text.chars() {
        let next = states.iter().flat_map(|at| step(&pattern, *at, letter)).collect();
        states = closure(&pattern, next);
    }
    states.contains(&pattern.len())
}

/// Positions of the pattern after one letter.
fn step(pattern: &[char], at: usize, letter: char) -> Option<usize> {
    match pattern.get(at)? {
        '*' if pattern.get(at + 1) == Some(&'*') => Some(at),
        '*' => (letter != '/').then_some(at),
        '?' => (letter != '/').then_some(at + 1),
        other => (*other == letter).then_some(at + 1),
    }
}

/// Adds the positions reached without a letter: behind a star, and behind `**/` as well.
fn closure(pattern: &[char], mut states: Vec<usize>) -> Vec<usize> {
    let mut idx = 0;
    while let Some(at) = states.get(idx).copied() {
        let double = pattern.get(at + 1) == Some(&'*');
        let behind = match pattern.get(at) {
            Some('*') if double && pattern.get(at + 2) == Some(&'/') => vec![at + 2, at + 3],
            Some('*') if double => vec![at + 2],
            Some('*') => vec![at + 1],
            _ => vec![],
        };
        states.extend(behind);
        idx += 1;
    }
    states.sort_unstable();
    states.dedup();
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs() {
        let cases = [
            ("main.tf", "main.tf", true),
            ("*.tf", "main.tf", true),
            ("*.tf", "env/main.tf", false),
            ("**/*.tf", "main.tf", true),
            ("**/*.tf", "env/prod/main.tf", true),
            ("env/**", "env/prod/main.tf", true),
            ("env/?.tf", "env/a.tf", true),
            ("env/?.tf", "env/ab.tf", false),
            ("aws_*.web", "aws_instance.web", true),
            ("", "", true),
            ("", "a", false),
        ];
        for (pattern, text, want) in cases {
            assert_eq!(matches(pattern, text), want, "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_end_soon() {
        assert!(!matches(&"*a".repeat(200), &"a".repeat(199)));
    }
}
