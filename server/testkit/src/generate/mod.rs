//! Workspaces of any size and edits that look random, for measurements and for tests of what an edit changes.
//! The same seed gives the same in every run.

mod blocks;

use text::{TextEdit, TextRange};

use crate::MemoryFiles;
use blocks::{BLOCKS, HEADS, SERVICE, WEB_MODULE};

/// Numbers that look random (Numerical Recipes, "ranqd1", with 64 bits).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A sequence; other seeds give others.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from 0 to below `n`; 0 when `n` is.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    /// One of several; `None` of none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// A Terraform workspace with so many resource blocks in its root module, spread over the three clouds, with
/// variables, locals, `count`, `for_each`, dynamic blocks, heredocs and a local module. Every twentieth block
/// begins a new service, whose blocks refer to each other.
pub fn workspace(n_resources: usize) -> MemoryFiles {
    let mut files = MemoryFiles::new(HEADS.iter().copied());
    files.write("modules/web/main.tf", WEB_MODULE);
    let mut texts = [("aws.tf", String::new()), ("azure.tf", String::new()), ("google.tf", String::new())];
    for idx in 0..n_resources {
        let Some((file, block)) = BLOCKS.get(idx % BLOCKS.len()) else { continue };
        let service = (idx / BLOCKS.len()).to_string();
        let Some((_, text)) = texts.iter_mut().find(|(name, _)| name == file) else { continue };
        text.push_str(&block.replace('@', &service));
    }
    for service in 0..n_resources.div_ceil(BLOCKS.len()) {
        if let Some((_, text)) = texts.first_mut() {
            text.push_str(&SERVICE.replace('@', &service.to_string()));
        }
    }
    for (name, text) in texts {
        files.write(name, text);
    }
    files
}

/// A small workspace chosen by chance: its blocks in `main.tf`, what they refer to in files beside it.
pub fn small_workspace(random: &mut Random) -> MemoryFiles {
    let mut files = MemoryFiles::new(HEADS.iter().copied());
    files.write("modules/web/main.tf", WEB_MODULE);
    let mut text = String::new();
    for service in 0..1 + random.below(2) {
        let service = service.to_string();
        for (_, block) in BLOCKS.iter().filter(|_| random.below(2) == 0) {
            text.push_str(&block.replace('@', &service));
        }
        if random.below(2) == 0 {
            text.push_str(&SERVICE.replace('@', &service));
        }
    }
    files.write("main.tf", text);
    files
}

/// What typing, pasting and deleting leave behind.
const INSERTED: [&str; 30] = [
    "\"",
    "\"",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\n",
    " ",
    "x",
    "7",
    "=",
    ".",
    ",",
    "${",
    "%{ if ",
    "#",
    "/*",
    "*/",
    "<<EOT\n",
    "<<-EOT\n",
    "EOT\n",
    "é",
    "日本",
    "\u{1F980}",
    "resource \"aws_eip\" \"new\" {\n",
    "count = 2\n",
    "\\",
    "\r\n",
];

/// An edit of a text: something inserted, some letters or the rest of a line deleted, or a line doubled.
pub fn edit(text: &str, random: &mut Random) -> TextEdit {
    let start = boundary(text, random.below(text.len() + 1));
    let line_end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at);
    match random.below(6) {
        0 => replace(start, boundary(text, start + random.below(12)), ""),
        1 => replace(start, line_end, ""),
        2 => replace(line_end, line_end, line_at(text, start)),
        3 => replace(start, boundary(text, start + random.below(4)), inserted(random)),
        _ => replace(start, start, inserted(random)),
    }
}

fn inserted(random: &mut Random) -> &'static str {
    random.pick(&INSERTED).copied().unwrap_or_default()
}

fn replace(start: usize, end: usize, new_text: &str) -> TextEdit {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    TextEdit { range: TextRange::new(offset(start), offset(end.max(start))), new_text: new_text.to_owned() }
}

/// The line around a place, with the line end before it.
fn line_at(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).unwrap_or(0);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |len| at + len);
    text.get(start..end).unwrap_or_default()
}

/// The nearest place at or before this one where a letter begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use ir::Files;
    use text::FileId;

    use super::*;

    #[test]
    fn a_workspace_has_as_many_resources_as_asked() {
        let files = workspace(500);
        let count = |name: &str| {
            let text = files.read(&FileId::new(name)).unwrap();
            text.lines().filter(|line| line.starts_with("resource \"")).count()
        };
        assert_eq!(["aws.tf", "azure.tf", "google.tf"].map(count).iter().sum::<usize>(), 500);
        assert_eq!(files, workspace(500));
    }

    #[test]
    fn edits_fit_their_text_and_repeat() {
        let (mut one, mut other) = (Random::new(1), Random::new(1));
        let files = small_workspace(&mut one);
        assert_eq!(files, small_workspace(&mut other));
        let mut text = files.read(&FileId::new("main.tf")).unwrap().to_string();
        let mut lengths = std::collections::BTreeSet::new();
        for _ in 0..300 {
            let change = edit(&text, &mut one);
            assert_eq!(change, edit(&text, &mut other));
            text = text::apply_edits(&text, &[change]).unwrap();
            lengths.insert(text.len());
        }
        assert!(lengths.len() > 50, "{lengths:?}");
    }
}
