//! `.cloudoptima.yaml`: what a team decides once for everybody who opens the workspace.
//! A wrong key or value is noted with its line and the nearest right key; the rest of the file counts.

mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use findings::{Budget, BudgetSeverity, Scope};
use ir::{Note, Place, Severity};
use rust_decimal::Decimal;
use text::FileId;

pub(crate) use self::reader::{Reader, unknown_name};
use crate::region::{RegionChoice, choice, parse_regions};
use crate::yaml::{self, Kind, Node};

/// The names a settings file may have, the first one first.
pub(crate) const CONFIG_NAMES: &[&str] = &[".cloudoptima.yaml", ".cloudoptima.yml"];

/// JSON Schema of the settings file, for editors.
pub fn schema() -> &'static str {
    include_str!("config/schema.json")
}

const KEYS: &[&str] =
    &["version", "currency", "region", "environment", "environments", "usage_file", "budgets", "rules"];
const REGION_KEYS: &[&str] = &["default"];
const PROVIDER_KEYS: &[&str] = &["aws", "azure", "google"];
const ENVIRONMENT_KEYS: &[&str] = &["var_files", "workspace", "usage_file", "region"];
const BUDGET_KEYS: &[&str] = &["name", "scope", "monthly", "severity"];
const SCOPE_KEYS: &[&str] = &["file", "module", "resource"];
const RULES_KEYS: &[&str] = &["off"];

/// The settings of a workspace. Paths are relative to the folder of the settings file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Currency in which amounts are shown, an ISO 4217 code, and where it is named.
    pub currency: Option<(Arc<str>, Place)>,
    /// Regions for code that names none.
    pub regions: Vec<RegionChoice>,
    /// The environment used when none is chosen.
    pub environment: Option<Arc<str>>,
    /// Environments by name.
    pub environments: BTreeMap<Arc<str>, Environment>,
    /// The usage file, and where it is named.
    pub usage_file: Option<(Arc<str>, Place)>,
    /// Budgets.
    pub budgets: Vec<BudgetEntry>,
    /// Rules that are switched off.
    pub rules_off: BTreeSet<Arc<str>>,
}

/// A budget and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetEntry {
    /// The budget.
    pub budget: Budget,
    /// Its entry in the settings file.
    pub place: Place,
}

/// One environment: the values a module is deployed with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Environment {
    /// Files of variable values, in order.
    pub var_files: Vec<Arc<str>>,
    /// The selected Terraform workspace.
    pub workspace: Option<Arc<str>>,
    /// A usage file of its own, and where it is named.
    pub usage_file: Option<(Arc<str>, Place)>,
    /// Regions of its own.
    pub regions: Vec<RegionChoice>,
}

impl Config {
    /// Reads a settings file. Never fails.
    pub fn parse(file: &FileId, text: &str) -> (Self, Vec<Note>) {
        let mut reader = Reader::new(file);
        let mut config = Self::default();
        match yaml::parse(text) {
            Err(error) => reader.note(error.range, Severity::Error, error.message),
            Ok(None) => {}
            Ok(Some(root)) => {
                for (key, node) in reader.entries(&root, KEYS, "the settings") {
                    config.set(&mut reader, key, node);
                }
                config.check_environment(&mut reader, &root);
            }
        }
        reader.notes.sort_by_key(|note| note.place.range.start);
        (config, reader.notes)
    }

    fn set(&mut self, reader: &mut Reader<'_>, key: &str, node: &Node) {
        match key {
            "version" => check_version(reader, node),
            "currency" => self.currency = currency(reader, node).map(|it| (it, reader.place(node.range))),
            "region" => self.regions = region(reader, node),
            "environment" => self.environment = reader.text(node, "the name of an environment"),
            "environments" => self.environments = environments(reader, node),
            "usage_file" => {
                self.usage_file = reader.text(node, "a file name").map(|it| (it, reader.place(node.range)))
            }
            "budgets" => {
                self.budgets = reader.list(node).iter().filter_map(|it| budget(reader, it)).collect()
            }
            "rules" => self.rules_off = rules(reader, node),
            _ => {}
        }
    }

    fn check_environment(&self, reader: &mut Reader<'_>, root: &Node) {
        let Some(chosen) = self.environment.as_ref().filter(|it| !self.environments.contains_key(*it)) else {
            return;
        };
        let names: Vec<&str> = self.environments.keys().map(|it| &**it).collect();
        let message = unknown_name("environment", chosen, &names);
        let range = reader::child(root, "environment").map_or(root.range, |node| node.range);
        reader.note(range, Severity::Error, message);
    }
}

fn check_version(reader: &mut Reader<'_>, node: &Node) {
    if node.text() != Some("1") {
        let message = format!(
            "version {} of the settings is not known here; this program reads version 1",
            node.described()
        );
        reader.note(node.range, Severity::Warning, message);
    }
}

fn currency(reader: &mut Reader<'_>, node: &Node) -> Option<Arc<str>> {
    let text = reader.text(node, "a currency code")?;
    if text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase()) {
        return Some(text);
    }
    reader.note(node.range, Severity::Error, format!("`{text}` is no currency code; write for example USD"));
    None
}

fn region(reader: &mut Reader<'_>, node: &Node) -> Vec<RegionChoice> {
    if node.text().is_some() {
        return region_text(reader, node);
    }
    let entries = reader.entries(node, REGION_KEYS, "`region`");
    let Some((_, default)) = entries.first() else { return Vec::new() };
    match &default.kind {
        Kind::List(items) => items.iter().flat_map(|item| region_text(reader, item)).collect(),
        Kind::Map(_) => region_by_provider(reader, default),
        _ => region_text(reader, default),
    }
}

fn region_text(reader: &mut Reader<'_>, node: &Node) -> Vec<RegionChoice> {
    let Some(text) = reader.text(node, "a region code") else { return Vec::new() };
    parse_regions(&text).unwrap_or_else(|message| {
        reader.note(node.range, Severity::Error, message);
        Vec::new()
    })
}

fn region_by_provider(reader: &mut Reader<'_>, node: &Node) -> Vec<RegionChoice> {
    let mut regions = Vec::new();
    for (key, node) in reader.entries(node, PROVIDER_KEYS, "`region.default`") {
        let provider = match key {
            "aws" => catalog::Provider::Aws,
            "azure" => catalog::Provider::Azure,
            _ => catalog::Provider::Gcp,
        };
        regions.extend(reader.text(node, "a region code").map(|code| choice(provider, &code)));
    }
    regions
}

fn environments(reader: &mut Reader<'_>, node: &Node) -> BTreeMap<Arc<str>, Environment> {
    let mut found = BTreeMap::new();
    for (key, node) in reader.pairs(node) {
        if let Some(name) = key.text() {
            found.insert(Arc::from(name), environment(reader, node));
        }
    }
    found
}

fn environment(reader: &mut Reader<'_>, node: &Node) -> Environment {
    let mut environment = Environment::default();
    for (key, node) in reader.entries(node, ENVIRONMENT_KEYS, "an environment") {
        match key {
            "var_files" => {
                let items = reader.list(node);
                environment.var_files =
                    items.iter().filter_map(|it| reader.text(it, "a file name")).collect();
            }
            "workspace" => environment.workspace = reader.text(node, "the name of a Terraform workspace"),
            "region" => environment.regions = region(reader, node),
            _ => {
                environment.usage_file =
                    reader.text(node, "a file name").map(|it| (it, reader.place(node.range)))
            }
        }
    }
    environment
}

fn budget(reader: &mut Reader<'_>, node: &Node) -> Option<BudgetEntry> {
    let (mut name, mut monthly) = (None, None);
    let (mut scope, mut severity) = (Some(Scope::default()), BudgetSeverity::default());
    for (key, node) in reader.entries(node, BUDGET_KEYS, "a budget") {
        match key {
            "name" => name = reader.text(node, "a name"),
            "monthly" => monthly = amount(reader, node),
            "scope" => scope = self::scope(reader, node),
            _ => severity = budget_severity(reader, node),
        }
    }
    let had_amount = reader::child(node, "monthly").is_some();
    if !had_amount && matches!(node.kind, Kind::Map(_)) {
        reader.note(node.range, Severity::Error, "a budget needs `monthly`: an amount a month".to_owned());
    }
    let name = name.map_or_else(|| "budget".to_owned(), |name| name.to_string());
    let budget = Budget { name, scope: scope?, monthly: monthly?, severity };
    Some(BudgetEntry { budget, place: reader.place(node.range) })
}

/// An amount, exactly as written.
fn amount(reader: &mut Reader<'_>, node: &Node) -> Option<Decimal> {
    let parsed = node.text().and_then(|text| text.trim().parse::<Decimal>().ok());
    let valid = parsed.filter(|amount| !amount.is_sign_negative());
    if valid.is_none() {
        let message =
            format!("expected an amount of money a month, such as 300 or 299.90, not {}", node.described());
        reader.note(node.range, Severity::Error, message);
    }
    valid
}

fn scope(reader: &mut Reader<'_>, node: &Node) -> Option<Scope> {
    if node.text() == Some("workspace") {
        return Some(Scope::Workspace);
    }
    let entries = match node.kind {
        Kind::Map(_) => reader.entries(node, SCOPE_KEYS, "`scope`"),
        _ => Vec::new(),
    };
    let Some((key, node)) = entries.first() else {
        let message =
            "a scope is `workspace`, or one of `file: GLOB`, `module: ADDRESS`, `resource: ADDRESS or type`";
        reader.note(node.range, Severity::Error, message.to_owned());
        return None;
    };
    let text = reader.text(node, "a text")?.to_string();
    Some(match *key {
        "file" => Scope::File(text),
        "module" => Scope::Module(text),
        _ => Scope::Resource(text),
    })
}

fn budget_severity(reader: &mut Reader<'_>, node: &Node) -> BudgetSeverity {
    match node.text() {
        Some("warning") => BudgetSeverity::Warning,
        Some("error") => BudgetSeverity::Error,
        _ => {
            let message = format!("a severity is `warning` or `error`, not {}", node.described());
            reader.note(node.range, Severity::Error, message);
            BudgetSeverity::default()
        }
    }
}

fn rules(reader: &mut Reader<'_>, node: &Node) -> BTreeSet<Arc<str>> {
    let entries = reader.entries(node, RULES_KEYS, "`rules`");
    let Some((_, off)) = entries.first() else { return BTreeSet::new() };
    reader.list(off).iter().filter_map(|it| reader.text(it, "the name of a rule")).collect()
}

#[cfg(test)]
mod tests;
