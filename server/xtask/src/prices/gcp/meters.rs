//! The meters that mappings ask for, and how a description of the catalogue becomes one.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

use super::attributes;

const FILES: [&str; 2] = ["gcp.toml", "gcp-services.toml"];

/// The tables under pricing-data/meters.
pub(super) struct Meters {
    meters: Vec<Meter>,
}

/// One meter of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meter {
    pub(super) service: String,
    pub(super) name: String,
    family: String,
    group: String,
    pub(super) unit: String,
    #[serde(default)]
    place: Place,
    /// The description goes on with its place, and nothing else marks where.
    #[serde(default)]
    begins: bool,
    #[serde(default)]
    paths: Vec<String>,
}

/// Whether the catalogue states the meter by place.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Place {
    #[default]
    Region,
    None,
}

#[derive(Deserialize)]
struct Document {
    meter: Vec<Meter>,
}

impl Meters {
    pub(super) fn load() -> anyhow::Result<Self> {
        let mut meters = Vec::new();
        for file in FILES {
            let path = crate::workspace::root().join("pricing-data/meters").join(file);
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            meters.extend(Self::parse(&text)?.meters);
        }
        Ok(Self { meters })
    }

    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        Ok(Self { meters: toml::from_str::<Document>(text)?.meter })
    }

    /// The meter of this name, or the longest one that the name begins with where a place follows.
    pub(super) fn named(&self, service: &str, name: &str) -> Option<&Meter> {
        let of_service = || self.meters.iter().filter(|it| it.service == service);
        of_service()
            .find(|it| it.name == name)
            .or_else(|| of_service().filter(|it| it.begins(name)).max_by_key(|it| it.name.len()))
    }

    /// The meter whose price the calculator's table holds in this branch.
    pub(super) fn at_path(&self, path: &str) -> Option<&Meter> {
        self.meters.iter().find(|it| it.paths.iter().any(|branch| branch == path))
    }
}

impl Meter {
    fn begins(&self, text: &str) -> bool {
        self.begins && text.strip_prefix(&self.name).is_some_and(|rest| rest.starts_with(' '))
    }

    pub(super) fn attributes(&self) -> BTreeMap<String, String> {
        attributes([
            ("meter", self.name.as_str()),
            ("resourceFamily", &self.family),
            ("resourceGroup", &self.group),
        ])
    }

    /// The region a row of this meter stands under.
    pub(super) fn region<'a>(&self, region: &'a str) -> &'a str {
        match self.place {
            Place::Region if region != "global" => region,
            Place::Region | Place::None => "",
        }
    }
}

/// A description of the catalogue without its place.
pub(super) fn without_place<'a>(service: &str, description: &'a str) -> &'a str {
    let spot = description.split(" attached to Spot Preemptible VMs").next().unwrap_or(description);
    let head = [" running in ", " in ", " ("].iter().find_map(|cut| match *cut {
        " (" if !spot.ends_with("1)") && !spot.starts_with("Autopilot") => None,
        cut => spot.split_once(cut).map(|(head, _)| head),
    });
    match (service, head.unwrap_or(spot)) {
        ("Cloud Storage", text) => storage_class(text),
        (_, text) => text.strip_suffix(" running").unwrap_or(text),
    }
}

fn storage_class(text: &str) -> &str {
    ["Standard Storage", "Nearline Storage", "Coldline Storage", "Archive Storage"]
        .into_iter()
        .find(|class| {
            text.starts_with(class) && !text.contains("ual-region") && !text.contains("ulti-region")
        })
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::Meters;

    const METERS: &str = r#"
[[meter]]
service = "Networking"
name = "Forwarding Rule"
family = "Network"
group = "LoadBalancing"
unit = "h"
begins = true

[[meter]]
service = "Networking"
name = "Forwarding Rule Additional"
family = "Network"
group = "LoadBalancing"
unit = "h"
begins = true

[[meter]]
service = "Networking"
name = "Gateway Uptime"
family = "Network"
group = "NatGateway"
unit = "h"
"#;

    fn check(name: &str, meter: Option<&str>) {
        let meters = Meters::parse(METERS).unwrap();
        assert_eq!(meters.named("Networking", name).map(|it| it.name.as_str()), meter);
    }

    #[test]
    fn the_longest_beginning_names_the_meter() {
        check("Forwarding Rule for Frankfurt", Some("Forwarding Rule"));
        check("Forwarding Rule Additional Global", Some("Forwarding Rule Additional"));
        check("Forwarding Rules", None);
        check("Gateway Uptime", Some("Gateway Uptime"));
        check("Gateway Uptime in Mumbai", None);
    }
}
