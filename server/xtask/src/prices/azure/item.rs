//! One item of the Retail Prices API, as the fact files carry it.

use catalog::PurchaseOption;
use rust_decimal::Decimal;

use super::super::Fact;

/// An item; fields as the API names them.
pub struct Item<'a> {
    /// `serviceName`
    pub service: &'a str,
    /// `armRegionName`, which may be `Global`, `Zone 1` or empty
    pub region: &'a str,
    /// `productName`
    pub product: &'a str,
    /// `skuName`
    pub sku: &'a str,
    /// `meterName`
    pub meter: &'a str,
    /// `armSkuName`, often empty
    pub arm_sku: &'a str,
    /// From `type`
    pub option: PurchaseOption,
    /// `tierMinimumUnits`; 0 where the source does not state it
    pub tier: Decimal,
    /// `unitOfMeasure`
    pub unit: &'a str,
    /// `retailPrice` in US dollars
    pub price: Decimal,
    /// `meterId`
    pub meter_id: &'a str,
    /// `effectiveStartDate`
    pub effective: &'a str,
    /// The source in words.
    pub source: Source,
}

/// Where an item was read.
pub struct Source {
    /// In words, with the confidence when it is not recorded from the API.
    pub text: String,
    /// As of when.
    pub as_of: String,
    /// How far down it stands.
    pub rank: Rank,
}

/// How far down a source stands; prices of the same rank must agree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// A whole snapshot of the feed in 2026.
    Snapshot = 0,
    /// Samples of the feed in 2026.
    Sample = 1,
    /// A dashboard's copy of the feed.
    Dashboard = 2,
    /// The table with spot prices, which agreed with the feed in every common key.
    SpotTable = 10,
    /// The table of a node provisioner.
    LinuxTable = 11,
    /// A document of 2026.
    Document = 12,
    /// A document or sample of 2025 or before.
    Old = 20,
    /// Worked back from an estimate.
    Estimate = 30,
}

impl<'a> Item<'a> {
    /// The item of a row, or why the row gives no price.
    pub fn read(file: &str, fact: Fact<'a>) -> Result<Self, &'static str> {
        let price: Decimal = parse(fact.get("usd")).ok_or("price is no number")?;
        Ok(Self {
            service: fact.get("service"),
            region: fact.get("region"),
            product: fact.get("product"),
            sku: fact.get("sku"),
            meter: fact.get("meter"),
            arm_sku: fact.get("arm_sku"),
            option: option(fact.get("type"))?,
            tier: parse(fact.get("tier_min")).unwrap_or_default(),
            unit: fact.get("unit"),
            price,
            meter_id: fact.get("meter_id"),
            effective: fact.get("effective_start"),
            source: source(file, fact),
        })
    }
}

/// Whether the row says at which unit its tier begins.
pub fn tier_stated(fact: Fact<'_>) -> bool {
    !fact.get("tier_min").is_empty()
}

/// A decimal, also in scientific notation.
pub fn parse(text: &str) -> Option<Decimal> {
    text.parse().or_else(|_| Decimal::from_scientific(text)).ok()
}

fn option(kind: &str) -> Result<PurchaseOption, &'static str> {
    match kind {
        "Consumption" | "PAYG" => Ok(PurchaseOption::OnDemand),
        "DevTestConsumption" => Ok(PurchaseOption::DevTest),
        "Reservation" | "RI_1Y" | "RI_3Y" => Err("reservation: a total for the whole term, not priced yet"),
        _ => Err("unknown price type"),
    }
}

fn source(file: &str, fact: Fact<'_>) -> Source {
    match file {
        super::REGIONS => {
            let text = "Azure Retail Prices API, 14 regions (azure-architecture-diagram-builder@31f894a)";
            Source { text: text.to_owned(), as_of: "2026-08-15".to_owned(), rank: Rank::Snapshot }
        }
        super::ROWS => row_source(fact),
        _ => document_source(fact),
    }
}

fn row_source(fact: Fact<'_>) -> Source {
    let name = fact.get("source");
    let rank = match name {
        "azure-pricing-radar" => Rank::Snapshot,
        "ibranibeny" => Rank::Dashboard,
        "danielhabenicht" => Rank::Old,
        _ => Rank::Sample,
    };
    let text = format!("Azure Retail Prices API ({name})");
    Source { text, as_of: fact.get("as_of").to_owned(), rank }
}

fn document_source(fact: Fact<'_>) -> Source {
    let document = fact.get("source");
    let as_of = date(document).unwrap_or("2026").to_owned();
    let text = match fact.get("confidence") {
        "recorded" => document.to_owned(),
        confidence => format!("{document} [{confidence}]"),
    };
    let rank = if as_of.starts_with("2026") { Rank::Document } else { Rank::Old };
    Source { text, as_of, rank }
}

/// The last thing in a text that looks like a date: `2026-10-02`, `2022-04`, `2023`.
fn date(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit() && c != '-')
        .rev()
        .find(|word| word.starts_with("20") && matches!(word.len(), 4 | 7 | 10))
}

#[cfg(test)]
mod tests {
    use super::{date, parse};

    #[test]
    fn dates_of_documents() {
        let check = |text: &str, want: Option<&str>| assert_eq!(date(text), want, "{text}");
        check(
            "archify@5c8573e data/prices/eastus.json (API items, retrieved 2026-10-02)",
            Some("2026-10-02"),
        );
        check("cloud-pricing@16afd72 page-812_20220419153232.json (API items, 2022-04)", Some("2022-04"));
        check("arm-estimator@67d18cf burstable.json (API items, 2023)", Some("2023"));
        check("a cost model that tells no date", None);
    }

    #[test]
    fn prices_in_both_notations() {
        assert_eq!(parse("1.5e-05").map(|it| it.to_string()), Some("0.000015".to_owned()));
        assert_eq!(parse("0.045").map(|it| it.to_string()), Some("0.045".to_owned()));
        assert_eq!(parse("n/a"), None);
    }
}
