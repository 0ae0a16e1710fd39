//! `catalog`: what the price book holds, and where each price comes from.

use std::fmt::Write;

use anyhow::bail;
use catalog::{Book, Row};
use serde_json::{Value as Json, json};

use crate::args::{CatalogCommand, DataFormat};
use crate::{Ending, output};

/// Runs the command.
pub fn run(command: CatalogCommand) -> anyhow::Result<Ending> {
    let book = bundle::book()?;
    let text = match command {
        CatalogCommand::Info { format } => info(&book, format)?,
        CatalogCommand::Search { words, limit, format } => {
            let words: Vec<&str> = words.iter().flat_map(|it| it.split_whitespace()).collect();
            rows(&book.search(&words, limit), format)?
        }
        CatalogCommand::Explain { id, format } => rows(&explained(&book, &id)?, format)?,
    };
    output::print(&text)?;
    Ok(Ending::Done)
}

/// The price of an id of ours, or all prices of a provider's SKU.
fn explained(book: &Book, id: &str) -> anyhow::Result<Vec<Row>> {
    let found = book.by_id(id).map_or_else(|| book.by_sku(id), |row| vec![row]);
    if found.is_empty() {
        bail!("no price has the id or SKU `{id}`; find one with `cloudoptima catalog search`");
    }
    Ok(found)
}

fn info(book: &Book, format: DataFormat) -> anyhow::Result<String> {
    let info = book.info();
    if format == DataFormat::Json {
        let services: Vec<Json> = info
            .services
            .iter()
            .map(|it| {
                json!({ "provider": it.provider.as_str(), "service": &*it.service, "prices": it.n_rows,
                    "regions": it.n_regions, "oldest": &*it.oldest, "newest": &*it.newest })
            })
            .collect();
        let document = json!({ "format": info.format, "revision": format!("{:016x}", info.revision),
            "bytes": info.n_bytes, "services": services });
        return Ok(serde_json::to_string_pretty(&document)?);
    }
    let n_rows: u64 = info.services.iter().map(|it| it.n_rows).sum();
    let mut out = format!(
        "Price book {:016x}, format {}: {n_rows} prices in {:.1} MB\n\n",
        info.revision,
        info.format,
        info.n_bytes as f64 / 1e6
    );
    let width = info.services.iter().map(|it| it.service.chars().count()).max().unwrap_or(0);
    let _ = writeln!(out, "{:<8} {:<width$} {:>8} {:>8}  as of", "cloud", "service", "prices", "regions");
    for it in &info.services {
        let dates = if it.oldest == it.newest {
            it.newest.to_string()
        } else {
            format!("{} – {}", it.oldest, it.newest)
        };
        let (provider, service) = (it.provider.as_str(), &it.service);
        let _ =
            writeln!(out, "{provider:<8} {service:<width$} {:>8} {:>8}  {dates}", it.n_rows, it.n_regions);
    }
    Ok(out)
}

fn rows(rows: &[Row], format: DataFormat) -> anyhow::Result<String> {
    if format == DataFormat::Json {
        let prices: Vec<Json> = rows.iter().map(row_json).collect();
        return Ok(serde_json::to_string_pretty(&json!({ "prices": prices }))?);
    }
    if rows.is_empty() {
        return Ok("no price has all of these words\n".to_owned());
    }
    Ok(rows.iter().map(row_text).collect::<Vec<_>>().join("\n"))
}

fn tier(row: &Row) -> Option<String> {
    match (row.tier_start.is_zero(), row.tier_end) {
        (true, None) => None,
        (_, Some(end)) => Some(format!("{} – {end}", row.tier_start)),
        (_, None) => Some(format!("from {}", row.tier_start)),
    }
}

fn row_json(row: &Row) -> Json {
    json!({
        "id": &*row.id,
        "provider": row.provider.as_str(),
        "service": &*row.service,
        "region": &*row.region,
        "sku": row.sku.as_deref(),
        "attributes": row.attributes.iter().map(|(k, v)| (k.to_string(), Json::from(&**v))).collect::<serde_json::Map<_, _>>(),
        "unit": &*row.unit,
        "tierStart": row.tier_start.to_string(),
        "tierEnd": row.tier_end.map(|it| it.to_string()),
        "purchaseOption": row.option.as_str(),
        "price": row.price.to_string(),
        "currency": &*row.currency,
        "effective": row.effective.as_deref(),
        "source": &*row.source,
        "asOf": &*row.as_of,
    })
}

fn row_text(row: &Row) -> String {
    let region = if row.region.is_empty() { "all regions" } else { &row.region };
    let mut out = format!(
        "{}  {} {} per {}  {} {} in {region}, {}\n",
        row.id,
        row.price,
        row.currency,
        row.unit,
        row.provider.as_str(),
        row.service,
        row.option.as_str()
    );
    let attributes: Vec<String> =
        row.attributes.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let _ = writeln!(out, "  {}", attributes.join(", "));
    for (what, it) in
        tier(row).map(|it| ("tier", it)).into_iter().chain(row.sku.iter().map(|it| ("SKU", it.to_string())))
    {
        let _ = writeln!(out, "  {what} {it}");
    }
    let effective = row.effective.as_ref().map(|it| format!(", effective {it}")).unwrap_or_default();
    let _ = writeln!(out, "  {} as of {}{effective}", row.source, row.as_of);
    out
}
