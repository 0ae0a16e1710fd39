//! One price as a fact table states it, before sources are weighed against each other.

use std::collections::BTreeMap;

use catalog::PurchaseOption;
use rust_decimal::Decimal;

/// How far a source is trusted; the lower wins. The order is that of the documentation of the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Composed prices of machine types and the unit prices they are made of, from the calculator's own table.
    Calculator,
    /// A row of the official catalogue seen in a document.
    Document,
    /// A third party's table that agreed with a recorded one on a sample.
    Agreed,
    /// The table of machine types with spot prices by zone.
    Zones,
    /// Worked back from a published estimate.
    Estimate,
    /// Solved from, or stated by the provider to equal, another price of the same region.
    Derived,
}

/// A price found in a fact table.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Service, as the Cloud Billing Catalog displays it.
    pub(super) service: &'static str,
    /// Region code; empty for prices without a region.
    pub(super) region: String,
    /// SKU id, where the source has one.
    pub(super) sku: Option<String>,
    /// Attributes.
    pub(super) attributes: BTreeMap<&'static str, String>,
    /// `usageUnit` of the catalogue.
    pub(super) unit: &'static str,
    /// First unit of the tier.
    pub(super) tier_start: Decimal,
    /// How it is bought.
    pub(super) option: PurchaseOption,
    /// Price of one unit.
    pub(super) price: Decimal,
    /// Document, with marks.
    pub(super) source: String,
    /// Date as of which the source states it.
    pub(super) as_of: String,
    /// Trust.
    pub(super) rank: Rank,
    /// The fact table it was read from, for the report.
    pub(super) file: &'static str,
}

impl Found {
    /// What must be equal for two rows to state the same price, its tier left out.
    pub(super) fn key(&self) -> (&'static str, &str, &BTreeMap<&'static str, String>, &'static str, PurchaseOption) {
        (self.service, &self.region, &self.attributes, self.unit, self.option)
    }
}

/// Attributes of a row of the catalogue: its meter and where the catalogue files it.
pub(super) fn meter(name: &str, family: &str, group: &str) -> BTreeMap<&'static str, String> {
    [("meter", name), ("resourceFamily", family), ("resourceGroup", group)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (key, value.to_owned()))
        .collect()
}
