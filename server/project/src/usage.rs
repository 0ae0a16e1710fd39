//! Usage files, in the shape that cost tools already read: `version`, `resource_usage` by address (also
//! `aws_x.y[*]` and addresses in modules), `resource_type_default_usage` by type.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Note, Place, Severity, Value};
use pricing::Usage;
use text::FileId;

use crate::config::Reader;
use crate::yaml::{self, Node};

const KEYS: &[&str] = &["version", "resource_usage", "resource_type_default_usage"];

/// Reads a usage file. What is wrong is noted; the rest counts.
pub fn parse_usage(file: &FileId, text: &str) -> (Usage, Vec<Note>) {
    let mut reader = Reader::new(file);
    let mut usage = Usage::default();
    match yaml::parse(text) {
        Err(error) => reader.note(error.range, Severity::Error, error.message),
        Ok(None) => {}
        Ok(Some(root)) => {
            for (key, node) in reader.entries(&root, KEYS, "a usage file") {
                match key {
                    "resource_usage" => usage.resources = values(&mut reader, node),
                    "resource_type_default_usage" => usage.type_defaults = values(&mut reader, node),
                    _ => {}
                }
            }
        }
    }
    (usage, reader.notes)
}

/// The note for a usage file that cannot be read.
pub(crate) fn unreadable(place: Place, file: &str, error: &ir::ReadError) -> Note {
    Note { place, severity: Severity::Error, message: format!("usage file {file}: {error}") }
}

fn values(reader: &mut Reader<'_>, node: &Node) -> BTreeMap<Arc<str>, Value> {
    let mut found = BTreeMap::new();
    for (key, node) in reader.pairs(node) {
        match key.text() {
            Some(name) if !node.is_null() => {
                found.insert(Arc::from(name), node.value());
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, want: Expect) {
        let (usage, notes) = parse_usage(&FileId::new("usage.yml"), text);
        let mut out = String::new();
        for (kind, values) in [("resource", &usage.resources), ("type", &usage.type_defaults)] {
            for (name, value) in values {
                for (key, value) in value.as_map().unwrap() {
                    let shown = value.as_decimal().map(|it| it.to_string());
                    let shown = shown
                        .unwrap_or_else(|| format!("{:?}", value.as_str().or(value.as_map().map(|_| "…"))));
                    out.push_str(&format!("{kind} {name}: {key} = {shown}\n"));
                }
            }
        }
        notes.iter().for_each(|note| {
            out.push_str(&format!("note at {}: {}\n", note.place.range.start, note.message))
        });
        want.assert_eq(&out);
    }

    #[test]
    fn shape_of_a_usage_file() {
        check(
            r#"
version: 0.1
resource_type_default_usage:
  aws_lambda_function:
    monthly_requests: 1000000
resource_usage:
  aws_nat_gateway.this[0]:
    monthly_data_processed_gb: 0.10 # kept as written
  module.web["a"].aws_instance.app[*]:
    operating_system: windows
  aws_s3_bucket.logs:
    standard: { storage_gb: 1 }
  aws_sqs_queue.empty:
"#,
            expect![[r#"
                resource aws_nat_gateway.this[0]: monthly_data_processed_gb = 0.1
                resource aws_s3_bucket.logs: standard = Some("…")
                resource module.web["a"].aws_instance.app[*]: operating_system = Some("windows")
                type aws_lambda_function: monthly_requests = 1000000
            "#]],
        );
    }

    #[test]
    fn wrong_keys_are_named() {
        check(
            "resource_usages: {}\n",
            expect![[r#"
                note at 0: unknown key `resource_usages` in a usage file; did you mean `resource_usage`?
            "#]],
        );
    }
}
