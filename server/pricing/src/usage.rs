//! Usage values in the shape of Infracost's usage file.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Resource, Value};

/// Usage values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// By resource address; `aws_lambda_function.f[*]` stands for all instances.
    pub resources: BTreeMap<Arc<str>, Value>,
    /// By resource type.
    pub type_defaults: BTreeMap<Arc<str>, Value>,
}

/// A value: of the address, of the address with `[*]` for its indexes, of the type.
pub(crate) fn usage_value(usage: &Usage, resource: &Resource, key: &str) -> Option<Value> {
    let at = |values: Option<&Value>| {
        let value = values?.path(key)?;
        (!value.is_null()).then(|| value.clone())
    };
    at(usage.resources.get(&resource.address))
        .or_else(|| at(usage.resources.get(wildcard(&resource.address).as_str())))
        .or_else(|| at(usage.type_defaults.get(&resource.kind)))
}

/// `module.a["x"].aws_b.c[0]` → `module.a[*].aws_b.c[*]`.
fn wildcard(address: &str) -> String {
    let mut out = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push_str("[*]");
        rest = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once("\"]").map_or("", |(_, after)| after),
            None => after.split_once(']').map_or("", |(_, after)| after),
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        assert_eq!(wildcard("module.a[\"x\"].aws_b.c[0]"), "module.a[*].aws_b.c[*]");
        assert_eq!(wildcard("aws_b.c"), "aws_b.c");
    }
}
