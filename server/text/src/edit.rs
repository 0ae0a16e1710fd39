//! Edits of a text.

use crate::TextRange;

/// Replaces a byte range by a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced, in bytes of the old text.
    pub range: TextRange,
    /// What stands there afterwards.
    pub new_text: String,
}

/// Applies edits that all refer to the old text. `None` when two overlap or one does not fit the text.
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0usize;
    for edit in sorted {
        out.push_str(text.get(at..edit.range.start as usize)?);
        out.push_str(&edit.new_text);
        at = edit.range.end as usize;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, new_text: &str) -> TextEdit {
        TextEdit { range: TextRange::new(start, end), new_text: new_text.to_owned() }
    }

    #[test]
    fn edits_apply_together() {
        let text = "gp2 and io1";
        assert_eq!(
            apply_edits(text, &[edit(8, 11, "gp3"), edit(0, 3, "gp3")]).as_deref(),
            Some("gp3 and gp3")
        );
    }

    #[test]
    fn overlapping_edits_are_refused() {
        assert_eq!(apply_edits("abc", &[edit(0, 2, "x"), edit(1, 3, "y")]), None);
        assert_eq!(apply_edits("é", &[edit(1, 2, "")]), None);
    }
}
