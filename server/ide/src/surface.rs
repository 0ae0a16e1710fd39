//! What an editor shows, as plain structs: byte offsets and strings.

use std::sync::Arc;

use pricing::Totals;
use rust_decimal::Decimal;
use text::{FileId, TextEdit, TextRange};

/// Where a hint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintKind {
    /// At the end of a block's opening line: the whole resource.
    Block,
    /// At the end of the line of the attribute that costs.
    Attribute,
}

/// An inlay hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Offset it stands at: the end of a line.
    pub offset: u32,
    /// Which kind.
    pub kind: HintKind,
    /// `$32.85/mo`, `$32.85/mo + usage`, `~$70/mo`, `? (no price in eu-south-2)`, `×3 $210/mo`.
    pub label: String,
}

/// A hover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiagnosticSeverity {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// Information.
    Information,
    /// A hint.
    Hint,
}

/// A squiggle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub range: TextRange,
    /// How much it matters.
    pub severity: DiagnosticSeverity,
    /// Stable code: `budget`, `unknown-sku`, `unknown-value`, `no-price`, `gp2-to-gp3`, `note`.
    pub code: &'static str,
    /// The message.
    pub message: String,
}

/// A change offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// `Use gp3 (saves $2.00/mo)` and, behind it, what could go wrong.
    pub title: String,
    /// The rule: `gp2-to-gp3`.
    pub rule: &'static str,
    /// Edits of the unsaved texts.
    pub edits: Vec<(FileId, TextEdit)>,
    /// What the engine says it saves a month, in the display currency; `None` for corrections.
    pub monthly_saving: Option<Decimal>,
    /// Range of the finding the action belongs to.
    pub range: TextRange,
    /// Whether it is the best of several for the same finding.
    pub is_preferred: bool,
}

/// For the status bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusTotal {
    /// `$412/mo`, `≥ $412/mo (3 unpriced)`.
    pub label: String,
    /// Markdown with the parts.
    pub tooltip: String,
    /// The sums behind the label.
    pub totals: Totals,
    /// ISO 4217 code of the amounts.
    pub currency: Arc<str>,
}
