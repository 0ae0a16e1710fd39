//! RDS for MySQL, PostgreSQL and MariaDB: instances, storage, operations. Licensed engines come from documents.

use std::path::Path;

use catalog::PurchaseOption;
use rust_decimal::Decimal;

use super::super::{Draft, Fact, Sink};
use super::facts_row::{Rank, attributes, draft, price};
use super::meters::{Meaning, MeterTable};
use super::regions::Regions;

const ON_DEMAND: &str = "aws_rds_ondemand_2024-09.csv.gz";
const RESERVED: &str = "aws_rds_reserved_and_ondemand_2025-04.csv.gz";
const SHOP: &str = "ec2.shop data (AWS calculator feed)";
const UNREADABLE: &str = "region name or price cannot be read";

pub(super) fn import(
    facts: &Path,
    sink: &mut Sink,
    regions: &Regions,
    meters: &MeterTable,
) -> anyhow::Result<()> {
    let reserved_rows = sink.read(facts, RESERVED)?;
    reserved_rows.rows().for_each(|row| reserved(sink, &row, regions));
    let rows = sink.read(facts, ON_DEMAND)?;
    for row in rows.rows() {
        match row.get("other_key") {
            "" => on_demand(sink, &row, regions),
            text => meter(sink, &row, regions, meters, text),
        }
    }
    Ok(())
}

/// A reservation with the on-demand price beside it.
fn reserved(sink: &mut Sink, row: &Fact<'_>, regions: &Regions) {
    let on_demand = price(row.get("ondemand_usd_per_hour"));
    let (Some(region), Some(on_demand)) = (regions.code(row.get("region")), on_demand) else {
        return sink.rejected(RESERVED, UNREADABLE);
    };
    let Some(on_demand) = instance(row, region, on_demand, Rank::Second) else {
        return sink.rejected(RESERVED, "unknown engine or deployment");
    };
    let mut drafts = vec![Draft { as_of: row.get("as_of").to_owned(), ..on_demand }];
    let recurring = price(row.get("recurring_usd_per_hour"));
    let no_upfront = row.get("payment") == "No Upfront" && row.get("term") == "1y";
    if let (true, Some(price), Some(first)) = (no_upfront, recurring, drafts.first().cloned()) {
        drafts.push(Draft { option: PurchaseOption::Reserved1y, price, ..first });
    }
    sink.used_all(RESERVED, drafts);
}

fn on_demand(sink: &mut Sink, row: &Fact<'_>, regions: &Regions) {
    let (Some(region), Some(price)) = (regions.code(row.get("region")), price(row.get("usd_per_hour")))
    else {
        return sink.rejected(ON_DEMAND, UNREADABLE);
    };
    match instance(row, region, price, Rank::Third) {
        Some(draft) => sink.used(ON_DEMAND, Draft { as_of: row.get("as_of").to_owned(), ..draft }),
        None => sink.rejected(ON_DEMAND, "unknown engine or deployment"),
    }
}

fn instance(row: &Fact<'_>, region: &str, price: Decimal, rank: Rank) -> Option<Draft> {
    let engine = match row.get("engine") {
        "mysql" => "MySQL",
        "postgresql" => "PostgreSQL",
        "mariadb" => "MariaDB",
        _ => return None,
    };
    let deployment = match row.get("deployment") {
        "single-az" => "Single-AZ",
        "multi-az" => "Multi-AZ",
        "multi-az-cluster" => "Multi-AZ (readable standbys)",
        _ => return None,
    };
    let attributes = attributes(&[
        ("productFamily", "Database Instance"),
        ("instanceType", row.get("instance_class")),
        ("databaseEngine", engine),
        ("deploymentOption", deployment),
        ("licenseModel", "No license required"),
    ]);
    let draft = draft("AmazonRDS", region, "Hrs", price, rank);
    Some(Draft { attributes, source: SHOP.to_owned(), ..draft })
}

/// Storage and operations stand once per engine, with one price for all.
fn meter(sink: &mut Sink, row: &Fact<'_>, regions: &Regions, meters: &MeterTable, text: &str) {
    let meter = match meters.meaning(text) {
        Meaning::Price(meter) => meter,
        Meaning::Skip(reason) => return sink.rejected(ON_DEMAND, reason),
    };
    let region = regions.code(row.get("region"));
    let draft = region
        .zip(price(row.get("usd_per_hour")))
        .and_then(|(region, price)| meters.draft(meter, region, price, Rank::Second));
    match draft {
        Some(draft) => {
            let as_of = row.get("as_of").to_owned();
            sink.used(ON_DEMAND, Draft { source: SHOP.to_owned(), as_of, ..draft });
        }
        None => sink.rejected(ON_DEMAND, UNREADABLE),
    }
}
