//! Set algebra.

use std::sync::Arc;

use ir::{Data, Type, Value};

use super::args::items;
use crate::expr::convert::{convert, unify};
use crate::expr::equal::{equals, set_of};

type Result = std::result::Result<Value, String>;

/// All arguments as elements of one type.
fn sets(args: &[Value]) -> std::result::Result<(Type, Vec<Vec<Value>>), String> {
    let mut types = Vec::new();
    for idx in 0..args.len() {
        types.extend(items(args, idx)?.iter().map(Value::type_of));
    }
    let element = unify(&types).ok_or("given sets must all have compatible element types")?;
    let converted =
        (0..args.len()).map(|idx| items(args, idx)?.iter().map(|item| convert(item, &element)).collect());
    let converted = converted.collect::<std::result::Result<_, String>>()?;
    Ok((element, converted))
}

fn holds(set: &[Value], item: &Value) -> bool {
    set.iter().any(|other| equals(other, item) == Some(true))
}

pub(super) fn union(args: &[Value]) -> Result {
    let (element, sets) = sets(args)?;
    Ok(set_of(element, sets.into_iter().flatten().collect()))
}

pub(super) fn intersection(args: &[Value]) -> Result {
    let (element, mut sets) = sets(args)?;
    let mut kept = sets.pop().unwrap_or_default();
    for other in &sets {
        kept.retain(|item| holds(other, item));
    }
    Ok(set_of(element, kept))
}

pub(super) fn subtract(args: &[Value]) -> Result {
    let (element, mut sets) = sets(args)?;
    let taken = sets.pop().unwrap_or_default();
    let mut kept = sets.pop().unwrap_or_default();
    kept.retain(|item| !holds(&taken, item));
    Ok(set_of(element, kept))
}

/// Combinations made at most.
const MAX_PRODUCT: usize = 20_000;

/// All combinations; a set when all arguments are sets, else a list.
pub(super) fn product(args: &[Value]) -> Result {
    if args.len() < 2 {
        return Err("at least two arguments are required".to_owned());
    }
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    let mut types = Vec::new();
    for idx in 0..args.len() {
        let items = items(args, idx)?;
        let element = unify(&items.iter().map(Value::type_of).collect::<Vec<_>>())
            .ok_or("all elements must have the same type")?;
        let items =
            items.iter().map(|item| convert(item, &element)).collect::<std::result::Result<Vec<_>, _>>()?;
        types.push(element);
        if rows.len().saturating_mul(items.len()) > MAX_PRODUCT {
            return Err("there are more than 20,000 combinations".to_owned());
        }
        let longer = rows.iter().flat_map(|row| {
            items.iter().map(move |item| [row.as_slice(), std::slice::from_ref(item)].concat())
        });
        rows = longer.collect();
    }
    let element = Type::Tuple(types.into());
    let rows: Vec<Value> = rows.into_iter().map(|row| Value::from(Data::Tuple(Arc::from(row)))).collect();
    if args.iter().all(|arg| matches!(arg.data, Data::Set(..))) {
        return Ok(set_of(element, rows));
    }
    Ok(Data::List(element, rows.into()).into())
}
