//! Diagnostics: where they stand, how severe they are, what they say.

use std::collections::BTreeSet;

use expect_test::{Expect, expect};
use findings::{Budget, BudgetSeverity, Scope};

use super::*;

/// Draws each diagnostic as `file:line ⟨text⟩ severity code: message`.
fn check_diagnostics(source: &str, settings: Settings, want: Expect) {
    let fixture = parse(source);
    let analysis = analyze(&fixture.files, settings);
    let open: BTreeSet<FileId> = fixture.files.ids().cloned().collect();
    let mut shown = String::new();
    for (file, diagnostics) in analysis.diagnostics(&open, &|| false).expect("not cancelled") {
        let text = analysis.text(&file).unwrap_or_default();
        for it in diagnostics {
            let line = line_of(&analysis, &file, it.range.start);
            let place = it.range.slice(&text);
            shown += &format!("{file}:{line} ⟨{place}⟩ {:?} {}: {}\n", it.severity, it.code, it.message);
        }
    }
    want.assert_eq(&shown);
}

fn budget(scope: Scope, monthly: i64) -> Settings {
    let budget =
        Budget { name: "team".into(), scope, monthly: monthly.into(), severity: BudgetSeverity::Error };
    Settings { budgets: vec![budget], ..Settings::default() }
}

const SHOP: &str = r#"# The shop
module "web" {
  source = "./web"
}
resource "aws_nat_gateway" "main" {}
#- web/main.tf
resource "aws_ebs_volume" "d" {
  type = "gp3"
  size = 1000
}
"#;

#[test]
fn budgets_stand_at_what_they_cover() {
    check_diagnostics(
        SHOP,
        budget(Scope::Workspace, 100),
        expect![[r#"
        web/main.tf:0 ⟨resource "aws_ebs_volume" "d" {⟩ Error budget: Budget "team" exceeded: $112.85/mo + usage of $100.00/mo (+$12.85)
    "#]],
    );
    check_diagnostics(
        SHOP,
        budget(Scope::File("*.tf".into()), 30),
        expect![[r#"
        main.tf:0 ⟨# The shop⟩ Error budget: Budget "team" exceeded: $32.85/mo + usage of $30.00/mo (+$2.85)
    "#]],
    );
    check_diagnostics(
        SHOP,
        budget(Scope::Module("module.web".into()), 50),
        expect![[r#"
        main.tf:1 ⟨module "web" {⟩ Error budget: Budget "team" exceeded: $80.00/mo of $50.00/mo (+$30.00)
    "#]],
    );
    check_diagnostics(
        SHOP,
        budget(Scope::Resource("aws_nat_gateway.main".into()), 30),
        expect![[r#"
        main.tf:4 ⟨resource "aws_nat_gateway" "main" {⟩ Error budget: Budget "team" exceeded: $32.85/mo + usage of $30.00/mo (+$2.85)
    "#]],
    );
    check_diagnostics(SHOP, budget(Scope::Workspace, 1000), expect![[""]]);
}

#[test]
fn unknown_skus_and_alternatives() {
    check_diagnostics(
        r#"
resource "aws_instance" "typo" {
  instance_type = "m5.lrage"
}
resource "aws_ebs_volume" "old" {
  type = "gp2"
  size = 100
}
variable "size" {}
resource "aws_instance" "unknown" {
  instance_type = var.size
}
"#,
        Settings::default(),
        expect![[r#"
            main.tf:1 ⟨"m5.lrage"⟩ Warning unknown-sku: m5.lrage is no instance type of us-east-1; did you mean m5.large
            main.tf:4 ⟨"gp2"⟩ Information gp2-to-gp3: Use gp3 instead of gp2 (saves $2.00/mo): the volume changes online; gp2 of this size reaches 128 MiB/s, gp3 125 MiB/s
            main.tf:9 ⟨var.size⟩ Information unknown-value: no price: var.size has no value
        "#]],
    );
}

#[test]
fn rules_are_switched_off_by_name() {
    check_diagnostics(
        "resource \"aws_ebs_volume\" \"old\" {\n  type = \"gp2\"\n  size = 100\n}\n",
        Settings { rules_disabled: vec!["gp2-to-gp3".into()], ..Settings::default() },
        expect![[""]],
    );
}

#[test]
fn a_cancelled_look_ends() {
    let fixture = parse("resource \"aws_ebs_volume\" \"old\" {\n  type = \"gp2\"\n  size = 100\n}\n");
    let analysis = analyze(&fixture.files, Settings::default());
    let open = [FileId::new("main.tf")].into();
    assert_eq!(analysis.diagnostics(&open, &|| true), Err(crate::Cancelled));
}
