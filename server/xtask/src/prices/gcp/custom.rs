//! Core and memory prices, solved from machine types that differ in memory alone.
//!
//! Two types of a series with the same cores and different memory fix both SKUs; a third type must agree with the
//! solution to the last digit, or nothing is given. Custom machines of E2 use the series' own SKUs; those of N1 have
//! sample types in the table; the others cost 5 % more than predefined types ("custom machine types … 5% premium",
//! cloud.google.com/compute/vm-instance-pricing).

use std::collections::HashMap;

use catalog::PurchaseOption;
use rust_decimal::Decimal;

use super::instances::SOURCE;
use super::{Draft, Fact, Origin, Rank, attributes, draft, number};

/// A series whose custom machines are priced by SKU: how the catalogue names them, the types to solve from (less
/// memory, more memory), the type that must agree, and the premium in thousandths.
struct Series {
    meter: &'static str,
    lean: &'static str,
    rich: &'static str,
    check: &'static str,
    per_mille: i64,
    source: &'static str,
    rank: Rank,
}

const PREMIUM: &str = "solved from predefined types of Cyclenerd/google-cloud-pricing-cost-calculator pricing.yml@fd66b26, with the 5 % premium of custom types (rounded)";
const SOLVED: &str = "solved from Cyclenerd/google-cloud-pricing-cost-calculator pricing.yml@fd66b26";

const fn premium(meter: &'static str, lean: &'static str, rich: &'static str, check: &'static str) -> Series {
    Series { meter, lean, rich, check, per_mille: 1050, source: PREMIUM, rank: Rank::Derived }
}

const SERIES: [Series; 6] = [
    Series {
        meter: "Custom Instance",
        lean: "custom-2-10240-ext",
        rich: "custom-1-7680-ext",
        check: "custom-4-30720-ext",
        per_mille: 1000,
        source: SOLVED,
        rank: Rank::Calculator,
    },
    Series {
        meter: "E2 Instance",
        lean: "e2-standard-4",
        rich: "e2-highmem-4",
        check: "e2-highcpu-4",
        per_mille: 1000,
        source: SOLVED,
        rank: Rank::Calculator,
    },
    premium("N2 Custom Instance", "n2-standard-4", "n2-highmem-4", "n2-highcpu-4"),
    premium("N2D AMD Custom Instance", "n2d-standard-4", "n2d-highmem-4", "n2d-highcpu-4"),
    premium("N4 Custom Instance", "n4-standard-4", "n4-highmem-4", "n4-highcpu-4"),
    premium("N4D AMD Custom Instance", "n4d-standard-4", "n4d-highmem-4", "n4d-highcpu-4"),
];

/// Columns that are solved. The official names of spot SKUs begin with "Spot Preemptible"; the option says it here.
const COLUMNS: [(&str, PurchaseOption); 2] =
    [("usd_hour", PurchaseOption::OnDemand), ("usd_hour_spot", PurchaseOption::Spot)];

/// Cores, memory and price of the types that SKUs are solved from.
pub(super) struct Solver {
    types: HashMap<(String, &'static str, &'static str), Point>,
}

#[derive(Clone, Copy)]
struct Point {
    cores: Decimal,
    memory: Decimal,
    price: Decimal,
}

impl Solver {
    pub(super) fn of_rows<'a>(rows: impl Iterator<Item = Fact<'a>>) -> Self {
        let mut types = HashMap::new();
        for row in rows {
            let Some(name) = known_type(row.get("machine_type")) else { continue };
            for (column, _) in COLUMNS {
                if let Some(point) = point(row, column) {
                    types.insert((row.get("region").to_owned(), name, column), point);
                }
            }
        }
        Self { types }
    }

    /// The SKUs that this row completes: it is the richer type of a series.
    pub(super) fn skus(&self, row: Fact<'_>) -> Vec<Draft> {
        let rich = row.get("machine_type");
        let Some(series) = SERIES.iter().find(|it| it.rich == rich || it.lean == rich) else {
            return Vec::new();
        };
        COLUMNS
            .into_iter()
            .filter_map(|(column, option)| self.pair(series, row.get("region"), column, option, rich))
            .collect()
    }

    /// Whether the row only confirms a solution.
    pub(super) fn checks(&self, row: Fact<'_>) -> bool {
        SERIES.iter().any(|it| it.check == row.get("machine_type")) && point(row, "usd_hour").is_some()
    }

    /// The leaner type's row carries the core SKU, the richer one's the memory SKU.
    fn pair(
        &self,
        series: &Series,
        region: &str,
        column: &'static str,
        option: PurchaseOption,
        row_type: &str,
    ) -> Option<Draft> {
        let at = |name: &'static str| self.types.get(&(region.to_owned(), name, column)).copied();
        let (core, memory) = solve(at(series.lean)?, at(series.rich)?, at(series.check)?)?;
        let premium = Decimal::new(series.per_mille, 3);
        let (what, unit, group, price) = match row_type == series.lean {
            true => ("Core", "h", "CPU", core * premium),
            false => ("Ram", "GiBy.h", "RAM", memory * premium),
        };
        let meter = format!("{} {what}", series.meter);
        let origin = Origin { source: series.source, as_of: SOURCE.as_of, rank: series.rank };
        let attributes =
            attributes([("meter", meter.as_str()), ("resourceFamily", "Compute"), ("resourceGroup", group)]);
        Some(Draft {
            option,
            ..draft("Compute Engine", region, attributes, unit, price.normalize(), &origin)
        })
    }
}

fn known_type(name: &str) -> Option<&'static str> {
    SERIES.iter().flat_map(|it| [it.lean, it.rich, it.check]).find(|it| *it == name)
}

fn point(row: Fact<'_>, column: &str) -> Option<Point> {
    let price = number(row.get(column)).filter(|it| *it > Decimal::ZERO)?;
    Some(Point { cores: number(row.get("vcpu"))?, memory: number(row.get("ram_gb"))?, price })
}

/// Price of a core and of a GiB. `None` when the third type is not their sum.
fn solve(lean: Point, rich: Point, check: Point) -> Option<(Decimal, Decimal)> {
    let determinant = lean.cores * rich.memory - rich.cores * lean.memory;
    let core = (lean.price * rich.memory - rich.price * lean.memory).checked_div(determinant)?;
    let memory = (lean.cores * rich.price - rich.cores * lean.price).checked_div(determinant)?;
    let sum = check.cores * core + check.memory * memory;
    let positive = core > Decimal::ZERO && memory > Decimal::ZERO;
    (positive && sum.normalize() == check.price.normalize()).then_some((core, memory))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Point, solve};

    fn point(cores: &str, memory: &str, price: &str) -> Point {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        Point { cores: number(cores), memory: number(memory), price: number(price) }
    }

    #[test]
    fn two_types_fix_both_skus_and_a_third_must_agree() {
        // A core costs 0.03, a GiB 0.004.
        let (lean, rich) = (point("4", "16", "0.184"), point("4", "32", "0.248"));
        let numbers = ("0.03".parse().unwrap(), "0.004".parse().unwrap());
        assert_eq!(solve(lean, rich, point("4", "4", "0.136")), Some(numbers));
        assert_eq!(solve(lean, rich, point("4", "4", "0.137")), None);
        assert_eq!(solve(lean, lean, lean), None);
    }
}
