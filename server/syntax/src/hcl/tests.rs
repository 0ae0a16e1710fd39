//! Cutting and reading HCL: sound text, damaged text, hostile text.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;

const TOP_LEVEL: &[&str] = &["resource", "variable", "locals"];

fn print_body(out: &mut String, body: &Body, indent: &str) {
    for attribute in &body.attributes {
        writeln!(out, "{indent}{} = {:?}", attribute.name, attribute.text).unwrap();
    }
    for block in &body.blocks {
        writeln!(out, "{indent}{} {:?}", block.kind, block.labels).unwrap();
        print_body(out, &block.body, &format!("{indent}  "));
    }
}

fn check(text: &str, expect: Expect) {
    let file = Parser::new(TOP_LEVEL).parse(text);
    let mut out = String::new();
    for placed in &file.pieces {
        writeln!(out, "@{}", placed.offset).unwrap();
        print_body(&mut out, &placed.piece.body, "  ");
        for error in &placed.piece.errors {
            let at = error.range.shift(placed.offset);
            writeln!(out, "  error at {:?}: {}", at.slice(text), error.message).unwrap();
        }
    }
    let whole: String = file.pieces.iter().map(|it| &*it.piece.text).collect();
    assert_eq!(whole, text);
    expect.assert_eq(&out);
}

const SOUND: &str = r#"# a comment with { and "
locals { a = 1 }
variable "x" {
  type = object({
    a = string # "{"
  })
  default = { a = "}${join("", ["{", "\""])}" } /* { */
}
resource "t" "n" {
  text = <<-EOT
resource "not" "a block" {
    ${ "EOT" }
  EOT
  nested {
    deeper label {}
    list = [
      1, // [
    ]
  }
  after = "$${"
}
"#;

#[test]
fn sound_text() {
    check(
        SOUND,
        expect![[r#"
        @0
        @25
          locals []
            a = "1"
        @42
          variable ["x"]
            type = "object({\n    a = string # \"{\"\n  })"
            default = "{ a = \"}${join(\"\", [\"{\", \"\\\"\"])}\" }"
        @159
          resource ["t", "n"]
            text = "<<-EOT\nresource \"not\" \"a block\" {\n    ${ \"EOT\" }\n  EOT"
            after = "\"$${\""
            nested []
              list = "[\n      1, // [\n    ]"
              deeper ["label"]
    "#]],
    );
}

#[test]
fn the_tolerant_reader_agrees_with_the_grammar() {
    for piece in Parser::new(TOP_LEVEL).parse(SOUND).pieces {
        let text = &*piece.piece.text;
        let grammar = tree::read(text).unwrap();
        assert_eq!((grammar, Vec::new()), read::read(text));
    }
}

#[test]
fn damage_stays_in_its_block() {
    check(
        "resource \"a\" \"b\" {\n  x = [\n  y = 1\nresource \"c\" \"d\" {\n  z = \"${\n  w = 1\n}\n",
        expect![[r#"
            @0
              resource ["a", "b"]
                x = "["
                y = "1"
              error at "[": brackets do not match
              error at "resource \"a\" \"b\" {": the block is not closed: a `}` is missing
            @35
              resource ["c", "d"]
                z = "\"${"
                w = "1"
        "#]],
    );
    check(
        "resource \"a\" \"b\" {\n  x = 1 }\n  y = 2\n}\nlocals {\n  z = 3\n}\n",
        expect![[r#"
        @0
          resource ["a", "b"]
            x = "1"
            y = "2"
          error at "}": expected an attribute or a block here
        @39
          locals []
            z = "3"
    "#]],
    );
    check(
        "resource \"a\nlocals {\n  z =\n  y = 1\n}\n",
        expect![[r#"
        @0
          error at "resource": expected `=` or `{` after the name
        @12
          locals []
            z = ""
            y = "1"
          error at "z": the attribute has no value
    "#]],
    );
    check(
        "resource \"a\" \"b\" {\n  tags = {\n  disk {\n    size = 1\n  }\n}\nlocals {}\n",
        expect![[r#"
        @0
          resource ["a", "b"]
            tags = "{"
            disk []
              size = "1"
          error at "{": brackets do not match
        @58
          locals []
    "#]],
    );
    check(
        "resource \"a\" \"b\" {\n  disk {\n    size = 1\n}\nlocals {}\n",
        expect![[r#"
        @0
          resource ["a", "b"]
            disk []
              size = "1"
          error at "disk {": the block is not closed: a `}` is missing
        @43
          locals []
    "#]],
    );
    check(
        "resource \"a\" \"b\" {\n  x = <<EOT\n  text\n}\nlocals {\n  y = 1\n}\n",
        expect![[r#"
        @0
          resource ["a", "b"]
            x = "<<EOT"
          error at "text": expected `=` or `{` after the name
        @40
          locals []
            y = "1"
    "#]],
    );
}

#[test]
fn files_of_values() {
    check(
        "a = 1\nb = {\n  c = [\n    2,\n  ]\n}\n",
        expect![[r#"
        @0
          a = "1"
          b = "{\n  c = [\n    2,\n  ]\n}"
    "#]],
    );
}

#[test]
fn blocks_are_kept_by_their_text() {
    let parser = Parser::new(TOP_LEVEL);
    let before = parser.parse("locals {\n  a = 1\n}\nlocals {\n  b = 2\n}\n");
    let after = parser.parse("locals {\n  a = 100\n}\nlocals {\n  b = 2\n}\n");
    assert_eq!(after.pieces[1].offset, before.pieces[1].offset + 2);
    assert!(std::sync::Arc::ptr_eq(&after.pieces[1].piece, &before.pieces[1].piece));
}
