//! `cargo xtask prices import`: fact files → price tables.
//!
//! An importer per provider reads fact files through a [`Sink`] and says for each row what became of it.
//! The sink decides between rows of the same price, counts, and refuses to write when a row is unaccounted for.

mod aws;
mod azure;
mod draft;
mod facts;
mod gcp;
mod report;
mod sink;
mod tables;

use std::path::PathBuf;

use catalog::Provider;
use clap::{Args, Subcommand, ValueEnum};

pub use draft::Draft;
#[allow(unused_imports, reason = "named by importers that keep a row")]
pub use facts::{Fact, FactTable};
pub use sink::Sink;
pub use tables::{book_bytes, read};

/// `cargo xtask prices …`
#[derive(Subcommand)]
pub enum Command {
    /// Turn fact files into the tables under pricing-data/prices
    Import(Import),
}

/// Arguments of the import.
#[derive(Args)]
pub struct Import {
    /// Folder with the fact files (CSV, gzip)
    #[arg(long)]
    facts: PathBuf,
    /// Only the tables of one provider
    #[arg(long)]
    only: Option<Only>,
    /// Write nothing, only report
    #[arg(long)]
    dry_run: bool,
    /// Write every rejected kind and every difference to this file
    #[arg(long)]
    report: Option<PathBuf>,
}

/// A provider on the command line.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    Aws,
    Azure,
    Gcp,
}

impl Only {
    fn provider(self) -> Provider {
        match self {
            Self::Aws => Provider::Aws,
            Self::Azure => Provider::Azure,
            Self::Gcp => Provider::Gcp,
        }
    }
}

/// Runs a command.
pub fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Import(import) => run_import(&import),
    }
}

fn run_import(import: &Import) -> anyhow::Result<()> {
    let mut full_report = String::new();
    for provider in [Only::Aws, Only::Azure, Only::Gcp] {
        if import.only.is_none_or(|only| only == provider) {
            full_report += &import_provider(import, provider)?;
        }
    }
    if let Some(path) = &import.report {
        std::fs::write(path, full_report)?;
    }
    Ok(())
}

fn import_provider(import: &Import, only: Only) -> anyhow::Result<String> {
    let mut sink = Sink::new(only.provider());
    match only {
        Only::Aws => aws::import(&import.facts, &mut sink)?,
        Only::Azure => azure::import(&import.facts, &mut sink)?,
        Only::Gcp => gcp::import(&import.facts, &mut sink)?,
    }
    let (rows, report) = sink.finish()?;
    print!("{}", report.summary());
    if !import.dry_run {
        let written = tables::write(&crate::workspace::root(), only.provider(), rows)?;
        println!("{written}");
    }
    Ok(report.full())
}
