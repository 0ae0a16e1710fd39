//! One folder at one revision: taken on the loop, used on the pool. Immutable but for what is computed once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ide::{Analysis, Engine};
use ir::Files;
use lsp_types::Uri;
use project::ProcessEnv;
use text::{Encoding, FileId};

use crate::config::Config;
use crate::plan::Plan;

/// What all views of one folder share, or take over from each other.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) folder: u64,
    pub(crate) engine: Engine,
    pub(crate) env: Arc<ProcessEnv>,
    pub(crate) config: Arc<Config>,
    pub(crate) encoding: Encoding,
    pub(crate) places: Arc<Places>,
    /// The folder's newest revision.
    pub(crate) latest: Arc<AtomicU64>,
}

/// How paths of a folder are written for the client.
pub(crate) struct Places {
    /// The folder as the client names it.
    pub(crate) named: PathBuf,
    /// The same folder relative to the workspace, which may begin above it.
    pub(crate) base: String,
    /// The folder of the workspace.
    pub(crate) workspace: PathBuf,
}

/// A document that is open at this revision.
#[derive(Clone)]
pub(crate) struct Open {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
}

/// The folder at one revision.
pub(crate) struct View {
    pub(crate) ground: Ground,
    pub(crate) revision: u64,
    pub(crate) files: Arc<project::Snapshot>,
    pub(crate) open: BTreeMap<FileId, Open>,
    /// Shared with other revisions as long as the folder's structure stays.
    pub(crate) plan: Arc<Once<Plan>>,
    analysis: Once<Analysis>,
}

/// The work was given up: nobody waits for it any more, or the text has moved on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Abandoned;

impl View {
    pub(crate) fn new(
        ground: Ground,
        revision: u64,
        files: Arc<project::Snapshot>,
        open: BTreeMap<FileId, Open>,
        plan: Arc<Once<Plan>>,
    ) -> Self {
        Self { ground, revision, files, open, plan, analysis: Once::default() }
    }

    /// Whether the folder has a newer revision.
    pub(crate) fn is_stale(&self) -> bool {
        self.ground.latest.load(Ordering::Acquire) != self.revision
    }

    /// The analysis of this revision. Whoever asks first computes it, the others wait.
    pub(crate) fn analysis(&self, is_cancelled: &dyn Fn() -> bool) -> Result<Arc<Analysis>, Abandoned> {
        self.analysis.get(|| self.analyze(is_cancelled))
    }

    /// What the folder consists of.
    pub(crate) fn plan(&self) -> Arc<Plan> {
        let made = self.plan.get(|| Ok::<_, Abandoned>(Plan::make(self)));
        made.unwrap_or_else(|Abandoned| Arc::new(Plan::make(self)))
    }

    /// The text of a file.
    pub(crate) fn text(&self, file: &FileId) -> Option<Arc<str>> {
        self.files.read(file).ok()
    }

    /// The URI of a file: the client's own for open documents.
    pub(crate) fn uri(&self, file: &FileId) -> Option<Uri> {
        match self.open.get(file) {
            Some(open) => Some(open.uri.clone()),
            None => Uri::from_file_path(self.ground.places.path_of(file)),
        }
    }

    fn analyze(&self, is_cancelled: &dyn Fn() -> bool) -> Result<Analysis, Abandoned> {
        let plan = self.plan();
        let engine = &self.ground.engine;
        let files: Arc<dyn Files> = self.files.clone();
        let analyze = |roots: &[Arc<ide::Root>]| {
            let settings = Arc::clone(&plan.settings);
            engine.analyze(Arc::clone(&files), roots, settings, is_cancelled).map_err(|_| Abandoned)
        };
        let analysis = analyze(&plan.roots)?;
        let uncovered = self.uncovered(&analysis);
        if uncovered.is_empty() {
            return Ok(analysis);
        }
        let more = uncovered.iter().map(|dir| Arc::new(plan.root(self, dir)));
        let roots: Vec<_> = plan.roots.iter().cloned().chain(more).collect();
        analyze(&roots)
    }

    /// Folders of open documents that no root reads: modules that call each other, or that nobody calls.
    fn uncovered(&self, analysis: &Analysis) -> BTreeSet<String> {
        let front_ends = self.ground.engine.front_ends();
        let is_claimed = |file: &&FileId| front_ends.iter().any(|it| it.claims(file));
        let dirs = self.open.keys().filter(is_claimed).map(FileId::parent);
        dirs.filter(|dir| !analysis.covers(dir)).map(str::to_owned).collect()
    }
}

impl Places {
    /// The path of a file, under the folder as the client names it where it lies in there.
    pub(crate) fn path_of(&self, file: &FileId) -> PathBuf {
        match below(file.as_str(), &self.base) {
            Some(rest) => self.named.join(rest),
            None => self.workspace.join(file.as_str()),
        }
    }
}

/// The part of a path under a folder.
fn below<'a>(path: &'a str, dir: &str) -> Option<&'a str> {
    match dir {
        "" => (!path.starts_with("..")).then_some(path),
        _ => path.strip_prefix(dir)?.strip_prefix('/'),
    }
}

/// A value computed at most once, by whoever asks first.
pub(crate) struct Once<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Once<T> {
    /// A value that is there already.
    pub(crate) fn with(value: Arc<T>) -> Self {
        Self(Mutex::new(Some(value)))
    }

    /// The value. The lock is held while it is computed: that is what the others wait for. A computation that is
    /// given up, or panics, leaves nothing behind, and the next one who asks begins again.
    pub(crate) fn get<E>(&self, compute: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = &*slot {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(compute()?);
        *slot = Some(Arc::clone(&value));
        Ok(value)
    }
}
