//! `cloudoptima`: prices infrastructure code on the command line, and serves editors with `lsp`.
//! Reads what it is pointed at and writes to standard output; uses no network.

mod args;
mod breakdown;
mod catalog;
mod console;
mod inspect;
mod lsp_server;
mod output;
mod positions;
mod target;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};

/// How a command ended, besides misuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Done.
    Done,
    /// Done, and the input has errors, or a budget at level error is exceeded.
    WithErrors,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no misuse. A closed pipe is nobody's fault.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    match run(cli.command) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::WithErrors) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<Ending> {
    match command {
        Command::Breakdown(args) => breakdown::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Console(args) => console::run(&args),
        Command::Catalog(command) => catalog::run(command),
        Command::Lsp(_) => lsp_server::run(),
        Command::Schema => output::print(project::schema()).map(|()| Ending::Done),
    }
}
