//! What settings, environment and choices become: the inputs of evaluation and pricing.

use expect_test::{Expect, expect};
use ir::SetVar;
use pricing::RegionOrigin;
use project::{Choices, ProcessEnv, Workspace};

use crate::scratch::Scratch;

fn check(scratch: &Scratch, folder: &str, env: &[(&str, &str)], choices: &Choices, want: Expect) {
    let workspace = Workspace::open(scratch.path()).unwrap();
    let env = ProcessEnv::new(env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
    let setup = project::setup(&workspace.snapshot(), folder, &env, choices);
    let mut out = String::new();
    for (provider, it) in &setup.context.regions {
        let origin = match &it.origin {
            RegionOrigin::Environment(name) => name,
            RegionOrigin::Setting => "setting",
            RegionOrigin::LastResort => "last resort",
        };
        out.push_str(&format!("{}: {} ({origin})\n", provider.as_str(), it.region));
    }
    for var in &setup.inputs.vars {
        match var {
            SetVar::Var(name, value) => out.push_str(&format!("{name} = {value}\n")),
            SetVar::File(file) => out.push_str(&format!("file {file}\n")),
        }
    }
    setup.inputs.env_vars.iter().for_each(|(name, value)| out.push_str(&format!("env {name} = {value}\n")));
    setup.inputs.workspace.iter().for_each(|it| out.push_str(&format!("workspace {it}\n")));
    setup.context.usage.resources.keys().for_each(|it| out.push_str(&format!("usage of {it}\n")));
    setup.budgets.iter().for_each(|it| out.push_str(&format!("budget {:?}\n", it.budget.scope)));
    setup.notes.iter().for_each(|it| out.push_str(&format!("note {}: {}\n", it.place.file, it.message)));
    want.assert_eq(&out);
}

#[test]
fn nothing_said() {
    check(
        &Scratch::new(),
        "",
        &[],
        &Choices::default(),
        expect![[r#"
        aws: us-east-1 (last resort)
        azure: eastus (last resort)
        gcp: us-central1 (last resort)
    "#]],
    );
}

#[test]
fn the_environment_comes_before_settings() {
    let scratch = Scratch::new();
    scratch
        .write(".cloudoptima.yml", "region: eu-west-1, westeurope\n")
        .write(".terraform/environment", "stage\n");
    let env = [
        ("AWS_DEFAULT_REGION", "eu-north-1"),
        ("AWS_REGION", "eu-south-1"),
        ("CLOUDSDK_COMPUTE_REGION", "europe-west3"),
        ("TF_VAR_size", "big"),
        ("HOME", "/home"),
    ];
    let regions = project::parse_regions("northeurope, us-west1").unwrap();
    check(
        &scratch,
        "",
        &env,
        &Choices { regions, ..Choices::default() },
        expect![[r#"
        aws: eu-south-1 (AWS_REGION)
        azure: westeurope (setting)
        gcp: europe-west3 (CLOUDSDK_COMPUTE_REGION)
        env size = big
        workspace stage
    "#]],
    );
}

#[test]
fn an_environment_of_the_settings() {
    let scratch = Scratch::new();
    let settings = "environment: dev\nusage_file: all.yml\nenvironments:\n  dev: { workspace: dev }\n  prod:\n    var_files: [prod.tfvars]\n    usage_file: prod.yml\n    region: eu-central-1\nbudgets:\n  - { monthly: 1, scope: { file: '**/*.tf' } }\n";
    scratch
        .write("shop/.cloudoptima.yaml", settings)
        .write("shop/all.yml", "resource_usage:\n  a.b: { x: 1 }\n");
    scratch.write("shop/web/main.tf", "");
    check(
        &scratch,
        "shop/web",
        &[],
        &Choices::default(),
        expect![[r#"
        aws: us-east-1 (last resort)
        azure: eastus (last resort)
        gcp: us-central1 (last resort)
        workspace dev
        usage of a.b
        budget File("shop/**/*.tf")
    "#]],
    );
    let vars = vec![SetVar::Var("a".into(), "1".into())];
    let choices = Choices { environment: Some("prod".into()), vars, ..Choices::default() };
    check(
        &scratch,
        "shop/web",
        &[("TF_WORKSPACE", "other")],
        &choices,
        expect![[r#"
        aws: eu-central-1 (setting)
        azure: eastus (last resort)
        gcp: us-central1 (last resort)
        file shop/prod.tfvars
        a = 1
        workspace other
        budget File("shop/**/*.tf")
        note shop/.cloudoptima.yaml: usage file shop/prod.yml: no such file or folder
    "#]],
    );
    let choices = Choices { environment: Some("prd".into()), ..Choices::default() };
    check(
        &scratch,
        "shop/web",
        &[],
        &choices,
        expect![[r#"
        aws: us-east-1 (last resort)
        azure: eastus (last resort)
        gcp: us-central1 (last resort)
        usage of a.b
        budget File("shop/**/*.tf")
        note shop/.cloudoptima.yaml: no environment `prd`; did you mean `prod`?
    "#]],
    );
}
