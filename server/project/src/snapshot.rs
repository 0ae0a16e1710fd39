//! An immutable view of a workspace: what a piece of work sees, whatever the editor and the disk do meanwhile.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ir::{Entry, Files, ReadError};
use text::FileId;

use crate::fence;

/// Files with unsaved texts on top, at one moment. Cheap to clone.
///
/// A file is read from disk once and kept, also for later snapshots, until its workspace is told of a change;
/// a snapshot taken before keeps what it saw.
#[derive(Clone)]
pub struct Snapshot {
    pub(crate) root: Arc<Path>,
    pub(crate) overlays: Arc<BTreeMap<FileId, Arc<str>>>,
    pub(crate) granted: Arc<BTreeMap<FileId, PathBuf>>,
    pub(crate) disk: Arc<Disk>,
}

impl Files for Snapshot {
    fn read(&self, file: &FileId) -> Result<Arc<str>, ReadError> {
        if let Some(text) = self.overlays.get(file) {
            let fits = text.len() as u64 <= fence::MAX_FILE_BYTES;
            return if fits { Ok(text.clone()) } else { Err(ReadError::TooLarge(fence::MAX_FILE_BYTES)) };
        }
        self.disk.read(file, || self.read_disk(file))
    }

    fn list(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        let dir = FileId::new(dir);
        let on_disk = self.disk.list(&dir, || self.list_disk(&dir));
        let unsaved = self.unsaved_entries(dir.as_str());
        match on_disk {
            Err(error) if unsaved.is_empty() => Err(error),
            on_disk => {
                let mut entries = on_disk.map(|entries| entries.to_vec()).unwrap_or_default();
                entries.extend(unsaved);
                entries.sort();
                entries.dedup_by(|left, right| left.name == right.name);
                Ok(entries)
            }
        }
    }
}

impl Snapshot {
    /// Whether the name is that of a file, on disk or unsaved.
    pub fn is_file(&self, name: &str) -> bool {
        let file = FileId::new(name);
        let is_here = |entry: &Entry| !entry.is_dir && entry.name == file.name();
        self.list(file.parent()).is_ok_and(|entries| entries.iter().any(is_here))
    }

    /// The real path of a folder, for telling apart folders that are reached by several names.
    pub(crate) fn real_dir(&self, dir: &str) -> Option<PathBuf> {
        fence::resolve(&self.root, dir).ok()
    }

    fn read_disk(&self, file: &FileId) -> Result<(Arc<str>, Reached), ReadError> {
        if let Some(path) = self.granted.get(file) {
            return Ok((fence::read_text(path)?.into(), Reached::ThroughLink));
        }
        let real = fence::resolve(&self.root, file.as_str())?;
        let reached = Reached::by(&self.root.join(file.as_str()), &real);
        Ok((fence::read_text(&real)?.into(), reached))
    }

    fn list_disk(&self, dir: &FileId) -> Result<(Arc<[Entry]>, Reached), ReadError> {
        let real = fence::resolve(&self.root, dir.as_str())?;
        let reached = Reached::by(&self.root.join(dir.as_str()), &real);
        let entries = fs::read_dir(&real).map_err(fence::refused)?;
        let mut found: Vec<Entry> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let name = entry.file_name().into_string().ok()?;
                Some(Entry { name, is_dir: is_dir(&entry) })
            })
            .collect();
        found.sort();
        Ok((found.into(), reached))
    }

    /// Entries of a folder that exist as unsaved texts only.
    fn unsaved_entries(&self, dir: &str) -> Vec<Entry> {
        let below = |file: &FileId| match dir {
            "" => Some(file.as_str().to_owned()),
            _ => file.as_str().strip_prefix(dir)?.strip_prefix('/').map(str::to_owned),
        };
        let mut entries: Vec<Entry> = self
            .overlays
            .keys()
            .filter_map(|file| {
                let rest = below(file)?;
                Some(match rest.split_once('/') {
                    Some((name, _)) => Entry { name: name.to_owned(), is_dir: true },
                    None => Entry { name: rest, is_dir: false },
                })
            })
            .filter(|entry| entry.name != "..")
            .collect();
        entries.sort();
        entries.dedup();
        entries
    }
}

/// Whether an entry is a folder, also behind a symbolic link. A broken or looping link is none.
fn is_dir(entry: &fs::DirEntry) -> bool {
    match entry.file_type() {
        Ok(kind) if kind.is_symlink() => fs::metadata(entry.path()).is_ok_and(|about| about.is_dir()),
        Ok(kind) => kind.is_dir(),
        Err(_) => false,
    }
}

/// How a path was reached. What came through a link is forgotten at any change, as the change may have
/// happened under the link's target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reached {
    Directly,
    ThroughLink,
}

impl Reached {
    fn by(asked: &Path, real: &Path) -> Self {
        if asked == real || asked.components().eq(real.components()) {
            Self::Directly
        } else {
            Self::ThroughLink
        }
    }
}

type Kept<T> = HashMap<FileId, (Result<T, ReadError>, Reached)>;

/// What was read so far. A change makes a new one; old snapshots keep theirs.
#[derive(Default)]
pub(crate) struct Disk {
    // Std mutexes: held for a look-up or an insertion, never across a read or an await.
    texts: Mutex<Kept<Arc<str>>>,
    folders: Mutex<Kept<Arc<[Entry]>>>,
}

impl Disk {
    fn read(
        &self,
        file: &FileId,
        load: impl FnOnce() -> Result<(Arc<str>, Reached), ReadError>,
    ) -> Result<Arc<str>, ReadError> {
        kept(&self.texts, file, load)
    }

    fn list(
        &self,
        dir: &FileId,
        load: impl FnOnce() -> Result<(Arc<[Entry]>, Reached), ReadError>,
    ) -> Result<Arc<[Entry]>, ReadError> {
        kept(&self.folders, dir, load)
    }

    /// The same without what a change of `file` (or of a folder of that name) may have touched.
    pub(crate) fn without(&self, file: &FileId) -> Self {
        let folder = format!("{}/", file.as_str());
        let parent = file.parent();
        let keeps = |name: &FileId, reached: Reached| {
            reached == Reached::Directly
                && name != file
                && name.as_str() != parent
                && !name.as_str().starts_with(&folder)
        };
        Self {
            texts: Mutex::new(filtered(&self.texts, keeps)),
            folders: Mutex::new(filtered(&self.folders, keeps)),
        }
    }
}

fn kept<T: Clone>(
    cache: &Mutex<Kept<T>>,
    name: &FileId,
    load: impl FnOnce() -> Result<(T, Reached), ReadError>,
) -> Result<T, ReadError> {
    if let Some((known, _)) = lock(cache).get(name) {
        return known.clone();
    }
    // Two threads may read the same file at once; both get one answer, that of the first to finish.
    let (answer, reached) = match load() {
        Ok((value, reached)) => (Ok(value), reached),
        Err(error) => (Err(error), Reached::ThroughLink),
    };
    lock(cache).entry(name.clone()).or_insert((answer, reached)).0.clone()
}

fn filtered<T: Clone>(cache: &Mutex<Kept<T>>, keeps: impl Fn(&FileId, Reached) -> bool) -> Kept<T> {
    let cache = lock(cache);
    cache
        .iter()
        .filter(|(name, (_, reached))| keeps(name, *reached))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
