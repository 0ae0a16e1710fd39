//! Attributes, indices and splats: the way from a value to a part of it.

use std::sync::Arc;

use ir::{Data, Marks, Type, Unknown, Value};

use super::Run;
use crate::expr::ast::PathStep;
use crate::expr::convert::{convert, unify};
use crate::expr::operate::unknown_from;

impl Run<'_> {
    pub(super) fn follow(&mut self, mut at: Value, path: &[PathStep], offset: usize) -> Value {
        let mut path = path;
        while let Some((step, rest)) = path.split_first() {
            at = match step {
                PathStep::Attr(name) => self.or_fail(attribute(&at, name), offset),
                PathStep::LegacyIndex(idx) => self.or_fail(index(&at, idx), offset),
                PathStep::Index(idx) => {
                    let idx = self.eval(idx);
                    self.or_fail(index(&at, &idx), offset)
                }
                PathStep::FullSplat => return self.splat(&at, rest, offset),
                PathStep::AttrSplat => {
                    let inside =
                        |step: &&PathStep| matches!(step, PathStep::Attr(_) | PathStep::LegacyIndex(_));
                    let n_inside = rest.iter().take_while(inside).count();
                    let (inner, outer) = rest.split_at(n_inside);
                    at = self.splat(&at, inner, offset);
                    path = outer;
                    continue;
                }
            };
            path = rest;
        }
        at
    }

    fn splat(&mut self, from: &Value, inner: &[PathStep], offset: usize) -> Value {
        let items: Vec<Value> = match &from.data {
            Data::Null(_) => Vec::new(),
            Data::Unknown(unknown) => {
                return self.splat_unknown(unknown, inner, offset).with_marks(from.marks);
            }
            Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => items.to_vec(),
            _ => vec![Value { data: from.data.clone(), marks: Marks::default() }],
        };
        let items: Vec<Value> = items.into_iter().map(|item| self.follow(item, inner, offset)).collect();
        let made = match &from.data {
            Data::List(..) | Data::Set(..) => {
                let types: Vec<Type> = items.iter().map(Value::type_of).collect();
                match (items.first(), unify(&types)) {
                    (Some(_), Some(element)) if types.iter().all(|ty| *ty == element) => {
                        Data::List(element, items.into()).into()
                    }
                    _ => Value::tuple(items),
                }
            }
            _ => Value::tuple(items),
        };
        self.bounded(made).with_marks(from.marks)
    }

    fn splat_unknown(&mut self, unknown: &Unknown, inner: &[PathStep], offset: usize) -> Value {
        let element = match &unknown.ty {
            Type::List(element) | Type::Set(element) => (**element).clone(),
            _ => return unknown_from(unknown, Type::Any),
        };
        let item = self.follow(unknown_from(unknown, element), inner, offset);
        unknown_from(unknown, Type::List(Arc::new(item.type_of())))
    }
}

/// `value.name`
fn attribute(value: &Value, name: &Arc<str>) -> Result<Value, String> {
    let found = match &value.data {
        Data::Object(items) => items
            .get(name)
            .ok_or_else(|| format!("Unsupported attribute: This object does not have an attribute named {name:?}."))?,
        Data::Map(_, items) => items
            .get(name)
            .ok_or_else(|| format!("Missing map element: This map does not have an element with the key {name:?}."))?,
        Data::Null(_) => return Err("Attempt to get attribute from null value: This value is null, so it does not have any attributes.".to_owned()),
        Data::Unknown(unknown) => return attribute_of_unknown(unknown, name).map(|it| it.with_marks(value.marks)),
        _ => return Err("Unsupported attribute: This value does not have any attributes.".to_owned()),
    };
    Ok(found.clone().with_marks(value.marks))
}

fn attribute_of_unknown(unknown: &Unknown, name: &Arc<str>) -> Result<Value, String> {
    let ty = match &unknown.ty {
        Type::Any => Type::Any,
        Type::Map(element) => (**element).clone(),
        Type::Object(attributes) => attributes.get(name).cloned().ok_or_else(|| {
            format!("Unsupported attribute: This object does not have an attribute named {name:?}.")
        })?,
        _ => return Err("Unsupported attribute: This value does not have any attributes.".to_owned()),
    };
    let mut made = Unknown { ty, prefix: None, not_null: false, ..unknown.clone() };
    if let Some(origin) = &mut made.origin {
        origin.attribute = format!("{}.{name}", origin.attribute).into();
    }
    Ok(Data::Unknown(Arc::new(made)).into())
}

/// `value[key]`
fn index(value: &Value, key: &Value) -> Result<Value, String> {
    let marks = value.marks.union(key.marks);
    if value.is_null() {
        return Err(
            "Attempt to index null value: This value is null, so it does not have any indices.".to_owned()
        );
    }
    if key.is_null() {
        return Err("Invalid index: Can't use a null value as an indexing key.".to_owned());
    }
    let found = match &value.data {
        Data::Unknown(unknown) => index_unknown(unknown, key)?,
        Data::Tuple(items) | Data::List(_, items) => index_items(items, &value.type_of(), key)?,
        Data::Object(items) | Data::Map(_, items) => match convert(key, &Type::String).map(|key| key.data) {
            Ok(Data::String(name)) => items
                .get(&name)
                .cloned()
                .ok_or("Invalid index: The given key does not identify an element in this collection value.")?,
            Ok(Data::Unknown(unknown)) => unknown_from(&unknown, element_of(&value.type_of())),
            _ => return Err("Invalid index: The given key does not identify an element in this collection value: string required.".to_owned()),
        },
        Data::Set(..) => return Err("Invalid index: Elements of a set are identified only by their value and don't have any separate index or key to select with.".to_owned()),
        _ => return Err("Invalid index: This value does not have any indices.".to_owned()),
    };
    Ok(found.with_marks(marks))
}

fn index_items(items: &[Value], ty: &Type, key: &Value) -> Result<Value, String> {
    match convert(key, &Type::Number).map(|key| key.data) {
        Ok(Data::Number(number)) => {
            let idx = number.to_i64().filter(|_| number.is_whole()).and_then(|idx| usize::try_from(idx).ok());
            idx.and_then(|idx| items.get(idx)).cloned().ok_or_else(|| {
                "Invalid index: The given key does not identify an element in this collection value.".to_owned()
            })
        }
        Ok(Data::Unknown(_)) if items.is_empty() => {
            Err("Invalid index: This collection value has no elements.".to_owned())
        }
        Ok(Data::Unknown(unknown)) => Ok(unknown_from(&unknown, element_of(ty))),
        _ => Err("Invalid index: The given key does not identify an element in this collection value: number required.".to_owned()),
    }
}

fn index_unknown(unknown: &Unknown, key: &Value) -> Result<Value, String> {
    let ty = match (&unknown.ty, &key.data) {
        (Type::Any | Type::List(_) | Type::Map(_), _) => element_of(&unknown.ty),
        (Type::Tuple(elements), Data::Number(number)) => {
            let idx = number.to_i64().and_then(|idx| usize::try_from(idx).ok());
            let element = idx.and_then(|idx| elements.get(idx)).cloned();
            element.ok_or("Invalid index: The given key does not identify an element in this collection value.")?
        }
        (Type::Object(_), Data::String(name)) => return attribute_of_unknown(unknown, name),
        (Type::Tuple(_) | Type::Object(_), _) => Type::Any,
        (Type::Set(_), _) => return Err("Invalid index: Elements of a set are identified only by their value and don't have any separate index or key to select with.".to_owned()),
        _ => return Err("Invalid index: This value does not have any indices.".to_owned()),
    };
    let made = Unknown { ty, prefix: None, not_null: false, ..unknown.clone() };
    Ok(Data::Unknown(Arc::new(made)).into())
}

/// The type of the elements, as far as all have the same.
fn element_of(ty: &Type) -> Type {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => (**element).clone(),
        _ => Type::Any,
    }
}
