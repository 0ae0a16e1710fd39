//! From a table's selector to a price, or to the reason why there is none.

use std::collections::BTreeMap;
use std::sync::Arc;

use catalog::{PurchaseOption, Row, Selector};
use rust_decimal::Decimal;

use crate::estimate::{Cause, PriceSource, UnitPrice, Unpriced};
use crate::expr::{Expr, Names, Template, Val, eval};
use crate::scope::Scope;
use crate::suggest;
use crate::table::{BookAttr, ComponentDef, PriceDef};

/// The rows of one price: its tiers in order.
pub(crate) fn find(def: &ComponentDef, scope: &Scope) -> Result<Arc<[Row]>, Unpriced> {
    let mut first_miss = None;
    for price in &def.prices {
        let selector =
            selector(price, scope).map_err(|reason| unpriced(reason, Cause::UnknownValue, def, scope))?;
        let rows = scope.frame.book.find(&selector);
        if !rows.is_empty() {
            return in_currency(rows, &scope.frame.context.currency)
                .and_then(single)
                .map_err(|reason| unpriced(reason, Cause::NoPrice, def, scope));
        }
        first_miss.get_or_insert(selector);
    }
    Err(match first_miss {
        Some(selector) => suggest::missing(&selector, def, scope),
        None => unpriced("the mapping table names no price".to_owned(), Cause::NoPrice, def, scope),
    })
}

fn in_currency(rows: Arc<[Row]>, currency: &str) -> Result<Arc<[Row]>, String> {
    if rows.iter().all(|row| *row.currency == *currency) {
        return Ok(rows);
    }
    let known: Vec<Row> = rows.iter().filter(|row| *row.currency == *currency).cloned().collect();
    match (known.is_empty(), rows.first()) {
        (true, Some(row)) => Err(format!(
            "the price in {} is published in {}; there is no exchange rate to {currency}",
            row.region, row.currency
        )),
        _ => Ok(known.into()),
    }
}

/// One row per tier; rows of several SKUs are ambiguous unless they say the same.
fn single(rows: Arc<[Row]>) -> Result<Arc<[Row]>, String> {
    let mut tiers: BTreeMap<Decimal, &Row> = BTreeMap::new();
    for row in rows.iter() {
        match tiers.get(&row.tier_start) {
            None => {
                tiers.insert(row.tier_start, row);
            }
            Some(other) if other.price == row.price && other.unit == row.unit => {}
            Some(other) => return Err(ambiguous(other, row)),
        }
    }
    if tiers.len() == rows.len() { Ok(rows) } else { Ok(tiers.into_values().cloned().collect()) }
}

fn ambiguous(one: &Row, other: &Row) -> String {
    format!("several prices match ({} and {}), none is chosen", one.id, other.id)
}

fn unpriced(reason: String, cause: Cause, def: &ComponentDef, scope: &Scope) -> Unpriced {
    let attribute = def.attribute.as_ref().and_then(|name| scope.attr_path(name));
    Unpriced { reason: reason.into(), cause, attribute, suggestion: None }
}

/// The selector with its templates filled in; the error says what is not known.
pub(crate) fn selector(def: &PriceDef, scope: &Scope) -> Result<Selector, String> {
    let mut attributes = BTreeMap::new();
    for (key, template) in &def.attributes {
        attributes.insert(key.clone(), text(template, key, scope)?);
    }
    let service = match (&def.service, &scope.table.service) {
        (Some(template), _) => text(template, "service", scope)?,
        (None, Some(service)) => service.clone(),
        (None, None) => return Err("the mapping table names no service".to_owned()),
    };
    let region = match &def.region {
        Some(template) => text(template, "region", scope)?,
        None => value_text(scope.name("region"), "region")?,
    };
    let unit = def.unit.as_ref().map(|template| text(template, "unit", scope)).transpose()?;
    Ok(Selector {
        provider: scope.table.provider,
        service,
        region,
        attributes,
        unit,
        option: option(def, scope)?,
    })
}

fn option(def: &PriceDef, scope: &Scope) -> Result<PurchaseOption, String> {
    let Some(template) = &def.option else { return Ok(PurchaseOption::OnDemand) };
    let text = text(template, "option", scope)?;
    PurchaseOption::parse(&text).ok_or_else(|| format!("{text} is no purchase option"))
}

fn text(template: &Template, key: &str, scope: &Scope) -> Result<Arc<str>, String> {
    value_text(template.eval(scope), key)
}

fn value_text(value: Val, key: &str) -> Result<Arc<str>, String> {
    match value {
        Val::Unknown(why) => Err(why.to_string()),
        Val::NeedsUsage(key) => Err(format!("the price depends on the usage value {key}")),
        other => other.as_text().ok_or_else(|| format!("{key} is not set")),
    }
}

/// `[book.x]`: an attribute of the row that a selector finds; null when nothing is found.
pub(crate) fn book_attribute(def: &BookAttr, scope: &Scope) -> Val {
    match selector(&def.price, scope) {
        Err(why) => Val::Unknown(why.into()),
        Ok(selector) => {
            let rows = scope.frame.book.find(&selector);
            let value = rows.first().and_then(|row| row.attributes.get(&def.attribute)).cloned();
            value.map_or(Val::Null, Val::Text)
        }
    }
}

/// Published units in one component unit, and the factor of a published discount.
pub(crate) struct Scale {
    pub(crate) per: Decimal,
    pub(crate) rate: Decimal,
}

impl Scale {
    pub(crate) fn of(def: &ComponentDef, scope: &Scope) -> Result<Self, String> {
        Ok(Self { per: factor(def.per.as_ref(), scope)?, rate: factor(def.rate.as_ref(), scope)? })
    }
}

fn factor(expr: Option<&Expr>, scope: &Scope) -> Result<Decimal, String> {
    let Some(expr) = expr else { return Ok(Decimal::ONE) };
    match eval(expr, scope) {
        Val::Unknown(why) => Err(why.to_string()),
        value => value.as_num().ok_or_else(|| "a factor of the price is not known".to_owned()),
    }
}

/// The price of one component unit.
pub(crate) fn unit_price(row: &Row, scale: &Scale, tiered: Tiered) -> Result<UnitPrice, String> {
    let amount = row.price.checked_mul(scale.per).and_then(|it| it.checked_mul(scale.rate));
    Ok(UnitPrice {
        // Factors such as 1/30 leave a tail of rounding: 18 places are far more than any bill has.
        amount: amount.ok_or("the price is too large")?.round_dp(18).normalize(),
        source: PriceSource {
            id: row.id.clone(),
            sku: row.sku.clone(),
            feed: row.source.clone(),
            region: row.region.clone(),
            unit: row.unit.clone(),
            published: row.price,
            tier: (tiered == Tiered::Yes).then(|| tier_text(row)),
            as_of: row.as_of.clone(),
        },
    })
}

/// Whether a price has several tiers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tiered {
    Yes,
    No,
}

fn tier_text(row: &Row) -> Arc<str> {
    let start = row.tier_start.normalize();
    match row.tier_end {
        Some(end) => format!("{start} to {} {}", end.normalize(), row.unit).into(),
        None => format!("from {start} {}", row.unit).into(),
    }
}
