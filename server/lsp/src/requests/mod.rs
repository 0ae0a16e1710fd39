//! Requests, one file for each: the loop takes the view, the pool computes the answer.

pub(crate) mod code_action;
pub(crate) mod execute_command;
pub(crate) mod hover;
pub(crate) mod inlay_hints;
pub(crate) mod status;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use ide::Analysis;
use tower_lsp::jsonrpc::Error;

use crate::event::Reply;
use crate::pool::Pool;
use crate::view::{Abandoned, View};

/// What a request works with.
pub(crate) struct Ctx<'a> {
    pub(crate) view: &'a View,
    is_gone: &'a dyn Fn() -> bool,
}

impl Ctx<'_> {
    /// Whether nobody waits for the answer any more, or the text has moved on.
    pub(crate) fn is_cancelled(&self) -> bool {
        (self.is_gone)() || self.view.is_stale()
    }

    /// The analysis of the view's revision.
    pub(crate) fn analysis(&self) -> Result<Arc<Analysis>, Abandoned> {
        self.view.analysis(&|| self.is_cancelled())
    }
}

/// Works on the pool and answers. Stale answers become `ContentModified`, panics an internal error.
pub(crate) fn respond<T: Send + 'static>(
    pool: &Pool,
    method: &'static str,
    view: Arc<View>,
    reply: Reply<T>,
    work: impl FnOnce(&Ctx<'_>) -> Result<T, Abandoned> + Send + 'static,
) {
    respond_over(pool, method, vec![view], reply, move |all| match all.first() {
        Some(ctx) => work(ctx),
        None => Err(Abandoned),
    });
}

/// The same over several folders.
pub(crate) fn respond_over<T: Send + 'static>(
    pool: &Pool,
    method: &'static str,
    views: Vec<Arc<View>>,
    reply: Reply<T>,
    work: impl FnOnce(&[Ctx<'_>]) -> Result<T, Abandoned> + Send + 'static,
) {
    pool.run(move || {
        let start = Instant::now();
        let is_gone = || reply.is_closed();
        if is_gone() {
            return;
        }
        let all: Vec<Ctx<'_>> = views.iter().map(|view| Ctx { view, is_gone: &is_gone }).collect();
        let result = catch_unwind(AssertUnwindSafe(|| work(&all)));
        drop(all);
        let is_stale = views.iter().any(|it| it.is_stale());
        let revision = views.first().map(|it| it.revision);
        tracing::debug!(method, revision, elapsed = ?start.elapsed(), is_stale, "worked");
        let _ = reply.send(match result {
            Err(_) => {
                tracing::error!(method, "a request panicked");
                Err(Error::internal_error())
            }
            Ok(Ok(answer)) if !is_stale => Ok(answer),
            Ok(Ok(_) | Err(Abandoned)) => Err(Error::content_modified()),
        });
    });
}
