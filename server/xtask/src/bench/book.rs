//! The price book: opening it, asking it for the first time and again, its size.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use catalog::{Book, Row, Selector};

use super::{Figure, Timings};

const N_OPENED: usize = 200;
const N_ASKED: usize = 4_000;
/// Repeated questions are timed in bunches: one alone is as short as reading the clock.
const N_BUNCH: u32 = 16;

/// Measures the book of the tables as they are.
pub fn figures(bytes: &Arc<[u8]>) -> anyhow::Result<Vec<Figure>> {
    let book = Book::open(bytes.clone())?;
    // Reads every page, and chooses what to ask from all over the book.
    let selectors = selectors(Book::open(bytes.clone())?.search(&[], usize::MAX));
    let open = Timings::of(0..N_OPENED, |_| drop(black_box(Book::open(bytes.clone()))));
    let cold = Timings::of(&selectors, |it| drop(black_box(book.find(it))));
    let again = Timings::of(&selectors, |it| (0..N_BUNCH).for_each(|_| drop(black_box(book.find(it)))));
    let n_bytes = bytes.len() as u64;
    Ok(vec![
        Figure::time("price book: open", open, Duration::from_millis(5)),
        Figure::time("price book: cold look-up", cold, Duration::from_micros(25)),
        Figure::time("price book: repeated look-up", again.divided(N_BUNCH), Duration::from_micros(1)),
        Figure::Size { what: "price book: size", n_bytes, bound: 8_000_000 },
    ])
}

/// One question for each of some prices, all different, evenly from the whole book.
fn selectors(rows: Vec<Row>) -> Vec<Selector> {
    let step = (rows.len() / N_ASKED).max(1);
    let mut seen = BTreeSet::new();
    let rows = rows.into_iter().step_by(step);
    let rows = rows.filter(|it| seen.insert((it.service.clone(), it.region.clone(), it.attributes.clone())));
    let selector = |row: Row| Selector {
        provider: row.provider,
        service: row.service,
        region: row.region,
        attributes: row.attributes,
        unit: Some(row.unit),
        option: row.option,
    };
    rows.map(selector).collect()
}
