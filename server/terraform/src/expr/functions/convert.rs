//! Conversions between types, and marks.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Marks, Type, Value};

use super::args::arg;
use crate::expr::convert::convert;

type Result = std::result::Result<Value, String>;

pub(super) fn tostring(args: &[Value]) -> Result {
    scalar(args, &Type::String)
}

pub(super) fn tonumber(args: &[Value]) -> Result {
    scalar(args, &Type::Number)
}

pub(super) fn tobool(args: &[Value]) -> Result {
    scalar(args, &Type::Bool)
}

fn scalar(args: &[Value], ty: &Type) -> Result {
    let value = arg(args, 0)?;
    convert(value, ty).map_err(|message| match &value.data {
        Data::String(text) => format!("cannot convert {text:?} to {ty}; {message}"),
        _ => format!("cannot convert {} to {ty}", value.type_of()),
    })
}

pub(super) fn tolist(args: &[Value]) -> Result {
    convert(arg(args, 0)?, &Type::List(Arc::new(Type::Any)))
}

pub(super) fn toset(args: &[Value]) -> Result {
    convert(arg(args, 0)?, &Type::Set(Arc::new(Type::Any)))
}

pub(super) fn tomap(args: &[Value]) -> Result {
    convert(arg(args, 0)?, &Type::Map(Arc::new(Type::Any)))
}

pub(super) fn sensitive(args: &[Value]) -> Result {
    Ok(arg(args, 0)?.clone().with_marks(Marks { sensitive: true, ephemeral: false }))
}

pub(super) fn nonsensitive(args: &[Value]) -> Result {
    let mut value = arg(args, 0)?.clone();
    value.marks.sensitive = false;
    Ok(value)
}

pub(super) fn issensitive(args: &[Value]) -> Result {
    Ok(Value::bool(arg(args, 0)?.marks.sensitive))
}

/// The value with null in the place of every ephemeral part.
pub(super) fn ephemeralasnull(args: &[Value]) -> Result {
    Ok(without_ephemeral(arg(args, 0)?))
}

fn without_ephemeral(value: &Value) -> Value {
    if value.marks.ephemeral {
        let marks = Marks { ephemeral: false, ..value.marks };
        return Value { data: Data::Null(value.type_of()), marks };
    }
    let each = |items: &Arc<[Value]>| items.iter().map(without_ephemeral).collect();
    let data = match &value.data {
        Data::Tuple(items) => Data::Tuple(each(items)),
        Data::List(ty, items) => Data::List(ty.clone(), each(items)),
        Data::Object(items) => Data::Object(Arc::new(entries(items))),
        Data::Map(ty, items) => Data::Map(ty.clone(), Arc::new(entries(items))),
        data => data.clone(),
    };
    Value { data, marks: value.marks }
}

fn entries(items: &BTreeMap<Arc<str>, Value>) -> BTreeMap<Arc<str>, Value> {
    items.iter().map(|(key, item)| (Arc::clone(key), without_ephemeral(item))).collect()
}
