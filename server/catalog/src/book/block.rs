//! One block: groups of prices that share attributes, unit and option; inside a group by region and tier.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::codec::{Reader, Writer};
use super::index::ServiceInfo;
use crate::row::{PurchaseOption, Row};

const HAS_SKU: u8 = 1;
const SKU_IS_UUID: u8 = 2;
const HAS_START: u8 = 4;
const HAS_END: u8 = 8;
const HAS_EFFECTIVE: u8 = 16;

/// Numbers of texts that stand in the index once.
#[derive(Default)]
pub(super) struct Texts {
    numbers: HashMap<Arc<str>, usize>,
    pub(super) all: Vec<Arc<str>>,
}

impl Texts {
    fn number(&mut self, text: &Arc<str>) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.all.push(text.clone());
        self.numbers.insert(text.clone(), self.all.len() - 1);
        self.all.len() - 1
    }
}

/// Prices that share attributes, unit and option, as they lie in a block.
pub(super) struct Group<'a> {
    attributes: Vec<(usize, &'a str)>,
    unit: usize,
    option: PurchaseOption,
    entries: Reader<'a>,
}

/// One price in a group.
pub(super) struct Entry<'a> {
    region: usize,
    sku: Option<Sku<'a>>,
    tier_start: Decimal,
    tier_end: Option<Decimal>,
    price: Decimal,
    currency: usize,
    effective: Option<usize>,
    source: usize,
    as_of: usize,
}

enum Sku<'a> {
    Text(&'a str),
    Uuid(&'a [u8]),
}

/// Appends a group. The rows share attributes, unit and option and are sorted by region and tier.
pub(super) fn write_group(out: &mut Writer, rows: &[Row], texts: &mut Texts) {
    let Some(first) = rows.first() else { return };
    out.count(first.attributes.len());
    for (name, value) in &first.attributes {
        out.count(texts.number(name));
        out.text(value);
    }
    out.count(texts.number(&first.unit));
    out.byte(option_code(first.option));
    let mut entries = Writer::default();
    rows.iter().for_each(|row| write_entry(&mut entries, row, texts));
    out.count(entries.0.len());
    out.0.extend(entries.0);
}

fn write_entry(out: &mut Writer, row: &Row, texts: &mut Texts) {
    let uuid = row.sku.as_deref().and_then(uuid_bytes);
    let flags = [
        (row.sku.is_some(), HAS_SKU),
        (uuid.is_some(), SKU_IS_UUID),
        (!row.tier_start.is_zero(), HAS_START),
        (row.tier_end.is_some(), HAS_END),
        (row.effective.is_some(), HAS_EFFECTIVE),
    ];
    out.byte(flags.iter().filter(|(set, _)| *set).map(|(_, flag)| flag).sum());
    out.count(texts.number(&row.region));
    out.decimal(row.price);
    out.count(texts.number(&row.currency));
    out.count(texts.number(&row.source));
    out.count(texts.number(&row.as_of));
    match (uuid, &row.sku) {
        (Some(bytes), _) => out.0.extend(bytes),
        (None, Some(text)) => out.text(text),
        (None, None) => {}
    }
    if !row.tier_start.is_zero() {
        out.decimal(row.tier_start);
    }
    row.tier_end.into_iter().for_each(|it| out.decimal(it));
    row.effective.iter().for_each(|it| out.count(texts.number(it)));
}

impl<'a> Group<'a> {
    /// The next group of a block; `None` when the bytes are no group.
    pub(super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let n = reader.count()?;
        let mut attributes = Vec::with_capacity(n.min(64));
        for _ in 0..n {
            attributes.push((reader.count()?, reader.text()?));
        }
        let unit = reader.count()?;
        let option = read_option(reader.byte()?)?;
        let length = reader.count()?;
        Some(Self { attributes, unit, option, entries: Reader(reader.take(length)?) })
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str, texts: &[Arc<str>]) -> Option<&'a str> {
        self.attributes
            .iter()
            .find(|(it, _)| texts.get(*it).is_some_and(|it| **it == *name))
            .map(|(_, value)| *value)
    }

    /// All values, in the order of their names.
    pub(super) fn values(&self) -> impl Iterator<Item = &'a str> {
        self.attributes.iter().map(|(_, value)| *value)
    }

    pub(super) fn option(&self) -> PurchaseOption {
        self.option
    }

    pub(super) fn unit<'t>(&self, texts: &'t [Arc<str>]) -> Option<&'t Arc<str>> {
        texts.get(self.unit)
    }

    /// The prices; ends early where the bytes are damaged.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        let mut reader = self.entries;
        std::iter::from_fn(move || (!reader.is_empty()).then(|| Entry::read(&mut reader)).flatten())
    }

    fn attribute_map(&self, texts: &[Arc<str>]) -> Option<BTreeMap<Arc<str>, Arc<str>>> {
        self.attributes
            .iter()
            .map(|(name, value)| Some((texts.get(*name)?.clone(), (*value).into())))
            .collect()
    }
}

impl<'a> Entry<'a> {
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let flags = reader.byte()?;
        let has = |flag| flags & flag != 0;
        let region = reader.count()?;
        let price = reader.decimal()?;
        let (currency, source, as_of) = (reader.count()?, reader.count()?, reader.count()?);
        let sku = match (has(HAS_SKU), has(SKU_IS_UUID)) {
            (true, true) => Some(Sku::Uuid(reader.take(16)?)),
            (true, false) => Some(Sku::Text(reader.text()?)),
            (false, _) => None,
        };
        let tier_start = if has(HAS_START) { reader.decimal()? } else { Decimal::ZERO };
        let tier_end = if has(HAS_END) { Some(reader.decimal()?) } else { None };
        let effective = if has(HAS_EFFECTIVE) { Some(reader.count()?) } else { None };
        Some(Self { region, sku, tier_start, tier_end, price, currency, effective, source, as_of })
    }

    pub(super) fn is_in(&self, region: &str, texts: &[Arc<str>]) -> bool {
        texts.get(self.region).is_some_and(|it| **it == *region)
    }

    pub(super) fn has_sku(&self, sku: &str) -> bool {
        match &self.sku {
            Some(Sku::Text(text)) => *text == sku,
            Some(Sku::Uuid(bytes)) => uuid_bytes(sku).is_some_and(|it| it == *bytes),
            None => false,
        }
    }

    /// The row in full; `None` when a text it names does not exist.
    pub(super) fn row(self, group: &Group<'_>, info: &ServiceInfo, texts: &[Arc<str>]) -> Option<Row> {
        let text = |number: usize| texts.get(number).cloned();
        let mut row = Row {
            id: "".into(),
            provider: info.provider,
            service: info.service.clone(),
            region: text(self.region)?,
            sku: self.sku.map(|it| it.text()),
            attributes: group.attribute_map(texts)?,
            unit: text(group.unit)?,
            tier_start: self.tier_start,
            tier_end: self.tier_end,
            option: group.option,
            price: self.price,
            currency: text(self.currency)?,
            effective: self.effective.map(text).unwrap_or_default(),
            source: text(self.source)?,
            as_of: text(self.as_of)?,
        };
        row.id = crate::table::own_id(&row);
        Some(row)
    }

    /// The id alone, without making the row.
    pub(super) fn id_hash(&self, group: &Group<'_>, info: &ServiceInfo, texts: &[Arc<str>]) -> Option<u64> {
        let names = group.attributes.iter().map(|(name, value)| Some((&**texts.get(*name)?, *value)));
        let attributes: Vec<(&str, &str)> = names.collect::<Option<_>>()?;
        let identity = crate::Identity {
            provider: info.provider,
            service: &info.service,
            region: texts.get(self.region)?,
            attributes: attributes.into_iter(),
            unit: texts.get(group.unit)?,
            option: group.option,
            tier_start: self.tier_start,
        };
        Some(identity.hash())
    }

    pub(super) fn region<'t>(&self, texts: &'t [Arc<str>]) -> &'t str {
        texts.get(self.region).map_or("", |it| it)
    }
}

impl Sku<'_> {
    fn text(self) -> Arc<str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Uuid(bytes) => uuid_text(bytes).into(),
        }
    }
}

fn option_code(option: PurchaseOption) -> u8 {
    match option {
        PurchaseOption::OnDemand => 0,
        PurchaseOption::Spot => 1,
        PurchaseOption::Reserved1y => 2,
        PurchaseOption::Reserved3y => 3,
        PurchaseOption::DevTest => 4,
    }
}

fn read_option(code: u8) -> Option<PurchaseOption> {
    [
        PurchaseOption::OnDemand,
        PurchaseOption::Spot,
        PurchaseOption::Reserved1y,
        PurchaseOption::Reserved3y,
        PurchaseOption::DevTest,
    ]
    .get(usize::from(code))
    .copied()
}

/// The 16 bytes of a text that is a UUID in lower case, and nothing else.
fn uuid_bytes(text: &str) -> Option<[u8; 16]> {
    let digits: String = text.chars().filter(|it| *it != '-').collect();
    let bytes = u128::from_str_radix(&digits, 16).ok()?.to_be_bytes();
    (uuid_text(&bytes) == text).then_some(bytes)
}

fn uuid_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.extend([byte >> 4, byte & 15].iter().filter_map(|it| char::from_digit(u32::from(*it), 16)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_usual_form_of_a_uuid_is_packed() {
        let usual = "24add188-4886-4ae1-a78c-49a974027be0";
        assert_eq!(uuid_bytes(usual).map(|it| uuid_text(&it)).as_deref(), Some(usual));
        for other in [
            "24ADD188-4886-4ae1-a78c-49a974027be0",
            "24add18848864ae1a78c49a974027be0",
            "DZH318Z0BQCM/002N",
            "",
        ] {
            assert_eq!(uuid_bytes(other), None, "{other}");
        }
    }
}
