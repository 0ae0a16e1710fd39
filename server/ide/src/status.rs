//! The total of a workspace, for the status bar.

use std::fmt::Write;
use std::sync::Arc;

use findings::display;
use pricing::Totals;

use crate::analysis::Analysis;
use crate::{RootResult, StatusTotal};

impl Analysis {
    /// Everything added up.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.roots.iter().for_each(|it| totals.add(it.totals));
        totals
    }

    /// The total of the workspace.
    pub fn status(&self) -> StatusTotal {
        let currency = &*self.settings.currency;
        let label = display::total(&self.totals(), currency);
        let mut tooltip = String::from("| Module | Monthly |\n|---|--:|\n");
        for result in &self.roots {
            // Writing to a string cannot fail.
            let _ = writeln!(
                tooltip,
                "| {} | {} |",
                folder_name(result),
                display::total(&result.totals, currency)
            );
        }
        let wanted = &*self.settings.wanted_currency;
        if wanted != currency {
            let _ = writeln!(tooltip, "\nAmounts are in {currency}: no exchange rate for {wanted} is known");
        }
        StatusTotal { label, tooltip, totals: self.totals(), currency: currency.into() }
    }
}

impl StatusTotal {
    /// The total of several workspaces.
    pub fn of_all(all: &[Self]) -> Self {
        let mut totals = Totals::default();
        all.iter().for_each(|it| totals.add(it.totals));
        let currency = all.first().map_or_else(|| "USD".into(), |it| Arc::clone(&it.currency));
        let tooltips: Vec<&str> = all.iter().map(|it| it.tooltip.as_str()).collect();
        let label = display::total(&totals, &currency);
        Self { label, tooltip: tooltips.join("\n"), totals, currency }
    }
}

/// The folder of a root, with a name for the workspace itself.
pub(crate) fn folder_name(result: &Arc<RootResult>) -> &str {
    match result.root.folder.as_str() {
        "" => ".",
        folder => folder,
    }
}
