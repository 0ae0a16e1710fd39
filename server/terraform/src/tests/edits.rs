//! Attributes set and removed in the text.

use expect_test::{Expect, expect};
use ir::{FrontEnd, Inputs, Value};
use text::apply_edits;

use super::Memory;
use crate::Terraform;

const MAIN: &str = r#"
variable "iops" { default = 100 }
locals {
  twice = 1
  once  = "io1"
}
resource "aws_instance" "web" {
  instance_type = "m4.large" # old
  ami           = "${var.iops}${local.twice}"
  twice         = local.twice
  kind          = local.once

  root_block_device {
    volume_type = "gp2"
  }
}
resource "aws_eip" "empty" {}
resource "aws_eip" "bare" {
  # nothing
}
"#;

fn check(address: &str, path: &str, value: Option<Value>, expect: Expect) {
    let files = Memory::new(MAIN);
    let front_end = Terraform::default();
    let evaluation = front_end.evaluate(&files, "", &Inputs::default());
    let resource = evaluation.resources.iter().find(|it| &*it.address == address).unwrap();
    let edits = match value {
        Some(value) => front_end.set_attribute(&files, resource, &path.into(), &value),
        None => front_end.remove_attribute(&files, resource, &path.into()),
    };
    let Some(edits) = edits else { return expect.assert_eq("none") };
    let edits: Vec<_> = edits.into_iter().map(|(_, edit)| edit).collect();
    let old = &files.0["main.tf"];
    let new = apply_edits(old, &edits).unwrap();
    let after: Vec<&str> = new.lines().collect();
    let before: Vec<&str> = old.lines().collect();
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("-{line}\n"));
    let come = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+{line}\n"));
    expect.assert_eq(&gone.chain(come).collect::<String>());
}

#[test]
fn literals_are_replaced() {
    check(
        "aws_instance.web",
        "instance_type",
        Some(Value::string("m5.large")),
        expect![[r#"
        -  instance_type = "m4.large" # old
        +  instance_type = "m5.large" # old
    "#]],
    );
    check(
        "aws_instance.web",
        "root_block_device.0.volume_type",
        Some(Value::string("gp3")),
        expect![[r#"
        -    volume_type = "gp2"
        +    volume_type = "gp3"
    "#]],
    );
}

#[test]
fn absent_attributes_and_blocks_are_added() {
    check(
        "aws_instance.web",
        "monitoring",
        Some(Value::bool(true)),
        expect![[r#"
        +  monitoring    = true
    "#]],
    );
    check(
        "aws_instance.web",
        "root_block_device.0.iops",
        Some(Value::number(3000)),
        expect![[r#"
        +    iops        = 3000
    "#]],
    );
    check(
        "aws_instance.web",
        "metadata_options.0.http_tokens",
        Some(Value::string("required")),
        expect![[r#"
        +  metadata_options {
        +    http_tokens = "required"
    "#]],
    );
    check(
        "aws_eip.empty",
        "domain",
        Some(Value::string("vpc")),
        expect![[r#"
        -resource "aws_eip" "empty" {}
        +resource "aws_eip" "empty" {
        +  domain = "vpc"
    "#]],
    );
    check(
        "aws_eip.bare",
        "domain",
        Some(Value::string("vpc")),
        expect![[r#"
        +  domain = "vpc"
    "#]],
    );
}

#[test]
fn references_are_followed_when_nothing_else_uses_them() {
    check(
        "aws_instance.web",
        "kind",
        Some(Value::string("gp3")),
        expect![[r#"
        -  once  = "io1"
        +  once  = "gp3"
    "#]],
    );
    check("aws_instance.web", "twice", Some(Value::number(2)), expect!["none"]);
    check("aws_instance.web", "ami", Some(Value::string("x")), expect!["none"]);
}

#[test]
fn attributes_are_removed_with_their_line() {
    check(
        "aws_instance.web",
        "instance_type",
        None,
        expect![[r#"
        -  instance_type = "m4.large" # old
    "#]],
    );
    check("aws_instance.web", "absent", None, expect![[""]]);
    check("aws_instance.web", "root_block_device.1.iops", None, expect!["none"]);
}
