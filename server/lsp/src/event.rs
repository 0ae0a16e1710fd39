//! Everything that can happen to the server. Closed: the loop matches all of it.

use lsp_types::{
    CodeActionParams, CodeActionResponse, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, ExecuteCommandParams, Hover, HoverParams, InitializeParams, InitializeResult,
    InlayHint, InlayHintParams, LSPAny,
};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc;

use crate::checks::Checked;
use crate::ext::{StatusParams, StatusResult};

/// The way back of a request. Gone when the client cancelled it.
pub(crate) type Reply<T> = oneshot::Sender<jsonrpc::Result<T>>;

/// One event, in the order in which the client wrote.
pub(crate) enum Event {
    Initialize(Box<InitializeParams>, Reply<InitializeResult>),
    Initialized,
    Shutdown(Reply<()>),
    /// The connection is closed.
    Exit,
    DidOpen(DidOpenTextDocumentParams),
    DidChange(DidChangeTextDocumentParams),
    DidClose(DidCloseTextDocumentParams),
    DidChangeWatchedFiles(DidChangeWatchedFilesParams),
    DidChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams),
    DidChangeConfiguration(DidChangeConfigurationParams),
    /// The client's answer to `workspace/configuration`.
    Configuration(LSPAny),
    InlayHint(InlayHintParams, Reply<Option<Vec<InlayHint>>>),
    InlayHintResolve(Box<InlayHint>, Reply<InlayHint>),
    Hover(HoverParams, Reply<Option<Hover>>),
    CodeAction(Box<CodeActionParams>, Reply<Option<CodeActionResponse>>),
    ExecuteCommand(ExecuteCommandParams, Reply<Option<LSPAny>>),
    Status(StatusParams, Reply<StatusResult>),
    /// The pool has looked through a folder in the background.
    Checked(Box<Checked>),
}

impl Event {
    /// For logs.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Initialize(..) => "initialize",
            Self::Initialized => "initialized",
            Self::Shutdown(_) => "shutdown",
            Self::Exit => "exit",
            Self::DidOpen(_) => "textDocument/didOpen",
            Self::DidChange(_) => "textDocument/didChange",
            Self::DidClose(_) => "textDocument/didClose",
            Self::DidChangeWatchedFiles(_) => "workspace/didChangeWatchedFiles",
            Self::DidChangeWorkspaceFolders(_) => "workspace/didChangeWorkspaceFolders",
            Self::DidChangeConfiguration(_) => "workspace/didChangeConfiguration",
            Self::Configuration(_) => "workspace/configuration",
            Self::InlayHint(..) => "textDocument/inlayHint",
            Self::InlayHintResolve(..) => "inlayHint/resolve",
            Self::Hover(..) => "textDocument/hover",
            Self::CodeAction(..) => "textDocument/codeAction",
            Self::ExecuteCommand(..) => "workspace/executeCommand",
            Self::Status(..) => "cloudoptima/status",
            Self::Checked(_) => "checked",
        }
    }
}
