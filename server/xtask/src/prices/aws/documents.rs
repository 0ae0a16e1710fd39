//! Rows of the price list that were seen in documents. They rank below the tables.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use super::super::{Draft, Fact, Sink};
use super::facts_row::{Rank, Tier, attributes, draft, price};
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
    /// The tier, where the document names it without its bounds.
    tier: Option<Tier>,
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
    let described = table.described(service, row.get("description"));
    let attributes = match service {
        "AmazonEC2" => ec2(&stated, regions, shapes)?,
        "AmazonRDS" if stated.contains_key("productFamily") => rds(&stated, regions)?,
        "AWSDataTransfer" => data_transfer(&stated)?,
        _ => described.map(|it| it.attributes.clone()).ok_or("meter is no part of the book")?,
    };
    let region = regions.code(row.get("region")).ok_or(UNREADABLE)?;
    let amount = price(row.get("price")).ok_or(UNREADABLE)?;
    let rank = if row.get("confidence") == "secondary-agreed" { Rank::Agreed } else { Rank::Document };
    let draft = draft(service, region, row.get("unit"), amount, rank);
    let tier = described.and_then(|it| it.tier).unwrap_or_else(|| Tier {
        start: row.get("tier_start").parse().unwrap_or(Decimal::ZERO),
        end: row.get("tier_end").parse().ok(),
    });
    let sku = stated.get("rateCode").or_else(|| stated.get("sku")).cloned();
    Ok(Draft {
        attributes,
        sku,
        tier_start: tier.start,
        tier_end: tier.end,
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

impl Table {
    fn described(&self, service: &str, description: &str) -> Option<&Meter> {
        let mut meters = self.meter.iter();
        meters.find(|it| it.service == service && it.description.iter().any(|known| known == description))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::super::FactTable;
    use super::*;

    const TABLE: &str = r#"
        [[meter]]
        service = "AWSELB"
        description = ["Network Load Balancer hour"]
        attributes = { productFamily = "Load Balancer-Network" }
        [[meter]]
        service = "AmazonStates"
        description = ["express workflow duration, tier 1"]
        tier = { start = "0", end = "3600000" }
        attributes = { usagetype = "StepFunctions-GB-Second" }
    "#;

    const HEADER: &str = "service_code|region|usage_type|description|attributes|unit|tier_start|tier_end|price|currency|\
                          effective_or_as_of|source|confidence\n";

    fn check(row: &str, expected: Expect) {
        let table: Table = toml::from_str(TABLE).expect("a table of descriptions");
        let regions = Regions::parse(
            "[eu-west-1]\nnames = [\"EU (Ireland)\"]\nusage_tokens = [\"EU\"]\n[us-east-1]\nnames = []\n",
        )
        .expect("a table of regions");
        let facts = FactTable::parse(&format!("{HEADER}{row}"), b'|').expect("a fact table");
        let told = facts.rows().map(|row| match read(&row, &regions, &Shapes::none(), &table) {
            Err(reason) => format!("rejected: {reason}"),
            Ok(it) => format!(
                "{} {} {:?} {}..{:?} {} as of {}, {:?}, {}",
                it.service,
                it.region,
                it.attributes,
                it.tier_start,
                it.tier_end,
                it.price,
                it.as_of,
                it.sku,
                it.source
            ),
        });
        expected.assert_eq(&told.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_description_is_looked_up() {
        let row = "AWSELB|us-east-1||Network Load Balancer hour|{\"sku\": \"S\"}|Hrs|0|Inf|0.0225|USD||an extract|recorded";
        check(
            row,
            expect![[
                r#"AWSELB us-east-1 {"productFamily": "Load Balancer-Network"} 0..None 0.0225 as of 2026-11, Some("S"), an extract; recorded"#
            ]],
        );
        check(&row.replace("Network", "Martian"), expect!["rejected: meter is no part of the book"]);
    }

    #[test]
    fn a_tier_without_bounds_gets_them_from_the_table() {
        check(
            "AmazonStates|us-east-1||express workflow duration, tier 1|{}|GB-Seconds|0|Inf|0.00001667|USD|2026|a page|official",
            expect![[
                r#"AmazonStates us-east-1 {"usagetype": "StepFunctions-GB-Second"} 0..Some(3600000) 0.00001667 as of 2026, None, a page; official"#
            ]],
        );
    }

    #[test]
    fn the_token_of_the_region_is_taken_off_the_usage_type() {
        check(
            "AmazonRDS|eu-west-1|EU:PI_API|PI|{\"productFamily\": \"Performance Insights\", \"usagetype\": \"EU:PI_API\"}|\
             API Calls|0|Inf|0.00001|USD|2023-02-23|a dump|recorded",
            expect![[
                r#"AmazonRDS eu-west-1 {"productFamily": "Performance Insights", "usagetype": "PI_API"} 0..None 0.00001 as of 2023-02-23, None, a dump; recorded"#
            ]],
        );
    }

    #[test]
    fn databases_keep_what_tells_them_apart() {
        let row = |attributes: &str| {
            format!(
                "AmazonRDS|us-east-1||x|{attributes}|Hrs|0|Inf|0.164|USD|2021-08-03|a page|secondary-agreed"
            )
        };
        check(
            &row(
                "{\"productFamily\": \"Database Instance\", \"databaseEngine\": \"Aurora MySQL\", \"vcpu\": \"2\", \
                  \"instanceType\": \"db.t3.large\", \"licenseModel\": \"No license required\"}",
            ),
            expect![[
                r#"AmazonRDS us-east-1 {"databaseEngine": "Aurora MySQL", "instanceType": "db.t3.large", "licenseModel": "No license required", "productFamily": "Database Instance", "storage": "EBS Only"} 0..None 0.164 as of 2021-08-03, None, a page; secondary, agreed with a recorded source"#
            ]],
        );
        check(
            &row(
                "{\"productFamily\": \"Database Instance\", \"databaseEngine\": \"Oracle\", \"licenseModel\": \"NA\"}",
            ),
            expect!["rejected: RDS Custom is no part of the book"],
        );
        check(
            &row("{\"productFamily\": \"RDSProxy\", \"usagetype\": \"RDS:ProxyUsage\"}"),
            expect!["rejected: stands in the RDS tables or is no part of the book"],
        );
    }

    #[test]
    fn tiers_and_places_of_transfers() {
        check(
            "AWSDataTransfer|eu-west-1||out|{\"transferType\": \"AWS Outbound\"}|GB|10240|51200|0.085|USD|2026|a list|recorded",
            expect![[
                r#"AWSDataTransfer eu-west-1 {"productFamily": "Data Transfer", "transferType": "AWS Outbound"} 10240..Some(51200) 0.085 as of 2026, None, a list; recorded"#
            ]],
        );
        check(
            "AWSDataTransfer|Atlantis||out|{\"transferType\": \"AWS Outbound\"}|GB|0|Inf|0.085|USD|2026|a list|recorded",
            expect!["rejected: region name or price cannot be read"],
        );
    }
}
