//! Prices worked back from published estimates: unit price = cost / quantity, within the rounding of the print.
//!
//! A row is used when its interval is tight, or when one decimal with at most two digits lies in it (marked as
//! rounded). Estimates print prices after Google's sustained use discount for a whole month; the list price is the
//! printed one over what the discount leaves (cloud.google.com/compute/docs/sustained-use-discounts).

use std::path::Path;

use catalog::PurchaseOption;
use rust_decimal::{Decimal, RoundingStrategy};

use super::bundles;
use super::meters::Meters;
use super::services::SERVICES;
use super::{Draft, Fact, Origin, Rank, Sink, attributes, draft, number};

const FILE: &str = "unit_prices_from_estimates_2026-07.csv.gz";
const NOT_NEEDED: &str = "no mapped type needs it, or a better source states it";

/// The estimates price a multi-region's class A operations as a single region's, where Google's page asks twice as
/// much, and Coldline's at what they cost until 2023 (cloud.google.com/storage/pricing, operations).
const DOUBTFUL: &str = "operations of a multi-region at a single region's or an earlier price";

/// Relative width under which an interval is tight.
const TIGHT: Decimal = Decimal::from_parts(1, 0, 0, false, 3);

/// A component of an estimate and the meter it shows.
pub(super) struct Known {
    resource: &'static str,
    component: &'static str,
    /// Text that the resource's attributes hold, when the name alone leaves several meters.
    says: &'static str,
    service: &'static str,
    meter: &'static str,
    option: PurchaseOption,
    /// Units of the meter in one printed unit, discount included, in millionths.
    millionths: i64,
}

pub(super) const fn known(
    resource: &'static str,
    component: &'static str,
    says: &'static str,
    service: &'static str,
    meter: &'static str,
    millionths: i64,
) -> Known {
    Known { resource, component, says, service, meter, option: PurchaseOption::OnDemand, millionths }
}

pub(super) const ONE: i64 = 1_000_000;
const MONTH: i64 = 730 * ONE;
const SQL: &str = "google_sql_database_instance";
const GKE: &str = "google_container_cluster";
const BUCKET: &str = "google_storage_bucket";
const STORAGE: &str = "Cloud Storage";
const GLOBAL_ADDRESS: &str = "google_compute_global_address";

const KNOWN: [Known; 19] = [
    known(GKE, "Autopilot", "", "Kubernetes Engine", "Autopilot Kubernetes Clusters", ONE),
    known(GKE, "Autopilot vCPU", "", "Kubernetes Engine", "Autopilot Pod mCPU Requests", 1000 * MONTH),
    known(GKE, "Autopilot memory", "", "Kubernetes Engine", "Autopilot Pod Memory Requests", MONTH),
    known(
        GKE,
        "Autopilot ephemeral storage",
        "",
        "Kubernetes Engine",
        "Autopilot Pod Ephemeral Storage Requests",
        MONTH,
    ),
    known(SQL, "Backups", "", "Cloud SQL", "Cloud SQL: Backups", ONE),
    known(SQL, "IP address (if unused)", "", "Cloud SQL", "IP address idling - hour", ONE),
    known("google_compute_disk", "Provisioned IOPS", "pd-extreme", "Compute Engine", "Extreme PD IOPS", ONE),
    known(
        "google_compute_disk",
        "Provisioned IOPS",
        "hyperdisk-extreme",
        "Compute Engine",
        "Hyperdisk Extreme IOPS",
        ONE,
    ),
    known("google_compute_image", "Storage", "", "Compute Engine", "Storage Image", ONE),
    known("google_compute_machine_image", "Storage", "", "Compute Engine", "Storage Machine Image", ONE),
    known("", "NVIDIA Tesla K80 (on-demand)", "", "Compute Engine", "Nvidia Tesla K80 GPU", 700_000),
    Known {
        option: PurchaseOption::Spot,
        ..known("", "NVIDIA Tesla K80 (preemptible)", "", "Compute Engine", "Nvidia Tesla K80 GPU", ONE)
    },
    known(
        BUCKET,
        "Object gets, retrieve bucket/object metadata (class B)",
        "{}",
        STORAGE,
        "Multi-Region Standard Class B Operations",
        10_000 * ONE,
    ),
    known(
        BUCKET,
        "Data transfer in same continent",
        "",
        STORAGE,
        "Network Data Transfer GCP Inter Region",
        ONE,
    ),
    known(
        BUCKET,
        "Data transfer to China excluding Hong Kong (first 1TB)",
        "",
        STORAGE,
        "Download China",
        ONE,
    ),
    known(BUCKET, "Data transfer to Australia (first 1TB)", "", STORAGE, "Download Australia", ONE),
    known(
        "google_compute_address",
        "IP address (preemptible VM)",
        "",
        "Compute Engine",
        "External IP Charge on a Spot Preemptible VM",
        ONE,
    ),
    known(
        "google_compute_address",
        "IP address (standard VM)",
        "",
        "Compute Engine",
        "External IP Charge on a Standard VM",
        ONE,
    ),
    known("google_compute_snapshot", "Storage", "", "Compute Engine", "Storage PD Snapshot", ONE),
];

pub(super) fn import(facts: &Path, sink: &mut Sink, meters: &Meters) -> anyhow::Result<()> {
    let table = sink.read(facts, FILE)?;
    for row in table.rows() {
        match read(row, meters) {
            Ok(drafts) => sink.used_all(FILE, drafts),
            Err(reason) => sink.rejected(FILE, reason),
        }
    }
    Ok(())
}

fn read(row: Fact<'_>, meters: &Meters) -> Result<Vec<Draft>, &'static str> {
    if row.get("provider") != "google" {
        return Err("another provider's");
    }
    if row.get("status") != "ok" {
        return Err("several prices behind the same attributes");
    }
    if row.get("resource_type") == SQL
        && row.get("component") != "Backups"
        && !row.get("component").starts_with("IP")
    {
        return database(row);
    }
    if row.get("resource_type") == BUCKET && doubtful(row.get("component"), row.get("attrs")) {
        return Err(DOUBTFUL);
    }
    if let Some(custom) = custom_machine(row) {
        return custom;
    }
    let known = KNOWN.iter().chain(&SERVICES).find(|it| it.fits(row)).ok_or(NOT_NEEDED)?;
    let meter = meters.named(known.service, known.meter).ok_or(NOT_NEEDED)?;
    let (price, source) = price(row, Decimal::new(known.millionths, 6))?;
    let origin = Origin { source: &source, as_of: row.get("latest_golden"), rank: Rank::Estimate };
    let region = region(row);
    let draft = draft(known.service, meter.region(&region), meter.attributes(), &meter.unit, price, &origin);
    Ok(vec![Draft { option: known.option, tier_end: tier_end(row), ..draft }])
}

fn doubtful(component: &str, attributes: &str) -> bool {
    component.starts_with("Object adds") || component.starts_with("Object ") && attributes != "{}"
}

impl Known {
    fn fits(&self, row: Fact<'_>) -> bool {
        (self.resource.is_empty() || self.resource == row.get("resource_type"))
            && self.component == row.get("component")
            && match self.says {
                "" => true,
                "{}" => row.get("attrs") == "{}",
                text => row.get("attrs").contains(&format!("\"{text}\"")),
            }
    }
}

/// `us-central1-a` → `us-central1`, `EU` → `europe`; what is of no region is `global`.
fn region(row: Fact<'_>) -> String {
    let place = row.get("region").to_lowercase();
    match place.as_str() {
        _ if row.get("resource_type") == GLOBAL_ADDRESS => "global".to_owned(),
        "eu" => "europe".to_owned(),
        _ if place.split('-').count() == 3 => place.rsplit_once('-').map_or("", |(head, _)| head).to_owned(),
        _ => place,
    }
}

/// `(first 1TB)` ends at 1,024 GB.
fn tier_end(row: Fact<'_>) -> Option<Decimal> {
    row.get("component").ends_with("(first 1TB)").then_some(Decimal::from(1024))
}

/// Price of one unit of the meter and the marked source.
fn price(row: Fact<'_>, units: Decimal) -> Result<(Decimal, String), &'static str> {
    let bound = |column| number(row.get(column)).and_then(|it| it.checked_div(units)).ok_or("no number");
    let (low, high) = (bound("price_lo")?, bound("price_hi")?);
    let tight = number(row.get("rel_uncertainty")).is_some_and(|it| it <= TIGHT);
    let shortest = shortest(low, high).ok_or("no decimal in the interval")?;
    match (tight, n_digits(shortest)) {
        (true, _) => Ok((shortest, "worked back from published estimates, 2026-07".to_owned())),
        (false, ..=2) => Ok((shortest, "worked back from published estimates, 2026-07 (rounded)".to_owned())),
        (false, _) => Err("the estimate's rounding leaves the price open"),
    }
}

/// The decimal with the fewest places in the interval, and of those the one nearest to its middle.
fn shortest(low: Decimal, high: Decimal) -> Option<Decimal> {
    let middle = (low + high) / Decimal::TWO;
    (0..=14).find_map(|places| {
        let rounded = middle.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        let above = middle.round_dp_with_strategy(places, RoundingStrategy::ToPositiveInfinity);
        let below = middle.round_dp_with_strategy(places, RoundingStrategy::ToNegativeInfinity);
        [rounded, above, below].into_iter().find(|it| *it >= low && *it <= high && *it > Decimal::ZERO)
    })
}

/// Significant digits.
fn n_digits(value: Decimal) -> usize {
    value.normalize().mantissa().abs().to_string().trim_end_matches('0').len()
}

/// Cloud SQL: `vCPUs (96, regional)`, `Memory (360 GB, zonal)`, `SQL instance (db-n1-standard-96, zonal)`,
/// `Storage (SSD, zonal)`. An estimate does not tell the engine; where engines share the price, it gives all.
fn database(row: Fact<'_>) -> Result<Vec<Draft>, &'static str> {
    let component = row.get("component");
    let (what, rest) = component.split_once(" (").ok_or(NOT_NEEDED)?;
    let (size, availability) = rest.trim_end_matches(')').rsplit_once(", ").ok_or(NOT_NEEDED)?;
    let availability = match availability {
        "zonal" => "Zonal",
        "regional" => "Regional",
        _ => return Err(NOT_NEEDED),
    };
    let (engine, part, unit, units) = match what {
        "vCPUs" => ("PostgreSQL", "vCPU".to_owned(), "h", Decimal::ONE),
        "Memory" => ("PostgreSQL", "RAM".to_owned(), "GiBy.h", Decimal::from(730)),
        "Storage" => ("PostgreSQL", storage(size).to_owned(), "GiBy.mo", Decimal::ONE),
        "SQL instance" => ("MySQL", machine(size).ok_or(NOT_NEEDED)?, "h", Decimal::ONE),
        _ => return Err(NOT_NEEDED),
    };
    let (price, source) = price(row, units)?;
    let origin = Origin { source: &source, as_of: row.get("latest_golden"), rank: Rank::Estimate };
    let meter = format!("Cloud SQL for {engine}: {availability} - {part}");
    bundles::by_engine(&meter, &region(row), unit, price, &origin).ok_or(NOT_NEEDED)
}

fn storage(size: &str) -> &'static str {
    match size {
        "HDD" => "Low cost storage",
        _ => "Standard storage",
    }
}

/// The meter of a machine of the first generations: `db-n1-standard-96` has 3.75 GB a core.
fn machine(tier: &str) -> Option<String> {
    match tier {
        "db-f1-micro" => return Some("Micro instance".to_owned()),
        "db-g1-small" => return Some("Small instance".to_owned()),
        _ => {}
    }
    let (kind, cores) = tier.strip_prefix("db-n1-")?.split_once('-')?;
    let per_core = match kind {
        "standard" => Decimal::new(375, 2),
        "highmem" => Decimal::new(65, 1),
        _ => return None,
    };
    let memory = cores.parse::<Decimal>().ok()?.checked_mul(per_core)?.normalize();
    Some(format!("{cores} vCPU + {memory}GB RAM"))
}

/// `Custom instance CPU (Linux/UNIX, on-demand, N2 6 vCPUs)` and its memory: the price of all cores together.
fn custom_machine(row: Fact<'_>) -> Option<Result<Vec<Draft>, &'static str>> {
    let (what, rest) = row.get("component").split_once(" (Linux/UNIX, ")?;
    let (kind, unit, group) = match what {
        "Custom instance CPU" => ("Instance Core", "h", "CPU"),
        "Custom Instance RAM" => ("Instance Ram", "GiBy.h", "RAM"),
        "Custom Instance Extended RAM" => ("Extended Instance Ram", "GiBy.h", "RAM"),
        _ => return None,
    };
    let (sold, machine) = rest.split_once(", ")?;
    let mut words = machine.split(' ');
    let (series, size) = (words.next()?, number(words.next()?)?);
    let (name, left) = match series {
        "N1" => ("Custom", Decimal::new(7, 1)),
        "N2" => ("N2 Custom", Decimal::new(8, 1)),
        "N2D" => ("N2D AMD Custom", Decimal::new(8, 1)),
        _ => return Some(Err(NOT_NEEDED)),
    };
    let (option, left) = match sold {
        "on-demand" => (PurchaseOption::OnDemand, left),
        _ => (PurchaseOption::Spot, Decimal::ONE),
    };
    let meter = format!("{name} {kind}");
    let attributes =
        attributes([("meter", meter.as_str()), ("resourceFamily", "Compute"), ("resourceGroup", group)]);
    Some(price(row, size * left).map(|(price, source)| {
        let origin = Origin { source: &source, as_of: row.get("latest_golden"), rank: Rank::Estimate };
        vec![Draft { option, ..draft("Compute Engine", &region(row), attributes, unit, price, &origin) }]
    }))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{doubtful, machine, n_digits, shortest};

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_price_is_the_shortest_decimal_that_prints_so() {
        let check = |low, high, price| assert_eq!(shortest(number(low), number(high)), Some(number(price)));
        check("0.745", "0.755", "0.75");
        check("0.0349932", "0.0350069", "0.035");
        check("12.9716917", "12.9717054", "12.9717");
        check("0.00492233", "0.00492260", "0.0049225");
        assert_eq!(shortest(number("-1"), number("0")), None);
    }

    #[test]
    fn digits_are_the_significant_ones() {
        assert_eq!(
            [n_digits(number("0.0050")), n_digits(number("1200")), n_digits(number("0.315"))],
            [1, 2, 3]
        );
    }

    #[test]
    fn operations_that_contradict_the_price_page_are_doubtful() {
        let adds = "Object adds, bucket/object list (class A)";
        let gets = "Object gets, retrieve bucket/object metadata (class B)";
        let found = [doubtful(adds, "{}"), doubtful(gets, "{}"), doubtful(gets, "{\"storage_class\"}")];
        assert_eq!(found, [true, false, true]);
        assert!(!doubtful("Data retrieval", "{\"storage_class\"}"));
    }

    #[test]
    fn tiers_become_meters() {
        assert_eq!(machine("db-n1-highmem-4").as_deref(), Some("4 vCPU + 26GB RAM"));
        assert_eq!(machine("db-f1-micro").as_deref(), Some("Micro instance"));
        assert_eq!(machine("db-custom-1-3840"), None);
    }
}
