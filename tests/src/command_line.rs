//! The real binary. It must have been built before: `tests/run` does, and names it in `CLOUDOPTIMA_BIN`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::scratch::Scratch;

/// The binary: the one named, else the newest of the target folder these tests run from.
fn binary() -> Option<PathBuf> {
    let named = std::env::var_os("CLOUDOPTIMA_BIN").map(PathBuf::from);
    let beside = std::env::current_exe().ok()?.parent()?.parent()?.join("cloudoptima");
    named.or(Some(beside)).filter(|path| path.exists())
}

fn run(dir: &Path, args: &[&str]) -> Option<Output> {
    let Some(binary) = binary() else {
        assert!(std::env::var_os("RUN_SLOW_TESTS").is_none(), "no binary: cargo build --bin cloudoptima");
        return None;
    };
    let env = ["AWS_REGION", "AWS_DEFAULT_REGION", "GOOGLE_REGION", "CLOUDSDK_COMPUTE_REGION"];
    let mut command = Command::new(binary);
    for name in env {
        command.env_remove(name);
    }
    Some(command.args(args).current_dir(dir).output().unwrap())
}

/// Runs and compares the exit code, and looks for texts in the output (standard output and error together).
fn check(dir: &Path, args: &[&str], code: i32, parts: &[&str]) {
    let Some(output) = run(dir, args) else { return };
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{text}");
    for part in parts {
        assert!(text.contains(part), "{args:?}: `{part}` is missing in\n{text}");
    }
}

#[test]
fn misuse_ends_with_2() {
    let scratch = Scratch::new();
    scratch.write("notes/readme.md", "").write("code/main.tf", "");
    check(scratch.path(), &["breakdown", "--path", "none"], 2, &["no such file or folder: none"]);
    check(scratch.path(), &["breakdown", "--path", "notes"], 2, &["no Terraform files"]);
    check(scratch.path(), &["breakdown", "--path", "code", "--currency", "EUR"], 2, &["no exchange rates"]);
    check(scratch.path(), &["breakdown", "--path", "code", "--var", "x"], 2, &["write NAME=VALUE"]);
    check(
        scratch.path(),
        &["breakdown", "--path", "code", "--var-file", "x"],
        2,
        &["--var-file", "no such file"],
    );
    check(scratch.path(), &["breakdown", "--path", "code", "--environment", "x"], 2, &["no environment `x`"]);
    check(scratch.path(), &["bill"], 2, &["unrecognized subcommand"]);
    check(scratch.path(), &["--help"], 0, &["breakdown", "inspect", "console", "catalog"]);
}

#[test]
fn a_wrong_key_names_line_and_nearest_key() {
    let scratch = Scratch::new();
    scratch.write("main.tf", "").write(".cloudoptima.yaml", "version: 1\nbudget: []\n");
    let want = ".cloudoptima.yaml:2: error: unknown key `budget` in the settings; did you mean `budgets`?";
    check(scratch.path(), &["breakdown"], 1, &[want]);
}

#[test]
fn a_budget_at_level_error_ends_with_1() {
    let scratch = Scratch::new();
    let code = "provider \"aws\" {\n  region = \"us-east-1\"\n}\nresource \"aws_instance\" \"a\" {\n  instance_type = \"m5.large\"\n}\n";
    scratch.write("main.tf", code);
    check(scratch.path(), &["breakdown"], 0, &["aws_instance.a"]);
    scratch.write(".cloudoptima.yaml", "budgets:\n  - { name: small, monthly: 10, severity: error }\n");
    check(scratch.path(), &["breakdown"], 1, &["Budget \"small\" exceeded"]);
    scratch.write(".cloudoptima.yaml", "budgets:\n  - { name: small, monthly: 10 }\n");
    check(scratch.path(), &["breakdown"], 0, &["Budget \"small\" exceeded"]);
}

#[test]
fn the_quick_start_is_priced() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    for (format, part) in
        [("table", "aws_connect_instance × 1"), ("markdown", "var.reports\\_vm\\_size"), ("html", "<h1>")]
    {
        check(&fixtures, &["breakdown", "--path", "quickstart", "--format", format], 0, &[part]);
    }
    let Some(output) = run(&fixtures, &["breakdown", "--path", "quickstart", "--format", "json"]) else {
        return;
    };
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let summary = &json["summary"];
    assert!(summary["totalSupportedResources"].as_u64() >= Some(15), "{summary}");
    assert_eq!(summary["unsupportedResourceCounts"]["aws_connect_instance"], 1);
    let resources = json["projects"][0]["breakdown"]["resources"].as_array().unwrap();
    let cost = |name: &str| &resources.iter().find(|it| it["name"] == name).unwrap()["monthlyCost"];
    assert_eq!(cost("azurerm_linux_virtual_machine.reports").as_str().map(|it| it == "0"), Some(false));
    assert!(cost("aws_nat_gateway.shop").is_string());
}
