//! Values of configuration languages: known, partly known, unknown with a reason.
//! The model is Terraform's (cty), the richest of the languages read; JSON-like languages use a part of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{Number, Unknown, Why};

/// A type, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Not known, or any.
    Any,
    /// true or false.
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list whose elements share a type.
    List(Arc<Type>),
    /// A set.
    Set(Arc<Type>),
    /// A map with string keys.
    Map(Arc<Type>),
    /// A tuple: one type per element.
    Tuple(Arc<[Type]>),
    /// An object: one type per attribute.
    Object(Arc<BTreeMap<Arc<str>, Type>>),
}

impl std::fmt::Display for Type {
    /// The name by which messages call the type: `list of string`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Any => f.write_str("any type"),
            Self::Bool => f.write_str("bool"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::List(element) => write!(f, "list of {element}"),
            Self::Set(element) => write!(f, "set of {element}"),
            Self::Map(element) => write!(f, "map of {element}"),
            Self::Tuple(_) => f.write_str("tuple"),
            Self::Object(_) => f.write_str("object"),
        }
    }
}

/// Marks that travel with a value through every expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Must not be shown.
    pub sensitive: bool,
    /// Must not be stored.
    pub ephemeral: bool,
}

impl Marks {
    /// The marks of a result made from both.
    pub fn union(self, other: Self) -> Self {
        Self { sensitive: self.sensitive || other.sensitive, ephemeral: self.ephemeral || other.ephemeral }
    }
}

/// A value with its marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Marks on it.
    pub marks: Marks,
}

/// What a value is. Collections may hold unknown elements.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// null of a type.
    Null(Type),
    /// true or false.
    Bool(bool),
    /// An exact number.
    Number(Number),
    /// A string in Unicode NFC.
    String(Arc<str>),
    /// A tuple: `[1, "a"]`.
    Tuple(Arc<[Value]>),
    /// A list and the type of its elements.
    List(Type, Arc<[Value]>),
    /// A set, sorted and without repeats, and the type of its elements.
    Set(Type, Arc<[Value]>),
    /// An object: `{ a = 1 }`.
    Object(Arc<BTreeMap<Arc<str>, Value>>),
    /// A map and the type of its elements.
    Map(Type, Arc<BTreeMap<Arc<str>, Value>>),
    /// Not known, with the reason.
    Unknown(Arc<Unknown>),
}

impl From<Data> for Value {
    fn from(data: Data) -> Self {
        Self { data, marks: Marks::default() }
    }
}

impl Value {
    /// null of no particular type.
    pub fn null() -> Self {
        Data::Null(Type::Any).into()
    }

    /// true or false.
    pub fn bool(value: bool) -> Self {
        Data::Bool(value).into()
    }

    /// A number.
    pub fn number(value: impl Into<Number>) -> Self {
        Data::Number(value.into()).into()
    }

    /// A string.
    pub fn string(value: impl Into<Arc<str>>) -> Self {
        Data::String(value.into()).into()
    }

    /// A tuple.
    pub fn tuple(items: impl IntoIterator<Item = Value>) -> Self {
        Data::Tuple(items.into_iter().collect()).into()
    }

    /// An object.
    pub fn object<K: Into<Arc<str>>>(items: impl IntoIterator<Item = (K, Value)>) -> Self {
        Data::Object(Arc::new(items.into_iter().map(|(key, value)| (key.into(), value)).collect())).into()
    }

    /// An unknown for a reason.
    pub fn unknown(why: Why) -> Self {
        Data::Unknown(Arc::new(Unknown::new(why))).into()
    }

    /// The same with further marks.
    pub fn with_marks(mut self, marks: Marks) -> Self {
        self.marks = self.marks.union(marks);
        self
    }

    /// Its type, as far as it is known.
    pub fn type_of(&self) -> Type {
        match &self.data {
            Data::Null(ty) => ty.clone(),
            Data::Bool(_) => Type::Bool,
            Data::Number(_) => Type::Number,
            Data::String(_) => Type::String,
            Data::Tuple(items) => Type::Tuple(items.iter().map(Self::type_of).collect()),
            Data::List(element, _) => Type::List(Arc::new(element.clone())),
            Data::Set(element, _) => Type::Set(Arc::new(element.clone())),
            Data::Map(element, _) => Type::Map(Arc::new(element.clone())),
            Data::Object(items) => Type::Object(Arc::new(
                items.iter().map(|(name, value)| (Arc::clone(name), value.type_of())).collect(),
            )),
            Data::Unknown(unknown) => unknown.ty.clone(),
        }
    }

    /// Whether the value itself is known; parts of it may be unknown.
    pub fn is_known(&self) -> bool {
        !matches!(self.data, Data::Unknown(_))
    }

    /// The first unknown in it, at any depth.
    pub fn first_unknown(&self) -> Option<&Unknown> {
        match &self.data {
            Data::Unknown(unknown) => Some(unknown),
            Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => {
                items.iter().find_map(Self::first_unknown)
            }
            Data::Object(items) | Data::Map(_, items) => items.values().find_map(Self::first_unknown),
            _ => None,
        }
    }

    /// The marks on it and on everything in it.
    pub fn all_marks(&self) -> Marks {
        let inner: &mut dyn Iterator<Item = &Value> = match &self.data {
            Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => &mut items.iter(),
            Data::Object(items) | Data::Map(_, items) => &mut items.values(),
            _ => return self.marks,
        };
        inner.fold(self.marks, |marks, value| marks.union(value.all_marks()))
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self.data, Data::Null(_))
    }

    /// The unknown, when the value itself is one.
    pub fn as_unknown(&self) -> Option<&Unknown> {
        match &self.data {
            Data::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// The text of a known string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// A known boolean; the strings "true" and "false" count, as the languages convert them.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.data {
            Data::Bool(value) => Some(*value),
            Data::String(text) => match &**text {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A known number as an exact decimal; numeric strings count, as the languages convert them.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match &self.data {
            Data::Number(number) => number.to_decimal(),
            Data::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The elements of a known tuple, list or set.
    pub fn as_items(&self) -> Option<&[Value]> {
        match &self.data {
            Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => Some(items),
            _ => None,
        }
    }

    /// The attributes of a known object or map.
    pub fn as_map(&self) -> Option<&BTreeMap<Arc<str>, Value>> {
        match &self.data {
            Data::Object(items) | Data::Map(_, items) => Some(items),
            _ => None,
        }
    }

    /// The attribute of an object or the element of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map()?.get(key)
    }

    /// Follows `a.b.0.c`. A list met by a name is entered at its first element, as blocks written once are
    /// lists of one. An unknown on the way is the answer.
    pub fn path(&self, path: &str) -> Option<&Value> {
        let mut at = self;
        for part in path.split('.').filter(|part| !part.is_empty()) {
            if at.as_unknown().is_some() {
                return Some(at);
            }
            at = at.step(part)?;
        }
        Some(at)
    }

    fn step(&self, part: &str) -> Option<&Value> {
        match (self.as_items(), part.parse::<usize>()) {
            (Some(items), Ok(idx)) => items.get(idx),
            (Some(items), Err(_)) => {
                let first = items.first()?;
                if first.as_unknown().is_some() { Some(first) } else { first.step(part) }
            }
            (None, _) => self.get(part),
        }
    }
}
