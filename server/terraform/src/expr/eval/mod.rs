//! The walk over a compiled expression. An error makes an unknown value and is listed; what does not depend on
//! it keeps its value. Work and sizes are bounded, so that hostile text costs bounded time and memory.

mod access;
mod loops;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Data, Marks, Type, Unknown, Value, Why};

use super::ast::{Expr, Node, Operator, PathStep};
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
