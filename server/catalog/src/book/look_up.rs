//! Asking the book.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use moka::sync::Cache;

use super::block::Group;
use super::codec::Reader;
use super::index::{Index, Key, ServiceInfo, Shelf};
use super::store::{Bytes, Store};
use super::{BookError, FORMAT};
use crate::row::{Provider, Row, Selector};

/// Answers kept; a workspace asks for a few hundred.
const N_ANSWERS: u64 = 20_000;
/// Lists of values kept.
const N_LISTS: u64 = 500;

/// A price book over bytes. Asking never fails: what cannot be read has no price, and is noted in [`Book::damage`].
pub struct Book {
    pub(super) store: Store,
    pub(super) index: Index,
    answers: Cache<Selector, Arc<[Row]>>,
    lists: Cache<Selector, Arc<[Arc<str>]>>,
    damage: Mutex<BTreeMap<usize, BookError>>,
}

/// What a book holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// Format version.
    pub format: u64,
    /// Changes whenever a price changes.
    pub revision: u64,
    /// Size of the book.
    pub n_bytes: u64,
    /// Blocks in it.
    pub n_blocks: u64,
    /// By provider and service.
    pub services: Vec<ServiceInfo>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("revision", &self.revision()).finish_non_exhaustive()
    }
}

impl Book {
    /// Takes bytes for a book, or says why not.
    pub fn open(bytes: impl Into<Bytes>) -> Result<Self, BookError> {
        let (store, index) = Store::open(bytes.into())?;
        let (answers, lists) = (Cache::new(N_ANSWERS), Cache::new(N_LISTS));
        Ok(Self { store, index, answers, lists, damage: Mutex::default() })
    }

    /// All rows that match, those of one price by tier. Empty when there is none.
    pub fn find(&self, selector: &Selector) -> Arc<[Row]> {
        if let Some(rows) = self.answers.get(selector) {
            return rows;
        }
        let rows: Arc<[Row]> = self.look_up(selector).into();
        self.answers.insert(selector.clone(), rows.clone());
        rows
    }

    /// The values that an attribute has in a region, sorted, among prices with these other attributes.
    pub fn values(
        &self,
        provider: Provider,
        service: &str,
        region: &str,
        attribute: &str,
        filter: &BTreeMap<Arc<str>, Arc<str>>,
    ) -> Arc<[Arc<str>]> {
        let asked = Selector {
            provider,
            service: service.into(),
            region: region.into(),
            attributes: filter.clone(),
            unit: Some(attribute.into()),
            option: Default::default(),
        };
        self.lists
            .get_with(asked, || self.collect_values(provider, service, region, attribute, filter).into())
    }

    /// Whether the book has any price of the service in the region.
    pub fn has_region(&self, provider: Provider, service: &str, region: &str) -> bool {
        self.shelf(provider, service)
            .is_some_and(|(_, it)| it.regions.binary_search_by(|it| (**it).cmp(region)).is_ok())
    }

    /// Region codes of a provider, sorted; prices without a region do not count.
    pub fn regions(&self, provider: Provider) -> Vec<Arc<str>> {
        let shelves = self.index.shelves.iter().filter(|it| it.info.provider == provider);
        let regions: BTreeSet<Arc<str>> = shelves.flat_map(|it| it.regions.iter().cloned()).collect();
        regions.into_iter().filter(|it| !it.is_empty()).collect()
    }

    /// What the book holds.
    pub fn info(&self) -> Info {
        Info {
            format: FORMAT,
            revision: self.revision(),
            n_bytes: self.store.n_bytes(),
            n_blocks: self.index.shelves.iter().map(|it| it.blocks.len() as u64).sum(),
            services: self.index.shelves.iter().map(|it| it.info.clone()).collect(),
        }
    }

    /// Changes whenever a price changes: the checksum over the index, which holds the checksum of every block.
    pub fn revision(&self) -> u64 {
        self.store.checksum
    }

    /// Blocks that could not be read so far.
    pub fn damage(&self) -> Vec<BookError> {
        self.damage.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn look_up(&self, selector: &Selector) -> Vec<Row> {
        let Some((first_block, shelf)) = self.shelf(selector.provider, &selector.service) else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for range in ranges(shelf, selector) {
            self.each_group(first_block, shelf, range, |group| {
                if self.matches(group, selector) {
                    rows.extend(self.rows_in(group, shelf, &selector.region));
                }
            });
        }
        rows.sort_by(|a, b| {
            (&a.attributes, &a.unit, a.tier_start).cmp(&(&b.attributes, &b.unit, b.tier_start))
        });
        rows
    }

    fn matches(&self, group: &Group<'_>, selector: &Selector) -> bool {
        group.option() == selector.option
            && selector.unit.as_ref().is_none_or(|unit| group.unit(&self.index.texts) == Some(unit))
            && self.has_attributes(group, &selector.attributes)
    }

    fn has_attributes(&self, group: &Group<'_>, attributes: &BTreeMap<Arc<str>, Arc<str>>) -> bool {
        attributes.iter().all(|(name, value)| group.attribute(name, &self.index.texts) == Some(value))
    }

    fn rows_in(&self, group: &Group<'_>, shelf: &Shelf, region: &str) -> Vec<Row> {
        let entries = group.entries().filter(|it| it.is_in(region, &self.index.texts));
        entries.filter_map(|it| it.row(group, &shelf.info, &self.index.texts)).collect()
    }

    fn collect_values(
        &self,
        provider: Provider,
        service: &str,
        region: &str,
        attribute: &str,
        filter: &BTreeMap<Arc<str>, Arc<str>>,
    ) -> Vec<Arc<str>> {
        let Some((first_block, shelf)) = self.shelf(provider, service) else { return Vec::new() };
        let mut values: BTreeSet<Arc<str>> = BTreeSet::new();
        self.each_group(first_block, shelf, 0..shelf.blocks.len(), |group| {
            let Some(value) = group.attribute(attribute, &self.index.texts) else { return };
            let in_region = || group.entries().any(|it| it.is_in(region, &self.index.texts));
            if !values.contains(value) && self.has_attributes(group, filter) && in_region() {
                values.insert(value.into());
            }
        });
        values.into_iter().collect()
    }

    /// The shelf of a service, and the number of its first block in the book.
    fn shelf(&self, provider: Provider, service: &str) -> Option<(usize, &Shelf)> {
        let key = |it: &Shelf| (it.info.provider, it.info.service.clone());
        let shelves = &self.index.shelves;
        let i = shelves.partition_point(|it| {
            it.info.provider < provider || (it.info.provider == provider && *it.info.service < *service)
        });
        let shelf = shelves.get(i).filter(|it| key(it) == (provider, service.into()))?;
        Some((shelves.iter().take(i).map(|it| it.blocks.len()).sum(), shelf))
    }

    /// Calls `visit` with every group of some blocks of a shelf.
    pub(super) fn each_group(
        &self,
        first_block: usize,
        shelf: &Shelf,
        range: Range<usize>,
        mut visit: impl FnMut(&Group<'_>),
    ) {
        for i in range {
            let Some(entry) = shelf.blocks.get(i) else { return };
            let Some(block) = self.store.block(entry) else {
                self.note_damage(first_block + i, shelf);
                continue;
            };
            let mut reader = Reader(&block);
            while !reader.is_empty() {
                match Group::read(&mut reader) {
                    Some(group) => visit(&group),
                    None => {
                        self.note_damage(first_block + i, shelf);
                        break;
                    }
                }
            }
        }
    }

    fn note_damage(&self, block: usize, shelf: &Shelf) {
        let error = BookError::Block { block, service: shelf.info.service.to_string() };
        self.damage.lock().unwrap_or_else(PoisonError::into_inner).insert(block, error);
    }
}

/// The blocks that can hold an answer, as few as the selector allows.
fn ranges(shelf: &Shelf, selector: &Selector) -> Vec<Range<usize>> {
    let named = shelf.keys.iter().enumerate().find_map(|(i, name)| Some((i, selector.attributes.get(name)?)));
    let Some((level, value)) = named else { return std::iter::once(0..shelf.blocks.len()).collect() };
    // Prices sorted by an earlier key are looked at only where some of them have this one too.
    let earlier = (0..level).filter(|it| shelf.beside.get(*it).is_some_and(|bits| bits >> level & 1 == 1));
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for range in earlier.map(|it| level_range(shelf, it)).chain([value_range(shelf, level, value)]) {
        match ranges.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => ranges.push(range),
        }
    }
    ranges
}

fn level_range(shelf: &Shelf, level: usize) -> Range<usize> {
    let start = shelf.blocks.partition_point(|it| usize::from(it.last.level) < level);
    let end = shelf.blocks.partition_point(|it| usize::from(it.first.level) <= level);
    start..end.max(start)
}

fn value_range(shelf: &Shelf, level: usize, value: &str) -> Range<usize> {
    let before = |key: &Key| (usize::from(key.level), &*key.value) < (level, value);
    let after = |key: &Key| (usize::from(key.level), &*key.value) > (level, value);
    let start = shelf.blocks.partition_point(|it| before(&it.last));
    let end = shelf.blocks.partition_point(|it| !after(&it.first));
    start..end.max(start)
}
