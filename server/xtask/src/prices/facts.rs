//! Fact files: CSV, gzip, with a header.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use anyhow::Context;
use flate2::read::MultiGzDecoder;

/// A whole fact file.
pub struct FactTable {
    columns: HashMap<String, usize>,
    records: Vec<csv::StringRecord>,
}

/// One row of a fact file.
#[derive(Clone, Copy)]
pub struct Fact<'a> {
    table: &'a FactTable,
    record: &'a csv::StringRecord,
}

impl FactTable {
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        // One table lists generations in its last column without quoting their comma.
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(MultiGzDecoder::new(file));
        let columns = reader.headers()?.iter().enumerate().map(|(i, name)| (name.to_owned(), i)).collect();
        let records =
            reader.records().collect::<Result<_, _>>().with_context(|| path.display().to_string())?;
        Ok(Self { columns, records })
    }

    /// A table written in a test, with its separator.
    #[cfg(test)]
    pub(super) fn parse(text: &str, separator: u8) -> anyhow::Result<Self> {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator).quoting(false).from_reader(text.as_bytes());
        let columns = reader.headers()?.iter().enumerate().map(|(i, name)| (name.to_owned(), i)).collect();
        Ok(Self { columns, records: reader.records().collect::<Result<_, _>>()? })
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Fact<'_>> {
        self.records.iter().map(|record| Fact { table: self, record })
    }

    pub(super) fn n_rows(&self) -> usize {
        self.records.len()
    }
}

impl<'a> Fact<'a> {
    /// The text in a column; empty when there is none.
    pub fn get(&self, column: &str) -> &'a str {
        self.table.columns.get(column).and_then(|i| self.record.get(*i)).unwrap_or("")
    }
}
