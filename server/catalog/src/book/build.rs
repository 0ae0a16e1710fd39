//! Making a book from rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::block::{Texts, write_group};
use super::codec::Writer;
use super::index::{BlockEntry, Index, Key, ServiceInfo, Shelf};
use super::store::front_checksum;
use super::{FORMAT, HEADER, MAGIC};
use crate::keys;
use crate::price_id::Fnv;
use crate::row::{Provider, PurchaseOption, Row};

/// A block is closed before it would grow beyond this, unless one value alone does.
const BLOCK_SIZE: usize = 6 << 10;
/// Blocks are small, so the slow levels are affordable.
const LEVEL: i32 = 19;

/// Collects rows and makes a book of them. The same rows make the same bytes, in whatever order they come.
#[derive(Default)]
pub struct BookBuilder {
    shelves: BTreeMap<(Provider, Arc<str>), Vec<Row>>,
}

/// Prices that share attributes, unit and option.
type Groups = BTreeMap<Key, BTreeMap<GroupKey, Vec<Row>>>;
type GroupKey = (BTreeMap<Arc<str>, Arc<str>>, Arc<str>, PurchaseOption);

#[derive(Default)]
struct Blocks {
    texts: Texts,
    packed: Vec<u8>,
}

/// The block that is being filled.
#[derive(Default)]
struct Open {
    bytes: Vec<u8>,
    keys: Option<(Key, Key)>,
}

impl BookBuilder {
    /// Adds rows.
    pub fn add(&mut self, rows: impl IntoIterator<Item = Row>) {
        for row in rows {
            self.shelves.entry((row.provider, row.service.clone())).or_default().push(row);
        }
    }

    /// The bytes of the book.
    pub fn build(self) -> std::io::Result<Vec<u8>> {
        let mut blocks = Blocks::default();
        let mut shelves = Vec::new();
        for ((provider, service), rows) in self.shelves {
            shelves.push(blocks.shelf(provider, service, rows)?);
        }
        let index = Index { texts: blocks.texts.all, shelves }.write();
        let packed = zstd::bulk::compress(&index, LEVEL)?;
        let mut out = Writer::default();
        out.0.extend_from_slice(MAGIC);
        out.fixed(FORMAT);
        out.fixed((HEADER + packed.len() + blocks.packed.len()) as u64);
        out.fixed(packed.len() as u64);
        out.fixed(index.len() as u64);
        out.fixed(front_checksum(&out.0, &packed));
        out.0.extend(packed);
        out.0.extend(blocks.packed);
        Ok(out.0)
    }
}

impl Blocks {
    fn shelf(&mut self, provider: Provider, service: Arc<str>, rows: Vec<Row>) -> std::io::Result<Shelf> {
        let keys = keys::of_service(provider, &service);
        let info = info(provider, service, &rows);
        let regions: BTreeSet<Arc<str>> = rows.iter().map(|it| it.region.clone()).collect();
        let beside = beside(&keys, &rows);
        let mut blocks = Vec::new();
        let mut open = Open::default();
        for (key, groups) in group(&keys, rows) {
            let groups: Vec<Vec<u8>> = groups.into_values().map(|rows| self.group(rows)).collect();
            let length: usize = groups.iter().map(Vec::len).sum();
            if open.bytes.len() + length > BLOCK_SIZE {
                blocks.extend(self.close(&mut open)?);
            }
            for bytes in groups {
                if open.bytes.len() + bytes.len() > 4 * BLOCK_SIZE {
                    blocks.extend(self.close(&mut open)?);
                }
                open.push(&key, bytes);
            }
        }
        blocks.extend(self.close(&mut open)?);
        Ok(Shelf { info, keys, beside, regions: regions.into_iter().collect(), blocks })
    }

    fn group(&mut self, mut rows: Vec<Row>) -> Vec<u8> {
        rows.sort_by(|a, b| (&a.region, a.tier_start).cmp(&(&b.region, b.tier_start)));
        let mut out = Writer::default();
        write_group(&mut out, &rows, &mut self.texts);
        out.0
    }

    fn close(&mut self, open: &mut Open) -> std::io::Result<Option<BlockEntry>> {
        let Open { bytes, keys: Some((first, last)) } = std::mem::take(open) else { return Ok(None) };
        let packed = zstd::bulk::compress(&bytes, LEVEL)?;
        let (offset, length, unpacked) = (self.packed.len(), packed.len(), bytes.len());
        let checksum = Fnv::of(&packed);
        self.packed.extend(packed);
        Ok(Some(BlockEntry { first, last, offset, length, unpacked, checksum }))
    }
}

impl Open {
    fn push(&mut self, key: &Key, bytes: Vec<u8>) {
        self.bytes.extend(bytes);
        match &mut self.keys {
            Some((_, last)) => *last = key.clone(),
            none => *none = Some((key.clone(), key.clone())),
        }
    }
}

fn group(keys: &[Arc<str>], rows: Vec<Row>) -> Groups {
    let mut groups = Groups::new();
    for row in rows {
        let group = (row.attributes.clone(), row.unit.clone(), row.option);
        groups.entry(key_of(keys, &row)).or_default().entry(group).or_default().push(row);
    }
    groups
}

fn key_of(keys: &[Arc<str>], row: &Row) -> Key {
    let found = keys.iter().enumerate().find_map(|(level, name)| Some((level, row.attributes.get(name)?)));
    match found {
        Some((level, value)) => Key { level: level as u8, value: value.as_ref().into() },
        None => Key { level: keys.len() as u8, value: "".into() },
    }
}

fn beside(keys: &[Arc<str>], rows: &[Row]) -> Vec<u64> {
    let mut beside = vec![0; keys.len() + 1];
    for row in rows {
        let bits = keys.iter().enumerate().filter(|(_, name)| row.attributes.contains_key(*name));
        let bits = bits.fold(0, |bits, (i, _)| bits | 1u64 << i);
        if let Some(all) = beside.get_mut(usize::from(key_of(keys, row).level)) {
            *all |= bits;
        }
    }
    beside
}

fn info(provider: Provider, service: Arc<str>, rows: &[Row]) -> ServiceInfo {
    let dates = || rows.iter().map(|it| it.as_of.clone());
    ServiceInfo {
        provider,
        service,
        n_rows: rows.len() as u64,
        n_regions: rows.iter().map(|it| &it.region).collect::<BTreeSet<_>>().len() as u64,
        oldest: dates().min().unwrap_or_default(),
        newest: dates().max().unwrap_or_default(),
    }
}
