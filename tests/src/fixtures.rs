//! `fixtures/<language>/<case>/`: code in, the arithmetic of its cost out. The form is told in fixtures/README.md.

mod arithmetic;
mod coverage;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir::{FrontEnd, SetVar};
use pricing::{Estimate, Mappings, Pricer};
use project::{Choices, ProcessEnv, Snapshot, Workspace};
use serde::Deserialize;

/// `case.toml`: what the user gives besides code.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Values of variables, as `--var` gives them.
    #[serde(default)]
    vars: BTreeMap<String, String>,
    /// The selected workspace.
    workspace: Option<String>,
    /// Environment variables.
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// The root module inside `input`, when it is not `input` itself.
    #[serde(default)]
    root: String,
}

/// A priced case.
struct Priced {
    estimates: Vec<Arc<Estimate>>,
    notes: Vec<ir::Note>,
    files: Arc<Snapshot>,
}

/// Prices one case.
fn price(dir: &Path, pricer: &Pricer) -> Priced {
    let case: Case = match fs::read_to_string(dir.join("case.toml")) {
        Ok(text) => toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", dir.display())),
        Err(_) => Case::default(),
    };
    let mut workspace = Workspace::open(&dir.join("input")).unwrap();
    let usage = dir.join("usage.yml");
    let choices = Choices {
        vars: case.vars.into_iter().map(|(name, value)| SetVar::Var(name, value)).collect(),
        workspace: case.workspace,
        usage_file: usage.exists().then(|| workspace.grant(&usage).unwrap()),
        ..Choices::default()
    };
    let files = workspace.snapshot();
    let setup = project::setup(&files, &case.root, &ProcessEnv::new(case.env), &choices);
    let evaluation = terraform::Terraform::default().evaluate(&*files, &case.root, &setup.inputs);
    let estimates = pricer.estimate(&evaluation.resources, &setup.context);
    let notes = setup.notes.into_iter().chain(evaluation.notes).collect();
    Priced { estimates, notes, files }
}

pub fn pricer() -> Pricer {
    let (mappings, wrong) = Mappings::load(bundle::mappings().chain(bundle::free_lists()));
    assert_eq!(wrong, Vec::<String>::new());
    Pricer::new(bundle::book().unwrap(), Arc::new(mappings))
}

/// Folders that hold a case, sorted. `FIXTURE=part` chooses those whose path contains the text.
fn cases(language: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(language);
    let wanted = std::env::var("FIXTURE").unwrap_or_default();
    let dirs = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> =
        dirs.filter(|dir| dir.join("input").is_dir() && dir.to_string_lossy().contains(&wanted)).collect();
    cases.sort();
    cases
}

/// Compares each case with its `expected.txt`; `UPDATE_EXPECT=1` writes them.
fn check(language: &str) {
    let pricer = pricer();
    let mut different = Vec::new();
    for dir in cases(language) {
        let Priced { estimates, notes, files } = price(&dir, &pricer);
        let got = arithmetic::shown(&estimates, &notes, &*files);
        let file = dir.join("expected.txt");
        if fs::read_to_string(&file).is_ok_and(|want| want == got) {
            continue;
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&file, &got).unwrap();
        } else {
            let name = dir.file_name().unwrap().to_string_lossy().into_owned();
            different.push(format!("--- {name}\n{got}"));
        }
    }
    assert!(
        different.is_empty(),
        "not as expected.txt says (UPDATE_EXPECT=1 rewrites):\n{}",
        different.join("\n")
    );
}

#[test]
fn terraform_fixtures() {
    check("terraform");
}
