//! One workspace: a folder on disk and the unsaved texts on top of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use text::FileId;

use crate::fence;
use crate::locate::OpenError;
use crate::snapshot::{Disk, Snapshot};

/// A workspace folder. Owned by one thread; everybody else works on snapshots.
pub struct Workspace {
    /// The folder as the user names it: editors compare paths by their text.
    named: PathBuf,
    now: Snapshot,
}

impl Workspace {
    /// Opens a folder.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let refused = |error| OpenError::new(folder, error);
        let named = std::path::absolute(folder).map_err(refused)?;
        let root = fs::canonicalize(&named).map_err(refused)?;
        if !root.is_dir() {
            return Err(OpenError::NoFolder { path: folder.to_owned() });
        }
        let now = Snapshot {
            root: root.into(),
            overlays: Arc::default(),
            granted: Arc::default(),
            disk: Arc::new(Disk::default()),
        };
        Ok(Self { named, now })
    }

    /// The folder as it was named when opened, absolute.
    pub fn folder(&self) -> &Path {
        &self.named
    }

    /// The view of this moment.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::new(self.now.clone())
    }

    /// Puts an unsaved text on top of a file, which need not exist.
    pub fn set_overlay(&mut self, file: FileId, text: impl Into<Arc<str>>) {
        Arc::make_mut(&mut self.now.overlays).insert(file, text.into());
    }

    /// Takes an unsaved text away: the file on disk shows again, read anew.
    pub fn remove_overlay(&mut self, file: &FileId) {
        Arc::make_mut(&mut self.now.overlays).remove(file);
        self.disk_changed(file);
    }

    /// The unsaved text of a file.
    pub fn overlay(&self, file: &FileId) -> Option<&Arc<str>> {
        self.now.overlays.get(file)
    }

    /// The files with unsaved text on top.
    pub fn overlays(&self) -> &BTreeMap<FileId, Arc<str>> {
        &self.now.overlays
    }

    /// A file or folder was created, changed or deleted by someone else.
    pub fn disk_changed(&mut self, file: &FileId) {
        self.now.disk = Arc::new(self.now.disk.without(file));
    }

    /// Forgets everything that was read from disk.
    pub fn reload(&mut self) {
        self.now.disk = Arc::new(Disk::default());
    }

    /// Lets one file outside be read, because the user names it on the command line.
    pub fn grant(&mut self, path: &Path) -> Result<FileId, OpenError> {
        let refused = |error| OpenError::new(path, error);
        let real = fs::canonicalize(path).map_err(refused)?;
        let outside = || OpenError::NotUnicode { path: path.to_owned() };
        let file = fence::relative(&self.now.root, &real).ok_or_else(outside)?;
        if file.as_str().starts_with("../") {
            Arc::make_mut(&mut self.now.granted).insert(file.clone(), real);
        }
        Ok(file)
    }

    /// The name of a path inside this workspace; `None` for a path outside.
    pub fn file_id(&self, path: &Path) -> Option<FileId> {
        let rest = path.strip_prefix(&self.named).or_else(|_| path.strip_prefix(&self.now.root)).ok()?;
        let file = FileId::new(&rest.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"));
        (!file.as_str().starts_with("..")).then_some(file)
    }

    /// The path of a file, under the folder as the user named it.
    pub fn path_of(&self, file: &FileId) -> PathBuf {
        self.named.join(file.as_str())
    }
}
