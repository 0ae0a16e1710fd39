//! Mapping tables: what each resource type is charged for. Data, not code.

mod compile;
mod model;
mod raw;

pub use model::Mappings;
pub(crate) use model::{Attr, Body, BookAttr, ComponentDef, Link, PartDef, PriceDef, Table, Tiers};
