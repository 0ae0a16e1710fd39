//! Tables to lines of the bill: components, tiers, parts.

use std::sync::Arc;

use catalog::Row;
use rust_decimal::Decimal;

use crate::estimate::{Cause, Component, Quantity, Subresource, Unpriced};
use crate::expr::{Val, eval};
use crate::price::{self, Scale, Tiered};
use crate::scope::{Base, Scope};
use crate::table::{Body, ComponentDef, Mappings, PartDef, Tiers};

/// How deep parts may lie in parts; a shared table that uses itself ends here.
const MAX_DEPTH: u8 = 8;

/// The lines of a body.
#[derive(Default)]
pub(crate) struct Lines {
    pub(crate) components: Vec<Component>,
    pub(crate) subresources: Vec<Subresource>,
}

/// Evaluates a body in its scope.
pub(crate) fn lines(body: &Body, scope: &Scope, mappings: &Mappings, depth: u8) -> Lines {
    let mut lines = Lines::default();
    for def in &body.components {
        lines.components.extend(components(def, scope));
    }
    if depth < MAX_DEPTH {
        for def in &body.parts {
            part(def, scope, mappings, depth + 1, &mut lines);
        }
    }
    lines
}

fn components(def: &ComponentDef, scope: &Scope) -> Vec<Component> {
    let quantity = match def.when.as_ref().map(|when| eval(when, scope)) {
        None => quantity(eval(&def.quantity, scope)),
        Some(Val::Unknown(why)) => Quantity::Unknown(why),
        Some(value) if value.as_bool() == Some(true) => quantity(eval(&def.quantity, scope)),
        Some(_) => return Vec::new(),
    };
    if quantity == Quantity::Known(Decimal::ZERO) {
        return Vec::new();
    }
    let scale = Scale::of(def, scope);
    match (price::find(def, scope), scale) {
        (Ok(rows), Ok(scale)) => tiers(def, scope, &rows, &scale, quantity),
        (Err(unpriced), _) => vec![line(def, scope, quantity, Err(unpriced))],
        (_, Err(reason)) => vec![line(def, scope, quantity, Err(plain(&reason)))],
    }
}

fn plain(reason: &str) -> Unpriced {
    Unpriced { reason: reason.into(), cause: Cause::NoPrice, attribute: None, suggestion: None }
}

fn quantity(value: Val) -> Quantity {
    match value {
        Val::NeedsUsage(_) => Quantity::NeedsUsage,
        Val::Unknown(why) => Quantity::Unknown(why),
        Val::Null => Quantity::Unknown("an attribute it depends on is not set".into()),
        other => match other.as_num() {
            Some(number) if number.is_sign_negative() && !number.is_zero() => {
                Quantity::Unknown(format!("the quantity {number} is negative").into())
            }
            Some(number) => Quantity::Known(number),
            None => Quantity::Unknown("an attribute it depends on is no number".into()),
        },
    }
}

fn line(
    def: &ComponentDef,
    scope: &Scope,
    quantity: Quantity,
    price: Result<crate::UnitPrice, Unpriced>,
) -> Component {
    // A number of nodes that usage may override is no usage: only what waits for it, or is nothing else, is.
    let usage_based = quantity == Quantity::NeedsUsage || def.quantity.usage_key().is_some();
    let usage_key = scope.usage_key(&def.quantity, MAX_DEPTH);
    Component {
        name: def.name.show(scope),
        unit: def.unit.show(scope),
        quantity,
        price,
        usage_based,
        usage_key,
        attribute: def.attribute.as_ref().and_then(|name| scope.attr_path(name)),
        rule: def.id.clone(),
    }
}

fn tiers(
    def: &ComponentDef,
    scope: &Scope,
    rows: &[Row],
    scale: &Scale,
    quantity: Quantity,
) -> Vec<Component> {
    let paid;
    let rows = match def.tiers {
        Tiers::SplitPaid => {
            paid = without_allowance(rows);
            &paid
        }
        _ => rows,
    };
    let single = match def.tiers {
        Tiers::Paid => rows.iter().find(|row| !row.price.is_zero()).or_else(|| rows.first()),
        Tiers::First => rows.first(),
        Tiers::Split | Tiers::SplitPaid if rows.len() == 1 && covers_all(rows) => rows.first(),
        Tiers::Split | Tiers::SplitPaid => None,
    };
    match (single, &quantity) {
        (Some(row), _) => vec![priced(def, scope, row, scale, quantity, Tiered::No)],
        (None, Quantity::Known(total)) => split(def, scope, rows, scale, *total),
        (None, _) => {
            let first = rows.first().into_iter();
            first
                .map(|row| {
                    named_tier(priced(def, scope, row, scale, quantity.clone(), Tiered::Yes), row, scale)
                })
                .collect()
        }
    }
}

/// The tiers from the first paid one on, which begins at 0.
fn without_allowance(rows: &[Row]) -> Vec<Row> {
    let mut paid: Vec<Row> = rows.iter().skip_while(|row| row.price.is_zero()).cloned().collect();
    match paid.first_mut() {
        Some(first) => first.tier_start = Decimal::ZERO,
        None => paid.extend(rows.iter().cloned()),
    }
    paid
}

fn covers_all(rows: &[Row]) -> bool {
    rows.last().is_some_and(|row| row.tier_end.is_none())
}

fn priced(
    def: &ComponentDef,
    scope: &Scope,
    row: &Row,
    scale: &Scale,
    quantity: Quantity,
    tiered: Tiered,
) -> Component {
    let price = price::unit_price(row, scale, tiered).map_err(|reason| plain(&reason));
    line(def, scope, quantity, price)
}

/// The quantity cut at the published tier bounds: one line per tier that it reaches.
fn split(def: &ComponentDef, scope: &Scope, rows: &[Row], scale: &Scale, total: Decimal) -> Vec<Component> {
    let mut found = Vec::new();
    for row in rows {
        let start = row.tier_start / scale.per;
        let end = row.tier_end.map_or(total, |end| total.min(end / scale.per));
        if end > start {
            let line =
                priced(def, scope, row, scale, Quantity::Known((end - start).normalize()), Tiered::Yes);
            found.push(named_tier(line, row, scale));
        }
    }
    found.extend(beyond(def, scope, rows, scale, total));
    found
}

/// What lies beyond the last published tier has no price.
fn beyond(
    def: &ComponentDef,
    scope: &Scope,
    rows: &[Row],
    scale: &Scale,
    total: Decimal,
) -> Option<Component> {
    let end = rows.last()?.tier_end? / scale.per;
    let quantity = Quantity::Known((total - end).normalize());
    let reason = format!("no price is known beyond {} {}", end.round_dp(3).normalize(), def.unit.show(scope));
    (total > end).then(|| line(def, scope, quantity, Err(plain(&reason))))
}

fn named_tier(mut line: Component, row: &Row, scale: &Scale) -> Component {
    let bound = |at: Decimal| short((at / scale.per).round_dp(3));
    let tier = match (row.tier_start.is_zero(), row.tier_end) {
        (true, Some(end)) => format!("first {}", bound(end)),
        (false, Some(end)) => format!("next {}", bound(end - row.tier_start)),
        (_, None) => format!("over {}", bound(row.tier_start)),
    };
    line.name = format!("{} ({tier} {})", line.name, line.unit).into();
    line
}

/// `6B`, `10M`, `51,200`: whole billions and millions are shortened.
fn short(number: Decimal) -> String {
    let (billion, million) = (Decimal::from(1_000_000_000), Decimal::from(1_000_000));
    let whole = |unit: Decimal| number >= unit && (number / (unit / Decimal::TEN)).fract().is_zero();
    match number {
        _ if whole(billion) => format!("{}B", (number / billion).normalize()),
        _ if whole(million) => format!("{}M", (number / million).normalize()),
        _ => grouped(&number.normalize().to_string()),
    }
}

fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(a, b)| (a, Some(b)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    fraction.map(|it| format!("{out}.{it}")).unwrap_or(out)
}

fn part(def: &PartDef, scope: &Scope, mappings: &Mappings, depth: u8, into: &mut Lines) {
    let Some(each) = &def.each else {
        let base = scope.base.clone();
        return one_part(
            def,
            &Scope::new(scope.frame, scope.table, &def.body, base, Some(scope)),
            mappings,
            depth,
            into,
        );
    };
    match scope.items(each) {
        Err(why) => into.subresources.push(unknown_items(def, scope, why)),
        Ok(items) => {
            for (index, (path, item)) in items.iter().enumerate() {
                let base = Base { value: item, path: path.clone(), index: Some(index) };
                let inner = Scope::new(scope.frame, scope.table, &def.body, base, Some(scope));
                one_part(def, &inner, mappings, depth, into);
            }
        }
    }
}

/// A list of blocks that is not known: one line says so.
fn unknown_items(def: &PartDef, scope: &Scope, why: Arc<str>) -> Subresource {
    let component = Component {
        name: "not known".into(),
        unit: "".into(),
        quantity: Quantity::Unknown(why.clone()),
        price: Err(plain(&why)),
        usage_based: false,
        usage_key: None,
        attribute: None,
        rule: scope.table.key.clone(),
    };
    Subresource { name: def.name.show(scope), components: vec![component], subresources: Vec::new() }
}

fn one_part(def: &PartDef, scope: &Scope, mappings: &Mappings, depth: u8, into: &mut Lines) {
    match def.when.as_ref().map(|when| eval(when, scope)) {
        None => {}
        Some(Val::Unknown(why)) => return into.subresources.push(unknown_items(def, scope, why)),
        Some(value) if value.as_bool() == Some(true) => {}
        Some(_) => return,
    }
    let mut found = lines(&def.body, scope, mappings, depth);
    if let Some(shared) = def.shared.as_ref().and_then(|key| mappings.shared.get(key)) {
        let base = scope.base.clone();
        let inner = Scope::new(scope.frame, shared, &shared.body, base, Some(scope)).with_params(&def.with);
        let more = lines(&shared.body, &inner, mappings, depth);
        found.components.extend(more.components);
        found.subresources.extend(more.subresources);
    }
    join(def, scope, found, into);
}

fn join(def: &PartDef, scope: &Scope, found: Lines, into: &mut Lines) {
    if def.inline {
        into.components.extend(found.components);
        into.subresources.extend(found.subresources);
    } else if !(found.components.is_empty() && found.subresources.is_empty()) {
        let Lines { components, subresources } = found;
        into.subresources.push(Subresource { name: def.name.show(scope), components, subresources });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_tiers_are_short() {
        let shown = |number: &str| short(number.parse().unwrap());
        assert_eq!(shown("6000000000"), "6B");
        assert_eq!(shown("1500000"), "1.5M");
        assert_eq!(shown("1234567"), "1,234,567");
        assert_eq!(shown("51200"), "51,200");
        assert_eq!(shown("0.5"), "0.5");
    }
}
