//! Variables and where their values come from.

use expect_test::expect;

use super::{check, check_with};

const FILES: &str = r#"
variable "a" { default = "default" }
variable "b" { default = "default" }
variable "c" { default = "default" }
variable "list" { type = list(number) }
variable "n" { type = number }
resource "t" "r" {
  a    = var.a
  b    = var.b
  c    = var.c
  list = var.list
  n    = var.n
}
#- terraform.tfvars
a = "tfvars"
b = "tfvars"
c = "tfvars"
list = ["1", 2]
n = "007"
#- B.auto.tfvars
b = "B"
#- a.auto.tfvars
b = "a"
#- c.auto.tfvars.json
{"c": "json"}
#- other.tfvars
a = "not loaded"
"#;

#[test]
fn files_of_values_in_order() {
    check(
        FILES,
        expect![[r#"
        t.r
          a = "tfvars"
          b = "a"
          c = "json"
          list = [1, 2]
          n = 7
    "#]],
    );
}

#[test]
fn the_command_line_wins() {
    check_with(
        FILES,
        &[("a", "[1,2]"), ("list", "[1,\"x\"]"), ("n", "3e2")],
        expect![[r#"
        t.r
          a = "[1,2]"
          b = "a"
          c = "json"
          list = ?(the value of var.list does not fit its type: element 1: a number is required)
          n = 300
        Error main.tf:5: the value of var.list does not fit its type: element 1: a number is required
    "#]],
    );
}
