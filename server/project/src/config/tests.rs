//! The settings file: what is read, and what is said of mistakes.

use expect_test::{Expect, expect};
use text::LineIndex;

use super::*;

fn check(text: &str, want: Expect) {
    let (config, notes) = Config::parse(&FileId::new(".cloudoptima.yaml"), text);
    let mut out = String::new();
    let mut line = |text: String| out.push_str(&format!("{text}\n"));
    config.currency.iter().for_each(|(it, _)| line(format!("currency {it}")));
    config.regions.iter().for_each(|it| line(format!("region {} {}", it.provider.as_str(), it.region)));
    config.usage_file.iter().for_each(|(it, _)| line(format!("usage {it}")));
    for (name, it) in &config.environments {
        let usage = it.usage_file.as_ref().map(|(name, _)| name);
        line(format!(
            "environment {name}: {:?} {:?} {usage:?} {}",
            it.var_files,
            it.workspace,
            it.regions.len()
        ));
    }
    for it in &config.budgets {
        let budget = &it.budget;
        line(format!("budget {}: {:?} {} {:?}", budget.name, budget.scope, budget.monthly, budget.severity));
    }
    config.rules_off.iter().for_each(|it| line(format!("off {it}")));
    let index = LineIndex::new(text);
    for note in &notes {
        let at = index.line_col(text, note.place.range.start, text::Encoding::Utf8);
        line(format!("{}:{}: {}", at.line + 1, at.col + 1, note.message));
    }
    want.assert_eq(&out);
}

#[test]
fn every_key() {
    check(
        r#"
version: 1
currency: USD
region:
  default: { aws: eu-central-1, google: europe-west1 }
environment: prod
environments:
  prod:
    var_files: [prod.tfvars]
    workspace: prod
    usage_file: prod-usage.yml
    region: eu-west-1, westeurope
usage_file: usage.yml
budgets:
  - name: shop
    monthly: 299.90
  - name: web
    scope: { module: module.web }
    monthly: 300
    severity: error
rules:
  off: [gp2-to-gp3]
"#,
        expect![[r#"
            currency USD
            region aws eu-central-1
            region gcp europe-west1
            usage usage.yml
            environment prod: ["prod.tfvars"] Some("prod") Some("prod-usage.yml") 2
            budget shop: Workspace 299.90 Warning
            budget web: Module("module.web") 300 Error
            off gp2-to-gp3
        "#]],
    );
}

#[test]
fn wrong_keys_name_the_nearest_right_one() {
    check(
        "curency: USD\nbudgets:\n  - name: a\n    montly: 3\n  - nme: b\n    monthly: 4\ncolour: red\n",
        expect![[r#"
            budget budget: Workspace 4 Warning
            1:1: unknown key `curency` in the settings; did you mean `currency`?
            3:5: a budget needs `monthly`: an amount a month
            4:5: unknown key `montly` in a budget; did you mean `monthly`?
            5:5: unknown key `nme` in a budget; did you mean `name`?
            7:1: unknown key `colour` in the settings; known keys: version, currency, region, environment, environments, usage_file, budgets, rules
        "#]],
    );
}

#[test]
fn wrong_values_say_what_is_expected() {
    check(
        r#"
version: 7
currency: dollars
region: Europe
environment: prd
environments:
  prod: { var_files: prod.tfvars }
  dev: 5
budgets:
  - { name: a, monthly: much }
  - { name: b, monthly: 1, scope: all }
  - { name: c, monthly: 1, severity: fatal }
  - text
rules: [gp2]
"#,
        expect![[r#"
            environment dev: [] None None 0
            environment prod: [] None None 0
            budget c: Workspace 1 Warning
            2:10: version `7` of the settings is not known here; this program reads version 1
            3:11: `dollars` is no currency code; write for example USD
            4:9: `Europe` has the form of no region code; write for example us-east-1, eastus or us-central1
            5:14: no environment `prd`; did you mean `prod`?
            7:22: expected a list (`- …`), not `prod.tfvars`
            8:8: expected a mapping (`key: value`), not `5`
            10:25: expected an amount of money a month, such as 300 or 299.90, not `much`
            11:35: a scope is `workspace`, or one of `file: GLOB`, `module: ADDRESS`, `resource: ADDRESS or type`
            12:38: a severity is `warning` or `error`, not `fatal`
            13:5: expected a mapping (`key: value`), not `text`
            14:8: expected a mapping (`key: value`), not a list
        "#]],
    );
}

#[test]
fn half_typed_settings() {
    check(
        "budgets:\n  - name: [\n",
        expect![[r#"
        3:1: not valid YAML: while parsing a node, did not find expected node content
    "#]],
    );
    check("", expect![[""]]);
    check(
        "- a\n",
        expect![[r#"
        1:1: expected a mapping (`key: value`), not a list
    "#]],
    );
    check(
        "usage_file:\nusage_file: b.yml\n",
        expect![[r#"
        1:11: expected a file name, not nothing
        2:1: `usage_file` is given twice; the first one counts
    "#]],
    );
}

#[test]
fn cut_or_broken_anywhere_it_is_still_read() {
    let whole =
        "version: 1\nregion: {default: [eu-west-1]}\nbudgets:\n  - &a {name: é, monthly: '3'}\n  - *a\n# ü\n";
    let file = FileId::new(".cloudoptima.yaml");
    for (at, letter) in whole.char_indices() {
        let (before, after) = (whole.get(..at).unwrap(), whole.get(at + letter.len_utf8()..).unwrap());
        for middle in ["", "[", "\"", "'", "{", ":", "\t", "&", "*", "|", "- ", "\u{feff}", "%"] {
            for text in [format!("{before}{middle}"), format!("{before}{middle}{after}")] {
                let (_, notes) = Config::parse(&file, &text);
                let outside = notes.iter().find(|it| it.place.range.end as usize > text.len());
                assert_eq!(outside, None, "{text:?}");
            }
        }
    }
}

#[test]
fn schema_and_reader_know_the_same_keys() {
    let schema: serde_json::Value = serde_json::from_str(schema()).unwrap();
    for (pointer, keys) in [
        ("/properties", KEYS),
        ("/properties/rules/properties", RULES_KEYS),
        ("/definitions/region/oneOf/1/properties", REGION_KEYS),
        ("/definitions/region/oneOf/1/properties/default/oneOf/2/properties", PROVIDER_KEYS),
        ("/definitions/environment/properties", ENVIRONMENT_KEYS),
        ("/definitions/budget/properties", BUDGET_KEYS),
        ("/definitions/budget/properties/scope/oneOf/1/properties", SCOPE_KEYS),
    ] {
        let object = schema.pointer(pointer).unwrap().as_object().unwrap();
        let mut declared: Vec<&str> = object.keys().map(String::as_str).collect();
        let mut keys = keys.to_vec();
        declared.sort_unstable();
        keys.sort_unstable();
        assert_eq!(declared, keys, "{pointer}");
    }
}
