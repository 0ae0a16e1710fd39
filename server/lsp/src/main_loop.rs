//! The loop: one thread that owns the state and matches every event.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;

use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidOpenTextDocumentParams, ExecuteCommandParams, FileChangeType, InitializeParams, InitializeResult,
    LSPAny, PublishDiagnosticsParams, ServerInfo, Uri, WorkspaceFolder,
};
use text::FileId;
use tower_lsp::jsonrpc::{Error, Result};

use crate::capabilities::{self, Client};
use crate::checks::{Checked, Findings, check};
use crate::config::Config;
use crate::document::{Document, apply};
use crate::event::{Event, Reply};
use crate::ext::BREAKDOWN_COMMAND;
use crate::folder::{Folder, Origin, Structure};
use crate::from_proto;
use crate::outbox::Message;
use crate::requests::code_action::EditForm;
use crate::requests::{self, Ctx, respond, respond_over};
use crate::state::GlobalState;
use crate::to_proto;
use crate::view::Abandoned;

/// Whether the loop goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Continue,
    Stop,
}

impl GlobalState {
    /// Handles events until the connection is closed.
    pub(crate) fn run(mut self, queue: &Receiver<Event>) {
        loop {
            let event = match self.slot.wait(Instant::now()) {
                Some(wait) => queue.recv_timeout(wait),
                None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(event) => {
                    let name = event.name();
                    let start = Instant::now();
                    if self.handle(event) == Flow::Stop {
                        return;
                    }
                    tracing::debug!(method = name, elapsed = ?start.elapsed(), "handled");
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.begin_check();
        }
    }

    fn handle(&mut self, event: Event) -> Flow {
        match event {
            Event::Initialize(params, reply) => drop(reply.send(Ok(self.initialize(&params)))),
            Event::Initialized => self.initialized(),
            Event::Shutdown(reply) => {
                self.was_shut_down.store(true, Ordering::Release);
                drop(reply.send(Ok(())));
            }
            Event::Exit => return Flow::Stop,
            Event::DidOpen(params) => self.did_open(params),
            Event::DidChange(params) => self.did_change(params),
            Event::DidClose(params) => self.did_close(&params.text_document.uri),
            Event::DidChangeWatchedFiles(params) => self.did_change_watched_files(&params),
            Event::DidChangeWorkspaceFolders(params) => self.did_change_workspace_folders(&params),
            Event::DidChangeConfiguration(params) => match self.client.has_configuration {
                true => self.outbox.put(Message::PullConfiguration),
                false => self.configure(&params.settings),
            },
            Event::Configuration(settings) => self.configure(&settings),
            Event::InlayHint(params, reply) => {
                let uri = params.text_document.uri.clone();
                self.on_document(
                    "inlayHint",
                    &uri,
                    reply,
                    || None,
                    move |ctx, file| requests::inlay_hints::hints(ctx, file, &params),
                );
            }
            Event::InlayHintResolve(hint, reply) => self.resolve_hint(*hint, reply),
            Event::Hover(params, reply) => {
                let at = params.text_document_position_params;
                self.on_document(
                    "hover",
                    &at.text_document.uri,
                    reply,
                    || None,
                    move |ctx, file| requests::hover::hover(ctx, file, at.position),
                );
            }
            Event::CodeAction(params, reply) => {
                let uri = params.text_document.uri.clone();
                let form =
                    if self.client.takes_versioned_edits { EditForm::Versioned } else { EditForm::Plain };
                self.on_document(
                    "codeAction",
                    &uri,
                    reply,
                    || None,
                    move |ctx, file| requests::code_action::code_action(ctx, file, &params, form),
                );
            }
            Event::ExecuteCommand(params, reply) => self.execute_command(&params, reply),
            Event::Status(params, reply) => {
                let views = self.views(params.uri.as_ref());
                respond_over(&self.pool, "status", views, reply, requests::status::status);
            }
            Event::Checked(checked) => self.checked(*checked),
        }
        Flow::Continue
    }

    /// Hands a request about one document to the pool; `absent` answers for documents of no folder.
    fn on_document<T: Send + 'static>(
        &self,
        method: &'static str,
        uri: &Uri,
        reply: Reply<T>,
        absent: impl FnOnce() -> T,
        work: impl FnOnce(&Ctx<'_>, &FileId) -> std::result::Result<T, Abandoned> + Send + 'static,
    ) {
        match self.view_of(uri) {
            None => drop(reply.send(Ok(absent()))),
            Some((view, file)) => respond(&self.pool, method, view, reply, move |ctx| work(ctx, &file)),
        }
    }

    fn resolve_hint(&self, hint: lsp_types::InlayHint, reply: Reply<lsp_types::InlayHint>) {
        let Some(uri) = requests::inlay_hints::uri(&hint) else { return drop(reply.send(Ok(hint))) };
        let plain = hint.clone();
        self.on_document(
            "inlayHint/resolve",
            &uri,
            reply,
            || plain,
            move |ctx, file| requests::inlay_hints::resolve(ctx, file, hint),
        );
    }

    fn execute_command(&self, params: &ExecuteCommandParams, reply: Reply<Option<LSPAny>>) {
        if params.command != BREAKDOWN_COMMAND {
            let error: Result<Option<LSPAny>> =
                Err(Error::invalid_params(format!("no such command: {}", params.command)));
            return drop(reply.send(error));
        }
        let views = self.views(requests::execute_command::uri(params).as_ref());
        respond_over(&self.pool, "executeCommand", views, reply, requests::execute_command::breakdown);
    }

    fn initialize(&mut self, params: &InitializeParams) -> InitializeResult {
        self.client = Client::read(params);
        if let Some(options) = &params.initialization_options {
            self.config = Arc::new(Config::read(options));
        }
        for folder in folders(params) {
            self.open_folder(&folder, Origin::Client);
        }
        let server_info = ServerInfo { name: "cloudoptima".to_owned(), version: Some(self.version.clone()) };
        InitializeResult {
            capabilities: capabilities::server(&self.client),
            server_info: Some(server_info),
            offset_encoding: None,
        }
    }

    fn initialized(&mut self) {
        let registrations = capabilities::registrations(&self.client);
        if !registrations.is_empty() {
            self.outbox.put(Message::Register(registrations));
        }
        if self.client.has_configuration {
            self.outbox.put(Message::PullConfiguration);
        }
    }

    fn configure(&mut self, settings: &LSPAny) {
        let config = Config::read(settings);
        if config == *self.config {
            return;
        }
        self.config = Arc::new(config);
        for folder in &mut self.folders {
            folder.reconfigure(&self.config);
            self.slot.mark(folder.id, Instant::now());
        }
        self.refresh_hints();
    }

    fn did_open(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let Some((folder, file)) = self.place_for_document(&document.uri) else { return };
        let text: Arc<str> = document.text.into();
        let Some(owner) = self.folder_mut(folder) else { return };
        owner.workspace.set_overlay(file.clone(), Arc::clone(&text));
        let key = document.uri.as_str().to_owned();
        let opened = Document { uri: document.uri, folder, file, version: document.version, text };
        self.documents.insert(key, opened);
        self.advance(folder, Structure::Changed);
    }

    fn did_change(&mut self, params: DidChangeTextDocumentParams) {
        let encoding = self.client.encoding;
        let Some(document) = self.documents.get_mut(params.text_document.uri.as_str()) else {
            tracing::warn!("a document that is not open was changed");
            return;
        };
        document.text = apply(&document.text, params.content_changes, encoding).into();
        document.version = params.text_document.version;
        let (folder, file, text) = (document.folder, document.file.clone(), Arc::clone(&document.text));
        let structure = if self.is_source(&file) { Structure::Same } else { Structure::Changed };
        if let Some(folder) = self.folder_mut(folder) {
            folder.workspace.set_overlay(file, text);
        }
        self.advance(folder, structure);
    }

    fn did_close(&mut self, uri: &Uri) {
        let Some(document) = self.documents.remove(uri.as_str()) else { return };
        if let Some(folder) = self.folder_mut(document.folder) {
            folder.workspace.remove_overlay(&document.file);
        }
        self.advance(document.folder, Structure::Changed);
        let is_used = self.documents.values().any(|it| it.folder == document.folder);
        let is_own = self.folder(document.folder).is_some_and(|it| it.origin == Origin::Document);
        if is_own && !is_used {
            self.close_folder(document.folder);
        }
    }

    fn did_change_watched_files(&mut self, params: &DidChangeWatchedFilesParams) {
        let paths: Vec<(PathBuf, FileChangeType)> =
            params.changes.iter().filter_map(|it| Some((from_proto::path(&it.uri)?, it.typ))).collect();
        let mut touched = Vec::new();
        for folder in &mut self.folders {
            for (path, _) in &paths {
                if let Some(file) = folder.file_id(path) {
                    folder.workspace.disk_changed(&file);
                    touched.push(folder.id);
                }
            }
        }
        touched.dedup();
        touched.into_iter().for_each(|folder| self.advance(folder, Structure::Changed));
    }

    fn did_change_workspace_folders(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|it| from_proto::path(&it.uri)).collect()
        };
        for path in paths(&params.event.removed) {
            let gone = self.folders.iter().find(|it| it.origin == Origin::Client && it.named() == path);
            if let Some(id) = gone.map(|it| it.id) {
                self.close_folder(id);
            }
        }
        for path in paths(&params.event.added) {
            self.open_folder(&path, Origin::Client);
        }
        self.replace_documents();
        self.refresh_hints();
    }

    /// Takes back what the client shows of a folder, and forgets the folder.
    fn close_folder(&mut self, id: u64) {
        let Some(at) = self.folders.iter().position(|it| it.id == id) else { return };
        let folder = self.folders.swap_remove(at);
        for file in &folder.published {
            self.withdraw(&folder, file);
        }
        self.announce_status();
    }

    /// Documents find their folder again after folders came or went.
    fn replace_documents(&mut self) {
        let uris: Vec<Uri> = self.documents.values().map(|it| it.uri.clone()).collect();
        for uri in uris {
            let Some((folder, file)) = self.place_for_document(&uri) else { continue };
            let Some(document) = self.documents.get_mut(uri.as_str()) else { continue };
            if document.folder == folder {
                continue;
            }
            let (before, before_file) = (document.folder, document.file.clone());
            (document.folder, document.file) = (folder, file.clone());
            let text = Arc::clone(&document.text);
            if let Some(before) = self.folder_mut(before) {
                before.workspace.remove_overlay(&before_file);
            }
            if let Some(folder) = self.folder_mut(folder) {
                folder.workspace.set_overlay(file, text);
            }
            self.advance(before, Structure::Changed);
            self.advance(folder, Structure::Changed);
        }
    }

    fn begin_check(&mut self) {
        let Some(id) = self.slot.begin(Instant::now()) else { return };
        let Some(folder) = self.folder(id) else { return self.slot.end() };
        let (view, events) = (Arc::clone(&folder.view), self.events.clone());
        self.pool.run(move || {
            let looked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&view)));
            let checked = looked.unwrap_or_else(|_| {
                tracing::error!("a look at a folder panicked");
                Checked { folder: id, revision: view.revision, findings: None }
            });
            let _ = events.send(Event::Checked(Box::new(checked)));
        });
    }

    /// Shows what a look brought, when it is about the newest revision; otherwise another one is due already.
    fn checked(&mut self, checked: Checked) {
        self.slot.end();
        let Some(folder) = self.folders.iter_mut().find(|it| it.id == checked.folder) else { return };
        if folder.view.revision != checked.revision {
            return self.slot.mark(checked.folder, Instant::now());
        }
        let Some(findings) = checked.findings else { return };
        if let Some(plan) = findings.plan {
            folder.advance_to(plan);
            self.slot.mark(checked.folder, Instant::now());
            return self.refresh_hints();
        }
        self.show(checked.folder, findings);
    }

    fn show(&mut self, id: u64, findings: Findings) {
        let Some(at) = self.folders.iter().position(|it| it.id == id) else { return };
        let Some(folder) = self.folders.get(at) else { return };
        for file in folder.published.iter().filter(|it| !findings.diagnostics.contains_key(*it)) {
            self.withdraw(folder, file);
        }
        let published = findings.diagnostics.keys().cloned().collect();
        for diagnostics in findings.diagnostics.into_values() {
            self.outbox.put(Message::Diagnostics(diagnostics));
        }
        let moved = findings.fingerprints.iter().any(|(file, now)| {
            folder.fingerprints.get(file).is_some_and(|before| before.0 == now.0 && before.1 != now.1)
        });
        let is_news = folder.status.as_ref() != Some(&findings.status);
        if let Some(folder) = self.folders.get_mut(at) {
            folder.published = published;
            folder.fingerprints = findings.fingerprints;
            folder.status = Some(findings.status);
        }
        if moved {
            self.refresh_hints();
        }
        if is_news {
            self.announce_status();
        }
    }

    fn withdraw(&self, folder: &Folder, file: &FileId) {
        if let Some(uri) = folder.view.uri(file) {
            let version = folder.view.open.get(file).map(|it| it.version);
            let nothing = PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version };
            self.outbox.put(Message::Diagnostics(nothing));
        }
    }

    fn announce_status(&self) {
        let all: Vec<ide::StatusTotal> = self.folders.iter().filter_map(|it| it.status.clone()).collect();
        self.outbox.put(Message::Status(to_proto::status(ide::StatusTotal::of_all(&all))));
    }

    /// Hints are asked for when the text changes; when something else changes, the client has to be told.
    fn refresh_hints(&self) {
        if self.client.refreshes_hints {
            self.outbox.put(Message::RefreshHints);
        }
    }
}

/// The client's folders; of old clients, the one root they name.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    #[expect(deprecated, reason = "clients of before LSP 3.6 name one root")]
    let root = || params.root_uri.as_ref().and_then(from_proto::path);
    match params.workspace_folders.as_deref() {
        Some(folders) => folders.iter().filter_map(|it| from_proto::path(&it.uri)).collect(),
        None => root().into_iter().collect(),
    }
}
