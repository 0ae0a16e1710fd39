//! Conversion of values to types, and the one type that several values convert to
//! (github.com/zclconf/go-cty, cty/convert).

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Number, Type, Unknown, Value};

use super::equal::set_of;

/// Converts a value to a type, or says which type is required.
pub fn convert(value: &Value, ty: &Type) -> Result<Value, String> {
    let data = match (&value.data, ty) {
        (_, Type::Any) => return Ok(value.clone()),
        (Data::Null(_), _) => Data::Null(ty.clone()),
        (Data::Unknown(unknown), _) => convert_unknown(unknown, ty)?,
        (Data::Bool(_), Type::Bool) | (Data::Number(_), Type::Number) | (Data::String(_), Type::String) => {
            return Ok(value.clone());
        }
        (_, Type::Bool | Type::Number | Type::String) => convert_scalar(&value.data, ty)?,
        (_, Type::List(element)) => {
            let (element, items) = convert_items(value, element, ty)?;
            Data::List(element, items.into())
        }
        (_, Type::Set(element)) => {
            let (element, items) = convert_items(value, element, ty)?;
            set_of(element, items).data
        }
        (_, Type::Map(element)) => convert_map(value, element, ty)?,
        (_, Type::Tuple(elements)) => convert_tuple(value, elements, ty)?,
        (_, Type::Object(attributes)) => convert_object(value, attributes, ty)?,
    };
    Ok(Value { data, marks: value.marks })
}

fn convert_unknown(unknown: &Arc<Unknown>, ty: &Type) -> Result<Data, String> {
    if !is_convertible(&unknown.ty, ty) {
        return Err(required(ty));
    }
    if unknown.ty == *ty {
        return Ok(Data::Unknown(Arc::clone(unknown)));
    }
    Ok(Data::Unknown(Arc::new(Unknown { ty: ty.clone(), ..(**unknown).clone() })))
}

/// Whether some values of a type convert to another.
fn is_convertible(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::Bool | Type::Number, Type::String) | (Type::String, Type::Bool | Type::Number) => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => is_convertible(from, to),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => {
            from.iter().all(|from| is_convertible(from, to))
        }
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(&**to).all(|(from, to)| is_convertible(from, to))
        }
        (Type::Object(from), Type::Map(to)) => from.values().all(|from| is_convertible(from, to)),
        (Type::Object(_) | Type::Map(_), Type::Object(_)) => true,
        _ => from == to,
    }
}

fn convert_scalar(data: &Data, ty: &Type) -> Result<Data, String> {
    Ok(match (data, ty) {
        (Data::Bool(value), Type::String) => Data::String(if *value { "true" } else { "false" }.into()),
        (Data::Number(number), Type::String) => Data::String(number.to_string().into()),
        (Data::String(text), Type::Number) => {
            Data::Number(text.parse::<Number>().map_err(|()| "a number is required".to_owned())?)
        }
        (Data::String(text), Type::Bool) => match &**text {
            "true" | "1" => Data::Bool(true),
            "false" | "0" => Data::Bool(false),
            "True" | "TRUE" | "False" | "FALSE" => {
                return Err(format!(
                    "a bool is required; to convert from string, use lowercase \"{}\"",
                    text.to_lowercase()
                ));
            }
            _ => return Err("a bool is required".to_owned()),
        },
        _ => return Err(required(ty)),
    })
}

fn required(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool required".to_owned(),
        Type::Object(_) | Type::Tuple(_) => format!("an {ty} is required").replace("an tuple", "a tuple"),
        _ => format!("{ty} required"),
    }
}

/// The elements for a list or set, and their type: a wanted element type of "any" is the one they unify to.
fn convert_items(value: &Value, element: &Type, ty: &Type) -> Result<(Type, Vec<Value>), String> {
    let items = value.as_items().ok_or_else(|| required(ty))?;
    let element = element_type(items.iter(), element)?;
    let items = items
        .iter()
        .enumerate()
        .map(|(idx, item)| convert(item, &element).map_err(|message| format!("element {idx}: {message}")));
    Ok((element.clone(), items.collect::<Result<_, _>>()?))
}

fn element_type<'a>(items: impl Iterator<Item = &'a Value>, wanted: &Type) -> Result<Type, String> {
    if *wanted != Type::Any {
        return Ok(wanted.clone());
    }
    let types: Vec<Type> = items.map(Value::type_of).collect();
    unify(&types).ok_or_else(|| "all elements must have the same type".to_owned())
}

fn convert_map(value: &Value, element: &Type, ty: &Type) -> Result<Data, String> {
    let items = value.as_map().ok_or_else(|| required(ty))?;
    let element = match (element, &value.data) {
        (Type::Any, Data::Map(element, _)) => element.clone(),
        _ => element_type(items.values(), element)?,
    };
    let items = items.iter().map(|(key, item)| {
        let item = convert(item, &element).map_err(|message| format!("element {key:?}: {message}"))?;
        Ok((Arc::clone(key), item))
    });
    Ok(Data::Map(element.clone(), Arc::new(items.collect::<Result<_, String>>()?)))
}

fn convert_tuple(value: &Value, elements: &[Type], ty: &Type) -> Result<Data, String> {
    let Data::Tuple(items) = &value.data else { return Err(required(ty)) };
    if items.len() != elements.len() {
        return Err(format!("tuple of {} elements required", elements.len()));
    }
    let items = items.iter().zip(elements).enumerate().map(|(idx, (item, element))| {
        convert(item, element).map_err(|message| format!("element {idx}: {message}"))
    });
    Ok(Data::Tuple(items.collect::<Result<_, _>>()?))
}

fn convert_object(value: &Value, attributes: &BTreeMap<Arc<str>, Type>, ty: &Type) -> Result<Data, String> {
    let items = value.as_map().ok_or_else(|| required(ty))?;
    let converted = attributes.iter().map(|(name, ty)| {
        let item = items.get(name).ok_or_else(|| format!("attribute {name:?} is required"))?;
        let item = convert(item, ty).map_err(|message| format!("attribute {name:?}: {message}"))?;
        Ok((Arc::clone(name), item))
    });
    Ok(Data::Object(Arc::new(converted.collect::<Result<_, String>>()?)))
}

/// The type that values of all the given types convert to; `None` when there is none. What is not known does
/// not matter; nothing at all gives `Any`.
pub fn unify(types: &[Type]) -> Option<Type> {
    let mut known = types.iter().filter(|ty| **ty != Type::Any);
    let Some(first) = known.next() else { return Some(Type::Any) };
    let rest: Vec<&Type> = known.collect();
    if rest.iter().all(|ty| *ty == first) {
        return Some(first.clone());
    }
    let all: Vec<&Type> = std::iter::once(first).chain(rest).collect();
    let only = |check: fn(&Type) -> bool| all.iter().all(|ty| check(ty));
    if only(is_scalar) {
        // A number and a bool convert to each other only where there is a string to take both.
        return all.contains(&&Type::String).then_some(Type::String);
    }
    if only(|ty| matches!(ty, Type::Object(_))) {
        return unify_objects(&all);
    }
    if only(|ty| matches!(ty, Type::Object(_) | Type::Map(_))) {
        return unify_values(&all).map(|element| Type::Map(Arc::new(element)));
    }
    if only(|ty| matches!(ty, Type::Tuple(_))) {
        return unify_tuples(&all);
    }
    if only(|ty| matches!(ty, Type::Set(_))) {
        return unify_values(&all).map(|element| Type::Set(Arc::new(element)));
    }
    if only(|ty| matches!(ty, Type::Tuple(_) | Type::List(_))) {
        return unify_values(&all).map(|element| Type::List(Arc::new(element)));
    }
    if only(|ty| matches!(ty, Type::Tuple(_) | Type::List(_) | Type::Set(_))) {
        let of_set = all.iter().any(|ty| matches!(ty, Type::Tuple(_) | Type::Set(_)));
        let element = Arc::new(unify_values(&all)?);
        return Some(if of_set { Type::Set(element) } else { Type::List(element) });
    }
    None
}

fn is_scalar(ty: &Type) -> bool {
    matches!(ty, Type::Bool | Type::Number | Type::String)
}

/// The type of everything inside the given collections.
fn unify_values(types: &[&Type]) -> Option<Type> {
    let inner = types.iter().flat_map(|ty| match ty {
        Type::Object(attributes) => attributes.values().cloned().collect(),
        Type::Tuple(elements) => elements.to_vec(),
        Type::List(element) | Type::Set(element) | Type::Map(element) => vec![(**element).clone()],
        _ => Vec::new(),
    });
    unify(&inner.collect::<Vec<_>>())
}

fn unify_objects(types: &[&Type]) -> Option<Type> {
    let objects: Vec<_> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Object(attributes) => Some(attributes),
            _ => None,
        })
        .collect();
    let first = objects.first()?;
    if objects.iter().any(|object| !object.keys().eq(first.keys())) {
        return unify_values(types).map(|element| Type::Map(Arc::new(element)));
    }
    let attributes = first.keys().map(|name| {
        let types: Vec<Type> = objects.iter().filter_map(|object| object.get(name).cloned()).collect();
        Some((Arc::clone(name), unify(&types)?))
    });
    Some(Type::Object(Arc::new(attributes.collect::<Option<_>>()?)))
}

fn unify_tuples(types: &[&Type]) -> Option<Type> {
    let tuples: Vec<_> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Tuple(elements) => Some(elements),
            _ => None,
        })
        .collect();
    let n_elements = tuples.first()?.len();
    if tuples.iter().any(|tuple| tuple.len() != n_elements) {
        return unify_values(types).map(|element| Type::List(Arc::new(element)));
    }
    let elements = (0..n_elements).map(|idx| {
        let types: Vec<Type> = tuples.iter().filter_map(|tuple| tuple.get(idx).cloned()).collect();
        unify(&types)
    });
    Some(Type::Tuple(elements.collect::<Option<_>>()?))
}
