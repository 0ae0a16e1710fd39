//! What an unquoted YAML scalar stands for.

use ir::{Number, Type, Value};

use super::Result;
use crate::expr::functions::args::as_text;
use crate::expr::functions::time;
use crate::expr::normalize;

/// A scalar and how it is written.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    /// In quotes, or tagged as a text.
    Text(&'a str),
    /// Without quotes.
    Plain(&'a str),
    /// After `|` or `>`: read like a plain one, then converted to a text.
    Block(&'a str),
}

impl Scalar<'_> {
    pub(super) fn value(self) -> Result {
        match self {
            Self::Text(text) => Ok(Value::string(normalize(text))),
            Self::Plain(text) => plain(text),
            Self::Block(text) => {
                let value = plain(text)?;
                match value.is_null() {
                    true => Ok(ir::Data::Null(Type::String).into()),
                    false => as_text(&value).map(Value::string),
                }
            }
        }
    }
}

fn plain(text: &str) -> Result {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::null(),
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Value::bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Value::bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => return Err("floating point NaN is not supported".to_owned()),
        _ => match number(text)? {
            Some(number) => Value::number(number),
            None => Value::string(time::of_yaml(text).map_or_else(|| normalize(text), Into::into)),
        },
    })
}

/// Decimal, `0x` and `0o` numbers; an octal number of YAML 1.1 (`0644`) is read as decimal.
fn number(text: &str) -> Result<Option<Number>> {
    let (sign, rest) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.get(..1).filter(|sign| *sign == "-").unwrap_or_default(), rest),
        None => ("", text),
    };
    if matches!(rest, ".inf" | ".Inf" | ".INF") {
        return Ok(format!("{sign}Inf").parse().ok());
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return in_radix(text, digits, radix);
        }
    }
    let Some(digits) = decimal(rest) else { return Ok(None) };
    let number = format!("{sign}{digits}").parse();
    number.map(Some).map_err(|()| format!("cannot parse {text:?} as a number"))
}

/// 64 bits; a longer number is an error, what is no number at all is a text.
fn in_radix(text: &str, digits: &str, radix: u32) -> Result<Option<Number>> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Ok(None);
    }
    let number = u64::from_str_radix(digits, radix)
        .map_err(|_| format!("cannot parse {text:?} as tag:yaml.org,2002:int"))?;
    Ok(number.to_string().parse().ok())
}

/// The text in the form that numbers are read from: `1.` is `1`, `.5` is `0.5`. `None` when it is no number.
fn decimal(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let power = match exponent {
        Some(power) => {
            let plain = power.strip_prefix(['+', '-']).unwrap_or(power);
            if plain.is_empty() || !digits(plain) {
                return None;
            }
            format!("e{}", power.strip_prefix('+').unwrap_or(power))
        }
        None => String::new(),
    };
    Some(format!("{whole}.{fraction}{power}"))
}
