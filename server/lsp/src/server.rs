//! The edge: each handler's first statement sends an event, and nothing is awaited before it. What a handler does
//! before its first await is the only part that tower-lsp keeps in order.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;
use std::thread;

use lsp_types::{
    CodeActionParams, CodeActionResponse, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, ExecuteCommandParams, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, LSPAny,
};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::{ClientSocket, LanguageServer, LspService};

use crate::Options;
use crate::event::{Event, Reply};
use crate::ext::{Status, StatusParams, StatusResult};
use crate::outbox::Outbox;
use crate::state::GlobalState;

/// Holds nothing but the way to the loop.
pub(crate) struct Backend {
    // A std channel: sending never blocks and needs no await.
    events: Sender<Event>,
}

/// The service and its loop, started; the flag is set when the client has asked for the end.
/// Must be called inside a tokio runtime.
pub(crate) fn service(
    options: Options,
    was_shut_down: Arc<AtomicBool>,
) -> (LspService<Backend>, ClientSocket) {
    LspService::build(|client| {
        let (events, queue) = std::sync::mpsc::channel();
        let outbox = Outbox::start(client, events.clone());
        let state = GlobalState::new(options, outbox, events.clone(), was_shut_down);
        let run = move || state.run(&queue);
        if let Err(error) = thread::Builder::new().name("main loop".to_owned()).spawn(run) {
            tracing::error!(%error, "no thread for the main loop could be started");
        }
        Backend { events }
    })
    .custom_method(<Status as lsp_types::request::Request>::METHOD, Backend::status)
    .finish()
}

impl Backend {
    /// A loop that is gone answers nothing: `request` reports it.
    fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }

    async fn request<T>(&self, event: impl FnOnce(Reply<T>) -> Event) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.send(event(reply));
        answer.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    async fn status(&self, params: StatusParams) -> Result<StatusResult> {
        self.request(|reply| Event::Status(params, reply)).await
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.send(Event::Exit);
    }
}

// Sections of the specification: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
impl LanguageServer for Backend {
    /// #initialize
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.request(|reply| Event::Initialize(Box::new(params), reply)).await
    }

    /// #initialized
    async fn initialized(&self, _: InitializedParams) {
        self.send(Event::Initialized);
    }

    /// #shutdown
    async fn shutdown(&self) -> Result<()> {
        self.request(Event::Shutdown).await
    }

    /// #textDocument_didOpen
    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.send(Event::DidOpen(params));
    }

    /// #textDocument_didChange
    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.send(Event::DidChange(params));
    }

    /// #textDocument_didClose
    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.send(Event::DidClose(params));
    }

    /// #workspace_didChangeWatchedFiles
    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.send(Event::DidChangeWatchedFiles(params));
    }

    /// #workspace_didChangeWorkspaceFolders
    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.send(Event::DidChangeWorkspaceFolders(params));
    }

    /// #workspace_didChangeConfiguration
    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.send(Event::DidChangeConfiguration(params));
    }

    /// #textDocument_inlayHint
    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.request(|reply| Event::InlayHint(params, reply)).await
    }

    /// #inlayHint_resolve
    async fn inlay_hint_resolve(&self, hint: InlayHint) -> Result<InlayHint> {
        self.request(|reply| Event::InlayHintResolve(Box::new(hint), reply)).await
    }

    /// #textDocument_hover
    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.request(|reply| Event::Hover(params, reply)).await
    }

    /// #textDocument_codeAction
    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.request(|reply| Event::CodeAction(Box::new(params), reply)).await
    }

    /// #workspace_executeCommand
    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        self.request(|reply| Event::ExecuteCommand(params, reply)).await
    }
}
