//! Arguments as the functions want them: converted, or a message that says what is wanted.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Number, Type, Value};

use super::super::convert::{convert, unify};

pub(super) fn arg(args: &[Value], idx: usize) -> Result<&Value, String> {
    args.get(idx).ok_or_else(|| "not enough arguments".to_owned())
}

/// A known string; null is refused.
pub(super) fn as_text(value: &Value) -> Result<Arc<str>, String> {
    match convert(value, &Type::String)?.data {
        Data::String(text) => Ok(text),
        Data::Null(_) => Err("must not be null".to_owned()),
        _ => Err("string required".to_owned()),
    }
}

/// A known number; null is refused.
pub(super) fn as_number(value: &Value) -> Result<Number, String> {
    match convert(value, &Type::Number)?.data {
        Data::Number(number) => Ok(number),
        Data::Null(_) => Err("must not be null".to_owned()),
        _ => Err("number required".to_owned()),
    }
}

pub(super) fn text(args: &[Value], idx: usize) -> Result<Arc<str>, String> {
    as_text(arg(args, idx)?)
}

pub(super) fn number(args: &[Value], idx: usize) -> Result<Number, String> {
    as_number(arg(args, idx)?)
}

/// A whole number.
pub(super) fn whole(args: &[Value], idx: usize) -> Result<i64, String> {
    let number = number(args, idx)?;
    number.to_i64().filter(|_| number.is_whole()).ok_or_else(|| "a whole number is required".to_owned())
}

/// A whole number that is not negative, for sizes and positions.
pub(super) fn count(args: &[Value], idx: usize) -> Result<usize, String> {
    usize::try_from(whole(args, idx)?).map_err(|_| "the number must not be negative".to_owned())
}

/// The elements of a list, tuple or set.
pub(super) fn items(args: &[Value], idx: usize) -> Result<&Arc<[Value]>, String> {
    match &arg(args, idx)?.data {
        Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => Ok(items),
        _ => Err("list of any type required".to_owned()),
    }
}

/// The elements of a list or tuple.
pub(super) fn list_items(args: &[Value], idx: usize) -> Result<&Arc<[Value]>, String> {
    match &arg(args, idx)?.data {
        Data::Tuple(items) | Data::List(_, items) => Ok(items),
        _ => Err("argument must be a list or tuple".to_owned()),
    }
}

pub(super) type Entries = Arc<BTreeMap<Arc<str>, Value>>;

/// The entries of a map or object.
pub(super) fn entries(args: &[Value], idx: usize) -> Result<&Entries, String> {
    match &arg(args, idx)?.data {
        Data::Object(items) | Data::Map(_, items) => Ok(items),
        _ => Err("map of any type required".to_owned()),
    }
}

/// The known strings of a list, tuple or set.
pub(super) fn texts(args: &[Value], idx: usize) -> Result<Vec<Arc<str>>, String> {
    let items = items(args, idx)?.iter().enumerate();
    items.map(|(idx, item)| as_text(item).map_err(|message| format!("element {idx}: {message}"))).collect()
}

/// A list of elements of the type they unify to.
pub(super) fn list_of(items: Vec<Value>) -> Result<Value, String> {
    let types: Vec<Type> = items.iter().map(Value::type_of).collect();
    let element = unify(&types).ok_or("all elements must have the same type")?;
    let items = items.iter().map(|item| convert(item, &element)).collect::<Result<Vec<_>, _>>()?;
    Ok(Data::List(element, items.into()).into())
}

/// A list of strings.
pub(super) fn list_of_texts<T: Into<Arc<str>>>(texts: impl IntoIterator<Item = T>) -> Value {
    let items: Vec<Value> = texts.into_iter().map(Value::string).collect();
    Data::List(Type::String, items.into()).into()
}
