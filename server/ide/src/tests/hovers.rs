//! Hovers: what they cover and what they say.

use expect_test::{Expect, expect};
use pricing::RegionOrigin;

use super::*;

fn check_hover(source: &str, want: Expect) {
    check_hover_in(source, &root(), want);
}

/// Draws the hovered text above the hover.
fn check_hover_in(source: &str, root: &Arc<Root>, want: Expect) {
    let fixture = parse(source);
    let analysis = analyze_with(&engine(), &fixture.files, root, Settings::default());
    let (file, offset) = fixture.cursor().expect("a cursor");
    let shown = match analysis.hover(&file, offset) {
        Some(hover) => format!("⟨{}⟩\n{}", hover.range.slice(&analysis.text(&file).unwrap()), hover.markdown),
        None => "no hover".to_owned(),
    };
    want.assert_eq(&shown);
}

#[test]
fn components_and_where_their_prices_come_from() {
    check_hover(
        r#"
resource "aws_instance" "w$0eb" {
  instance_type = "m5.large"
}
"#,
        expect![[r#"
            ⟨resource "aws_instance" "web" {⟩
            `aws_instance.web` · $73.80/mo · us-east-1

            | Component | Quantity | Price | Monthly |
            |---|--:|--:|--:|
            | Instance usage (Linux/UNIX, on-demand, m5.large) | 730 hours | $0.10 | $73.00 |
            | root_block_device: Storage (general purpose SSD, gp2) | 8 GB | $0.10 | $0.80 |

            Prices

            - Instance usage (Linux/UNIX, on-demand, m5.large): SKU `SKU5`, us-east-1, $0.10 per Hrs; tiny catalog, as of 2026-01-01
            - Storage (general purpose SSD, gp2): us-east-1, $0.10 per GB-Mo; tiny catalog, as of 2026-01-01

            Assumptions

            - region us-east-1, from the environment (AWS_REGION)
        "#]],
    );
}

#[test]
fn the_attribute_that_costs_has_the_same_hover() {
    check_hover(
        r#"
resource "aws_nat_gateway" "main" {
  connectivity_type = "pub$0lic"
}
"#,
        expect![["no hover"]],
    );
    check_hover(
        r#"
resource "aws_ebs_volume" "d" {
  count = 2
  size  = 100$0
}
"#,
        expect![[r#"
            ⟨size  = 100⟩
            `aws_ebs_volume.d[0]`, `aws_ebs_volume.d[1]` · ×2 $20.00/mo · us-east-1

            | Component | Quantity | Price | Monthly |
            |---|--:|--:|--:|
            | Storage (general purpose SSD, gp2) | 100 GB | $0.10 | $10.00 |

            Prices

            - Storage (general purpose SSD, gp2): us-east-1, $0.10 per GB-Mo; tiny catalog, as of 2026-01-01

            Assumptions

            - region us-east-1, from the environment (AWS_REGION)
        "#]],
    );
}

#[test]
fn assumptions_and_unknowns_have_reasons_and_places() {
    let source = r#"
variable "size" {}
variable "n" {}
resource "aws_ebs_volume" "d" {$0
  count = var.n
  size  = var.size
}
"#;
    check_hover_in(
        source,
        &root_in(RegionOrigin::LastResort),
        expect![[r#"
        ⟨resource "aws_ebs_volume" "d" {⟩
        `aws_ebs_volume.d` · × ? ? (var.size has no value) · us-east-1

        | Component | Quantity | Price | Monthly |
        |---|--:|--:|--:|
        | Storage (general purpose SSD, gp2) | ? GB | $0.10 | ? |

        Prices

        - Storage (general purpose SSD, gp2): us-east-1, $0.10 per GB-Mo; tiny catalog, as of 2026-01-01

        Assumptions

        - ~ region us-east-1: neither the code, the environment nor region.default names one

        Not known

        - number of instances: var.n has no value
        - Storage (general purpose SSD, gp2): var.size has no value (main.tf:1)
    "#]],
    );
}

#[test]
fn what_is_free_or_unsupported_is_said() {
    check_hover(
        "resource \"aws_iam_role\" $0\"r\" {}\n",
        expect![[r#"
        ⟨resource "aws_iam_role" "r" {⟩
        `aws_iam_role.r` · free

    "#]],
    );
    check_hover(
        "resource \"aws_no_such_thing\" $0\"r\" {}\n",
        expect![[r#"
        ⟨resource "aws_no_such_thing" "r" {⟩
        `aws_no_such_thing.r` · ? (not supported)

    "#]],
    );
}

#[test]
fn instances_of_other_cost_are_listed_apart() {
    check_hover(
        r#"
resource "aws_ebs_volume" "d" {$0
  for_each = { a = 10, b = 20 }
  size     = each.value
}
"#,
        expect![[r#"
            ⟨resource "aws_ebs_volume" "d" {⟩
            `aws_ebs_volume.d["a"]` · $1.00/mo · us-east-1

            | Component | Quantity | Price | Monthly |
            |---|--:|--:|--:|
            | Storage (general purpose SSD, gp2) | 10 GB | $0.10 | $1.00 |

            Prices

            - Storage (general purpose SSD, gp2): us-east-1, $0.10 per GB-Mo; tiny catalog, as of 2026-01-01

            Assumptions

            - region us-east-1, from the environment (AWS_REGION)

            `aws_ebs_volume.d["b"]` · $2.00/mo · us-east-1

            | Component | Quantity | Price | Monthly |
            |---|--:|--:|--:|
            | Storage (general purpose SSD, gp2) | 20 GB | $0.10 | $2.00 |

            Prices

            - Storage (general purpose SSD, gp2): us-east-1, $0.10 per GB-Mo; tiny catalog, as of 2026-01-01

            Assumptions

            - region us-east-1, from the environment (AWS_REGION)
        "#]],
    );
}
