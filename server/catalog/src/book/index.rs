//! The index: which services, regions and blocks there are.

use std::sync::Arc;

use super::codec::{Reader, Writer};
use crate::row::Provider;

/// Everything that is unpacked when a book is opened.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// Regions, units, attribute names, sources, dates, currencies.
    pub(super) texts: Vec<Arc<str>>,
    /// By provider and service.
    pub(super) shelves: Vec<Shelf>,
}

/// The prices of one service.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shelf {
    /// The service and its counts.
    pub(super) info: ServiceInfo,
    /// Attributes that the prices are sorted by; a price is sorted by the first that it has.
    pub(super) keys: Vec<Arc<str>>,
    /// For each key: which other keys the prices sorted by it have as well (bit i for `keys[i]`). The last entry is
    /// for the prices that have none.
    pub(super) beside: Vec<u64>,
    /// Region codes, sorted.
    pub(super) regions: Vec<Arc<str>>,
    /// In the order of the prices.
    pub(super) blocks: Vec<BlockEntry>,
}

/// What the book holds of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceInfo {
    /// The provider.
    pub provider: Provider,
    /// The service.
    pub service: Arc<str>,
    /// How many prices (each tier counts).
    pub n_rows: u64,
    /// In how many regions.
    pub n_regions: u64,
    /// The oldest as-of date.
    pub oldest: Arc<str>,
    /// The newest as-of date.
    pub newest: Arc<str>,
}

/// Where a block is, and between which keys its prices lie.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BlockEntry {
    pub(super) first: Key,
    pub(super) last: Key,
    /// Counted from the first block.
    pub(super) offset: usize,
    pub(super) length: usize,
    pub(super) unpacked: usize,
    /// FNV-1a over the packed bytes.
    pub(super) checksum: u64,
}

/// Which key attribute a price is sorted by, and its value there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) level: u8,
    pub(super) value: Box<str>,
}

impl Index {
    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = Writer::default();
        write_texts(&mut out, &self.texts);
        out.count(self.shelves.len());
        self.shelves.iter().for_each(|it| it.write(&mut out));
        out.0
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let texts = read_texts(&mut reader)?;
        let n = reader.count()?;
        let shelves = (0..n).map(|_| Shelf::read(&mut reader)).collect::<Option<_>>()?;
        reader.is_empty().then_some(Self { texts, shelves })
    }
}

impl Shelf {
    fn write(&self, out: &mut Writer) {
        out.text(self.info.provider.as_str());
        out.text(&self.info.service);
        out.number(self.info.n_rows);
        out.text(&self.info.oldest);
        out.text(&self.info.newest);
        write_texts(out, &self.keys);
        self.beside.iter().for_each(|it| out.number(*it));
        write_texts(out, &self.regions);
        out.count(self.blocks.len());
        self.blocks.iter().for_each(|it| it.write(out));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let provider = Provider::parse(reader.text()?)?;
        let service = reader.text()?.into();
        let n_rows = u64::try_from(reader.number()?).ok()?;
        let (oldest, newest) = (reader.text()?.into(), reader.text()?.into());
        let keys = read_texts(reader)?;
        let beside = (0..=keys.len()).map(|_| u64::try_from(reader.number()?).ok()).collect::<Option<_>>()?;
        let regions = read_texts(reader)?;
        let n = reader.count()?;
        let blocks = (0..n).map(|_| BlockEntry::read(reader)).collect::<Option<_>>()?;
        let info = ServiceInfo { provider, service, n_rows, n_regions: regions.len() as u64, oldest, newest };
        Some(Self { info, keys, beside, regions, blocks })
    }
}

impl BlockEntry {
    fn write(&self, out: &mut Writer) {
        for key in [&self.first, &self.last] {
            out.byte(key.level);
            out.text(&key.value);
        }
        out.count(self.offset);
        out.count(self.length);
        out.count(self.unpacked);
        out.fixed(self.checksum);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut key = || Some(Key { level: reader.byte()?, value: reader.text()?.into() });
        let (first, last) = (key()?, key()?);
        let (offset, length, unpacked) = (reader.count()?, reader.count()?, reader.count()?);
        Some(Self { first, last, offset, length, unpacked, checksum: reader.fixed()? })
    }
}

fn write_texts(out: &mut Writer, texts: &[Arc<str>]) {
    out.count(texts.len());
    texts.iter().for_each(|it| out.text(it));
}

fn read_texts(reader: &mut Reader<'_>) -> Option<Vec<Arc<str>>> {
    let n = reader.count()?;
    (0..n).map(|_| reader.text().map(Arc::from)).collect()
}
