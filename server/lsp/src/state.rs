//! The state, owned by one thread.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;
use std::time::Instant;

use ide::Engine;
use lsp_types::Uri;
use project::ProcessEnv;
use text::FileId;

use crate::Options;
use crate::capabilities::Client;
use crate::checks::Slot;
use crate::config::Config;
use crate::document::Document;
use crate::event::Event;
use crate::folder::{Folder, Opening, Origin, Structure, folder_of};
use crate::from_proto;
use crate::outbox::Outbox;
use crate::pool::Pool;
use crate::view::{Open, View};

/// Everything the server knows. Only the loop touches it; the pool gets views.
pub(crate) struct GlobalState {
    pub(crate) engine: Engine,
    pub(crate) env: Arc<ProcessEnv>,
    pub(crate) version: String,
    pub(crate) outbox: Outbox,
    pub(crate) events: Sender<Event>,
    pub(crate) pool: Pool,
    pub(crate) client: Client,
    pub(crate) config: Arc<Config>,
    pub(crate) folders: Vec<Folder>,
    pub(crate) documents: HashMap<String, Document>,
    pub(crate) slot: Slot,
    /// Set when the client has asked for the end.
    pub(crate) was_shut_down: Arc<AtomicBool>,
    n_opened: u64,
}

impl GlobalState {
    pub(crate) fn new(
        options: Options,
        outbox: Outbox,
        events: Sender<Event>,
        was_shut_down: Arc<AtomicBool>,
    ) -> Self {
        Self {
            engine: options.engine,
            env: Arc::new(options.env),
            version: options.version,
            outbox,
            events,
            pool: Pool::start(),
            client: Client::default(),
            config: Arc::default(),
            folders: Vec::new(),
            documents: HashMap::new(),
            slot: Slot::default(),
            was_shut_down,
            n_opened: 0,
        }
    }

    /// Opens a folder; one that cannot be opened is logged and left out.
    pub(crate) fn open_folder(&mut self, path: &Path, origin: Origin) -> Option<u64> {
        self.n_opened += 1;
        let opening = Opening {
            id: self.n_opened,
            origin,
            engine: &self.engine,
            env: &self.env,
            config: &self.config,
            encoding: self.client.encoding,
        };
        match Folder::open(path, opening) {
            Ok(folder) => {
                self.slot.mark(folder.id, Instant::now());
                self.folders.push(folder);
                Some(self.n_opened)
            }
            Err(error) => {
                tracing::warn!(%error, "a workspace folder is left out");
                None
            }
        }
    }

    pub(crate) fn folder(&self, id: u64) -> Option<&Folder> {
        self.folders.iter().find(|it| it.id == id)
    }

    pub(crate) fn folder_mut(&mut self, id: u64) -> Option<&mut Folder> {
        self.folders.iter_mut().find(|it| it.id == id)
    }

    /// The folder a path belongs to: the innermost that holds it, by the client's names; else the first whose
    /// workspace holds it.
    pub(crate) fn place_of(&self, path: &Path) -> Option<(u64, FileId)> {
        let inner = self.folders.iter().filter_map(|it| Some((it.depth_over(path)?, it)));
        let nearest = inner.max_by_key(|(depth, _)| *depth).map(|(_, folder)| folder);
        let folders = nearest.into_iter().chain(&self.folders);
        folders.into_iter().find_map(|it| Some((it.id, it.file_id(path)?)))
    }

    /// The same for a document; opens its own folder when it lies in none.
    pub(crate) fn place_for_document(&mut self, uri: &Uri) -> Option<(u64, FileId)> {
        let path = from_proto::path(uri)?;
        if let Some(place) = self.place_of(&path) {
            return Some(place);
        }
        self.open_folder(&folder_of(&path)?, Origin::Document)?;
        self.place_of(&path)
    }

    /// The newest view of a document's folder, and the document's name in it.
    pub(crate) fn view_of(&self, uri: &Uri) -> Option<(Arc<View>, FileId)> {
        let (folder, file) = match self.documents.get(uri.as_str()) {
            Some(document) => (document.folder, document.file.clone()),
            None => self.place_of(&from_proto::path(uri)?)?,
        };
        Some((Arc::clone(&self.folder(folder)?.view), file))
    }

    /// Views of the folder of a document, or of all folders.
    pub(crate) fn views(&self, uri: Option<&Uri>) -> Vec<Arc<View>> {
        match uri {
            Some(uri) => self.view_of(uri).map(|(view, _)| view).into_iter().collect(),
            None => self.folders.iter().map(|it| Arc::clone(&it.view)).collect(),
        }
    }

    /// A folder's files have changed: new revision, and a look at it when it is quiet.
    pub(crate) fn advance(&mut self, folder: u64, structure: Structure) {
        let open = self.open_in(folder);
        if let Some(folder) = self.folder_mut(folder) {
            folder.advance(open, structure);
        }
        self.slot.mark(folder, Instant::now());
    }

    fn open_in(&self, folder: u64) -> BTreeMap<FileId, Open> {
        let of_folder = self.documents.values().filter(|it| it.folder == folder);
        of_folder.map(|it| (it.file.clone(), Open { uri: it.uri.clone(), version: it.version })).collect()
    }

    /// Whether a front end reads files of that name.
    pub(crate) fn is_source(&self, file: &FileId) -> bool {
        self.engine.front_ends().iter().any(|it| it.claims(file))
    }
}
