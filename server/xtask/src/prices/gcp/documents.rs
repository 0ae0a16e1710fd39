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
    let description = row.get("description").replace("  ", " ");
    let name = without_place(service, &description);
    let (rank, source) = source(row.get("source"), row.get("confidence"));
    let origin = Origin { source: &source, as_of: date(row.get("effective_or_as_of")), rank };
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

/// The document without the number it has in the index it was found by, marked when it is a third party's.
fn source(document: &str, confidence: &str) -> (Rank, String) {
    let document = match document.split_once(" (index id") {
        Some((name, rest)) => format!("{name}{}", rest.split_once(')').map_or("", |(_, after)| after)),
        None => document.to_owned(),
    };
    match confidence {
        "secondary-agreed" => (Rank::Agreed, format!("{document} (secondary, agreed on a sample)")),
        _ => (Rank::Document, document),
    }
}

/// The first day of `2025-04-11 / 2026-05-20`, the year of `2026 (undated)`.
fn date(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
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

#[cfg(test)]
mod tests {
    use super::{date, source};

    #[test]
    fn sources_lose_the_number_of_an_index_and_gain_marks() {
        assert_eq!(source("document \"C4 Iowa\" (index id 12)", "recorded").1, "document \"C4 Iowa\"");
        assert_eq!(source("a/b table (index ids 1, 2), quoted", "recorded").1, "a/b table, quoted");
        assert_eq!(source("a/b x.js", "secondary-agreed").1, "a/b x.js (secondary, agreed on a sample)");
    }

    #[test]
    fn dates() {
        assert_eq!([date("2025-04-11 / 2026-05-20"), date("2026 (undated)")], ["2025-04-11", "2026"]);
    }
}
