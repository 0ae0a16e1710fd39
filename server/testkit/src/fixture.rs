//! Fixtures as one text with markers.
//!
//! `#- path` starts a file (`main.tf` when none is named), `$0` is the cursor, `$0…$0` a selection,
//! and a comment of carets labels the nearest line above that is no label: `# ^ $32.85/mo`, `#^^^ text`.
//! Label lines stay in the text (they are comments of the language); markers of the cursor do not.

use text::{FileId, TextRange};

use crate::MemoryFiles;

/// A fixture after parsing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixture {
    /// The files without cursor markers.
    pub files: MemoryFiles,
    /// Where the cursor is, or what is selected.
    pub selection: Option<(FileId, TextRange)>,
    /// Labels in the order of files and lines.
    pub labels: Vec<Label>,
}

/// What a comment of carets says of a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The 0-based line it labels.
    pub line: u32,
    /// Its text, trimmed.
    pub text: String,
}

impl Fixture {
    /// Reads a fixture. A blank first line is dropped, so that the text can begin under the opening quote.
    pub fn parse(source: &str) -> Self {
        let mut fixture = Self::default();
        let source = source.strip_prefix('\n').unwrap_or(source);
        for (path, body) in split_files(source) {
            fixture.add(FileId::new(path), &body);
        }
        fixture
    }

    /// The cursor: the start of the selection.
    pub fn cursor(&self) -> Option<(FileId, u32)> {
        self.selection.as_ref().map(|(file, range)| (file.clone(), range.start))
    }

    fn add(&mut self, file: FileId, body: &str) {
        let mut text = String::with_capacity(body.len());
        let mut markers = Vec::new();
        let mut last_code = 0;
        for (line_no, line) in (0u32..).zip(body.split_inclusive('\n')) {
            match label(line) {
                Some(label) => {
                    self.labels.push(Label { file: file.clone(), line: last_code, text: label.to_owned() });
                    text.push_str(line);
                }
                None => {
                    last_code = line_no;
                    push_unmarked(line, &mut text, &mut markers);
                }
            }
        }
        match markers.as_slice() {
            [] => {}
            [at] => self.selection = Some((file.clone(), TextRange::empty(*at))),
            [start, end, ..] => self.selection = Some((file.clone(), TextRange::new(*start, *end))),
        }
        self.files.write(file.as_str(), text);
    }
}

/// Cuts at `#- path` lines.
fn split_files(source: &str) -> Vec<(&str, String)> {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in source.split_inclusive('\n') {
        match line.trim_end().strip_prefix("#- ") {
            Some(path) => files.push((path.trim().trim_start_matches('/'), String::new())),
            None => {
                if files.is_empty() {
                    files.push(("main.tf", String::new()));
                }
                if let Some((_, body)) = files.last_mut() {
                    body.push_str(line);
                }
            }
        }
    }
    files
}

/// The label of a line of carets.
fn label(line: &str) -> Option<&str> {
    let line = line.trim();
    let comment = line.strip_prefix('#').or_else(|| line.strip_prefix("//"))?.trim_start();
    let text = comment.trim_start_matches('^');
    (text.len() < comment.len()).then(|| text.trim())
}

/// Copies a line without its cursor markers. `$0.045` and `$01` are money, not a marker.
fn push_unmarked(line: &str, text: &mut String, markers: &mut Vec<u32>) {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("$0") {
        text.push_str(before);
        if after.starts_with(|next: char| next == '.' || next.is_ascii_digit()) {
            text.push_str("$0");
        } else {
            markers.push(text.len() as u32);
        }
        rest = after;
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use ir::Files;

    use super::*;

    #[test]
    fn markers_and_labels() {
        let fixture = Fixture::parse(
            r#"
resource "a" "b" {
               # ^ $32.85/mo + $0.045/GB
               # ^ second
  type = "$0gp2$0" # $0.10
}
#- /modules/web/x.tf
y = 1
//^^^ label
"#,
        );
        let main = fixture.files.read(&FileId::new("main.tf")).unwrap();
        assert!(main.contains("  type = \"gp2\" # $0.10\n"), "{main}");
        let (file, range) = fixture.selection.clone().unwrap();
        assert_eq!((file.as_str(), range.slice(&main)), ("main.tf", "gp2"));
        let labels: Vec<_> =
            fixture.labels.iter().map(|it| (it.file.as_str(), it.line, it.text.as_str())).collect();
        assert_eq!(
            labels,
            [
                ("main.tf", 0, "$32.85/mo + $0.045/GB"),
                ("main.tf", 0, "second"),
                ("modules/web/x.tf", 0, "label")
            ]
        );
    }
}
