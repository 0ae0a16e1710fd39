//! `cargo xtask bench`: one table of measured figures beside what they must not exceed.

mod book;
mod client;
mod measure;
mod server;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
pub use measure::{Figure, Timings};

use crate::prices::book_bytes;

/// Measures everything and prints the table; fails when a figure exceeds its bound.
pub fn run() -> anyhow::Result<()> {
    if cfg!(debug_assertions) {
        return run_released();
    }
    let binary = build()?;
    let book: Arc<[u8]> = book_bytes(&crate::workspace::root())?.into();
    let mut figures = book::figures(&book)?;
    figures.extend(quickstart(&binary)?);
    figures.extend(server::figures(&binary, book.len() as u64)?);
    print!("{}", measure::table(&figures));
    let n_over = figures.iter().filter(|it| it.is_over()).count();
    ensure!(n_over == 0, "{n_over} figures exceed their bound");
    Ok(())
}

/// The quick start: in an editor and on the command line.
fn quickstart(binary: &Path) -> anyhow::Result<Vec<Figure>> {
    let folder = crate::workspace::root().join("fixtures").join("quickstart");
    let start = server::start(binary, &folder, "web.tf")?;
    let mut failed = false;
    let breakdown = Timings::of(0..20, |_| {
        let mut command = Command::new(binary);
        command.args(["breakdown", "--path"]).arg(&folder).stdout(Stdio::null());
        failed |= !command.status().is_ok_and(|status| status.success());
    });
    ensure!(!failed, "breakdown of the quick start does not succeed");
    Ok(vec![
        Figure::time("server start to hints, quick start", start, Duration::from_millis(150)),
        Figure::observed("breakdown of the quick start", breakdown),
    ])
}

/// Builds the program for release; its path. CLOUDOPTIMA_BIN names one that is built already.
fn build() -> anyhow::Result<PathBuf> {
    if let Some(binary) = std::env::var_os("CLOUDOPTIMA_BIN") {
        return Ok(binary.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--release", "--bin", "cloudoptima"])
        .current_dir(crate::workspace::root())
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "the program does not build");
    // This task is built for release too: both lie in the same folder.
    Ok(std::env::current_exe()?.with_file_name("cloudoptima"))
}

/// Figures of a debug build say nothing: builds this program for release and runs that.
fn run_released() -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--release", "--package", "xtask", "--", "bench"])
        .current_dir(crate::workspace::root())
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "the measurement did not succeed");
    Ok(())
}
