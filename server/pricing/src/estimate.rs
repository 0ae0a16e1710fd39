//! What a resource costs, and why. All amounts are per month of 730 hours in `currency`.

use std::sync::Arc;

use ir::{AttrPath, Resource};
use rust_decimal::Decimal;

/// The estimate of one resource instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The resource.
    pub resource: Arc<Resource>,
    /// What became of it.
    pub outcome: Outcome,
    /// Its own components.
    pub components: Vec<Component>,
    /// Parts with components of their own (disks, node pools).
    pub subresources: Vec<Subresource>,
    /// Region code it was priced in; empty when it has none.
    pub region: Arc<str>,
    /// What was assumed because the code does not say it; a number that rests on one is shown with `~`.
    pub assumptions: Vec<Assumption>,
}

/// What became of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has a mapping: see the components (each may still be unpriced).
    Mapped,
    /// The provider charges nothing for this type.
    Free,
    /// No mapping knows the type. Its cost is unknown, not zero.
    Unsupported,
    /// A data source or a resource whose condition is false: nothing is created.
    NotCreated,
}

/// A part of a resource with its own components.
#[derive(Clone, Debug, PartialEq)]
pub struct Subresource {
    /// Its name: `root_block_device`, `default_node_pool`.
    pub name: Arc<str>,
    /// Its components.
    pub components: Vec<Component>,
    /// Parts of it.
    pub subresources: Vec<Subresource>,
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// What is charged: `Instance usage (Linux/UNIX, on-demand, m5.large)`.
    pub name: Arc<str>,
    /// The unit shown: `hours`, `GB`, `1M requests`.
    pub unit: Arc<str>,
    /// How many of `unit` a month.
    pub quantity: Quantity,
    /// Price of one `unit`, or why there is none.
    pub price: Result<UnitPrice, Unpriced>,
    /// Whether the quantity comes from usage rather than from the code.
    pub usage_based: bool,
    /// The usage keys that would give the quantity (`monthly_data_processed_gb`), for messages.
    pub usage_key: Option<Arc<str>>,
    /// The attribute in the code that decides this cost, when one does: a hint stands there.
    pub attribute: Option<AttrPath>,
    /// The line of the mapping table it comes from: `aws/_ebs: Storage ({…})`.
    pub rule: Arc<str>,
}

/// A monthly quantity in the component's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Known.
    Known(Decimal),
    /// No usage was given: only the rate can be shown.
    NeedsUsage,
    /// An attribute it needs is unknown, with the reason.
    Unknown(Arc<str>),
}

/// A price per component unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPrice {
    /// Amount per component unit (the book's price brought to that unit, exactly).
    pub amount: Decimal,
    /// Where it comes from.
    pub source: PriceSource,
}

/// Provenance of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceSource {
    /// Our price id.
    pub id: Arc<str>,
    /// The provider's SKU or meter id, where the source has one.
    pub sku: Option<Arc<str>>,
    /// The feed or document.
    pub feed: Arc<str>,
    /// Region code of the row.
    pub region: Arc<str>,
    /// Unit of the row, as published.
    pub unit: Arc<str>,
    /// Price of the row, per its unit.
    pub published: Decimal,
    /// The tier, when the price has tiers: `0 – 51200`.
    pub tier: Option<Arc<str>>,
    /// The date as of which it is known.
    pub as_of: Arc<str>,
}

/// Why a component has no price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpriced {
    /// For the user: `no price for m5.lrage in us-east-1`.
    pub reason: Arc<str>,
    /// What kind of reason it is.
    pub cause: Cause,
    /// The attribute at fault, when there is one: a diagnostic stands there.
    pub attribute: Option<AttrPath>,
    /// The nearest value that the book has: `m5.large`.
    pub suggestion: Option<Arc<str>>,
}

/// The kinds of reasons for which there is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A value is no SKU of the region.
    UnknownSku,
    /// A value that decides the price is not known.
    UnknownValue,
    /// The book has no price, or none that fits.
    NoPrice,
}

/// Something taken for granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// What and why: `region us-east-1: neither the provider block nor AWS_REGION names one`.
    pub text: Arc<str>,
    /// Whether the amount would change with it (shown as `~`); defaults documented by the provider do not count.
    pub uncertain: bool,
}

/// Sums over components. What is not known is counted, never added as zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the known monthly costs.
    pub monthly: Decimal,
    /// Components whose price or quantity is unknown.
    pub n_unpriced: u32,
    /// Components that need usage.
    pub n_usage: u32,
    /// Resources of which nobody knows how many there will be. It may be none, so nothing of them is in `monthly`.
    pub n_unknown_count: u32,
    /// Resources without a mapping.
    pub n_unsupported: u32,
    /// Whether an uncertain assumption lies under the sum.
    pub assumed: bool,
}

impl Component {
    /// Cost a month; `None` when price or quantity is not known.
    pub fn monthly(&self) -> Option<Decimal> {
        match (&self.quantity, &self.price) {
            (Quantity::Known(quantity), Ok(price)) => quantity.checked_mul(price.amount),
            _ => None,
        }
    }
}

impl Totals {
    /// Adds another sum.
    pub fn add(&mut self, other: Self) {
        self.monthly += other.monthly;
        self.n_unpriced += other.n_unpriced;
        self.n_usage += other.n_usage;
        self.n_unknown_count += other.n_unknown_count;
        self.n_unsupported += other.n_unsupported;
        self.assumed |= other.assumed;
    }

    fn component(&mut self, component: &Component) {
        match (component.monthly(), &component.quantity, &component.price) {
            (Some(monthly), ..) => self.monthly += monthly,
            (None, Quantity::NeedsUsage, Ok(_)) => self.n_usage += 1,
            (None, ..) => self.n_unpriced += 1,
        }
    }

    fn parts(&mut self, components: &[Component], subresources: &[Subresource]) {
        components.iter().for_each(|it| self.component(it));
        subresources.iter().for_each(|it| self.parts(&it.components, &it.subresources));
    }
}

impl Estimate {
    /// What this resource adds to a sum.
    pub fn totals(&self) -> Totals {
        let one = self.totals_of_one();
        if self.outcome != Outcome::Mapped || self.resource.unknown_count.is_none() {
            return one;
        }
        Totals { monthly: Decimal::ZERO, n_unknown_count: 1, assumed: false, ..one }
    }

    /// The sums of one instance, however many there will be.
    pub fn totals_of_one(&self) -> Totals {
        let mut totals = Totals::default();
        totals.parts(&self.components, &self.subresources);
        totals.n_unsupported = u32::from(self.outcome == Outcome::Unsupported);
        totals.assumed = self.assumptions.iter().any(|it| it.uncertain);
        totals
    }

    /// All components, those of subresources included.
    pub fn all_components(&self) -> Vec<&Component> {
        let mut all: Vec<&Component> = self.components.iter().collect();
        self.subresources.iter().for_each(|it| it.collect(&mut all));
        all
    }
}

impl Subresource {
    /// All components of this part, those of its own parts included.
    pub fn all_components(&self) -> Vec<&Component> {
        let mut all = Vec::new();
        self.collect(&mut all);
        all
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a Component>) {
        all.extend(&self.components);
        self.subresources.iter().for_each(|it| it.collect(all));
    }
}
