//! The long way: mantissas of any size, rounded half to even.

use std::cmp::Ordering;
use std::sync::Arc;

use dashu_int::{
    IBig, Sign, UBig,
    ops::{BitTest, DivRem, UnsignedAbs},
};

use super::{DOUBLE_PRECISION, Number, Repr};

/// Binary exponents beyond this overflow to infinity or vanish to zero.
const MAX_BINARY_EXPONENT: i64 = 80_000;

/// `mantissa * 2^exponent`, the mantissa odd or zero.
#[derive(Clone, Debug)]
pub(super) struct Float {
    pub(super) mantissa: IBig,
    pub(super) exponent: i64,
    pub(super) precision: usize,
}

impl Float {
    /// Rounds half to even, and brings into the one form that each number has.
    pub(super) fn rounded(mantissa: IBig, exponent: i64, precision: usize) -> Number {
        let (sign, mut magnitude) = mantissa.into_parts();
        let mut exponent = exponent;
        let excess = magnitude.bit_len().saturating_sub(precision);
        if excess > 0 {
            let half = UBig::from(1u8) << (excess - 1);
            let (low, high) = magnitude.split_bits(excess);
            magnitude = high;
            if low > half || (low == half && magnitude.bit(0)) {
                magnitude += 1u8;
            }
            exponent += i64_of(excess);
        }
        let zeros = magnitude.trailing_zeros().unwrap_or(0);
        magnitude >>= zeros;
        exponent += i64_of(zeros);
        Self::finish(IBig::from_parts(sign, magnitude), exponent, precision)
    }

    fn finish(mantissa: IBig, exponent: i64, precision: usize) -> Number {
        if mantissa.is_zero() || exponent < -MAX_BINARY_EXPONENT {
            return Number(Repr::Small(0));
        }
        if exponent > MAX_BINARY_EXPONENT {
            return Number::infinity(mantissa.sign());
        }
        let float = Self { mantissa, exponent, precision };
        let small = (0..64).contains(&exponent).then(|| float.to_integer()?.try_into().ok()).flatten();
        match small {
            Some(value) if precision > DOUBLE_PRECISION || i64::abs_diff(value, 0) < 1 << 53 => {
                Number(Repr::Small(value))
            }
            _ => Number(Repr::Float(Arc::new(float))),
        }
    }

    pub(super) fn to_integer(&self) -> Option<IBig> {
        let exponent = usize::try_from(self.exponent).ok()?;
        Some(self.mantissa.clone() << exponent)
    }

    /// Both mantissas at the smaller exponent.
    fn aligned(left: &Self, right: &Self) -> (IBig, IBig, i64) {
        let exponent = left.exponent.min(right.exponent);
        let shift = |float: &Self| float.mantissa.clone() << usize_of(float.exponent - exponent);
        (shift(left), shift(right), exponent)
    }

    pub(super) fn sum(left: &Self, right: &Self) -> Number {
        let (left_mantissa, right_mantissa, exponent) = Self::aligned(left, right);
        Self::rounded(left_mantissa + right_mantissa, exponent, left.precision.max(right.precision))
    }

    pub(super) fn compare(left: &Self, right: &Self) -> Ordering {
        let (left, right, _) = Self::aligned(left, right);
        left.cmp(&right)
    }

    pub(super) fn quotient(left: &Self, right: &Self) -> Number {
        let sign = left.mantissa.sign() * right.mantissa.sign();
        let precision = left.precision.max(right.precision);
        let exponent = left.exponent - right.exponent;
        let (left, right) = ((&left.mantissa).unsigned_abs(), (&right.mantissa).unsigned_abs());
        Self::ratio(sign, left, &right, exponent, precision)
    }

    /// `left / right * 2^exponent`, rounded once: a bit behind the last says whether the division left a rest.
    fn ratio(sign: Sign, left: UBig, right: &UBig, exponent: i64, precision: usize) -> Number {
        let shift = (precision + 2 + right.bit_len()).saturating_sub(left.bit_len());
        let (quotient, rest) = (left << shift).div_rem(right);
        let sticky = UBig::from(u8::from(!rest.is_zero()));
        let mantissa = (quotient << 1) + sticky;
        Self::rounded(IBig::from_parts(sign, mantissa), exponent - i64_of(shift) - 1, precision)
    }

    /// The decimal digits and the place of the point that name this number among its neighbours with the
    /// fewest digits: `0.DIGITS * 10^point`.
    pub(super) fn shortest(&self) -> (String, i64) {
        // Fewer digits than `low` would not do for every number, more than `high` never say more.
        let (low, high) = if self.precision == DOUBLE_PRECISION { (1, 17) } else { (153, 156) };
        for n_digits in low..high {
            let (digits, point) = self.digits(n_digits);
            if self.is_named_by(&digits, point) {
                return (digits, point);
            }
        }
        self.digits(high)
    }

    fn digits(&self, n_digits: i64) -> (String, i64) {
        let magnitude = (&self.mantissa).unsigned_abs();
        let bits = i64_of(magnitude.bit_len()) + self.exponent;
        // log10(2) is 0.30103; the estimate may be one too small or too large.
        let estimate = bits * 30103 / 100_000;
        for point in [estimate - 1, estimate, estimate + 1, estimate + 2] {
            let scale = n_digits - point;
            let ten = UBig::from(10u8).pow(usize_of(scale.abs()));
            let (numerator, denominator) = shifted(magnitude.clone(), self.exponent);
            let whole = if scale >= 0 {
                nearest(&(numerator * ten), &denominator)
            } else {
                nearest(&numerator, &(denominator * ten))
            };
            let text = whole.to_string();
            if i64_of(text.len()) == n_digits {
                return (text.trim_end_matches('0').to_owned(), point);
            }
        }
        ("0".to_owned(), 1)
    }

    fn is_named_by(&self, digits: &str, point: i64) -> bool {
        let Ok(whole) = UBig::from_str_radix(digits, 10) else { return false };
        let scale = point - i64_of(digits.len());
        let named = from_scaled(self.mantissa.sign(), whole, scale, self.precision);
        named.compare(&Number(Repr::Float(Arc::new(self.clone())))) == Ordering::Equal
    }
}

/// `whole * 10^scale`, rounded.
pub(super) fn from_scaled(sign: Sign, whole: UBig, scale: i64, precision: usize) -> Number {
    let ten = UBig::from(10u8).pow(usize_of(scale.abs()));
    if scale >= 0 {
        Float::rounded(IBig::from_parts(sign, whole * ten), 0, precision)
    } else {
        Float::ratio(sign, whole, &ten, 0, precision)
    }
}

/// `magnitude * 2^exponent` as a fraction.
pub(super) fn shifted(magnitude: UBig, exponent: i64) -> (UBig, UBig) {
    let shift = usize_of(exponent.abs());
    if exponent >= 0 { (magnitude << shift, UBig::from(1u8)) } else { (magnitude, UBig::from(1u8) << shift) }
}

/// The whole number nearest to a fraction, half to even.
pub(super) fn nearest(numerator: &UBig, denominator: &UBig) -> UBig {
    let (quotient, rest) = numerator.div_rem(denominator);
    match (rest << 1).cmp(denominator) {
        Ordering::Greater => quotient + 1u8,
        Ordering::Equal if quotient.bit(0) => quotient + 1u8,
        _ => quotient,
    }
}

pub(super) fn usize_of(value: i64) -> usize {
    usize::try_from(value).unwrap_or(0)
}

pub(super) fn i64_of(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
