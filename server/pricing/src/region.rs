//! The region a resource is priced in: from its code, then its provider, then the environment, the setting, and
//! last a region of our choice. The last two are assumptions and marked as such.

use std::sync::Arc;

use catalog::Provider;
use ir::Resource;

use crate::engine::{Context, DefaultRegion, RegionOrigin};
use crate::estimate::Assumption;
use crate::expr::{Val, eval};
use crate::scope::Scope;
use crate::table::Table;

/// A region, or why it is not known.
pub(crate) struct Region {
    pub(crate) code: Result<Arc<str>, Arc<str>>,
    pub(crate) assumption: Option<Assumption>,
}

/// Attributes that name a place in every language, tried after the table's own expressions.
const PLACE_ATTRIBUTES: [&str; 3] = ["region", "location", "zone"];

/// Finds the region of a resource.
pub(crate) fn region(table: &Table, resource: &Resource, scope: &Scope, context: &Context) -> Region {
    let own = table.region.iter().map(|expr| eval(expr, scope));
    let named = PLACE_ATTRIBUTES.iter().map(|name| attribute(resource, name));
    let provider = ["region", "zone"].into_iter().map(|name| provider_attribute(resource, name));
    for value in own.chain(named).chain(provider) {
        match value {
            Val::Text(text) if !text.is_empty() => return known(table.provider, &text),
            Val::Unknown(why) => return Region { code: Err(why), assumption: None },
            _ => {}
        }
    }
    fallback(table.provider, context)
}

fn attribute(resource: &Resource, name: &str) -> Val {
    resource.attr(name).map_or(Val::Null, Val::from_value)
}

fn provider_attribute(resource: &Resource, name: &str) -> Val {
    let attributes = resource.provider.attributes.as_ref();
    attributes.and_then(|it| it.path(name)).map_or(Val::Null, Val::from_value)
}

fn known(provider: Provider, text: &str) -> Region {
    Region { code: Ok(code(provider, text).into()), assumption: None }
}

/// Brings a place to the region code of the official feeds.
///
/// Azure accepts display names and compares without blanks and case ("East US" is `eastus`,
/// learn.microsoft.com, "Azure regions list"); a Google zone is its region and a letter
/// (cloud.google.com/compute/docs/regions-zones).
pub(crate) fn code(provider: Provider, text: &str) -> String {
    match provider {
        Provider::Aws => text.to_owned(),
        Provider::Azure => text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase(),
        Provider::Gcp => {
            let text = text.to_lowercase();
            match text.rsplit_once('-') {
                Some((region, zone)) if zone.len() == 1 && region.contains('-') => region.to_owned(),
                _ => text,
            }
        }
    }
}

fn fallback(provider: Provider, context: &Context) -> Region {
    let last_resort = || DefaultRegion {
        region: match provider {
            Provider::Aws => "us-east-1",
            Provider::Azure => "eastus",
            Provider::Gcp => "us-central1",
        }
        .into(),
        origin: RegionOrigin::LastResort,
    };
    let chosen = context.regions.get(&provider).cloned().unwrap_or_else(last_resort);
    let region = code(provider, &chosen.region);
    let (text, uncertain) = match &chosen.origin {
        RegionOrigin::Environment(name) => (format!("region {region}, from the environment ({name})"), false),
        RegionOrigin::Setting => {
            (format!("region {region}, from the setting region.default: the code names none"), true)
        }
        RegionOrigin::LastResort => {
            (format!("region {region}: neither the code, the environment nor region.default names one"), true)
        }
    };
    Region { code: Ok(region.into()), assumption: Some(Assumption { text: text.into(), uncertain }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_become_region_codes() {
        assert_eq!(code(Provider::Azure, "West Europe"), "westeurope");
        assert_eq!(code(Provider::Gcp, "us-central1-a"), "us-central1");
        assert_eq!(code(Provider::Gcp, "EU"), "eu");
        assert_eq!(code(Provider::Gcp, "europe-west1"), "europe-west1");
        assert_eq!(code(Provider::Aws, "us-east-1"), "us-east-1");
    }
}
