//! Functions of numbers.

use std::cmp::Ordering;

use ir::{Data, Number, Type, Value};

use super::args::{arg, as_number, items, number, text, whole};

type Result = std::result::Result<Value, String>;

pub(super) fn abs(args: &[Value]) -> Result {
    Ok(Value::number(number(args, 0)?.abs()))
}

pub(super) fn ceil(args: &[Value]) -> Result {
    Ok(Value::number(number(args, 0)?.ceil()))
}

pub(super) fn floor(args: &[Value]) -> Result {
    Ok(Value::number(number(args, 0)?.floor()))
}

/// Logarithms and powers go through doubles, as Terraform's do.
pub(super) fn log(args: &[Value]) -> Result {
    from_double(number(args, 0)?.to_f64().ln() / number(args, 1)?.to_f64().ln())
}

pub(super) fn pow(args: &[Value]) -> Result {
    from_double(number(args, 0)?.to_f64().powf(number(args, 1)?.to_f64()))
}

fn from_double(value: f64) -> Result {
    Number::from_f64(value).map(Value::number).ok_or_else(|| "the result is not a number".to_owned())
}

pub(super) fn max(args: &[Value]) -> Result {
    extreme(args, Ordering::Greater)
}

pub(super) fn min(args: &[Value]) -> Result {
    extreme(args, Ordering::Less)
}

fn extreme(args: &[Value], wanted: Ordering) -> Result {
    let mut best = number(args, 0)?;
    for other in args {
        let other = as_number(other)?;
        if other.compare(&best) == wanted {
            best = other;
        }
    }
    Ok(Value::number(best))
}

pub(super) fn signum(args: &[Value]) -> Result {
    let number = Number::from(whole(args, 0)?);
    Ok(Value::number(match number.compare(&Number::from(0)) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }))
}

pub(super) fn sum(args: &[Value]) -> Result {
    let items = items(args, 0)?;
    if items.is_empty() {
        return Err("cannot sum an empty list".to_owned());
    }
    let mut total = Number::from(0);
    for item in items.iter() {
        let next = as_number(item).map_err(|_| "argument must be list, set, or tuple of number values")?;
        total = total.add(&next).ok_or("can't compute sum of opposing infinities")?;
    }
    Ok(Value::number(total))
}

/// Digits beyond 9 are letters; from base 37 on, capitals follow small letters.
pub(super) fn parseint(args: &[Value]) -> Result {
    if !matches!(arg(args, 0)?.data, Data::String(_)) {
        return Err(format!("first argument must be a string, not {}", arg(args, 0)?.type_of()));
    }
    let (text, base) = (text(args, 0)?, whole(args, 1)?);
    if !(2..=62).contains(&base) {
        return Err("base must be a whole number between 2 and 62 inclusive".to_owned());
    }
    let refused = || format!("cannot parse {text:?} as a base {base} integer");
    let (negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, &*text),
    };
    if digits.is_empty() || digits.len() > 10_000 {
        return Err(refused());
    }
    let (mut total, factor) = (Number::from(0), Number::from(base));
    for letter in digits.chars() {
        let digit = digit_value(letter, base).filter(|digit| *digit < base).ok_or_else(refused)?;
        total = total.mul(&factor).and_then(|total| total.add(&Number::from(digit))).ok_or_else(refused)?;
    }
    Ok(Value::number(if negative && !total.is_zero() { total.neg() } else { total }))
}

fn digit_value(letter: char, base: i64) -> Option<i64> {
    let shift = if letter.is_ascii_uppercase() && base > 36 { 26 } else { 0 };
    Some(i64::from(letter.to_digit(36)?) + shift)
}

/// At most this many numbers, as Terraform's own limit.
const MAX_RANGE: usize = 1024;

pub(super) fn range(args: &[Value]) -> Result {
    let zero = Number::from(0);
    let (start, end) = match args {
        [end] => (zero.clone(), as_number(end)?),
        _ => (number(args, 0)?, number(args, 1)?),
    };
    let down = end.compare(&start) == Ordering::Less;
    let step = if args.len() == 3 { number(args, 2)? } else { Number::from(if down { -1 } else { 1 }) };
    let order = step.compare(&zero);
    if order == Ordering::Equal || down != (order == Ordering::Less) && start != end {
        return Err(match order {
            Ordering::Equal => "step must not be zero".to_owned(),
            Ordering::Less => "end must be less than start when step is negative".to_owned(),
            Ordering::Greater => "end must be greater than start when step is positive".to_owned(),
        });
    }
    let (mut numbers, mut at) = (Vec::new(), start);
    while at.compare(&end) == order.reverse() {
        if numbers.len() >= MAX_RANGE {
            return Err("more than 1024 values were generated; either decrease the difference between start and end or use a larger step".to_owned());
        }
        numbers.push(Value::number(at.clone()));
        at = at.add(&step).ok_or("the numbers must be finite")?;
    }
    Ok(Data::List(Type::Number, numbers.into()).into())
}
