//! Unit prices of disks, addresses, NAT, buckets and licences, by path: `compute/storage/hdd/cost/us-central1/month`.

use std::path::Path;

use catalog::PurchaseOption;
use rust_decimal::Decimal;

use super::instances::SOURCE;
use super::meters::{Meter, Meters};
use super::{Draft, Sink, attributes, draft, number};

const FILE: &str = "gcp_unit_prices_2026-07-30.csv.gz";

/// What a path says.
enum Outcome {
    Used(Box<Draft>),
    CrossCheck,
    Rejected(&'static str),
}

pub(super) fn import(facts: &Path, sink: &mut Sink, meters: &Meters) -> anyhow::Result<()> {
    let table = sink.read(facts, FILE)?;
    for row in table.rows() {
        match read(row.get("path"), row.get("value"), meters) {
            Outcome::Used(draft) => sink.used(FILE, *draft),
            Outcome::CrossCheck => sink.cross_check(FILE),
            Outcome::Rejected(reason) => sink.rejected(FILE, reason),
        }
    }
    Ok(())
}

fn read(path: &str, value: &str, meters: &Meters) -> Outcome {
    let Some((branch, leaf)) = path.split_once("/cost/") else {
        return Outcome::Rejected("a name or description, no price");
    };
    let Some(price) = number(value) else { return Outcome::Rejected("no number") };
    match (branch, branch.strip_prefix("compute/license/")) {
        (_, Some(machine_type)) => licence(machine_type, leaf, price),
        // The gateway's price is that of its 32 assigned machines together, the most it charges for.
        ("compute/network/nat/gateway", _) => Outcome::CrossCheck,
        _ => match meters.at_path(branch) {
            Some(meter) => metered(meter, leaf, price),
            None => Outcome::Rejected("no mapped type needs it"),
        },
    }
}

/// `us-central1/month`, `us-central1/month_spot`.
fn metered(meter: &Meter, leaf: &str, price: Decimal) -> Outcome {
    let Some((place, period)) = leaf.split_once('/') else {
        return Outcome::Rejected("path of another shape");
    };
    let option = match (period, meter.unit.as_str()) {
        ("hour", "h") | ("month", "GiBy.mo" | "GiBy") => PurchaseOption::OnDemand,
        ("month", "h") => return Outcome::CrossCheck,
        ("month_spot", _) => PurchaseOption::Spot,
        ("month_1y", _) => PurchaseOption::Reserved1y,
        ("month_3y", _) => PurchaseOption::Reserved3y,
        _ => return Outcome::Rejected("period of another shape"),
    };
    let region = meter.region(location(place));
    let row = draft(&meter.service, region, meter.attributes(), &meter.unit, price, &SOURCE);
    Outcome::Used(Box::new(Draft { option, ..row }))
}

/// The calculator's names of multi-regions, as the catalogue's `serviceRegions` writes them.
fn location(place: &str) -> &str {
    place.strip_suffix("-multi").unwrap_or(place)
}

/// `windows/hour`. Licences cost the same everywhere.
fn licence(machine_type: &str, leaf: &str, price: Decimal) -> Outcome {
    let Some((system, "hour")) = leaf.split_once('/') else {
        return match leaf.ends_with("/month") {
            true => Outcome::CrossCheck,
            false => Outcome::Rejected("commitment of a licence: no mapped type needs it"),
        };
    };
    let attributes = attributes([
        ("license", system),
        ("licensedMachineType", machine_type),
        ("resourceFamily", "License"),
        ("resourceGroup", "Google"),
    ]);
    Outcome::Used(Box::new(draft("Compute Engine", "", attributes, "h", price, &SOURCE)))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{Meters, Outcome, read};

    const METERS: &str = r#"
[[meter]]
service = "Compute Engine"
name = "Storage PD Capacity"
family = "Storage"
group = "PDStandard"
unit = "GiBy.mo"
paths = ["compute/storage/hdd"]

[[meter]]
service = "Compute Engine"
name = "External IP Charge on a Standard VM"
family = "Network"
group = "ExternalIp"
unit = "h"
place = "none"
paths = ["compute/network/ip/vm"]
"#;

    fn check(path: &str, value: &str, expect: Expect) {
        let shown = match read(path, value, &Meters::parse(METERS).unwrap()) {
            Outcome::CrossCheck => "cross-check".to_owned(),
            Outcome::Rejected(reason) => format!("rejected: {reason}"),
            Outcome::Used(it) => {
                let attributes: Vec<&str> = it.attributes.values().map(String::as_str).collect();
                let (option, region) = (it.option.as_str(), it.region);
                format!("{} · {option} · {} per {} in \"{region}\"", attributes.join(", "), it.price, it.unit)
            }
        };
        expect.assert_eq(&shown);
    }

    #[test]
    fn paths_become_prices() {
        check(
            "compute/storage/hdd/cost/us-multi/month_spot",
            "0.04",
            expect![[r#"Storage PD Capacity, Storage, PDStandard · spot · 0.04 per GiBy.mo in "us""#]],
        );
        check(
            "compute/network/ip/vm/cost/us-east1/hour",
            "0.005",
            expect![[
                r#"External IP Charge on a Standard VM, Network, ExternalIp · on_demand · 0.005 per h in """#
            ]],
        );
        check(
            "compute/license/n1-standard-4/cost/windows/hour",
            "0.184",
            expect![[r#"windows, n1-standard-4, License, Google · on_demand · 0.184 per h in """#]],
        );
    }

    #[test]
    fn what_is_no_price_of_a_meter_says_why() {
        check("compute/network/ip/vm/cost/us-east1/month", "3.65", expect!["cross-check"]);
        check("compute/network/nat/gateway/cost/us-east1/hour", "0.0448", expect!["cross-check"]);
        check(
            "compute/storage/hdd/type",
            "pd-standard",
            expect!["rejected: a name or description, no price"],
        );
        check("compute/storage/hdd/cost/us-east1/month", "free", expect!["rejected: no number"]);
        check(
            "monitoring/data/cost/0-100000/us-east1/month",
            "0.2",
            expect!["rejected: no mapped type needs it"],
        );
    }
}
