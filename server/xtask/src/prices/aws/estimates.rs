//! Unit prices worked back from published estimates: cost / quantity, with the interval that rounding allows.
//! A tight interval gives its shortest decimal; of a wide one only a decimal of at most two digits is taken, and marked.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use super::super::{Draft, Fact, Sink};
use super::facts_row::{Rank, draft};

const FILE: &str = "unit_prices_from_estimates_2026-07.csv.gz";

/// What the components of estimates stand for.
#[derive(Deserialize)]
struct Table {
    estimate: Vec<Meaning>,
}

#[derive(Deserialize)]
struct Meaning {
    /// Resource types.
    r#type: Vec<String>,
    /// Component; `{}` stands for a part that the attributes may take up.
    component: String,
    #[serde(default)]
    subresource: String,
    /// Values that attributes of the resource must have.
    #[serde(default)]
    r#where: BTreeMap<String, String>,
    service: String,
    unit: String,
    /// Units of the book in one unit of the estimate: `1000` for `1k requests`, `730` for a month of hours.
    #[serde(default = "one")]
    per: Decimal,
    attributes: BTreeMap<String, String>,
}

fn one() -> Decimal {
    Decimal::ONE
}

pub(super) fn import(facts: &Path, sink: &mut Sink, table: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(table).with_context(|| table.display().to_string())?;
    let table: Table = toml::from_str(&text)?;
    let rows = sink.read(facts, FILE)?;
    for row in rows.rows() {
        match read(&row, &table) {
            Ok(draft) => sink.used(FILE, draft),
            Err(reason) => sink.rejected(FILE, reason),
        }
    }
    Ok(())
}

fn read(row: &Fact<'_>, table: &Table) -> Result<Draft, &'static str> {
    if row.get("provider") != "aws" {
        return Err("of another provider");
    }
    let (meaning, part) = table.meaning(row).ok_or("component is no part of the book")?;
    if row.get("status") != "ok" {
        return Err("several prices fit the estimate");
    }
    let bound = |column: &str| {
        row.get(column).parse::<Decimal>().or_else(|_| Decimal::from_scientific(row.get(column)))
    };
    let (Ok(low), Ok(high)) = (bound("price_lo"), bound("price_hi")) else {
        return Err("price cannot be read");
    };
    let (low, high) = (low / meaning.per, high / meaning.per);
    let uncertainty =
        Decimal::from_scientific(row.get("rel_uncertainty")).map_err(|_| "price cannot be read")?;
    let tight = uncertainty <= Decimal::new(1, 3);
    let stated = bound("unit_price").ok().filter(|_| tight).map(|price| price / meaning.per);
    let shortest = shortest_between(low, high);
    let tight = tight && shortest.is_some();
    let price = shortest.or(stated).ok_or("several decimals fit the estimate")?;
    if !tight && digits(price) > 2 && shortest.is_some() {
        return Err("interval is too wide");
    }
    let rank = if tight { Rank::Estimate } else { Rank::Rounded };
    let mark = if tight {
        "worked back from published estimates"
    } else {
        "worked back from published estimates, rounded"
    };
    let draft = draft(&meaning.service, row.get("region"), &meaning.unit, price, rank);
    Ok(Draft {
        attributes: meaning
            .attributes
            .iter()
            .map(|(name, value)| (name.clone(), value.replace("{}", part)))
            .collect(),
        currency: row.get("currency").to_owned(),
        source: mark.to_owned(),
        as_of: row.get("latest_golden").to_owned(),
        ..draft
    })
}

impl Table {
    /// The first meaning that fits, with the part of the component that `{}` stands for.
    fn meaning<'r>(&self, row: &Fact<'r>) -> Option<(&Meaning, &'r str)> {
        let attrs: BTreeMap<String, Value> = serde_json::from_str(row.get("attrs")).unwrap_or_default();
        self.estimate.iter().find_map(|it| {
            let fits = it.r#type.iter().any(|known| known == row.get("resource_type"))
                && it.subresource == row.get("subresource")
                && it.r#where.iter().all(|(name, value)| has(&attrs, name, value));
            let part = part(&it.component, row.get("component"))?;
            fits.then_some((it, part))
        })
    }
}

/// `""` asks that the attribute is not set.
fn has(attrs: &BTreeMap<String, Value>, name: &str, value: &str) -> bool {
    attrs.get(name).map_or("", |it| it.as_str().unwrap_or("?")) == value
}

fn part<'r>(pattern: &str, component: &'r str) -> Option<&'r str> {
    match pattern.split_once("{}") {
        None => (pattern == component).then_some(""),
        Some((before, after)) => component.strip_prefix(before)?.strip_suffix(after),
    }
}

/// The one decimal with the fewest digits in an interval; `None` when several have equally few.
fn shortest_between(low: Decimal, high: Decimal) -> Option<Decimal> {
    if low.is_sign_negative() || low.is_zero() {
        return None;
    }
    (0..=20).find_map(|scale| {
        let first = low.round_dp_with_strategy(scale, rust_decimal::RoundingStrategy::ToPositiveInfinity);
        let next = first + Decimal::new(1, scale);
        (first <= high).then_some((next > high).then_some(first.normalize()))
    })?
}

fn digits(price: Decimal) -> usize {
    price.normalize().mantissa().unsigned_abs().to_string().trim_end_matches('0').len()
}

#[cfg(test)]
mod tests {
    use super::{digits, shortest_between};

    fn check(low: &str, high: &str, expected: Option<&str>) {
        let [low, high] = [low, high].map(|it| it.parse().expect("a decimal"));
        assert_eq!(shortest_between(low, high).map(|it| it.to_string()).as_deref(), expected);
    }

    #[test]
    fn the_shortest_decimal_of_an_interval() {
        check("0.745", "0.755", Some("0.75"));
        check("0.0225", "0.02251369863", Some("0.0225"));
        check("0.00013575", "0.00013585", Some("0.0001358"));
        check("9.9999", "10.0001", Some("10"));
        check("0.35", "0.65", None);
        check("-0.05", "0.05", None);
    }

    #[test]
    fn digits_count_from_the_first_that_is_not_zero() {
        assert_eq!(digits("0.075".parse().expect("a decimal")), 2);
        assert_eq!(digits("3.815".parse().expect("a decimal")), 4);
        assert_eq!(digits("400".parse().expect("a decimal")), 1);
    }
}
