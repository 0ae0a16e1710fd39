//! Makes the price book from `pricing-data/prices` and lists the tables that the program carries as text.
//! Needs no network; with no price table at all it makes an empty book.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use catalog::table::{self, Sources};
use catalog::{BookBuilder, Fnv, Provider};
use flate2::read::MultiGzDecoder;

/// Folders whose text files the program carries, and the constant that lists each.
const TEXTS: [(&str, &str); 2] = [("mappings", "MAPPINGS"), ("free", "FREE")];

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../pricing-data").canonicalize()?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut texts = String::new();
    for (folder, constant) in TEXTS {
        println!("cargo:rerun-if-changed={}", data.join(folder).display());
        texts += &list_texts(&data, folder, constant)?;
    }
    fs::write(out.join("texts.rs"), texts)?;
    println!("cargo:rerun-if-changed={}", data.join("prices").display());
    write_book(&data.join("prices"), &out)
}

fn list_texts(data: &Path, folder: &str, constant: &str) -> Result<String, Box<dyn Error>> {
    let mut list = format!("/// Text files under `{folder}`.\npub static {constant}: &[(&str, &str)] = &[\n");
    for path in files(&data.join(folder))? {
        let extension = path.extension().and_then(|it| it.to_str());
        if matches!(extension, Some("toml" | "txt")) {
            let name = path.strip_prefix(data)?.to_string_lossy().replace('\\', "/");
            list += &format!("    ({name:?}, include_str!({:?})),\n", path.to_string_lossy());
        }
    }
    Ok(list + "];\n")
}

/// Writes the book, unless the one of an earlier run was made from the same tables.
fn write_book(prices: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let tables = files(prices)?;
    let stamp = stamp(&tables)?;
    let (book, stamp_file) = (out.join("book"), out.join("book.stamp"));
    if book.exists() && fs::read_to_string(&stamp_file).is_ok_and(|it| it == stamp) {
        return Ok(());
    }
    let mut builder = BookBuilder::default();
    for provider in [Provider::Aws, Provider::Azure, Provider::Gcp] {
        let folder = prices.join(provider.as_str());
        if folder.join("sources.csv").exists() {
            let sources = Sources::read(fs::File::open(folder.join("sources.csv"))?)?;
            for path in tables
                .iter()
                .filter(|it| it.starts_with(&folder) && it.extension().is_some_and(|it| it == "gz"))
            {
                let text = MultiGzDecoder::new(fs::File::open(path)?);
                builder.add(
                    table::read(provider, &sources, text)
                        .map_err(|it| format!("{}: {it}", path.display()))?,
                );
            }
        }
    }
    fs::write(book, builder.build()?)?;
    fs::write(stamp_file, stamp)?;
    Ok(())
}

fn stamp(tables: &[PathBuf]) -> Result<String, Box<dyn Error>> {
    let mut hash = Fnv::default();
    hash.write(catalog::BUILD_STAMP.as_bytes());
    for path in tables {
        hash.write(path.to_string_lossy().as_bytes());
        hash.write(&fs::read(path)?);
    }
    Ok(format!("{:016x}", hash.finish()))
}

/// All files below a folder, sorted; none when there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            match path.is_dir() {
                true => found.extend(files(&path)?),
                false => found.push(path),
            }
        }
    }
    found.sort();
    Ok(found)
}
