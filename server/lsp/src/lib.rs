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

/// Serves one client over standard input and output until it says `exit` or closes the input.
pub fn run_stdio(options: Options) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(serve(options, tokio::io::stdin(), tokio::io::stdout()));
    // The thread that reads standard input cannot be interrupted: do not wait for it.
    runtime.shutdown_background();
    Ok(())
}

/// Serves one client over any pair of streams.
async fn serve<I, O>(options: Options, input: I, output: O)
where
    I: tokio::io::AsyncRead + Unpin,
    O: tokio::io::AsyncWrite,
{
    let (service, socket) = server::service(options);
    Server::new(input, output, socket).concurrency_level(CONCURRENCY).serve(service).await;
}
