//! Defaults of the editor's settings. Written by `cargo xtask codegen` from extension/settings.toml.

/// `hints.enabled`
pub(crate) const HINTS_ENABLED: bool = true;

/// `hints.minimumMonthly`
pub(crate) const HINTS_MINIMUM_MONTHLY: i64 = 0;

/// `region.default`
pub(crate) const REGION_DEFAULT: &str = "";

/// `currency`
pub(crate) const CURRENCY: &str = "USD";

/// `budgets.enabled`
pub(crate) const BUDGETS_ENABLED: bool = true;

/// `rules.disabled`
pub(crate) const RULES_DISABLED: &[&str] = &[];
