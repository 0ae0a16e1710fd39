//! Values of table expressions. What is not known stays so, with its reason.

use std::sync::Arc;

use ir::{Data, Value};
use rust_decimal::Decimal;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Val {
    /// Absent or null.
    Null,
    Bool(bool),
    Num(Decimal),
    Text(Arc<str>),
    /// A list or an object of the resource.
    Data(Value),
    /// Not known, with the reason.
    Unknown(Arc<str>),
    /// A usage value nobody gave: its key.
    NeedsUsage(Arc<str>),
}

impl Val {
    /// From an attribute of a resource.
    pub(crate) fn from_value(value: &Value) -> Self {
        match &value.data {
            Data::Null(_) => Self::Null,
            Data::Bool(it) => Self::Bool(*it),
            Data::Number(it) => match it.to_decimal() {
                Some(number) => Self::Num(number.normalize()),
                None => Self::Unknown("the number is too large".into()),
            },
            Data::String(it) => Self::Text(it.clone()),
            Data::Unknown(it) => Self::Unknown(it.why.to_string().into()),
            _ => Self::Data(value.clone()),
        }
    }

    /// A text.
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// Null or usage that nobody gave.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Null | Self::NeedsUsage(_))
    }

    /// Unknown or usage that nobody gave: poisons arithmetic.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::NeedsUsage(_))
    }

    /// As a number; numeric texts count, as the languages convert them.
    pub(crate) fn as_num(&self) -> Option<Decimal> {
        match self {
            Self::Num(it) => Some(*it),
            Self::Text(it) => it.trim().parse().ok(),
            _ => None,
        }
    }

    /// As a condition; the texts "true" and "false" count.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(it) => Some(*it),
            Self::Text(it) => it.parse().ok(),
            Self::Null => Some(false),
            _ => None,
        }
    }

    /// As a text for a selector or a name: numbers without trailing zeros.
    pub(crate) fn as_text(&self) -> Option<Arc<str>> {
        match self {
            Self::Text(it) => Some(it.clone()),
            Self::Num(it) => Some(it.normalize().to_string().into()),
            Self::Bool(it) => Some(it.to_string().into()),
            _ => None,
        }
    }
}
