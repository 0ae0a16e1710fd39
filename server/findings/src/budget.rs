//! Budgets as a user writes them in `.cloudoptima.yaml`.
//! Knows the form only: what a budget is measured against stands in `budgets.rs`.

use std::fmt;

use rust_decimal::Decimal;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};

/// A limit on what a part of the workspace may cost.
///
/// ```yaml
/// budgets:
///   - name: web
///     scope: { module: module.web }
///     monthly: 300
///     severity: error
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Name shown in messages.
    pub name: String,
    /// What it covers; the whole workspace when left out.
    #[serde(default)]
    pub scope: Scope,
    /// Limit a month, in the display currency.
    #[serde(deserialize_with = "amount")]
    pub monthly: Decimal,
    /// How a breach is reported; a warning when left out.
    #[serde(default)]
    pub severity: BudgetSeverity,
}

/// What a budget covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Everything. `workspace`
    #[default]
    Workspace,
    /// Resources declared in the files that match a glob, relative to the workspace. `{ file: "env/prod/**" }`
    File(String),
    /// Resources of a module and of the modules in it, by address. `{ module: module.web }`
    Module(String),
    /// Resources by address, by type or by a glob over addresses. `{ resource: aws_instance }`
    Resource(String),
}

/// How a breach is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BudgetSeverity {
    /// A warning; the exit code stays 0.
    #[default]
    Warning,
    /// An error; the exit code becomes 1.
    Error,
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (key, value) = match self {
            Self::Workspace => return serializer.serialize_str("workspace"),
            Self::File(glob) => ("file", glob),
            Self::Module(address) => ("module", address),
            Self::Resource(pattern) => ("resource", pattern),
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(key, value)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScopeVisitor)
    }
}

struct ScopeVisitor;

impl<'de> Visitor<'de> for ScopeVisitor {
    type Value = Scope;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`workspace`, or one of `file: GLOB`, `module: ADDRESS`, `resource: ADDRESS or type`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scope, E> {
        match text {
            "workspace" => Ok(Scope::Workspace),
            _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scope, A::Error> {
        let Some((key, value)) = map.next_entry::<String, String>()? else {
            return Err(A::Error::invalid_length(0, &self));
        };
        let scope = match key.as_str() {
            "file" => Scope::File(value),
            "module" => Scope::Module(value),
            "resource" => Scope::Resource(value),
            _ => return Err(A::Error::unknown_field(&key, &["file", "module", "resource"])),
        };
        match map.next_key::<String>()? {
            None => Ok(scope),
            Some(_) => Err(A::Error::invalid_length(2, &self)),
        }
    }
}

/// Reads an amount from a number or a string, exactly: readers of YAML that hand over a binary float are
/// taken at its shortest decimal form, which is what the user wrote.
fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    deserializer.deserialize_any(AmountVisitor)
}

struct AmountVisitor;

impl AmountVisitor {
    fn parse<E: Error>(&self, text: &str) -> Result<Decimal, E> {
        match text.trim().parse::<Decimal>() {
            Ok(amount) if !amount.is_sign_negative() => Ok(amount),
            _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), self)),
        }
    }
}

impl Visitor<'_> for AmountVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount of money a month, such as 300 or 299.90")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Decimal, E> {
        self.parse(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Decimal, E> {
        self.parse(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Decimal, E> {
        self.parse(&value.to_string())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        self.parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(yaml: &str, want: Result<(Scope, &str, BudgetSeverity), &str>) {
        let got = serde_yaml::from_str::<Budget>(yaml);
        match (got, want) {
            (Ok(budget), Ok((scope, monthly, severity))) => {
                assert_eq!((budget.scope, budget.severity), (scope, severity));
                assert_eq!(budget.monthly.to_string(), monthly);
            }
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (got, want) => panic!("{got:?}, not {want:?}"),
        }
    }

    #[test]
    fn forms_of_a_budget() {
        check("{name: a, monthly: 300}", Ok((Scope::Workspace, "300", BudgetSeverity::Warning)));
        check(
            "{name: a, scope: {module: module.web}, monthly: 299.90, severity: error}",
            Ok((Scope::Module("module.web".into()), "299.9", BudgetSeverity::Error)),
        );
        check(
            "{name: a, scope: {file: 'env/**'}, monthly: '0.10'}",
            Ok((Scope::File("env/**".into()), "0.10", BudgetSeverity::Warning)),
        );
    }

    #[test]
    fn wrong_forms_are_named() {
        check("{name: a, monthly: -1}", Err("an amount of money"));
        check("{name: a, monthly: much}", Err("an amount of money"));
        check("{name: a, monthly: 1, scope: all}", Err("`workspace`"));
        check("{name: a, monthly: 1, scope: {modul: x}}", Err("unknown field `modul`"));
        check("{name: a, monthly: 1, scope: {module: x, file: y}}", Err("one of `file: GLOB`"));
        check("{name: a, montly: 1}", Err("unknown field `montly`"));
        check("{name: a, monthly: 1, severity: fatal}", Err("fatal"));
    }
}
