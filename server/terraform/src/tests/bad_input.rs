//! Hostile and broken input: bounded time, a note at its place, the other resources as they were.

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
        expect![[r#"
            aws_instance.first
              ami = "x"
              instance_type = ?(instance_type has no value)
              monitoring = ?(Invalid expression: unexpected token)
              root_block_device = [{volume_size = 8}]
              tags = ?(Invalid expression: unexpected token)
            aws_instance.second
              ami = "y"
              instance_type = ?(Invalid expression: unexpected token)
            aws_instance.third
              instance_type = "t3.large"
            Error main.tf:3: the attribute has no value
            Error main.tf:6: brackets do not match
            Error main.tf:5: Invalid expression: unexpected token
            Error main.tf:11: expected `=` or `{` after the name
            Error main.tf:13: Invalid expression: unexpected token
            Error main.tf:16: the block is not closed: a `}` is missing
        "#]],
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
        expect![[r#"
            aws_instance.a
              ami = ?(aws_instance.a.ami refers to itself)
              size = 1
              type = ?(local.a refers to itself)
              ami -> aws_instance.a
            aws_eip.b × ? (aws_eip.b refers to itself)
            Error main.tf:7: aws_instance.a.ami refers to itself
            Error main.tf:3: local.a refers to itself
            Error main.tf:12: count or for_each of aws_eip.b refers to itself
        "#]],
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
        expect![[r#"
            t.many × ? (1000000000 instances of one block are more than the 1024 that are evaluated)
            t.negative × ? (count must be a whole number from 0 up)
            t.null × ? (count must be a whole number from 0 up)
            t.list × ? (for_each must be a map or a set of strings)
            t.undeclared × ? (An input variable with the name "nope" has not been declared.)
            t.fine
            Warning main.tf:2: 1000000000 instances of one block are more than the 1024 that are evaluated
            Error main.tf:3: count must be a whole number from 0 up
            Error main.tf:4: count must be a whole number from 0 up
            Error main.tf:5: for_each must be a map or a set of strings
            Error main.tf:6: An input variable with the name "nope" has not been declared.
        "#]],
    );
}

fn check_bounded(text: &str, expect: Expect) {
    let files = Memory::new(text);
    let start = Instant::now();
    let evaluation = evaluate(&files);
    assert!(start.elapsed() < Duration::from_secs(8), "took {:?}", start.elapsed());
    let printed = print(&files, &evaluation);
    let lines = printed.lines().take(8).map(|line| line.chars().take(100).collect::<String>() + "\n");
    expect.assert_eq(&lines.collect::<String>());
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let n = 100_000;
    let deep = format!(
        "resource \"t\" \"a\" {{\n  x = {}1{}\n  y = 2\n}}\nresource \"t\" \"b\" {{\n  z = 1\n}}\n",
        "[".repeat(n),
        "]".repeat(n)
    );
    check_bounded(
        &deep,
        expect![[r#"
            t.a
              x = ?(nested deeper than 200 levels, not read)
              y = 2
            t.b
              z = 1
            Error main.tf:2: nested deeper than 200 levels, not read
        "#]],
    );
    let open = format!(
        "resource \"t\" \"a\" {{\n  x = {}\n  y = 2\n}}\nresource \"t\" \"b\" {{\n  z = 1\n}}\n",
        "[".repeat(n)
    );
    check_bounded(
        &open,
        expect![[r#"
            t.a
              x = ?(nested deeper than 200 levels, not read)
              y = 2
            t.b
              z = 1
            Error main.tf:2: brackets do not match
        "#]],
    );
    let blocks = format!("resource \"t\" \"a\" {{\n{}\n", "b {\n".repeat(n));
    check_bounded(
        &format!("{blocks}\nresource \"t\" \"b\" {{\n  z = 1\n}}\n"),
        expect![[r#"
        t.a
          b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b = [{b 
        t.b
          z = 1
        Error main.tf:201: nested too deep, not read
        Error main.tf:202: nested too deep, not read
        Error main.tf:203: nested too deep, not read
        Error main.tf:204: nested too deep, not read
    "#]],
    );
    let signs = format!("resource \"t\" \"b\" {{\n  z = {}1\n y = 1\n}}\n", "!".repeat(n));
    check_bounded(
        &signs,
        expect![[r#"
            t.b
              y = 1
              z = ?(nested deeper than 200 levels, not read)
            Error main.tf:2: nested deeper than 200 levels, not read
        "#]],
    );
    let quotes = format!("resource \"t\" \"b\" {{\n  z = {}\n y = 1\n}}\n", "\"${".repeat(n));
    check_bounded(
        &quotes,
        expect![[r#"
            t.b
              y = 1
              z = ?(nested deeper than 200 levels, not read)
            Error main.tf:2: nested deeper than 200 levels, not read
        "#]],
    );
}

#[test]
fn long_chains_end_with_a_note() {
    let locals: String = (0..3_000).map(|idx| format!("  a{idx} = local.a{}\n", idx + 1)).collect();
    let text = format!(
        "locals {{\n{locals}  a3000 = 1\n}}\nresource \"t\" \"a\" {{\n  x = local.a0\n  y = local.a2900\n}}\n"
    );
    check_bounded(
        &text,
        expect![[r#"
        t.a
          x = ?(local.a399 lies more than 400 references deep)
          y = 1
        Warning main.tf:401: local.a399 lies more than 400 references deep
    "#]],
    );
}

#[test]
fn many_instances_that_all_refer_to_all_others() {
    let text = r#"
resource "t" "a" {
  count = 1024
  x     = t.b[*].id
}
resource "t" "b" {
  count = 1000
  x     = length(t.c)
}
resource "t" "c" { count = 1000 }
"#;
    check_bounded(
        text,
        expect![[r#"
        t.a[0]
          x = [?(t.b[0].id is known after apply), ?(t.b[1].id is known after apply), ?(t.b[2].id is known af
          x -> t.b
        t.a[1]
          x = [?(t.b[0].id is known after apply), ?(t.b[1].id is known after apply), ?(t.b[2].id is known af
          x -> t.b
        t.a[2]
          x = [?(t.b[0].id is known after apply), ?(t.b[1].id is known after apply), ?(t.b[2].id is known af
    "#]],
    );
}
