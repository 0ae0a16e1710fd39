//! Tasks of the project: `cargo xtask TASK`.

mod bench;
mod prices;
mod workspace;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks of the project")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure, and compare with what must hold
    Bench,
    /// Price tables under pricing-data/prices
    #[command(subcommand)]
    Prices(prices::Command),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().task {
        Task::Bench => bench::run(),
        Task::Prices(command) => prices::run(command),
    }
}
