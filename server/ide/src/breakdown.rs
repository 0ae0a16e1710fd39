//! The breakdown of a workspace as a Markdown document.

use std::fmt::Write;

use findings::display;
use pricing::{Estimate, Outcome};

use crate::analysis::Analysis;
use crate::hover::component_rows;
use crate::status::folder_name;

impl Analysis {
    /// Every resource with its components, root by root, and what is not priced and why.
    pub fn breakdown(&self) -> String {
        let currency = &*self.settings.currency;
        let mut out = format!("# Monthly cost: {}\n", display::total(&self.totals(), currency));
        for result in &self.roots {
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "\n## {}: {}\n\n| Resource | Quantity | Price | Monthly |\n|---|--:|--:|--:|",
                folder_name(result),
                display::total(&result.totals, currency)
            );
            for estimate in result.estimates.iter().filter(|it| it.outcome == Outcome::Mapped) {
                out.push_str(&resource_rows(estimate, currency));
            }
            out.push_str(&unsupported(&result.estimates));
        }
        out
    }
}

fn resource_rows(estimate: &Estimate, currency: &str) -> String {
    let total = display::total(&estimate.totals_of_one(), currency);
    let count = if estimate.resource.unknown_count.is_some() { " × ?" } else { "" };
    let address = &estimate.resource.address;
    format!("| `{address}`{count} | | | **{total}** |\n{}", component_rows(estimate, currency))
}

/// The resources that no mapping knows: their cost is unknown, and the reader is told.
fn unsupported(estimates: &[std::sync::Arc<Estimate>]) -> String {
    let mut out = String::new();
    for estimate in estimates.iter().filter(|it| it.outcome == Outcome::Unsupported) {
        let _ = writeln!(out, "| `{}` | | | ? (not supported) |", estimate.resource.address);
    }
    out
}
