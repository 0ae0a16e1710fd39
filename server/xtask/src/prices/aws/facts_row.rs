//! What every AWS draft has in common.

use std::collections::BTreeMap;

use catalog::{Provider, PurchaseOption};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::super::Draft;

/// How far a source is trusted; the lower wins. The order is that of the documentation of the facts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rank {
    /// The newest list (Karpenter, 2026-07) and tables with one source only.
    First,
    /// The calculator's feed of 2025-11.
    Second,
    /// The older tables.
    Third,
    /// A row of the price list seen in a document.
    Document,
    /// A third party's table that agreed with a recorded one on a sample.
    Agreed,
    /// Worked back from a published estimate.
    Estimate,
    /// The same, and only the shortest decimal of a wide interval.
    Rounded,
}

/// The part of the usage that a price holds for; no end means without limit.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Tier {
    pub(super) start: Decimal,
    pub(super) end: Option<Decimal>,
}

/// Attributes from pairs.
pub(super) fn attributes(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// An on-demand price in US dollars without tiers; the caller changes what differs.
pub(super) fn draft(service: &str, region: &str, unit: &str, price: Decimal, rank: Rank) -> Draft {
    Draft {
        provider: Provider::Aws,
        service: service.to_owned(),
        region: region.to_owned(),
        sku: None,
        attributes: BTreeMap::new(),
        unit: unit.to_owned(),
        tier_start: Decimal::ZERO,
        tier_end: None,
        option: PurchaseOption::OnDemand,
        price,
        currency: currency(region).to_owned(),
        effective: None,
        source: String::new(),
        as_of: String::new(),
        rank: rank as u8,
    }
}

/// Prices of the regions in China are in renminbi.
fn currency(region: &str) -> &'static str {
    if region.starts_with("cn-") { "CNY" } else { "USD" }
}

/// A price as the facts write it; floating-point dust behind the twelfth digit is taken off.
pub(super) fn price(text: &str) -> Option<Decimal> {
    let price = text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(text)).ok()?;
    (!price.is_sign_negative()).then_some(price)
}
