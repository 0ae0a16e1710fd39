//! Why a selector finds nothing, and the nearest choice that it would find.

use std::collections::BTreeMap;
use std::sync::Arc;

use catalog::{PurchaseOption, Selector};
use ir::AttrPath;

use crate::estimate::{Cause, Unpriced};
use crate::scope::Scope;
use crate::table::ComponentDef;

/// Explains a selector without rows.
pub(crate) fn missing(selector: &Selector, def: &ComponentDef, scope: &Scope) -> Unpriced {
    let attribute = def.attribute.as_ref().and_then(|name| scope.attr_path(name));
    if !scope.frame.book.has_region(selector.provider, &selector.service, &selector.region) {
        let reason = match &*selector.region {
            "" => format!("no price of {}", selector.service),
            region => format!("no price of {} in {region}", selector.service),
        };
        return no_price(reason, None);
    }
    match def.sku.as_ref().and_then(|sku| selector.attributes.get_key_value(sku)) {
        Some((key, value)) => unknown_choice(selector, key, value, def, scope),
        None => {
            let reason =
                format!("no {}price in {} for {}", sold(selector), place(selector), described(selector, ""));
            no_price(reason, attribute)
        }
    }
}

fn no_price(reason: String, attribute: Option<AttrPath>) -> Unpriced {
    Unpriced { reason: reason.into(), cause: Cause::NoPrice, attribute, suggestion: None }
}

fn place(selector: &Selector) -> &str {
    if selector.region.is_empty() { "any region" } else { &selector.region }
}

/// The attributes that were asked for, as a person reads them.
fn described(selector: &Selector, but: &str) -> String {
    let values: Vec<&str> = selector.attributes.values().map(|it| &**it).filter(|it| *it != but).collect();
    values.join(", ")
}

/// How it is bought, when that is not the usual way.
fn sold(selector: &Selector) -> &'static str {
    match selector.option {
        PurchaseOption::OnDemand => "",
        PurchaseOption::Spot => "spot ",
        PurchaseOption::Reserved1y => "1-year reserved ",
        PurchaseOption::Reserved3y => "3-year reserved ",
        PurchaseOption::DevTest => "dev/test ",
    }
}

fn unknown_choice(
    selector: &Selector,
    key: &Arc<str>,
    value: &Arc<str>,
    def: &ComponentDef,
    scope: &Scope,
) -> Unpriced {
    let attribute = def.attribute.as_ref().and_then(|name| scope.attr_path(name));
    let label = def.sku_label.as_deref().unwrap_or(key);
    let book = scope.frame.book;
    let offered = book.values(selector.provider, &selector.service, &selector.region, key, &BTreeMap::new());
    if offered.contains(value) {
        let (sold, others) = (sold(selector), described(selector, value));
        let others = if others.is_empty() { others } else { format!(" with {others}") };
        let reason = format!("no {sold}price for {value} in {}{others}", place(selector));
        return no_price(reason, None);
    }
    let suggestion = nearest(value, &offered);
    let reason = format!("{value} is no {label} of {}", place(selector));
    Unpriced { reason: reason.into(), cause: Cause::UnknownSku, attribute, suggestion }
}

/// The offered value with the fewest typing mistakes between, at most a third of its letters.
fn nearest(value: &str, offered: &[Arc<str>]) -> Option<Arc<str>> {
    let wanted = value.to_lowercase();
    let limit = (wanted.chars().count() / 3).clamp(1, 3);
    offered
        .iter()
        .map(|it| (distance(&wanted, &it.to_lowercase()), it))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, it)| it.clone())
}

/// Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours count one each
/// (Damerau 1964; restricted form).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], idx: usize| row.get(idx).copied().unwrap_or(usize::MAX / 2);
            let mut best =
                (at(&above, j) + usize::from(x != y)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = j > 0 && i > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_mistakes_are_counted() {
        assert_eq!(distance("m5.lrage", "m5.large"), 1);
        assert_eq!(distance("m5.large", "m5.xlarge"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn nearest_is_near() {
        let offered: Vec<Arc<str>> = ["m5.large", "m5.xlarge", "t3.micro"].map(Arc::from).to_vec();
        assert_eq!(nearest("m5.lrage", &offered).as_deref(), Some("m5.large"));
        assert_eq!(nearest("Standard_D2", &offered), None);
    }
}
