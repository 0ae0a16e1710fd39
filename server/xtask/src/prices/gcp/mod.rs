//! Google Cloud's facts.
//!
//! The catalogue has no SKU for a machine type: its price is the sum of a core SKU and a memory SKU (and of GPUs and
//! local disks that come with the type). Rows of machine types carry the sum, as the price calculator states it, with
//! the attributes `machineType`, `vcpu` and `memory` (GiB); a reader of the official feed composes them alike.
//! All other rows carry `meter`, `resourceFamily` and `resourceGroup`; pricing-data/meters/gcp.toml says how a
//! description becomes a meter. Sustained use discounts are no prices: they stand in the mappings.
//!
//! Order of trust: the calculator's tables, documents that quote the catalogue, a third party's table that agreed with
//! a recorded one, the table by zone, prices worked back from estimates, prices that follow from others.

mod bundles;
mod custom;
mod documents;
mod estimates;
mod instances;
mod meters;
mod services;
mod units;
mod zones;

use std::collections::BTreeMap;
use std::path::Path;

use catalog::{Provider, PurchaseOption};
use rust_decimal::Decimal;

use super::{Draft, Fact, Sink};
use meters::Meters;

/// How far a source is trusted; the lower wins.
#[derive(Clone, Copy)]
enum Rank {
    Calculator,
    Document,
    Agreed,
    Zones,
    Estimate,
    Derived,
}

/// Source and date that rows of one table share.
struct Origin<'a> {
    source: &'a str,
    as_of: &'a str,
    rank: Rank,
}

/// Reads the provider's fact files into the sink.
pub fn import(facts: &Path, sink: &mut Sink) -> anyhow::Result<()> {
    let meters = Meters::load()?;
    let priced = instances::import(facts, sink)?;
    units::import(facts, sink, &meters)?;
    documents::import(facts, sink, &meters)?;
    zones::import(facts, sink, &priced)?;
    estimates::import(facts, sink, &meters)
}

/// A price in US dollars without tiers.
fn draft(
    service: &str,
    region: &str,
    attributes: BTreeMap<String, String>,
    unit: &str,
    price: Decimal,
    origin: &Origin<'_>,
) -> Draft {
    Draft {
        provider: Provider::Gcp,
        service: service.to_owned(),
        region: region.to_owned(),
        sku: None,
        attributes,
        unit: unit.to_owned(),
        tier_start: Decimal::ZERO,
        tier_end: None,
        option: PurchaseOption::OnDemand,
        price,
        currency: "USD".to_owned(),
        effective: None,
        source: origin.source.to_owned(),
        as_of: origin.as_of.to_owned(),
        rank: origin.rank as u8,
    }
}

/// A number of a fact table: plain or with an exponent; `None` when the field is empty or none.
fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    text.parse().or_else(|_| Decimal::from_scientific(text)).ok().map(|it: Decimal| it.normalize())
}

fn attributes<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, String> {
    pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests;
