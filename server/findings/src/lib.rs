//! Estimates in, findings out: budgets exceeded, values that are no SKU, cheaper alternatives with their changes.
//! Reads no disk and no clock. Does not know any language's syntax.

mod budget;
mod budgets;
pub mod display;
mod finding;
mod generations;
mod glob;
mod rules;
#[cfg(test)]
mod tests_support;
mod unknown_sku;
mod volumes;

pub use budget::{Budget, BudgetSeverity, Scope};
pub use budgets::check_budgets;
pub use finding::{Change, Finding};
pub use rules::{Alternative, Class, Rule, alternatives};
pub use unknown_sku::check_skus;
