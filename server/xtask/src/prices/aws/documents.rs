//! Rows of the price list that were seen in documents. They rank below the tables.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use super::super::{Draft, Fact, Sink};
use super::facts_row::{Rank, attributes, draft, price};
use super::regions::Regions;
use super::shapes::Shapes;

const FILE: &str = "aws_facts_from_documents.csv.gz";
const UNREADABLE: &str = "region name or price cannot be read";

/// RDS families taken from documents; the others stand in the RDS tables.
const RDS_FAMILIES: [&str; 5] =
    ["Database Instance", "CPU Credits", "Performance Insights", "Serverless", "ServerlessV2"];
const LICENCES: [&str; 3] = ["No license required", "License included", "Bring your own license"];
/// Attributes that tell an RDS price from others; the documents have more, but not all of them the same.
const RDS_ATTRIBUTES: [&str; 7] = [
    "productFamily",
    "instanceType",
    "databaseEngine",
    "databaseEdition",
    "deploymentOption",
    "licenseModel",
    "volumeType",
];

/// Meanings of descriptions that come without official attributes.
#[derive(Deserialize)]
struct Table {
    meter: Vec<Meter>,
}

#[derive(Deserialize)]
struct Meter {
    service: String,
    description: Vec<String>,
    attributes: BTreeMap<String, String>,
}

pub(super) fn import(
    facts: &Path,
    sink: &mut Sink,
    regions: &Regions,
    shapes: &Shapes,
    table: &Path,
) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(table).with_context(|| table.display().to_string())?;
    let table: Table = toml::from_str(&text)?;
    let rows = sink.read(facts, FILE)?;
    for row in rows.rows() {
        match read(&row, regions, shapes, &table) {
            Ok(draft) => sink.used(FILE, draft),
            Err(reason) => sink.rejected(FILE, reason),
        }
    }
    Ok(())
}

fn read(row: &Fact<'_>, regions: &Regions, shapes: &Shapes, table: &Table) -> Result<Draft, &'static str> {
    let service = row.get("service_code");
    let stated: BTreeMap<String, Value> = serde_json::from_str(row.get("attributes")).unwrap_or_default();
    let stated: BTreeMap<&str, String> =
        stated.iter().map(|(name, value)| (name.as_str(), text_of(value))).collect();
    let attributes = match service {
        "AmazonEC2" => ec2(&stated, regions, shapes)?,
        "AmazonRDS" if stated.contains_key("productFamily") => rds(&stated, regions)?,
        "AWSDataTransfer" => data_transfer(&stated)?,
        _ => described(table, service, row.get("description"))?,
    };
    let region = regions.code(row.get("region")).ok_or(UNREADABLE)?;
    let amount = price(row.get("price")).ok_or(UNREADABLE)?;
    let rank = if row.get("confidence") == "secondary-agreed" { Rank::Agreed } else { Rank::Document };
    let draft = draft(service, region, row.get("unit"), amount, rank);
    let sku = stated.get("rateCode").or_else(|| stated.get("sku")).cloned();
    Ok(Draft {
        attributes,
        sku,
        tier_start: row.get("tier_start").parse().unwrap_or(Decimal::ZERO),
        tier_end: row.get("tier_end").parse().ok(),
        currency: row.get("currency").to_owned(),
        source: source(row),
        as_of: as_of(row),
        ..draft
    })
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn source(row: &Fact<'_>) -> String {
    let document = row.get("source");
    match row.get("confidence") {
        "secondary-agreed" => format!("{document}; secondary, agreed with a recorded source"),
        confidence => format!("{document}; {confidence}"),
    }
}

/// Documents without a date were read in November 2026.
fn as_of(row: &Fact<'_>) -> String {
    match row.get("effective_or_as_of") {
        "" => "2026-11".to_owned(),
        date => date.to_owned(),
    }
}

fn ec2(
    stated: &BTreeMap<&str, String>,
    regions: &Regions,
    shapes: &Shapes,
) -> Result<BTreeMap<String, String>, &'static str> {
    let get = |name: &str| stated.get(name).map_or("", String::as_str);
    match get("productFamily") {
        "CPU Credits" => Ok(attributes(&[
            ("productFamily", "CPU Credits"),
            ("operatingSystem", get("operatingSystem")),
            ("usagetype", regions.plain_usage_type(get("usagetype"))),
        ])),
        family if family.starts_with("Compute Instance") => Ok(super::ec2::compute(
            get("instanceType"),
            get("operatingSystem"),
            get("preInstalledSw"),
            shapes,
        )),
        _ => Err("meter is no part of the book"),
    }
}

fn rds(stated: &BTreeMap<&str, String>, regions: &Regions) -> Result<BTreeMap<String, String>, &'static str> {
    let get = |name: &str| stated.get(name).map_or("", String::as_str);
    let (family, usage) = (get("productFamily"), regions.plain_usage_type(get("usagetype")));
    if !RDS_FAMILIES.contains(&family) && !usage.starts_with("Aurora:") {
        return Err("stands in the RDS tables or is no part of the book");
    }
    let mut all: BTreeMap<String, String> = RDS_ATTRIBUTES
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), stated.get(name)?.clone())))
        .collect();
    if family != "Database Instance" {
        all.insert("usagetype".to_owned(), usage.to_owned());
        return Ok(all);
    }
    if !LICENCES.contains(&get("licenseModel")) {
        return Err("RDS Custom is no part of the book");
    }
    if get("databaseEngine").starts_with("Aurora") {
        let storage = if get("storage").is_empty() { "EBS Only" } else { get("storage") };
        all.insert("storage".to_owned(), storage.to_owned());
    }
    Ok(all)
}

fn data_transfer(stated: &BTreeMap<&str, String>) -> Result<BTreeMap<String, String>, &'static str> {
    let mut all = attributes(&[("productFamily", "Data Transfer")]);
    let Some(transfer) = stated.get("transferType") else { return Err("transfer type is not stated") };
    all.insert("transferType".to_owned(), transfer.clone());
    if let Some(to) = stated.get("toRegionCode") {
        all.insert("toRegionCode".to_owned(), to.clone());
    }
    Ok(all)
}

fn described(
    table: &Table,
    service: &str,
    description: &str,
) -> Result<BTreeMap<String, String>, &'static str> {
    let found = table
        .meter
        .iter()
        .find(|it| it.service == service && it.description.iter().any(|known| known == description));
    found.map(|it| it.attributes.clone()).ok_or("meter is no part of the book")
}
