//! Code actions: their titles, their edits, and what these save.

use expect_test::{Expect, expect};
use findings::display;

use super::*;

/// Draws the titles of the actions at the cursor, then the text after the first of them. Checks that the
/// workspace is cheaper afterwards by exactly what was promised.
fn check_actions(source: &str, want: Expect) {
    let fixture = parse(source);
    let engine = engine();
    let analysis = analyze_with(&engine, &fixture.files, &root(), Settings::default());
    let (file, range) = fixture.selection.clone().expect("a cursor");
    let actions = analysis.actions(&file, range, &|| false).expect("not cancelled");
    let mut shown: String = actions.iter().map(|it| format!("{}\n", it.title)).collect();
    for action in &actions {
        let edited = fixture.files.edited(&action.edits).expect("edits that fit");
        let after = analyze_with(&engine, &edited, &root(), Settings::default());
        if let Some(saving) = action.monthly_saving {
            assert_eq!(analysis.totals().monthly - after.totals().monthly, saving, "{}", action.title);
            assert!(action.title.contains(&display::monthly(saving, "USD")), "{}", action.title);
        }
    }
    if let Some(action) = actions.first() {
        let edited = fixture.files.edited(&action.edits).expect("edits that fit");
        shown += "---\n";
        shown += &analyze(&edited, Settings::default()).text(&action.edits[0].0).unwrap();
    }
    want.assert_eq(&shown);
}

#[test]
fn gp2_to_gp3() {
    check_actions(
        r#"
resource "aws_ebs_volume" "d" {
  count = 2
  type  = "$0gp2"
  size  = 100
}
"#,
        expect![[r#"
            Use gp3 instead of gp2 (saves $4.00/mo): the volume changes online; gp2 of this size reaches 128 MiB/s, gp3 125 MiB/s
            ---
            resource "aws_ebs_volume" "d" {
              count = 2
              type  = "gp3"
              size  = 100
            }
        "#]],
    );
}

#[test]
fn large_gp2_keeps_iops_and_throughput() {
    check_actions(
        r#"
resource "aws_ebs_volume" "d" {
  type = "$0gp2"
  size = 2000
}
"#,
        expect![[r#"
            Use gp3 instead of gp2 (saves $20.00/mo): the volume changes online
            ---
            resource "aws_ebs_volume" "d" {
              type = "gp3"
              size = 2000
              iops = 6000
              throughput = 250
            }
        "#]],
    );
}

#[test]
fn what_saves_nothing_is_not_offered() {
    // 250 GB: 20 $ for gp3 and 5 $ for the throughput of gp2, as much as gp2 costs.
    check_actions(
        "resource \"aws_ebs_volume\" \"d\" {\n  type = \"$0gp2\"\n  size = 250\n}\n",
        expect![[""]],
    );
}

#[test]
fn io1_to_gp3_keeps_the_iops() {
    check_actions(
        r#"
resource "aws_ebs_volume" "d" {
  type = "$0io1"
  size = 100
  iops = 4000
}
"#,
        expect![[r#"
            Use gp3 with the same IOPS instead of io1 (saves $244.50/mo): the volume changes online; gp3 has no Multi-Attach and less consistent latency than io1
            ---
            resource "aws_ebs_volume" "d" {
              type = "gp3"
              size = 100
              iops = 4000
              throughput = 500
            }
        "#]],
    );
}

#[test]
fn previous_generation_the_cheapest_first() {
    check_actions(
        r#"
resource "aws_instance" "web" {
  instance_type = "m4.$0large"
  root_block_device {
    volume_type = "gp3"
  }
}
"#,
        expect![[r#"
            Use m5.large instead of m4.large (saves $14.60/mo): needs a stop and a start, an HVM image with ENA and NVMe drivers
            Use m6i.large instead of m4.large (saves $7.30/mo): needs a stop and a start, an HVM image with ENA and NVMe drivers
            ---
            resource "aws_instance" "web" {
              instance_type = "m5.large"
              root_block_device {
                volume_type = "gp3"
              }
            }
        "#]],
    );
}

#[test]
fn a_slip_is_corrected() {
    check_actions(
        r#"
resource "aws_instance" "web" {
  instance_type = "m5.l$0rage"
}
"#,
        expect![[r#"
            Change to m5.large
            ---
            resource "aws_instance" "web" {
              instance_type = "m5.large"
            }
        "#]],
    );
}

#[test]
fn variables_are_followed_to_their_default() {
    check_actions(
        r#"
variable "kind" {
  default = "gp2"
}
resource "aws_ebs_volume" "d" {
  type = var.k$0ind
  size = 100
}
"#,
        expect![[r#"
            Use gp3 instead of gp2 (saves $2.00/mo): the volume changes online; gp2 of this size reaches 128 MiB/s, gp3 125 MiB/s
            ---
            variable "kind" {
              default = "gp3"
            }
            resource "aws_ebs_volume" "d" {
              type = var.kind
              size = 100
            }
        "#]],
    );
}

#[test]
fn elsewhere_there_is_nothing_to_do() {
    check_actions("resource \"aws_nat_gateway\" \"n$0\" {}\n", expect![[""]]);
    check_actions(
        "resource \"aws_ebs_volume\" \"d\" {\n  type = \"gp2\"\n  size = 100\n  tags$0 = {}\n}\n",
        expect![[""]],
    );
}
