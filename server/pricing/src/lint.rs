//! Proves mapping tables against prices: every selector finds something, and never two SKUs for one choice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalog::Row;

use crate::expr::{Expr, Template};
use crate::table::{Body, ComponentDef, Mappings, PriceDef, Table};

/// What is said of one table.
#[derive(Debug, Default)]
pub struct TableReport {
    /// `aws/instance`.
    pub table: Arc<str>,
    /// The types it prices, in every language.
    pub types: Vec<Arc<str>>,
    /// Ids of its components, those of its parts included (`aws/instance: Instance usage`).
    pub components: Vec<Arc<str>>,
    /// Shared tables it uses.
    pub shared: BTreeSet<Arc<str>>,
    /// Mistakes, as sentences.
    pub problems: Vec<String>,
}

impl Mappings {
    /// Checks all tables against the rows of the book.
    pub fn lint(&self, rows: &[Row]) -> Vec<TableReport> {
        let shelves = shelve(rows);
        let mut tables: BTreeMap<&Arc<str>, &Arc<Table>> = BTreeMap::new();
        tables.extend(self.tables.values().map(|table| (&table.key, table)));
        tables.extend(self.shared.iter());
        tables.into_values().map(|table| report(table, self, &shelves)).collect()
    }
}

type Shelves<'a> = BTreeMap<(&'static str, &'a str), Vec<&'a Row>>;

fn shelve(rows: &[Row]) -> Shelves<'_> {
    let mut shelves = Shelves::new();
    for row in rows {
        shelves.entry((row.provider.as_str(), &*row.service)).or_default().push(row);
    }
    shelves
}

fn report(table: &Table, mappings: &Mappings, shelves: &Shelves) -> TableReport {
    let mut report =
        TableReport { table: table.key.clone(), types: table.types.clone(), ..TableReport::default() };
    let mut names = BTreeSet::new();
    names.extend(table.params.iter().cloned());
    body(table, &table.body, mappings, shelves, &names, &mut report);
    report
}

fn body(
    table: &Table,
    of: &Body,
    mappings: &Mappings,
    shelves: &Shelves,
    outer: &BTreeSet<Arc<str>>,
    report: &mut TableReport,
) {
    let mut names = outer.clone();
    names.extend(defined(of));
    let mut exprs: Vec<&Expr> = of.lets.values().collect();
    exprs.extend(of.attrs.values().filter_map(|attr| attr.default.as_ref()));
    for def in &of.components {
        component(table, def, shelves, report);
        exprs.extend(component_exprs(def));
    }
    for part in &of.parts {
        report.shared.extend(part.shared.clone());
        if let Some(shared) = part.shared.as_ref().and_then(|key| mappings.shared.get(key)) {
            params(&shared.params, part.with.keys(), &shared.key, report);
        }
        let mut inner = names.clone();
        inner.extend(defined(&part.body));
        undefined(part.with.values().chain(&part.when).chain(part.name.exprs()), &inner, report);
        body(table, &part.body, mappings, shelves, &names, report);
    }
    undefined(exprs.into_iter(), &names, report);
}

fn defined(body: &Body) -> impl Iterator<Item = Arc<str>> {
    let relations = body.links.keys().chain(body.children.keys());
    body.attrs.keys().chain(body.lets.keys()).chain(body.book.keys()).chain(relations).cloned()
}

fn component_exprs(def: &ComponentDef) -> impl Iterator<Item = &Expr> {
    let own = [Some(&def.quantity), def.when.as_ref(), def.per.as_ref(), def.rate.as_ref()];
    let texts = def.name.exprs().chain(def.unit.exprs());
    let prices = def.prices.iter().flat_map(PriceDef::templates).flat_map(Template::exprs);
    own.into_iter().flatten().chain(texts).chain(prices)
}

fn params<'a>(
    wanted: &[Arc<str>],
    given: impl Iterator<Item = &'a Arc<str>>,
    shared: &str,
    report: &mut TableReport,
) {
    let unknown = given.filter(|name| !wanted.contains(name)).map(|name| format!("{shared} takes no {name}"));
    report.problems.extend(unknown);
}

fn undefined<'a>(
    exprs: impl Iterator<Item = &'a Expr>,
    names: &BTreeSet<Arc<str>>,
    report: &mut TableReport,
) {
    for expr in exprs {
        expr.walk(&mut |it| match it {
            Expr::Name(name) if !names.contains(name) && !matches!(&**name, "region" | "index") => {
                report.problems.push(format!("{name} is not defined"));
            }
            _ => {}
        });
    }
}

fn component(table: &Table, def: &ComponentDef, shelves: &Shelves, report: &mut TableReport) {
    report.components.push(def.id.clone());
    if def.unit.is_empty() {
        report.problems.push(format!("{}: no unit", def.id));
    }
    let mut finds = false;
    for price in &def.prices {
        match selector(table, price, shelves) {
            Ok(found) => finds |= found,
            Err(problem) => report.problems.push(format!("{}: {problem}", def.id)),
        }
    }
    if !finds {
        report.problems.push(format!("{}: the selector matches no price", def.id));
    }
}

/// Whether the selector finds anything; an error when it finds two SKUs for the same choice.
fn selector(table: &Table, price: &PriceDef, shelves: &Shelves) -> Result<bool, String> {
    let service = match (&price.service, &table.service) {
        (Some(template), _) => template.constant().ok_or("the service must be a plain text")?,
        (None, Some(service)) => service.clone(),
        (None, None) => return Err("no service".to_owned()),
    };
    let shelf = shelves.get(&(table.provider.as_str(), &*service)).map(Vec::as_slice).unwrap_or_default();
    let rows: Vec<&&Row> = shelf.iter().filter(|row| fits(row, price)).collect();
    let mut choices = BTreeMap::new();
    for row in &rows {
        let chosen: Vec<&Arc<str>> =
            price.attributes.keys().filter_map(|key| row.attributes.get(key)).collect();
        match choices.insert((chosen, &row.region, row.option, row.tier_start), **row) {
            Some(other) if other.price != row.price || other.unit != row.unit => {
                return Err(format!(
                    "two prices for one choice in {}: {} and {}",
                    row.region, other.id, row.id
                ));
            }
            _ => {}
        }
    }
    Ok(!rows.is_empty())
}

/// Whether a row agrees with the constant parts, and has the attributes that vary.
fn fits(row: &Row, price: &PriceDef) -> bool {
    let agrees = |template: &Option<Template>, value: &str| {
        template.as_ref().and_then(Template::constant).is_none_or(|wanted| *wanted == *value)
    };
    agrees(&price.region, &row.region)
        && agrees(&price.unit, &row.unit)
        && match &price.option {
            None => row.option == catalog::PurchaseOption::OnDemand,
            some => agrees(some, row.option.as_str()),
        }
        && price.attributes.iter().all(|(key, template)| {
            match (row.attributes.get(key), template.constant()) {
                (Some(value), Some(wanted)) => *value == wanted,
                (Some(_), None) => true,
                (None, _) => false,
            }
        })
}
