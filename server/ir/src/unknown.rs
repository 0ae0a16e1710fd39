//! Why a value is not known. Unknown is never zero: the reason travels with the value to the reader.

use std::fmt;
use std::sync::Arc;

use crate::{Place, Type};

/// A value that is not known, with its reason and the place where it became unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// The reason.
    pub why: Why,
    /// Where it became unknown, when a place is at hand.
    pub place: Option<Place>,
    /// What is known of its type; `Type::Any` when nothing.
    pub ty: Type,
    /// The resource attribute it stands for, when it is one (`aws_launch_template.web.id`).
    pub origin: Option<Origin>,
    /// Letters a string is known to begin with (`"x-${id}"` begins with `x-`).
    pub prefix: Option<Arc<str>>,
    /// Whether it is known not to be null.
    pub not_null: bool,
}

impl Unknown {
    /// An unknown of any type, for a reason.
    pub fn new(why: Why) -> Self {
        Self { why, place: None, ty: Type::Any, origin: None, prefix: None, not_null: false }
    }
}

/// The resource attribute an unknown stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Address of the resource instance, as its language prints it.
    pub address: Arc<str>,
    /// Path of the attribute in it (`id`, `arn`).
    pub attribute: Arc<str>,
}

/// The reason why something is unknown. `Display` gives the text for the user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// A variable or parameter has no value: its name as written (`var.size`).
    NoValue(Arc<str>),
    /// The provider tells it after apply: the attribute (`aws_instance.web.id`).
    AfterApply(Arc<str>),
    /// A data source is not read: its address.
    DataSource(Arc<str>),
    /// A function is not evaluated here: its name and the reason.
    Function(Arc<str>, Arc<str>),
    /// A module is not at hand or not entered: its address and the reason.
    Module(Arc<str>, Arc<str>),
    /// The expression is wrong or half typed: the message.
    Error(Arc<str>),
    /// A limit of ours was met: what, and the limit.
    Limit(Arc<str>),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValue(name) => write!(f, "{name} has no value"),
            Self::AfterApply(attribute) => write!(f, "{attribute} is known after apply"),
            Self::DataSource(address) => write!(f, "{address} is read from the cloud at apply"),
            Self::Function(name, reason) => write!(f, "{name}() is not evaluated: {reason}"),
            Self::Module(address, reason) => write!(f, "{address}: {reason}"),
            Self::Error(message) | Self::Limit(message) => f.write_str(message),
        }
    }
}
