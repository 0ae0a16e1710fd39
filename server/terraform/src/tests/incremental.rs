//! After any edits a warm engine says what a fresh one says.

use std::fmt::Write;

use ir::{FrontEnd, Inputs};

use super::{Memory, print};
use crate::Terraform;

/// Numbers that look random and are the same in every run (Numerical Recipes, "ranqd1").
struct Random(u32);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % n.max(1)
    }
}

/// A module of resources that refer to variables, locals and each other.
pub(crate) fn generate(n: usize) -> String {
    let mut text = String::from(
        "variable \"size\" {\n  default = \"large\"\n}\nlocals {\n  type = \"m5.${var.size}\"\n  tags = { team = \"a\" }\n}\n\n",
    );
    for idx in 0..n {
        let body = match idx % 4 {
            0 => format!(
                "resource \"aws_instance\" \"r{idx}\" {{\n  ami           = \"ami-{idx}\"\n  instance_type = local.type\n  tags          = merge(local.tags, {{ Name = \"n{idx}\" }})\n\n  root_block_device {{\n    volume_type = \"gp2\"\n    volume_size = {}\n  }}\n}}\n",
                20 + idx
            ),
            1 => format!(
                "resource \"aws_ebs_volume\" \"r{idx}\" {{\n  availability_zone = aws_instance.r{}.availability_zone\n  size              = {idx} * 2 # GB\n  type              = \"gp3\"\n}}\n",
                idx - 1
            ),
            2 => format!(
                "resource \"aws_eip\" \"r{idx}\" {{\n  count    = {}\n  instance = aws_instance.r{}.id\n}}\n",
                idx % 3,
                idx - 2
            ),
            _ => format!(
                "resource \"aws_lambda_function\" \"r{idx}\" {{\n  function_name = \"f-${{var.size}}-{idx}\"\n  memory_size   = 512\n  description   = <<-EOT\n    {{ \"a\": [ }}\n  EOT\n}}\n"
            ),
        };
        writeln!(text, "{body}").unwrap();
    }
    text
}

fn edit(text: &str, random: &mut Random) -> String {
    const BITS: &[&str] = &[
        "\"",
        "{",
        "}",
        "[",
        "(",
        ")",
        "\n",
        "x",
        "7",
        "=",
        "${",
        "<<EOT\n",
        "#",
        "/*",
        " ",
        ".",
        "resource \"t\" \"x\" {\n",
        "é",
    ];
    let at = |random: &mut Random| {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = at(random);
    let mut end = (start + random.below(4)).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let new = if random.below(3) == 0 { "" } else { BITS[random.below(BITS.len())] };
    format!("{}{new}{}", text.get(..start).unwrap(), text.get(end..).unwrap())
}

fn check_edits(n_files: usize, n_edits: usize) {
    for seed in 0..n_files {
        let mut random = Random(seed as u32 + 1);
        let warm = Terraform::default();
        let mut text = generate(3 + random.below(8));
        for step in 0..n_edits {
            // Every few edits the damage is taken back, so that sound and damaged texts alternate.
            let next = edit(&text, &mut random);
            let files = Memory([("main.tf".to_owned(), next.as_str().into())].into());
            let kept = warm.evaluate(&files, "", &Inputs::default());
            let fresh = Terraform::default().evaluate(&files, "", &Inputs::default());
            assert_eq!(print(&files, &kept), print(&files, &fresh), "file {seed}, edit {step}:\n{next}");
            assert_eq!(kept.resources, fresh.resources, "file {seed}, edit {step}:\n{next}");
            if step % 3 != 0 {
                text = next;
            }
            if step % 40 == 39 {
                text = generate(3 + random.below(8));
            }
        }
    }
}

#[test]
fn edits_give_what_a_fresh_start_gives() {
    check_edits(4, 120);
}
