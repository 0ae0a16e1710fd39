//! A price as an importer reads it from a fact.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::ensure;
use catalog::{Provider, PurchaseOption, Row};
use rust_decimal::Decimal;

/// A price before it has an id. `rank` decides between facts of the same price: the lower wins.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The provider.
    pub provider: Provider,
    /// Service as the official feed names it.
    pub service: String,
    /// Region code; empty for prices without a region.
    pub region: String,
    /// SKU, rate code or meter id.
    pub sku: Option<String>,
    /// Attributes under the official feed's names.
    pub attributes: BTreeMap<String, String>,
    /// Unit as the official feed writes it.
    pub unit: String,
    /// First unit of the tier.
    pub tier_start: Decimal,
    /// One past the last unit of the tier. Where it is `None`, the next tier of the price closes it.
    pub tier_end: Option<Decimal>,
    /// Purchase option.
    pub option: PurchaseOption,
    /// Exact price of one unit.
    pub price: Decimal,
    /// ISO 4217 code.
    pub currency: String,
    /// From when the price holds.
    pub effective: Option<String>,
    /// Document, version, confidence.
    pub source: String,
    /// The date as of which the source states the price.
    pub as_of: String,
    /// How far down the source stands; 0 is the best.
    pub rank: u8,
}

impl Draft {
    /// What several facts of the same price share; its tiers have it in common.
    pub(super) fn key(&self) -> Key {
        (self.service.clone(), self.region.clone(), self.attributes.clone(), self.unit.clone(), self.option)
    }

    pub(super) fn check(&self, provider: Provider) -> anyhow::Result<()> {
        ensure!(
            self.provider == provider,
            "a {} price among those of {}",
            self.provider.as_str(),
            provider.as_str()
        );
        ensure!(!self.service.is_empty() && !self.unit.is_empty(), "service or unit is empty: {self:?}");
        ensure!(!self.attributes.is_empty(), "no attribute tells this price from others: {self:?}");
        ensure!(self.attributes.values().all(|it| !it.is_empty()), "an attribute is empty: {self:?}");
        ensure!(self.currency.len() == 3, "currency is no ISO 4217 code: {self:?}");
        ensure!(!self.source.is_empty() && !self.as_of.is_empty(), "source or date is missing: {self:?}");
        ensure!(!self.price.is_sign_negative() || self.price.is_zero(), "a negative price: {self:?}");
        ensure!(self.tier_end.is_none_or(|end| end > self.tier_start), "an empty tier: {self:?}");
        Ok(())
    }

    pub(super) fn into_row(self) -> Row {
        let mut row = Row {
            id: "".into(),
            provider: self.provider,
            service: self.service.into(),
            region: self.region.into(),
            sku: self.sku.filter(|it| !it.is_empty()).map(Arc::from),
            attributes: self
                .attributes
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            unit: self.unit.into(),
            tier_start: self.tier_start.normalize(),
            tier_end: self.tier_end.map(|it| it.normalize()),
            option: self.option,
            price: self.price.normalize(),
            currency: self.currency.into(),
            effective: self.effective.filter(|it| !it.is_empty()).map(Arc::from),
            source: self.source.into(),
            as_of: self.as_of.into(),
        };
        row.id = catalog::table::own_id(&row);
        row
    }
}

/// Service, region, attributes, unit, option.
pub(super) type Key = (String, String, BTreeMap<String, String>, String, PurchaseOption);
