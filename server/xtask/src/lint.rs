//! `cargo xtask lint-mappings`: mapping tables against the price tables.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pricing::{Mappings, TableReport};

use crate::{prices, workspace};

/// Derive hooks may compute attributes where tables do not reach; the language does without so far.
const DERIVE_HOOKS: usize = 0;

/// Checks every table, prints one line for each and every mistake.
pub fn run() -> Result<()> {
    let data = workspace::root().join("pricing-data");
    let texts = texts(&data)?;
    let (mappings, mistakes) =
        Mappings::load(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let reports = mappings.lint(&prices::read(&workspace::root())?);
    let n_problems = mistakes.len() + reports.iter().map(|it| it.problems.len()).sum::<usize>();
    print(&reports, &mistakes);
    let n_tables = reports.iter().filter(|it| !it.types.is_empty()).count();
    println!("{n_tables} tables, {DERIVE_HOOKS} derive hooks, {n_problems} problems");
    if n_problems > 0 {
        bail!("{n_problems} problems in mapping tables");
    }
    Ok(())
}

fn print(reports: &[TableReport], mistakes: &[String]) {
    for report in reports {
        let types: Vec<&str> = report.types.iter().map(|it| &**it).collect();
        println!("{}: {} components · {}", report.table, report.components.len(), types.join(", "));
        report.problems.iter().for_each(|problem| println!("  problem: {problem}"));
    }
    mistakes.iter().for_each(|mistake| println!("problem: {mistake}"));
}

fn texts(data: &Path) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for path in files(&data.join("mappings"))?.into_iter().chain(files(&data.join("free"))?) {
        if path.extension().is_some_and(|it| it == "toml" || it == "txt") {
            let name = path.strip_prefix(data)?.to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).with_context(|| path.display().to_string())?));
        }
    }
    Ok(found)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
