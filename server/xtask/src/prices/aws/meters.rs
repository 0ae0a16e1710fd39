//! Prices by the text of their meter, as the calculator's feed lists them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::Context;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::super::{Draft, Fact, Sink};
use super::facts_row::{Rank, draft, price};
use super::regions::Regions;

const FILE: &str = "aws_unit_prices_by_service.csv.gz";
const TRANSFORMED: &str = "aws_transformed_only_services_2025-11-04.csv.gz";

/// The tables of meters; several may belong to one service.
const TABLES: [&str; 24] = [
    "apigateway",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "cloudwatch_dashboards",
    "config",
    "dynamodb",
    "ebs",
    "ecs",
    "efs",
    "eks",
    "elasticache",
    "glacier",
    "glue",
    "kinesis",
    "kms",
    "lambda",
    "natgateway",
    "route53",
    "s3",
    "sns",
    "vpc",
    "vpc_connections",
    "waf",
];

/// Meters of one service of the feed.
#[derive(Deserialize)]
pub(super) struct MeterTable {
    /// The service's name in the facts.
    facts: String,
    /// The official service code.
    service: String,
    /// Rows that name no region, or any, hold in all of them.
    #[serde(default)]
    global: bool,
    #[serde(default)]
    meter: Vec<Meter>,
    /// Texts not taken, by reason.
    #[serde(default)]
    skip: BTreeMap<String, Vec<String>>,
}

/// What a meter text stands for.
#[derive(Clone, Deserialize)]
pub(super) struct Meter {
    text: Vec<String>,
    service: Option<String>,
    unit: String,
    tier: Option<(String, String)>,
    attributes: BTreeMap<String, String>,
}

/// What a text means.
pub(super) enum Meaning<'a> {
    /// A price.
    Price(&'a Meter),
    /// Not taken, and why.
    Skip(&'a str),
}

impl MeterTable {
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    /// Takes up the meters of another table of the same service.
    fn extend(&mut self, other: Self) {
        self.global |= other.global;
        self.meter.extend(other.meter);
        self.skip.extend(other.skip);
    }

    /// The region code of a name; empty for prices that hold everywhere.
    fn place<'a>(&self, named: &str, regions: &'a Regions) -> Option<&'a str> {
        let everywhere = self.global && matches!(named, "" | "Any");
        if everywhere { Some("") } else { regions.code(named) }
    }

    /// What a meter text means.
    pub(super) fn meaning(&self, text: &str) -> Meaning<'_> {
        if let Some(meter) = self.meter.iter().find(|it| it.text.iter().any(|known| known == text)) {
            return Meaning::Price(meter);
        }
        let reason = self.skip.iter().find(|(_, texts)| texts.iter().any(|known| known == text));
        Meaning::Skip(reason.map_or("meter is no part of the book", |(reason, _)| reason))
    }

    /// The draft of a meter, still without source and date.
    pub(super) fn draft(&self, meter: &Meter, region: &str, price: Decimal, rank: Rank) -> Option<Draft> {
        let service = meter.service.as_deref().unwrap_or(&self.service);
        let mut draft = draft(service, region, &meter.unit, price, rank);
        draft.attributes = meter.attributes.clone();
        if let Some((from, to)) = &meter.tier {
            draft.tier_start = from.parse().ok()?;
            draft.tier_end = if to == "Inf" { None } else { Some(to.parse().ok()?) };
        }
        Some(draft)
    }
}

/// Reads the feed through all tables of `folder` that name a service of it.
pub(super) fn import(facts: &Path, sink: &mut Sink, regions: &Regions, folder: &Path) -> anyhow::Result<()> {
    let mut tables: HashMap<String, MeterTable> = HashMap::new();
    for name in TABLES {
        let table = MeterTable::read(&folder.join(format!("{name}.toml")))?;
        match tables.get_mut(&table.facts) {
            Some(known) => known.extend(table),
            None => drop(tables.insert(table.facts.clone(), table)),
        }
    }
    let rows = sink.read(facts, FILE)?;
    for row in rows.rows() {
        match tables.get(row.get("service")) {
            Some(table) => metered(sink, table, &row, regions),
            None => sink.rejected(FILE, "service is no part of the book"),
        }
    }
    let transformed = sink.read(facts, TRANSFORMED)?;
    transformed.rows().for_each(|_| sink.rejected(TRANSFORMED, "attributes were guessed by the source"));
    Ok(())
}

fn metered(sink: &mut Sink, table: &MeterTable, row: &Fact<'_>, regions: &Regions) {
    if row.get("service") == "elasticache" && !row.get("attributes").is_empty() {
        return super::cache::metered(sink, FILE, row, regions);
    }
    let meter = match table.meaning(row.get("meter")) {
        Meaning::Price(meter) => meter,
        Meaning::Skip(reason) => return sink.rejected(FILE, reason),
    };
    let named = if row.get("region").is_empty() { row.get("location") } else { row.get("region") };
    let (Some(region), Some(price)) = (table.place(named, regions), price(row.get("usd"))) else {
        return sink.rejected(FILE, "region name or price cannot be read");
    };
    let Some(draft) = table.draft(meter, region, price, rank(row)) else {
        return sink.rejected(FILE, "region name or price cannot be read");
    };
    let draft = with_source(draft, row);
    sink.used(FILE, draft);
}

fn rank(row: &Fact<'_>) -> Rank {
    if row.get("source") == "aws-price" { Rank::Second } else { Rank::Third }
}

/// Source, date and rate code of a row of the feed.
pub(super) fn with_source(draft: Draft, row: &Fact<'_>) -> Draft {
    let source = match row.get("source") {
        "ec2.shop" => "ec2.shop data (AWS calculator feed)",
        _ => "AWS calculator feed",
    };
    Draft {
        sku: Some(row.get("rate_code").to_owned()),
        source: source.to_owned(),
        as_of: row.get("as_of").to_owned(),
        ..draft
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, MeterTable, Rank, Regions};

    const TABLE: &str = r#"
        facts = "s3"
        service = "AmazonS3"
        [[meter]]
        text = ["Standard Storage Next 450 TB per GB Mo"]
        unit = "GB-Mo"
        tier = ["51200", "512000"]
        attributes = { usagetype = "TimedStorage-ByteHrs" }
        [[meter]]
        text = ["Glacier Storage", "Storage Glacier"]
        service = "AmazonGlacier"
        unit = "GB-Mo"
        attributes = { usagetype = "TimedStorage-ByteHrs" }
        [skip]
        "free tier" = ["Bundle"]
    "#;

    fn check(text: &str, expected: &str) {
        let table: MeterTable = toml::from_str(TABLE).expect("a table");
        let told = match table.meaning(text) {
            Meaning::Skip(reason) => reason.to_owned(),
            Meaning::Price(meter) => {
                let draft = table.draft(meter, "cn-north-1", "0.2".parse().expect("a price"), Rank::Second);
                let draft = draft.expect("a draft");
                format!(
                    "{} {} {}..{:?} {}",
                    draft.service, draft.unit, draft.tier_start, draft.tier_end, draft.currency
                )
            }
        };
        assert_eq!(told, expected);
    }

    fn check_place(global: bool, named: &str, expected: Option<&str>) {
        let mut table: MeterTable = toml::from_str(TABLE).expect("a table");
        table.extend(MeterTable { global, ..toml::from_str(TABLE).expect("a table") });
        let regions = Regions::parse("[eu-west-1]\nnames = [\"EU (Ireland)\"]\n").expect("regions");
        assert_eq!(table.place(named, &regions), expected);
    }

    #[test]
    fn prices_without_a_region_hold_everywhere_where_the_table_says_so() {
        check_place(true, "", Some(""));
        check_place(true, "Any", Some(""));
        check_place(true, "EU (Ireland)", Some("eu-west-1"));
        check_place(true, "Atlantis", None);
        check_place(false, "Any", None);
    }

    #[test]
    fn texts_have_one_meaning() {
        check("Standard Storage Next 450 TB per GB Mo", "AmazonS3 GB-Mo 51200..Some(512000) CNY");
        check("Storage Glacier", "AmazonGlacier GB-Mo 0..None CNY");
        check("Bundle", "free tier");
        check("Something new", "meter is no part of the book");
    }
}
