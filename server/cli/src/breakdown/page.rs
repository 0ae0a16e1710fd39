//! What a reader sees, before any form: lines of a tree with their columns, then what the sum leaves out and why.
//! Table, Markdown and HTML only lay it out.

use std::collections::BTreeMap;

use findings::display;
use ir::{Place, Severity};
use pricing::{Component, Estimate, Outcome, Quantity, Subresource, Totals};

use super::{Project, Report};

/// All projects.
pub struct Page {
    /// One section per root module.
    pub sections: Vec<Section>,
    /// The sum over all, when there is more than one section.
    pub total: Option<String>,
}

/// One root module.
pub struct Section {
    /// Its name.
    pub title: String,
    /// Priced resources and their parts.
    pub lines: Vec<Line>,
    /// The sum, with what it leaves out.
    pub total: String,
    /// Lists under the sum: a heading and its entries.
    pub lists: Vec<(String, Vec<String>)>,
}

/// A line of the tree.
#[derive(Debug, Default)]
pub struct Line {
    /// Branches before the name: `├─ `.
    pub branch: String,
    /// A resource, a part of it, or a component.
    pub name: String,
    /// Monthly quantity and unit, or what it depends on.
    pub amount: Amount,
    /// Monthly cost.
    pub cost: String,
    /// Whether a resource begins here.
    pub is_resource: bool,
}

/// The middle columns.
#[derive(Debug, Default)]
pub enum Amount {
    #[default]
    Nothing,
    /// Quantity and unit.
    Quantity(String, String),
    /// One text over all columns: `depends on usage: $0.045 per GB`.
    Text(String),
}

/// Whether a component's quantity is zero: such lines are left out.
pub fn is_nothing(component: &Component) -> bool {
    matches!(component.quantity, Quantity::Known(quantity) if quantity.is_zero())
}

/// Makes the page of a report.
pub fn page(report: &Report) -> Page {
    let sections: Vec<Section> = report.projects.iter().map(|it| section(it, report)).collect();
    let several = sections.len() > 1;
    Page { total: several.then(|| display::total(&report.totals(), &report.currency)), sections }
}

fn section(project: &Project, report: &Report) -> Section {
    let currency = &report.currency;
    let mut lines = Vec::new();
    for estimate in project.estimates.iter().filter(|it| it.outcome == Outcome::Mapped) {
        resource_lines(estimate, currency, &mut lines);
    }
    Section {
        title: project.name.clone(),
        lines,
        total: display::total(&project.totals, currency),
        lists: lists(project, report).into_iter().filter(|(_, entries)| !entries.is_empty()).collect(),
    }
}

fn resource_lines(estimate: &Estimate, currency: &str, lines: &mut Vec<Line>) {
    let all = estimate.all_components();
    let shown = all.iter().filter(|it| !is_nothing(it)).count();
    let mut name = estimate.resource.address.to_string();
    if estimate.resource.unknown_count.is_some() {
        name.push_str(" × ?");
    }
    let cost = if shown == 0 {
        display::amount(Default::default(), currency)
    } else {
        subtotal(&estimate.totals_of_one(), currency)
    };
    lines.push(Line { name, cost, is_resource: true, ..Line::default() });
    tree(&estimate.components, &estimate.subresources, "", currency, lines);
}

/// `~$70.08`, `$32.85 + usage`, `usage`, `?`.
fn subtotal(totals: &Totals, currency: &str) -> String {
    let assumed = if totals.assumed { "~" } else { "" };
    let amount = format!("{assumed}{}", display::amount(totals.monthly, currency));
    let is_zero = totals.monthly.is_zero();
    match (totals.n_unpriced > 0, totals.n_usage > 0) {
        (true, _) if is_zero => "?".to_owned(),
        (true, _) => format!("≥ {amount}"),
        (false, true) if is_zero => "usage".to_owned(),
        (false, true) => format!("{amount} + usage"),
        (false, false) => amount,
    }
}

fn tree(
    components: &[Component],
    parts: &[Subresource],
    indent: &str,
    currency: &str,
    lines: &mut Vec<Line>,
) {
    let components: Vec<&Component> = components.iter().filter(|it| !is_nothing(it)).collect();
    let parts: Vec<&Subresource> =
        parts.iter().filter(|it| it.all_components().iter().any(|it| !is_nothing(it))).collect();
    let n_children = components.len() + parts.len();
    let branch = |at: usize| if at + 1 == n_children { "└─ " } else { "├─ " };
    for (at, component) in components.iter().enumerate() {
        lines.push(component_line(component, format!("{indent}{}", branch(at)), currency));
    }
    for (at, part) in parts.iter().enumerate() {
        let at = components.len() + at;
        lines.push(Line {
            branch: format!("{indent}{}", branch(at)),
            name: part.name.to_string(),
            ..Line::default()
        });
        let below = if at + 1 == n_children { "   " } else { "│  " };
        tree(&part.components, &part.subresources, &format!("{indent}{below}"), currency, lines);
    }
}

fn component_line(component: &Component, branch: String, currency: &str) -> Line {
    let unit = component.unit.to_string();
    let (amount, cost) = match (&component.quantity, &component.price) {
        (Quantity::Known(quantity), price) => {
            let cost = component.monthly().filter(|_| price.is_ok());
            let cost = cost.map_or_else(|| "?".to_owned(), |it| display::amount(it, currency));
            (Amount::Quantity(display::quantity(*quantity), unit), cost)
        }
        (Quantity::NeedsUsage, Ok(price)) => {
            let price = display::price(price.amount, currency);
            (Amount::Text(format!("depends on usage: {price} per {}", display::one(&unit))), String::new())
        }
        (Quantity::Unknown(_), Ok(price)) => {
            let price = display::price(price.amount, currency);
            (Amount::Text(format!("quantity unknown: {price} per {}", display::one(&unit))), "?".to_owned())
        }
        (_, Err(_)) => (Amount::Quantity("?".to_owned(), unit), "?".to_owned()),
    };
    Line { branch, name: component.name.to_string(), amount, cost, is_resource: false }
}

fn lists(project: &Project, report: &Report) -> Vec<(String, Vec<String>)> {
    let free = project.estimates.iter().filter(|it| it.outcome == Outcome::Free).count();
    let free = match free {
        0 => Vec::new(),
        1 => vec!["1 resource".to_owned()],
        n => vec![format!("{n} resources")],
    };
    vec![
        ("Not priced".to_owned(), unpriced(project, report)),
        ("Not supported yet".to_owned(), unsupported(project)),
        ("Assumed (~)".to_owned(), assumptions(project)),
        (
            "Budgets".to_owned(),
            project.budgets.iter().map(|it| said(report, &it.place, it.severity, &it.message)).collect(),
        ),
        ("Notes".to_owned(), notes(project, report)),
        ("Free".to_owned(), free),
    ]
}

/// `main.tf:12 aws_instance.web, Instance usage: no price for m5.lrage in us-east-1; did you mean m5.large?`
fn unpriced(project: &Project, report: &Report) -> Vec<String> {
    let mut entries = Vec::new();
    for estimate in &project.estimates {
        let resource = &estimate.resource;
        for component in estimate.all_components() {
            let why = match (&component.price, &component.quantity) {
                (Err(unpriced), _) => {
                    let near = unpriced.suggestion.as_ref().map(|it| format!("; did you mean {it}?"));
                    format!("{}{}", unpriced.reason, near.unwrap_or_default())
                }
                (Ok(_), Quantity::Unknown(why)) => why.to_string(),
                _ => continue,
            };
            let attribute = component.attribute.as_ref().and_then(|path| resource.span(path));
            let range = attribute.map_or(resource.header, |span| span.range);
            let place = report.positions.shown(&Place { file: resource.file.clone(), range });
            entries.push(format!("{place} {}, {}: {why}", resource.address, component.name));
        }
        if let Some(why) = &resource.unknown_count {
            let place = report.positions.shown(&resource.place());
            entries.push(format!("{place} {}: how many there are is not known: {why}", resource.address));
        }
    }
    entries
}

/// `aws_wafv2_web_acl × 2`.
fn unsupported(project: &Project) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for estimate in project.estimates.iter().filter(|it| it.outcome == Outcome::Unsupported) {
        *counts.entry(&estimate.resource.kind).or_default() += 1;
    }
    counts.into_iter().map(|(kind, n)| format!("{kind} × {n}")).collect()
}

/// Uncertain assumptions, each once, with the number of resources that rest on it.
fn assumptions(project: &Project) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for estimate in &project.estimates {
        let uncertain = estimate.assumptions.iter().filter(|it| it.uncertain);
        uncertain.for_each(|it| *counts.entry(&it.text).or_default() += 1);
    }
    let resources = |n| if n == 1 { String::new() } else { format!(" ({n} resources)") };
    counts.into_iter().map(|(text, n)| format!("{text}{}", resources(n))).collect()
}

fn notes(project: &Project, report: &Report) -> Vec<String> {
    project.notes.iter().map(|it| said(report, &it.place, it.severity, &it.message)).collect()
}

fn said(report: &Report, place: &Place, severity: Severity, message: &str) -> String {
    format!("{}: {}: {message}", report.positions.shown(place), crate::inspect::severity(severity))
}
