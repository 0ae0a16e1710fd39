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

/// More indexes than this in one address are either all as written or all `[*]`.
const MAX_FREE_INDEXES: u32 = 6;

/// A value: of the address, of the address with `[*]` for some of its indexes, of the type.
pub(crate) fn usage_value(usage: &Usage, resource: &Resource, key: &str) -> Option<Value> {
    let at = |values: Option<&Value>| {
        let value = values?.path(key)?;
        (!value.is_null()).then(|| value.clone())
    };
    let of_address = || match usage.resources.is_empty() {
        true => None,
        false => spellings(&resource.address).find_map(|it| at(usage.resources.get(it.as_str()))),
    };
    of_address().or_else(|| at(usage.type_defaults.get(&resource.kind)))
}

/// The address with `[*]` for none, some and all of its indexes; what names an outer index comes first.
fn spellings(address: &str) -> impl Iterator<Item = String> {
    let parts = cut(address);
    let n_indexes =
        u32::try_from(parts.iter().filter(|(_, index)| index.is_some()).count()).unwrap_or(u32::MAX);
    let all: Vec<u64> = match n_indexes {
        n if n <= MAX_FREE_INDEXES => (0..1u64 << n).collect(),
        _ => vec![0, u64::MAX],
    };
    all.into_iter().map(move |free| spell(&parts, free))
}

/// Bit 0 of `free` stands for the last index.
fn spell(parts: &[(String, Option<String>)], mut free: u64) -> String {
    let mut out = Vec::new();
    for (text, index) in parts.iter().rev() {
        if let Some(index) = index {
            out.push(if free & 1 == 1 { "[*]" } else { index });
            free >>= 1;
        }
        out.push(text);
    }
    out.into_iter().rev().collect()
}

/// `module.a["x"].aws_b.c[0]` → `module.a` with `["x"]`, `.aws_b.c` with `[0]`.
fn cut(address: &str) -> Vec<(String, Option<String>)> {
    let mut parts = Vec::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('[') {
        let quoted = after.strip_prefix('"').and_then(|it| it.split_once("\"]"));
        let (index, behind) = match (quoted, after.split_once(']')) {
            (Some((key, behind)), _) => (format!("[\"{key}\"]"), behind),
            (None, Some((number, behind))) => (format!("[{number}]"), behind),
            (None, None) => break,
        };
        parts.push((before.to_owned(), Some(index)));
        rest = behind;
    }
    parts.push((rest.to_owned(), None));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &[&str]) {
        assert_eq!(spellings(address).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_more_exact_spelling_comes_first() {
        check("aws_b.c", &["aws_b.c"]);
        check("aws_b.c[0]", &["aws_b.c[0]", "aws_b.c[*]"]);
        check(
            "module.a[\"x.[y]\"].aws_b.c[0]",
            &[
                "module.a[\"x.[y]\"].aws_b.c[0]",
                "module.a[\"x.[y]\"].aws_b.c[*]",
                "module.a[*].aws_b.c[0]",
                "module.a[*].aws_b.c[*]",
            ],
        );
        check("aws_b.c[", &["aws_b.c["]);
    }

    #[test]
    fn many_indexes_are_all_free_or_none() {
        let address = "a[0]".repeat(9);
        check(&address, &[address.as_str(), "a[*]".repeat(9).as_str()]);
    }
}
