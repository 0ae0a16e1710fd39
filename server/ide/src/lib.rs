//! Editor surfaces as plain data over an analysis snapshot: hints, hovers, diagnostics, actions, totals.
//! No IO, no clock, no tokio, no LSP types. Cannot fail: broken input gives fewer results and more notes.

mod surface;

pub use surface::{Action, Diagnostic, DiagnosticSeverity, Hint, HintKind, Hover, StatusTotal};
