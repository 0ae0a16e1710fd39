//! Files in memory, for tests of everything that reads through [`ir::Files`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ir::{Entry, Files, ReadError};
use text::{FileId, TextEdit};

/// A workspace held in memory. Cheap to clone; an edit makes a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryFiles {
    texts: BTreeMap<FileId, Arc<str>>,
}

impl MemoryFiles {
    /// A workspace of these files.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { texts: files.into_iter().map(|(path, text)| (FileId::new(path), text.into())).collect() }
    }

    /// Writes a file.
    pub fn write(&mut self, path: &str, text: impl Into<Arc<str>>) {
        self.texts.insert(FileId::new(path), text.into());
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &str) {
        self.texts.remove(&FileId::new(path));
    }

    /// The files in it.
    pub fn ids(&self) -> impl Iterator<Item = &FileId> {
        self.texts.keys()
    }

    /// The workspace after edits that all refer to the texts as they are; `None` when one does not fit.
    pub fn edited(&self, edits: &[(FileId, TextEdit)]) -> Option<Self> {
        let mut edited = self.clone();
        let touched: BTreeSet<&FileId> = edits.iter().map(|(file, _)| file).collect();
        for file in touched {
            let of_file: Vec<TextEdit> =
                edits.iter().filter(|(it, _)| it == file).map(|(_, edit)| edit.clone()).collect();
            let text = text::apply_edits(self.texts.get(file)?, &of_file)?;
            edited.texts.insert(file.clone(), text.into());
        }
        Some(edited)
    }
}

impl Files for MemoryFiles {
    fn read(&self, file: &FileId) -> Result<Arc<str>, ReadError> {
        if file.as_str().starts_with("..") {
            return Err(ReadError::Outside);
        }
        self.texts.get(file).cloned().ok_or(ReadError::Missing)
    }

    fn list(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        let dir = FileId::new(dir);
        if dir.as_str().starts_with("..") {
            return Err(ReadError::Outside);
        }
        let mut entries = BTreeSet::new();
        for file in self.texts.keys() {
            let Some(rest) = below(file.as_str(), dir.as_str()) else { continue };
            entries.insert(match rest.split_once('/') {
                Some((name, _)) => Entry { name: name.to_owned(), is_dir: true },
                None => Entry { name: rest.to_owned(), is_dir: false },
            });
        }
        if entries.is_empty() && !dir.as_str().is_empty() {
            return Err(ReadError::Missing);
        }
        Ok(entries.into_iter().collect())
    }
}

/// The part of a path under a folder.
fn below<'a>(path: &'a str, dir: &str) -> Option<&'a str> {
    match dir {
        "" => Some(path),
        _ => path.strip_prefix(dir)?.strip_prefix('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_follow_from_paths() {
        let files = MemoryFiles::new([("main.tf", "a"), ("modules/web/main.tf", "b"), ("modules/x.tf", "c")]);
        let names = |dir: &str| -> Vec<String> {
            let entries = files.list(dir).unwrap();
            entries.iter().map(|it| format!("{}{}", it.name, if it.is_dir { "/" } else { "" })).collect()
        };
        assert_eq!(names(""), ["main.tf", "modules/"]);
        assert_eq!(names("modules"), ["web/", "x.tf"]);
        assert_eq!(files.list("modul"), Err(ReadError::Missing));
        assert_eq!(files.list("../x"), Err(ReadError::Outside));
        assert_eq!(files.read(&FileId::new("./modules/x.tf")).as_deref(), Ok("c"));
        assert_eq!(files.read(&FileId::new("modules")), Err(ReadError::Missing));
    }

    #[test]
    fn edits_make_a_new_workspace() {
        let files = MemoryFiles::new([("a.tf", "gp2"), ("b.tf", "io1")]);
        let edit = |text: &str| TextEdit { range: text::TextRange::new(0, 3), new_text: text.to_owned() };
        let edited = files.edited(&[(FileId::new("a.tf"), edit("gp3"))]).unwrap();
        assert_eq!(edited.read(&FileId::new("a.tf")).as_deref(), Ok("gp3"));
        assert_eq!(files.read(&FileId::new("a.tf")).as_deref(), Ok("gp2"));
        assert_eq!(files.edited(&[(FileId::new("c.tf"), edit("x"))]), None);
    }
}
