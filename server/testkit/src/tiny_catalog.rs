//! A price book of a few lines, whose numbers are ours.

use std::sync::Arc;

use catalog::{Book, BookBuilder, Provider, PurchaseOption, Row, table};
use rust_decimal::Decimal;

/// Makes a book of lines such as
/// `aws | AmazonEC2 | us-east-1 | instanceType=m5.large; operatingSystem=Linux | Hrs | 0.25`,
/// with `| 0..100` or `| 100..` behind it for a tier and `| spot` for a purchase option, in any order.
/// Empty lines and lines that begin with `#` do not count. The error names the line.
pub fn tiny_catalog(lines: &str) -> Result<Arc<Book>, String> {
    let bytes = tiny_catalog_bytes(lines)?;
    Book::open(bytes).map(Arc::new).map_err(|it| it.to_string())
}

/// The bytes of that book.
pub fn tiny_catalog_bytes(lines: &str) -> Result<Vec<u8>, String> {
    let mut builder = BookBuilder::default();
    for line in lines.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#')) {
        builder.add([row(line).ok_or_else(|| format!("no price: {line}"))?]);
    }
    builder.build().map_err(|it| it.to_string())
}

fn row(line: &str) -> Option<Row> {
    let mut fields = line.split('|').map(str::trim);
    let mut row = Row {
        id: "".into(),
        provider: Provider::parse(fields.next()?)?,
        service: fields.next()?.into(),
        region: fields.next()?.into(),
        sku: None,
        attributes: fields.next()?.split(';').map(attribute).collect::<Option<_>>()?,
        unit: fields.next()?.into(),
        tier_start: Decimal::ZERO,
        tier_end: None,
        option: PurchaseOption::OnDemand,
        price: Decimal::from_str_exact(fields.next()?).ok()?,
        currency: "USD".into(),
        effective: None,
        source: "tiny catalog".into(),
        as_of: "2026-01-01".into(),
    };
    for extra in fields {
        match (extra.split_once(".."), PurchaseOption::parse(extra)) {
            (Some((start, end)), _) => {
                row.tier_start = Decimal::from_str_exact(start).ok()?;
                row.tier_end = if end.is_empty() { None } else { Some(Decimal::from_str_exact(end).ok()?) };
            }
            (None, Some(option)) => row.option = option,
            (None, None) => row.sku = Some(extra.into()),
        }
    }
    row.id = table::own_id(&row);
    Some(row)
}

fn attribute(text: &str) -> Option<(Arc<str>, Arc<str>)> {
    let (name, value) = text.split_once('=')?;
    Some((name.trim().into(), value.trim().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_price() {
        let book =
            tiny_catalog("aws | AmazonS3 | r1 | volumeType=Standard | GB-Mo | 0.02 | 0..100 | spot | SKU1");
        let rows = book.expect("a book").by_sku("SKU1");
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((row.tier_end, row.option), (Some(Decimal::ONE_HUNDRED), PurchaseOption::Spot));
        assert_eq!(tiny_catalog("aws | AmazonS3").map(|_| ()), Err("no price: aws | AmazonS3".to_owned()));
    }
}
