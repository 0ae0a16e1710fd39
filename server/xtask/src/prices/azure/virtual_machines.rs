//! Virtual machines: an hour of an ARM size under Linux or Windows, on demand, spot or dev/test.

use catalog::{Provider, PurchaseOption};
use rust_decimal::Decimal;

use super::super::{Draft, Fact, FactTable, Sink};
use super::item::{Item, Rank, parse};
use super::sizes::Sizes;
use super::{LINUX, SPOT};

/// `serviceName`
pub const SERVICE: &str = "Virtual Machines";

/// The price of an item of the feed.
pub fn draft(item: &Item<'_>, sizes: &Sizes) -> Result<Draft, &'static str> {
    let text = format!("{} {} {}", item.product, item.sku, item.meter);
    if text.contains("Dedicated") {
        return Err("dedicated host, not needed yet");
    }
    if text.contains("Cloud Services") || text.contains("CloudServices") {
        return Err("Cloud Services, not needed yet");
    }
    if text.contains("Low Priority") {
        return Err("low priority: the offer before spot");
    }
    if text.contains("Promo") {
        return Err("promotion");
    }
    if item.unit != "1 Hour" || item.price.is_zero() {
        return Err("no price for an hour");
    }
    let arm_sku =
        sizes.resolve(item.arm_sku, item.sku, item.product).ok_or("SKU name leads to no ARM size")?;
    let is_spot = text.contains("Spot") && item.option == PurchaseOption::OnDemand;
    Ok(Draft {
        provider: Provider::Azure,
        service: SERVICE.to_owned(),
        region: item.region.to_owned(),
        sku: Some(item.meter_id.to_owned()).filter(|it| !it.is_empty()),
        attributes: sizes.attributes(&arm_sku, operating_system(item.product)),
        unit: item.unit.to_owned(),
        tier_start: Decimal::ZERO,
        tier_end: None,
        option: if is_spot { PurchaseOption::Spot } else { item.option },
        price: item.price,
        currency: "USD".to_owned(),
        effective: None,
        source: item.source.text.clone(),
        as_of: item.source.as_of.clone(),
        rank: item.source.rank as u8,
    })
}

/// `Virtual Machines Dv3 Series Windows`, `Virtual Machines NCCadsv5 Srs Win`, and all else is Linux.
fn operating_system(product: &str) -> &'static str {
    match product.contains("Windows") || product.ends_with(" Win") {
        true => "Windows",
        false => "Linux",
    }
}

/// Rows with the on-demand and the spot price of Linux side by side.
pub fn import_spot(table: &FactTable, sizes: &Sizes, sink: &mut Sink) {
    for fact in table.rows() {
        let (size, region) = (fact.get("InstanceType"), fact.get("Region"));
        let prices =
            [(PurchaseOption::OnDemand, fact.get("Price")), (PurchaseOption::Spot, fact.get("SpotPrice"))];
        let drafts: Vec<Draft> = prices
            .into_iter()
            .filter_map(|(option, price)| Some((option, positive(price)?)))
            .map(|(option, price)| linux(sizes, Table::Spot, size, region, option, price))
            .collect();
        match drafts.is_empty() {
            true => sink.rejected(SPOT, "no price"),
            false => sink.used_all(SPOT, drafts),
        }
    }
}

/// Rows with the on-demand price of Linux, dedicated hosts among them.
pub fn import_linux(table: &FactTable, sizes: &Sizes, sink: &mut Sink) {
    for fact in table.rows() {
        match linux_draft(fact, sizes) {
            Ok(draft) => sink.used(LINUX, draft),
            Err(reason) => sink.rejected(LINUX, reason),
        }
    }
}

fn linux_draft(fact: Fact<'_>, sizes: &Sizes) -> Result<Draft, &'static str> {
    let (size, region) = (fact.get("arm_sku_name"), fact.get("region"));
    if !size.starts_with("Standard_") && !size.starts_with("Basic_") {
        return Err("dedicated host, not needed yet");
    }
    let price = positive(fact.get("usd_per_hour")).ok_or("no price")?;
    Ok(linux(sizes, Table::Linux, size, region, PurchaseOption::OnDemand, price))
}

fn positive(text: &str) -> Option<Decimal> {
    parse(text).filter(|price| *price > Decimal::ZERO)
}

/// The two tables of Linux prices by ARM size.
#[derive(Clone, Copy)]
enum Table {
    Spot,
    Linux,
}

impl Table {
    fn source(self) -> (&'static str, &'static str, Rank) {
        match self {
            Self::Spot => ("anycloud-sh/catalog@62ff0a9 azure/vms.csv", "2026-05-20", Rank::SpotTable),
            Self::Linux => {
                ("Azure/karpenter-provider-azure@352646f pricing table", "2026-06-18", Rank::LinuxTable)
            }
        }
    }
}

fn linux(
    sizes: &Sizes,
    table: Table,
    size: &str,
    region: &str,
    option: PurchaseOption,
    price: Decimal,
) -> Draft {
    let (source, as_of, rank) = table.source();
    Draft {
        provider: Provider::Azure,
        service: SERVICE.to_owned(),
        region: region.to_owned(),
        sku: None,
        attributes: sizes.attributes(size, "Linux"),
        unit: "1 Hour".to_owned(),
        tier_start: Decimal::ZERO,
        tier_end: None,
        option,
        price,
        currency: "USD".to_owned(),
        effective: None,
        source: source.to_owned(),
        as_of: as_of.to_owned(),
        rank: rank as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::operating_system;

    #[test]
    fn operating_system_from_the_product() {
        let check = |product, want| assert_eq!(operating_system(product), want, "{product}");
        check("Virtual Machines Dv3 Series", "Linux");
        check("Virtual Machines Dv3 Series Windows", "Windows");
        check("Virtual Machines NCCadsv5 Srs Win", "Windows");
        check("Virtual Machines Dnsv6 Series Linux", "Linux");
    }
}
