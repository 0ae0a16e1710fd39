//! Functions of lists, tuples, maps and objects.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Marks, Type, Value};

use super::args::{
    arg, as_text, count, entries, items, list_items, list_of, list_of_texts, text, texts, whole,
};
use crate::expr::convert::{convert, unify};
use crate::expr::equal::equals;
use crate::expr::operate::unknown_from;

type Result = std::result::Result<Value, String>;

pub(super) fn alltrue(args: &[Value]) -> Result {
    decide(args, false)
}

pub(super) fn anytrue(args: &[Value]) -> Result {
    decide(args, true)
}

/// The first element that is `deciding` decides, wherever unknown ones stand.
fn decide(args: &[Value], deciding: bool) -> Result {
    let (mut unknown, mut marks) = (None, Marks::default());
    for item in items(args, 0)?.iter() {
        marks = marks.union(item.marks);
        match convert(item, &Type::Bool)?.data {
            Data::Bool(flag) if flag == deciding => return Ok(Value::bool(deciding).with_marks(marks)),
            Data::Null(_) if !deciding => return Ok(Value::bool(false).with_marks(marks)),
            Data::Unknown(found) => unknown = unknown.or(Some(found)),
            _ => {}
        }
    }
    Ok(unknown.map_or(Value::bool(!deciding), |unknown| unknown_from(&unknown, Type::Bool)).with_marks(marks))
}

pub(super) fn chunklist(args: &[Value]) -> Result {
    let value = list_of(items(args, 0)?.to_vec())?;
    let size = count(args, 1).map_err(|_| "the size argument must be positive")?;
    let Data::List(element, items) = &value.data else { return Ok(value) };
    let chunks: Vec<Value> = match size {
        0 => vec![value.clone()],
        _ => items.chunks(size).map(|chunk| Data::List(element.clone(), chunk.into()).into()).collect(),
    };
    Ok(Data::List(Type::List(Arc::new(element.clone())), chunks.into()).into())
}

/// The first argument that is neither null nor an empty string.
pub(super) fn coalesce(args: &[Value]) -> Result {
    let types: Vec<Type> = args.iter().map(Value::type_of).collect();
    let ty = unify(&types).ok_or("all arguments must have the same type")?;
    for value in args {
        if let Some(unknown) = value.as_unknown() {
            return Ok(unknown_from(unknown, ty).with_marks(value.marks));
        }
        let value = convert(value, &ty)?;
        if !value.is_null() && value.as_str() != Some("") {
            return Ok(value);
        }
    }
    Err("no non-null, non-empty-string arguments".to_owned())
}

pub(super) fn coalescelist(args: &[Value]) -> Result {
    for value in args {
        match &value.data {
            Data::Unknown(unknown) => return Ok(unknown_from(unknown, Type::Any)),
            Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) if items.is_empty() => {}
            Data::Tuple(_) | Data::List(..) | Data::Set(..) => return Ok(value.clone()),
            _ => return Err("coalescelist arguments must be lists or tuples".to_owned()),
        }
    }
    Err("no non-null arguments".to_owned())
}

pub(super) fn compact(args: &[Value]) -> Result {
    let items = items(args, 0)?.iter().filter(|item| !item.is_null()).map(as_text);
    let texts = items.collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(list_of_texts(texts.into_iter().filter(|text| !text.is_empty())))
}

/// A list when all arguments are lists of one type, otherwise a tuple.
pub(super) fn concat(args: &[Value]) -> Result {
    let mut joined = Vec::new();
    for (idx, value) in args.iter().enumerate() {
        let marks = value.marks;
        joined.extend(items(args, idx)?.iter().map(|item| item.clone().with_marks(marks)));
    }
    if args.iter().all(|arg| matches!(arg.data, Data::List(..))) {
        let types: Vec<Type> = args.iter().map(Value::type_of).collect();
        if let Some(ty @ Type::List(_)) = unify(&types) {
            return convert(&Value::tuple(joined), &ty);
        }
    }
    Ok(Value::tuple(joined))
}

pub(super) fn contains(args: &[Value]) -> Result {
    let (list, wanted) = (arg(args, 0)?, arg(args, 1)?);
    let marks = list.all_marks().union(wanted.all_marks());
    if let Some(unknown) = list.as_unknown() {
        return Ok(unknown_from(unknown, Type::Bool).with_marks(marks));
    }
    if wanted.is_null() {
        return Err("argument must not be null".to_owned());
    }
    let mut unknown = None;
    for item in items(args, 0)?.iter() {
        match equals(item, wanted) {
            Some(true) => return Ok(Value::bool(true).with_marks(marks)),
            Some(false) => {}
            None => unknown = unknown.or(item.first_unknown()).or(wanted.first_unknown()),
        }
    }
    Ok(unknown.map_or(Value::bool(false), |unknown| unknown_from(unknown, Type::Bool)).with_marks(marks))
}

pub(super) fn distinct(args: &[Value]) -> Result {
    let value = list_of(items(args, 0)?.to_vec())?;
    let Data::List(element, items) = &value.data else { return Ok(value) };
    let mut kept: Vec<Value> = Vec::new();
    for item in items.iter() {
        if !kept.iter().any(|other| equals(other, item) == Some(true)) {
            kept.push(item.clone());
        }
    }
    Ok(Data::List(element.clone(), kept.into()).into())
}

/// The element at a position counted round and round.
pub(super) fn element(args: &[Value]) -> Result {
    let items =
        list_items(args, 0).map_err(|_| "cannot read elements from this value: list or tuple required")?;
    let n_items = i64::try_from(items.len()).map_err(|_| "the list is too long")?;
    if n_items == 0 {
        return Err("cannot use element function with an empty list".to_owned());
    }
    let idx = usize::try_from(whole(args, 1)?.rem_euclid(n_items)).map_err(|_| "the index is too large")?;
    items.get(idx).cloned().ok_or_else(|| "the index is out of range".to_owned())
}

pub(super) fn flatten(args: &[Value]) -> Result {
    let mut flat = Vec::new();
    let mut unknown = None;
    flatten_into(items(args, 0)?, &mut flat, &mut unknown);
    Ok(unknown.unwrap_or_else(|| Value::tuple(flat)))
}

/// An unknown element that may be a list makes the whole unknown: how many elements there are is not known.
fn flatten_into(items: &[Value], flat: &mut Vec<Value>, unknown: &mut Option<Value>) {
    for item in items {
        match &item.data {
            Data::Tuple(inner) | Data::List(_, inner) | Data::Set(_, inner) => {
                flatten_into(inner, flat, unknown)
            }
            Data::Unknown(found)
                if matches!(found.ty, Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_)) =>
            {
                if unknown.is_none() {
                    *unknown = Some(unknown_from(found, Type::Any));
                }
            }
            _ => flat.push(item.clone()),
        }
    }
}

pub(super) fn index(args: &[Value]) -> Result {
    let wanted = arg(args, 1)?;
    let items = list_items(args, 0)?;
    if items.is_empty() {
        return Err("cannot search an empty list".to_owned());
    }
    let found = items.iter().position(|item| equals(item, wanted) == Some(true)).ok_or("item not found")?;
    Ok(Value::number(i64::try_from(found).map_err(|_| "item not found")?))
}

pub(super) fn keys(args: &[Value]) -> Result {
    let keys: Vec<Value> = entries(args, 0)?.keys().map(|key| Value::string(Arc::clone(key))).collect();
    match arg(args, 0)?.data {
        Data::Object(_) => Ok(Value::tuple(keys)),
        _ => Ok(Data::List(Type::String, keys.into()).into()),
    }
}

pub(super) fn values(args: &[Value]) -> Result {
    let values: Vec<Value> = entries(args, 0)?.values().cloned().collect();
    match &arg(args, 0)?.data {
        Data::Map(element, _) => Ok(Data::List(element.clone(), values.into()).into()),
        _ => Ok(Value::tuple(values)),
    }
}

/// Of a string, the letters as readers count them.
pub(super) fn length(args: &[Value]) -> Result {
    use unicode_segmentation::UnicodeSegmentation;
    let value = arg(args, 0)?;
    let n = match &value.data {
        Data::Unknown(unknown) => {
            return Ok(match &unknown.ty {
                Type::Tuple(elements) => Value::number(i64::try_from(elements.len()).unwrap_or(i64::MAX)),
                Type::Object(attributes) => {
                    Value::number(i64::try_from(attributes.len()).unwrap_or(i64::MAX))
                }
                _ => unknown_from(unknown, Type::Number),
            }
            .with_marks(value.marks));
        }
        // Two unknown elements may turn out equal.
        Data::Set(_, items) if items.len() > 1 && items.iter().any(|item| item.first_unknown().is_some()) => {
            let unknown = value.first_unknown().map(|unknown| unknown_from(unknown, Type::Number));
            return Ok(unknown.unwrap_or_else(Value::null).with_marks(value.marks));
        }
        Data::String(text) => text.graphemes(true).count(),
        Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => items.len(),
        Data::Object(items) | Data::Map(_, items) => items.len(),
        Data::Null(_) => return Err("argument must not be null".to_owned()),
        _ => return Err("argument must be a string, a collection type, or a structural type".to_owned()),
    };
    Ok(Value::number(i64::try_from(n).unwrap_or(i64::MAX)).with_marks(value.marks))
}

pub(super) fn list(_: &[Value]) -> Result {
    Err("the \"list\" function was deprecated in Terraform v0.12 and is no longer available; use tolist([ ... ]) syntax to write a literal list".to_owned())
}

pub(super) fn map(_: &[Value]) -> Result {
    Err("the \"map\" function was deprecated in Terraform v0.12 and is no longer available; use tomap({ ... }) syntax to write a literal map".to_owned())
}

pub(super) fn lookup(args: &[Value]) -> Result {
    let (map, key) = (arg(args, 0)?, arg(args, 1)?);
    let marks = map.marks.union(key.marks);
    if let Some(unknown) = map.as_unknown().or(key.as_unknown()) {
        return Ok(unknown_from(unknown, Type::Any).with_marks(marks));
    }
    if map.is_null() {
        return Err("argument must not be null".to_owned());
    }
    let name = text(args, 1)?;
    let ty = match &map.data {
        Data::Map(element, _) => element.clone(),
        _ => Type::Any,
    };
    match (entries(args, 0)?.get(&name), args.get(2)) {
        (Some(value), _) => Ok(value.clone().with_marks(marks)),
        (None, Some(default)) => convert(default, &ty)
            .map(|default| default.with_marks(marks))
            .map_err(|_| "the default value must have the same type as the map elements".to_owned()),
        (None, None) => Err(format!("the given object has no attribute {name:?}")),
    }
}

pub(super) fn matchkeys(args: &[Value]) -> Result {
    let (values, keys, wanted) = (items(args, 0)?, items(args, 1)?, items(args, 2)?);
    if values.len() != keys.len() {
        return Err("length of keys and values should be equal".to_owned());
    }
    let matched = values.iter().zip(keys.iter()).filter(|(_, key)| {
        wanted.iter().any(|wanted| {
            let same = unify(&[key.type_of(), wanted.type_of()])
                .and_then(|ty| Some((convert(key, &ty).ok()?, convert(wanted, &ty).ok()?)));
            same.is_some_and(|(key, wanted)| equals(&key, &wanted) == Some(true))
        })
    });
    let matched: Vec<Value> = matched.map(|(value, _)| value.clone()).collect();
    let element = unify(&values.iter().map(Value::type_of).collect::<Vec<_>>())
        .ok_or("the values must have one type")?;
    convert(&Value::tuple(matched), &Type::List(Arc::new(element)))
}

/// Later arguments win; null arguments are left out. A map when all arguments are maps of one type.
pub(super) fn merge(args: &[Value]) -> Result {
    let mut merged = BTreeMap::new();
    let mut marks = Marks::default();
    for value in args {
        marks = marks.union(value.marks);
        match &value.data {
            Data::Null(_) => {}
            Data::Unknown(unknown) => return Ok(unknown_from(unknown, Type::Any).with_marks(marks)),
            Data::Object(items) | Data::Map(_, items) => {
                merged.extend(items.iter().map(|(key, item)| (Arc::clone(key), item.clone())));
            }
            _ => {
                return Err(format!(
                    "arguments must be maps or objects, got {:?}",
                    value.type_of().to_string()
                ));
            }
        }
    }
    let types: Vec<Type> = args.iter().filter(|arg| !arg.is_null()).map(Value::type_of).collect();
    let element = match types.first() {
        Some(first @ Type::Map(element)) if types.iter().all(|ty| ty == first) => Some((**element).clone()),
        _ => None,
    };
    let merged = Arc::new(merged);
    let data = match element {
        Some(element) => Data::Map(element, merged),
        None => Data::Object(merged),
    };
    Ok(Value { data, marks })
}

pub(super) fn one(args: &[Value]) -> Result {
    match &**items(args, 0)? {
        [] => Ok(Value::null()),
        [only] => Ok(only.clone()),
        _ => Err("must be a list, set, or tuple value with either zero or one elements".to_owned()),
    }
}

pub(super) fn reverse(args: &[Value]) -> Result {
    let reversed: Vec<Value> = items(args, 0)?.iter().rev().cloned().collect();
    Ok(match &arg(args, 0)?.data {
        Data::List(element, _) | Data::Set(element, _) => Data::List(element.clone(), reversed.into()).into(),
        _ => Value::tuple(reversed),
    })
}

pub(super) fn slice(args: &[Value]) -> Result {
    let items = list_items(args, 0)?;
    let (start, end) = (
        count(args, 1).map_err(|_| "start index must not be less than zero")?,
        count(args, 2).map_err(|_| "end index must not be less than zero")?,
    );
    if end > items.len() {
        return Err("end index must not be greater than the length of the list".to_owned());
    }
    let cut = items.get(start..end).ok_or("start index must not be greater than end index")?;
    Ok(match &arg(args, 0)?.data {
        Data::List(element, _) => Data::List(element.clone(), cut.into()).into(),
        _ => Value::tuple(cut.to_vec()),
    })
}

/// With an unknown element, every place of the result is unknown.
pub(super) fn sort(args: &[Value]) -> Result {
    let items = items(args, 0)?;
    if let Some(unknown) = items.iter().find_map(Value::as_unknown) {
        let places: Vec<Value> = items.iter().map(|_| unknown_from(unknown, Type::String)).collect();
        return Ok(Data::List(Type::String, places.into()).into());
    }
    let mut texts = texts(args, 0)?;
    texts.sort();
    Ok(list_of_texts(texts))
}

pub(super) fn transpose(args: &[Value]) -> Result {
    let mut turned: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (key, list) in entries(args, 0)?.iter() {
        for text in texts(std::slice::from_ref(list), 0)? {
            turned.entry(text).or_default().push(Value::string(Arc::clone(key)));
        }
    }
    let lists = turned.into_iter().map(|(text, keys)| (text, Data::List(Type::String, keys.into()).into()));
    Ok(Data::Map(Type::List(Arc::new(Type::String)), Arc::new(lists.collect())).into())
}

pub(super) fn zipmap(args: &[Value]) -> Result {
    let (keys, values) = (items(args, 0)?, items(args, 1)?);
    if let Some(unknown) = keys.iter().find_map(Value::as_unknown) {
        return Ok(unknown_from(unknown, Type::Any));
    }
    if keys.len() != values.len() {
        return Err(format!(
            "number of keys ({}) does not match number of values ({})",
            keys.len(),
            values.len()
        ));
    }
    let zipped = keys.iter().zip(values.iter()).map(|(key, value)| Ok((as_text(key)?, value.clone())));
    let zipped = Arc::new(zipped.collect::<std::result::Result<BTreeMap<_, _>, String>>()?);
    Ok(match &arg(args, 1)?.data {
        Data::List(element, _) => Data::Map(element.clone(), zipped).into(),
        _ => Data::Object(zipped).into(),
    })
}
