//! Tasks of the project: `cargo xtask TASK`.

mod bench;
mod codegen;
mod dist;
mod lint;
mod prices;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks of the project")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check what the compiler does not: edges between crates, shape of files
    Tidy,
    /// Write what is generated from extension/settings.toml
    Codegen {
        /// Compare only, and fail when something is stale
        #[arg(long)]
        check: bool,
    },
    /// Build the extension with the server inside, as a .vsix
    Dist {
        /// With a debug build of the server, for tests
        #[arg(long)]
        debug: bool,
    },
    /// Measure, and compare with what must hold
    Bench,
    /// Prove mapping tables against the price tables
    LintMappings,
    /// Price tables under pricing-data/prices
    #[command(subcommand)]
    Prices(prices::Command),
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Tidy => tidy::run(),
        Task::Codegen { check: true } => codegen::run(codegen::Mode::Check),
        Task::Codegen { check: false } => codegen::run(codegen::Mode::Write),
        Task::Dist { debug: true } => dist::run(dist::Profile::Debug),
        Task::Dist { debug: false } => dist::run(dist::Profile::Release),
        Task::Bench => bench::run(),
        Task::LintMappings => lint::run(),
        Task::Prices(command) => prices::run(command),
    }
}
