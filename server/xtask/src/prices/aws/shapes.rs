//! vCPUs and memory of instance types. They belong to the type, not to the region.

use std::collections::HashMap;
use std::path::Path;

use super::super::{FactTable, Sink};

/// The file that states them, which gives prices too.
pub(super) const LINUX_2025_04: &str = "aws_ec2_ondemand_linux_2025-04.csv.gz";

/// vCPUs and memory by instance type.
pub(super) struct Shapes {
    by_type: HashMap<String, (String, String)>,
    /// The rows, to be read for their prices.
    pub(super) table: FactTable,
}

impl Shapes {
    pub(super) fn read(facts: &Path, sink: &mut Sink) -> anyhow::Result<Self> {
        let table = sink.read(facts, LINUX_2025_04)?;
        let mut by_type = HashMap::new();
        for row in table.rows() {
            let shape = (row.get("vcpu").to_owned(), row.get("memory").to_owned());
            if !shape.0.is_empty() && shape.1.ends_with("GiB") {
                by_type.entry(row.get("instance_type").to_owned()).or_insert(shape);
            }
        }
        Ok(Self { by_type, table })
    }

    /// No type known, for tests.
    #[cfg(test)]
    pub(super) fn none() -> Self {
        let table = FactTable::parse("instance_type\n", b',').expect("a fact table");
        Self { by_type: HashMap::new(), table }
    }

    /// `("2", "8 GiB")`.
    pub(super) fn of(&self, instance_type: &str) -> Option<(&str, &str)> {
        self.by_type.get(instance_type).map(|(vcpu, memory)| (vcpu.as_str(), memory.as_str()))
    }
}
