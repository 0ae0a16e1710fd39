//! A workspace folder, owned by the loop.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ide::Engine;
use project::{OpenError, ProcessEnv, Workspace, locate};
use text::{Encoding, FileId};

use crate::config::Config;
use crate::plan::Plan;
use crate::view::{Ground, Once, Open, Places, View};

/// Whether roots and settings are read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Structure {
    /// Only texts that front ends read have changed.
    Same,
    /// Files came or went, or settings changed.
    Changed,
}

/// Why a folder is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The client names it.
    Client,
    /// A document outside of the client's folders was opened.
    Document,
}

/// A folder and its newest view.
pub(crate) struct Folder {
    pub(crate) id: u64,
    pub(crate) origin: Origin,
    pub(crate) workspace: Workspace,
    pub(crate) view: Arc<View>,
    /// Files whose diagnostics the client shows.
    pub(crate) published: BTreeSet<FileId>,
    /// What the hints of open documents looked like when last computed: version and hash.
    pub(crate) fingerprints: BTreeMap<FileId, (i32, u64)>,
    pub(crate) status: Option<ide::StatusTotal>,
}

/// What a folder is opened with.
pub(crate) struct Opening<'a> {
    pub(crate) id: u64,
    pub(crate) origin: Origin,
    pub(crate) engine: &'a Engine,
    pub(crate) env: &'a Arc<ProcessEnv>,
    pub(crate) config: &'a Arc<Config>,
    pub(crate) encoding: Encoding,
}

impl Folder {
    /// Opens a folder. The workspace may begin above it, at the settings file or the repository: the same
    /// place from which the command line works, so that both show the same.
    pub(crate) fn open(path: &Path, opening: Opening<'_>) -> Result<Self, OpenError> {
        let located = locate(path, path)?;
        let workspace = located.workspace;
        let places =
            Places { named: path.to_owned(), base: located.folder, workspace: workspace.folder().to_owned() };
        let ground = Ground {
            folder: opening.id,
            engine: opening.engine.clone(),
            env: Arc::clone(opening.env),
            config: Arc::clone(opening.config),
            encoding: opening.encoding,
            places: Arc::new(places),
            latest: Arc::new(AtomicU64::new(0)),
        };
        let view = View::new(ground, 0, workspace.snapshot(), BTreeMap::new(), Arc::default());
        Ok(Self {
            id: opening.id,
            origin: opening.origin,
            workspace,
            view: Arc::new(view),
            published: BTreeSet::new(),
            fingerprints: BTreeMap::new(),
            status: None,
        })
    }

    /// The folder as the client names it.
    pub(crate) fn named(&self) -> &Path {
        &self.view.ground.places.named
    }

    /// The name of a path in this folder's workspace.
    pub(crate) fn file_id(&self, path: &Path) -> Option<FileId> {
        let places = &self.view.ground.places;
        match path.strip_prefix(&places.named) {
            Ok(rest) => {
                let rest = rest.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
                Some(FileId::new(&format!("{}/{rest}", places.base)))
            }
            Err(_) => self.workspace.file_id(path),
        }
    }

    /// Whether a path lies in the folder as the client names it: how deep, for choosing the nearest.
    pub(crate) fn depth_over(&self, path: &Path) -> Option<usize> {
        path.starts_with(self.named()).then(|| self.named().components().count())
    }

    /// Makes a new revision after the workspace has changed.
    pub(crate) fn advance(&mut self, open: BTreeMap<FileId, Open>, structure: Structure) {
        let plan = match structure {
            Structure::Same => Arc::clone(&self.view.plan),
            Structure::Changed => Arc::default(),
        };
        self.renew(self.view.ground.clone(), open, plan);
    }

    /// Makes a new revision with a plan that is known to be another one.
    pub(crate) fn advance_to(&mut self, plan: Arc<Plan>) {
        self.renew(self.view.ground.clone(), self.view.open.clone(), Arc::new(Once::with(plan)));
    }

    /// Makes a new revision with other settings.
    pub(crate) fn reconfigure(&mut self, config: &Arc<Config>) {
        let ground = Ground { config: Arc::clone(config), ..self.view.ground.clone() };
        self.renew(ground, self.view.open.clone(), Arc::default());
    }

    fn renew(&mut self, ground: Ground, open: BTreeMap<FileId, Open>, plan: Arc<Once<Plan>>) {
        let revision = self.view.revision + 1;
        ground.latest.store(revision, Ordering::Release);
        self.view = Arc::new(View::new(ground, revision, self.workspace.snapshot(), open, plan));
    }
}

impl Drop for Folder {
    /// Work that still runs on a view of a folder that is gone is stale.
    fn drop(&mut self) {
        self.view.ground.latest.store(u64::MAX, Ordering::Release);
    }
}

/// The folder to open for a document that lies in none.
pub(crate) fn folder_of(document: &Path) -> Option<PathBuf> {
    document.parent().map(Path::to_owned)
}
