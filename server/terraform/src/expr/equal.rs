//! Equality and order of values, and sets built by them, as go-cty defines them.

use std::cmp::Ordering;
use std::fmt::Write;
use std::sync::Arc;

use ir::{Data, Marks, Type, Unknown, Value};

/// Whether two values are equal; `None` when something unknown decides it. Types must agree: `1 == "1"` is false.
pub fn equals(left: &Value, right: &Value) -> Option<bool> {
    match (&left.data, &right.data) {
        (Data::Unknown(unknown), _) => unknown_equals(unknown, right),
        (_, Data::Unknown(unknown)) => unknown_equals(unknown, left),
        (Data::Null(_), other) | (other, Data::Null(_)) => {
            Some(matches!(other, Data::Null(_)) && left.is_null())
        }
        (Data::Bool(left), Data::Bool(right)) => Some(left == right),
        (Data::Number(left), Data::Number(right)) => Some(left == right),
        (Data::String(left), Data::String(right)) => Some(left == right),
        (Data::Tuple(left), Data::Tuple(right)) => items_equal(left, right),
        (Data::List(left_type, left), Data::List(right_type, right))
        | (Data::Set(left_type, left), Data::Set(right_type, right)) => {
            if same_type(left_type, right_type) {
                items_equal(left, right)
            } else {
                Some(false)
            }
        }
        (Data::Object(left), Data::Object(right)) => {
            if !left.keys().eq(right.keys()) {
                return Some(false);
            }
            all_equal(left.values().zip(right.values()))
        }
        (Data::Map(left_type, left), Data::Map(right_type, right)) => {
            if !same_type(left_type, right_type) || !left.keys().eq(right.keys()) {
                return Some(false);
            }
            all_equal(left.values().zip(right.values()))
        }
        _ => Some(false),
    }
}

fn unknown_equals(unknown: &Unknown, other: &Value) -> Option<bool> {
    match &other.data {
        Data::Null(_) if unknown.not_null => Some(false),
        Data::Null(_) => None,
        Data::String(text) if unknown.prefix.as_ref().is_some_and(|prefix| !text.starts_with(&**prefix)) => {
            Some(false)
        }
        Data::Unknown(_) => None,
        _ if !may_be_same(&unknown.ty, &other.type_of()) => Some(false),
        _ => None,
    }
}

fn items_equal(left: &[Value], right: &[Value]) -> Option<bool> {
    if left.len() != right.len() {
        return Some(false);
    }
    all_equal(left.iter().zip(right))
}

/// False as soon as one pair differs, unknown if otherwise one pair is unknown.
fn all_equal<'a>(mut pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut known = true;
    let differs = pairs.any(|(left, right)| {
        let equal = equals(left, right);
        known &= equal.is_some();
        equal == Some(false)
    });
    if differs { Some(false) } else { known.then_some(true) }
}

fn same_type(left: &Type, right: &Type) -> bool {
    may_be_same(left, right)
}

/// Whether two types agree where both are known.
pub(super) fn may_be_same(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::List(left), Type::List(right))
        | (Type::Set(left), Type::Set(right))
        | (Type::Map(left), Type::Map(right)) => may_be_same(left, right),
        (Type::Tuple(left), Type::Tuple(right)) => {
            left.len() == right.len()
                && left.iter().zip(&**right).all(|(left, right)| may_be_same(left, right))
        }
        (Type::Object(left), Type::Object(right)) => {
            left.keys().eq(right.keys())
                && left.values().zip(right.values()).all(|(left, right)| may_be_same(left, right))
        }
        _ => left == right,
    }
}

/// A set: sorted, without repeats; it has the marks of its elements. Elements have the element type already.
pub fn set_of(element: Type, mut items: Vec<Value>) -> Value {
    let marks = items.iter().fold(Marks::default(), |marks, item| marks.union(item.all_marks()));
    items.sort_by(order);
    items.dedup_by(|left, right| equals(left, right) == Some(true));
    Value::from(Data::Set(element, items.into())).with_marks(marks)
}

/// The order of a set's elements: numbers by value, strings by bytes, then null, then unknown.
pub(super) fn order(left: &Value, right: &Value) -> Ordering {
    rank(left).cmp(&rank(right)).then_with(|| match (&left.data, &right.data) {
        (Data::Number(left), Data::Number(right)) => left.cmp(right),
        (Data::String(left), Data::String(right)) => left.cmp(right),
        (Data::Bool(left), Data::Bool(right)) => left.cmp(right),
        (Data::Unknown(_) | Data::Null(_), _) => Ordering::Equal,
        _ => set_key(left).cmp(&set_key(right)),
    })
}

fn rank(value: &Value) -> u8 {
    match value.data {
        Data::Null(_) => 1,
        Data::Unknown(_) => 2,
        _ => 0,
    }
}

/// The bytes by which go-cty orders compound elements (`makeSetHashBytes`).
fn set_key(value: &Value) -> String {
    let mut key = String::new();
    write_key(value, &mut key);
    key
}

fn write_key(value: &Value, key: &mut String) {
    match &value.data {
        Data::Null(_) => key.push('~'),
        Data::Unknown(_) => key.push('?'),
        Data::Bool(true) => key.push('T'),
        Data::Bool(false) => key.push('F'),
        Data::Number(number) => key.push_str(&number.to_string()),
        Data::String(text) => key.push_str(&format!("{text:?}")),
        Data::List(_, items) | Data::Set(_, items) => write_items(items, ['[', ']'], key),
        Data::Tuple(items) => write_items(items, ['<', '>'], key),
        Data::Object(items) => {
            key.push('<');
            items.values().for_each(|item| {
                write_key(item, key);
                key.push(';');
            });
            key.push('>');
        }
        Data::Map(_, items) => {
            key.push('{');
            items.iter().for_each(|(name, item)| {
                // Writing to a string cannot fail.
                let _ = write!(key, "{name:?}:");
                write_key(item, key);
                key.push(';');
            });
            key.push('}');
        }
    }
}

fn write_items(items: &Arc<[Value]>, [open, close]: [char; 2], key: &mut String) {
    key.push(open);
    items.iter().for_each(|item| {
        write_key(item, key);
        key.push(';');
    });
    key.push(close);
}
