//! Estimates in, findings out: budgets exceeded, values that are no SKU, cheaper alternatives with their edits.
//! Reads no disk and no clock. Does not know which language a resource came from.

mod budget;

pub use budget::{Budget, BudgetSeverity, Scope};
