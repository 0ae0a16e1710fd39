//! `textDocument/hover`.

use lsp_types::{Hover, Position};
use text::FileId;

use crate::from_proto;
use crate::requests::Ctx;
use crate::to_proto::Lines;
use crate::view::Abandoned;

/// The hover at a position.
pub(crate) fn hover(ctx: &Ctx<'_>, file: &FileId, position: Position) -> Result<Option<Hover>, Abandoned> {
    let analysis = ctx.analysis()?;
    let Some(text) = ctx.view.text(file) else { return Ok(None) };
    let lines = Lines::new(&text, ctx.view.ground.encoding);
    let offset = from_proto::offset(&text, &lines.index, position, lines.encoding);
    Ok(analysis.hover(file, offset).map(|it| lines.hover(it)))
}
