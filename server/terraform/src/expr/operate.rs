//! Operators over values that may be unknown or marked.

use ir::{Data, Number, Type, Unknown, Value};
use std::cmp::Ordering;
use std::sync::Arc;

use super::ast::Operator;
use super::convert::convert;
use super::equal::equals;

/// An unknown made from another: the same reason, place and origin, another type.
pub(super) fn unknown_from(unknown: &Unknown, ty: Type) -> Value {
    let ty_kept = ty.clone();
    let made = Unknown { ty: ty_kept, prefix: None, not_null: true, ..unknown.clone() };
    Value::from(Data::Unknown(Arc::new(made)))
}

/// Applies an operator other than `&&` and `||`, which look at one side first.
pub(super) fn binary(operator: Operator, left: &Value, right: &Value) -> Result<Value, String> {
    let marks = left.marks.union(right.marks);
    let value = match operator {
        Operator::Eq | Operator::NotEq => {
            let marks = left.all_marks().union(right.all_marks());
            return Ok(equality(operator, left, right).with_marks(marks));
        }
        Operator::And | Operator::Or => logic(operator, left, right)?,
        _ => arithmetic(operator, left, right)?,
    };
    Ok(value.with_marks(marks))
}

fn equality(operator: Operator, left: &Value, right: &Value) -> Value {
    match equals(left, right) {
        Some(equal) => Value::bool(equal == (operator == Operator::Eq)),
        None => first_unknown([left, right], Type::Bool),
    }
}

fn first_unknown<'a>(values: impl IntoIterator<Item = &'a Value>, ty: Type) -> Value {
    match values.into_iter().find_map(Value::first_unknown) {
        Some(unknown) => unknown_from(unknown, ty),
        None => Value::null(),
    }
}

/// `&&` and `||`, both sides evaluated: one side may decide although the other is unknown.
pub(super) fn logic(operator: Operator, left: &Value, right: &Value) -> Result<Value, String> {
    let decides = operator == Operator::Or;
    let (left, right) = (operand(left, &Type::Bool)?, operand(right, &Type::Bool)?);
    match (&left.data, &right.data) {
        (Data::Bool(value), _) | (_, Data::Bool(value)) if *value == decides => Ok(Value::bool(decides)),
        (Data::Bool(_), Data::Bool(_)) => Ok(Value::bool(!decides)),
        _ => Ok(first_unknown([&left, &right], Type::Bool)),
    }
}

/// An operand of the type that an operator asks for; null is an error.
pub(super) fn operand(value: &Value, ty: &Type) -> Result<Value, String> {
    if value.is_null() {
        return Err("Invalid operand: argument must not be null".to_owned());
    }
    convert(value, ty).map_err(|message| format!("Invalid operand: Unsuitable value: {message}"))
}

fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Result<Value, String> {
    let (left, right) = (operand(left, &Type::Number)?, operand(right, &Type::Number)?);
    let (Data::Number(a), Data::Number(b)) = (&left.data, &right.data) else {
        let compares = !matches!(
            operator,
            Operator::Add | Operator::Sub | Operator::Mul | Operator::Div | Operator::Rem
        );
        return Ok(first_unknown([&left, &right], if compares { Type::Bool } else { Type::Number }));
    };
    let order = a.compare(b);
    let number = match operator {
        Operator::Less => return Ok(Value::bool(order == Ordering::Less)),
        Operator::LessEq => return Ok(Value::bool(order != Ordering::Greater)),
        Operator::Greater => return Ok(Value::bool(order == Ordering::Greater)),
        Operator::GreaterEq => return Ok(Value::bool(order != Ordering::Less)),
        Operator::Add => a.add(b),
        Operator::Sub => a.sub(b),
        Operator::Mul => a.mul(b),
        Operator::Div => a.div(b),
        _ => a.rem(b),
    };
    number.map(Value::number).ok_or_else(|| "Operation failed: division by zero, or of infinities".to_owned())
}

/// `-x`
pub(super) fn negate(value: &Value) -> Result<Value, String> {
    let number = operand(value, &Type::Number)?;
    Ok(match &number.data {
        Data::Number(number) => Value::number(Number::neg(number)).with_marks(value.marks),
        _ => first_unknown([&number], Type::Number).with_marks(value.marks),
    })
}

/// `!x`
pub(super) fn not(value: &Value) -> Result<Value, String> {
    let flag = operand(value, &Type::Bool)?;
    Ok(match &flag.data {
        Data::Bool(flag) => Value::bool(!flag).with_marks(value.marks),
        _ => first_unknown([&flag], Type::Bool).with_marks(value.marks),
    })
}
