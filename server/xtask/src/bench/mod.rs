//! `cargo xtask bench`: one table of measured figures beside what they must not exceed.

mod book;
mod measure;

use std::process::Command;

use anyhow::{Context, ensure};
pub use measure::{Figure, Timings};

/// Measures everything and prints the table; fails when a figure exceeds its bound.
pub fn run() -> anyhow::Result<()> {
    if cfg!(debug_assertions) {
        return run_released();
    }
    let mut figures = Vec::new();
    figures.extend(book::figures()?);
    print!("{}", measure::table(&figures));
    let n_over = figures.iter().filter(|it| it.is_over()).count();
    ensure!(n_over == 0, "{n_over} figures exceed their bound");
    Ok(())
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
