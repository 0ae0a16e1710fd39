//! Mapping tables × resources × price book → estimates.
//! Does not know which language a resource came from; reads no disk and no clock.

mod engine;
mod estimate;
mod expr;
mod lines;
mod lint;
mod price;
mod region;
mod scope;
mod suggest;
mod table;
mod usage;
mod world;

#[cfg(test)]
mod tests;

pub use engine::{Context, DefaultRegion, Memory, Pricer, RegionOrigin};
pub use estimate::{
    Assumption, Cause, Component, Estimate, Outcome, PriceSource, Quantity, Subresource, Totals, UnitPrice,
    Unpriced,
};
pub use lint::TableReport;
pub use table::Mappings;
pub use usage::Usage;
