//! Inlay hints, drawn under the lines they stand at.

use pricing::RegionOrigin;
use text::FileId;

use super::*;

fn check_hints(source: &str) {
    check_hints_with(source, Settings::default(), &root());
}

/// Compares the hints of every file with the labels of the fixture: same lines, same texts, same order.
fn check_hints_with(source: &str, settings: Settings, root: &Arc<Root>) {
    let fixture = parse(source);
    let analysis = analyze_with(&engine(), &fixture.files, root, settings);
    let mut got = Vec::new();
    for file in fixture.files.ids() {
        for hint in analysis.hints(file, ALL) {
            got.push(format!("{file}:{}: {}", line_of(&analysis, file, hint.offset), hint.label));
        }
    }
    let want: Vec<String> =
        fixture.labels.iter().map(|it| format!("{}:{}: {}", it.file, it.line, it.text)).collect();
    assert_eq!(got, want);
}

#[test]
fn a_block_and_the_attribute_that_costs() {
    check_hints(
        r#"
resource "aws_instance" "web" {
                       # ^ $73.80/mo
  ami           = "ami-1"
  instance_type = "m5.large"
                       # ^ $73.00/mo
}
"#,
    );
}

#[test]
fn usage_based_part_shows_its_rate() {
    check_hints(
        r#"
resource "aws_nat_gateway" "main" {
                                # ^ $32.85/mo + $0.045/GB
  subnet_id = "subnet-1"
}
"#,
    );
}

#[test]
fn instances_of_one_block_are_added_up() {
    check_hints(
        r#"
resource "aws_ebs_volume" "data" {
                        # ^ ×3 $30.00/mo
  count = 3
  size  = 100
        # ^ ×3 $30.00/mo
}
"#,
    );
}

#[test]
fn an_unknown_count_is_said() {
    check_hints(
        r#"
variable "n" {}
resource "aws_ebs_volume" "data" {
                        # ^ × ? $10.00/mo
  count = var.n
  size  = 100
        # ^ × ? $10.00/mo
}
"#,
    );
}

#[test]
fn what_is_not_known_is_no_amount() {
    check_hints(
        r#"
variable "size" {}
resource "aws_ebs_volume" "data" {
                        # ^ ? (var.size has no value)
  size = var.size
       # ^ ? (var.size has no value)
}
resource "aws_instance" "typo" {
                      # ^ ≥ $0.80/mo (1 unpriced)
  instance_type = "m5.lrage"
                # ^ ? (m5.lrage is no instance type of us-east-1)
}
resource "aws_no_such_thing" "x" {}
                                # ^ ? (not supported)
"#,
    );
}

#[test]
fn a_region_without_prices_is_named() {
    check_hints(
        r#"
provider "aws" {
  region = "eu-south-2"
}
resource "aws_nat_gateway" "main" {
                                # ^ ? (no price of AmazonEC2 in eu-south-2)
}
"#,
    );
}

#[test]
fn free_and_absent_things_have_no_hint() {
    check_hints(
        r#"
resource "aws_iam_role" "r" {}
resource "aws_ebs_volume" "none" {
  count = 0
  size  = 100
}
data "aws_instance" "d" {}
"#,
    );
}

#[test]
fn an_assumed_region_is_marked() {
    let source = r#"
resource "aws_nat_gateway" "main" {
                                # ^ ~$32.85/mo + $0.045/GB
}
"#;
    check_hints_with(source, Settings::default(), &root_in(RegionOrigin::LastResort));
    check_hints_with(source, Settings::default(), &root_in(RegionOrigin::Setting));
}

#[test]
fn modules_have_hints_where_they_are_declared() {
    check_hints(
        r#"
module "a" {
  source = "./disk"
  size   = 10
}
module "b" {
  source = "./disk"
  size   = 20
}
#- disk/main.tf
variable "size" {}
resource "aws_ebs_volume" "d" {
                         # ^ ×2 $3.00/mo
  size = var.size
                         # ^ ×2 $3.00/mo
}
"#,
    );
}

#[test]
fn half_typed_text_leaves_the_others_alone() {
    check_hints(
        r#"
resource "aws_ebs_volume" "before" {
                                # ^ $10.00/mo
  size = 100
                                # ^ $10.00/mo
}
resource "aws_
resource "aws_ebs_volume" "after" {
                               # ^ $1.00/mo
  size = 10
                               # ^ $1.00/mo
}
"#,
    );
}

#[test]
fn small_amounts_are_left_out_on_request_and_unknown_ones_never() {
    let settings = Settings { hints_minimum_monthly: 5.into(), ..Settings::default() };
    check_hints_with(
        r#"
variable "size" {}
resource "aws_ebs_volume" "small" {
  size = 10
}
resource "aws_ebs_volume" "large" {
                        # ^ $10.00/mo
  size = 100
                        # ^ $10.00/mo
}
resource "aws_ebs_volume" "unknown" {
                        # ^ ? (var.size has no value)
  size = var.size
                        # ^ ? (var.size has no value)
}
"#,
        settings,
        &root(),
    );
}

#[test]
fn hints_can_be_switched_off() {
    let settings = Settings { hints_enabled: false, ..Settings::default() };
    check_hints_with("resource \"aws_nat_gateway\" \"main\" {}\n", settings, &root());
}

#[test]
fn a_range_has_its_own_hints_only() {
    let fixture = parse("resource \"aws_nat_gateway\" \"a\" {}\n\nresource \"aws_nat_gateway\" \"b\" {}\n");
    let analysis = analyze(&fixture.files, Settings::default());
    let hints = |start, end| analysis.hints(&FileId::new("main.tf"), TextRange::new(start, end)).len();
    assert_eq!((hints(0, 34), hints(36, 60), hints(36, 200), hints(0, 200)), (1, 0, 1, 2));
}
