//! Hovers: the table of components, where each price comes from, what was assumed and what is not known.

use std::collections::BTreeSet;
use std::fmt::Write;

use findings::display;
use ir::{Resource, Value};
use pricing::{Component, Estimate, Outcome, Quantity, Subresource, UnitPrice};
use text::{FileId, TextRange};

use crate::Hover;
use crate::analysis::{Analysis, Block};
use crate::label::{block_label, reason};

/// No more instances of one block are written out.
const MAX_INSTANCES: usize = 5;

impl Analysis {
    /// The hover at an offset: on the opening line of a block, or on an attribute that costs.
    pub fn hover(&self, file: &FileId, offset: u32) -> Option<Hover> {
        let block = self.blocks(file, TextRange::empty(offset)).into_iter().next()?;
        let resource = &block.first()?.resource;
        let range = match resource.header.touches(offset) {
            true => resource.header,
            false => attribute_at(&block, offset)?,
        };
        Some(Hover { range, markdown: self.explain(&block) })
    }

    /// The tooltip of the hint at an offset: the same as the hover of its line.
    pub fn hint_tooltip(&self, file: &FileId, offset: u32) -> Option<String> {
        let block = self.blocks(file, TextRange::empty(offset)).into_iter().next()?;
        Some(self.explain(&block))
    }

    fn explain(&self, block: &Block<'_>) -> String {
        let currency = &*self.settings.currency;
        let estimates: Vec<&Estimate> = block.estimates().map(|it| &**it).collect();
        let mut out = String::new();
        for group in alike(&estimates).iter().take(MAX_INSTANCES) {
            self.explain_group(group, currency, &mut out);
        }
        let n_more = alike(&estimates).len().saturating_sub(MAX_INSTANCES);
        if n_more > 0 {
            let _ = writeln!(out, "\nand {n_more} more, of other cost");
        }
        out
    }

    fn explain_group(&self, group: &[&Estimate], currency: &str, out: &mut String) {
        let Some(first) = group.first() else { return };
        let label = block_label(group, currency).unwrap_or_else(|| outcome(first).to_owned());
        let region = if first.region.is_empty() { String::new() } else { format!(" · {}", first.region) };
        // Writing to a string cannot fail.
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{} · {label}{region}\n", addresses(group));
        if first.outcome == Outcome::Mapped {
            let _ = writeln!(out, "| Component | Quantity | Price | Monthly |\n|---|--:|--:|--:|");
            out.push_str(&component_rows(first, currency));
            section(out, "Prices", sources(first, currency));
        }
        let assumptions = first.assumptions.iter().map(|it| {
            let mark = if it.uncertain { "~ " } else { "" };
            format!("{mark}{}", escaped(&it.text))
        });
        section(out, "Assumptions", assumptions.collect());
        section(out, "Not known", self.unknowns(first));
    }

    /// Reasons of what is not known, each with the place where it became unknown.
    fn unknowns(&self, estimate: &Estimate) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        if let Some(why) = &estimate.resource.unknown_count {
            lines.push(format!("number of instances: {}", escaped(&why.to_string())));
        }
        for component in estimate.all_components() {
            if let Some(reason) = reason(component) {
                let place = self.place_of(&estimate.resource, component);
                lines.push(format!("{}: {}{place}", escaped(&component.name), escaped(reason)));
            }
        }
        lines
    }

    /// ` (variables.tf:3)` of the attribute that decides a component, when its value became unknown elsewhere.
    fn place_of(&self, resource: &Resource, component: &Component) -> String {
        let value = component.attribute.as_deref().and_then(|path| resource.attr(path));
        let place = value.and_then(Value::first_unknown).and_then(|unknown| unknown.place.as_ref());
        let line = place.and_then(|place| {
            let text = self.text(&place.file)?;
            let before = text.get(..place.range.start as usize)?;
            Some((&place.file, before.matches('\n').count() + 1))
        });
        line.map_or_else(String::new, |(file, line)| format!(" ({file}:{line})"))
    }
}

/// The attribute at an offset, when it decides a cost or stands in the way of one.
fn attribute_at(block: &Block<'_>, offset: u32) -> Option<TextRange> {
    block.estimates().find_map(|estimate| {
        let components = estimate.all_components();
        let paths = components.iter().flat_map(|it| {
            let at_fault = it.price.as_ref().err().and_then(|it| it.attribute.as_deref());
            it.attribute.as_deref().into_iter().chain(at_fault)
        });
        let spans = paths.filter_map(|path| estimate.resource.span(path));
        spans.map(|it| it.range).find(|it| it.touches(offset))
    })
}

/// Instances that cost the same, together.
fn alike<'a>(estimates: &[&'a Estimate]) -> Vec<Vec<&'a Estimate>> {
    let mut groups: Vec<Vec<&Estimate>> = Vec::new();
    for estimate in estimates {
        let same = |group: &&mut Vec<&Estimate>| group.first().is_some_and(|it| costs_alike(it, estimate));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(estimate),
            None => groups.push(vec![estimate]),
        }
    }
    groups
}

fn costs_alike(left: &Estimate, right: &Estimate) -> bool {
    left.outcome == right.outcome
        && left.region == right.region
        && left.components == right.components
        && left.subresources == right.subresources
}

fn addresses(group: &[&Estimate]) -> String {
    let names: Vec<String> =
        group.iter().take(MAX_INSTANCES).map(|it| format!("`{}`", it.resource.address)).collect();
    let more = if group.len() > names.len() { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

fn outcome(estimate: &Estimate) -> &'static str {
    match estimate.outcome {
        Outcome::Mapped => "",
        Outcome::Free => "free",
        Outcome::Unsupported => "? (not supported)",
        Outcome::NotCreated => "not created",
    }
}

/// Rows of a Markdown table: component, quantity, price, monthly. Parts of the resource are named before theirs.
pub(crate) fn component_rows(estimate: &Estimate, currency: &str) -> String {
    let mut out: String = estimate.components.iter().map(|it| row("", it, currency)).collect();
    estimate.subresources.iter().for_each(|it| subresource_rows("", it, currency, &mut out));
    out
}

fn subresource_rows(above: &str, subresource: &Subresource, currency: &str, out: &mut String) {
    let prefix = format!("{above}{}: ", subresource.name);
    out.extend(subresource.components.iter().map(|it| row(&prefix, it, currency)));
    subresource.subresources.iter().for_each(|it| subresource_rows(&prefix, it, currency, out));
}

fn row(prefix: &str, component: &Component, currency: &str) -> String {
    let quantity = match &component.quantity {
        Quantity::Known(quantity) => display::quantity_of(*quantity, &component.unit),
        Quantity::NeedsUsage => format!("usage, {}", component.unit),
        Quantity::Unknown(_) => format!("? {}", component.unit),
    };
    let price = match &component.price {
        Ok(price) => display::price(price.amount, currency),
        Err(_) => "?".to_owned(),
    };
    let monthly = match component.monthly() {
        Some(monthly) => display::amount(monthly, currency),
        None if component.quantity == Quantity::NeedsUsage => "usage".to_owned(),
        None => "?".to_owned(),
    };
    let name = escaped(&component.name);
    format!("| {}{name} | {} | {price} | {monthly} |\n", escaped(prefix), escaped(&quantity))
}

/// One line for each price, components with the same one together.
fn sources(estimate: &Estimate, currency: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let components = estimate.all_components();
    let priced = components.iter().filter_map(|it| Some((it, it.price.as_ref().ok()?)));
    let fresh = priced.filter(|(_, price)| seen.insert((&*price.source.id, price.source.tier.clone())));
    fresh.map(|(component, price)| source(component, price, currency)).collect()
}

fn source(component: &Component, price: &UnitPrice, currency: &str) -> String {
    let source = &price.source;
    let sku = source.sku.as_ref().map_or_else(String::new, |sku| format!("SKU `{sku}`, "));
    let region = if source.region.is_empty() { "all regions" } else { &*source.region };
    let tier = source.tier.as_ref().map_or_else(String::new, |tier| format!(", tier {tier}"));
    let line = format!(
        "{}: {sku}{region}, {} per {}{tier}; {}, as of {}",
        component.name,
        display::price(source.published, currency),
        source.unit,
        source.feed,
        source.as_of
    );
    escaped(&line)
}

fn section(out: &mut String, title: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}\n");
    for line in lines {
        let _ = writeln!(out, "- {line}");
    }
}

/// Keeps a text from being read as Markdown or as a cell's border.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '|' | '*' | '<' => out.extend(['\\', letter]),
            '\n' | '\r' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}
