//! What became of every row, and where sources contradict each other.

use std::collections::BTreeMap;
use std::fmt::Write;

use catalog::Provider;
use rust_decimal::Decimal;

use super::draft::Draft;

/// Differences shown in the summary; the rest stands in the full report.
const N_SHOWN: usize = 8;

/// Outcome of one provider's import.
pub struct Report {
    /// The provider.
    pub provider: Provider,
    /// Prices written.
    pub n_prices: usize,
    /// By fact file.
    pub files: BTreeMap<String, Counts>,
    /// Facts more than 0.5 % away from the price that won.
    pub differences: Vec<Difference>,
}

/// What became of the rows of one file.
pub struct Counts {
    /// Rows in the file.
    pub n_rows: usize,
    /// Rows that give a price of the tables.
    pub n_used: usize,
    /// Rows that only confirm or contradict a better source.
    pub n_cross_check: usize,
    /// Rows not used, by reason.
    pub rejected: BTreeMap<String, usize>,
}

/// A fact that contradicts a better one.
pub struct Difference {
    what: String,
    file: String,
    kept: Decimal,
    other: Decimal,
    percent: Decimal,
}

impl Counts {
    /// Used, cross-check and rejected together.
    pub fn accounted(&self) -> usize {
        self.n_used + self.n_cross_check + self.rejected.values().sum::<usize>()
    }
}

impl Difference {
    /// `None` when they agree within 0.5 % of the price that is kept.
    pub fn between(kept: &Draft, other: &Draft, file: &str) -> Option<Self> {
        let off = (other.price - kept.price).abs();
        if off <= kept.price * Decimal::new(5, 3) {
            return None;
        }
        let percent = (off * Decimal::ONE_HUNDRED).checked_div(kept.price).unwrap_or(Decimal::MAX);
        let attributes: Vec<String> =
            kept.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let option = kept.option.as_str();
        let what = format!("{} {} {option} {}", kept.service, kept.region, attributes.join(" "));
        let file = file.to_owned();
        Some(Self { what, file, kept: kept.price, other: other.price, percent: percent.round_dp(1) })
    }
}

impl Report {
    /// For the terminal.
    pub fn summary(&self) -> String {
        self.text(N_SHOWN)
    }

    /// With every difference.
    pub fn full(&self) -> String {
        self.text(usize::MAX)
    }

    fn text(&self, n_shown: usize) -> String {
        let mut out = format!("{}: {} prices\n", self.provider.as_str(), self.n_prices);
        for (name, file) in &self.files {
            let n_rejected: usize = file.rejected.values().sum();
            let _ = writeln!(
                out,
                "  {name}: {} rows in = {} used + {} cross-check + {n_rejected} rejected",
                file.n_rows, file.n_used, file.n_cross_check
            );
            for (reason, n) in &file.rejected {
                let _ = writeln!(out, "    {n:>7} rejected: {reason}");
            }
        }
        if !self.differences.is_empty() {
            let _ = writeln!(out, "  {} facts differ by more than 0.5 %:", self.differences.len());
        }
        for it in self.differences.iter().take(n_shown) {
            let _ = writeln!(
                out,
                "    {}: {} kept, {} in {} ({} %)",
                it.what, it.kept, it.other, it.file, it.percent
            );
        }
        out
    }
}
