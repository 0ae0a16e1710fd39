//! Unit prices worked back from published estimates: cost / quantity, with the interval that rounding allows.
//! A tight interval gives its shortest decimal; of a wide one only a decimal of at most two digits is taken, and marked.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use super::super::{Draft, Fact, Sink};
use super::facts_row::{Rank, Tier, draft};

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
    /// The tier of the price, in units of the book.
    tier: Option<Tier>,
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
    let (price, rank) = price_of(row, meaning.per)?;
    let draft = draft(&meaning.service, row.get("region"), &meaning.unit, price, rank);
    let fill = |(name, value): (&String, &String)| (name.clone(), value.replace("{}", part));
    Ok(Draft {
        attributes: meaning.attributes.iter().map(fill).collect(),
        tier_start: meaning.tier.map_or(Decimal::ZERO, |it| it.start),
        tier_end: meaning.tier.and_then(|it| it.end),
        currency: row.get("currency").to_owned(),
        source: match rank {
            Rank::Estimate => "worked back from published estimates".to_owned(),
            _ => "worked back from published estimates, rounded".to_owned(),
        },
        as_of: row.get("latest_golden").to_owned(),
        ..draft
    })
}

/// The price that an interval leaves, and how well it is known. A cost of 0 leaves none.
fn price_of(row: &Fact<'_>, per: Decimal) -> Result<(Decimal, Rank), &'static str> {
    let number = |column: &str| {
        let text = row.get(column);
        text.parse::<Decimal>()
            .or_else(|_| Decimal::from_scientific(text))
            .map_err(|_| "price cannot be read")
    };
    let (low, high, stated) = (number("price_lo")?, number("price_hi")?, number("unit_price")?);
    if low.is_sign_negative() || low.is_zero() {
        return Err("a cost of 0 tells no price");
    }
    let tight = number("rel_uncertainty")? <= Decimal::new(1, 3);
    match shortest_between(low / per, high / per) {
        Some(price) if tight => Ok((price, Rank::Estimate)),
        Some(price) if digits(price) <= 2 => Ok((price, Rank::Rounded)),
        Some(_) => Err("interval is too wide"),
        None if tight => Ok((stated / per, Rank::Rounded)),
        None => Err("several decimals fit the estimate"),
    }
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
    use expect_test::{Expect, expect};

    use super::super::super::FactTable;
    use super::*;

    const TABLE: &str = r#"
        [[estimate]]
        type = ["aws_lb"]
        component = "Network load balancer"
        service = "AWSELB"
        unit = "Hrs"
        attributes = { usagetype = "LoadBalancerUsage" }
        [[estimate]]
        type = ["aws_db_instance"]
        component = "Database instance (on-demand, Single-AZ, {})"
        where = { engine = "oracle-se1", license_model = "" }
        service = "AmazonRDS"
        unit = "Hrs"
        attributes = { instanceType = "{}" }
        [[estimate]]
        type = ["aws_dynamodb_table"]
        component = "Write capacity unit (WCU)"
        service = "AmazonDynamoDB"
        unit = "WriteCapacityUnit-Hrs"
        per = "730"
        attributes = { group = "DDB-WriteUnits" }
        [[estimate]]
        type = ["aws_sfn_state_machine"]
        component = "Duration (next 4K)"
        service = "AmazonStates"
        unit = "GB-Seconds"
        per = "3600"
        tier = { start = "3600000", end = "18000000" }
        attributes = { usagetype = "StepFunctions-GB-Second" }
    "#;

    #[test]
    fn a_component_may_be_one_tier_of_a_price() {
        check(
            "aws|aws_sfn_state_machine|us-east-1||Duration (next 4K)|USD|{}|ok|0.0299875|0.02998625|0.02998875|4.17e-05|2024-07-01",
            expect![[
                r#"AmazonStates us-east-1 {"usagetype": "StepFunctions-GB-Second"} 0.00000833 USD per GB-Seconds, worked back from published estimates"#
            ]],
        );
    }

    const HEADER: &str = "provider|resource_type|region|subresource|component|currency|attrs|status|unit_price|price_lo|\
                          price_hi|rel_uncertainty|latest_golden\n";

    fn check(row: &str, expected: Expect) {
        let table: Table = toml::from_str(TABLE).expect("a table of meanings");
        let facts = FactTable::parse(&format!("{HEADER}{row}"), b'|').expect("a fact table");
        let told = facts.rows().map(|row| match read(&row, &table) {
            Err(reason) => format!("rejected: {reason}"),
            Ok(it) => format!(
                "{} {} {:?} {} {} per {}, {}",
                it.service, it.region, it.attributes, it.price, it.currency, it.unit, it.source
            ),
        });
        expected.assert_eq(&told.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_tight_interval_gives_its_shortest_decimal() {
        check(
            "aws|aws_lb|us-east-1||Network load balancer|USD|{}|ok|0.02250684932|0.0225|0.02251369863|3.04e-04|2024-07-01",
            expect![[
                r#"AWSELB us-east-1 {"usagetype": "LoadBalancerUsage"} 0.0225 USD per Hrs, worked back from published estimates"#
            ]],
        );
    }

    #[test]
    fn a_month_of_hours_is_brought_to_hours() {
        check(
            "aws|aws_dynamodb_table|cn-north-1||Write capacity unit (WCU)|CNY|{}|ok|4.234|4.23375|4.23425|5.90e-05|2024-12-31",
            expect![[
                r#"AmazonDynamoDB cn-north-1 {"group": "DDB-WriteUnits"} 0.0058 CNY per WriteCapacityUnit-Hrs, worked back from published estimates"#
            ]],
        );
    }

    #[test]
    fn attributes_tell_engines_and_licences_apart() {
        let row = |attrs: &str| {
            format!(
                "aws|aws_db_instance|us-east-1||Database instance (on-demand, Single-AZ, db.t3.large)|USD|{attrs}|ok|0.28|\
                 0.27999|0.28001|2.45e-05|2026-05-03"
            )
        };
        check(
            &row("{\"engine\": \"oracle-se1\"}"),
            expect![[
                r#"AmazonRDS us-east-1 {"instanceType": "db.t3.large"} 0.28 USD per Hrs, worked back from published estimates"#
            ]],
        );
        check(
            &row("{\"engine\": \"oracle-se1\", \"license_model\": \"bring-your-own-license\"}"),
            expect!["rejected: component is no part of the book"],
        );
    }

    #[test]
    fn what_is_not_certain_is_rejected() {
        let row = |status: &str, numbers: &str| {
            format!("aws|aws_lb|us-east-1||Network load balancer|USD|{{}}|{status}|{numbers}|2024-07-01")
        };
        check(
            &row("ambiguous", "0.15|0.136|0.164|9.34e-02"),
            expect!["rejected: several prices fit the estimate"],
        );
        check(&row("ok", "0|-0.05|0.05|0.00e+00"), expect!["rejected: a cost of 0 tells no price"]);
        check(&row("ok", "0.123|0.1225|0.1235|4.07e-03"), expect!["rejected: interval is too wide"]);
        check(&row("ok", "0.5|0.35|0.65|3e-01"), expect!["rejected: several decimals fit the estimate"]);
        check("google|x|y|||USD|{}|ok|1|1|1|0|2024", expect!["rejected: of another provider"]);
    }

    fn check_shortest(low: &str, high: &str, expected: Option<&str>) {
        let [low, high] = [low, high].map(|it| it.parse().expect("a decimal"));
        assert_eq!(shortest_between(low, high).map(|it| it.to_string()).as_deref(), expected);
    }

    #[test]
    fn the_shortest_decimal_of_an_interval() {
        check_shortest("0.745", "0.755", Some("0.75"));
        check_shortest("0.00013575", "0.00013585", Some("0.0001358"));
        check_shortest("9.9999", "10.0001", Some("10"));
        check_shortest("0.35", "0.65", None);
    }

    #[test]
    fn digits_count_from_the_first_that_is_not_zero() {
        assert_eq!(digits("0.075".parse().expect("a decimal")), 2);
        assert_eq!(digits("3.815".parse().expect("a decimal")), 4);
        assert_eq!(digits("400".parse().expect("a decimal")), 1);
    }
}
