//! A few threads that work on snapshots.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// No more threads than this: the editor needs the rest.
const MAX_THREADS: usize = 4;

/// Runs jobs in the order in which they come.
pub(crate) struct Pool(Sender<Job>);

impl Pool {
    /// Starts the threads. They end when the pool is dropped.
    pub(crate) fn start() -> Self {
        let (sender, queue) = channel();
        // Held while waiting for a job, never while working on one.
        let queue = Arc::new(Mutex::new(queue));
        let n_threads = thread::available_parallelism().map_or(2, usize::from).clamp(2, MAX_THREADS);
        for idx in 0..n_threads {
            let queue = Arc::clone(&queue);
            let thread = thread::Builder::new().name(format!("worker {idx}"));
            if let Err(error) = thread.spawn(move || work(&queue)) {
                tracing::error!(%error, "no worker thread could be started");
            }
        }
        Self(sender)
    }

    /// Hands a job to the next free thread.
    pub(crate) fn run(&self, job: impl FnOnce() + Send + 'static) {
        let _ = self.0.send(Box::new(job));
    }
}

fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // Each job answers its own panics; a thread outlives one that slips through.
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!("a job panicked");
        }
    }
}
