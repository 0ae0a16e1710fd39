//! One published price and the way to ask for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

/// A cloud provider, as the official price lists name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Provider {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure.
    Azure,
    /// Google Cloud.
    Gcp,
}

impl Provider {
    /// The name in tables: `aws`, `azure`, `gcp`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Azure => "azure",
            Self::Gcp => "gcp",
        }
    }

    /// The provider of a table's name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Aws, Self::Azure, Self::Gcp].into_iter().find(|it| it.as_str() == name)
    }
}

/// How the price is bought. The text forms stand in the tables and in price ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PurchaseOption {
    /// Pay as you go. `on_demand`
    #[default]
    OnDemand,
    /// Interruptible: AWS Spot, Azure Spot, Google Spot/Preemptible. `spot`
    Spot,
    /// One year's commitment without payment upfront (Google: resource CUD). `reserved_1y`
    Reserved1y,
    /// Three years' commitment without payment upfront. `reserved_3y`
    Reserved3y,
    /// Azure's Dev/Test offer. `dev_test`
    DevTest,
}

impl PurchaseOption {
    /// The text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OnDemand => "on_demand",
            Self::Spot => "spot",
            Self::Reserved1y => "reserved_1y",
            Self::Reserved3y => "reserved_3y",
            Self::DevTest => "dev_test",
        }
    }

    /// The option of a text form.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::OnDemand, Self::Spot, Self::Reserved1y, Self::Reserved3y, Self::DevTest]
            .into_iter()
            .find(|it| it.as_str() == name)
    }
}

/// One published price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Our id: 16 hexadecimal digits, a hash of provider, service, region, attributes, unit, option and tier.
    pub id: Arc<str>,
    /// The provider.
    pub provider: Provider,
    /// The service as the official feed names it: `AmazonEC2`, `Virtual Machines`, `Compute Engine`.
    pub service: Arc<str>,
    /// Region code (`us-east-1`, `eastus`, `us-central1`); `""` for prices without a region.
    pub region: Arc<str>,
    /// The provider's SKU, rate code or meter id, where the source has one.
    pub sku: Option<Arc<str>>,
    /// Attributes under the official feed's names and with its values.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
    /// Unit as the official feed writes it (`Hrs`, `GB-Mo`, `10K`, `GiBy.mo`).
    pub unit: Arc<str>,
    /// First unit of the tier, in `unit`s a month; 0 for the first.
    pub tier_start: Decimal,
    /// One past the last unit of the tier; `None` when open.
    pub tier_end: Option<Decimal>,
    /// Purchase option.
    pub option: PurchaseOption,
    /// Exact price of one `unit`.
    pub price: Decimal,
    /// ISO 4217 code.
    pub currency: Arc<str>,
    /// From when the price holds (`2025-11-04`), when the source says so.
    pub effective: Option<Arc<str>>,
    /// Where the price was read: a document, its version. Marked when rounded or secondary.
    pub source: Arc<str>,
    /// The date as of which the source states the price.
    pub as_of: Arc<str>,
}

/// Asks the book for the rows of exactly one price (all of its tiers).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selector {
    /// The provider.
    pub provider: Provider,
    /// Service name, as in [`Row::service`].
    pub service: Arc<str>,
    /// Region code, as in [`Row::region`].
    pub region: Arc<str>,
    /// Attributes that must be equal; attributes not named may have any value.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
    /// Unit, when several rows differ in it alone.
    pub unit: Option<Arc<str>>,
    /// Purchase option.
    pub option: PurchaseOption,
}
