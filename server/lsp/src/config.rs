//! The user's settings, section `cloudoptima`. Wrong values are logged and left at their defaults.

use lsp_types::LSPAny;
use rust_decimal::Decimal;

use crate::defaults;
use crate::ext::CONFIGURATION_SECTION;

/// Settings of the machine and the editor; those of the workspace come from `.cloudoptima.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) hints_enabled: bool,
    pub(crate) hints_minimum_monthly: Decimal,
    /// Region codes for code that names none, as written.
    pub(crate) region_default: String,
    /// `None` leaves the choice to the workspace.
    pub(crate) currency: Option<String>,
    pub(crate) budgets_enabled: bool,
    pub(crate) rules_disabled: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            hints_enabled: defaults::HINTS_ENABLED,
            hints_minimum_monthly: defaults::HINTS_MINIMUM_MONTHLY.into(),
            region_default: defaults::REGION_DEFAULT.to_owned(),
            currency: None,
            budgets_enabled: defaults::BUDGETS_ENABLED,
            rules_disabled: defaults::RULES_DISABLED.iter().map(|it| (*it).to_owned()).collect(),
        }
    }
}

impl Config {
    /// Reads settings, nested (`{"hints": {"enabled": …}}`) or with dots (`{"hints.enabled": …}`),
    /// with or without the section around them. What is absent has its default.
    pub(crate) fn read(settings: &LSPAny) -> Self {
        let settings = settings.get(CONFIGURATION_SECTION).unwrap_or(settings);
        let mut config = Self::default();
        let setting = |path: &str| at(settings, path).filter(|value| !value.is_null());
        set(&mut config.hints_enabled, "hints.enabled", setting, LSPAny::as_bool);
        set(&mut config.hints_minimum_monthly, "hints.minimumMonthly", setting, amount);
        set(&mut config.region_default, "region.default", setting, string);
        set(&mut config.budgets_enabled, "budgets.enabled", setting, LSPAny::as_bool);
        set(&mut config.rules_disabled, "rules.disabled", setting, strings);
        let mut currency = String::new();
        set(&mut currency, "currency", setting, string);
        // The editor's default is always sent; it must not override the workspace's choice.
        config.currency = Some(currency).filter(|it| !it.is_empty() && it != defaults::CURRENCY);
        config
    }
}

fn at<'a>(settings: &'a LSPAny, path: &str) -> Option<&'a LSPAny> {
    settings.get(path).or_else(|| path.split('.').try_fold(settings, |at, part| at.get(part)))
}

fn set<'a, T>(
    slot: &mut T,
    name: &str,
    setting: impl Fn(&str) -> Option<&'a LSPAny>,
    read: impl Fn(&LSPAny) -> Option<T>,
) {
    let Some(value) = setting(name) else { return };
    match read(value) {
        Some(value) => *slot = value,
        None => tracing::warn!(
            "the setting {CONFIGURATION_SECTION}.{name} has a wrong value, its default is used"
        ),
    }
}

/// Numbers as they are written; a binary float's shortest form is what the user typed.
fn amount(value: &LSPAny) -> Option<Decimal> {
    match value {
        LSPAny::Number(number) => number.to_string().parse().ok(),
        LSPAny::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn string(value: &LSPAny) -> Option<String> {
    value.as_str().map(|text| text.trim().to_owned())
}

fn strings(value: &LSPAny) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|it| it.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_in_all_shapes() {
        let want = Config {
            hints_enabled: false,
            hints_minimum_monthly: "0.1".parse().unwrap(),
            region_default: "eu-west-1".into(),
            currency: Some("EUR".into()),
            budgets_enabled: false,
            rules_disabled: vec!["gp2-to-gp3".into()],
        };
        let nested = json!({
            "hints": {"enabled": false, "minimumMonthly": 0.1}, "region": {"default": "eu-west-1"},
            "currency": "EUR", "budgets": {"enabled": false}, "rules": {"disabled": ["gp2-to-gp3"]},
        });
        assert_eq!(Config::read(&nested), want);
        assert_eq!(Config::read(&json!({ "cloudoptima": nested })), want);
        let dotted = json!({
            "hints.enabled": false, "hints.minimumMonthly": "0.1", "region.default": "eu-west-1",
            "currency": "EUR", "budgets.enabled": false, "rules.disabled": ["gp2-to-gp3"],
        });
        assert_eq!(Config::read(&dotted), want);
    }

    #[test]
    fn wrong_and_absent_values_leave_the_defaults() {
        let wrong = json!({"hints": {"enabled": "yes", "minimumMonthly": []}, "rules": {"disabled": [1]}});
        assert_eq!(Config::read(&wrong), Config::default());
        assert_eq!(Config::read(&LSPAny::Null), Config::default());
        assert_eq!(Config::read(&json!({"currency": "USD"})), Config::default());
    }
}
