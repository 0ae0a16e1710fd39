//! AWS: fact files → price rows with the attributes of the official price list.
//!
//! Meter texts and region names are mapped by the tables under `pricing-data/meters/aws` and `pricing-data/regions`.
//! No price is computed from another and none is moved to another region.

mod cache;
mod documents;
mod ec2;
mod estimates;
mod facts_row;
mod meters;
mod rds;
mod regions;
mod shapes;

use std::path::Path;

use super::Sink;

/// Reads the AWS fact files into the sink.
pub fn import(facts: &Path, sink: &mut Sink) -> anyhow::Result<()> {
    let data = crate::workspace::root().join("pricing-data");
    let regions = regions::Regions::read(&data.join("regions/aws.toml"))?;
    let shapes = shapes::Shapes::read(facts, sink)?;
    ec2::import(facts, sink, &regions, &shapes)?;
    rds::import(facts, sink, &regions, &meters::MeterTable::read(&data.join("meters/aws/rds.toml"))?)?;
    cache::import(facts, sink, &regions)?;
    meters::import(facts, sink, &regions, &data.join("meters/aws"))?;
    documents::import(facts, sink, &regions, &shapes, &data.join("meters/aws/documents.toml"))?;
    estimates::import(facts, sink, &data.join("meters/aws/estimates.toml"))
}
