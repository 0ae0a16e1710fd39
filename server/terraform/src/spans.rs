//! Where the attributes of a block stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::AttrSpan;

use crate::module::Decl;
use crate::source::{Attribute, Block};

/// The attributes of a block and of its nested blocks by path; nested blocks themselves under `kind.idx`, with
/// their opening line as the value.
pub(crate) fn of(decl: &Decl) -> Arc<[AttrSpan]> {
    let mut spans = Vec::new();
    collect(decl.base, &decl.block, "", &mut spans);
    spans.into()
}

fn collect(base: u32, block: &Block, prefix: &str, spans: &mut Vec<AttrSpan>) {
    for attribute in block.attributes.iter().filter(|it| !it.overridden) {
        spans.push(AttrSpan {
            path: format!("{prefix}{}", attribute.name).into(),
            range: attribute.range.shift(base),
            value: attribute.value.shift(base),
            literal: is_literal(attribute),
        });
    }
    let mut n_before: BTreeMap<&str, usize> = BTreeMap::new();
    for nested in &block.blocks {
        // How many blocks a `dynamic` one gives is not known here: those behind it have no place.
        if &*nested.kind == "dynamic" {
            n_before.insert(nested.label(0).map_or("", |it| it), usize::MAX);
            continue;
        }
        let idx = n_before.entry(&nested.kind).or_default();
        if *idx == usize::MAX {
            continue;
        }
        let path = format!("{prefix}{}.{idx}", nested.kind);
        *idx += 1;
        spans.push(AttrSpan {
            path: path.as_str().into(),
            range: nested.range.shift(base),
            value: nested.header.shift(base),
            literal: false,
        });
        collect(base, nested, &format!("{path}."), spans);
    }
}

/// Whether the value is written as a literal.
pub(crate) fn is_literal(attribute: &Attribute) -> bool {
    attribute.expr.as_ref().is_ok_and(|expr| expr.as_literal().is_some())
}
