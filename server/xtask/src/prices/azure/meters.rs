//! Everything but virtual machines: a price is a meter, told apart by product, SKU and meter name.

use std::collections::{BTreeMap, HashMap, HashSet};

use catalog::Provider;
use rust_decimal::Decimal;

use super::super::Draft;
use super::item::{Item, Rank};
use super::ladder::Candidate;
use super::services;
use super::{ByIndex, REGIONS};

/// Products of `Storage` that a mapping asks for.
const STORAGE: [&str; 16] = [
    "Azure Premium SSD v2",
    "Blob Storage",
    "Files v2",
    "General Block Blob",
    "General Block Blob v2",
    "General Block Blob v2 Hierarchical Namespace",
    "Azure Data Lake Storage Gen2 Hierarchical Namespace",
    "Premium Block Blob",
    "Premium Block Blob v2 Hierarchical Namespace",
    "Premium Files",
    "Premium SSD Managed Disks",
    "Standard HDD Managed Disks",
    "Standard SSD Managed Disks",
    "Standard Page Blob",
    "Standard Page Blob v2",
    "Ultra Disks",
];

/// One of our sources names only one of these where both have the same SKU, meter, tier and price.
const TWINS: [&str; 2] = ["Blob Storage", "General Block Blob v2"];

/// The price of an item of the feed.
pub fn draft(item: &Item<'_>) -> Result<Draft, &'static str> {
    if !is_needed(item) {
        return Err("service or product not needed yet");
    }
    if item.sku.is_empty() || item.meter.is_empty() {
        return Err("no meter name");
    }
    if item.price.is_zero() && (item.meter.contains("Free") || item.sku.contains("Free")) {
        return Err("free offer beside the price");
    }
    if item.service == "Azure App Service" && item.price == Decimal::new(1, 2) && item.unit == "1 Hour" {
        return Err("placeholder of 0.01 on a new SKU");
    }
    Ok(Draft {
        provider: Provider::Azure,
        service: item.service.to_owned(),
        region: item.region.to_owned(),
        sku: Some(item.meter_id.to_owned()).filter(|it| !it.is_empty()),
        attributes: attributes(item.product, item.sku, item.meter),
        unit: item.unit.to_owned(),
        tier_start: item.tier,
        tier_end: None,
        option: item.option,
        price: item.price,
        currency: "USD".to_owned(),
        effective: Some(item.effective.to_owned()).filter(|it| !it.is_empty()),
        source: item.source.text.clone(),
        as_of: item.source.as_of.clone(),
        rank: item.source.rank as u8,
    })
}

/// The attributes of a meter. `armSkuName` is left out: the feed lists many meters with and without it.
pub fn attributes(product: &str, sku: &str, meter: &str) -> BTreeMap<String, String> {
    [("productName", product), ("skuName", sku), ("meterName", meter)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

fn is_needed(item: &Item<'_>) -> bool {
    match item.service {
        "Storage" => STORAGE.contains(&item.product),
        "Virtual Network" => {
            matches!(item.product, "IP Addresses" | "Public IP Prefix")
                || services::is_needed(item.service, item.product)
        }
        "Azure Database for PostgreSQL" => {
            item.product.contains("Flexible Server") || services::is_needed(item.service, item.product)
        }
        "Azure App Service" => item.product.contains("Plan"),
        "Redis Cache" => item.product.starts_with("Azure Redis Cache"),
        "SQL Database" | "Azure Kubernetes Service" | "Load Balancer" | "Azure DNS" | "NAT Gateway" => true,
        _ => services::is_needed(item.service, item.product),
    }
}

/// The document that holds one region, and of equal items under that region and under Global only the latter.
const OF_EASTUS: &str = "data/prices/eastus.json";

/// Gives what the document of one region lists under Global back to that region, where the feed prices the meter
/// by the region. What costs the same everywhere stays under Global.
pub fn place(candidates: &mut [Candidate]) {
    let regional = regional(candidates);
    for draft in candidates.iter_mut().map(|it| &mut it.draft) {
        let meter = (draft.service.clone(), draft.attributes.clone());
        if draft.region == "Global" && draft.source.contains(OF_EASTUS) && regional.contains(&meter) {
            draft.region = "eastus".to_owned();
            draft.source += " [listed under Global there]";
        }
    }
}

/// Meters whose price is not the same in all regions.
fn regional(candidates: &[Candidate]) -> HashSet<(String, BTreeMap<String, String>)> {
    let mut prices: HashMap<_, HashSet<Decimal>> = HashMap::new();
    for draft in candidates.iter().filter(|it| it.file == REGIONS).map(|it| &it.draft) {
        let tier = (draft.service.clone(), draft.attributes.clone(), draft.tier_start);
        prices.entry(tier).or_default().insert(draft.price);
    }
    let differing = prices.into_iter().filter(|(_, prices)| prices.len() > 1);
    differing.map(|((service, attributes, _), _)| (service, attributes)).collect()
}

/// Puts the second product back beside prices whose source dropped it, by the index of the price it left.
pub fn twins(kept: &[Candidate]) -> ByIndex {
    let present: HashSet<Name<'_>> = kept.iter().filter_map(|it| name(&it.draft)).collect();
    let equal = equal_meters(kept);
    let drafts = kept.iter().enumerate().filter(|(_, it)| it.draft.source.contains("archify"));
    drafts
        .filter_map(|(i, it)| {
            let (region, product, meter) = name(&it.draft)?;
            let other = TWINS.into_iter().find(|other| *other != product)?;
            let is_missing = !present.contains(&(region, other, meter));
            (is_missing && equal.contains(&meter)).then(|| (i, twin(&it.draft, other)))
        })
        .collect()
}

fn twin(draft: &Draft, product: &str) -> Draft {
    let mut twin = draft.clone();
    twin.attributes.insert("productName".to_owned(), product.to_owned());
    twin.source = format!("{} [the product it drops beside an equal one]", draft.source);
    twin.rank = Rank::Document as u8 + 1;
    twin
}

/// Region, product, SKU and meter.
type Name<'a> = (&'a str, &'a str, (&'a str, &'a str));

fn name(draft: &Draft) -> Option<Name<'_>> {
    let value = |name: &str| draft.attributes.get(name).map(String::as_str);
    let product = value("productName").filter(|it| TWINS.contains(it))?;
    Some((&draft.region, product, (value("skuName")?, value("meterName")?)))
}

/// Region, start of the tier, SKU and meter.
type Tier<'a> = (&'a str, Decimal, (&'a str, &'a str));

/// SKUs and meters that both products have at the same price in every region where both have them.
fn equal_meters(kept: &[Candidate]) -> HashSet<(&str, &str)> {
    let mut prices: HashMap<Tier<'_>, Vec<Decimal>> = HashMap::new();
    for draft in kept.iter().filter(|it| it.file == REGIONS).map(|it| &it.draft) {
        if let Some((region, _, meter)) = name(draft) {
            prices.entry((region, draft.tier_start, meter)).or_default().push(draft.price);
        }
    }
    let pairs = prices.iter().filter(|(_, prices)| prices.len() == 2);
    let (equal, different): (Vec<_>, Vec<_>) = pairs.partition(|(_, prices)| prices.first() == prices.last());
    let different: HashSet<_> = different.into_iter().map(|((_, _, meter), _)| *meter).collect();
    equal.into_iter().map(|((_, _, meter), _)| *meter).filter(|it| !different.contains(it)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::ladder::tests::draft;
    use super::super::{DOCUMENTS, REGIONS};
    use super::{Candidate, place, twins};

    fn listed(region: &str, product: &str, cents: i64) -> Candidate {
        Candidate { file: REGIONS, draft: draft(region, product, 0, cents), tier_stated: true }
    }

    fn archived(region: &str, cents: i64) -> Candidate {
        let source = "archify data/prices/eastus.json".to_owned();
        let draft = super::Draft { source, ..draft(region, "Blob Storage", 0, cents) };
        Candidate { file: DOCUMENTS, draft, tier_stated: true }
    }

    fn check_place(elsewhere: [i64; 2], want: &str) {
        let [west, north] = elsewhere;
        let mut candidates = vec![
            listed("west", "Blob Storage", west),
            listed("north", "Blob Storage", north),
            archived("Global", 5),
        ];
        place(&mut candidates);
        assert_eq!(candidates.last().map(|it| it.draft.region.as_str()), Some(want));
    }

    #[test]
    fn global_prices_go_back_to_the_region_unless_they_hold_everywhere() {
        check_place([5, 6], "eastus");
        check_place([5, 5], "Global");
    }

    fn check_twin(other: i64, want: Option<&str>) {
        let kept = vec![
            listed("west", "Blob Storage", 7),
            listed("west", "General Block Blob v2", other),
            archived("eastus", 5),
        ];
        let twins = twins(&kept);
        let product = twins.get(&2).and_then(|it| it.attributes.get("productName")).map(String::as_str);
        assert_eq!(product, want);
    }

    #[test]
    fn a_dropped_product_returns_where_both_always_cost_the_same() {
        check_twin(7, Some("General Block Blob v2"));
        check_twin(8, None);
    }
}
