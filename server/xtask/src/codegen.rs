//! `cargo xtask codegen`: what is generated from `extension/settings.toml`, written or (with `--check`) compared.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, bail};
use serde::Deserialize;
use toml::Value;

use crate::workspace;

/// Where the settings are defined.
const DEFINITION: &str = "extension/settings.toml";
/// Between these two lines of a README stands the table.
const TABLE_START: &str = "<!-- settings: written by cargo xtask codegen -->";
const TABLE_END: &str = "<!-- /settings -->";

/// Whether files are written or compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Write,
    Check,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    setting: Vec<Setting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    default: Value,
    description: String,
    /// Type of an array's items.
    items: Option<String>,
    minimum: Option<i64>,
    /// The only values of a string.
    values: Option<Vec<String>>,
    scope: Option<String>,
    #[serde(default)]
    read_by: Reader,
}

/// Who reads a setting.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Reader {
    #[default]
    Server,
    Extension,
}

/// Runs the task.
pub fn run(mode: Mode) -> anyhow::Result<()> {
    let root = workspace::root();
    let text = fs::read_to_string(root.join(DEFINITION)).context(DEFINITION)?;
    let settings = toml::from_str::<Definition>(&text).context(DEFINITION)?.setting;
    let mut stale = Vec::new();
    for (path, generate) in OUTPUTS {
        let file = root.join(path);
        let old = fs::read_to_string(&file).unwrap_or_default();
        let new = generate(&old, &settings).with_context(|| (*path).to_owned())?;
        match mode {
            _ if old == new => {}
            Mode::Write => fs::write(&file, new).with_context(|| (*path).to_owned())?,
            Mode::Check => stale.push(*path),
        }
    }
    if !stale.is_empty() {
        bail!("not as {DEFINITION} says: {}; run cargo xtask codegen", stale.join(", "));
    }
    Ok(())
}

/// Makes a file's new text from its old one.
type Generate = fn(&str, &[Setting]) -> anyhow::Result<String>;

const OUTPUTS: &[(&str, Generate)] = &[
    ("extension/package.json", manifest),
    ("README.md", table),
    ("extension/README.md", table),
    ("server/lsp/src/defaults.rs", defaults),
];

/// Replaces the value of `"configuration"`, and leaves the rest of the file as it is written.
fn manifest(old: &str, settings: &[Setting]) -> anyhow::Result<String> {
    let (before, rest) = old.split_once("\"configuration\": {").context("no \"configuration\"")?;
    let mut depth = 1;
    let end = rest.find(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        depth == 0
    });
    let after = end.and_then(|at| rest.get(at + 1..)).context("\"configuration\" is not closed")?;
    let properties: Vec<String> = settings.iter().map(property).collect::<Result<_, _>>()?;
    let properties = properties.join(",\n");
    Ok(format!(
        "{before}\"configuration\": {{\n      \"title\": \"CloudOptima\",\n      \"properties\": {{\n{properties}\n      }}\n    }}{after}"
    ))
}

fn property(setting: &Setting) -> anyhow::Result<String> {
    let mut fields = serde_json::Map::new();
    let mut set = |key: &str, value: serde_json::Value| drop(fields.insert(key.to_owned(), value));
    set("type", setting.kind.as_str().into());
    setting.items.iter().for_each(|it| set("items", serde_json::json!({ "type": it })));
    setting.minimum.iter().for_each(|it| set("minimum", (*it).into()));
    setting.values.iter().for_each(|it| set("enum", it.as_slice().into()));
    set("default", serde_json::to_value(&setting.default)?);
    setting.scope.iter().for_each(|it| set("scope", it.as_str().into()));
    set("markdownDescription", setting.description.as_str().into());
    let lines: Vec<String> =
        fields.iter().map(|(key, value)| format!("          \"{key}\": {value}")).collect();
    Ok(format!("        \"cloudoptima.{}\": {{\n{}\n        }}", setting.name, lines.join(",\n")))
}

/// Replaces the table between its two marks. A README that does not exist stays so.
fn table(old: &str, settings: &[Setting]) -> anyhow::Result<String> {
    if old.is_empty() {
        return Ok(String::new());
    }
    let (before, rest) = old.split_once(TABLE_START).with_context(|| format!("no line `{TABLE_START}`"))?;
    let (_, after) = rest.split_once(TABLE_END).with_context(|| format!("no line `{TABLE_END}`"))?;
    let mut rows = String::from("| setting | default | what |\n|---|---|---|\n");
    for it in settings {
        let default = serde_json::to_string(&it.default)?;
        let _ = writeln!(rows, "| `cloudoptima.{}` | `{default}` | {} |", it.name, it.description);
    }
    Ok(format!("{before}{TABLE_START}\n{rows}{TABLE_END}{after}"))
}

/// The server's defaults as constants.
fn defaults(_: &str, settings: &[Setting]) -> anyhow::Result<String> {
    let mut out = String::from(
        "//! Defaults of the editor's settings. Written by `cargo xtask codegen` from extension/settings.toml.\n",
    );
    for setting in settings.iter().filter(|it| it.read_by == Reader::Server) {
        let name: String = setting.name.chars().fold(String::new(), |mut name, letter| {
            match letter {
                '.' => name.push('_'),
                _ if letter.is_uppercase() => name.extend(['_', letter]),
                _ => name.push(letter.to_ascii_uppercase()),
            }
            name
        });
        let (kind, value) = match &setting.default {
            Value::Boolean(value) => ("bool", value.to_string()),
            Value::Integer(value) => ("i64", value.to_string()),
            Value::String(value) => ("&str", format!("{value:?}")),
            Value::Array(items) if items.is_empty() => ("&[&str]", "&[]".to_owned()),
            other => bail!("{}: a default like {other} is not written", setting.name),
        };
        let _ = write!(out, "\n/// `{}`\npub(crate) const {name}: {kind} = {value};\n", setting.name);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Vec<Setting> {
        let text = "[[setting]]\nname = \"hints.minimumMonthly\"\ntype = \"number\"\ndefault = 0\ndescription = \"Least\"\n";
        toml::from_str::<Definition>(text).unwrap().setting
    }

    #[test]
    fn each_form_is_stable_when_written_twice() {
        let manifest_text = "{ \"a\": 1, \"configuration\": { \"x\": {} },\n \"b\": {} }";
        let readme = format!("# T\n{TABLE_START}\n{TABLE_END}\nend\n");
        for (old, generate) in [(manifest_text, manifest as Generate), (&readme, table), ("", defaults)] {
            let once = generate(old, &settings()).unwrap();
            assert_eq!(generate(&once, &settings()).unwrap(), once);
        }
    }

    #[test]
    fn the_rest_of_a_file_stays() {
        let new =
            manifest("{ \"a\": 1, \"configuration\": { \"x\": {} },\n \"b\": {} }", &settings()).unwrap();
        let document: serde_json::Value = serde_json::from_str(&new).unwrap();
        assert_eq!(document["a"], 1);
        assert_eq!(document["b"], serde_json::json!({}));
        let property = &document["configuration"]["properties"]["cloudoptima.hints.minimumMonthly"];
        assert_eq!(property["default"], 0);
        assert!(defaults("", &settings()).unwrap().contains("HINTS_MINIMUM_MONTHLY: i64 = 0"));
        assert!(table("no marks", &settings()).is_err());
    }
}
