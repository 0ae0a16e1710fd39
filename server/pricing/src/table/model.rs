//! Compiled mapping tables.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use catalog::Provider;
use ir::Language;

use crate::expr::{Expr, Template};

/// All mapping tables and the lists of free types.
#[derive(Debug, Default)]
pub struct Mappings {
    pub(crate) tables: HashMap<Arc<str>, Arc<Table>>,
    pub(crate) shared: HashMap<Arc<str>, Arc<Table>>,
    pub(crate) free: HashSet<Arc<str>>,
}

/// One mapping table.
#[derive(Debug)]
pub(crate) struct Table {
    /// `aws/instance`.
    pub(crate) key: Arc<str>,
    pub(crate) provider: Provider,
    pub(crate) service: Option<Arc<str>>,
    pub(crate) types: Vec<Arc<str>>,
    pub(crate) params: Vec<Arc<str>>,
    pub(crate) region: Vec<Expr>,
    pub(crate) lookups: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Arc<str>>>,
    pub(crate) body: Body,
}

/// Definitions and components of a table or of a part.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) attrs: BTreeMap<Arc<str>, Attr>,
    pub(crate) links: BTreeMap<Arc<str>, Arc<Link>>,
    pub(crate) children: BTreeMap<Arc<str>, Arc<Link>>,
    pub(crate) lets: BTreeMap<Arc<str>, Expr>,
    pub(crate) book: BTreeMap<Arc<str>, BookAttr>,
    pub(crate) components: Vec<ComponentDef>,
    pub(crate) parts: Vec<PartDef>,
}

/// Attribute paths per language; the first that is present counts.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    pub(crate) terraform: Vec<Arc<str>>,
    pub(crate) cloudformation: Vec<Arc<str>>,
    pub(crate) arm: Vec<Arc<str>>,
}

impl Paths {
    pub(crate) fn of(&self, language: Language) -> &[Arc<str>] {
        match language {
            Language::Terraform => &self.terraform,
            Language::CloudFormation => &self.cloudformation,
            Language::Bicep => &self.arm,
        }
    }
}

/// An attribute of the resource, of an item, or of a linked resource.
#[derive(Debug)]
pub(crate) struct Attr {
    pub(crate) paths: Paths,
    pub(crate) via: Option<Arc<str>>,
    pub(crate) default: Option<Expr>,
    pub(crate) assumption: Option<Arc<str>>,
}

/// A reference from this resource to another.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) paths: Paths,
    pub(crate) types: Vec<Arc<str>>,
    pub(crate) by: Vec<Arc<str>>,
    pub(crate) via: Option<Arc<str>>,
    /// Values that attributes of the other end must have.
    pub(crate) holds: Vec<(Arc<str>, Arc<str>)>,
}

/// An attribute of a row of the book.
#[derive(Debug)]
pub(crate) struct BookAttr {
    pub(crate) attribute: Arc<str>,
    pub(crate) price: PriceDef,
}

/// A selector with templates.
#[derive(Clone, Debug, Default)]
pub(crate) struct PriceDef {
    pub(crate) service: Option<Template>,
    pub(crate) region: Option<Template>,
    pub(crate) option: Option<Template>,
    pub(crate) unit: Option<Template>,
    pub(crate) attributes: BTreeMap<Arc<str>, Template>,
}

impl PriceDef {
    /// The same with some keys replaced.
    pub(crate) fn overlaid(&self, over: &PriceDef) -> PriceDef {
        let mut merged = self.clone();
        let keep = |new: &Option<Template>, old: Option<Template>| new.clone().or(old);
        merged.service = keep(&over.service, merged.service);
        merged.region = keep(&over.region, merged.region);
        merged.option = keep(&over.option, merged.option);
        merged.unit = keep(&over.unit, merged.unit);
        merged.attributes.extend(over.attributes.iter().map(|(key, it)| (key.clone(), it.clone())));
        merged
    }

    /// All templates in it.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Template> {
        [&self.service, &self.region, &self.option, &self.unit]
            .into_iter()
            .flatten()
            .chain(self.attributes.values())
    }
}

/// How tiered prices are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tiers {
    /// One component per tier that the quantity reaches; without usage the first tier's rate.
    Split,
    /// As `Split`, but a free tier at the start is priced as the first paid one: the allowance is the account's.
    SplitPaid,
    /// The first tier's price for everything.
    First,
    /// The first tier that is not free, for everything.
    Paid,
}

/// One line of the bill.
#[derive(Debug)]
pub(crate) struct ComponentDef {
    /// Table and name template, for coverage and messages: `aws/_ebs: Storage ({…})`.
    pub(crate) id: Arc<str>,
    pub(crate) name: Template,
    pub(crate) unit: Template,
    pub(crate) quantity: Expr,
    pub(crate) when: Option<Expr>,
    /// The price, then what is tried when it finds nothing.
    pub(crate) prices: Vec<PriceDef>,
    pub(crate) per: Option<Expr>,
    pub(crate) rate: Option<Expr>,
    pub(crate) tiers: Tiers,
    pub(crate) sku: Option<Arc<str>>,
    pub(crate) sku_label: Option<Arc<str>>,
    pub(crate) attribute: Option<Arc<str>>,
}

/// A part: a subresource, perhaps repeated, perhaps from a shared table.
#[derive(Debug)]
pub(crate) struct PartDef {
    pub(crate) name: Template,
    pub(crate) when: Option<Expr>,
    pub(crate) each: Option<Arc<str>>,
    pub(crate) shared: Option<Arc<str>>,
    pub(crate) with: BTreeMap<Arc<str>, Expr>,
    pub(crate) inline: bool,
    pub(crate) body: Body,
}
