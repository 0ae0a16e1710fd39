//! From the protocol's types to ours. Conversions only.

use std::path::PathBuf;

use lsp_types::{Position, PositionEncodingKind, Range, Uri};
use text::{Encoding, LineCol, LineIndex, TextRange};

/// The path of a `file:` URI; `None` for other schemes.
pub(crate) fn path(uri: &Uri) -> Option<PathBuf> {
    if uri.scheme().as_str() != "file" {
        return None;
    }
    uri.to_file_path().map(std::borrow::Cow::into_owned)
}

/// The encoding to use of those a client offers: UTF-8 where it can be had, else the protocol's default.
pub(crate) fn encoding(offered: Option<&[PositionEncodingKind]>) -> Encoding {
    match offered.is_some_and(|it| it.contains(&PositionEncodingKind::UTF8)) {
        true => Encoding::Utf8,
        false => Encoding::Utf16,
    }
}

/// A position in a text. Positions outside are moved inside.
pub(crate) fn offset(text: &str, index: &LineIndex, position: Position, encoding: Encoding) -> u32 {
    index.offset(text, LineCol { line: position.line, col: position.character }, encoding)
}

/// A range in a text.
pub(crate) fn range(text: &str, index: &LineIndex, range: Range, encoding: Encoding) -> TextRange {
    TextRange::new(offset(text, index, range.start, encoding), offset(text, index, range.end, encoding))
}
