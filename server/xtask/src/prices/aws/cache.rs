//! ElastiCache nodes. The calculator's feed gives rate codes; the other table fills its gaps and the reservations.

use std::path::Path;

use catalog::PurchaseOption;
use rust_decimal::Decimal;
use serde_json::Value;

use super::super::{Draft, Fact, Sink};
use super::facts_row::{Rank, attributes, draft, price};
use super::meters::with_source;
use super::regions::Regions;

const FILE: &str = "aws_elasticache_opensearch_2025-05.csv.gz";
const UNREADABLE: &str = "region name or price cannot be read";
const ENGINES: [&str; 3] = ["Redis", "Memcached", "Valkey"];

pub(super) fn import(facts: &Path, sink: &mut Sink, regions: &Regions) -> anyhow::Result<()> {
    let rows = sink.read(facts, FILE)?;
    for row in rows.rows() {
        if row.get("service") == "elasticache" {
            node(sink, &row, regions);
        } else {
            sink.rejected(FILE, "service is no part of the book");
        }
    }
    Ok(())
}

fn node(sink: &mut Sink, row: &Fact<'_>, regions: &Regions) {
    let (Some(region), Some(on_demand)) = (regions.code(row.get("region")), price(row.get("usd_per_hour")))
    else {
        return sink.rejected(FILE, UNREADABLE);
    };
    let draft = Draft {
        attributes: attributes_of(row.get("instance_type"), row.get("engine_or_term")),
        source: "ec2instances.info data (AWS Price List)".to_owned(),
        as_of: "2025-05".to_owned(),
        ..draft("AmazonElastiCache", region, "Hrs", on_demand, Rank::Third)
    };
    let mut drafts = vec![draft.clone()];
    let reserved: Value = serde_json::from_str(row.get("reserved")).unwrap_or_default();
    for (key, option) in [
        ("yrTerm1Standard.noUpfront", PurchaseOption::Reserved1y),
        ("yrTerm3Standard.noUpfront", PurchaseOption::Reserved3y),
    ] {
        let price = reserved.get(key).and_then(|it| price(&it.to_string()));
        drafts.extend(price.map(|price| Draft { option, price: price.round_dp(7), ..draft.clone() }));
    }
    sink.used_all(FILE, drafts);
}

/// A node of the calculator's feed: `OnDemand Cache Instance Standard cache t3.small Redis Current Generation`.
pub(super) fn metered(sink: &mut Sink, file: &str, row: &Fact<'_>, regions: &Regions) {
    let text = row.get("meter");
    if text.is_empty() {
        return sink.rejected(file, "the same price under a key without a text");
    }
    let engine = ENGINES.into_iter().find(|engine| text.split(' ').any(|word| word == *engine));
    let shape: Value = serde_json::from_str(row.get("attributes")).unwrap_or_default();
    let node_type = shape.get("Instance Type").and_then(Value::as_str);
    let amount: Option<Decimal> = price(row.get("usd"));
    let (Some(engine), Some(node_type), Some(region), Some(amount)) =
        (engine, node_type, regions.code(row.get("region")), amount)
    else {
        return sink.rejected(file, UNREADABLE);
    };
    let draft = draft("AmazonElastiCache", region, "Hrs", amount, Rank::Second);
    let attributes = attributes_of(node_type, engine);
    sink.used(file, with_source(Draft { attributes, ..draft }, row));
}

fn attributes_of(node_type: &str, engine: &str) -> std::collections::BTreeMap<String, String> {
    attributes(&[
        ("productFamily", "Cache Instance"),
        ("instanceType", node_type),
        ("cacheEngine", engine),
        ("locationType", "AWS Region"),
    ])
}
