//! Machine types of a previous generation and the current ones that take their place.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Resource, Value};
use serde::Deserialize;

use crate::finding::attr_place;
use crate::{Alternative, Change, Class, Rule};

/// `pricing-data/rules/generations.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Generations {
    path: Vec<Families>,
    table: Vec<Table>,
}

/// Families whose sizes keep their names: `m4.large` → `m5.large`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Families {
    /// Resource type → attribute.
    types: BTreeMap<String, String>,
    /// Stands before the family: `db.`.
    prefix: String,
    /// Stands between family and size.
    separator: String,
    class: Class,
    risk: String,
    /// Names without prefix for which the rule does not hold.
    except: Vec<String>,
    families: BTreeMap<String, Vec<String>>,
    /// Risks of single families, before the common one.
    #[serde(default)]
    risks: BTreeMap<String, String>,
}

/// Names one by one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    types: BTreeMap<String, String>,
    class: Class,
    risk: String,
    values: BTreeMap<String, Vec<String>>,
}

impl Generations {
    /// Alternatives of a resource's machine type.
    pub(crate) fn alternatives(&self, resource: &Arc<Resource>) -> Vec<Alternative> {
        let families = self.path.iter().filter_map(|it| it.alternatives(resource));
        let tables = self.table.iter().filter_map(|it| it.alternatives(resource));
        families.chain(tables).flatten().collect()
    }
}

impl Families {
    fn alternatives(&self, resource: &Arc<Resource>) -> Option<Vec<Alternative>> {
        let path = self.types.get(&*resource.kind)?;
        let name = resource.attr(path)?.as_str()?;
        let plain = name.strip_prefix(&self.prefix)?;
        let (family, size) = plain.split_once(&self.separator)?;
        let heirs = self.families.get(family).filter(|_| !self.except.iter().any(|it| it == plain))?;
        let risks = self.risks.get(family).into_iter().chain([&self.risk]);
        let risk = risks.map(String::as_str).collect::<Vec<_>>().join("; ");
        let offer = |heir: &String| {
            let heir = format!("{}{heir}{}{size}", self.prefix, self.separator);
            offer(resource, path, (name, &heir), &risk, self.class)
        };
        Some(heirs.iter().map(offer).collect())
    }
}

impl Table {
    fn alternatives(&self, resource: &Arc<Resource>) -> Option<Vec<Alternative>> {
        let path = self.types.get(&*resource.kind)?;
        let name = resource.attr(path)?.as_str()?;
        let heirs = self.values.get(name)?;
        Some(heirs.iter().map(|heir| offer(resource, path, (name, heir), &self.risk, self.class)).collect())
    }
}

fn offer(
    resource: &Arc<Resource>,
    path: &str,
    (old, new): (&str, &str),
    risk: &str,
    class: Class,
) -> Alternative {
    Alternative {
        rule: Rule::PreviousGeneration,
        place: attr_place(resource, path),
        title: format!("Use {new} instead of {old}"),
        risk: risk.to_owned(),
        class,
        change: Change::set(resource, path.into(), Value::string(new)),
    }
}
