//! `count` and `for_each`: how often a block stands there.

use std::fmt::Write;
use std::sync::Arc;

use ir::{Data, Severity, Unknown, Value, Why};

use crate::module::Decl;
use crate::scope::Scope;
use crate::session::MAX_COUNT;
use crate::source::Attribute;

/// What distinguishes an instance of a block.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Key {
    None,
    Count(i64),
    Each(Arc<str>),
}

/// One instance: its key and what `each` and `count` are in it.
#[derive(Clone, Debug)]
pub(crate) struct Iteration {
    pub(crate) key: Key,
    /// `each.key` and `each.value`, in an instance of `for_each`.
    pub(crate) each: Option<(Value, Value)>,
    /// `count.index`, in an instance of `count`.
    pub(crate) count: Option<Value>,
}

impl Iteration {
    /// The only instance of a block without repetition.
    pub(crate) fn single() -> Self {
        Self { key: Key::None, each: None, count: None }
    }

    /// The address of the instance: `base[0]`, `base["a"]`.
    pub(crate) fn address(&self, base: &str) -> Arc<str> {
        match &self.key {
            Key::None => base.into(),
            Key::Count(idx) => format!("{base}[{idx}]").into(),
            Key::Each(key) => format!("{base}[{}]", quoted(key)).into(),
        }
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if letter.is_control() => drop(write!(out, "\\u{:04x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// How a block is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Not at all.
    Single,
    /// By a number.
    Count,
    /// By the elements of a collection.
    ForEach,
    /// Nobody knows how often.
    Unknown,
}

/// The instances of a block.
pub(crate) struct Repetition {
    pub(crate) repeat: Repeat,
    /// One stand-in when unknown.
    pub(crate) iterations: Vec<Iteration>,
    /// Why it is unknown, when it is.
    pub(crate) unknown: Option<Arc<Unknown>>,
}

impl Repetition {
    /// Evaluates `count` or `for_each` of a block.
    pub(crate) fn of(scope: &Scope<'_, '_>, decl: &Decl) -> Self {
        if let Some(attribute) = decl.block.attribute("count") {
            return Self::count(scope, decl, attribute);
        }
        if let Some(attribute) = decl.block.attribute("for_each") {
            return Self::for_each(scope, decl, attribute);
        }
        Self { repeat: Repeat::Single, iterations: vec![Iteration::single()], unknown: None }
    }

    fn count(scope: &Scope<'_, '_>, decl: &Decl, attribute: &Attribute) -> Self {
        let value = scope.attribute(decl, attribute);
        if let Data::Unknown(unknown) = &value.data {
            return Self::unknown(Repeat::Count, unknown.clone());
        }
        let number =
            value.as_decimal().filter(|it| it.fract().is_zero() && !it.is_sign_negative() || it.is_zero());
        let Some(number) = number else {
            return Self::refused(
                scope,
                decl,
                attribute,
                Repeat::Count,
                "count must be a whole number from 0 up",
            );
        };
        match i64::try_from(number).ok().filter(|it| *it <= MAX_COUNT) {
            Some(n) => {
                let iterations = (0..n).map(|idx| Iteration {
                    key: Key::Count(idx),
                    each: None,
                    count: Some(Value::number(idx)),
                });
                Self { repeat: Repeat::Count, iterations: iterations.collect(), unknown: None }
            }
            None => Self::too_many(scope, decl, attribute, Repeat::Count, &number.to_string()),
        }
    }

    fn for_each(scope: &Scope<'_, '_>, decl: &Decl, attribute: &Attribute) -> Self {
        let value = scope.attribute(decl, attribute);
        let items = match &value.data {
            Data::Unknown(unknown) => return Self::unknown(Repeat::ForEach, unknown.clone()),
            Data::Object(items) | Data::Map(_, items) => {
                items.iter().map(|(key, value)| (key.clone(), value.clone())).collect::<Vec<_>>()
            }
            Data::Set(_, items) => {
                if let Some(Data::Unknown(unknown)) =
                    items.iter().map(|it| &it.data).find(|it| matches!(it, Data::Unknown(_)))
                {
                    return Self::unknown(Repeat::ForEach, unknown.clone());
                }
                items.iter().filter_map(|it| Some((it.as_str()?.into(), it.clone()))).collect()
            }
            _ => {
                let message = "for_each must be a map or a set of strings";
                return Self::refused(scope, decl, attribute, Repeat::ForEach, message);
            }
        };
        if items.len() as i64 > MAX_COUNT {
            return Self::too_many(scope, decl, attribute, Repeat::ForEach, &items.len().to_string());
        }
        let iterations = items.into_iter().map(|(key, value)| Iteration {
            key: Key::Each(key.clone()),
            each: Some((Value::string(key), value)),
            count: None,
        });
        Self { repeat: Repeat::ForEach, iterations: iterations.collect(), unknown: None }
    }

    fn unknown(repeat: Repeat, unknown: Arc<Unknown>) -> Self {
        let stand_in: Value = Data::Unknown(Arc::new(Unknown {
            origin: None,
            prefix: None,
            ty: ir::Type::Any,
            ..(*unknown).clone()
        }))
        .into();
        let iteration = match repeat {
            Repeat::Count => Iteration { key: Key::None, each: None, count: Some(stand_in) },
            _ => Iteration { key: Key::None, each: Some((stand_in.clone(), stand_in)), count: None },
        };
        Self { repeat: Repeat::Unknown, iterations: vec![iteration], unknown: Some(unknown) }
    }

    fn refused(
        scope: &Scope<'_, '_>,
        decl: &Decl,
        attribute: &Attribute,
        repeat: Repeat,
        message: &str,
    ) -> Self {
        let place = decl.value_place(attribute);
        scope.instance.session.note(place.clone(), Severity::Error, message);
        let mut unknown = Unknown::new(Why::Error(message.into()));
        unknown.place = Some(place);
        Self::unknown(repeat, Arc::new(unknown))
    }

    fn too_many(scope: &Scope<'_, '_>, decl: &Decl, attribute: &Attribute, repeat: Repeat, n: &str) -> Self {
        let message = format!("{n} instances of one block are more than the {MAX_COUNT} that are evaluated");
        let place = decl.value_place(attribute);
        scope.instance.session.note(place.clone(), Severity::Warning, message.clone());
        let mut unknown = Unknown::new(Why::Limit(message.into()));
        unknown.place = Some(place);
        Self::unknown(repeat, Arc::new(unknown))
    }
}
