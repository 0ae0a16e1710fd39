//! Numbers from texts and decimals, and back to texts.

use std::fmt;
use std::str::FromStr;

use dashu_int::{Sign, UBig};
use rust_decimal::Decimal;

use super::float::{from_scaled, i64_of, usize_of};
use super::{Number, PRECISION, Repr, sign_of};

/// Decimal exponents beyond this are refused, so that no text makes a number of gigabytes.
const MAX_DECIMAL_EXPONENT: i64 = 20_000;

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        let sign = sign_of(value.is_sign_negative() && !value.is_zero());
        let digits = UBig::from(value.mantissa().unsigned_abs());
        from_scaled(sign, digits, -i64::from(value.scale()), PRECISION)
    }
}

impl FromStr for Number {
    type Err = ();

    /// Reads a decimal text: sign, digits, point, exponent; and `Inf`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (sign, rest) = match text.strip_prefix(['-', '+']) {
            Some(rest) => (sign_of(text.starts_with('-')), rest),
            None => (Sign::Positive, text),
        };
        if matches!(rest, "Inf" | "inf") {
            return Ok(Self::infinity(sign));
        }
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().map_err(drop)?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || i64_of(digits.len()) > MAX_DECIMAL_EXPONENT || exponent.abs() > MAX_DECIMAL_EXPONENT {
            return Err(());
        }
        if let (Sign::Positive, "", 0, Ok(small)) = (sign, fraction, exponent, whole.parse()) {
            return Ok(Self(Repr::Small(small)));
        }
        let magnitude = UBig::from_str_radix(&digits, 10).map_err(drop)?;
        if magnitude.is_zero() {
            return Ok(Self::zero(sign == Sign::Negative));
        }
        Ok(from_scaled(sign, magnitude, exponent - i64_of(fraction.len()), PRECISION))
    }
}

impl fmt::Display for Number {
    /// All digits of a whole number, as many as needed of a fraction; never an exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let float = match &self.0 {
            Repr::Small(value) => return write!(f, "{value}"),
            Repr::NegativeZero => return f.write_str("-0"),
            Repr::Infinite(Sign::Positive) => return f.write_str("+Inf"),
            Repr::Infinite(Sign::Negative) => return f.write_str("-Inf"),
            Repr::Float(float) => float,
        };
        let (digits, point) = float.shortest();
        let sign = if float.mantissa.sign() == Sign::Negative { "-" } else { "" };
        let n_digits = i64_of(digits.len());
        if point <= 0 {
            write!(f, "{sign}0.{:0>width$}", digits, width = digits.len() + usize_of(-point))
        } else if point >= n_digits {
            write!(f, "{sign}{:0<width$}", digits, width = usize_of(point))
        } else {
            let (whole, fraction) = digits.split_at(usize_of(point));
            write!(f, "{sign}{whole}.{fraction}")
        }
    }
}
