//! `cloudoptima lsp`: puts the server together from languages and prices.

use std::sync::Arc;

use ir::FrontEnd;
use tracing_subscriber::EnvFilter;

use crate::Ending;
use crate::breakdown::pricer;

/// Which log lines are written to standard error, when CLOUDOPTIMA_LOG does not say otherwise.
const LOG_DEFAULT: &str = "warn";

/// Serves until the editor leaves.
pub fn run() -> anyhow::Result<Ending> {
    let filter = EnvFilter::try_from_env("CLOUDOPTIMA_LOG").unwrap_or_else(|_| EnvFilter::new(LOG_DEFAULT));
    // Standard output belongs to the protocol.
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    let front_ends: Vec<Arc<dyn FrontEnd>> = vec![Arc::new(terraform::Terraform::default())];
    let departure = lsp::run_stdio(lsp::Options {
        engine: ide::Engine::new(front_ends, pricer()?),
        env: project::ProcessEnv::of_process(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    Ok(match departure {
        lsp::Departure::Announced => Ending::Done,
        lsp::Departure::Unannounced => Ending::WithErrors,
    })
}
