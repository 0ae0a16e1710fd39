//! Measures estimates against budgets.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{ModuleCall, Place, Severity};
use pricing::{Estimate, Totals};
use rust_decimal::Decimal;
use text::{FileId, TextRange};

use crate::display;
use crate::glob;
use crate::{Budget, BudgetSeverity, Finding, Scope};

/// Code of a budget's findings.
const CODE: &str = "budget";

/// Reports each budget whose scope is known to cost more than its limit. Amounts are a month, in `currency`.
///
/// A sum with unknown parts is a lower bound: it can prove a breach and never its absence.
pub fn check_budgets(
    estimates: &[Arc<Estimate>],
    modules: &[ModuleCall],
    budgets: &[Budget],
    currency: &str,
) -> Vec<Finding> {
    budgets.iter().filter_map(|budget| check(estimates, modules, budget, currency)).collect()
}

fn check(
    estimates: &[Arc<Estimate>],
    modules: &[ModuleCall],
    budget: &Budget,
    currency: &str,
) -> Option<Finding> {
    let covered: Vec<&Arc<Estimate>> = estimates.iter().filter(|it| covers(&budget.scope, it)).collect();
    let mut totals = Totals::default();
    covered.iter().for_each(|it| totals.add(it.totals()));
    if totals.monthly <= budget.monthly {
        return None;
    }
    Some(Finding {
        place: place(&budget.scope, &covered, modules)?,
        severity: match budget.severity {
            BudgetSeverity::Warning => Severity::Warning,
            BudgetSeverity::Error => Severity::Error,
        },
        code: CODE,
        message: message(budget, &totals, currency),
        fix: None,
    })
}

/// `Budget "web" exceeded: $412.30/mo of $300.00/mo (+$112.30)`.
fn message(budget: &Budget, totals: &Totals, currency: &str) -> String {
    let over = display::amount(totals.monthly - budget.monthly, currency);
    let limit = display::monthly(budget.monthly, currency);
    let total = display::total(totals, currency);
    format!("Budget \"{}\" exceeded: {total} of {limit} (+{over})", budget.name)
}

fn covers(scope: &Scope, estimate: &Estimate) -> bool {
    let resource = &estimate.resource;
    match scope {
        Scope::Workspace => true,
        Scope::File(pattern) => glob::matches(pattern.trim_start_matches("./"), resource.file.as_str()),
        Scope::Module(address) => {
            is_within(&resource.module, address) || is_within(&without_keys(&resource.module), address)
        }
        Scope::Resource(pattern) => {
            let address = &resource.address;
            **pattern == *resource.kind
                || is_within(address, pattern)
                || glob::matches(pattern, address)
                || glob::matches(pattern, &without_keys(address))
        }
    }
}

/// Whether an address is this one, an instance of it, or below it.
fn is_within(address: &str, scope: &str) -> bool {
    address
        .strip_prefix(scope)
        .is_some_and(|rest| !scope.is_empty() && (rest.is_empty() || rest.starts_with(['.', '['])))
}

/// `module.web["a"].x[0]` → `module.web.x`.
fn without_keys(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let (mut in_key, mut in_quotes) = (false, false);
    for letter in address.chars() {
        match letter {
            '"' if in_key => in_quotes = !in_quotes,
            '[' if !in_quotes => in_key = true,
            ']' if !in_quotes => in_key = false,
            _ if !in_key => out.push(letter),
            _ => {}
        }
    }
    out
}

fn place(scope: &Scope, covered: &[&Arc<Estimate>], modules: &[ModuleCall]) -> Option<Place> {
    match scope {
        Scope::Workspace | Scope::File(_) => dearest_file(covered),
        Scope::Module(address) => {
            let plain = without_keys(address);
            let call = modules.iter().find(|it| it.address.as_ref() == plain);
            call.map(|it| it.header.clone()).or_else(|| dearest_file(covered))
        }
        Scope::Resource(_) => {
            let dearest = covered.iter().max_by_key(|it| it.totals().monthly)?;
            Some(Place { file: dearest.resource.file.clone(), range: dearest.resource.header })
        }
    }
}

/// The first line of the file that costs most; of several alike, the first by name.
fn dearest_file(covered: &[&Arc<Estimate>]) -> Option<Place> {
    let mut by_file: BTreeMap<&FileId, Decimal> = BTreeMap::new();
    for estimate in covered {
        *by_file.entry(&estimate.resource.file).or_default() += estimate.totals().monthly;
    }
    let (file, _) = by_file.into_iter().rev().max_by_key(|(_, monthly)| *monthly)?;
    Some(Place { file: file.clone(), range: TextRange::empty(0) })
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{estimate, monthly, unpriced};

    use super::*;

    fn budget(scope: Scope, limit: &str) -> Budget {
        Budget {
            name: "web".into(),
            scope,
            monthly: limit.parse().unwrap(),
            severity: BudgetSeverity::Warning,
        }
    }

    fn estimates() -> Vec<Arc<Estimate>> {
        vec![
            estimate("aws_instance.a[0]", "main.tf", vec![monthly("100")]),
            estimate("aws_instance.a[1]", "main.tf", vec![monthly("100")]),
            estimate("module.web[\"x.y\"].aws_lb.b", "modules/web/lb.tf", vec![monthly("212.30")]),
        ]
    }

    fn check_one(scope: Scope, limit: &str, want: Option<(&str, u32, &str)>) {
        let header = Place { file: FileId::new("main.tf"), range: TextRange::new(900, 910) };
        let modules = [ModuleCall { address: "module.web".into(), header }];
        let findings = check_budgets(&estimates(), &modules, &[budget(scope, limit)], "USD");
        let got = findings.first().map(|it| (it.place.file.as_str(), it.place.range.start, &*it.message));
        assert_eq!(got, want);
    }

    #[test]
    fn each_scope_stands_at_its_place() {
        let all = "Budget \"web\" exceeded: $412.30/mo of $300.00/mo (+$112.30)";
        check_one(Scope::Workspace, "300", Some(("modules/web/lb.tf", 0, all)));
        check_one(Scope::Workspace, "412.30", None);
        let two = "Budget \"web\" exceeded: $200.00/mo of $150.00/mo (+$50.00)";
        check_one(Scope::File("*.tf".into()), "150", Some(("main.tf", 0, two)));
        check_one(Scope::Resource("aws_instance".into()), "150", Some(("main.tf", 10, two)));
        check_one(Scope::Resource("aws_instance.a".into()), "150", Some(("main.tf", 10, two)));
        let one = "Budget \"web\" exceeded: $212.30/mo of $200.00/mo (+$12.30)";
        check_one(Scope::Module("module.web".into()), "200", Some(("main.tf", 900, one)));
        check_one(Scope::Module("module.web[\"x.y\"]".into()), "200", Some(("main.tf", 900, one)));
        check_one(Scope::Module("module.we".into()), "0", None);
        check_one(Scope::Resource("module.web.aws_*.b".into()), "200", Some(("modules/web/lb.tf", 10, one)));
        check_one(Scope::Resource("aws_instance.a[0]".into()), "100", None);
    }

    #[test]
    fn an_unknown_number_of_resources_breaks_no_budget() {
        let mut several = (*estimate("aws_instance.a", "main.tf", vec![monthly("100")])).clone();
        Arc::make_mut(&mut several.resource).unknown_count = Some(ir::Why::NoValue("var.n".into()));
        let one = estimate("aws_instance.b", "main.tf", vec![monthly("10")]);
        let check = |limit| {
            let budgets = [budget(Scope::Workspace, limit)];
            let findings = check_budgets(&[Arc::new(several.clone()), one.clone()], &[], &budgets, "USD");
            findings.into_iter().map(|it| it.message).collect::<Vec<_>>()
        };
        assert_eq!(check("50"), Vec::<String>::new());
        let message = "Budget \"web\" exceeded: ≥ $10.00/mo (1 of unknown number) of $5.00/mo (+$5.00)";
        assert_eq!(check("5"), [message]);
    }

    #[test]
    fn a_sum_over_something_unknown_says_so() {
        let estimates = [estimate("aws_instance.a", "main.tf", vec![monthly("10"), unpriced("no price")])];
        let findings = check_budgets(&estimates, &[], &[budget(Scope::Workspace, "5")], "USD");
        assert_eq!(
            findings.first().map(|it| &*it.message),
            Some("Budget \"web\" exceeded: ≥ $10.00/mo (1 unpriced) of $5.00/mo (+$5.00)")
        );
    }
}
