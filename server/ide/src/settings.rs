//! What an analysis depends on besides the files.

use std::sync::Arc;

use findings::Budget;
use ir::{Inputs, Note};
use pricing::Context;
use rust_decimal::Decimal;

/// A root module and what it is evaluated and priced with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Root {
    /// Its folder, relative to the workspace: `""` is the workspace itself.
    pub folder: String,
    /// Variables and the like.
    pub inputs: Inputs,
    /// Default regions and usage.
    pub context: Context,
}

/// Settings of one workspace, with the user's and the workspace's wishes already joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// ISO 4217 code in which amounts are shown: the one that the book's prices are in.
    pub currency: Arc<str>,
    /// ISO 4217 code that the user asks for. Without an exchange rate amounts stay in `currency`, and say so.
    pub wanted_currency: Arc<str>,
    /// Whether hints are shown at all.
    pub hints_enabled: bool,
    /// Hints of fully known cost below this monthly amount are left out.
    pub hints_minimum_monthly: Decimal,
    /// Budgets; empty when they are switched off.
    pub budgets: Vec<Budget>,
    /// Names of rules switched off.
    pub rules_disabled: Vec<String>,
    /// What is wrong with the settings themselves, shown among the diagnostics.
    pub notes: Vec<Note>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            currency: "USD".into(),
            wanted_currency: "USD".into(),
            hints_enabled: true,
            hints_minimum_monthly: Decimal::ZERO,
            budgets: Vec::new(),
            rules_disabled: Vec::new(),
            notes: Vec::new(),
        }
    }
}
