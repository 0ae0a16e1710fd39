//! Estimates made by hand, for tests of this crate.

use std::sync::Arc;

use ir::{AttrSpan, Language, ProviderConfig, Resource, Value};
use pricing::{Cause, Component, Estimate, Outcome, PriceSource, Quantity, UnitPrice, Unpriced};
use rust_decimal::Decimal;
use text::{FileId, TextRange};

/// A resource at 10..200 whose attributes stand one after the other from 20 on.
pub(crate) fn resource(address: &str, file: &str, attributes: Vec<(&str, Value)>) -> Arc<Resource> {
    let plain = address.rsplit(']').find(|part| !part.is_empty()).unwrap_or(address);
    let mut parts = plain.trim_start_matches('.').split(['.', '[']);
    let (kind, name) = (parts.next().unwrap(), parts.next().unwrap());
    let spans = (0u32..)
        .zip(&attributes)
        .map(|(idx, (path, _))| AttrSpan {
            path: (*path).into(),
            range: TextRange::new(20 + idx * 10, 29 + idx * 10),
            value: TextRange::new(25 + idx * 10, 29 + idx * 10),
            literal: true,
        })
        .collect();
    Arc::new(Resource {
        address: address.into(),
        kind: kind.into(),
        name: name.into(),
        module: address.rsplit_once(&format!(".{kind}.")).map_or("", |(module, _)| module).into(),
        language: Language::Terraform,
        file: FileId::new(file),
        range: TextRange::new(10, 200),
        header: TextRange::new(10, 19),
        attributes: nested(attributes),
        spans,
        links: Arc::new([]),
        provider: ProviderConfig::default(),
        existing: false,
        condition: Some(true),
        unknown_count: None,
        api_version: None,
    })
}

/// Attributes of which `a.0.b` stand in a block `a`.
fn nested(attributes: Vec<(&str, Value)>) -> Value {
    let mut top: Vec<(String, Value)> = Vec::new();
    let mut blocks: Vec<(String, Vec<(String, Value)>)> = Vec::new();
    for (path, value) in attributes {
        match path.split_once(".0.") {
            None => top.push((path.to_owned(), value)),
            Some((block, name)) => match blocks.iter_mut().find(|(it, _)| it == block) {
                Some((_, inner)) => inner.push((name.to_owned(), value)),
                None => blocks.push((block.to_owned(), vec![(name.to_owned(), value)])),
            },
        }
    }
    let blocks = blocks.into_iter().map(|(name, inner)| (name, Value::tuple([Value::object(inner)])));
    Value::object(top.into_iter().chain(blocks))
}

/// A mapped resource in us-east-1 without attributes.
pub(crate) fn estimate(address: &str, file: &str, components: Vec<Component>) -> Arc<Estimate> {
    estimate_of(resource(address, file, vec![]), components)
}

/// A mapped resource in us-east-1.
pub(crate) fn estimate_of(resource: Arc<Resource>, components: Vec<Component>) -> Arc<Estimate> {
    Arc::new(Estimate {
        resource,
        outcome: Outcome::Mapped,
        components,
        subresources: vec![],
        region: "us-east-1".into(),
        assumptions: vec![],
    })
}

/// A component of one unit.
pub(crate) fn monthly(amount: &str) -> Component {
    let amount: Decimal = amount.parse().unwrap();
    component(Ok(UnitPrice {
        amount,
        source: PriceSource {
            id: "0".into(),
            sku: None,
            feed: "made for tests".into(),
            region: "us-east-1".into(),
            unit: "Hrs".into(),
            published: amount,
            tier: None,
            as_of: "2025-01-01".into(),
        },
    }))
}

/// A component without a price.
pub(crate) fn unpriced(reason: &str) -> Component {
    component(Err(Unpriced {
        reason: reason.into(),
        cause: Cause::NoPrice,
        attribute: None,
        suggestion: None,
    }))
}

fn component(price: Result<UnitPrice, Unpriced>) -> Component {
    Component {
        name: "Part".into(),
        unit: "months".into(),
        quantity: Quantity::Known(Decimal::ONE),
        price,
        usage_based: false,
        usage_key: None,
        attribute: None,
        rule: "test".into(),
    }
}
