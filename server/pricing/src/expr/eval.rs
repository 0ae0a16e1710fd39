//! Expression to value. The first unknown met decides the reason of the result.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::ast::{Expr, Op};
use super::val::Val;

/// What names stand for.
pub(crate) trait Names {
    /// An attribute, let, parameter or part of an item.
    fn name(&self, name: &str) -> Val;
    /// A usage value; `Val::NeedsUsage` when nobody gave it.
    fn usage(&self, key: &str) -> Val;
    /// A lookup table's answer.
    fn lookup(&self, table: &str, key: &str) -> Option<Arc<str>>;
}

/// Evaluates. Never fails: what cannot be computed is `Val::Unknown` with the reason.
pub(crate) fn eval(expr: &Expr, names: &dyn Names) -> Val {
    match expr {
        Expr::Null => Val::Null,
        Expr::Bool(it) => Val::Bool(*it),
        Expr::Num(it) => Val::Num(*it),
        Expr::Text(it) => Val::Text(it.clone()),
        Expr::Name(it) => names.name(it),
        Expr::Usage(it) => names.usage(it),
        Expr::Not(it) => not(eval(it, names)),
        Expr::Negate(it) => binary(Op::Sub, Val::Num(Decimal::ZERO), eval(it, names)),
        Expr::Binary(Op::And, left, right) => and(left, right, names),
        Expr::Binary(Op::Or, left, right) => or(left, right, names),
        Expr::Binary(op, left, right) => binary(*op, eval(left, names), eval(right, names)),
        Expr::Lookup(table, key, default) => lookup(table, key, default.as_deref(), names),
        Expr::Call(function, args) => function.call(args, names),
    }
}

fn not(value: Val) -> Val {
    match value.as_bool() {
        Some(it) => Val::Bool(!it),
        None => open_or(value, "! needs a condition"),
    }
}

fn and(left: &Expr, right: &Expr, names: &dyn Names) -> Val {
    let left = eval(left, names);
    if left.as_bool() == Some(false) {
        return Val::Bool(false);
    }
    let right = eval(right, names);
    match (left.as_bool(), right.as_bool()) {
        (_, Some(false)) => Val::Bool(false),
        (Some(true), Some(true)) => Val::Bool(true),
        (None, _) => open_or(left, "&& needs conditions"),
        _ => open_or(right, "&& needs conditions"),
    }
}

fn or(left: &Expr, right: &Expr, names: &dyn Names) -> Val {
    let left = eval(left, names);
    if left.as_bool() == Some(true) {
        return Val::Bool(true);
    }
    let right = eval(right, names);
    match (left.as_bool(), right.as_bool()) {
        (_, Some(true)) => Val::Bool(true),
        (Some(false), Some(false)) => Val::Bool(false),
        (None, _) => open_or(left, "|| needs conditions"),
        _ => open_or(right, "|| needs conditions"),
    }
}

fn lookup(table: &str, key: &Expr, default: Option<&Expr>, names: &dyn Names) -> Val {
    let key = eval(key, names);
    if key.is_open() {
        return key;
    }
    let found = key.as_text().and_then(|text| names.lookup(table, &text));
    match (found, default) {
        (Some(text), _) => Val::Text(text),
        (None, Some(default)) => eval(default, names),
        (None, None) => match key.as_text() {
            Some(text) => Val::Unknown(format!("{text} is not known as {}", table.replace('_', " ")).into()),
            None => Val::Null,
        },
    }
}

/// The value itself when it is open, else an unknown with this reason.
pub(crate) fn open_or(value: Val, reason: &str) -> Val {
    if value.is_open() { value } else { Val::Unknown(reason.into()) }
}

fn binary(op: Op, left: Val, right: Val) -> Val {
    if left.is_open() {
        return left;
    }
    if right.is_open() {
        return right;
    }
    match op {
        Op::Eq => Val::Bool(equal(&left, &right)),
        Op::Ne => Val::Bool(!equal(&left, &right)),
        _ => arithmetic(op, &left, &right),
    }
}

/// Numbers by value, also where one is written as a text; everything else by its text.
fn equal(left: &Val, right: &Val) -> bool {
    match (left, right) {
        (Val::Null, Val::Null) => true,
        (Val::Num(_), _) | (_, Val::Num(_)) => left.as_num().is_some() && left.as_num() == right.as_num(),
        _ => match (left.as_text(), right.as_text()) {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
    }
}

fn arithmetic(op: Op, left: &Val, right: &Val) -> Val {
    let (Some(a), Some(b)) = (left.as_num(), right.as_num()) else {
        return no_number(left, right);
    };
    let result = match op {
        Op::Add => a.checked_add(b),
        Op::Sub => a.checked_sub(b),
        Op::Mul => a.checked_mul(b),
        Op::Div => a.checked_div(b),
        Op::Lt => return Val::Bool(a < b),
        Op::Le => return Val::Bool(a <= b),
        Op::Gt => return Val::Bool(a > b),
        Op::Ge => return Val::Bool(a >= b),
        Op::Or | Op::And | Op::Eq | Op::Ne => None,
    };
    result.map_or_else(|| Val::Unknown("the number is too large, or divided by zero".into()), Val::Num)
}

/// Arithmetic with something absent is absent; with a text it is a mistake in the code that is read.
fn no_number(left: &Val, right: &Val) -> Val {
    if matches!(left, Val::Null) || matches!(right, Val::Null) {
        return Val::Null;
    }
    let culprit = if left.as_num().is_none() { left } else { right };
    match culprit.as_text() {
        Some(text) => Val::Unknown(format!("\"{text}\" is no number").into()),
        None => Val::Unknown("a list stands where a number is needed".into()),
    }
}
