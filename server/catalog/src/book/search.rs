//! Questions of people: by id, by SKU, by words. They read the whole book.

use super::block::{Entry, Group};
use super::index::Shelf;
use super::look_up::Book;
use crate::row::Row;

impl Book {
    /// The price of an id of ours.
    pub fn by_id(&self, id: &str) -> Option<Row> {
        let hash = u64::from_str_radix(id, 16).ok().filter(|_| id.len() == 16)?;
        let texts = &self.index.texts;
        self.select(1, |_| true, |shelf, group, it| it.id_hash(group, &shelf.info, texts) == Some(hash)).pop()
    }

    /// The prices of a provider's SKU or meter id: several regions or tiers can share one.
    pub fn by_sku(&self, sku: &str) -> Vec<Row> {
        self.select(usize::MAX, |_| true, |_, _, it| it.has_sku(sku))
    }

    /// Up to `limit` prices in whose provider, service, region and attribute values every word occurs.
    pub fn search(&self, words: &[&str], limit: usize) -> Vec<Row> {
        let words: Vec<String> = words.iter().map(|it| it.to_lowercase()).collect();
        let texts = &self.index.texts;
        self.select(
            limit,
            |_| true,
            |shelf, group, it| {
                let info = &shelf.info;
                let fields =
                    [info.provider.as_str(), &info.service, it.region(texts), group.option().as_str()];
                words.iter().all(|word| fields.into_iter().chain(group.values()).any(|it| contains(it, word)))
            },
        )
    }

    fn select(
        &self,
        limit: usize,
        wanted_shelf: impl Fn(&Shelf) -> bool,
        wanted: impl Fn(&Shelf, &Group<'_>, &Entry<'_>) -> bool,
    ) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut first_block = 0;
        for shelf in &self.index.shelves {
            let n_blocks = shelf.blocks.len();
            if rows.len() < limit && wanted_shelf(shelf) {
                self.each_group(first_block, shelf, 0..n_blocks, |group| {
                    let left = limit.saturating_sub(rows.len());
                    let entries = group.entries().filter(|it| wanted(shelf, group, it));
                    rows.extend(
                        entries.filter_map(|it| it.row(group, &shelf.info, &self.index.texts)).take(left),
                    );
                });
            }
            first_block += n_blocks;
        }
        rows
    }
}

/// Whether a text contains a word that is in lower case.
fn contains(text: &str, word: &str) -> bool {
    text.to_lowercase().contains(word)
}
