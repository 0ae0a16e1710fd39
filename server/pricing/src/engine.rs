//! The way from resources to estimates.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use catalog::{Book, Provider};
use ir::Resource;

use crate::estimate::{Estimate, Outcome};
use crate::expr::Val;
use crate::lines::{self, Lines};
use crate::region;
use crate::scope::{Base, Frame, Scope};
use crate::table::{Mappings, Table};
use crate::usage::Usage;
use crate::world::{Seen, World, same_content};

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

/// What an estimate depends on besides the resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// ISO 4217 code of all amounts. A price published in another currency stays unpriced: there are no exchange
    /// rates here. AWS publishes its regions in China in CNY, everything else is in USD.
    pub currency: Arc<str>,
    /// Default regions by provider.
    pub regions: BTreeMap<Provider, DefaultRegion>,
    /// Usage values.
    pub usage: Arc<Usage>,
}

impl Default for Context {
    fn default() -> Self {
        Self { currency: "USD".into(), regions: BTreeMap::new(), usage: Arc::default() }
    }
}

/// Prices resources. Cheap to clone.
#[derive(Clone)]
pub struct Pricer {
    book: Arc<Book>,
    mappings: Arc<Mappings>,
}

/// What one run priced and from what: the next one takes over what has not changed.
#[derive(Default)]
pub struct Memory {
    context: Context,
    by_address: HashMap<Arc<str>, Kept>,
}

/// An estimate and what it was made from.
#[derive(Clone)]
struct Kept {
    /// Ways to other resources, and where they led.
    seen: Arc<[Seen]>,
    estimate: Arc<Estimate>,
}

impl Pricer {
    /// A pricer over a book and tables.
    pub fn new(book: Arc<Book>, mappings: Arc<Mappings>) -> Self {
        Self { book, mappings }
    }

    /// The book it prices from.
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// The tables it prices with.
    pub fn mappings(&self) -> &Arc<Mappings> {
        &self.mappings
    }

    /// Estimates in the order of the resources. Never fails; what cannot be priced says why.
    pub fn estimate(&self, resources: &[Arc<Resource>], context: &Context) -> Vec<Arc<Estimate>> {
        self.estimate_after(&Memory::default(), resources, context).0
    }

    /// The same, where an earlier run may have priced some of them already: a resource is not priced again when
    /// nothing that its estimate was made from has changed.
    pub fn estimate_after(
        &self,
        before: &Memory,
        resources: &[Arc<Resource>],
        context: &Context,
    ) -> (Vec<Arc<Estimate>>, Memory) {
        let world = World::new(resources);
        let is_usable = before.context == *context;
        let mut by_address = HashMap::with_capacity(resources.len());
        let mut estimates = Vec::with_capacity(resources.len());
        for resource in resources {
            let old = before.by_address.get(&resource.address).filter(|_| is_usable);
            let new = old
                .and_then(|old| reuse(old, resource, &world))
                .unwrap_or_else(|| self.price(resource, &world, context));
            estimates.push(new.estimate.clone());
            by_address.insert(resource.address.clone(), new);
        }
        (estimates, Memory { context: context.clone(), by_address })
    }

    fn price(&self, resource: &Arc<Resource>, world: &World, context: &Context) -> Kept {
        let outcome = self.outcome(resource);
        let Some(table) = self.mappings.tables.get(&resource.kind).filter(|_| outcome == Outcome::Mapped)
        else {
            return Kept { seen: Arc::default(), estimate: Arc::new(empty(resource, outcome)) };
        };
        let frame = Frame {
            world,
            book: &self.book,
            context,
            resource,
            region: RefCell::new(Val::Null),
            assumptions: RefCell::default(),
            seen: RefCell::default(),
        };
        let estimate = self.mapped(table, &frame);
        Kept { seen: frame.seen.into_inner().into(), estimate: Arc::new(estimate) }
    }

    fn outcome(&self, resource: &Resource) -> Outcome {
        if resource.existing || resource.condition == Some(false) {
            Outcome::NotCreated
        } else if self.mappings.tables.contains_key(&resource.kind) {
            Outcome::Mapped
        } else if self.mappings.free.contains(&resource.kind) {
            Outcome::Free
        } else {
            Outcome::Unsupported
        }
    }

    fn mapped(&self, table: &Table, frame: &Frame) -> Estimate {
        let base = Base { value: &frame.resource.attributes, path: "".into(), index: None };
        let scope = Scope::new(frame, table, &table.body, base.clone(), None);
        let region = region::region(table, frame.resource, &scope, frame.context);
        frame.region.replace(match &region.code {
            Ok(code) => Val::Text(code.clone()),
            Err(why) => Val::Unknown(why.clone()),
        });
        // A fresh scope: what the region's expressions read was kept without a region.
        let scope = Scope::new(frame, table, &table.body, base, None);
        let Lines { components, subresources } = lines::lines(&table.body, &scope, &self.mappings, 0);
        let mut assumptions: Vec<_> = region.assumption.into_iter().collect();
        assumptions.extend(frame.assumptions.take());
        let mut estimate = empty(frame.resource, Outcome::Mapped);
        estimate.components = components;
        estimate.subresources = subresources;
        estimate.region = region.code.unwrap_or_default();
        estimate.assumptions = assumptions;
        estimate
    }
}

fn empty(resource: &Arc<Resource>, outcome: Outcome) -> Estimate {
    Estimate {
        resource: resource.clone(),
        outcome,
        components: Vec::new(),
        subresources: Vec::new(),
        region: "".into(),
        assumptions: Vec::new(),
    }
}

/// What was kept, when nothing it was made from has changed. Text that only moved gets the new positions.
fn reuse(old: &Kept, resource: &Arc<Resource>, world: &World) -> Option<Kept> {
    let same =
        same_content(&old.estimate.resource, resource) && old.seen.iter().all(|it| world.still_holds(it));
    if !same {
        return None;
    }
    if Arc::ptr_eq(&old.estimate.resource, resource) || old.estimate.resource == *resource {
        return Some(old.clone());
    }
    let estimate = Estimate { resource: resource.clone(), ..(*old.estimate).clone() };
    Some(Kept { seen: old.seen.clone(), estimate: Arc::new(estimate) })
}
