//! From our types to the protocol's. Conversions only.

use ide::DiagnosticSeverity;
use lsp_types::{
    Diagnostic, Hover, HoverContents, InlayHint, InlayHintLabel, InlayHintTooltip, MarkupContent, MarkupKind,
    NumberOrString, Position, Range, TextEdit,
};
use text::{Encoding, LineIndex, TextRange};

use crate::ext::StatusResult;

/// Shown with each diagnostic.
const SOURCE: &str = "cloudoptima";

/// A text with its lines, for converting several places of it.
pub(crate) struct Lines<'a> {
    pub(crate) text: &'a str,
    pub(crate) index: LineIndex,
    pub(crate) encoding: Encoding,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str, encoding: Encoding) -> Self {
        Self { text, index: LineIndex::new(text), encoding }
    }

    pub(crate) fn position(&self, offset: u32) -> Position {
        let at = self.index.line_col(self.text, offset, self.encoding);
        Position { line: at.line, character: at.col }
    }

    pub(crate) fn range(&self, range: TextRange) -> Range {
        Range { start: self.position(range.start), end: self.position(range.end) }
    }

    pub(crate) fn inlay_hint(&self, hint: ide::Hint, data: lsp_types::LSPAny) -> InlayHint {
        InlayHint {
            position: self.position(hint.offset),
            label: InlayHintLabel::String(hint.label),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: Some(data),
        }
    }

    pub(crate) fn hover(&self, hover: ide::Hover) -> Hover {
        Hover {
            contents: HoverContents::Markup(markdown(hover.markdown)),
            range: Some(self.range(hover.range)),
        }
    }

    pub(crate) fn diagnostic(&self, diagnostic: &ide::Diagnostic) -> Diagnostic {
        Diagnostic {
            range: self.range(diagnostic.range),
            severity: Some(severity(diagnostic.severity)),
            code: Some(NumberOrString::String(diagnostic.code.to_owned())),
            source: Some(SOURCE.to_owned()),
            message: diagnostic.message.clone(),
            ..Diagnostic::default()
        }
    }

    pub(crate) fn text_edit(&self, edit: &text::TextEdit) -> TextEdit {
        TextEdit { range: self.range(edit.range), new_text: edit.new_text.clone() }
    }
}

/// The tooltip of a hint.
pub(crate) fn tooltip(markdown_text: String) -> InlayHintTooltip {
    InlayHintTooltip::MarkupContent(markdown(markdown_text))
}

/// A total.
pub(crate) fn status(status: ide::StatusTotal) -> StatusResult {
    StatusResult { label: status.label, tooltip: status.tooltip }
}

fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}

fn severity(severity: DiagnosticSeverity) -> lsp_types::DiagnosticSeverity {
    match severity {
        DiagnosticSeverity::Error => lsp_types::DiagnosticSeverity::ERROR,
        DiagnosticSeverity::Warning => lsp_types::DiagnosticSeverity::WARNING,
        DiagnosticSeverity::Information => lsp_types::DiagnosticSeverity::INFORMATION,
        DiagnosticSeverity::Hint => lsp_types::DiagnosticSeverity::HINT,
    }
}
