//! Files to tables. A mistake in a table is named with its file; the table is left out, the others stay.

use std::collections::BTreeMap;
use std::sync::Arc;

use catalog::Provider;

use super::model::*;
use super::raw::*;
use crate::expr::{Expr, Template, parse};

type Result<T> = std::result::Result<T, String>;

impl Mappings {
    /// Reads tables (`mappings/aws/instance.toml`; shared ones begin with `_`) and lists of free types
    /// (`free/aws.txt`). Returns what could be read, and what is wrong with the rest.
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<String>) {
        let mut mappings = Self::default();
        let mut mistakes = Vec::new();
        for (path, text) in files {
            let read = if path.ends_with(".toml") {
                mappings.add_table(path, text)
            } else {
                mappings.add_free(text);
                Ok(())
            };
            mistakes.extend(read.err().map(|message| format!("{path}: {message}")));
        }
        mistakes.extend(mappings.missing_shared());
        (mappings, mistakes)
    }

    fn add_table(&mut self, path: &str, text: &str) -> Result<()> {
        let key = path.trim_end_matches(".toml");
        let key = key.strip_prefix("mappings/").unwrap_or(key);
        check_keys(text)?;
        let raw: RawTable = toml::from_str(text).map_err(|error| error.to_string())?;
        let table = Arc::new(table(key, raw)?);
        if key.rsplit('/').next().is_some_and(|name| name.starts_with('_')) {
            self.shared.insert(key.into(), table);
            return Ok(());
        }
        for kind in &table.types {
            if self.tables.insert(kind.clone(), table.clone()).is_some() {
                return Err(format!("{kind} has two tables"));
            }
        }
        Ok(())
    }

    fn add_free(&mut self, text: &str) {
        let names = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        self.free.extend(names.filter(|name| !name.is_empty()).map(Arc::from));
    }

    fn missing_shared(&self) -> Vec<String> {
        let all = self.tables.values().chain(self.shared.values());
        let mut missing: Vec<String> = all
            .flat_map(|table| table.body.uses().into_iter().map(move |used| (table, used)))
            .filter(|(_, used)| !self.shared.contains_key(used))
            .map(|(table, used)| format!("{}: there is no shared table {used}", table.key))
            .collect();
        missing.sort();
        missing.dedup();
        missing
    }
}

const BODY_KEYS: [&str; 7] = ["attr", "link", "child", "let", "book", "component", "part"];
const TABLE_KEYS: [&str; 6] = ["provider", "service", "names", "params", "region", "lookup"];
const PART_KEYS: [&str; 6] = ["name", "when", "each", "use", "with", "inline"];

/// serde cannot refuse unknown keys beside a flattened body: a misspelt key must not be read over.
fn check_keys(text: &str) -> Result<()> {
    let root: toml::Table = toml::from_str(text).map_err(|error| error.to_string())?;
    check_level(&root, &TABLE_KEYS)
}

fn check_level(level: &toml::Table, own: &[&str]) -> Result<()> {
    let unknown = level.keys().find(|key| !own.contains(&key.as_str()) && !BODY_KEYS.contains(&key.as_str()));
    if let Some(key) = unknown {
        return Err(format!("unknown key `{key}`"));
    }
    let parts = level.get("part").and_then(toml::Value::as_array).into_iter().flatten();
    parts.filter_map(toml::Value::as_table).try_for_each(|part| check_level(part, &PART_KEYS))
}

impl Body {
    fn uses(&self) -> Vec<Arc<str>> {
        let own = self.parts.iter().filter_map(|part| part.shared.clone());
        own.chain(self.parts.iter().flat_map(|part| part.body.uses())).collect()
    }
}

fn table(key: &str, raw: RawTable) -> Result<Table> {
    let provider = Provider::parse(&raw.provider).ok_or_else(|| format!("no provider {}", raw.provider))?;
    Ok(Table {
        key: key.into(),
        provider,
        service: raw.service.map(Arc::from),
        types: raw.names.into_values().flat_map(OneOrMany::list).map(Arc::from).collect(),
        params: raw.params.into_iter().map(Arc::from).collect(),
        region: raw.region.iter().map(|text| parse(text)).collect::<Result<_>>()?,
        lookups: raw.lookup.into_iter().map(|(name, entries)| (name.into(), lookup(entries))).collect(),
        body: body(key, raw.body)?,
    })
}

fn lookup(entries: BTreeMap<String, toml::Value>) -> BTreeMap<Arc<str>, Arc<str>> {
    entries.into_iter().map(|(key, value)| (key.into(), scalar(&value).into())).collect()
}

fn scalar(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A string is an expression, a number or boolean itself.
fn expr(value: &toml::Value) -> Result<Expr> {
    parse(&scalar(value))
}

fn body(key: &str, raw: RawBody) -> Result<Body> {
    Ok(Body {
        attrs: compile_all(raw.attr, attr)?,
        links: compile_all(raw.link, |it| Ok(Arc::new(link(it))))?,
        children: compile_all(raw.child, |it| Ok(Arc::new(link(it))))?,
        lets: compile_all(raw.lets, |it| expr(&it))?,
        book: compile_all(raw.book, book)?,
        components: raw.component.into_iter().map(|it| component(key, it)).collect::<Result<_>>()?,
        parts: raw.part.into_iter().map(|it| part(key, it)).collect::<Result<_>>()?,
    })
}

fn compile_all<T, U>(
    raw: BTreeMap<String, T>,
    compile: impl Fn(T) -> Result<U>,
) -> Result<BTreeMap<Arc<str>, U>> {
    raw.into_iter()
        .map(|(name, it)| match compile(it) {
            Ok(it) => Ok((Arc::from(name), it)),
            Err(message) => Err(format!("{name}: {message}")),
        })
        .collect()
}

fn paths(terraform: Option<OneOrMany>, cloudformation: Option<OneOrMany>, arm: Option<OneOrMany>) -> Paths {
    let list = |it: Option<OneOrMany>| {
        it.map(OneOrMany::list).unwrap_or_default().into_iter().map(Arc::from).collect()
    };
    Paths { terraform: list(terraform), cloudformation: list(cloudformation), arm: list(arm) }
}

fn attr(raw: RawAttr) -> Result<Attr> {
    Ok(Attr {
        paths: paths(raw.terraform, raw.cloudformation, raw.arm),
        via: raw.via.map(Arc::from),
        default: raw.default.as_ref().map(expr).transpose()?,
        assumption: raw.assumption.map(Arc::from),
    })
}

fn link(raw: RawLink) -> Link {
    let arcs = |list: Vec<String>| list.into_iter().map(Arc::from).collect();
    Link {
        paths: paths(raw.terraform, raw.cloudformation, raw.arm),
        types: arcs(raw.types),
        by: arcs(raw.by),
        via: raw.via.map(Arc::from),
        holds: raw.r#where.into_iter().map(|(path, value)| (path.into(), value.into())).collect(),
    }
}

fn book(raw: RawBook) -> Result<BookAttr> {
    Ok(BookAttr { attribute: raw.attribute.into(), price: price(raw.price)? })
}

fn price(raw: BTreeMap<String, toml::Value>) -> Result<PriceDef> {
    let mut def = PriceDef::default();
    for (key, value) in raw {
        let template = Template::parse(&scalar(&value))?;
        match key.as_str() {
            "service" => def.service = Some(template),
            "region" => def.region = Some(template),
            "option" => def.option = Some(template),
            "unit" => def.unit = Some(template),
            _ => {
                def.attributes.insert(key.into(), template);
            }
        }
    }
    Ok(def)
}

fn component(key: &str, raw: RawComponent) -> Result<ComponentDef> {
    let id = format!("{key}: {}", raw.name);
    compile_component(&id, raw).map_err(|message| format!("{id}: {message}"))
}

fn compile_component(id: &str, raw: RawComponent) -> Result<ComponentDef> {
    let first = price(raw.price)?;
    let mut prices = vec![first.clone()];
    for over in raw.fallback {
        prices.push(first.overlaid(&price(over)?));
    }
    Ok(ComponentDef {
        id: id.into(),
        name: Template::parse(&raw.name)?,
        unit: Template::parse(&raw.unit)?,
        quantity: expr(&raw.quantity)?,
        when: raw.when.as_deref().map(parse).transpose()?,
        prices,
        per: raw.per.as_ref().map(expr).transpose()?,
        rate: raw.rate.as_deref().map(parse).transpose()?,
        tiers: tiers(raw.tiers.as_deref())?,
        sku: raw.sku.map(Arc::from),
        sku_label: raw.sku_label.map(Arc::from),
        attribute: raw.attribute.map(Arc::from),
    })
}

fn tiers(raw: Option<&str>) -> Result<Tiers> {
    match raw {
        None | Some("split") => Ok(Tiers::Split),
        Some("split_paid") => Ok(Tiers::SplitPaid),
        Some("first") => Ok(Tiers::First),
        Some("paid") => Ok(Tiers::Paid),
        Some(other) => Err(format!("tiers is split, split_paid, first or paid, not {other}")),
    }
}

fn part(key: &str, raw: RawPart) -> Result<PartDef> {
    let mut with = BTreeMap::new();
    for (name, value) in &raw.with {
        with.insert(Arc::from(name.as_str()), expr(value)?);
    }
    Ok(PartDef {
        name: Template::parse(&raw.name)?,
        when: raw.when.as_deref().map(parse).transpose()?,
        each: raw.each.map(Arc::from),
        shared: raw.shared.map(Arc::from),
        with,
        inline: raw.inline,
        body: body(key, raw.body)?,
    })
}
