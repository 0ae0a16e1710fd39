//! The way from resources to estimates.

use std::collections::BTreeMap;
use std::sync::Arc;

use catalog::Provider;
use ir::{Resource, Value};

use crate::Estimate;

/// Where a default region comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionOrigin {
    /// An environment variable: its name.
    Environment(Arc<str>),
    /// The setting `region.default`.
    Setting,
    /// Nothing names one: us-east-1, eastus, us-central1.
    LastResort,
}

/// The region used where the code names none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultRegion {
    /// Region code.
    pub region: Arc<str>,
    /// Who says so.
    pub origin: RegionOrigin,
}

/// Usage values, in the shape of Infracost's usage file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// By resource address; `aws_lambda_function.f[*]` stands for all instances.
    pub resources: BTreeMap<Arc<str>, Value>,
    /// By resource type.
    pub type_defaults: BTreeMap<Arc<str>, Value>,
}

/// What an estimate depends on besides the resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Default regions by provider.
    pub regions: BTreeMap<Provider, DefaultRegion>,
    /// Usage values.
    pub usage: Arc<Usage>,
}

/// Prices resources. Cheap to clone; keeps what it priced.
pub struct Pricer {}

impl Pricer {
    /// Estimates in the order of the resources. Never fails; what cannot be priced says why.
    pub fn estimate(&self, _resources: &[Arc<Resource>], _context: &Context) -> Vec<Arc<Estimate>> {
        Vec::new()
    }
}
