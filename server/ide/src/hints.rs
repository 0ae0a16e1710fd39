//! Inlay hints: one at the block, one at each attribute that costs.

use std::collections::BTreeMap;

use ir::AttrSpan;
use pricing::{Component, Estimate, Outcome};
use text::{FileId, TextRange};

use crate::analysis::{Analysis, Block};
use crate::label::{Count, Parts, block_label};
use crate::{Hint, HintKind};

impl Analysis {
    /// The hints whose places lie in a range, in the order of the text.
    pub fn hints(&self, file: &FileId, range: TextRange) -> Vec<Hint> {
        if !self.settings.hints_enabled {
            return Vec::new();
        }
        let Some(text) = self.text(file) else { return Vec::new() };
        let mut hints = Vec::new();
        for block in self.blocks(file, range) {
            let of_block = self.block_hint(&block, &text);
            let line = of_block.as_ref().map(|it| it.offset);
            hints.extend(of_block);
            hints
                .extend(self.attribute_hints(&block, &text).into_iter().filter(|it| Some(it.offset) != line));
        }
        hints.retain(|it| range.touches(it.offset));
        hints
    }

    fn block_hint(&self, block: &Block<'_>, text: &str) -> Option<Hint> {
        let estimates: Vec<&Estimate> = block.estimates().map(|it| &**it).collect();
        let label = block_label(&estimates, &self.settings.currency)?;
        let is_shown = estimates.iter().all(|it| it.outcome == Outcome::Unsupported)
            || self.is_shown(&Parts::of_block(&estimates));
        is_shown.then_some(Hint {
            offset: line_end(text, estimates.first()?.resource.header.end),
            kind: HintKind::Block,
            label,
        })
    }

    fn attribute_hints(&self, block: &Block<'_>, text: &str) -> Vec<Hint> {
        let count = Count::of(block.estimates().map(|it| &**it));
        let assumed = block.estimates().any(|it| it.assumptions.iter().any(|it| it.uncertain));
        let mut hints: Vec<Hint> = by_attribute(block)
            .into_values()
            .map(|(span, components)| (span, Parts { components, count, assumed }))
            .filter(|(_, parts)| self.is_shown(parts))
            .map(|(span, parts)| Hint {
                offset: line_end(text, span.range.end),
                kind: HintKind::Attribute,
                label: parts.label(&self.settings.currency),
            })
            .collect();
        hints.sort_by_key(|it| it.offset);
        hints.dedup_by_key(|it| it.offset);
        hints
    }

    /// Small amounts are left out when the user says so; what is unknown is always shown.
    fn is_shown(&self, parts: &Parts<'_>) -> bool {
        let minimum = self.settings.hints_minimum_monthly;
        !parts.is_fully_known() || parts.monthly().is_none_or(|monthly| monthly >= minimum)
    }
}

/// Components by the place of the attribute that decides them.
fn by_attribute<'a>(block: &Block<'a>) -> BTreeMap<u32, (&'a AttrSpan, Vec<&'a Component>)> {
    let mut by_place: BTreeMap<u32, (&AttrSpan, Vec<&Component>)> = BTreeMap::new();
    for estimate in block.estimates() {
        for component in estimate.all_components() {
            let path = component.attribute.as_deref();
            if let Some(span) = path.and_then(|path| estimate.resource.span(path)) {
                by_place.entry(span.range.start).or_insert_with(|| (span, Vec::new())).1.push(component);
            }
        }
    }
    by_place
}

/// The end of the line that holds an offset, its line end not included.
pub(crate) fn line_end(text: &str, offset: u32) -> u32 {
    let rest = text.get(offset as usize..).unwrap_or_default();
    offset + rest.find(['\n', '\r']).unwrap_or(rest.len()) as u32
}
