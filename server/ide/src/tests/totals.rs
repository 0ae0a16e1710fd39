//! Sums: the status bar's and the breakdown's.

use expect_test::{Expect, expect};

use super::*;

fn check(source: &str, status: &str, breakdown: Expect) {
    let analysis = analyze(&parse(source).files, Settings::default());
    assert_eq!(analysis.status().label, status);
    breakdown.assert_eq(&analysis.breakdown());
}

#[test]
fn nothing_of_an_unknown_number_is_in_a_sum() {
    check(
        r#"
variable "n" {}
resource "aws_ebs_volume" "one" {
  size = 200
}
resource "aws_ebs_volume" "some" {
  count = var.n
  size  = 100
}
resource "aws_iam_role" "free" {
  count = var.n
}
resource "aws_nothing" "unsupported" {
  count = var.n
}
"#,
        "≥ $20.00/mo (1 of unknown number, 1 not supported)",
        expect![[r#"
            # Monthly cost: ≥ $20.00/mo (1 of unknown number, 1 not supported)

            ## .: ≥ $20.00/mo (1 of unknown number, 1 not supported)

            | Resource | Quantity | Price | Monthly |
            |---|--:|--:|--:|
            | `aws_ebs_volume.one` | | | **$20.00/mo** |
            | Storage (general purpose SSD, gp2) | 200 GB | $0.10 | $20.00 |
            | `aws_ebs_volume.some` × ? | | | **$10.00/mo** |
            | Storage (general purpose SSD, gp2) | 100 GB | $0.10 | $10.00 |
            | `aws_nothing.unsupported` | | | ? (not supported) |
        "#]],
    );
}
