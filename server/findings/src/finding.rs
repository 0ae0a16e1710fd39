//! What a check reports.

use std::sync::Arc;

use ir::{AttrPath, Place, Resource, Severity, Value};

/// A remark about cost, at a place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where. The empty range at 0 stands for the first line of the file.
    pub place: Place,
    /// How much it matters.
    pub severity: Severity,
    /// Stable code: `budget`, `unknown-sku`, `unknown-value`, `no-price`.
    pub code: &'static str,
    /// The message, without a final dot.
    pub message: String,
    /// A change that would settle it, when there is one.
    pub fix: Option<Change>,
}

/// A change to one resource: attributes to set and to remove. A front end turns it into edits.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Attributes and their new scalar values, in the order in which they are written.
    pub sets: Vec<(AttrPath, Value)>,
    /// Attributes to remove.
    pub removes: Vec<AttrPath>,
}

impl Change {
    /// Sets one attribute.
    pub fn set(resource: &Arc<Resource>, path: AttrPath, value: Value) -> Self {
        Self { resource: Arc::clone(resource), sets: vec![(path, value)], removes: Vec::new() }
    }
}

/// Where an attribute's value stands; the opening line of the resource when it is not written there.
pub(crate) fn attr_place(resource: &Resource, path: &str) -> Place {
    let range = resource.span(path).map_or(resource.header, |span| span.value);
    Place { file: resource.file.clone(), range }
}
