//! From a path on the command line to the workspace around it.

use std::io;
use std::path::{Path, PathBuf};

use text::FileId;

use crate::config::CONFIG_NAMES;
use crate::{Workspace, fence};

/// Why a path cannot be worked on.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none.
    #[error("no such file or folder: {}", path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// It is a file where a folder is needed.
    #[error("not a folder: {}", path.display())]
    NoFolder {
        /// The path as given.
        path: PathBuf,
    },
    /// Its name is no Unicode.
    #[error("the name is not Unicode: {}", path.display())]
    NotUnicode {
        /// The path as given.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot open {}: {source}", path.display())]
    Io {
        /// The path as given.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
}

impl OpenError {
    pub(crate) fn new(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { path },
            _ => Self::Io { path, source },
        }
    }
}

/// A path inside its workspace.
pub struct Located {
    /// The workspace.
    pub workspace: Workspace,
    /// The folder to work on, relative to the workspace: `""` is its root.
    pub folder: String,
    /// The file named, when the path names one.
    pub file: Option<FileId>,
}

/// Finds the workspace of a path: the nearest folder above it that holds `.cloudoptima.yaml` or `.git`; else the
/// current folder, when the path lies in it; else the path's own folder. Local modules are read within it only.
pub fn locate(path: &Path, current: &Path) -> Result<Located, OpenError> {
    let refused = |error| OpenError::new(path, error);
    let real = std::fs::canonicalize(current.join(path)).map_err(refused)?;
    let folder = if real.is_dir() { real.as_path() } else { real.parent().unwrap_or(&real) };
    let root = marked(folder).or_else(|| around(folder, current)).unwrap_or_else(|| folder.to_owned());
    let not_unicode = || OpenError::NotUnicode { path: path.to_owned() };
    let name = |it: &Path| fence::relative(&root, it).ok_or_else(not_unicode);
    Ok(Located {
        workspace: Workspace::open(&root)?,
        folder: name(folder)?.as_str().to_owned(),
        file: if real.is_dir() { None } else { Some(name(&real)?) },
    })
}

fn marked(folder: &Path) -> Option<PathBuf> {
    let has_mark = |at: &&Path| CONFIG_NAMES.iter().chain(&[".git"]).any(|name| at.join(name).exists());
    folder.ancestors().find(has_mark).map(Path::to_owned)
}

/// The current folder, when it holds the path and is not the whole disk.
fn around(folder: &Path, current: &Path) -> Option<PathBuf> {
    let current = std::fs::canonicalize(current).ok()?;
    (folder.starts_with(&current) && current.parent().is_some()).then_some(current)
}
