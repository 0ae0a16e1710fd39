//! The way from files to an analysis, with what is unchanged taken from the time before.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ir::{Entry, Files, FrontEnd, ReadError};
use pricing::{Memory, Pricer};
use text::FileId;

use crate::{Analysis, Root, RootResult, Settings};

/// The answer is not wanted any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// Front ends and prices. Cheap to clone; clones share what they remember.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    front_ends: Vec<Arc<dyn FrontEnd>>,
    pricer: Pricer,
    /// The last result of each root. A std mutex: held for look-ups only, never across an evaluation.
    memo: Mutex<HashMap<Key, Remembered>>,
}

/// A root folder and the front end that reads it.
type Key = (String, usize);

type Text = Result<Arc<str>, ReadError>;
type Listing = Result<Vec<Entry>, ReadError>;

/// A result and all it depends on.
#[derive(Clone)]
struct Remembered {
    texts: Arc<[(FileId, Text)]>,
    folders: Arc<[(String, Listing)]>,
    root: Arc<Root>,
    result: Arc<RootResult>,
    /// What was priced, for the next time.
    memory: Arc<Memory>,
}

/// Whether a result replaces the one remembered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remember {
    /// The text is what the user sees.
    Yes,
    /// The text is a trial.
    No,
}

impl Engine {
    /// An engine over these languages and prices.
    pub fn new(front_ends: Vec<Arc<dyn FrontEnd>>, pricer: Pricer) -> Self {
        Self(Arc::new(Inner { front_ends, pricer, memo: Mutex::default() }))
    }

    /// The languages it reads.
    pub fn front_ends(&self) -> &[Arc<dyn FrontEnd>] {
        &self.0.front_ends
    }

    /// Evaluates and prices root folders. `is_cancelled` is asked before each of them.
    pub fn analyze(
        &self,
        files: Arc<dyn Files>,
        roots: &[Arc<Root>],
        settings: Arc<Settings>,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Analysis, Cancelled> {
        let results = self.results(&*files, roots, Remember::Yes, is_cancelled)?;
        Ok(Analysis::new(self.clone(), files, settings, results))
    }

    /// Results of roots, in their order.
    pub(crate) fn results<'a>(
        &self,
        files: &dyn Files,
        roots: impl IntoIterator<Item = &'a Arc<Root>>,
        remember: Remember,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<Arc<RootResult>>, Cancelled> {
        let mut results = Vec::new();
        for root in roots {
            for (idx, front_end) in self.0.front_ends.iter().enumerate() {
                if is_cancelled() {
                    return Err(Cancelled);
                }
                if claims_any(&**front_end, files, &root.folder) {
                    results.push(self.result(files, root, (idx, &**front_end), remember));
                }
            }
        }
        Ok(results)
    }

    fn result(
        &self,
        files: &dyn Files,
        root: &Arc<Root>,
        (idx, front_end): (usize, &dyn FrontEnd),
        remember: Remember,
    ) -> Arc<RootResult> {
        let key = (root.folder.clone(), idx);
        let known = self.memo().get(&key).cloned();
        if let Some(known) = known.as_ref().filter(|it| it.holds(files, root)) {
            return Arc::clone(&known.result);
        }
        let memory = known.map(|it| it.memory).unwrap_or_default();
        let evaluation = front_end.evaluate(files, &root.folder, &root.inputs);
        let (estimates, memory) = self.0.pricer.estimate_after(&memory, &evaluation.resources, &root.context);
        let result = Arc::new(RootResult::new(Arc::clone(root), idx, evaluation, estimates));
        if remember == Remember::Yes {
            let remembered = Remembered::new(files, &result, memory);
            self.memo().insert(key, remembered);
        }
        result
    }

    fn memo(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Remembered>> {
        self.0.memo.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Remembered {
    fn new(files: &dyn Files, result: &Arc<RootResult>, memory: Memory) -> Self {
        let depends_on = &result.evaluation.depends_on;
        let mut dirs: Vec<&str> = depends_on.iter().map(FileId::parent).collect();
        dirs.push(&result.root.folder);
        dirs.sort_unstable();
        dirs.dedup();
        Self {
            texts: depends_on.iter().map(|file| (file.clone(), files.read(file))).collect(),
            folders: dirs.into_iter().map(|dir| (dir.to_owned(), files.list(dir))).collect(),
            root: Arc::clone(&result.root),
            result: Arc::clone(result),
            memory: Arc::new(memory),
        }
    }

    /// Whether nothing that the result depends on is different now.
    fn holds(&self, files: &dyn Files, root: &Arc<Root>) -> bool {
        (Arc::ptr_eq(&self.root, root) || self.root == *root)
            && self.texts.iter().all(|(file, before)| is_same(before, &files.read(file)))
            && self.folders.iter().all(|(dir, before)| *before == files.list(dir))
    }
}

/// Compares the pointers first: texts that nobody touched are the same allocation.
fn is_same(before: &Text, now: &Text) -> bool {
    match (before, now) {
        (Ok(before), Ok(now)) => Arc::ptr_eq(before, now) || before == now,
        (before, now) => before == now,
    }
}

fn claims_any(front_end: &dyn FrontEnd, files: &dyn Files, root: &str) -> bool {
    match files.list(root) {
        Ok(entries) => entries
            .iter()
            .any(|it| !it.is_dir && front_end.claims(&FileId::new(&format!("{root}/{}", it.name)))),
        Err(_) => front_end.claims(&FileId::new(root)),
    }
}
