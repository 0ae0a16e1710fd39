use std::time::{Duration, Instant};

use expect_test::{Expect, expect};

use super::{Memory, check, evaluate, print};

#[test]
fn what_is_half_typed_costs_no_other() {
    check(
        r#"
resource "aws_instance" "first" {
  instance_type =
  ami           = "x"
  monitoring    = var.
  tags = {
  root_block_device {
    volume_size = 8
  }
}
resource "aws_
resource "aws_instance" "second" {
  instance_type = "t3.micro
  ami           = "y"
}
resource "aws_instance" "third" {
  instance_type = "t3.large"
"#,
        expect![[]],
    );
}

#[test]
fn references_in_a_circle() {
    check(
        r#"
locals {
  a = local.b
  b = "${local.a}!"
  c = 1
}
resource "aws_instance" "a" {
  ami  = aws_instance.a.ami
  type = local.a
  size = local.c
}
resource "aws_eip" "b" { count = length(aws_eip.b) }
"#,
        expect![[]],
    );
}

#[test]
fn counts_that_cannot_be() {
    check(
        r#"
resource "t" "many" { count = 1000000000 }
resource "t" "negative" { count = -1 }
resource "t" "null" { count = null }
resource "t" "list" { for_each = ["a"] }
resource "t" "undeclared" { count = var.nope }
resource "t" "fine" {}
"#,
        expect![[]],
    );
}

fn check_bounded(text: &str, expect: Expect) {
    let files = Memory::new(text);
    let start = Instant::now();
    let evaluation = evaluate(&files);
    assert!(start.elapsed() < Duration::from_secs(8), "took {:?}", start.elapsed());
    expect.assert_eq(&print(&files, &evaluation));
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let n = 100_000;
    let deep = format!(
        "resource \"t\" \"a\" {{\n  x = {}1{}\n  y = 2\n}}\nresource \"t\" \"b\" {{\n  z = 1\n}}\n",
        "[".repeat(n),
        "]".repeat(n)
    );
    check_bounded(&deep, expect![[]]);
    let open = format!(
        "resource \"t\" \"a\" {{\n  x = {}\n  y = 2\n}}\nresource \"t\" \"b\" {{\n  z = 1\n}}\n",
        "[".repeat(n)
    );
    check_bounded(&open, expect![[]]);
    let blocks = format!("resource \"t\" \"a\" {{\n{}\n", "b {\n".repeat(n));
    check_bounded(&format!("{blocks}\nresource \"t\" \"b\" {{\n  z = 1\n}}\n"), expect![[]]);
    let signs = format!("resource \"t\" \"b\" {{\n  z = {}1\n y = 1\n}}\n", "!".repeat(n));
    check_bounded(&signs, expect![[]]);
    let quotes = format!("resource \"t\" \"b\" {{\n  z = {}\n y = 1\n}}\n", "\"${".repeat(n));
    check_bounded(&quotes, expect![[]]);
}

#[test]
fn long_chains_end_with_a_note() {
    let locals: String = (0..3_000).map(|idx| format!("  a{idx} = local.a{}\n", idx + 1)).collect();
    let text = format!(
        "locals {{\n{locals}  a3000 = 1\n}}\nresource \"t\" \"a\" {{\n  x = local.a0\n  y = local.a2900\n}}\n"
    );
    check_bounded(&text, expect![[]]);
}
