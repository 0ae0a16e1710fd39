//! The bytes of a book, and opening one block of them.

use std::sync::{Arc, Mutex, PoisonError};

use zstd::bulk::Decompressor;

use super::index::{BlockEntry, Index};
use super::{BookError, FORMAT, HEADER, MAGIC};
use crate::price_id::Fnv;

/// An index larger than this is not believed.
const MAX_INDEX: usize = 256 << 20;

/// The bytes of a book, wherever they are.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// Part of the program.
    Static(&'static [u8]),
    /// In memory.
    Shared(Arc<[u8]>),
}

impl From<&'static [u8]> for Bytes {
    fn from(bytes: &'static [u8]) -> Self {
        Self::Static(bytes)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Shared(bytes.into())
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Shared(bytes)
    }
}

impl Bytes {
    pub(super) fn get(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

/// Bytes whose header and index are as they were written.
pub(super) struct Store {
    bytes: Bytes,
    blocks_at: usize,
    pub(super) checksum: u64,
    /// Held only to take or give back one.
    decompressors: Mutex<Vec<Decompressor<'static>>>,
}

impl Store {
    /// Checks header and index.
    pub(super) fn open(bytes: Bytes) -> Result<(Self, Index), BookError> {
        let all = bytes.get();
        let found = all.len() as u64;
        if all.get(..MAGIC.len()).is_none_or(|it| it != MAGIC) {
            return Err(BookError::Foreign);
        }
        let field = |i: usize| {
            let eight = all.get(i * 8..i * 8 + 8).and_then(|it| it.try_into().ok());
            eight.map(u64::from_le_bytes).ok_or(BookError::Length { found, expected: HEADER as u64 })
        };
        if field(1)? != FORMAT {
            return Err(BookError::Format { found: field(1)?, expected: FORMAT });
        }
        let (expected, packed, unpacked, checksum) = (field(2)?, field(3)?, field(4)?, field(5)?);
        if expected != found {
            return Err(BookError::Length { found, expected });
        }
        let blocks_at =
            usize::try_from(packed).ok().and_then(|it| it.checked_add(HEADER)).ok_or(BookError::Index)?;
        let index = Self::unpack_index(all, blocks_at, unpacked, checksum).ok_or(BookError::Index)?;
        let decompressors = Mutex::new(Vec::new());
        Ok((Self { bytes, blocks_at, checksum, decompressors }, index))
    }

    fn unpack_index(all: &[u8], blocks_at: usize, unpacked: u64, checksum: u64) -> Option<Index> {
        let packed = all.get(HEADER..blocks_at)?;
        if front_checksum(all.get(..HEADER - 8)?, packed) != checksum {
            return None;
        }
        let unpacked = usize::try_from(unpacked).ok().filter(|it| *it <= MAX_INDEX)?;
        Index::read(&zstd::bulk::decompress(packed, unpacked).ok()?)
    }

    /// The unpacked block; `None` when it is not as it was written.
    pub(super) fn block(&self, entry: &BlockEntry) -> Option<Vec<u8>> {
        let start = self.blocks_at.checked_add(entry.offset)?;
        let packed = self.bytes.get().get(start..start.checked_add(entry.length)?)?;
        if Fnv::of(packed) != entry.checksum || entry.unpacked > MAX_INDEX {
            return None;
        }
        let pooled = self.decompressors.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut decompressor = match pooled {
            Some(it) => it,
            None => Decompressor::new().ok()?,
        };
        let block = decompressor.decompress(packed, entry.unpacked).ok();
        self.decompressors.lock().unwrap_or_else(PoisonError::into_inner).push(decompressor);
        block
    }

    pub(super) fn n_bytes(&self) -> u64 {
        self.bytes.get().len() as u64
    }
}

/// Checksum of everything in the header before it, and of the packed index.
pub(super) fn front_checksum(header: &[u8], index: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.write(header);
    hash.write(index);
    hash.finish()
}
