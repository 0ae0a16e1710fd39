//! Machine types by region: on demand, spot, commitments. A row of the table gives up to four prices.

use std::collections::HashSet;
use std::path::Path;

use catalog::PurchaseOption;
use rust_decimal::Decimal;

use super::custom::Solver;
use super::{Draft, Fact, Origin, Rank, Sink, attributes, draft, number};

const FILE: &str = "gcp_compute_instances_2026-07-30.csv.gz";

pub(super) const SOURCE: Origin<'static> = Origin {
    source: "Cyclenerd/google-cloud-pricing-cost-calculator pricing.yml@fd66b26",
    as_of: "2026-07-30",
    rank: Rank::Calculator,
};

/// Column, purchase option, unit. Commitments are stated per month of 730 hours.
const COLUMNS: [(&str, PurchaseOption, &str); 4] = [
    ("usd_hour", PurchaseOption::OnDemand, "h"),
    ("usd_hour_spot", PurchaseOption::Spot, "h"),
    ("usd_month_cud_1y", PurchaseOption::Reserved1y, "mo"),
    ("usd_month_cud_3y", PurchaseOption::Reserved3y, "mo"),
];

/// Region and machine type of each price, for tables that only fill gaps.
pub(super) type Priced = HashSet<(String, String)>;

pub(super) fn import(facts: &Path, sink: &mut Sink) -> anyhow::Result<Priced> {
    let table = sink.read(facts, FILE)?;
    let solver = Solver::of_rows(table.rows());
    let mut priced = Priced::new();
    for row in table.rows() {
        let mut drafts = prices(row);
        if !drafts.is_empty() {
            priced.insert((row.get("region").to_owned(), row.get("machine_type").to_owned()));
        }
        drafts.extend(solver.skus(row));
        match drafts.is_empty() {
            true if solver.checks(row) => sink.cross_check(FILE),
            true => sink.rejected(FILE, "no price: the region does not offer the type"),
            false => sink.used_all(FILE, drafts),
        }
    }
    Ok(priced)
}

fn prices(row: Fact<'_>) -> Vec<Draft> {
    // Custom types stand in the table as three samples; their core and memory SKUs are solved from them.
    if row.get("machine_type").contains("custom") {
        return Vec::new();
    }
    COLUMNS
        .into_iter()
        .filter(|(column, ..)| !column.contains("cud") || has_commitment(row))
        .filter_map(|(column, option, unit)| {
            let price = number(row.get(column)).filter(|it| *it > Decimal::ZERO)?;
            Some(Draft { option, ..machine_type(row, unit, price) })
        })
        .collect()
}

/// Types without commitments repeat the monthly price in the columns of commitments.
fn has_commitment(row: Fact<'_>) -> bool {
    number(row.get("usd_month")) != number(row.get("usd_month_cud_1y"))
}

fn machine_type(row: Fact<'_>, unit: &str, price: Decimal) -> Draft {
    let attributes = attributes([
        ("machineType", row.get("machine_type")),
        ("memory", row.get("ram_gb")),
        ("resourceFamily", "Compute"),
        ("vcpu", row.get("vcpu")),
    ]);
    draft("Compute Engine", row.get("region"), attributes, unit, price, &SOURCE)
}
