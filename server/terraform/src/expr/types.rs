//! Type constraints of variables: `list(object({ name = string, size = optional(number, 10) }))`.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Marks, Type, Value};

use super::ast::{Call, Expr, Node};
use super::convert::{convert, unify};
use super::equal::set_of;
use super::{Scope, evaluate};

/// A type with the defaults of its optional attributes.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeConstraint {
    /// A type without attributes that could be optional; `Type::Any` is `any`.
    Plain(Type),
    /// `list(…)`
    List(Box<TypeConstraint>),
    /// `set(…)`
    Set(Box<TypeConstraint>),
    /// `map(…)`
    Map(Box<TypeConstraint>),
    /// `tuple([…])`
    Tuple(Vec<TypeConstraint>),
    /// `object({…})`
    Object(BTreeMap<Arc<str>, Attribute>),
}

/// An attribute of an object type.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its type.
    pub ty: TypeConstraint,
    /// `None` when it must be given; null when it is optional without a default.
    pub default: Option<Value>,
}

impl TypeConstraint {
    /// Reads the type argument of a variable. `Err` says what is wrong.
    pub fn parse(expr: &Expr, scope: &dyn Scope) -> Result<Self, String> {
        match &expr.node {
            Node::Reference(name, path) if path.is_empty() => keyword(name),
            Node::Literal(value) => keyword(value.as_str().unwrap_or_default()),
            Node::Call(call) => Self::parse_call(call, scope),
            _ => {
                Err("Invalid type specification: a type keyword or a type constructor is required".to_owned())
            }
        }
    }

    fn parse_call(call: &Call, scope: &dyn Scope) -> Result<Self, String> {
        let [argument] = call.args.as_slice() else {
            return Err(format!("Invalid type specification: {} takes one argument", call.name));
        };
        let inner = || Self::parse(argument, scope).map(Box::new);
        match (&*call.name, &argument.node) {
            ("list", _) => Ok(Self::List(inner()?)),
            ("set", _) => Ok(Self::Set(inner()?)),
            ("map", _) => Ok(Self::Map(inner()?)),
            ("tuple", Node::Tuple(items)) => {
                Ok(Self::Tuple(items.iter().map(|item| Self::parse(item, scope)).collect::<Result<_, _>>()?))
            }
            ("object", Node::Object(items)) => {
                let attributes = items.iter().map(|(key, ty)| {
                    let name =
                        key.as_literal().and_then(Value::as_str).ok_or("the attribute's name is no text")?;
                    Ok((Arc::from(name), Attribute::parse(ty, scope)?))
                });
                Ok(Self::Object(attributes.collect::<Result<_, String>>()?))
            }
            ("tuple" | "object", _) => {
                Err(format!("Invalid type specification: {} needs a list or an object of types", call.name))
            }
            (name, _) => Err(format!("Invalid type specification: {name:?} is no type constructor")),
        }
    }

    /// The type, without the defaults.
    pub fn ty(&self) -> Type {
        match self {
            Self::Plain(ty) => ty.clone(),
            Self::List(element) => Type::List(Arc::new(element.ty())),
            Self::Set(element) => Type::Set(Arc::new(element.ty())),
            Self::Map(element) => Type::Map(Arc::new(element.ty())),
            Self::Tuple(elements) => Type::Tuple(elements.iter().map(Self::ty).collect()),
            Self::Object(attributes) => Type::Object(Arc::new(
                attributes.iter().map(|(name, attribute)| (Arc::clone(name), attribute.ty.ty())).collect(),
            )),
        }
    }

    /// Whether a text given for the variable is taken as it is, and not read as an expression.
    pub fn is_primitive(&self) -> bool {
        matches!(self, Self::Plain(Type::Bool | Type::Number | Type::String))
    }

    /// Fills in defaults and converts, as at the border of a module.
    pub fn apply(&self, value: &Value) -> Result<Value, String> {
        let value = self.with_defaults(value);
        if let Self::Plain(Type::Any) = self {
            return Ok(value);
        }
        let converted = self.convert(&value).map_err(|message| message.to_string())?;
        Ok(converted)
    }

    /// Converts element by element, so that `any` inside an object or tuple stands for a type of its own each time.
    fn convert(&self, value: &Value) -> Result<Value, String> {
        match (self, &value.data) {
            (Self::Object(attributes), Data::Object(_) | Data::Map(..)) => {
                let items = value.as_map().into_iter().flatten().collect::<BTreeMap<_, _>>();
                let made = attributes.iter().map(|(name, attribute)| {
                    let item = items.get(name).ok_or_else(|| format!("attribute {name:?} is required"))?;
                    let item = attribute
                        .ty
                        .convert(item)
                        .map_err(|message| format!("attribute {name:?}: {message}"))?;
                    Ok((Arc::clone(name), item))
                });
                let made = Data::Object(Arc::new(made.collect::<Result<_, String>>()?));
                Ok(Value { data: made, marks: value.marks })
            }
            (
                Self::List(element) | Self::Set(element),
                Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items),
            ) => {
                let items = items.iter().enumerate().map(|(idx, item)| {
                    element.convert(item).map_err(|message| format!("element {idx}: {message}"))
                });
                let items: Vec<Value> = items.collect::<Result<_, _>>()?;
                self.gather(items, value.marks)
            }
            (Self::Map(element), Data::Object(items) | Data::Map(_, items)) => {
                let items = items.iter().map(|(key, item)| {
                    let item =
                        element.convert(item).map_err(|message| format!("element {key:?}: {message}"))?;
                    Ok((Arc::clone(key), item))
                });
                let items = items.collect::<Result<BTreeMap<_, _>, String>>()?;
                let types: Vec<Type> = items.values().map(Value::type_of).collect();
                let element = one_type(&types)?;
                let items = items.iter().map(|(key, item)| Ok((Arc::clone(key), convert(item, &element)?)));
                let items = Arc::new(items.collect::<Result<_, String>>()?);
                Ok(Value { data: Data::Map(element.clone(), items), marks: value.marks })
            }
            (Self::Tuple(elements), Data::Tuple(items)) if elements.len() == items.len() => {
                let items = elements.iter().zip(&**items).map(|(element, item)| element.convert(item));
                let items = Data::Tuple(items.collect::<Result<_, _>>()?);
                Ok(Value { data: items, marks: value.marks })
            }
            _ => convert(value, &self.ty()),
        }
    }

    fn gather(&self, items: Vec<Value>, marks: Marks) -> Result<Value, String> {
        let types: Vec<Type> = items.iter().map(Value::type_of).collect();
        let element = match self {
            Self::List(element) | Self::Set(element) if types.is_empty() => element.ty(),
            _ => one_type(&types)?,
        };
        let items = items.iter().map(|item| convert(item, &element)).collect::<Result<Vec<_>, _>>()?;
        let made: Value = match self {
            Self::Set(_) => set_of(element, items),
            _ => Data::List(element, items.into()).into(),
        };
        Ok(made.with_marks(marks))
    }

    fn with_defaults(&self, value: &Value) -> Value {
        let data = match (self, &value.data) {
            (Self::Object(attributes), Data::Object(items) | Data::Map(_, items)) => {
                let mut made = (**items).clone();
                for (name, attribute) in attributes {
                    let given = items.get(name).filter(|item| !item.is_null());
                    match (given, &attribute.default) {
                        (Some(item), _) => made.insert(Arc::clone(name), attribute.ty.with_defaults(item)),
                        (None, Some(default)) => {
                            made.insert(Arc::clone(name), attribute.ty.with_defaults(default))
                        }
                        (None, None) => None,
                    };
                }
                Data::Object(Arc::new(made))
            }
            (
                Self::List(element) | Self::Set(element),
                Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items),
            ) => Data::Tuple(items.iter().map(|item| element.with_defaults(item)).collect()),
            (Self::Map(element), Data::Object(items) | Data::Map(_, items)) => {
                let items = items.iter().map(|(key, item)| (Arc::clone(key), element.with_defaults(item)));
                Data::Object(Arc::new(items.collect()))
            }
            (Self::Tuple(elements), Data::Tuple(items)) if elements.len() == items.len() => Data::Tuple(
                elements.iter().zip(&**items).map(|(element, item)| element.with_defaults(item)).collect(),
            ),
            _ => return value.clone(),
        };
        Value { data, marks: value.marks }
    }
}

fn one_type(types: &[Type]) -> Result<Type, String> {
    unify(types).ok_or_else(|| "all elements must have the same type".to_owned())
}

impl Attribute {
    fn parse(expr: &Expr, scope: &dyn Scope) -> Result<Self, String> {
        let Node::Call(call) = &expr.node else {
            return Ok(Self { ty: TypeConstraint::parse(expr, scope)?, default: None });
        };
        match (&*call.name, call.args.as_slice()) {
            ("optional", [ty]) => {
                let ty = TypeConstraint::parse(ty, scope)?;
                let default = Some(Data::Null(ty.ty()).into());
                Ok(Self { ty, default })
            }
            ("optional", [ty, default]) => {
                let ty = TypeConstraint::parse(ty, scope)?;
                let default = evaluate(default, scope).value;
                let default = Some(ty.apply(&default)?);
                Ok(Self { ty, default })
            }
            _ => Ok(Self { ty: TypeConstraint::parse(expr, scope)?, default: None }),
        }
    }
}

fn keyword(name: &str) -> Result<TypeConstraint, String> {
    Ok(match name {
        "string" => TypeConstraint::Plain(Type::String),
        "number" => TypeConstraint::Plain(Type::Number),
        "bool" => TypeConstraint::Plain(Type::Bool),
        "any" => TypeConstraint::Plain(Type::Any),
        // The old short forms.
        "list" => TypeConstraint::List(Box::new(TypeConstraint::Plain(Type::Any))),
        "map" => TypeConstraint::Map(Box::new(TypeConstraint::Plain(Type::Any))),
        "set" => TypeConstraint::Set(Box::new(TypeConstraint::Plain(Type::Any))),
        _ => return Err(format!("Invalid type specification: {name:?} is no type")),
    })
}
