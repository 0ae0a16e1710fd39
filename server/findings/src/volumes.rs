//! gp2 and io1 volumes that gp3 can replace at the same performance.

use std::sync::Arc;

use ir::{AttrPath, Resource, Value};
use serde::Deserialize;

use crate::finding::attr_place;
use crate::{Alternative, Change, Class, Rule};

/// `pricing-data/rules/volumes.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Volumes {
    volume: Vec<VolumeAt>,
    gp2: Gp2,
    gp3: Gp3,
    io1: Io1,
    #[serde(rename = "gp2-to-gp3")]
    gp2_to_gp3: Wording,
    #[serde(rename = "io1-to-gp3")]
    io1_to_gp3: Wording,
}

/// Where a resource type keeps a volume.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VolumeAt {
    #[serde(rename = "type")]
    resource: String,
    /// Repeated block that holds the volume; empty when the resource is one.
    block: String,
    /// Attribute with the volume's type.
    kind: String,
    /// Attribute with the size in GiB.
    size: String,
    /// The type when none is written; absent where the image decides.
    default: Option<String>,
    /// Overrides the rule's class.
    class: Option<Class>,
    /// Stands in the place of the rule's risk.
    risk: Option<String>,
}

/// gp2: performance follows size.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gp2 {
    iops_per_gib: i64,
    iops_max: i64,
    /// Volumes up to this many GiB have no more throughput than gp3 includes.
    throughput_small_gib: i64,
    /// MiB/s of larger ones.
    throughput: i64,
}

/// gp3: performance is bought.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gp3 {
    iops_included: i64,
    /// MiB/s.
    throughput_included: i64,
    iops_max: i64,
    iops_per_gib_max: i64,
}

/// io1: IOPS are bought, throughput follows them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Io1 {
    /// IOPS for 1 MiB/s, up to `throughput`.
    iops_per_mib: i64,
    /// MiB/s that `iops_per_mib` reaches.
    throughput: i64,
    /// IOPS for 1 MiB/s above.
    iops_per_mib_high: i64,
}

/// What the user reads.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wording {
    title: String,
    class: Class,
    /// How the change happens.
    risk: String,
    /// What is lost with any volume.
    note: Option<String>,
    /// What is lost with a volume so small that its throughput is no more than what gp3 includes.
    small: Option<String>,
}

/// Performance a volume has to keep: IOPS and MiB/s.
#[derive(Clone, Copy)]
struct Performance {
    iops: i64,
    throughput: i64,
}

/// One volume of a resource.
struct Volume<'a> {
    resource: &'a Arc<Resource>,
    at: &'a VolumeAt,
    /// Path of the block with its index and a dot; empty for the resource itself.
    prefix: String,
}

impl Volumes {
    /// Alternatives of every volume in a resource.
    pub(crate) fn alternatives(&self, resource: &Arc<Resource>) -> Vec<Alternative> {
        let places = self.volume.iter().filter(|at| *at.resource == *resource.kind);
        places.flat_map(|at| volumes(resource, at)).filter_map(|it| self.alternative(&it)).collect()
    }

    fn alternative(&self, volume: &Volume<'_>) -> Option<Alternative> {
        let size = volume.number(&volume.at.size)?;
        let (rule, wording, keep) = match volume.kind()? {
            "gp2" => (Rule::Gp2ToGp3, &self.gp2_to_gp3, self.of_gp2(size)),
            "io1" => (Rule::Io1ToGp3, &self.io1_to_gp3, self.of_io1(volume.number("iops")?)),
            _ => return None,
        };
        let iops = keep.iops.max(self.gp3.iops_included);
        if iops
            > self
                .gp3
                .iops_max
                .min(size.saturating_mul(self.gp3.iops_per_gib_max).max(self.gp3.iops_included))
        {
            return None;
        }
        let mut sets = vec![(volume.path(&volume.at.kind), Value::string("gp3"))];
        if iops > self.gp3.iops_included || volume.is_written("iops") {
            sets.push((volume.path("iops"), Value::number(iops)));
        }
        if keep.throughput > self.gp3.throughput_included {
            sets.push((volume.path("throughput"), Value::number(keep.throughput)));
        }
        Some(Alternative {
            rule,
            place: attr_place(volume.resource, &volume.path(&volume.at.kind)),
            title: wording.title.clone(),
            risk: self.risk(volume, wording, size),
            class: volume.at.class.unwrap_or(wording.class),
            change: Change { resource: Arc::clone(volume.resource), sets, removes: Vec::new() },
        })
    }

    /// What could go wrong with a volume of this size in GiB.
    fn risk(&self, volume: &Volume<'_>, wording: &Wording, size: i64) -> String {
        let small = wording.small.iter().filter(|_| size <= self.gp2.throughput_small_gib);
        let how = volume.at.risk.as_ref().unwrap_or(&wording.risk);
        let parts: Vec<&str> =
            [how].into_iter().chain(&wording.note).chain(small).map(String::as_str).collect();
        parts.join("; ")
    }

    fn of_gp2(&self, size: i64) -> Performance {
        let iops = size.saturating_mul(self.gp2.iops_per_gib).min(self.gp2.iops_max);
        let small = size <= self.gp2.throughput_small_gib;
        Performance { iops, throughput: if small { 0 } else { self.gp2.throughput } }
    }

    fn of_io1(&self, iops: i64) -> Performance {
        let low = iops.checked_div(self.io1.iops_per_mib).unwrap_or(iops).min(self.io1.throughput);
        let high = iops.checked_div(self.io1.iops_per_mib_high).unwrap_or(iops);
        Performance { iops, throughput: low.max(high) }
    }
}

fn volumes<'a>(resource: &'a Arc<Resource>, at: &'a VolumeAt) -> Vec<Volume<'a>> {
    if at.block.is_empty() {
        return vec![Volume { resource, at, prefix: String::new() }];
    }
    let n_blocks = resource.attr(&at.block).and_then(Value::as_items).map_or(0, <[Value]>::len);
    (0..n_blocks).map(|idx| Volume { resource, at, prefix: format!("{}.{idx}.", at.block) }).collect()
}

impl Volume<'_> {
    fn path(&self, name: &str) -> AttrPath {
        format!("{}{name}", self.prefix).into()
    }

    /// The volume's type; the default of the API where none is written.
    fn kind(&self) -> Option<&str> {
        match self.resource.attr(&self.path(&self.at.kind)) {
            Some(value) if !value.is_null() => value.as_str(),
            _ => self.at.default.as_deref(),
        }
    }

    fn number(&self, name: &str) -> Option<i64> {
        let number = self.resource.attr(&self.path(name))?.as_decimal()?;
        i64::try_from(number.ceil()).ok()
    }

    fn is_written(&self, name: &str) -> bool {
        self.resource.attr(&self.path(name)).is_some_and(|value| !value.is_null())
    }
}
