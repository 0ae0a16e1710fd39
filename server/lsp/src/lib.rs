//! The language server: tower-lsp at the edge, one thread that owns the state inside, a pool that works on
//! snapshots. The only crate that knows the protocol; what it shows is computed in `ide`.

mod capabilities;
mod checks;
mod config;
mod defaults;
mod document;
mod event;
pub mod ext;
mod folder;
mod from_proto;
mod main_loop;
mod outbox;
mod plan;
mod pool;
mod requests;
mod server;
mod state;
#[cfg(test)]
mod tests;
mod to_proto;
mod view;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ide::Engine;
use project::ProcessEnv;
use tower_lsp::Server;

/// What the server is made of.
pub struct Options {
    /// Front ends and prices.
    pub engine: Engine,
    /// Variables of the environment.
    pub env: ProcessEnv,
    /// Version shown to the client.
    pub version: String,
}

/// Requests handled at once. With fewer, edits and cancellations queue behind slow requests.
const CONCURRENCY: usize = 64;

/// How a client left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// After `shutdown`.
    Announced,
    /// Without it; the protocol asks for exit code 1.
    Unannounced,
}

/// Serves one client over standard input and output until it says `exit` or closes the input.
pub fn run_stdio(options: Options) -> io::Result<Departure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let departure = runtime.block_on(serve(options, tokio::io::stdin(), tokio::io::stdout()));
    // The thread that reads standard input cannot be interrupted: do not wait for it.
    runtime.shutdown_background();
    Ok(departure)
}

/// Serves one client over any pair of streams.
async fn serve<I, O>(options: Options, input: I, output: O) -> Departure
where
    I: tokio::io::AsyncRead + Unpin,
    O: tokio::io::AsyncWrite,
{
    let was_shut_down = Arc::new(AtomicBool::new(false));
    let (service, socket) = server::service(options, Arc::clone(&was_shut_down));
    Server::new(input, output, socket).concurrency_level(CONCURRENCY).serve(service).await;
    match was_shut_down.load(Ordering::Acquire) {
        true => Departure::Announced,
        false => Departure::Unannounced,
    }
}
