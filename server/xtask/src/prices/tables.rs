//! Writes the tables of one provider: a file per service, gzip, the same bytes for the same rows.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use catalog::table::{self, Sources};
use catalog::{BookBuilder, Provider, Row};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

/// Replaces the provider's tables; says what was written.
pub fn write(root: &Path, provider: Provider, mut rows: Vec<Row>) -> anyhow::Result<String> {
    let folder = folder(root, provider);
    fs::create_dir_all(&folder)?;
    remove_tables(&folder)?;
    rows.sort_by(order);
    let sources = Sources::of_rows(&rows);
    sources.write(fs::File::create(folder.join("sources.csv"))?)?;
    let mut services: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| services.entry(&row.service).or_default().push(row));
    let mut n_bytes = 0;
    for (service, rows) in &services {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        table::write(&sources, rows.iter().copied(), &mut gzip)?;
        let bytes = gzip.finish()?;
        n_bytes += bytes.len();
        let path = folder.join(format!("{}.csv.gz", slug(service)));
        fs::File::create_new(&path)
            .and_then(|mut file| file.write_all(&bytes))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(format!("  written: {} rows, {} services, {} kB", rows.len(), services.len(), n_bytes / 1000))
}

/// The rows of all tables as they are, in the order of providers and file names.
pub fn read(root: &Path) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for provider in [Provider::Aws, Provider::Azure, Provider::Gcp] {
        let folder = folder(root, provider);
        let sources = Sources::read(fs::File::open(folder.join("sources.csv"))?)?;
        for path in table_files(&folder)? {
            let text = MultiGzDecoder::new(fs::File::open(&path)?);
            rows.extend(table::read(provider, &sources, text).with_context(|| path.display().to_string())?);
        }
    }
    Ok(rows)
}

fn table_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "gz") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The book of all tables as they are, made anew.
pub fn book_bytes(root: &Path) -> anyhow::Result<Vec<u8>> {
    let mut builder = BookBuilder::default();
    builder.add(read(root)?);
    Ok(builder.build()?)
}

/// The folder of a provider's tables.
pub fn folder(root: &Path, provider: Provider) -> PathBuf {
    root.join("pricing-data/prices").join(provider.as_str())
}

/// Attributes stand before the unit and the tier, so that the tiers of a price follow each other.
fn order(a: &Row, b: &Row) -> std::cmp::Ordering {
    let key = |row: &Row| (row.service.clone(), row.region.clone());
    key(a)
        .cmp(&key(b))
        .then_with(|| a.attributes.cmp(&b.attributes))
        .then_with(|| (&a.unit, a.option, a.tier_start).cmp(&(&b.unit, b.option, b.tier_start)))
}

fn remove_tables(folder: &Path) -> anyhow::Result<()> {
    for path in table_files(folder)? {
        fs::remove_file(&path)?;
    }
    Ok(())
}

/// `Azure Cache for Redis` → `azure-cache-for-redis`.
fn slug(service: &str) -> String {
    let lower = service.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs() {
        assert_eq!(slug("Azure Cache for Redis"), "azure-cache-for-redis");
        assert_eq!(slug("AmazonEC2"), "amazonec2");
        assert_eq!(slug("Storage (Hot/Cool)"), "storage-hot-cool");
    }
}
