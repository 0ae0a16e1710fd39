//! The JSON form that cost tools read (version 0.2). Numbers are strings, exact.

use std::collections::BTreeMap;

use pricing::{Component, Estimate, Outcome, Quantity, Subresource};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::{Project, Report};
use crate::inspect::severity;
use crate::positions::Positions;

/// Hours of a month, by the field's convention.
const HOURS_PER_MONTH: Decimal = Decimal::from_parts(730, 0, 0, false, 0);
/// Places of an hourly amount, which is no exact decimal in general.
const HOURLY_PLACES: u32 = 12;

/// The document.
pub fn document(report: &Report) -> serde_json::Result<String> {
    let projects: Vec<Json> = report.projects.iter().map(|it| project(it, &report.positions)).collect();
    let total = report.totals().monthly;
    let all = report.projects.iter().flat_map(|it| &it.estimates);
    serde_json::to_string_pretty(&json!({
        "version": "0.2",
        "currency": &*report.currency,
        "projects": projects,
        "totalHourlyCost": hourly(total),
        "totalMonthlyCost": exact(total),
        "summary": summary(all.map(|it| &**it)),
    }))
}

fn project(project: &Project, positions: &Positions) -> Json {
    let resources: Vec<Json> = project
        .estimates
        .iter()
        .filter(|it| it.outcome == Outcome::Mapped)
        .map(|it| resource(it, positions))
        .collect();
    let total = project.totals.monthly;
    json!({
        "name": project.name,
        "breakdown": {
            "resources": resources,
            "totalHourlyCost": hourly(total),
            "totalMonthlyCost": exact(total),
        },
        "summary": summary(project.estimates.iter().map(|it| &**it)),
        "notes": notes(project, positions),
    })
}

fn notes(project: &Project, positions: &Positions) -> Vec<Json> {
    let said = project.notes.iter().map(|it| (&it.place, it.severity, "note", &it.message));
    let found = project.budgets.iter().chain(&project.unknown_skus);
    let found = found.map(|it| (&it.place, it.severity, it.code, &it.message));
    said.chain(found)
        .map(|(place, level, code, message)| {
            let line = positions.line_col(&place.file, place.range.start).line + 1;
            json!({ "file": positions.path(&place.file), "line": line, "severity": severity(level),
                "code": code, "message": message })
        })
        .collect()
}

fn resource(estimate: &Estimate, positions: &Positions) -> Json {
    let resource = &estimate.resource;
    let line = |offset| positions.line_col(&resource.file, offset).line + 1;
    let monthly = known_cost(estimate.all_components().into_iter());
    let mut object = json!({
        "name": &*resource.address,
        "resourceType": &*resource.kind,
        "tags": tags(estimate),
        "metadata": {
            "filename": positions.path(&resource.file),
            "startLine": line(resource.range.start),
            "endLine": line(resource.range.end.saturating_sub(1)),
        },
        "region": &*estimate.region,
        "hourlyCost": monthly.map(hourly),
        "monthlyCost": monthly.map(exact),
        "costComponents": components(&estimate.components),
        "subresources": subresources(&estimate.subresources),
    });
    if let (Some(why), Some(object)) = (&resource.unknown_count, object.as_object_mut()) {
        object.insert("unknownCount".to_owned(), why.to_string().into());
    }
    let assumptions: Vec<&str> =
        estimate.assumptions.iter().filter(|it| it.uncertain).map(|it| &*it.text).collect();
    if let (false, Some(object)) = (assumptions.is_empty(), object.as_object_mut()) {
        object.insert("assumptions".to_owned(), assumptions.into());
    }
    object
}

/// Known tags: `tags` (`labels` at Google), as far as their values are known texts.
fn tags(estimate: &Estimate) -> Json {
    let tags = ["tags", "labels"].iter().find_map(|name| estimate.resource.attr(name)?.as_map());
    let known =
        tags.into_iter().flatten().filter_map(|(key, value)| Some((key.to_string(), value.as_str()?.into())));
    Json::Object(known.collect())
}

fn subresources(parts: &[Subresource]) -> Vec<Json> {
    parts.iter().filter_map(subresource).collect()
}

/// A part, unless nothing in it costs anything.
fn subresource(part: &Subresource) -> Option<Json> {
    let (own, below) = (components(&part.components), subresources(&part.subresources));
    if own.is_empty() && below.is_empty() {
        return None;
    }
    let monthly = known_cost(part.all_components().into_iter());
    Some(json!({
        "name": &*part.name,
        "metadata": {},
        "hourlyCost": monthly.map(hourly),
        "monthlyCost": monthly.map(exact),
        "costComponents": own,
        "subresources": below,
    }))
}

fn components(components: &[Component]) -> Vec<Json> {
    components.iter().filter(|it| !super::page::is_nothing(it)).map(component).collect()
}

fn component(component: &Component) -> Json {
    let quantity = match component.quantity {
        Quantity::Known(quantity) => Some(quantity),
        _ => None,
    };
    let monthly = component.monthly();
    let mut object = Map::new();
    let mut set = |key: &str, value: Json| drop(object.insert(key.to_owned(), value));
    set("name", (*component.name).into());
    set("unit", (*component.unit).into());
    set("hourlyQuantity", quantity.map(hourly).into());
    set("monthlyQuantity", quantity.map(exact).into());
    set("price", component.price.as_ref().ok().map(|it| exact(it.amount)).into());
    set("hourlyCost", monthly.map(hourly).into());
    set("monthlyCost", monthly.map(exact).into());
    set("usageBased", component.usage_based.into());
    set("priceNotFound", component.price.is_err().into());
    if let Quantity::Unknown(why) = &component.quantity {
        set("unknownQuantity", (**why).into());
    }
    match &component.price {
        Err(unpriced) => set("unpriced", (*unpriced.reason).into()),
        Ok(price) => {
            let source = &price.source;
            let value = json!({ "id": &*source.id, "sku": source.sku.as_deref(), "feed": &*source.feed,
                "region": &*source.region, "unit": &*source.unit, "published": exact(source.published),
                "tier": source.tier.as_deref(), "asOf": &*source.as_of });
            set("source", value);
        }
    }
    Json::Object(object)
}

/// The sum of what is known; `None` when components exist and none of them is known.
fn known_cost<'a>(components: impl Iterator<Item = &'a Component>) -> Option<Decimal> {
    let mut sum = None;
    let mut is_empty = true;
    for component in components {
        is_empty = false;
        if let Some(monthly) = component.monthly() {
            sum = Some(sum.unwrap_or(Decimal::ZERO) + monthly);
        }
    }
    if is_empty { Some(Decimal::ZERO) } else { sum }
}

fn summary<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> Json {
    let (mut detected, mut supported, mut usage_based) = (0u32, 0u32, 0u32);
    let mut unsupported: BTreeMap<&str, u32> = BTreeMap::new();
    let mut free: BTreeMap<&str, u32> = BTreeMap::new();
    for estimate in estimates.filter(|it| it.outcome != Outcome::NotCreated) {
        detected += 1;
        let kind = &*estimate.resource.kind;
        match estimate.outcome {
            Outcome::Unsupported => *unsupported.entry(kind).or_default() += 1,
            Outcome::Free => {
                // Nothing is charged for it, which is an answer: it counts as supported.
                supported += 1;
                *free.entry(kind).or_default() += 1;
            }
            _ => {
                supported += 1;
                usage_based += u32::from(estimate.all_components().iter().any(|it| it.usage_based));
            }
        }
    }
    let (n_unsupported, n_free): (u32, u32) = (unsupported.values().sum(), free.values().sum());
    json!({
        "totalDetectedResources": detected,
        "totalSupportedResources": supported,
        "totalUnsupportedResources": n_unsupported,
        "totalUsageBasedResources": usage_based,
        "totalNoPriceResources": n_free,
        "unsupportedResourceCounts": unsupported,
        "noPriceResourceCounts": free,
    })
}

fn exact(value: Decimal) -> String {
    value.normalize().to_string()
}

fn hourly(monthly: Decimal) -> String {
    exact((monthly / HOURS_PER_MONTH).round_dp(HOURLY_PLACES))
}
