//! The walk over a compiled expression. An error makes an unknown value and is listed; what does not depend on
//! it keeps its value. Work and sizes are bounded, so that hostile text costs bounded time and memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Marks, Type, Unknown, Value, Why};

use super::ast::{Expr, For, Node, Operator, Part, PathStep};
use super::convert::{convert, unify};
use super::operate::{self, unknown_from};
use super::{Scope, Step, functions};

/// Steps that one evaluation may take: more than real modules need, less than a second.
const MAX_WORK: usize = 2_000_000;
/// Elements that a made value may hold, at all depths together.
pub(super) const MAX_ELEMENTS: usize = 100_000;
/// Bytes that a made string may have.
pub(super) const MAX_STRING: usize = 1 << 20;

/// An error in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong, in Terraform's words where it has them.
    pub message: String,
    /// Byte in the expression's text.
    pub offset: usize,
    /// Whether `try` and `can` may take it for a failed attempt.
    pub kind: FailureKind,
}

/// What an error is to `try` and `can`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The evaluation failed: they go on.
    Dynamic,
    /// The text refers to something that is not declared: no attempt at all.
    Static,
}

/// What an evaluation gives.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The value; an unknown with the error where there was one.
    pub value: Value,
    /// The errors, in the order met.
    pub failures: Vec<Failure>,
}

/// Evaluates an expression.
pub fn evaluate(expr: &Expr, scope: &dyn Scope) -> Outcome {
    let mut run = Run { scope, vars: Vec::new(), failures: Vec::new(), work: 0 };
    let value = run.eval(expr);
    Outcome { value, failures: run.failures }
}

/// Terraform's message for a name that is not declared.
pub fn undeclared_message(root: &str, steps: &[Step]) -> String {
    let name = |idx: usize| match steps.get(idx) {
        Some(Step::Attr(name)) => name.to_string(),
        _ => String::new(),
    };
    match (root, steps) {
        (_, []) => format!(
            "Invalid reference: a reference to \"{root}\" must be followed by at least one attribute access"
        ),
        ("var", _) => format!("An input variable with the name {:?} has not been declared.", name(0)),
        ("local", _) => format!("A local value with the name {:?} has not been declared.", name(0)),
        ("module", _) => format!("No module call named {:?} is declared.", name(0)),
        ("data", _) => format!("A data resource {:?} {:?} has not been declared.", name(0), name(1)),
        ("each" | "count" | "self" | "path" | "terraform", _) => {
            format!("Invalid reference: \"{root}.{}\" cannot be used here.", name(0))
        }
        _ => format!("A managed resource {root:?} {:?} has not been declared.", name(0)),
    }
}

/// One evaluation.
pub(super) struct Run<'a> {
    pub(super) scope: &'a dyn Scope,
    /// Names bound by `for` and by templates, the innermost last.
    pub(super) vars: Vec<(Arc<str>, Value)>,
    pub(super) failures: Vec<Failure>,
    work: usize,
}

impl Run<'_> {
    pub(super) fn eval(&mut self, expr: &Expr) -> Value {
        if let Some(limit) = self.spend(1) {
            return limit;
        }
        match &expr.node {
            Node::Literal(value) => value.clone(),
            Node::Template(parts) => self.template(parts),
            Node::Wrapped(inner) => self.eval(inner),
            Node::Reference(root, path) => self.reference(root, path, expr.offset),
            Node::Traverse(from, path) => {
                let from = self.eval(from);
                self.follow(from, path, expr.offset)
            }
            Node::Tuple(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.eval(item)).collect();
                self.bounded(Value::tuple(items))
            }
            Node::Object(items) => self.object(items),
            Node::Call(call) => functions::call(self, call, expr.offset),
            Node::Conditional(condition, yes, no) => self.conditional(condition, yes, no, expr.offset),
            Node::Binary(operator @ (Operator::And | Operator::Or), left, right) => {
                self.logic(*operator, left, right, expr.offset)
            }
            Node::Binary(operator, left, right) => {
                let (left, right) = (self.eval(left), self.eval(right));
                self.or_fail(operate::binary(*operator, &left, &right), expr.offset)
            }
            Node::Not(inner) => {
                let inner = self.eval(inner);
                self.or_fail(operate::not(&inner), expr.offset)
            }
            Node::Negate(inner) => {
                let inner = self.eval(inner);
                self.or_fail(operate::negate(&inner), expr.offset)
            }
            Node::For(it) => self.for_expr(it),
        }
    }

    /// Lists an error and gives the unknown that stands for the value.
    pub(super) fn fail(&mut self, message: impl Into<String>, offset: usize) -> Value {
        let message = message.into();
        let why = Why::Error(message.as_str().into());
        self.failures.push(Failure { message, offset, kind: FailureKind::Dynamic });
        Value::unknown(why)
    }

    pub(super) fn limit(&mut self, message: &str) -> Value {
        // One note is enough: everything after it would repeat it.
        if self.failures.last().is_none_or(|last| last.message != message) {
            let failure = Failure { message: message.to_owned(), offset: 0, kind: FailureKind::Static };
            self.failures.push(failure);
        }
        Value::unknown(Why::Limit(message.into()))
    }

    pub(super) fn or_fail(&mut self, result: Result<Value, String>, offset: usize) -> Value {
        match result {
            Ok(value) => value,
            Err(message) => self.fail(message, offset),
        }
    }

    fn spend(&mut self, work: usize) -> Option<Value> {
        self.work = self.work.saturating_add(work);
        (self.work > MAX_WORK).then(|| self.limit("the expression takes more than 2,000,000 steps"))
    }

    /// The value, unless it is too large to be worked with.
    pub(super) fn bounded(&mut self, value: Value) -> Value {
        let mut left = MAX_ELEMENTS;
        if matches!(&value.data, Data::String(text) if text.len() > MAX_STRING) {
            return self.limit("the text is longer than 1 MiB");
        }
        if !count_elements(&value, &mut left) {
            return self.limit("the value has more than 100,000 elements");
        }
        if let Some(limit) = self.spend(MAX_ELEMENTS - left) {
            return limit;
        }
        value
    }

    fn reference(&mut self, root: &Arc<str>, path: &[PathStep], offset: usize) -> Value {
        if let Some((_, value)) = self.vars.iter().rev().find(|(name, _)| name == root) {
            let value = value.clone();
            return self.follow(value, path, offset);
        }
        let steps = self.scope_steps(path);
        match self.scope.traverse(root, &steps) {
            Some((value, n_taken)) => self.follow(value, path.get(n_taken..).unwrap_or_default(), offset),
            None => {
                let message = self.scope.undeclared(root, &steps);
                let why = Why::Error(message.as_str().into());
                self.failures.push(Failure { message, offset, kind: FailureKind::Static });
                Value::unknown(why)
            }
        }
    }

    /// The steps up to the first splat.
    fn scope_steps(&mut self, path: &[PathStep]) -> Vec<Step> {
        let mut steps = Vec::with_capacity(path.len());
        for step in path {
            steps.push(match step {
                PathStep::Attr(name) => Step::Attr(Arc::clone(name)),
                PathStep::LegacyIndex(value) => Step::Index(value.clone()),
                PathStep::Index(index) => {
                    // An error in it is listed when the step is taken.
                    let n_failures = self.failures.len();
                    let index = self.eval(index);
                    self.failures.truncate(n_failures);
                    Step::Index(index)
                }
                PathStep::AttrSplat | PathStep::FullSplat => {
                    steps.push(Step::Splat);
                    return steps;
                }
            });
        }
        steps
    }

    fn follow(&mut self, mut at: Value, path: &[PathStep], offset: usize) -> Value {
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

    fn object(&mut self, items: &[(Expr, Expr)]) -> Value {
        let mut made = BTreeMap::new();
        let (mut marks, mut unknown_key) = (Marks::default(), None);
        for (key_expr, value_expr) in items {
            let key = self.eval(key_expr);
            let value = self.eval(value_expr);
            marks = marks.union(key.marks);
            match self.key(&key, key_expr.offset) {
                Ok(name) => {
                    made.insert(name, value);
                }
                Err(unknown) => unknown_key = unknown_key.or(Some(unknown)),
            }
        }
        match unknown_key {
            Some(unknown) => unknown,
            None => self.bounded(Data::Object(Arc::new(made)).into()),
        }
        .with_marks(marks)
    }

    /// The text of an object's key; otherwise the unknown that the object becomes.
    fn key(&mut self, key: &Value, offset: usize) -> Result<Arc<str>, Value> {
        if key.is_null() {
            return Err(self.fail("Null value as key: can't use a null value as a key.", offset));
        }
        match convert(key, &Type::String).map(|key| key.data) {
            Ok(Data::String(name)) => Ok(name),
            Ok(Data::Unknown(unknown)) => Err(unknown_from(&unknown, Type::Any)),
            _ => {
                Err(self.fail("Incorrect key type: can't use this value as a key: string required.", offset))
            }
        }
    }

    fn conditional(&mut self, condition: &Expr, yes: &Expr, no: &Expr, offset: usize) -> Value {
        let condition = self.eval(condition);
        if condition.is_null() {
            return self.fail("Null condition: the condition value is null.", offset);
        }
        let decided = convert(&condition, &Type::Bool);
        let marks = condition.marks;
        match decided.map(|decided| decided.data) {
            Ok(Data::Bool(decided)) => self.branches(decided, yes, no, offset).with_marks(marks),
            Ok(Data::Unknown(unknown)) => {
                let (yes, no) = (self.eval(yes), self.eval(no));
                undecided(&unknown, &yes, &no).with_marks(marks)
            }
            _ => {
                self.fail("Incorrect condition type: the condition expression must be of type bool.", offset)
            }
        }
    }

    /// Only the chosen branch may fail; the type of both decides the result's.
    fn branches(&mut self, decided: bool, yes: &Expr, no: &Expr, offset: usize) -> Value {
        let (chosen, other) = if decided { (yes, no) } else { (no, yes) };
        let chosen = self.eval(chosen);
        let n_failures = self.failures.len();
        let other = self.eval(other);
        self.failures.truncate(n_failures);
        let chosen = chosen.with_marks(other.marks);
        let (chosen_type, other_type) = (chosen.type_of(), other.type_of());
        if chosen_type == other_type || other_type == Type::Any {
            return chosen;
        }
        match unify(&[chosen_type, other_type]) {
            Some(ty) => self.or_fail(convert(&chosen, &ty), offset),
            None => self.fail("Inconsistent conditional result types: the true and false result expressions must have consistent types.", offset),
        }
    }

    fn logic(&mut self, operator: Operator, left: &Expr, right: &Expr, offset: usize) -> Value {
        let left = self.eval(left);
        let decides = operator == Operator::Or;
        if let Ok(Data::Bool(value)) = operate::operand(&left, &Type::Bool).map(|left| left.data)
            && value == decides
        {
            return Value::bool(decides).with_marks(left.marks);
        }
        let right = self.eval(right);
        let marks = left.marks.union(right.marks);
        let value = operate::logic(operator, &left, &right);
        self.or_fail(value, offset).with_marks(marks)
    }

    /// Runs `each` for every element of a collection with the loop's names bound. `Err` is the value that takes
    /// the place of the loop's.
    fn each(
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

    fn for_expr(&mut self, it: &For) -> Value {
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

    fn template(&mut self, parts: &[Part]) -> Value {
        let mut text = Text::default();
        if let Err(value) = self.write_parts(parts, &mut text) {
            return value;
        }
        let value = text.finish();
        self.bounded(value)
    }

    fn write_parts(&mut self, parts: &[Part], text: &mut Text) -> Result<(), Value> {
        for part in parts {
            match part {
                Part::Text(literal) => text.push(literal),
                Part::Value(expr) => {
                    let value = self.eval(expr);
                    self.write_value(&value, text, expr.offset);
                }
                Part::If(condition, yes, no) => {
                    let decided = self.eval(condition);
                    text.marks = text.marks.union(decided.marks);
                    match convert(&decided, &Type::Bool).map(|decided| decided.data) {
                        Ok(Data::Bool(true)) => self.write_parts(yes, text)?,
                        Ok(Data::Bool(false)) => self.write_parts(no, text)?,
                        Ok(Data::Unknown(unknown)) => text.become_unknown(&unknown),
                        _ => {
                            return Err(self.fail(
                                "The condition of a template's 'if' must be a bool that is not null.",
                                condition.offset,
                            ));
                        }
                    }
                }
                Part::For { key_name, value_name, collection, body } => {
                    let over = self.eval(collection);
                    text.marks = text.marks.union(over.marks);
                    let looped = self.each((key_name, value_name), &over, collection.offset, &mut |run| {
                        run.write_parts(body, text)
                    });
                    if let Err(Value { data: Data::Unknown(unknown), .. }) = looped {
                        text.become_unknown(&unknown);
                    }
                }
            }
            if text.text.len() > MAX_STRING {
                return Err(self.limit("the text is longer than 1 MiB"));
            }
        }
        Ok(())
    }

    fn write_value(&mut self, value: &Value, text: &mut Text, offset: usize) {
        text.marks = text.marks.union(value.marks);
        if value.is_null() {
            let failed = self.fail("Invalid template interpolation value: The expression result is null. Cannot include a null value in a string template.", offset);
            text.become_unknown_value(&failed);
            return;
        }
        match convert(value, &Type::String).map(|value| value.data) {
            Ok(Data::String(part)) => text.push(&part),
            Ok(Data::Unknown(unknown)) => {
                if let Some(prefix) = &unknown.prefix {
                    text.push(prefix);
                }
                text.become_unknown(&unknown);
            }
            _ => {
                let failed = self.fail("Invalid template interpolation value: Cannot include the given value in a string template: string required.", offset);
                text.become_unknown_value(&failed);
            }
        }
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

/// A text under construction; after an unknown part, only what stands before it is known.
#[derive(Default)]
struct Text {
    text: String,
    marks: Marks,
    unknown: Option<Unknown>,
}

impl Text {
    fn push(&mut self, part: &str) {
        if self.unknown.is_none() {
            self.text.push_str(part);
        }
    }

    fn become_unknown(&mut self, unknown: &Unknown) {
        if self.unknown.is_none() {
            self.unknown = Some(unknown.clone());
        }
    }

    fn become_unknown_value(&mut self, value: &Value) {
        if let Data::Unknown(unknown) = &value.data {
            self.become_unknown(unknown);
        }
    }

    fn finish(self) -> Value {
        let value = match self.unknown {
            None => Value::string(super::normalize(&self.text)),
            Some(unknown) => {
                let prefix = (!self.text.is_empty()).then(|| self.text.into());
                let made = Unknown { ty: Type::String, not_null: true, prefix, ..unknown };
                Data::Unknown(Arc::new(made)).into()
            }
        };
        value.with_marks(self.marks)
    }
}

/// Both branches of a condition that is unknown: equal ones are known all the same.
fn undecided(unknown: &Unknown, yes: &Value, no: &Value) -> Value {
    let ty = match unify(&[yes.type_of(), no.type_of()]) {
        Some(ty) => ty,
        None => Type::Any,
    };
    if let (Ok(yes), Ok(no)) = (convert(yes, &ty), convert(no, &ty))
        && yes == no
        && yes.first_unknown().is_none()
    {
        return yes;
    }
    let not_null = [yes, no].into_iter().all(|branch| match &branch.data {
        Data::Null(_) => false,
        Data::Unknown(unknown) => unknown.not_null,
        _ => true,
    });
    let made = Unknown { not_null, ..unknown.clone() };
    let made = Unknown { ty, prefix: None, ..made };
    Value::from(Data::Unknown(Arc::new(made))).with_marks(yes.marks.union(no.marks))
}

/// `value.name`
pub(super) fn attribute(value: &Value, name: &Arc<str>) -> Result<Value, String> {
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
pub(super) fn index(value: &Value, key: &Value) -> Result<Value, String> {
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

fn is_iterable(ty: &Type) -> bool {
    !matches!(ty, Type::Bool | Type::Number | Type::String)
}

/// Counts the elements of a value at all depths down from `left`; false when there are more.
fn count_elements(value: &Value, left: &mut usize) -> bool {
    let Some(less) = left.checked_sub(1) else { return false };
    *left = less;
    match &value.data {
        Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => {
            items.iter().all(|item| count_elements(item, left))
        }
        Data::Object(items) | Data::Map(_, items) => items.values().all(|item| count_elements(item, left)),
        _ => true,
    }
}
