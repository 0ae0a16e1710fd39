//! Rows of the official catalogue that documents quote.

use std::path::Path;

use catalog::PurchaseOption;
use rust_decimal::Decimal;

use super::bundles;
use super::meters::{Meters, without_place};
use super::{Draft, Fact, Origin, Rank, Sink, draft, number};

const FILE: &str = "gcp_facts_from_documents.csv.gz";

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
    if row.get("currency") != "USD" {
        return Err("another currency: not converted");
    }
    let option = option(row.get("usage_type")).ok_or("usage type that is not sold by the hour")?;
    let price = number(row.get("price")).ok_or("no number")?;
    let service = row.get("service");
    let name = without_place(service, row.get("description"));
    let origin = origin(row);
    let drafts = match (service, meters.named(service, name)) {
        (_, Some(meter)) if meter.unit != row.get("unit") => return Err("another unit than the meter's"),
        (_, Some(meter)) => {
            let region = meter.region(row.get("region"));
            vec![draft(service, region, meter.attributes(), &meter.unit, price, &origin)]
        }
        ("Cloud SQL", None) => bundles::by_engine(name, row.get("region"), row.get("unit"), price, &origin)
            .ok_or("Cloud SQL meter that no mapping asks for")?,
        _ => return Err("no mapped type needs it"),
    };
    Ok(drafts.into_iter().map(|it| completed(it, row, option)).collect())
}

fn completed(draft: Draft, row: Fact<'_>, option: PurchaseOption) -> Draft {
    // Derived rows stand for another SKU than the document's.
    let own = draft.rank < Rank::Derived as u8;
    let sku = Some(row.get("sku_id").to_owned()).filter(|it| own && !it.is_empty());
    let tier_start = number(row.get("tier_start")).unwrap_or(Decimal::ZERO);
    Draft { sku, tier_start, option, ..draft }
}

fn origin<'a>(row: Fact<'a>) -> Origin<'a> {
    let rank = match row.get("confidence") {
        "secondary-agreed" => Rank::Agreed,
        _ => Rank::Document,
    };
    Origin { source: row.get("source"), as_of: row.get("effective_or_as_of"), rank }
}

fn option(usage_type: &str) -> Option<PurchaseOption> {
    match usage_type {
        "OnDemand" => Some(PurchaseOption::OnDemand),
        "Preemptible" => Some(PurchaseOption::Spot),
        "Commit1Yr" => Some(PurchaseOption::Reserved1y),
        "Commit3Yr" => Some(PurchaseOption::Reserved3y),
        _ => None,
    }
}
