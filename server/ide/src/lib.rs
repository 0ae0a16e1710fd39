//! Editor surfaces as plain data over an analysis snapshot: hints, hovers, diagnostics, actions, totals.
//! No IO, no clock, no tokio, no LSP types. Cannot fail: broken input gives fewer results and more notes.

mod actions;
mod analysis;
mod breakdown;
mod diagnostics;
mod engine;
mod hints;
mod hover;
mod label;
mod overlay;
mod settings;
mod status;
mod surface;
#[cfg(test)]
mod tests;
mod trial;

pub use analysis::{Analysis, RootResult};
pub use engine::{Cancelled, Engine};
pub use settings::{Root, Settings};
pub use surface::{Action, Diagnostic, DiagnosticSeverity, Hint, HintKind, Hover, StatusTotal};
