//! Machine types by zone, on demand and spot: fills types that the calculator's table lacks.
//!
//! Not used: shared-core E2 (their prices are those of whole cores), machines with GPUs (the GPUs are left out, and
//! GPU prices look like flex-start), and types with local disks (left out too).

use std::collections::{HashMap, HashSet};
use std::path::Path;

use catalog::PurchaseOption;
use rust_decimal::Decimal;

use super::instances::Priced;
use super::{Draft, Fact, Origin, Rank, Sink, attributes, draft, number};

const FILE: &str = "gcp_vms_with_spot_2026-05-20.csv.gz";
const SOURCE: Origin<'static> =
    Origin { source: "anycloud-sh/catalog gcp/vms.csv@62ff0a9", as_of: "2026-05-20", rank: Rank::Zones };

pub(super) fn import(facts: &Path, sink: &mut Sink, priced: &Priced) -> anyhow::Result<()> {
    let table = sink.read(facts, FILE)?;
    let mut prices: HashMap<(&str, &str), HashSet<(&str, &str)>> = HashMap::new();
    for row in table.rows() {
        prices.entry(key(row)).or_default().insert((row.get("Price"), row.get("SpotPrice")));
    }
    for row in table.rows() {
        match unfit(row) {
            Some(reason) => sink.rejected(FILE, reason),
            None if prices.get(&key(row)).is_some_and(|it| it.len() > 1) => {
                sink.rejected(FILE, "the zones of the region contradict each other");
            }
            None if priced.contains(&(row.get("Region").to_owned(), row.get("InstanceType").to_owned())) => {
                sink.cross_check(FILE);
            }
            None => sink.used_all(FILE, drafts(row)),
        }
    }
    Ok(())
}

fn key(row: Fact<'_>) -> (&str, &str) {
    (row.get("Region"), row.get("InstanceType"))
}

fn unfit(row: Fact<'_>) -> Option<&'static str> {
    let name = row.get("InstanceType");
    let series = name.split('-').next().unwrap_or(name);
    match (name, series) {
        ("", _) => Some("GPU or TPU without a machine"),
        ("e2-micro" | "e2-small" | "e2-medium", _) => Some("shared core: priced as whole cores"),
        (_, "a2" | "a3" | "a4" | "g2" | "g4") => Some("machine with GPUs: the GPUs are left out"),
        _ if name.contains("lssd") || name.contains("tpu") => Some("local disks or TPUs are left out"),
        _ => None,
    }
}

fn drafts(row: Fact<'_>) -> Vec<Draft> {
    [("Price", PurchaseOption::OnDemand), ("SpotPrice", PurchaseOption::Spot)]
        .into_iter()
        .filter_map(|(column, option)| {
            let price = number(row.get(column)).filter(|it| *it > Decimal::ZERO)?;
            Some(Draft {
                option,
                ..draft("Compute Engine", row.get("Region"), machine(row), "h", price, &SOURCE)
            })
        })
        .collect()
}

fn machine(row: Fact<'_>) -> std::collections::BTreeMap<String, String> {
    let plain = |column| number(row.get(column)).map(|it| it.to_string()).unwrap_or_default();
    let (vcpu, memory) = (plain("vCPUs"), plain("MemoryGiB"));
    attributes([
        ("machineType", row.get("InstanceType")),
        ("memory", &memory),
        ("resourceFamily", "Compute"),
        ("vcpu", &vcpu),
    ])
}
