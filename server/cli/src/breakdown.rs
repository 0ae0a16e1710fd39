//! `breakdown`: what a folder costs a month.

mod html;
mod json;
mod markdown;
mod page;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use anyhow::{Context as _, bail};
use findings::Finding;
use ir::{Note, Severity};
use pricing::{Estimate, Mappings, Pricer, Totals};
use project::Setup;

use crate::args::{BreakdownArgs, Format};
use crate::positions::Positions;
use crate::target::Target;
use crate::{Ending, output};

/// The estimates of one root module.
pub struct Project {
    /// Its folder's name.
    pub name: String,
    /// Estimates of its resources.
    pub estimates: Vec<Arc<Estimate>>,
    /// What settings and code make worth saying.
    pub notes: Vec<Note>,
    /// Exceeded budgets.
    pub budgets: Vec<Finding>,
    /// Values that are no SKU.
    pub unknown_skus: Vec<Finding>,
    /// The sum.
    pub totals: Totals,
}

/// All that a form of output shows.
pub struct Report {
    /// Root modules.
    pub projects: Vec<Project>,
    /// Currency of all amounts.
    pub currency: Arc<str>,
    /// Where things stand.
    pub positions: Positions,
}

/// Runs the command.
pub fn run(args: &BreakdownArgs) -> anyhow::Result<Ending> {
    let currency = args.currency.as_deref();
    check_currency(currency)?;
    let target = Target::open(&args.path, &args.values, args.usage_file.as_deref())?.with_code(&args.path)?;
    let target = target.with_currency(currency);
    let report = report(&target)?;
    let text = match args.format {
        Format::Json => json::document(&report)?,
        Format::Table => table::text(&page::page(&report)),
        Format::Markdown => markdown::text(&page::page(&report)),
        Format::Html => html::text(&page::page(&report)),
    };
    output::write(args.out_file.as_deref(), &text)?;
    Ok(report.ending())
}

/// There are no exchange rates: an amount in a currency that no price is published in would be made up.
fn check_currency(currency: Option<&str>) -> anyhow::Result<()> {
    let known = project::PUBLISHED_CURRENCIES;
    match currency {
        Some(code) if !known.contains(&code) => {
            bail!(
                "--currency {code}: no price is published in it, and there are no exchange rates; use one of {}",
                known.join(", ")
            )
        }
        _ => Ok(()),
    }
}

fn report(target: &Target) -> anyhow::Result<Report> {
    let pricer = pricer().context("the price book of this program cannot be read")?;
    let setups: Vec<Setup> = target.roots.iter().map(|root| target.setup(root)).collect();
    // One settings file holds for all roots below the path.
    let currency = setups.first().map(|setup| setup.currency.clone());
    let roots = target.roots.iter().zip(setups);
    Ok(Report {
        projects: roots.map(|(root, setup)| project(target, root, setup, &pricer)).collect(),
        currency: currency.unwrap_or_else(|| project::PRICE_CURRENCY.into()),
        positions: Positions::new(target.files.clone(), &target.base),
    })
}

pub fn pricer() -> anyhow::Result<Pricer> {
    let (mappings, wrong) = Mappings::load(bundle::mappings().chain(bundle::free_lists()));
    wrong.iter().for_each(|message| eprintln!("warning: mapping table: {message}"));
    Ok(Pricer::new(bundle::book()?, Arc::new(mappings)))
}

fn project(target: &Target, root: &str, setup: Setup, pricer: &Pricer) -> Project {
    let evaluation = target.evaluate(root, &setup.inputs);
    let estimates = pricer.estimate(&evaluation.resources, &setup.context);
    let budgets: Vec<findings::Budget> = setup.budgets.iter().map(|it| it.budget.clone()).collect();
    let budgets = findings::check_budgets(&estimates, &evaluation.modules, &budgets, &setup.currency);
    let mut totals = Totals::default();
    estimates.iter().for_each(|it| totals.add(it.totals()));
    let notes = setup.notes.into_iter().chain(evaluation.notes).collect();
    let unknown_skus = findings::check_skus(&estimates);
    Project { name: name(target, root), estimates, notes, budgets, unknown_skus, totals }
}

/// The folder asked for by its name, a folder below it by its path.
fn name(target: &Target, root: &str) -> String {
    let below = root.strip_prefix(target.base.as_str()).unwrap_or(root).trim_start_matches('/');
    if below.is_empty() { target.name.clone() } else { below.to_owned() }
}

impl Report {
    /// Errors in the input and budgets at level error show in the exit code.
    fn ending(&self) -> Ending {
        let is_error = |project: &Project| {
            project.notes.iter().any(|it| it.severity == Severity::Error)
                || project.budgets.iter().any(|it| it.severity == Severity::Error)
        };
        if self.projects.iter().any(is_error) { Ending::WithErrors } else { Ending::Done }
    }

    /// The sum over all root modules.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.projects.iter().for_each(|it| totals.add(it.totals));
        totals
    }
}
