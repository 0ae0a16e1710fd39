//! `workspace/executeCommand`.

use lsp_types::{ExecuteCommandParams, LSPAny, Uri};

use crate::requests::Ctx;
use crate::view::Abandoned;

/// The document named by a command's first argument.
pub(crate) fn uri(params: &ExecuteCommandParams) -> Option<Uri> {
    params.arguments.first()?.as_str()?.parse().ok()
}

/// The breakdown of the folders as one Markdown document.
pub(crate) fn breakdown(all: &[Ctx<'_>]) -> Result<Option<LSPAny>, Abandoned> {
    let mut out = String::new();
    for ctx in all {
        out.push_str(&ctx.analysis()?.breakdown());
        out.push('\n');
    }
    Ok(Some(LSPAny::String(out)))
}
