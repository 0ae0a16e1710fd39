//! AWS regions by code, display name and slug of the display name.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

/// The table of regions.
pub(super) struct Regions {
    by_name: HashMap<String, String>,
    tokens: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    names: Vec<String>,
    #[serde(default)]
    usage_tokens: Vec<String>,
}

impl Regions {
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Self::parse(&text)
    }

    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        let entries: BTreeMap<String, Entry> = toml::from_str(text)?;
        let mut by_name = HashMap::new();
        let mut tokens = Vec::new();
        for (code, entry) in entries {
            by_name.insert(code.clone(), code.clone());
            for name in &entry.names {
                by_name.insert(slug(name), code.clone());
                by_name.insert(name.clone(), code.clone());
            }
            tokens.extend(entry.usage_tokens.into_iter().map(|token| token + "-"));
        }
        Ok(Self { by_name, tokens })
    }

    /// The code of a region that a source names by code, display name or slug.
    pub(super) fn code(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// A usage type without the token of its region: `EUW2-LCUUsage` → `LCUUsage`.
    pub(super) fn plain_usage_type<'a>(&self, usage_type: &'a str) -> &'a str {
        let stripped = self.tokens.iter().find_map(|token| usage_type.strip_prefix(token.as_str()));
        stripped.or_else(|| usage_type.strip_prefix("EU:")).unwrap_or(usage_type)
    }
}

/// `Asia Pacific (Seoul)` → `asia-pacific-(seoul)`.
fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::Regions;

    fn check(name: &str, code: Option<&str>, usage_type: &str, plain: &str) {
        let table = "[eu-west-2]\nnames = [\"EU (London)\", \"Europe (London)\"]\nusage_tokens = [\"EUW2\"]\n\
                     [eu-west-1]\nnames = [\"EU (Ireland)\"]\nusage_tokens = [\"EU\", \"EUW1\"]\n";
        let regions = Regions::parse(table).expect("a table of regions");
        assert_eq!((regions.code(name), regions.plain_usage_type(usage_type)), (code, plain));
    }

    #[test]
    fn names_slugs_codes_and_tokens() {
        check("EU (London)", Some("eu-west-2"), "EUW2-LCUUsage", "LCUUsage");
        check("europe-(london)", Some("eu-west-2"), "EU-BoxUsage:m5.large", "BoxUsage:m5.large");
        check("eu-west-1", Some("eu-west-1"), "EU:PI_API", "PI_API");
        check("Atlantis", None, "LCUUsage", "LCUUsage");
        check("EU (ireland)", None, "Lambda-GB-Second", "Lambda-GB-Second");
    }
}
