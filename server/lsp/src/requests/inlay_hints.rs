//! `textDocument/inlayHint` and `inlayHint/resolve`.

use lsp_types::{InlayHint, InlayHintParams, LSPAny, Uri};
use serde::{Deserialize, Serialize};
use text::FileId;

use crate::from_proto;
use crate::requests::Ctx;
use crate::to_proto::{self, Lines};
use crate::view::Abandoned;

/// What a hint carries until its tooltip is asked for.
#[derive(Serialize, Deserialize)]
struct Data {
    uri: Uri,
}

/// The hints of a range.
pub(crate) fn hints(
    ctx: &Ctx<'_>,
    file: &FileId,
    params: &InlayHintParams,
) -> Result<Option<Vec<InlayHint>>, Abandoned> {
    let analysis = ctx.analysis()?;
    let Some(text) = ctx.view.text(file) else { return Ok(None) };
    let lines = Lines::new(&text, ctx.view.ground.encoding);
    let range = from_proto::range(&text, &lines.index, params.range, lines.encoding);
    let data = serde_json::to_value(Data { uri: params.text_document.uri.clone() }).unwrap_or_default();
    let hints = analysis.hints(file, range);
    Ok(Some(hints.into_iter().map(|hint| lines.inlay_hint(hint, data.clone())).collect()))
}

/// The document a hint came from.
pub(crate) fn uri(hint: &InlayHint) -> Option<Uri> {
    let data: LSPAny = hint.data.clone()?;
    serde_json::from_value::<Data>(data).ok().map(|it| it.uri)
}

/// The hint with its tooltip.
pub(crate) fn resolve(ctx: &Ctx<'_>, file: &FileId, mut hint: InlayHint) -> Result<InlayHint, Abandoned> {
    let analysis = ctx.analysis()?;
    let Some(text) = ctx.view.text(file) else { return Ok(hint) };
    let lines = Lines::new(&text, ctx.view.ground.encoding);
    let offset = from_proto::offset(&text, &lines.index, hint.position, lines.encoding);
    hint.tooltip = analysis.hint_tooltip(file, offset).map(to_proto::tooltip);
    Ok(hint)
}
