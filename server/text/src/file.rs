//! The name of a file inside a workspace.

use std::fmt;
use std::sync::Arc;

/// A file of a workspace: its path relative to the workspace root, with `/` between parts and no leading `./`.
///
/// Cheap to clone and to compare; holds no machine path, so results can be shown to anybody.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(Arc<str>);

impl FileId {
    /// Names a file by its path relative to the workspace root; `./`, `//` and inner `..` are resolved.
    pub fn new(path: &str) -> Self {
        Self(normalize(path).into())
    }

    /// The path relative to the workspace root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file: `""` at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(dir, _)| dir)
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }
}

/// Resolves `.` and `..` textually; a `..` that leaves the root stays, so that a fence can refuse it.
pub(crate) fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normal() {
        assert_eq!(FileId::new("./a//b/../main.tf").as_str(), "a/main.tf");
        assert_eq!(FileId::new("../x.tf").as_str(), "../x.tf");
        assert_eq!(FileId::new("a/b.tf").parent(), "a");
        assert_eq!(FileId::new("b.tf").name(), "b.tf");
    }
}
