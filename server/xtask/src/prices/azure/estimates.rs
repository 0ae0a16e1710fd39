//! Unit prices worked back from published estimates: price = cost / quantity, with the interval of its rounding.
//!
//! They fill what no other fact has. Only tight intervals are used, and of an interval the decimal with the
//! fewest digits. `pricing-data/meters/azure-estimates.csv` says which meter of the feed a line of an estimate is.

use anyhow::Context;
use catalog::{Provider, PurchaseOption};
use rust_decimal::Decimal;

use super::super::{Draft, Fact, FactTable, Sink};
use super::ESTIMATES;
use super::item::{Rank, parse};
use super::meters;
use super::sizes::Sizes;
use super::virtual_machines;

const METERS: &str = include_str!("../../../../../pricing-data/meters/azure-estimates.csv");
/// Widest interval relative to the price.
const TIGHT: Decimal = Decimal::from_parts(1, 0, 0, false, 3);
/// Widest interval of a price with one or two digits; such prices are marked as rounded.
const ROUNDED: Decimal = Decimal::from_parts(2, 0, 0, false, 3);
/// Finest price that is looked for inside an interval.
const MAX_DIGITS: u32 = 9;

/// A line of an estimate and its meter.
struct Meter {
    record: csv::StringRecord,
}

impl Meter {
    fn get(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or("")
    }

    fn matches(&self, fact: Fact<'_>) -> bool {
        let same = ["resource_type", "region", "component"]
            .iter()
            .enumerate()
            .all(|(i, it)| self.get(i) == fact.get(it));
        same && fact.get("attrs").contains(self.get(3))
    }
}

/// Reads the table into the sink.
pub fn import(table: &FactTable, sizes: &Sizes, sink: &mut Sink) -> anyhow::Result<()> {
    let mut reader = csv::Reader::from_reader(METERS.as_bytes());
    let records: Vec<csv::StringRecord> =
        reader.records().collect::<Result<_, _>>().context("azure-estimates.csv")?;
    let meters: Vec<Meter> = records.into_iter().map(|record| Meter { record }).collect();
    for fact in table.rows() {
        match draft(fact, &meters, sizes) {
            Ok(draft) => sink.used(ESTIMATES, draft),
            Err(reason) => sink.rejected(ESTIMATES, reason),
        }
    }
    Ok(())
}

fn draft(fact: Fact<'_>, meters: &[Meter], sizes: &Sizes) -> Result<Draft, &'static str> {
    if fact.get("provider") != "azure" {
        return Err("another provider");
    }
    let width = parse(fact.get("rel_uncertainty")).filter(|it| fact.get("status") == "ok" && *it <= ROUNDED);
    let width = width.ok_or("ambiguous, or the interval is too wide")?;
    if let Some((os, option, size)) = machine(fact).filter(|_| width <= TIGHT) {
        let price = shortest(fact, Decimal::ONE).ok_or("no decimal inside the interval")?;
        return Ok(with_attributes(fact, price, option, sizes.attributes(size, os)));
    }
    let meter = meters.iter().find(|it| it.matches(fact)).ok_or("not needed, or its meter is not certain")?;
    let divisor = parse(meter.get(10)).ok_or("no divisor")?;
    let price = shortest(fact, divisor).ok_or("no decimal inside the interval")?;
    if price.is_zero() && !meter.get(6).contains("Free Plan") {
        return Err("a cost of 0 tells no price");
    }
    if width > TIGHT && price.normalize().mantissa() >= 100 {
        return Err("ambiguous, or the interval is too wide");
    }
    let is_dev_test = fact.get("component").contains("dev/test");
    let option = if is_dev_test { PurchaseOption::DevTest } else { PurchaseOption::OnDemand };
    let attributes = meters::attributes(meter.get(6), meter.get(7), meter.get(8));
    let draft = with_attributes(fact, price, option, attributes);
    let mark = if width > TIGHT { ", rounded" } else { "" };
    Ok(Draft {
        source: format!("{}{mark}", draft.source),
        service: meter.get(4).to_owned(),
        region: meter.get(5).to_owned(),
        unit: meter.get(9).to_owned(),
        ..draft
    })
}

/// `Instance usage (Windows, dev/test, Standard_F2)` → system, offer and size, where the region is known.
fn machine(fact: Fact<'_>) -> Option<(&'static str, PurchaseOption, &str)> {
    let inside = fact.get("component").strip_prefix("Instance usage (")?.strip_suffix(')')?;
    let mut words = inside.split(", ");
    let os = ["Linux", "Windows"].into_iter().find(|os| words.clone().next() == Some(*os))?;
    let option = match words.nth(1)? {
        "pay as you go" => PurchaseOption::OnDemand,
        "dev/test" => PurchaseOption::DevTest,
        _ => return None,
    };
    let size = words.next().filter(|size| size.starts_with("Standard_") || size.starts_with("Basic_"))?;
    (!fact.get("region").is_empty()).then_some((os, option, size))
}

fn with_attributes(
    fact: Fact<'_>,
    price: Decimal,
    option: PurchaseOption,
    attributes: std::collections::BTreeMap<String, String>,
) -> Draft {
    Draft {
        provider: Provider::Azure,
        service: virtual_machines::SERVICE.to_owned(),
        region: fact.get("region").to_owned(),
        sku: None,
        attributes,
        unit: "1 Hour".to_owned(),
        tier_start: Decimal::ZERO,
        tier_end: None,
        option,
        price,
        currency: "USD".to_owned(),
        effective: None,
        source: "worked back from published cost estimates".to_owned(),
        as_of: fact.get("latest_golden").to_owned(),
        rank: Rank::Estimate as u8,
    }
}

/// The decimal with the fewest digits in the interval, per `divisor`.
fn shortest(fact: Fact<'_>, divisor: Decimal) -> Option<Decimal> {
    let [middle, low, high] = ["unit_price", "price_lo", "price_hi"].map(|it| parse(fact.get(it)));
    inside(middle? / divisor, low? / divisor, high? / divisor)
}

fn inside(middle: Decimal, low: Decimal, high: Decimal) -> Option<Decimal> {
    let mut rounded = (0..=MAX_DIGITS).map(|digits| middle.round_dp(digits));
    rounded.find(|price| (middle.is_zero() || !price.is_zero()) && *price >= low && *price <= high)
}

#[cfg(test)]
mod tests {
    use super::super::item::parse;
    use super::inside;

    #[test]
    fn the_fewest_digits_inside_an_interval() {
        let check = |middle: &str, low: &str, high: &str, want: Option<&str>| {
            let [Some(middle), Some(low), Some(high)] = [middle, low, high].map(parse) else {
                panic!("numbers of the test")
            };
            assert_eq!(inside(middle, low, high).map(|it| it.to_string()).as_deref(), want);
        };
        check("0.13796875", "0.1379", "0.1381", Some("0.138"));
        check("0.02200", "0.02199", "0.02201", Some("0.022"));
        check("0.000000000001", "0.0000000000009", "0.0000000000011", None);
    }
}
