//! `for`: over tuples and objects, and the loop that templates share with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Marks, Type, Value};

use super::Run;
use crate::expr::ast::For;
use crate::expr::convert::convert;
use crate::expr::operate::unknown_from;

impl Run<'_> {
    /// Runs `each` for every element of a collection with the loop's names bound. `Err` is the value that takes
    /// the place of the loop's.
    pub(super) fn each(
        &mut self,
        names: (&Option<Arc<str>>, &Arc<str>),
        collection: &Value,
        offset: usize,
        each: &mut dyn FnMut(&mut Self) -> Result<(), Value>,
    ) -> Result<(), Value> {
        let elements: Vec<(Value, Value)> = match &collection.data {
            Data::Null(_) => return Err(self.fail("Iteration over null value: a null value cannot be used as the collection in a 'for' expression.", offset)),
            Data::Unknown(unknown) if is_iterable(&unknown.ty) => return Err(unknown_from(unknown, Type::Any)),
            Data::Tuple(items) | Data::List(_, items) => {
                let numbered = (0i64..).zip(items.iter());
                numbered.map(|(idx, item)| (Value::number(idx), item.clone())).collect()
            }
            Data::Set(_, items) => items.iter().map(|item| (item.clone(), item.clone())).collect(),
            Data::Object(items) | Data::Map(_, items) => {
                items.iter().map(|(key, item)| (Value::string(Arc::clone(key)), item.clone())).collect()
            }
            _ => return Err(self.fail(format!("Iteration over non-iterable value: a value of type {} cannot be used as the collection in a 'for' expression.", collection.type_of()), offset)),
        };
        let n_vars = self.vars.len();
        for (key, value) in elements {
            self.vars.extend(names.0.iter().map(|name| (Arc::clone(name), key.clone())));
            self.vars.push((Arc::clone(names.1), value));
            let result = match self.spend(1) {
                Some(limit) => Err(limit),
                None => each(self),
            };
            self.vars.truncate(n_vars);
            result?;
        }
        Ok(())
    }

    pub(super) fn for_expr(&mut self, it: &For) -> Value {
        let collection = self.eval(&it.collection);
        let mut marks = collection.marks;
        let mut made = Made::default();
        let looped =
            self.each((&it.key_name, &it.value_name), &collection, it.collection.offset, &mut |run| {
                run.for_element(it, &mut made, &mut marks)
            });
        let value = match looped {
            Err(value) => value,
            Ok(()) => made.finish(it),
        };
        self.bounded(value).with_marks(marks)
    }

    fn for_element(&mut self, it: &For, made: &mut Made, marks: &mut Marks) -> Result<(), Value> {
        if let Some(condition) = &it.condition {
            let included = self.eval(condition);
            *marks = marks.union(included.marks);
            if included.is_null() {
                return Err(self.fail(
                    "Condition is null: the value of the 'if' clause must not be null.",
                    condition.offset,
                ));
            }
            match convert(&included, &Type::Bool).map(|included| included.data) {
                Ok(Data::Bool(true)) => {}
                Ok(Data::Bool(false)) => return Ok(()),
                Ok(Data::Unknown(unknown)) => return Err(unknown_from(&unknown, Type::Any)),
                _ => {
                    return Err(self.fail(
                        "Invalid 'for' condition: the 'if' clause value is invalid: bool required.",
                        condition.offset,
                    ));
                }
            }
        }
        let Some(key_expr) = &it.key else {
            made.items.push(self.eval(&it.value));
            return Ok(());
        };
        let key = self.eval(key_expr);
        *marks = marks.union(key.marks);
        let name = self.key(&key, key_expr.offset)?;
        let value = self.eval(&it.value);
        let group = made.groups.entry(Arc::clone(&name)).or_default();
        group.push(value);
        if group.len() > 1 && !it.groups {
            return Err(self.fail(format!("Duplicate object key: two different items produced the key {name:?} in this 'for' expression."), key_expr.offset));
        }
        Ok(())
    }
}

/// What a `for` has gathered.
#[derive(Default)]
struct Made {
    items: Vec<Value>,
    groups: BTreeMap<Arc<str>, Vec<Value>>,
}

impl Made {
    fn finish(self, it: &For) -> Value {
        match (&it.key, it.groups) {
            (None, _) => Value::tuple(self.items),
            (Some(_), true) => {
                Value::object(self.groups.into_iter().map(|(key, group)| (key, Value::tuple(group))))
            }
            (Some(_), false) => Value::object(
                self.groups.into_iter().filter_map(|(key, mut group)| Some((key, group.pop()?))),
            ),
        }
    }
}

fn is_iterable(ty: &Type) -> bool {
    !matches!(ty, Type::Bool | Type::Number | Type::String)
}
