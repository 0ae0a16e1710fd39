//! Trials: a change applied to the texts in memory, evaluated and priced anew. What it saves is the difference
//! of the totals, whatever the change touches on its way.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use findings::Change;
use pricing::Totals;
use rust_decimal::Decimal;
use text::{FileId, TextEdit};

use crate::analysis::Analysis;
use crate::engine::{Cancelled, Remember};
use crate::overlay::Overlay;
use crate::{Root, RootResult};

/// Trials by their edits: diagnostics and actions ask for the same ones.
pub(crate) type Trials = HashMap<String, Option<Decimal>>;

impl Analysis {
    /// Edits that make a change; `None` when the text cannot be edited safely.
    pub(crate) fn edits(&self, root: usize, change: &Change) -> Option<Vec<(FileId, TextEdit)>> {
        let front_end = self.front_end(root)?;
        let mut edits: Vec<(FileId, TextEdit)> = Vec::new();
        for path in &change.removes {
            edits.extend(front_end.remove_attribute(&*self.files, &change.resource, path)?);
        }
        for (path, value) in &change.sets {
            edits.extend(front_end.set_attribute(&*self.files, &change.resource, path, value)?);
        }
        (!edits.is_empty()).then_some(edits)
    }

    /// What edits save a month; `None` when they save nothing or it is not known.
    pub(crate) fn saving(
        &self,
        edits: &[(FileId, TextEdit)],
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Option<Decimal>, Cancelled> {
        let key = format!("{edits:?}");
        if let Some(known) = self.trials.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(*known);
        }
        let saving = self.try_edits(edits, is_cancelled)?;
        self.trials.lock().unwrap_or_else(PoisonError::into_inner).insert(key, saving);
        Ok(saving)
    }

    fn try_edits(
        &self,
        edits: &[(FileId, TextEdit)],
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Option<Decimal>, Cancelled> {
        let Some(files) = Overlay::new(&self.files, edits) else { return Ok(None) };
        let mut roots: Vec<&Arc<Root>> = self.roots.iter().map(|it| &it.root).collect();
        roots.dedup_by(|left, right| Arc::ptr_eq(left, right));
        let results = self.engine.results(&files, roots, Remember::No, is_cancelled)?;
        let (before, after) = (sum(&self.roots), sum(&results));
        let saving = before.monthly - after.monthly;
        Ok((saving > Decimal::ZERO && hides_nothing(&before, &after)).then_some(saving))
    }
}

fn sum(results: &[Arc<RootResult>]) -> Totals {
    let mut totals = Totals::default();
    results.iter().for_each(|it| totals.add(it.totals));
    totals
}

/// Whether no part that had a price has lost it: a sum with less in it is not cheaper.
fn hides_nothing(before: &Totals, after: &Totals) -> bool {
    after.n_unpriced <= before.n_unpriced
        && after.n_usage <= before.n_usage
        && after.n_unknown_count <= before.n_unknown_count
        && after.n_unsupported <= before.n_unsupported
}
