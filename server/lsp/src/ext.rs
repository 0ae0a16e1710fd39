//! Our additions to the protocol. Mirrored by the extension's `protocol.ts`.

use lsp_types::Uri;
use lsp_types::notification::Notification;
use lsp_types::request::Request;
use serde::{Deserialize, Serialize};

/// Section of the settings that the server asks for.
pub const CONFIGURATION_SECTION: &str = "cloudoptima";

/// Command of `workspace/executeCommand`: the breakdown of the workspace as Markdown.
/// Its optional argument is the URI of a document whose folder alone is shown.
pub const BREAKDOWN_COMMAND: &str = "cloudoptima.server.breakdown";

/// `cloudoptima/status`: the total of one folder or of all.
pub enum Status {}

impl Request for Status {
    type Params = StatusParams;
    type Result = StatusResult;
    const METHOD: &'static str = "cloudoptima/status";
}

/// `cloudoptima/statusChanged`: the total of all folders is another one now.
pub enum StatusChanged {}

impl Notification for StatusChanged {
    type Params = StatusResult;
    const METHOD: &'static str = "cloudoptima/statusChanged";
}

/// Of what the total is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StatusParams {
    /// A document or folder; all folders when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<Uri>,
}

/// A total for the status bar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusResult {
    /// `$412.00/mo`, `≥ $412.00/mo (3 unpriced)`.
    pub label: String,
    /// Markdown with the parts.
    pub tooltip: String,
}
