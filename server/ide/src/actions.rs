//! Code actions: edits of the unsaved text, with the saving that the engine computes for them.

use findings::{Alternative, Finding, alternatives, check_skus, display};
use text::{FileId, TextRange};

use crate::Action;
use crate::analysis::{Analysis, Block};
use crate::engine::Cancelled;

/// An alternative that is cheaper, with its edits.
pub(crate) struct Offer {
    pub(crate) alternative: Alternative,
    pub(crate) action: Action,
}

impl Analysis {
    /// Actions for a range of a file, the best first. Savings are computed for this range alone.
    pub fn actions(
        &self,
        file: &FileId,
        range: TextRange,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<Action>, Cancelled> {
        let mut actions = Vec::new();
        for block in self.blocks(file, range) {
            actions.extend(self.corrections(&block).into_iter().filter(|it| it.range.intersects(range)));
            let offers = self.offers(&block, Some(range), is_cancelled)?;
            actions.extend(offers.into_iter().map(|it| it.action));
        }
        Ok(actions)
    }

    /// `Change m5.lrage to m5.large`.
    fn corrections(&self, block: &Block<'_>) -> Vec<Action> {
        let estimates: Vec<_> = block.estimates().cloned().collect();
        let root = block.entries.first().map_or(0, |it| it.root);
        check_skus(&estimates).into_iter().filter_map(|it| self.correction(root, it)).collect()
    }

    fn correction(&self, root: usize, finding: Finding) -> Option<Action> {
        let change = finding.fix?;
        let (_, value) = change.sets.first()?;
        Some(Action {
            title: format!("Change to {}", value.as_str()?),
            rule: finding.code,
            edits: self.edits(root, &change)?,
            monthly_saving: None,
            range: finding.place.range,
            is_preferred: true,
        })
    }

    /// Cheaper alternatives of a block, those of one place ordered by saving. Of a block with several instances
    /// the first one stands for all: they share their text.
    pub(crate) fn offers(
        &self,
        block: &Block<'_>,
        within: Option<TextRange>,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<Offer>, Cancelled> {
        let Some(entry) = block.entries.first() else { return Ok(Vec::new()) };
        let header = entry.estimate.resource.header;
        let is_asked =
            |place: TextRange| within.is_none_or(|it| it.intersects(place) || it.intersects(header));
        let mut offers = Vec::new();
        for alternative in alternatives(&entry.estimate, &self.settings.rules_disabled) {
            if is_asked(alternative.place.range) {
                offers.extend(self.offer(entry.root, alternative, is_cancelled)?);
            }
        }
        offers.sort_by_key(|it| (it.action.range.start, std::cmp::Reverse(it.action.monthly_saving)));
        let mut last = None;
        for offer in &mut offers {
            offer.action.is_preferred = last.replace(offer.action.range) != Some(offer.action.range);
        }
        Ok(offers)
    }

    fn offer(
        &self,
        root: usize,
        alternative: Alternative,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Option<Offer>, Cancelled> {
        let Some(edits) = self.edits(root, &alternative.change) else { return Ok(None) };
        let Some(saving) = self.saving(&edits, is_cancelled)? else { return Ok(None) };
        let amount = display::monthly(saving, &self.settings.currency);
        let action = Action {
            title: format!("{} (saves {amount}): {}", alternative.title, alternative.risk),
            rule: alternative.rule.as_str(),
            edits,
            monthly_saving: Some(saving),
            range: alternative.place.range,
            is_preferred: false,
        };
        Ok(Some(Offer { alternative, action }))
    }
}
