//! EC2 instances, Linux: on demand from three tables, reserved (standard, no upfront) from one.
//! Other operating systems come from documents.

use std::collections::BTreeMap;
use std::path::Path;

use catalog::PurchaseOption;

use super::super::{Draft, Fact, Sink};
use super::facts_row::{Rank, attributes, draft, price};
use super::regions::Regions;
use super::shapes::{LINUX_2025_04, Shapes};

const KARPENTER: &str = "aws_ec2_ondemand_linux_karpenter_2026-07-20.csv.gz";
const CALCULATOR: &str = "aws_ec2_ondemand_linux_2025-11-04.csv.gz";
const RESERVED: &str = "aws_ec2_reserved_linux_2025-04.csv.gz";
const SAMPLE: &str = "aws_ec2_all_os_sample_2025-12-18.csv.gz";
const SHOP: &str = "ec2.shop data (AWS calculator feed)";

/// A table of on-demand prices.
struct Table {
    file: &'static str,
    price: &'static str,
    source: &'static str,
    as_of: &'static str,
    rank: Rank,
}

pub(super) fn import(
    facts: &Path,
    sink: &mut Sink,
    regions: &Regions,
    shapes: &Shapes,
) -> anyhow::Result<()> {
    let karpenter = Table {
        file: KARPENTER,
        price: "price_per_hour",
        source: "Karpenter's generated AWS prices (AWS Price List API)",
        as_of: "2026-07-20",
        rank: Rank::First,
    };
    let calculator = Table {
        file: CALCULATOR,
        price: "usd_per_hour",
        source: "AWS calculator feed",
        as_of: "2025-11-04",
        rank: Rank::Second,
    };
    for table in [karpenter, calculator] {
        let rows = sink.read(facts, table.file)?;
        rows.rows().for_each(|row| on_demand(sink, &table, &row, regions, shapes));
    }
    let shop = Table {
        file: LINUX_2025_04,
        price: "usd_per_hour",
        source: SHOP,
        as_of: "2025-04-04",
        rank: Rank::Third,
    };
    shapes.table.rows().for_each(|row| on_demand(sink, &shop, &row, regions, shapes));
    let reserved_rows = sink.read(facts, RESERVED)?;
    reserved_rows.rows().for_each(|row| reserved(sink, &row, regions, shapes));
    let sample = sink.read(facts, SAMPLE)?;
    sample.rows().for_each(|_| sink.rejected(SAMPLE, "mixed purchase terms in one table"));
    Ok(())
}

fn on_demand(sink: &mut Sink, table: &Table, row: &Fact<'_>, regions: &Regions, shapes: &Shapes) {
    let (Some(region), Some(price)) = (regions.code(row.get("region")), price(row.get(table.price))) else {
        return sink.rejected(table.file, "region name or price cannot be read");
    };
    let mut draft = draft("AmazonEC2", region, "Hrs", price, table.rank);
    draft.attributes = linux(row.get("instance_type"), shapes);
    draft.source = table.source.to_owned();
    draft.as_of = table.as_of.to_owned();
    sink.used(table.file, draft);
}

fn reserved(sink: &mut Sink, row: &Fact<'_>, regions: &Regions, shapes: &Shapes) {
    if row.get("class") != "standard" || row.get("payment") != "No Upfront" {
        return sink.rejected(RESERVED, "convertible class or upfront payment");
    }
    let option = match row.get("term") {
        "1y" => PurchaseOption::Reserved1y,
        "3y" => PurchaseOption::Reserved3y,
        _ => return sink.rejected(RESERVED, "unknown term"),
    };
    let (Some(region), Some(price)) =
        (regions.code(row.get("region")), price(row.get("recurring_usd_per_hour")))
    else {
        return sink.rejected(RESERVED, "region name or price cannot be read");
    };
    let draft = draft("AmazonEC2", region, "Hrs", price, Rank::Third);
    sink.used(
        RESERVED,
        Draft {
            attributes: linux(row.get("instance_type"), shapes),
            option,
            source: SHOP.to_owned(),
            as_of: "2025-04-04".to_owned(),
            ..draft
        },
    );
}

fn linux(instance_type: &str, shapes: &Shapes) -> BTreeMap<String, String> {
    compute(instance_type, "Linux", "NA", shapes)
}

/// Attributes of an instance on shared hardware with a licence included.
pub(super) fn compute(
    instance_type: &str,
    system: &str,
    software: &str,
    shapes: &Shapes,
) -> BTreeMap<String, String> {
    let mut all = attributes(&[
        ("productFamily", family(instance_type)),
        ("instanceType", instance_type),
        ("operatingSystem", system),
        ("preInstalledSw", software),
        ("licenseModel", "No License required"),
        ("tenancy", "Shared"),
        ("capacitystatus", "Used"),
    ]);
    if let Some((vcpu, memory)) = shapes.of(instance_type) {
        all.extend(attributes(&[("vcpu", vcpu), ("memory", memory)]));
    }
    all
}

fn family(instance_type: &str) -> &'static str {
    if instance_type.contains(".metal") { "Compute Instance (bare metal)" } else { "Compute Instance" }
}
