//! Price tables: CSV text that a person can read, one file per service, from which the book is made.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::Arc;

use rust_decimal::Decimal;
use thiserror::Error;

use crate::price_id::Identity;
use crate::row::{Provider, PurchaseOption, Row};

/// The columns, in their order. `source` is an index into the provider's `sources.csv`.
pub const COLUMNS: [&str; 14] = [
    "id",
    "service",
    "region",
    "sku",
    "attributes",
    "unit",
    "tier_start",
    "tier_end",
    "option",
    "price",
    "currency",
    "effective",
    "source",
    "as_of",
];

/// Why a table cannot be read or written.
#[derive(Debug, Error)]
pub enum TableError {
    /// The text is no CSV, or the stream failed.
    #[error("not a price table: {0}")]
    Csv(#[from] csv::Error),
    /// The columns are others than [`COLUMNS`].
    #[error("columns are {found}; expected {}", COLUMNS.join(","))]
    Columns {
        /// What stands in the first line.
        found: String,
    },
    /// A field does not say what its column needs.
    #[error("row {row}: column {column} holds {value:?}")]
    Field {
        /// Row number, 1 for the first under the header.
        row: usize,
        /// Column name.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// The id is not the hash of the row.
    #[error("row {row}: the id {id} is not the row's own, {own}")]
    Id {
        /// Row number, 1 for the first under the header.
        row: usize,
        /// What stands there.
        id: String,
        /// What should stand there.
        own: String,
    },
}

/// The documents that rows of one provider come from, in the order of their text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(Vec<Arc<str>>);

impl Sources {
    /// The documents of these rows.
    pub fn of_rows<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let texts: std::collections::BTreeSet<Arc<str>> =
            rows.into_iter().map(|it| it.source.clone()).collect();
        Self(texts.into_iter().collect())
    }

    /// Reads `sources.csv`: columns `index,source`.
    pub fn read(reader: impl Read) -> Result<Self, TableError> {
        let mut texts = Vec::new();
        for (i, record) in csv::Reader::from_reader(reader).records().enumerate() {
            let record = record?;
            let field = Fields { row: i + 1, record: &record };
            if field.text(0) != i.to_string() {
                return Err(field.wrong(0, "index"));
            }
            texts.push(field.text(1).into());
        }
        Ok(Self(texts))
    }

    /// Writes `sources.csv`.
    pub fn write(&self, writer: impl Write) -> Result<(), TableError> {
        let mut out = csv::Writer::from_writer(writer);
        out.write_record(["index", "source"])?;
        for (i, text) in self.0.iter().enumerate() {
            out.write_record([i.to_string().as_str(), text])?;
        }
        out.flush().map_err(csv::Error::from)?;
        Ok(())
    }

    fn get(&self, index: &str) -> Option<Arc<str>> {
        self.0.get(index.parse::<usize>().ok()?).cloned()
    }

    fn index(&self, text: &Arc<str>) -> usize {
        self.0.binary_search(text).unwrap_or(usize::MAX)
    }
}

/// Reads one table.
pub fn read(provider: Provider, sources: &Sources, reader: impl Read) -> Result<Vec<Row>, TableError> {
    let mut table = csv::Reader::from_reader(reader);
    let headers = table.headers()?;
    if headers != COLUMNS.as_slice() {
        return Err(TableError::Columns { found: headers.iter().collect::<Vec<_>>().join(",") });
    }
    let mut interner = Interner::default();
    let mut rows = Vec::new();
    for (i, record) in table.records().enumerate() {
        let record = record?;
        rows.push(Fields { row: i + 1, record: &record }.price(provider, sources, &mut interner)?);
    }
    Ok(rows)
}

/// Writes one table; the rows as they come.
pub fn write<'a>(
    sources: &Sources,
    rows: impl IntoIterator<Item = &'a Row>,
    writer: impl Write,
) -> Result<(), TableError> {
    let mut out = csv::Writer::from_writer(writer);
    out.write_record(COLUMNS)?;
    for row in rows {
        out.write_record([
            &*row.id,
            &*row.service,
            &*row.region,
            row.sku.as_deref().unwrap_or(""),
            &attributes_text(&row.attributes),
            &*row.unit,
            &row.tier_start.normalize().to_string(),
            &row.tier_end.map(|it| it.normalize().to_string()).unwrap_or_default(),
            row.option.as_str(),
            &row.price.normalize().to_string(),
            &*row.currency,
            row.effective.as_deref().unwrap_or(""),
            &sources.index(&row.source).to_string(),
            &*row.as_of,
        ])?;
    }
    out.flush().map_err(csv::Error::from)?;
    Ok(())
}

/// The id that a row's own fields give it.
pub fn own_id(row: &Row) -> Arc<str> {
    Identity {
        provider: row.provider,
        service: &row.service,
        region: &row.region,
        attributes: row.attributes.iter().map(|(name, value)| (&**name, &**value)),
        unit: &row.unit,
        option: row.option,
        tier_start: row.tier_start,
    }
    .price_id()
}

fn attributes_text(attributes: &BTreeMap<Arc<str>, Arc<str>>) -> String {
    let object: serde_json::Map<String, serde_json::Value> =
        attributes.iter().map(|(name, value)| (name.to_string(), (**value).into())).collect();
    serde_json::Value::Object(object).to_string()
}

#[derive(Default)]
struct Interner(std::collections::HashSet<Arc<str>>);

impl Interner {
    fn intern(&mut self, text: &str) -> Arc<str> {
        match self.0.get(text) {
            Some(known) => known.clone(),
            None => {
                let text: Arc<str> = text.into();
                self.0.insert(text.clone());
                text
            }
        }
    }
}

struct Fields<'a> {
    row: usize,
    record: &'a csv::StringRecord,
}

impl Fields<'_> {
    fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or("")
    }

    fn wrong(&self, column: usize, name: &'static str) -> TableError {
        TableError::Field { row: self.row, column: name, value: self.text(column).to_owned() }
    }

    fn decimal(&self, column: usize, name: &'static str) -> Result<Decimal, TableError> {
        Decimal::from_str_exact(self.text(column)).map_err(|_| self.wrong(column, name))
    }

    fn optional(&self, column: usize) -> Option<&str> {
        Some(self.text(column)).filter(|it| !it.is_empty())
    }

    fn attributes(&self, interner: &mut Interner) -> Result<BTreeMap<Arc<str>, Arc<str>>, TableError> {
        let parsed: BTreeMap<String, String> =
            serde_json::from_str(self.text(4)).map_err(|_| self.wrong(4, "attributes"))?;
        Ok(parsed.iter().map(|(name, value)| (interner.intern(name), interner.intern(value))).collect())
    }

    fn price(
        &self,
        provider: Provider,
        sources: &Sources,
        interner: &mut Interner,
    ) -> Result<Row, TableError> {
        let row = Row {
            id: self.text(0).into(),
            provider,
            service: interner.intern(self.text(1)),
            region: interner.intern(self.text(2)),
            sku: self.optional(3).map(Arc::from),
            attributes: self.attributes(interner)?,
            unit: interner.intern(self.text(5)),
            tier_start: self.decimal(6, "tier_start")?,
            tier_end: self.optional(7).map(|_| self.decimal(7, "tier_end")).transpose()?,
            option: PurchaseOption::parse(self.text(8)).ok_or_else(|| self.wrong(8, "option"))?,
            price: self.decimal(9, "price")?,
            currency: interner.intern(self.text(10)),
            effective: self.optional(11).map(|it| interner.intern(it)),
            source: sources.get(self.text(12)).ok_or_else(|| self.wrong(12, "source"))?,
            as_of: interner.intern(self.text(13)),
        };
        let own = own_id(&row);
        match own == row.id {
            true => Ok(row),
            false => Err(TableError::Id { row: self.row, id: row.id.to_string(), own: own.to_string() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    const SOURCES: &str = "index,source\n0,a list\n1,another\n";

    fn check(table: &str, expected: Expect) {
        let sources = Sources::read(SOURCES.as_bytes()).expect("sources");
        let answer = match read(Provider::Aws, &sources, table.as_bytes()) {
            Ok(rows) => {
                let mut text = Vec::new();
                write(&sources, &rows, &mut text).expect("writes");
                String::from_utf8(text).expect("text")
            }
            Err(error) => format!("error: {error}\n"),
        };
        expected.assert_eq(&answer);
    }

    fn table(line: &str) -> String {
        format!("{}\n{line}\n", COLUMNS.join(","))
    }

    #[test]
    fn what_is_written_is_what_was_read() {
        let line = r#"25ec89b37ca0813e,AmazonS3,us-east-1,SKU1,"{""volumeType"":""Standard""}",GB-Mo,0,51200,on_demand,0.023,USD,2025-01-01,1,2025-11-04"#;
        check(
            &table(line),
            expect![[r#"
                id,service,region,sku,attributes,unit,tier_start,tier_end,option,price,currency,effective,source,as_of
                25ec89b37ca0813e,AmazonS3,us-east-1,SKU1,"{""volumeType"":""Standard""}",GB-Mo,0,51200,on_demand,0.023,USD,2025-01-01,1,2025-11-04
            "#]],
        );
    }

    #[test]
    fn a_changed_row_is_refused() {
        let line = r#"0123456789abcdef,AmazonS3,us-east-1,,"{""volumeType"":""Standard""}",GB-Mo,0,51200,on_demand,0.023,USD,,1,2025-11-04"#;
        check(
            &table(line),
            expect![[r#"
            error: row 1: the id 0123456789abcdef is not the row's own, 25ec89b37ca0813e
        "#]],
        );
    }

    #[test]
    fn wrong_fields_are_named() {
        check(
            &table("x,AmazonS3,us-east-1,,{},GB,0,,on_demand,1e-3,USD,,0,2025"),
            expect![[r#"
            error: row 1: column price holds "1e-3"
        "#]],
        );
        check(
            &table("x,AmazonS3,us-east-1,,{},GB,0,,on_demand,1,USD,,7,2025"),
            expect![[r#"
            error: row 1: column source holds "7"
        "#]],
        );
        check(
            &table("x,AmazonS3,us-east-1,,[],GB,0,,on_demand,1,USD,,0,2025"),
            expect![[r#"
            error: row 1: column attributes holds "[]"
        "#]],
        );
        check(
            "a,b\n1,2\n",
            expect![[r#"
            error: columns are a,b; expected id,service,region,sku,attributes,unit,tier_start,tier_end,option,price,currency,effective,source,as_of
        "#]],
        );
    }
}
