//! Mapping tables as they stand in their files (`pricing-data/mappings/README.md`).

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct RawTable {
    pub provider: String,
    pub service: Option<String>,
    #[serde(default)]
    pub names: BTreeMap<String, OneOrMany>,
    /// Parameters of a shared table (`_name.toml`).
    #[serde(default)]
    pub params: Vec<String>,
    /// Expressions tried in order before the provider's region.
    #[serde(default)]
    pub region: Vec<String>,
    #[serde(default)]
    pub lookup: BTreeMap<String, BTreeMap<String, toml::Value>>,
    #[serde(flatten)]
    pub body: RawBody,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct RawBody {
    #[serde(default)]
    pub attr: BTreeMap<String, RawAttr>,
    #[serde(default)]
    pub link: BTreeMap<String, RawLink>,
    #[serde(default)]
    pub child: BTreeMap<String, RawLink>,
    #[serde(default, rename = "let")]
    pub lets: BTreeMap<String, toml::Value>,
    #[serde(default)]
    pub book: BTreeMap<String, RawBook>,
    #[serde(default)]
    pub component: Vec<RawComponent>,
    #[serde(default)]
    pub part: Vec<RawPart>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn list(self) -> Vec<String> {
        match self {
            Self::One(it) => vec![it],
            Self::Many(it) => it,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAttr {
    pub terraform: Option<OneOrMany>,
    pub cloudformation: Option<OneOrMany>,
    pub arm: Option<OneOrMany>,
    /// Read from a linked or child resource.
    pub via: Option<String>,
    /// Expression used when the attribute is absent or null.
    pub default: Option<toml::Value>,
    /// Said to the user when the default is used and the amount rests on it.
    pub assumption: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLink {
    pub terraform: Option<OneOrMany>,
    pub cloudformation: Option<OneOrMany>,
    pub arm: Option<OneOrMany>,
    /// Types of the resource at the other end.
    pub types: Vec<String>,
    /// Attributes of the other end that may hold the same known value (a name).
    #[serde(default)]
    pub by: Vec<String>,
    /// Follow the link from another link's resource.
    pub via: Option<String>,
    /// Values that attributes of the other end must have.
    #[serde(default)]
    pub r#where: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBook {
    pub attribute: String,
    pub price: BTreeMap<String, toml::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawComponent {
    pub name: String,
    pub unit: String,
    pub quantity: toml::Value,
    pub when: Option<String>,
    pub price: BTreeMap<String, toml::Value>,
    /// Overrides of `price`, tried in order when it finds nothing.
    #[serde(default)]
    pub fallback: Vec<BTreeMap<String, toml::Value>>,
    /// Published units in one component unit.
    pub per: Option<toml::Value>,
    /// Factor on the published price (a published discount).
    pub rate: Option<String>,
    /// How tiers are used.
    pub tiers: Option<String>,
    /// Price attribute that holds the user's choice, for "did you mean".
    pub sku: Option<String>,
    /// What the choice is called: `instance type`.
    pub sku_label: Option<String>,
    /// Name of the attribute at which a hint stands.
    pub attribute: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RawPart {
    pub name: String,
    pub when: Option<String>,
    /// Attribute that holds a list of blocks; the part is repeated for each.
    pub each: Option<String>,
    /// Shared table whose components stand here.
    #[serde(rename = "use")]
    pub shared: Option<String>,
    /// Its parameters.
    #[serde(default)]
    pub with: BTreeMap<String, toml::Value>,
    /// Its components join the resource's own instead of a subresource.
    #[serde(default)]
    pub inline: bool,
    #[serde(flatten)]
    pub body: RawBody,
}
