//! Which folders are worked on: those that hold code and are not only somebody's local module.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use ir::Files;
use text::FileId;

use crate::Snapshot;

/// Folders that hold no code of the user's.
const SKIPPED: &[&str] = &[".terraform", ".git", "node_modules", ".terragrunt-cache"];
/// More folders are not looked at: an editor may open a whole disk.
const MAX_FOLDERS: usize = 20_000;
/// Deeper folders are not looked at.
const MAX_DEPTH: usize = 24;

impl Snapshot {
    /// The root modules of Terraform at or below a folder, sorted. A folder that holds code is itself the root;
    /// otherwise all folders below it count that no other one uses as a local module.
    pub fn roots(&self, folder: &str) -> Vec<String> {
        let here = FileId::new(folder).as_str().to_owned();
        if self.code_files(&here).next().is_some() {
            return vec![here];
        }
        self.root_modules(&here)
    }

    /// All root modules at or below a folder, also below other root modules: what an editor shows.
    pub fn root_modules(&self, folder: &str) -> Vec<String> {
        let modules = self.modules(folder);
        let used: HashSet<&String> = modules.values().flatten().collect();
        let unused = modules.keys().filter(|dir| !used.contains(dir));
        unused.cloned().collect()
    }

    /// Folders with code, and the local folders that their module blocks name.
    fn modules(&self, folder: &str) -> BTreeMap<String, Vec<String>> {
        let mut found = BTreeMap::new();
        let mut seen: HashSet<PathBuf> = HashSet::new();
        let mut waiting = vec![(FileId::new(folder), 0)];
        while let Some((dir, depth)) = waiting.pop() {
            let is_new = self.real_dir(dir.as_str()).is_some_and(|real| seen.insert(real));
            if !is_new || seen.len() > MAX_FOLDERS {
                continue;
            }
            let code: Vec<FileId> = self.code_files(dir.as_str()).collect();
            if !code.is_empty() {
                found.insert(
                    dir.as_str().to_owned(),
                    code.iter().flat_map(|file| self.local_sources(file)).collect(),
                );
            }
            if depth < MAX_DEPTH {
                waiting.extend(self.folders(&dir).map(|it| (it, depth + 1)));
            }
        }
        found
    }

    fn folders(&self, dir: &FileId) -> impl Iterator<Item = FileId> {
        let entries = self.list(dir.as_str()).unwrap_or_default().into_iter();
        let entries = entries.filter(|entry| entry.is_dir && !SKIPPED.contains(&entry.name.as_str()));
        entries.map(move |entry| FileId::new(&format!("{dir}/{}", entry.name)))
    }

    fn code_files(&self, dir: &str) -> impl Iterator<Item = FileId> {
        let entries = self.list(dir).unwrap_or_default().into_iter();
        entries
            .filter(|entry| !entry.is_dir && is_code(&entry.name))
            .map(move |entry| FileId::new(&format!("{dir}/{}", entry.name)))
    }

    /// Folders that a file's `source = "./…"` lines name. A look at the lines is enough here: what they say more
    /// exactly is read when the module is evaluated.
    fn local_sources(&self, file: &FileId) -> Vec<String> {
        let Ok(text) = self.read(file) else { return Vec::new() };
        let sources = text.lines().filter_map(local_source);
        sources.map(|path| FileId::new(&format!("{}/{path}", file.parent())).as_str().to_owned()).collect()
    }
}

fn is_code(name: &str) -> bool {
    let known = [".tf", ".tofu", ".tf.json", ".tofu.json"].iter().any(|end| name.ends_with(end));
    known && !name.starts_with('.')
}

fn local_source(line: &str) -> Option<&str> {
    let value = line.trim_start().trim_start_matches('"').strip_prefix("source")?;
    let value = value.trim_start_matches(['"', ' ', '\t', '=', ':']);
    let path = value.split('"').next()?;
    (path.starts_with("./") || path.starts_with("../")).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_name_a_local_module() {
        assert_eq!(local_source(r#"  source = "./modules/web""#), Some("./modules/web"));
        assert_eq!(local_source(r#"  "source": "../x","#), Some("../x"));
        assert_eq!(local_source(r#"source="hashicorp/consul/aws""#), None);
        assert_eq!(local_source(r#"  filename = "./x""#), None);
    }
}
