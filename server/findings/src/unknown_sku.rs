//! Values that stand in the way of a price: no SKU of their region, not known, or without a price.

use std::sync::Arc;

use ir::{Severity, Value};
use pricing::{Cause, Component, Estimate, Unpriced};

use crate::finding::attr_place;
use crate::{Change, Finding};

/// Reports attribute values for which there is no price in the resource's region, once per place.
///
/// With a near value it is most likely a slip and a warning; without one the book may lack the price.
pub fn check_skus(estimates: &[Arc<Estimate>]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for estimate in estimates {
        for finding in estimate.all_components().into_iter().filter_map(|it| check(estimate, it)) {
            if !findings.iter().any(|it| it.place == finding.place) {
                findings.push(finding);
            }
        }
    }
    findings
}

fn check(estimate: &Estimate, component: &Component) -> Option<Finding> {
    let unpriced = component.price.as_ref().err()?;
    let path = unpriced.attribute.as_ref()?;
    let fix = unpriced
        .suggestion
        .as_ref()
        .map(|near| Change::set(&estimate.resource, Arc::clone(path), Value::string(Arc::clone(near))));
    Some(Finding {
        place: attr_place(&estimate.resource, path),
        severity: if fix.is_some() { Severity::Warning } else { Severity::Info },
        code: code(unpriced.cause),
        message: message(estimate, unpriced, path),
        fix,
    })
}

fn code(cause: Cause) -> &'static str {
    match cause {
        Cause::UnknownSku => "unknown-sku",
        Cause::UnknownValue => "unknown-value",
        Cause::NoPrice => "no-price",
    }
}

/// `m5.lrage is no instance type of us-east-1; did you mean m5.large`.
fn message(estimate: &Estimate, unpriced: &Unpriced, path: &str) -> String {
    let value = estimate.resource.attr(path).and_then(Value::as_str);
    match (&unpriced.suggestion, value) {
        (Some(near), Some(value)) => {
            let what = path.rsplit('.').next().unwrap_or(path).replace('_', " ");
            format!("{value} is no {what} of {}; did you mean {near}", estimate.region)
        }
        (Some(near), None) => format!("{}; did you mean {near}", unpriced.reason),
        (None, _) if unpriced.cause == Cause::UnknownValue => format!("no price: {}", unpriced.reason),
        (None, _) => unpriced.reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{estimate_of, resource, unpriced};

    use super::*;

    fn check_message(cause: Cause, suggestion: Option<&str>, want: (&str, Severity, &str)) {
        let resource =
            resource("aws_instance.a", "main.tf", vec![("instance_type", Value::string("m5.lrage"))]);
        let mut component = unpriced("m5.lrage is no instance type of us-east-1");
        component.price = component.price.map_err(|it| Unpriced {
            cause,
            attribute: Some("instance_type".into()),
            suggestion: suggestion.map(Into::into),
            ..it
        });
        let findings = check_skus(&[estimate_of(resource, vec![component.clone(), component])]);
        assert_eq!(findings.len(), 1, "one finding for several parts of one value");
        let it = &findings[0];
        assert_eq!((&*it.message, it.severity, it.code), want);
        assert_eq!(it.place.range.start, 25, "the attribute's value");
        assert_eq!(it.fix.is_some(), suggestion.is_some());
    }

    #[test]
    fn slips_name_the_nearest() {
        let message = "m5.lrage is no instance type of us-east-1; did you mean m5.large";
        check_message(Cause::UnknownSku, Some("m5.large"), (message, Severity::Warning, "unknown-sku"));
    }

    #[test]
    fn without_a_near_value_the_reason_stands() {
        let reason = "m5.lrage is no instance type of us-east-1";
        check_message(Cause::UnknownSku, None, (reason, Severity::Info, "unknown-sku"));
        check_message(Cause::NoPrice, None, (reason, Severity::Info, "no-price"));
        let message = "no price: m5.lrage is no instance type of us-east-1";
        check_message(Cause::UnknownValue, None, (message, Severity::Info, "unknown-value"));
    }
}
