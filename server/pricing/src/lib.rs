//! Mapping tables × resources × price book → estimates.
//! Does not know which language a resource came from; reads no disk and no clock.

mod engine;
mod estimate;

pub use engine::{Context, DefaultRegion, Pricer, RegionOrigin, Usage};
pub use estimate::{
    Assumption, Component, Estimate, Outcome, PriceSource, Quantity, Subresource, Totals, UnitPrice, Unpriced,
};
