//! The background look at a folder: diagnostics, total, hints of other documents, and whether its structure is
//! still the one known. Begins 150 ms after the last change, one at a time; what is stale is dropped and run again.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lsp_types::PublishDiagnosticsParams;
use text::{FileId, TextRange};

use crate::plan::Plan;
use crate::to_proto::Lines;
use crate::view::{Abandoned, View};

/// How long the text must have been quiet.
const QUIET: Duration = Duration::from_millis(150);

/// What a look at a folder brought.
pub(crate) struct Checked {
    pub(crate) folder: u64,
    pub(crate) revision: u64,
    /// `None` when it was given up.
    pub(crate) findings: Option<Findings>,
}

/// Ready for the client.
pub(crate) struct Findings {
    pub(crate) diagnostics: BTreeMap<FileId, PublishDiagnosticsParams>,
    pub(crate) status: ide::StatusTotal,
    /// Version and hash of the hints of each open document.
    pub(crate) fingerprints: BTreeMap<FileId, (i32, u64)>,
    /// Roots and settings, when they are others than those the view knows.
    pub(crate) plan: Option<Arc<Plan>>,
}

/// Which folders wait for a look, and whether one is under way. The one slot there is.
#[derive(Default)]
pub(crate) struct Slot {
    waiting: BTreeSet<u64>,
    due: Option<Instant>,
    is_running: bool,
}

impl Slot {
    /// A folder has changed: look at it when it has been quiet for a while.
    pub(crate) fn mark(&mut self, folder: u64, now: Instant) {
        self.waiting.insert(folder);
        self.due = Some(now + QUIET);
    }

    /// How long to wait for the next look; `None` when there is none to wait for.
    pub(crate) fn wait(&self, now: Instant) -> Option<Duration> {
        let due = self.due.filter(|_| !self.is_running && !self.waiting.is_empty())?;
        Some(due.saturating_duration_since(now))
    }

    /// The folder to look at now, when it is time.
    pub(crate) fn begin(&mut self, now: Instant) -> Option<u64> {
        self.wait(now).filter(Duration::is_zero)?;
        let folder = self.waiting.pop_first()?;
        self.is_running = true;
        Some(folder)
    }

    /// The look under way has ended.
    pub(crate) fn end(&mut self) {
        self.is_running = false;
    }
}

/// Looks at a folder. Runs on the pool.
pub(crate) fn check(view: &View) -> Checked {
    let findings = find(view, &|| view.is_stale()).ok();
    Checked { folder: view.ground.folder, revision: view.revision, findings }
}

fn find(view: &View, is_cancelled: &dyn Fn() -> bool) -> Result<Findings, Abandoned> {
    let analysis = view.analysis(is_cancelled)?;
    let open: BTreeSet<FileId> = view.open.keys().cloned().collect();
    let by_file = analysis.diagnostics(&open, is_cancelled).map_err(|_| Abandoned)?;
    let diagnostics =
        by_file.iter().filter_map(|(file, it)| Some((file.clone(), publication(view, file, it)?)));
    let plan = Plan::make(view);
    Ok(Findings {
        diagnostics: diagnostics.collect(),
        status: analysis.status(),
        fingerprints: fingerprints(view, &analysis),
        plan: (plan != *view.plan()).then(|| Arc::new(plan)),
    })
}

/// The diagnostics of one file, with the version they were computed for.
pub(crate) fn publication(
    view: &View,
    file: &FileId,
    diagnostics: &[ide::Diagnostic],
) -> Option<PublishDiagnosticsParams> {
    // A file that cannot be read has its diagnostics at its beginning.
    let text = view.text(file).unwrap_or_default();
    let lines = Lines::new(&text, view.ground.encoding);
    Some(PublishDiagnosticsParams {
        uri: view.uri(file)?,
        diagnostics: diagnostics.iter().map(|it| lines.diagnostic(it)).collect(),
        version: view.open.get(file).map(|it| it.version),
    })
}

fn fingerprints(view: &View, analysis: &ide::Analysis) -> BTreeMap<FileId, (i32, u64)> {
    let hash = |file: &FileId| {
        let mut hasher = DefaultHasher::new();
        for hint in analysis.hints(file, TextRange::new(0, u32::MAX)) {
            (hint.offset, hint.label).hash(&mut hasher);
        }
        hasher.finish()
    };
    view.open.iter().map(|(file, open)| (file.clone(), (open.version, hash(file)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_after_quiet() {
        let start = Instant::now();
        let ms = |n| start + Duration::from_millis(n);
        let mut slot = Slot::default();
        assert_eq!(slot.wait(start), None);
        slot.mark(1, ms(0));
        assert_eq!(slot.begin(ms(100)), None, "not quiet yet");
        slot.mark(1, ms(100));
        assert_eq!(slot.wait(ms(200)), Some(Duration::from_millis(50)));
        assert_eq!(slot.begin(ms(250)), Some(1));
        slot.mark(2, ms(260));
        assert_eq!(slot.begin(ms(900)), None, "one is under way");
        slot.end();
        assert_eq!(slot.begin(ms(900)), Some(2));
        slot.end();
        assert_eq!(slot.wait(ms(900)), None);
    }
}
