//! Squiggles: budgets, unknown SKUs, cheaper alternatives, notes of the front end and of the settings.
//! Never on the way of a keystroke: computed when the text has been quiet for a while.

use std::collections::{BTreeMap, BTreeSet};

use findings::{check_budgets, check_skus};
use ir::{ModuleCall, Place, Severity};
use text::{FileId, TextRange};

use crate::analysis::Analysis;
use crate::engine::Cancelled;
use crate::hints::line_end;
use crate::{Diagnostic, DiagnosticSeverity};

/// Savings of no more blocks than this are computed for one file.
const MAX_OFFERED_BLOCKS: usize = 100;

/// Diagnostics by file; files without any are absent.
type ByFile = BTreeMap<FileId, Vec<Diagnostic>>;

impl Analysis {
    /// All diagnostics of the workspace; cheaper alternatives are looked for in the files of `open` alone.
    pub fn diagnostics(
        &self,
        open: &BTreeSet<FileId>,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<ByFile, Cancelled> {
        let mut by_file = ByFile::new();
        self.add_notes(&mut by_file);
        self.add_findings(&mut by_file);
        for file in open {
            self.add_alternatives(file, &mut by_file, is_cancelled)?;
        }
        for diagnostics in by_file.values_mut() {
            diagnostics.sort_by(|left, right| {
                (left.range, left.code, &left.message).cmp(&(right.range, right.code, &right.message))
            });
            diagnostics.dedup();
        }
        Ok(by_file)
    }

    fn add_notes(&self, by_file: &mut ByFile) {
        let of_roots = self.roots.iter().flat_map(|it| &it.evaluation.notes);
        for note in of_roots.chain(&self.settings.notes) {
            self.add(by_file, &note.place, severity(note.severity), "note", note.message.clone());
        }
    }

    fn add_findings(&self, by_file: &mut ByFile) {
        let estimates = self.estimates();
        let modules: Vec<ModuleCall> =
            self.roots.iter().flat_map(|it| it.evaluation.modules.iter().cloned()).collect();
        let budgets = check_budgets(&estimates, &modules, &self.settings.budgets, &self.settings.currency);
        for finding in budgets.into_iter().chain(check_skus(&estimates)) {
            self.add(by_file, &finding.place, severity(finding.severity), finding.code, finding.message);
        }
    }

    fn add_alternatives(
        &self,
        file: &FileId,
        by_file: &mut ByFile,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<(), Cancelled> {
        for block in self.blocks(file, TextRange::new(0, u32::MAX)).iter().take(MAX_OFFERED_BLOCKS) {
            for offer in self.offers(block, None, is_cancelled)? {
                if offer.action.is_preferred {
                    let place = offer.alternative.place;
                    let severity = DiagnosticSeverity::Information;
                    self.add(by_file, &place, severity, offer.action.rule, offer.action.title);
                }
            }
        }
        Ok(())
    }

    fn add(
        &self,
        by_file: &mut ByFile,
        place: &Place,
        severity: DiagnosticSeverity,
        code: &'static str,
        message: String,
    ) {
        let range = self.visible(place);
        by_file.entry(place.file.clone()).or_default().push(Diagnostic { range, severity, code, message });
    }

    /// An empty range is widened to the rest of its line, so that there is something to underline.
    fn visible(&self, place: &Place) -> TextRange {
        if !place.range.is_empty() {
            return place.range;
        }
        let end = self.text(&place.file).map_or(place.range.end, |text| line_end(&text, place.range.start));
        TextRange::new(place.range.start, end)
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Info => DiagnosticSeverity::Information,
    }
}
