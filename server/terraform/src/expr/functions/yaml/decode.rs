//! YAML into values. The reader's own idea of scalars is YAML 1.2, and it rounds numbers; so it reads a text twice:
//! first for the shape, then every scalar as it is written.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use ir::{Data, Type, Value};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::Result;
use super::scalar::Scalar;
use crate::expr::eval::MAX_ELEMENTS;
use crate::expr::functions::args::as_text;

/// Reads one document. The reader refuses more than 128 levels; values are counted where aliases stand for them,
/// so that a short text cannot unfold into a huge value.
pub(super) fn decode(text: &str) -> Result {
    let left = Cell::new(MAX_ELEMENTS);
    let shape = ShapeSeed { left: &left }.deserialize(serde_yaml::Deserializer::from_str(text));
    let shape = shape.map_err(|error| error.to_string())?;
    let seed = NodeSeed { text, shape: &shape };
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| error.to_string())
}

/// What a node is, without its scalars.
enum Shape {
    Scalar,
    Sequence(Vec<Shape>),
    /// Key and value.
    Mapping(Vec<(Shape, Shape)>),
}

/// Reads shapes, at most `left` of them.
#[derive(Clone, Copy)]
struct ShapeSeed<'a> {
    left: &'a Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for ShapeSeed<'_> {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Shape, D::Error> {
        let left = self.left.get().checked_sub(1);
        self.left.set(left.ok_or_else(|| D::Error::custom("the value has more than 100,000 elements"))?);
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ShapeSeed<'_> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_none<E: Error>(self) -> std::result::Result<Shape, E> {
        Err(E::custom("missing start of document"))
    }

    fn visit_unit<E>(self) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_bool<E>(self, _: bool) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, node: A) -> std::result::Result<Shape, A::Error> {
        let (tag, _) = node.variant::<String>()?;
        Err(A::Error::custom(format!("unsupported tag \"!{tag}\"")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Shape, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            found.push(item);
        }
        Ok(Shape::Sequence(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> std::result::Result<Shape, A::Error> {
        let mut found = Vec::new();
        while let Some(entry) = items.next_entry_seed(self, self)? {
            found.push(entry);
        }
        Ok(Shape::Mapping(found))
    }
}

/// Reads a value of a known shape.
#[derive(Clone, Copy)]
struct NodeSeed<'a> {
    /// The whole document: what stands before a scalar tells how it is written.
    text: &'a str,
    shape: &'a Shape,
}

impl<'a> NodeSeed<'a> {
    fn of(self, shape: &'a Shape) -> Self {
        Self { shape, ..self }
    }

    /// How a scalar that stands in the text as it is read is written.
    fn scalar(self, scalar: &'a str) -> Scalar<'a> {
        let offset = (scalar.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
        let before = offset.and_then(|offset| self.text.get(..offset)).unwrap_or_default();
        if before.ends_with(['"', '\'']) {
            return Scalar::Text(scalar);
        }
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let words = line.rsplit(|letter: char| letter.is_whitespace() || matches!(letter, '[' | '{' | ','));
        let mut properties = words.skip_while(|it| it.is_empty()).take_while(|it| it.starts_with(['!', '&']));
        match properties.any(|it| matches!(it, "!!str" | "!!binary")) {
            true => Scalar::Text(scalar),
            false => Scalar::Plain(scalar),
        }
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'de> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Value, D::Error> {
        match self.shape {
            Shape::Scalar => from.deserialize_str(self),
            Shape::Sequence(_) | Shape::Mapping(_) => from.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for NodeSeed<'de> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_borrowed_str<E: Error>(self, scalar: &'de str) -> std::result::Result<Value, E> {
        self.scalar(scalar).value().map_err(E::custom)
    }

    /// A block, or quotes with escapes in them.
    fn visit_str<E: Error>(self, scalar: &str) -> std::result::Result<Value, E> {
        Scalar::Block(scalar).value().map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let Shape::Sequence(shapes) = self.shape else { return Err(A::Error::custom("the shape differs")) };
        let mut found = Vec::with_capacity(shapes.len());
        for shape in shapes {
            found.extend(items.next_element_seed(self.of(shape))?);
        }
        Ok(Value::tuple(found))
    }

    /// Entries in their order: a later key, or a later `<<`, takes the place of an earlier one.
    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let Shape::Mapping(shapes) = self.shape else { return Err(A::Error::custom("the shape differs")) };
        let mut found: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        for (key, value) in shapes {
            let entry = items.next_entry_seed(self.of(key), self.of(value))?;
            let Some((key, value)) = entry else { break };
            let key = key_text(&key).map_err(A::Error::custom)?;
            if &*key == "<<" {
                merge(&mut found, &value).map_err(A::Error::custom)?;
            } else {
                found.insert(key, value);
            }
        }
        Ok(Data::Object(Arc::new(found)).into())
    }
}

fn key_text(key: &Value) -> Result<Arc<str>> {
    match &key.data {
        Data::Null(_) => Err("mapping key cannot be null".to_owned()),
        Data::Tuple(_) | Data::Object(_) => Err("only strings are allowed as mapping keys".to_owned()),
        _ => as_text(key),
    }
}

fn merge(into: &mut BTreeMap<Arc<str>, Value>, value: &Value) -> Result<()> {
    let Data::Object(entries) = &value.data else {
        let ty = value.type_of();
        let name = if ty == Type::Any { "dynamic".to_owned() } else { ty.to_string() };
        return Err(format!("cannot merge {name} into mapping"));
    };
    into.extend(entries.iter().map(|(key, item)| (Arc::clone(key), item.clone())));
    Ok(())
}
