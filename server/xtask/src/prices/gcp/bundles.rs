//! Cloud SQL: one meter per engine and availability, `Cloud SQL for MySQL: Zonal - vCPU`.
//!
//! Google's price page states one price for the three engines (cores, memory, storage) and one for the shared-core
//! machines of MySQL and PostgreSQL; in all 197 pairs of engine and region that documents hold, the prices are equal
//! but for one that is out of date. So a price of one engine gives the others' in the same region, marked, last.

use rust_decimal::Decimal;

use super::{Draft, Origin, Rank, attributes, draft};

const ENGINES: [&str; 3] = ["MySQL", "PostgreSQL", "SQL Server"];

/// Part of a meter's name, its resource group, its unit, the engines that share its price.
const PARTS: [(&str, &str, &str, &[&str]); 6] = [
    ("vCPU", "SQLGen2InstancesCPU", "h", &ENGINES),
    ("RAM", "SQLGen2InstancesRAM", "GiBy.h", &ENGINES),
    ("Standard storage", "SSD", "GiBy.mo", &ENGINES),
    ("Low cost storage", "PDStandard", "GiBy.mo", &["MySQL", "PostgreSQL"]),
    ("Micro instance", "SQLGen2InstancesF1Micro", "h", &["MySQL", "PostgreSQL"]),
    ("Small instance", "SQLGen2InstancesG1Small", "h", &["MySQL", "PostgreSQL"]),
];

/// The rows that a price of a meter gives; the first is its own. `None` for a meter that no mapping asks for.
pub(super) fn by_engine(
    meter: &str,
    region: &str,
    unit: &str,
    price: Decimal,
    origin: &Origin<'_>,
) -> Option<Vec<Draft>> {
    let (engine, rest) = meter.strip_prefix("Cloud SQL for ")?.split_once(": ")?;
    let (availability, part) = rest.split_once(" - ")?;
    if let Some((_, memory)) = part.split_once(" vCPU + ") {
        return Some(vec![row(meter, bundle_group(part, memory)?, region, "h", price, origin)]);
    }
    let (_, group, _, engines) =
        PARTS.iter().find(|(name, _, part_unit, _)| *name == part && *part_unit == unit)?;
    let own = row(meter, group, region, unit, price, origin);
    let source = format!("as stated for {engine}: {}", origin.source);
    let derived = Origin { source: &source, as_of: origin.as_of, rank: Rank::Derived };
    let others = engines.iter().filter(|it| **it != engine).map(|other| {
        let meter = format!("Cloud SQL for {other}: {availability} - {part}");
        row(&meter, group, region, unit, price, &derived)
    });
    Some(std::iter::once(own).chain(others).collect())
}

/// First generation machines of MySQL: 3.75 GB a core is standard, 6.5 GB a core is high memory.
fn bundle_group(part: &str, memory: &str) -> Option<&'static str> {
    let cores: Decimal = part.split(' ').next()?.parse().ok()?;
    let memory: Decimal = memory.strip_suffix("GB RAM")?.parse().ok()?;
    match memory.checked_div(cores)? {
        ratio if ratio == Decimal::new(375, 2) => Some("SQLGen2InstancesN1Standard"),
        ratio if ratio == Decimal::new(65, 1) => Some("SQLGen2InstancesN1Highmem"),
        _ => None,
    }
}

fn row(meter: &str, group: &str, region: &str, unit: &str, price: Decimal, origin: &Origin<'_>) -> Draft {
    let attributes =
        attributes([("meter", meter), ("resourceFamily", "ApplicationServices"), ("resourceGroup", group)]);
    draft("Cloud SQL", region, attributes, unit, price, origin)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Origin, Rank, by_engine};

    fn check(meter: &str, unit: &str, meters: &[&str]) {
        let origin = Origin { source: "a document", as_of: "2026-01-01", rank: Rank::Document };
        let drafts = by_engine(meter, "us-east1", unit, Decimal::ONE, &origin).unwrap_or_default();
        let found: Vec<&str> =
            drafts.iter().filter_map(|it| it.attributes.get("meter")).map(String::as_str).collect();
        assert_eq!(found, meters);
        // Only the meter that the document names keeps the document's rank.
        assert!(
            drafts
                .iter()
                .skip(1)
                .all(|it| it.rank > origin.rank as u8 && it.source.starts_with("as stated for"))
        );
    }

    #[test]
    fn engines_share_a_price_where_the_page_states_one() {
        check(
            "Cloud SQL for SQL Server: Zonal - vCPU",
            "h",
            &[
                "Cloud SQL for SQL Server: Zonal - vCPU",
                "Cloud SQL for MySQL: Zonal - vCPU",
                "Cloud SQL for PostgreSQL: Zonal - vCPU",
            ],
        );
        check(
            "Cloud SQL for MySQL: Regional - Micro instance",
            "h",
            &[
                "Cloud SQL for MySQL: Regional - Micro instance",
                "Cloud SQL for PostgreSQL: Regional - Micro instance",
            ],
        );
        let bundle = "Cloud SQL for MySQL: Zonal - 2 vCPU + 7.5GB RAM";
        check(bundle, "h", &[bundle]);
        check("Cloud SQL for MySQL: Zonal - Enterprise Plus N vCPU", "h", &[]);
        check("Cloud SQL for MySQL: Zonal - vCPU", "GiBy.h", &[]);
    }
}
